/** A product as Sequenzy takes it: all variants at once, prices in the currency's smallest unit. Pure. */
import type { Product } from '../../../../shared/product.ts'
import { toMinor } from '../../../money.ts'
import type { SiblingVariant } from '../call.ts'

/** Sequenzy's ids of a variant. When the shop names no product, the sku stands for both ids. */
export const idsOf = (
  sku: string,
  product: Product | undefined,
): { productId: string; variantId: string } => ({
  productId: product?.id ?? sku,
  variantId: product?.variantId ?? sku,
})

/**
 * The product of a sku with its variants; undefined when its title is unknown. A variant is in stock
 * when it is sellable and not `soldOut`. Every variant carries that: Sequenzy takes a missing value
 * for in stock. A page's word on the product counts only when the catalogue has none.
 */
export function productOf(
  siblings: SiblingVariant[],
  sku: string,
  soldOut: (variant: SiblingVariant) => boolean = () => false,
) {
  const own = siblings.find((one) => one.sku === sku)
  if (!own?.product) return undefined
  const known = siblings.find(({ product, fromPage }) => product && !fromPage)?.product
  const head = own.fromPage ? (known ?? own.product) : own.product
  const variants = siblings.flatMap((one) =>
    one.product ? [variantOf(soldOut(one) ? emptied(one) : one, one.product)] : [],
  )
  const prices = variants.flatMap(({ priceCents }) => priceCents ?? [])
  return {
    productId: idsOf(sku, own.product).productId,
    title: head.title,
    url: head.url,
    imageUrl: head.image,
    priceCents: prices.length > 0 ? Math.min(...prices) : undefined,
    currency: head.currency,
    inStock: variants.some(({ inStock }) => inStock),
    variants,
  }
}

/** The body of one product in "Upsert products". */
export type Upsert = NonNullable<ReturnType<typeof productOf>>

/** A variant that is back, as it was before. */
const emptied = (variant: SiblingVariant): SiblingVariant =>
  variant.sellable ? { ...variant, sellable: false, quantity: 0 } : variant

const variantOf = ({ sku, quantity, sellable }: SiblingVariant, product: Product) => ({
  variantId: idsOf(sku, product).variantId,
  title: product.variantTitle ?? product.title,
  sku,
  priceCents: cents(product),
  inStock: sellable,
  inventoryQuantity: quantity,
})

/** A price in the currency's smallest unit. */
export function cents({
  price,
  currency,
}: Pick<Product, 'price' | 'currency'>): number | undefined {
  if (price === undefined || !currency) return undefined
  return toMinor(price, currency)
}

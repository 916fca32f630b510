/** A product as Sequenzy is told of it: all variants at once, prices in the smallest unit. */
import type { Product } from '../../../../shared/product.ts'
import type { Variant } from '../contract.ts'

export interface Upsert {
  productId: string
  title: string
  url: string
  imageUrl?: string
  priceCents?: number
  currency?: string
  inStock: boolean
  variants: {
    variantId: string
    title: string
    sku: string
    priceCents?: number
    inStock: boolean
    inventoryQuantity?: number
  }[]
}

/** What Sequenzy calls a variant: of a shop that names no product, the sku is both. */
export const idsOf = (
  sku: string,
  product: Product | undefined,
): { productId: string; variantId: string } => ({
  productId: product?.id ?? sku,
  variantId: product?.variantId ?? sku,
})

/**
 * The product of a sku with its variants, or undefined where nobody told its title. In stock is
 * what our level says is sellable, and not `soldOut`. It is always said: what is left out, Sequenzy
 * takes for in stock. What a page said of the product counts only where the catalogue says nothing.
 */
export function productOf(
  siblings: Variant[],
  sku: string,
  soldOut: (variant: Variant) => boolean = () => false,
): Upsert | undefined {
  const own = siblings.find((one) => one.sku === sku)
  if (!own?.product) return
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
    ...(head.image && { imageUrl: head.image }),
    ...(prices.length > 0 && { priceCents: Math.min(...prices) }),
    ...(head.currency && { currency: head.currency }),
    inStock: variants.some(({ inStock }) => inStock),
    variants,
  }
}

/** As it was until a moment ago, where it is back; otherwise as it is. */
const emptied = (variant: Variant): Variant =>
  variant.sellable ? { ...variant, sellable: false, quantity: 0 } : variant

function variantOf({ sku, quantity, sellable }: Variant, product: Product) {
  const price = cents(product)
  return {
    variantId: idsOf(sku, product).variantId,
    title: product.variantTitle ?? product.title,
    sku,
    ...(price !== undefined && { priceCents: price }),
    inStock: sellable,
    ...(quantity !== undefined && { inventoryQuantity: quantity }),
  }
}

/** A price in the currency's smallest unit (ISO 4217: yen have none, dinars three digits). */
export function cents({
  price,
  currency,
}: Pick<Product, 'price' | 'currency'>): number | undefined {
  if (price === undefined || !currency) return undefined
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return Math.round(price * 10 ** digits)
}

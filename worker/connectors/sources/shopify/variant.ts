/** A variant as the Admin GraphQL API gives it, and its level and catalogue entry. Pure. */
import * as v from 'valibot'
import { amountIn } from '../../../../shared/page/price.ts'
import { textIn } from '../../../../shared/page/text.ts'
import type { CatalogEntry } from '../../../../shared/product.ts'
import { stockQuantity } from '../availability.ts'
import type { ShopifyOptions } from './options.ts'

/** The GraphQL fields of `Product`. Scope: read_products. */
export const PRODUCT_FIELDS =
  'id title status onlineStoreUrl featuredMedia { preview { image { url } } }'

/** The GraphQL fields of `BareVariant`. Scopes: read_products, read_inventory. */
export const VARIANT_FIELDS = `id sku title price availableForSale inventoryQuantity inventoryPolicy
  inventoryItem { tracked } image { url }`

const Image = v.nullish(v.object({ url: v.string() }))

export const Product = v.object({
  id: v.string(),
  title: v.string(),
  status: v.string(),
  onlineStoreUrl: v.nullable(
    v.pipe(
      v.string(),
      v.check((text) => URL.canParse(text)),
    ),
  ),
  featuredMedia: v.nullish(v.object({ preview: v.nullish(v.object({ image: Image })) })),
})
export type Product = v.InferOutput<typeof Product>

/** A variant without its product. */
export const BareVariant = v.object({
  id: v.string(),
  sku: v.nullable(v.string()),
  title: v.string(),
  /** Money as text: `39.00`. */
  price: v.string(),
  /** Takes the inventory policy into account, and whether the variant is tracked. */
  availableForSale: v.boolean(),
  /** The sum over all locations that the shop sells from; negative when oversold. */
  inventoryQuantity: v.nullable(v.number()),
  inventoryPolicy: v.picklist(['CONTINUE', 'DENY']),
  inventoryItem: v.object({ tracked: v.boolean() }),
  image: Image,
})

export const Variant = v.object({ ...BareVariant.entries, product: Product })
export type Variant = v.InferOutput<typeof Variant>

/** The number at the end of a global id, as text: it may be too long for a JavaScript number. */
export const numberOf = (id: string): string => /\/(\d+)$/.exec(id)?.[1] ?? ''

/**
 * What Shelfbell calls the variant, by the shop's option `skuFrom`. A variant without a SKU goes by its
 * number, as the widget calls it, so that whoever waits for it is notified.
 */
export const skuOf = (
  { id, sku }: Pick<Variant, 'id'> & { sku?: string | null | undefined },
  { skuFrom }: Pick<ShopifyOptions, 'skuFrom'>,
): string => (skuFrom === 'sku' && sku?.trim()) || numberOf(id)

/** Whether shoppers can buy the product. An unlisted one sells to those who have its address. */
export const isPublished = (
  { status, onlineStoreUrl }: Product,
  on: ShopifyOptions['publishedOn'],
): boolean =>
  ['ACTIVE', 'UNLISTED'].includes(status) && (on === 'anywhere' || onlineStoreUrl !== null)

/** The quantity to store. `availableForSale` decides; the quantity only says how many. */
export function variantQuantity(variant: Variant, options: ShopifyOptions): number | undefined {
  const { availableForSale, inventoryQuantity, inventoryPolicy, inventoryItem, product } = variant
  const { tracked } = inventoryItem
  // An untracked variant keeps the last quantity from when it was tracked: ignore it.
  const hasUnits = tracked && inventoryQuantity !== null && inventoryQuantity > 0
  return stockQuantity(
    {
      quantity: hasUnits ? inventoryQuantity : undefined,
      available: availableForSale,
      oversells: !hasUnits && tracked && inventoryPolicy === 'CONTINUE',
      published: isPublished(product, options.publishedOn),
    },
    options.oversell,
  )
}

/** The catalogue entry; undefined for a product without a page in the online store. */
export function variantEntry(
  variant: Variant,
  options: ShopifyOptions,
  currency: string,
): CatalogEntry | undefined {
  const { id, title, price, image, product } = variant
  if (product.onlineStoreUrl === null || !isPublished(product, options.publishedOn)) return
  const url = new URL(product.onlineStoreUrl)
  url.searchParams.set('variant', numberOf(id))
  const picture = image?.url ?? product.featuredMedia?.preview?.image?.url
  const sku = skuOf(variant, options)
  const variantTitle = textIn(title)
  const amount = amountIn(Number(price))
  return {
    sku,
    title: textIn(product.title) ?? sku,
    ...(variantTitle && title !== 'Default Title' && { variantTitle }),
    url: url.href,
    ...(picture && { image: picture }),
    ...(amount !== undefined && { price: amount, currency }),
    id: numberOf(product.id),
    variantId: numberOf(id),
  }
}

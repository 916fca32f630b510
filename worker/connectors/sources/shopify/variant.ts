/** A variant as the Admin GraphQL API tells it, and what it says of stock and catalogue. Pure. */
import * as v from 'valibot'
import type { CatalogEntry } from '../../../../shared/product.ts'
import type { ShopifyOptions } from './options.ts'
import { stockOf } from '../quantity.ts'

/** The selection that `Product` is read from. Scope: read_products. */
export const PRODUCT_FIELDS =
  'id title status onlineStoreUrl featuredMedia { preview { image { url } } }'

/** The selection that `Variant` is read from, without its product. Scope: read_inventory, too. */
export const VARIANT_FIELDS = `id sku title price availableForSale inventoryQuantity inventoryPolicy
  inventoryItem { tracked } image { url }`

const Image = v.nullish(v.object({ url: v.string() }))

export const Product = v.object({
  id: v.string(),
  title: v.string(),
  status: v.string(),
  onlineStoreUrl: v.nullable(v.string()),
  featuredMedia: v.nullish(v.object({ preview: v.nullish(v.object({ image: Image })) })),
})
export type Product = v.InferOutput<typeof Product>

export const BareVariant = v.object({
  id: v.string(),
  sku: v.nullable(v.string()),
  title: v.string(),
  /** Money as text: `39.00`. */
  price: v.string(),
  /** Knows the inventory policy, and what is not tracked. */
  availableForSale: v.boolean(),
  /** The sum over all places that it may be sold from; less than nothing when it is oversold. */
  inventoryQuantity: v.nullable(v.number()),
  inventoryPolicy: v.picklist(['CONTINUE', 'DENY']),
  inventoryItem: v.object({ tracked: v.boolean() }),
  image: Image,
})

export const Variant = v.object({ ...BareVariant.entries, product: Product })
export type Variant = v.InferOutput<typeof Variant>

/** The number in a global id, as text. */
export const numberOf = (id: string): string => /\/(\d+)$/.exec(id)?.[1] ?? ''

/** What the variant is called here; nothing where the shop gave it no sku. */
export const skuOf = ({ id, sku }: Variant, { skuFrom }: ShopifyOptions): string =>
  skuFrom === 'sku' ? (sku?.trim() ?? '') : numberOf(id)

// An unlisted product is sold to whoever has its address.
export const isPublished = (
  { status, onlineStoreUrl }: Product,
  on: ShopifyOptions['publishedOn'],
) => ['ACTIVE', 'UNLISTED'].includes(status) && (on === 'anywhere' || onlineStoreUrl !== null)

/** How much of it may be sold. What Shopify says is for sale counts, whatever the quantity. */
export function quantityOfVariant(variant: Variant, options: ShopifyOptions): number | undefined {
  const { availableForSale, inventoryQuantity, inventoryPolicy, inventoryItem, product } = variant
  const { tracked } = inventoryItem
  // The quantity of what is not tracked is left over from when it was.
  const some = tracked && inventoryQuantity !== null && inventoryQuantity > 0
  return stockOf(
    {
      quantity: some ? inventoryQuantity : undefined,
      available: availableForSale,
      oversells: !some && tracked && inventoryPolicy === 'CONTINUE',
      published: isPublished(product, options.publishedOn),
    },
    options.oversell,
  )
}

/** What messages are made from; nothing for what has no page in the online store. */
export function entryOf(
  variant: Variant,
  options: ShopifyOptions,
  currency: string,
): CatalogEntry | undefined {
  const { id, title, price, image, product } = variant
  if (product.onlineStoreUrl === null || !isPublished(product, options.publishedOn)) return
  const url = new URL(product.onlineStoreUrl)
  url.searchParams.set('variant', numberOf(id))
  const picture = image?.url ?? product.featuredMedia?.preview?.image?.url
  return {
    sku: skuOf(variant, options),
    title: oneLine(product.title),
    ...(title !== 'Default Title' && { variantTitle: oneLine(title) }),
    url: url.href,
    ...(picture && { image: picture }),
    price: Number(price),
    currency,
    id: numberOf(product.id),
    variantId: numberOf(id),
  }
}

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200)

/** Products and variations of the REST API v3, and their levels and catalogue entries. Pure. */
import * as v from 'valibot'
import { amountIn } from '../../../../shared/page/price.ts'
import { textIn } from '../../../../shared/page/text.ts'
import type { CatalogEntry } from '../../../../shared/product.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import { stockQuantity } from '../availability.ts'
import type { WooCommerceOptions } from './options.ts'

const stock = {
  id: v.number(),
  /** `publish` is public; `private`, `draft`, `pending` and `future` are not. */
  status: v.string(),
  /** WooCommerce gives a variation without a SKU of its own its product's. */
  sku: v.string(),
  permalink: v.string(),
  price: v.string(),
  purchasable: v.boolean(),
  /** `parent`: a variation that uses the product's stock. */
  manage_stock: v.union([v.boolean(), v.literal('parent')]),
  stock_quantity: v.nullable(v.number()),
  /** `instock`, `outofstock`, `onbackorder`, or a status of a plugin. */
  stock_status: v.string(),
  backorders: v.string(),
}
const Image = v.object({ src: v.string() })

export const Product = v.object({
  ...stock,
  type: v.string(),
  name: v.string(),
  images: v.array(Image),
  variations: v.array(v.number()),
})
export type Product = v.InferOutput<typeof Product>

export const Variation = v.object({
  ...stock,
  image: v.nullish(Image),
  attributes: v.array(v.object({ option: v.string() })),
})
export type Variation = v.InferOutput<typeof Variation>

/** For the query parameter `_fields`: leaves out descriptions and the like. */
export const PRODUCT_FIELDS = Object.keys(Product.entries).join(',')
export const VARIATION_FIELDS = Object.keys(Variation.entries).join(',')

type Options = Pick<WooCommerceOptions, 'skuFrom' | 'locale' | 'currency' | 'oversell'>

/**
 * What Shelfbell calls a product or a variation. Without a SKU of its own it goes by its id, as the
 * widget calls it: under its product's SKU, people who wait for one size would be notified about another.
 */
function skuOf(one: Product | Variation, product: Product, { skuFrom }: Options): string {
  const sku = skuFrom === 'sku' ? one.sku.trim() : ''
  const isItsProducts = one !== product && sku === product.sku.trim()
  return isItsProducts || sku === '' ? String(one.id) : sku
}

function quantityOf(one: Product | Variation, product: Product, { oversell }: Options): number {
  const managed = one.manage_stock !== false
  const quantity = managed ? (one.stock_quantity ?? product.stock_quantity ?? undefined) : undefined
  const isEmpty = managed && (quantity ?? 0) <= 0
  const facts = {
    quantity,
    available: one.purchasable && one.stock_status !== 'outofstock',
    oversells: one.stock_status === 'onbackorder' || (isEmpty && one.backorders !== 'no'),
    published: product.status === 'publish' && one.status === 'publish',
  }
  return stockQuantity(facts, oversell) ?? 0
}

/**
 * The levels of a product and its variations. For subscribers to the product itself, its level is
 * the highest of its variations. The same holds for a SKU that a plugin lets several variations share.
 */
export function productLevels(
  product: Product,
  variations: Variation[],
  options: Options,
): StockLevel[] {
  const levels = new Map<string, number>()
  const raise = (sku: string, quantity: number) => {
    levels.set(sku, Math.max(quantity, levels.get(sku) ?? 0))
  }
  const own = skuOf(product, product, options)
  raise(own, product.type === 'variable' ? 0 : quantityOf(product, product, options))
  for (const variation of variations) {
    const quantity = quantityOf(variation, product, options)
    raise(skuOf(variation, product, options), quantity)
    raise(own, quantity)
  }
  return Array.from(levels, ([sku, quantity]) => ({ sku, quantity }))
}

/** The catalogue entries of a product and its variations; none for unpublished ones. */
export function productEntries(
  product: Product,
  variations: Variation[],
  options: Options,
): CatalogEntry[] {
  const entries = [product, ...variations].flatMap((one): CatalogEntry[] => {
    const sku = skuOf(one, product, options)
    if (product.status !== 'publish' || one.status !== 'publish') return []
    const attributes = 'attributes' in one ? one.attributes : []
    const variantTitle = textIn(attributes.map(({ option }) => option).join(' / '))
    const image = 'attributes' in one ? (one.image ?? product.images[0]) : product.images[0]
    const price = amountIn(Number(one.price))
    return [
      {
        sku,
        ...(options.locale && { locale: options.locale }),
        title: textIn(product.name) ?? sku,
        ...(variantTitle && { variantTitle }),
        url: one.permalink,
        ...(image && { image: image.src }),
        ...(price !== undefined && { price }),
        ...(price !== undefined && options.currency && { currency: options.currency }),
        id: String(product.id),
        variantId: String(one.id),
      },
    ]
  })
  // Of entries with one SKU the first is kept, the product's: reversed, it is the last.
  return [...new Map(entries.toReversed().map((entry) => [entry.sku, entry])).values()]
}

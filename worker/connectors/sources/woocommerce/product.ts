/** Products and variations as REST API v3 tells them, and what they say of stock and catalogue. Pure. */
import * as v from 'valibot'
import type { CatalogEntry } from '../../../../shared/product.ts'
import type { WooCommerceOptions } from './options.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import { stockOf } from '../quantity.ts'
import { plainText } from './text.ts'

const stock = {
  id: v.number(),
  /** `publish` is for everybody; `private`, `draft`, `pending` and `future` are not. */
  status: v.string(),
  /** A variation without a sku of its own has its parent's. */
  sku: v.string(),
  permalink: v.string(),
  price: v.string(),
  purchasable: v.boolean(),
  /** `parent`: a variation whose stock is counted with the product's. */
  manage_stock: v.union([v.boolean(), v.literal('parent')]),
  stock_quantity: v.nullable(v.number()),
  /** `instock`, `outofstock`, `onbackorder`, or what a plugin made up. */
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

/** The keys that are read: descriptions are left where they are. */
export const PRODUCT_KEYS = Object.keys(Product.entries).join(',')
export const VARIATION_KEYS = Object.keys(Variation.entries).join(',')

type Options = Pick<WooCommerceOptions, 'skuFrom' | 'locale' | 'currency' | 'oversell'>

const skuOf = ({ id, sku }: Product | Variation, { skuFrom }: Options): string =>
  skuFrom === 'sku' ? sku.trim() : String(id)

function quantityOfOne(one: Product | Variation, product: Product, { oversell }: Options): number {
  const managed = one.manage_stock !== false
  const quantity = managed ? (one.stock_quantity ?? product.stock_quantity ?? undefined) : undefined
  const emptied = managed && (quantity ?? 0) <= 0
  const said = {
    quantity,
    available: one.purchasable && one.stock_status !== 'outofstock',
    oversells: one.stock_status === 'onbackorder' || (emptied && one.backorders !== 'no'),
    published: product.status === 'publish' && one.status === 'publish',
  }
  return stockOf(said, oversell) ?? 0
}

/**
 * The levels of a product and its variations. A product with variations has what the best of them
 * has, for those who wait for the product; so has a sku that several of them share.
 */
export function levelsOf(
  product: Product,
  variations: Variation[],
  options: Options,
): StockLevel[] {
  const levels = new Map<string, number>()
  const note = (sku: string, quantity: number) => {
    if (sku !== '') levels.set(sku, Math.max(quantity, levels.get(sku) ?? 0))
  }
  const own = skuOf(product, options)
  if (product.type !== 'variable') note(own, quantityOfOne(product, product, options))
  else note(own, 0)
  for (const variation of variations) {
    const quantity = quantityOfOne(variation, product, options)
    note(skuOf(variation, options), quantity)
    note(own, quantity)
  }
  return Array.from(levels, ([sku, quantity]) => ({ sku, quantity }))
}

/** What messages are made from, for the product and each variation; nothing while unpublished. */
export function entriesOf(
  product: Product,
  variations: Variation[],
  options: Options,
): CatalogEntry[] {
  const entries = [product, ...variations].flatMap((one): CatalogEntry[] => {
    const sku = skuOf(one, options)
    if (sku === '' || product.status !== 'publish' || one.status !== 'publish') return []
    const attributes = 'attributes' in one ? one.attributes : []
    const variantTitle = oneLine(attributes.map(({ option }) => option).join(', '))
    const image = 'attributes' in one ? (one.image ?? product.images[0]) : product.images[0]
    const price = one.price === '' ? Number.NaN : Number(one.price)
    const priced = Number.isFinite(price) && price >= 0
    return [
      {
        sku,
        ...(options.locale && { locale: options.locale }),
        title: oneLine(product.name),
        ...(variantTitle && { variantTitle }),
        url: one.permalink,
        ...(image && { image: image.src }),
        ...(priced && { price }),
        ...(priced && options.currency && { currency: options.currency }),
        id: String(product.id),
        variantId: String(one.id),
      },
    ]
  })
  // A variation that has its parent's sku does not rename it at every reading.
  return [...new Map(entries.toReversed().map((entry) => [entry.sku, entry])).values()]
}

const oneLine = (text: string): string =>
  plainText(text)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)

/**
 * Products and variations of the REST API v3, and their levels. Pure.
 *
 * Plugins write any field in any type. A field that cannot be read is unknown, never zero: if nothing is
 * known about a level, there is no level.
 */
import * as v from 'valibot'
import { textIn } from '../../../../shared/page/text.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import {
  Amount,
  each,
  Flag,
  Id,
  List,
  needed,
  NeededList,
  orNothing,
  State,
  Word,
  WordOrNone,
} from '../../../lenient.ts'
import { stockQuantity } from '../availability.ts'
import type { WooCommerceOptions } from './options.ts'

const stock = {
  id: needed(Id),
  /** `publish` is public; `private`, `draft`, `pending`, `future` and `trash` are not. */
  status: State,
  /** WooCommerce gives a variation without a SKU of its own its product's. */
  sku: WordOrNone,
  permalink: Word,
  price: Amount,
  purchasable: Flag,
  /** `parent`: a variation that uses the product's stock. */
  manage_stock: v.optional(v.union([v.literal('parent'), Flag])),
  stock_quantity: Amount,
  /** `instock`, `outofstock`, `onbackorder`, or a status of a plugin. */
  stock_status: v.pipe(
    State,
    v.transform((state) => state?.replaceAll(/[\s_-]/g, '')),
  ),
  /** `no`, `notify` or `yes`. */
  backorders: v.optional(
    v.union([
      v.pipe(
        v.literal('notify'),
        v.transform(() => true),
      ),
      Flag,
    ]),
  ),
}
const Image = v.object({ src: needed(Word) })

/** The names of terms (`[{ "id", "name", "slug" }]`); undefined if the product does not say which it has. */
const Terms = orNothing(
  v.pipe(
    NeededList,
    v.transform((terms) =>
      v
        .parse(each(v.object({ name: needed(Word) })), terms)
        .flatMap(({ name }) => textIn(name) ?? []),
    ),
  ),
)

export const Product = v.object({
  ...stock,
  type: State,
  name: v.optional(v.unknown()),
  images: each(Image),
  categories: Terms,
  tags: Terms,
  /** Part of WooCommerce since version 9.6. */
  brands: Terms,
  /** Ids; only their number counts. */
  variations: List,
})
export type Product = v.InferOutput<typeof Product>

export const Variation = v.object({
  ...stock,
  image: orNothing(Image),
  attributes: each(v.object({ option: needed(Word) })),
})
export type Variation = v.InferOutput<typeof Variation>

/** The variations of a product that could be read. */
export interface Variations {
  list: Variation[]
  /** How many could not be read. */
  unreadable: number
}

/** For the query parameter `_fields`: leaves out descriptions and the like. */
export const PRODUCT_FIELDS = Object.keys(Product.entries).join(',')
export const VARIATION_FIELDS = Object.keys(Variation.entries).join(',')

/** The options that decide about names and quantities. */
export type Options = Pick<WooCommerceOptions, 'skuFrom' | 'oversell'>

/** `variable`, and the types that plugins make of it: `variable-subscription`. */
const isVariable = ({ type }: Product): boolean => type?.includes('variable') ?? false

/** Whether a product may have variations, whatever its type is. They must be read to know its level. */
export const mayHaveVariations = (product: Product): boolean =>
  product.variations.length > 0 || isVariable(product)

/** Whether shoppers can see a product or a variation. A plugin that removes the status hides nothing. */
export const isPublished = ({ status = 'publish' }: Product | Variation): boolean =>
  status === 'publish'

/**
 * What Shelfbell calls a product or a variation. Without a SKU of its own it goes by its id, as the
 * widget calls it: under its product's SKU, people who wait for one size would be notified about another.
 */
export function skuOf(one: Product | Variation, product: Product, { skuFrom }: Options): string {
  const sku = skuFrom === 'sku' ? one.sku : undefined
  const isItsProducts = one !== product && sku === product.sku
  return isItsProducts || sku === undefined ? String(one.id) : sku
}

/** The quantity of a product or a variation; undefined if nothing is known. */
function quantityOf(
  one: Product | Variation,
  product: Product,
  { oversell }: Options,
): number | undefined {
  const { manage_stock: said, stock_status: state } = one
  const counted = one.stock_quantity ?? (said === 'parent' ? product.stock_quantity : undefined)
  // Without management of stock there is no quantity.
  const quantity = said === false ? undefined : counted
  const isSoldOut = one.purchasable === false || state === 'outofstock'
  const isEmpty = quantity !== undefined && quantity <= 0
  const facts = {
    quantity,
    available: isSoldOut ? false : state === undefined ? undefined : true,
    oversells: state === 'onbackorder' || (isEmpty && one.backorders === true),
    published: isPublished(product) && isPublished(one),
  }
  return stockQuantity(facts, oversell)
}

/** Levels, and whether one is missing because nothing is known about it. */
export interface Levels {
  levels: StockLevel[]
  isUnknown: boolean
}

/**
 * The levels of a product, and of its variations if they were read. For subscribers to the product
 * itself, its level is the highest of its variations. The same holds for a SKU that a plugin lets
 * several variations share. If one of them is unknown and no other is in stock, there is no level.
 */
export function productLevels(
  product: Product,
  variations: Variations | undefined,
  options: Options,
): Levels {
  const best = new Map<string, number>()
  const unknown = new Set<string>()
  const add = (sku: string, quantity: number | undefined) => {
    best.set(sku, Math.max(quantity ?? 0, best.get(sku) ?? 0))
    if (quantity === undefined) unknown.add(sku)
  }
  const own = skuOf(product, product, options)
  for (const variation of variations?.list ?? []) {
    const quantity = quantityOf(variation, product, options)
    add(skuOf(variation, product, options), quantity)
    add(own, quantity)
  }
  if (variations && variations.unreadable > 0) add(own, undefined)
  if (!best.has(own)) add(own, ownQuantity(product, variations, options))
  const all = Array.from(best, ([sku, quantity]) => ({ sku, quantity }))
  const levels = all.filter(({ sku, quantity }) => quantity > 0 || !unknown.has(sku))
  return { levels, isUnknown: levels.length < all.length }
}

/** The quantity of a product without variations. */
function ownQuantity(
  product: Product,
  variations: Variations | undefined,
  options: Options,
): number | undefined {
  if (!variations || !isVariable(product)) return quantityOf(product, product, options)
  // Nobody can buy a variable product without variations. If it names some, the server withheld them.
  return product.variations.length === 0 || !isPublished(product) ? 0 : undefined
}

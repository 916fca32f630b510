/**
 * A variant as the Admin GraphQL API gives it, and its level and catalogue entry. Only what decides
 * about the level has to be readable: the SKU, whether it is for sale, whether it is published. Of a
 * catalogue entry, what cannot be read is left out. Pure.
 */
import * as v from 'valibot'
import { amountIn } from '../../../../shared/page/price.ts'
import { textIn } from '../../../../shared/page/text.ts'
import {
  Amount,
  each,
  Flag,
  needed,
  NeededList,
  orNothing,
  State,
  Word,
  WordOrNull,
} from '../../../lenient.ts'
import { stockQuantity } from '../availability.ts'
import type { SaidFacts, SourceEntry, SourceFacts } from '../entry.ts'
import { GidNumber } from './gid.ts'
import type { ShopifyOptions } from './options.ts'

const PICTURE = 'preview { image { url } }'

/** The GraphQL fields that decide about a level. Scopes: read_products, read_inventory. */
const LEVEL = 'id sku availableForSale inventoryQuantity inventoryPolicy inventoryItem { tracked }'
const PRODUCT_LEVEL = 'id status onlineStoreUrl'
export const LEVEL_FIELDS = `${LEVEL} product { ${PRODUCT_LEVEL} }`

/** The options that decide about fields of a query. */
export type Fields = Pick<ShopifyOptions, 'restockMetafield'>

/** The metafield with the expected day, if the shop has named one. */
function restockField({ restockMetafield }: Fields): string {
  const [namespace, key] = restockMetafield?.split('.') ?? []
  return key === undefined
    ? ''
    : `restock: metafield(namespace: "${namespace}", key: "${key}") { value }`
}

/** The GraphQL fields of `Product`. */
export const productFields = (options: Fields): string =>
  `${PRODUCT_LEVEL} title vendor tags featuredMedia { ${PICTURE} } ${restockField(options)}`

/** The GraphQL fields of `Variant` besides `product`. */
export const variantFields = (options: Fields): string =>
  `${LEVEL} title price media(first: 1) { nodes { ${PICTURE} } } ${restockField(options)}`

/** All of them for a bulk operation: there, each medium is a line of its own. */
export const bulkFields = (options: Fields): string =>
  `${LEVEL} title price media { edges { node { id ${PICTURE} } } } ${restockField(options)}
  product { ${productFields(options)} }`

/** The address of a medium's picture. */
export const Picture = orNothing(
  v.pipe(
    v.object({ preview: v.object({ image: v.object({ url: needed(Word) }) }) }),
    v.transform(({ preview }) => preview.image.url),
  ),
)

/** The day that a metafield of the type `date` or `date_time` begins with; undefined if it has none. */
const RestockDay = v.pipe(
  orNothing(v.object({ value: needed(Word) })),
  v.transform((field) => field && /^\d{4}-\d\d-\d\d(?!\d)/.exec(field.value)?.[0]),
)

const Product = v.object({
  id: GidNumber,
  title: v.optional(v.unknown()),
  vendor: WordOrNull,
  tags: orNothing(
    v.pipe(
      NeededList,
      v.transform((tags) => v.parse(each(needed(Word)), tags)),
    ),
  ),
  restock: RestockDay,
  status: State,
  /** Its page in the online store; null where the store does not show it. */
  onlineStoreUrl: WordOrNull,
  featuredMedia: Picture,
})
type Product = v.InferOutput<typeof Product>

export const Variant = v.object({
  id: GidNumber,
  sku: WordOrNull,
  title: v.optional(v.unknown()),
  price: Amount,
  restock: RestockDay,
  /** Takes the inventory policy into account, and whether the variant is tracked. */
  availableForSale: Flag,
  /** The sum over all locations that the shop sells from; negative when oversold. */
  inventoryQuantity: Amount,
  inventoryPolicy: State,
  inventoryItem: orNothing(v.object({ tracked: Flag })),
  media: orNothing(
    v.pipe(
      v.object({ nodes: v.pipe(v.array(Picture), v.minLength(1)) }),
      v.transform(({ nodes: [first] }) => first),
    ),
  ),
  product: orNothing(Product),
})
export type Variant = v.InferOutput<typeof Variant>

/** A variant whose level is known. */
export interface KnownVariant {
  variant: Variant
  sku: string
  quantity: number
}

/** The schema of a variant whose level can be read. Other variants do not fit. */
export const knownVariant = (options: ShopifyOptions): v.GenericSchema<unknown, KnownVariant> =>
  needed(
    v.pipe(
      Variant,
      v.transform((variant): KnownVariant | undefined => {
        const sku = skuOf(variant, options)
        const quantity = variantQuantity(variant, options)
        return sku !== undefined && quantity !== undefined ? { variant, sku, quantity } : undefined
      }),
    ),
  )

/**
 * What Shelfbell calls the variant, by the shop's option `skuFrom`. A variant without a SKU goes by its
 * number, as the widget calls it, so that people who wait for it are notified. Undefined if that cannot
 * be read.
 */
export const skuOf = (
  { id, sku }: Pick<Variant, 'id' | 'sku'>,
  { skuFrom }: Pick<ShopifyOptions, 'skuFrom'>,
): string | undefined => (skuFrom === 'variant_id' || sku === null ? id : sku)

const SHOWN = new Set(['active', 'unlisted'])
const HIDDEN = new Set(['draft', 'archived'])

/**
 * Whether shoppers can buy the product. An unlisted one sells to those who have its address. Undefined
 * if that cannot be read.
 */
export function isPublished(
  product: Product | undefined,
  on: ShopifyOptions['publishedOn'],
): boolean | undefined {
  const { status = '', onlineStoreUrl } = product ?? {}
  if (HIDDEN.has(status)) return false
  if (!SHOWN.has(status)) return undefined
  if (on === 'anywhere') return true
  return onlineStoreUrl === undefined ? undefined : onlineStoreUrl !== null
}

/**
 * The quantity to store; undefined if it cannot be read: unknown is not zero. `availableForSale`
 * decides; the quantity only says how many.
 */
export function variantQuantity(variant: Variant, options: ShopifyOptions): number | undefined {
  const { availableForSale: available, inventoryQuantity, inventoryPolicy, product } = variant
  const tracked = variant.inventoryItem?.tracked
  const published = isPublished(product, options.publishedOn)
  if (published === false || available === false) return 0
  if (published === undefined || available === undefined) return undefined
  // An untracked variant keeps the last quantity from when it was tracked: ignore it.
  const hasUnits = tracked !== false && inventoryQuantity !== undefined && inventoryQuantity > 0
  const mayOversell = !hasUnits && tracked !== false && inventoryPolicy !== 'deny'
  const oversells = mayOversell && tracked === true && inventoryPolicy === 'continue'
  // It is for sale without units: because nobody counts them, or because it sells when empty.
  if (mayOversell && !oversells && options.oversell === 'by_quantity') return undefined
  const quantity = hasUnits ? inventoryQuantity : undefined
  return stockQuantity({ quantity, available, oversells }, options.oversell)
}

/** The facts of a variant of Shopify, besides its description. */
function factsOf(
  { price, restock, product }: Variant,
  { restockMetafield }: Fields,
  currency: string | undefined,
): SaidFacts {
  const { vendor, tags } = product ?? {}
  const amount = amountIn(price)
  return {
    ...(amount !== undefined && currency && { price: amount, currency }),
    ...(vendor !== undefined && { brand: vendor }),
    ...(tags && { tags }),
    ...(restockMetafield !== undefined && { restockAt: restock ?? product?.restock ?? null }),
  }
}

/**
 * Facts of a variant that has no entry of its own here: it is not published, or it has no page in the online
 * store. Undefined if nothing is known. A draft often has the sku of the product that it was copied from: it
 * changes only entries with its own number.
 */
export function variantFacts(
  { variant, sku }: KnownVariant,
  options: ShopifyOptions,
  currency: string | undefined,
): SourceFacts | undefined {
  const { id, product } = variant
  const published = isPublished(product, options.publishedOn)
  if (published) return { sku, ...factsOf(variant, options, currency), state: 'active' }
  if (published === undefined || id === undefined) return undefined
  const state = product?.status === 'archived' ? 'discontinued' : 'hidden'
  return { sku, variantId: id, state }
}

/** The catalogue entry; undefined for a product without a page in the online store. */
export function variantEntry(
  { variant, sku }: KnownVariant,
  options: ShopifyOptions,
  currency: string | undefined,
): SourceEntry | undefined {
  const { id, media, product } = variant
  const page = product?.onlineStoreUrl ?? ''
  if (!isPublished(product, options.publishedOn) || !URL.canParse(page)) return undefined
  const url = new URL(page)
  if (id !== undefined) url.searchParams.set('variant', id)
  const image = media ?? product?.featuredMedia
  const title = textIn(variant.title)
  return {
    sku,
    title: textIn(product?.title) ?? sku,
    ...(title && title !== 'Default Title' && { variantTitle: title }),
    url: url.href,
    ...(image && { image }),
    ...(product?.id && { id: product.id }),
    ...(id && { variantId: id }),
    ...factsOf(variant, options, currency),
    state: 'active',
  }
}

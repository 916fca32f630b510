/**
 * Products as Sequenzy's Commerce API keeps them: what an upsert changes, and what follows for the
 * catalogue and the stock levels. Pure. (Sequenzy, "Upsert Products", and its PHP SDK: a field that is
 * left out keeps its value, `null` clears it, and a list of variants replaces the whole list.)
 */
import type { CatalogEntry } from '../../shared/product.ts'
import { FORMER_SKUS } from '../limits.ts'
import { fromMinor } from '../money.ts'

/** A variant as an upsert names it. */
export interface NamedVariant {
  variantId: string
  title?: string | undefined
  sku?: string | undefined
  /** In the currency's smallest unit. */
  priceCents?: number | undefined
  imageUrl?: string | undefined
  inStock?: boolean | undefined
  inventoryQuantity?: number | undefined
}

/** A product as an upsert names it. Undefined keeps a value, and `null` clears it. */
export interface NamedProduct {
  productId: string
  title: string
  url?: string | null | undefined
  imageUrl?: string | null | undefined
  priceCents?: number | null | undefined
  currency?: string | null | undefined
  inStock?: boolean | null | undefined
  variants?: NamedVariant[] | undefined
}

/** A variant as it is kept. */
export interface KeptVariant extends Omit<NamedVariant, 'inStock'> {
  inStock: boolean
  /** The sku that people wait for: the variant's own, or its id if that is another variant's. */
  as: string
  /** Other skus that people may wait for: those that it had before. */
  former?: string[]
}

/** A product as it is kept. Without variants it is its only variant, whose sku is the product's id. */
export interface KeptProduct {
  productId: string
  title: string
  url?: string | undefined
  imageUrl?: string | undefined
  priceCents?: number | undefined
  currency?: string | undefined
  inStock: boolean
  variants: KeptVariant[]
}

/** A value of an upsert over the kept one. */
const kept = <T>(said: T | null | undefined, before: T | undefined): T | undefined =>
  said === undefined ? before : (said ?? undefined)

/** What is known of skus besides the product. */
export interface Skus {
  /** Whether a sku is that of another product's variant. */
  isTaken(sku: string): boolean
  /** Whether people wait for it. */
  isAwaited(sku: string): boolean
}

/** The ids in an upsert for which people may wait, because they asked before their product was known. */
export const idsAwaited = ({ productId, variants = [] }: NamedProduct): string[] => [
  ...(variants.length > 0 ? [productId] : []),
  ...variants.flatMap(({ variantId, sku = variantId }) => (sku === variantId ? [] : [variantId])),
]

/** The product after an upsert. */
export function upserted(
  before: KeptProduct | undefined,
  said: NamedProduct,
  skus: Skus,
): KeptProduct {
  const variants = said.variants
    ? keptVariants(said.variants, before?.variants ?? [], skus)
    : (before?.variants ?? [])
  const named = said.variants && said.variants.length > 0 ? variants : []
  const prices = named.flatMap(({ priceCents }) => priceCents ?? [])
  const lowest = prices.length > 0 ? Math.min(...prices) : undefined
  const price = said.priceCents === undefined ? lowest : said.priceCents
  return {
    productId: said.productId,
    title: said.title,
    url: kept(said.url, before?.url),
    imageUrl: kept(said.imageUrl, before?.imageUrl),
    priceCents: kept(price, before?.priceCents),
    currency: kept(said.currency, before?.currency),
    inStock: said.inStock ?? inStockOf(said, named, before),
    variants,
  }
}

/** Whether a product is in stock of which the upsert does not say it. */
function inStockOf(
  { inStock }: NamedProduct,
  named: KeptVariant[],
  before: KeptProduct | undefined,
): boolean {
  if (named.length > 0) return named.some((variant) => variant.inStock)
  return inStock === undefined && before ? before.inStock : true
}

function keptVariants(
  named: NamedVariant[],
  before: KeptVariant[],
  { isTaken, isAwaited }: Skus,
): KeptVariant[] {
  const ids = new Set(named.map(({ variantId }) => variantId))
  const used = new Set<string>()
  const all = named.map((variant) => {
    const { variantId, sku, inStock, inventoryQuantity: quantity } = variant
    const isFree = sku && (sku === variantId || !(ids.has(sku) || used.has(sku) || isTaken(sku)))
    const as = isFree ? sku : variantId
    used.add(as)
    return { ...variant, as, inStock: inStock ?? (quantity === undefined || quantity > 0) }
  })
  return all.map((variant) => {
    const old = before.find(({ variantId }) => variantId === variant.variantId)
    const skus = old ? [old.as, ...(old.former ?? [])] : []
    // Somebody asked by the variant's id before its sku was known.
    if (isAwaited(variant.variantId)) skus.push(variant.variantId)
    const former = [...new Set(skus)].filter((sku) => !(used.has(sku) || isTaken(sku)))
    return { ...variant, ...(former.length > 0 && { former: former.slice(0, FORMER_SKUS) }) }
  })
}

/** Every sku that a product has stock levels for. */
export const skusOf = ({ productId, variants }: KeptProduct): string[] =>
  variants.length > 0 ? variants.flatMap(({ as, former = [] }) => [as, ...former]) : [productId]

/** Whether an upsert says what is in stock. One that does not must not undo what another system said. */
export const tellsStock = (said: NamedProduct, before: KeptProduct | undefined): boolean =>
  before === undefined || said.variants !== undefined || said.inStock !== undefined

/** A level of any locale and market. */
export interface PlainLevel {
  sku: string
  quantity: number
}

/** `inStock` decides whether it can be sold; the quantity says how many there are. */
const quantityOf = ({ inStock, inventoryQuantity = 1 }: KeptVariant): number =>
  inStock ? Math.max(1, inventoryQuantity) : 0

/**
 * The stock levels of a product. If it is not in stock, none of its variants is. `awaited`: people wait for
 * the product as a whole, although it has variants.
 */
export function levelsOf(product: KeptProduct, awaited: boolean): PlainLevel[] {
  const { productId, inStock, variants } = product
  const levels = variants.flatMap((variant) =>
    [variant.as, ...(variant.former ?? [])].map((sku) => ({
      sku,
      quantity: inStock ? quantityOf(variant) : 0,
    })),
  )
  const isWhole = variants.length === 0 || (awaited && !skusOf(product).includes(productId))
  return isWhole ? [...levels, { sku: productId, quantity: inStock ? 1 : 0 }] : levels
}

/** The catalogue entries of a product. `home`: the address of the shop, for a product without one. */
export function entriesOf(product: KeptProduct, home: string): CatalogEntry[] {
  const { productId: id, variants, currency, ...own } = product
  const price = (cents: number | undefined) =>
    cents !== undefined && currency ? { price: fromMinor(cents, currency), currency } : {}
  const entry = (sku: string, image: string | undefined, cents: number | undefined) => ({
    sku,
    title: own.title,
    url: own.url ?? home,
    ...(image && { image }),
    ...price(cents),
    id,
  })
  if (variants.length === 0) return [entry(id, own.imageUrl, own.priceCents)]
  // The lowest price of the variants is not that of a variant that names none.
  const isOnlyPrice = variants.every(({ priceCents }) => priceCents === undefined)
  return variants.map(({ as, variantId, title, imageUrl, priceCents }) => ({
    ...entry(
      as,
      imageUrl ?? own.imageUrl,
      priceCents ?? (isOnlyPrice ? own.priceCents : undefined),
    ),
    ...(title && title !== own.title && { variantTitle: title }),
    ...(variantId !== as && { variantId }),
  }))
}

/** A product with variants as a whole, for a request that names none of them. */
export const snapshotOf = ({ title, url, imageUrl: image }: KeptProduct) => ({
  title,
  ...(url && { url }),
  ...(image && { image }),
})

/**
 * Products of BigCommerce and their levels. The catalogue says which products are tracked, visible
 * and for sale; the inventory says how many units each location has.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import {
  each,
  Flag,
  Id,
  needed,
  NeededList,
  orNothing,
  State,
  Word,
  WordOrNone,
} from '../../../lenient.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { SourceFacts } from '../entry.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type Judge, readTogether } from '../judge.ts'
import { namedById, readableItems } from '../readable.ts'
import { getJson, hasMore, Paged } from './api.ts'
import { type Quantities, readQuantities } from './inventory.ts'
import { PRODUCTS_PER_REQUEST } from './limits.ts'
import type { BigcommerceOptions } from './options.ts'

const Variant = v.object({ id: needed(Id), sku: WordOrNone, purchasing_disabled: Flag })
type Variant = v.InferOutput<typeof Variant>

const Product = v.object({
  id: needed(Id),
  inventory_tracking: v.pipe(needed(State), v.picklist(['none', 'product', 'variant'])),
  is_visible: Flag,
  /** `available`, `disabled` or `preorder`. */
  availability: State,
  /** The variant of a product without options. */
  base_variant_id: Id,
  /** Ids. Undefined if the product does not say. */
  categories: orNothing(
    v.pipe(
      NeededList,
      v.transform((ids) => v.parse(each(needed(Id)), ids)),
    ),
  ),
  /** ISO 8601. It means something on preorder only. */
  preorder_release_date: Word,
  variants: NeededList,
})
type Product = Omit<v.InferOutput<typeof Product>, 'variants'> & { variants: Variant[] }

/** The parts that every request of one reading needs. */
export interface Reading {
  env: Env
  options: BigcommerceOptions
  faults: ItemFaults
  judge: Judge
}

export interface ProductLevels {
  kind: 'read'
  levels: StockLevel[]
  facts: SourceFacts[]
  /** How many products could be read. */
  products: number
  /** Whether another page may follow. */
  isMore: boolean
  /** How long to pause, in seconds: more than 0 when little is left of the quota. */
  restSeconds: number
}

/** Reads the levels of one page of products, counted from 1. With `ids`, only of those products. */
export async function readProducts(
  reading: Reading,
  page: number,
  ids?: readonly string[],
): Promise<ProductLevels | SourceFailure> {
  const { env, options, faults } = reading
  const fields =
    'inventory_tracking,is_visible,availability,base_variant_id,categories,preorder_release_date'
  const filter = ids ? `&id:in=${ids.join(',')}` : ''
  const limit = PRODUCTS_PER_REQUEST
  const query = `include=variants&include_fields=${fields}${filter}&limit=${limit}&page=${page}`
  const catalog = await getJson(env, options, `/v3/catalog/products?${query}`, Paged)
  if (catalog.kind === 'failed') return catalog
  const products = readableItems(Product, catalog.value.data, faults, namedById('product')).map(
    (product): Product => ({
      ...product,
      variants: readableItems(Variant, product.variants, faults, namedById('variant')),
    }),
  )
  const inventory = await quantitiesOf(reading, products)
  if (inventory.kind === 'failed') return inventory
  return {
    kind: 'read',
    levels: products.flatMap((product) => variantLevels(product, inventory.quantities, options)),
    facts: products.flatMap(variantFacts),
    products: products.length,
    isMore: hasMore(catalog.value, page, limit),
    restSeconds: Math.max(catalog.restSeconds, inventory.restSeconds),
  }
}

/**
 * For a page at which the store fails, perhaps because of one product: reads the ids of the page, and then
 * each product by itself. Undefined if the store cannot list the ids either.
 */
export async function readOneByOne(
  reading: Reading,
  page: number,
): Promise<ProductLevels | SourceFailure | undefined> {
  const { env, options, faults, judge } = reading
  // The id is always returned; the filter needs at least one other field.
  const query = `include_fields=type&limit=${PRODUCTS_PER_REQUEST}&page=${page}`
  const listed = await getJson(env, options, `/v3/catalog/products?${query}`, Paged)
  if (listed.kind === 'failed') return undefined
  const ids = readableItems(
    v.object({ id: needed(Id) }),
    listed.value.data,
    faults,
    () => 'product',
  )
  const sum: ProductLevels = {
    kind: 'read',
    levels: [],
    facts: [],
    products: 0,
    isMore: hasMore(listed.value, page, PRODUCTS_PER_REQUEST),
    restSeconds: listed.restSeconds,
  }
  const due = ids.map(({ id }) => `${id}`).filter((id) => !faults.isPutOff(`product ${id}`))
  for (const id of due) {
    const read = await readProducts(reading, 1, [id])
    const item = { key: `product ${id}` }
    if (read.kind === 'failed') {
      const failure = await judge.failed(item, read)
      if (failure) return failure
      continue
    }
    judge.answered(item)
    sum.levels.push(...read.levels)
    sum.facts.push(...read.facts)
    sum.products += read.products
    sum.restSeconds = Math.max(sum.restSeconds, read.restSeconds)
  }
  return (await judge.finish()) ?? sum
}

/** The quantities of the tracked products. If one product makes the request fail, only that one has none. */
async function quantitiesOf(
  { env, options, faults, judge }: Reading,
  products: readonly Product[],
): Promise<{ kind: 'counted'; quantities: Quantities; restSeconds: number } | SourceFailure> {
  const tracked = products.filter((product) => product.inventory_tracking !== 'none')
  const quantities = new Map<string, number>()
  let restSeconds = 0
  const failure = await readTogether(
    judge,
    tracked.map(({ id }) => id),
    (id) => ({ key: `inventory ${id}`, name: `product ${id}` }),
    async (ids) => {
      const read = await readQuantities(env, options, ids, faults)
      if (read.kind === 'failed') return read
      for (const [key, quantity] of read.quantities) quantities.set(key, quantity)
      restSeconds = Math.max(restSeconds, read.restSeconds)
      return undefined
    },
  )
  return failure ?? { kind: 'counted', quantities, restSeconds }
}

const nameOf = ({ id, sku }: Pick<Variant, 'id' | 'sku'>, base: number | undefined) =>
  sku ?? (id === base ? undefined : `${id}`)

/** What a product says of its variants. Its brand is a number here, and its price names no currency. */
function variantFacts(product: Product): SourceFacts[] {
  const { is_visible: isVisible, availability, categories, preorder_release_date: date } = product
  const facts = {
    ...(isVisible !== undefined && {
      state: isVisible ? ('active' as const) : ('hidden' as const),
    }),
    ...(categories && { collections: categories.map(String) }),
    // Without a preorder BigCommerce says nothing of a date: another system may.
    ...(availability === 'preorder' && { restockAt: date ?? null }),
  }
  return product.variants.flatMap((variant) => {
    const sku = nameOf(variant, product.base_variant_id)
    return sku === undefined ? [] : [{ sku, ...facts }]
  })
}

/**
 * The levels of a product's variants. Those without a SKU go by their number, as in the widget; but
 * the variant of a product without options has a number that its page does not know, so it has none.
 */
function variantLevels(
  product: Product,
  quantities: Quantities,
  { oversell }: BigcommerceOptions,
): StockLevel[] {
  const { inventory_tracking: tracking, availability, base_variant_id: base, variants } = product
  const published = product.is_visible !== false
  const oversells = availability === 'preorder'
  return variants.flatMap(({ id, sku, purchasing_disabled: disabled }) => {
    const isOff = disabled === true || availability === 'disabled'
    const quantity = tracking === 'none' ? undefined : countedOf(product, { id, sku }, quantities)
    const isKnown = tracking === 'none' || quantity !== undefined
    // An unknown quantity sells nothing out, a preorder included.
    if (!isKnown && published && !isOff && !(oversells && oversell === 'in_stock')) return []
    const available = isOff ? false : tracking === 'none' ? true : undefined
    const facts = { quantity, available, oversells, published }
    const level = stockQuantity(facts, oversell)
    const name = nameOf({ id, sku }, base)
    return name && level !== undefined ? [{ sku: name, quantity: level }] : []
  })
}

function countedOf(
  { id: product, inventory_tracking: tracking, variants }: Product,
  { id, sku }: Pick<Variant, 'id' | 'sku'>,
  quantities: Quantities,
): number | undefined {
  const ofProduct = quantities.get(`p${product}`)
  if (tracking === 'product') return ofProduct
  const ofVariant = quantities.get(`v${id}`) ?? (sku ? quantities.get(`s${sku}`) : undefined)
  return ofVariant ?? (variants.length === 1 ? ofProduct : undefined)
}

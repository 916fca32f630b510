/**
 * Products of BigCommerce and their levels. The catalogue says which products are tracked, visible
 * and for sale; the inventory says how many units each location has.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { namedById, readableItems } from '../readable.ts'
import { getJson } from './api.ts'
import { ITEMS_PER_PAGE, PRODUCTS_PER_REQUEST } from './limits.ts'
import type { BigcommerceOptions } from './options.ts'

const Paged = { meta: v.object({ pagination: v.object({ total_pages: v.number() }) }) }

const Variant = v.object({
  id: v.number(),
  sku: v.nullish(v.string()),
  purchasing_disabled: v.optional(v.boolean(), false),
})
const Product = v.object({
  id: v.number(),
  inventory_tracking: v.picklist(['none', 'product', 'variant']),
  is_visible: v.boolean(),
  availability: v.string(),
  /** The variant of a product without options. */
  base_variant_id: v.nullish(v.number()),
  variants: v.array(Variant),
})
type Product = v.InferOutput<typeof Product>
const ProductPage = v.object({ data: v.array(v.unknown()), ...Paged })

const Item = v.object({
  identity: v.object({ variant_id: v.nullish(v.number()), product_id: v.nullish(v.number()) }),
  locations: v.array(
    v.object({
      location_id: v.number(),
      location_enabled: v.optional(v.boolean(), true),
      available_to_sell: v.number(),
      settings: v.optional(v.object({ is_in_stock: v.optional(v.boolean(), true) }), {}),
    }),
  ),
})
const ItemPage = v.object({ data: v.array(v.unknown()), ...Paged })

export interface ProductLevels {
  kind: 'read'
  levels: StockLevel[]
  /** How many products of the page could be read. */
  products: number
  /** How many pages there are. */
  pages: number
  /** How long to pause, in seconds: more than 0 when little is left of the quota. */
  restSeconds: number
}

/** Reads the levels of one page of products, counted from 1. With `ids`, only of those products. */
export async function readProducts(
  env: Env,
  options: BigcommerceOptions,
  page: number,
  faults: ItemFaults,
  ids?: readonly string[],
): Promise<ProductLevels | SourceFailure> {
  const fields = 'inventory_tracking,is_visible,availability,base_variant_id'
  const filter = ids ? `&id:in=${ids.join(',')}` : ''
  const limit = PRODUCTS_PER_REQUEST
  const query = `include=variants&include_fields=${fields}${filter}&limit=${limit}&page=${page}`
  const catalog = await getJson(env, options, `/v3/catalog/products?${query}`, ProductPage)
  if (catalog.kind === 'failed') return catalog
  const { data, meta } = catalog.value
  const products = readableItems(Product, data, faults, namedById('product'))
  const tracked = products.filter((product) => product.inventory_tracking !== 'none')
  const inventory = await readQuantities(env, options, tracked, faults)
  if (inventory.kind === 'failed') return inventory
  return {
    kind: 'read',
    levels: products.flatMap((product) => variantLevels(product, inventory.quantities, options)),
    products: products.length,
    pages: meta.pagination.total_pages,
    restSeconds: Math.max(catalog.restSeconds, inventory.restSeconds),
  }
}

/** Quantities by `v` and a variant's id, or by `p` and a product's id. */
type Quantities = Map<string, number>

async function readQuantities(
  env: Env,
  options: BigcommerceOptions,
  products: Product[],
  faults: ItemFaults,
): Promise<{ kind: 'counted'; quantities: Quantities; restSeconds: number } | SourceFailure> {
  const quantities: Quantities = new Map()
  let restSeconds = 0
  const ids = products.map(({ id }) => id).join(',')
  for (let page = 1, pages = products.length > 0 ? 1 : 0; page <= pages; page += 1) {
    const query = `product_id:in=${ids}&limit=${ITEMS_PER_PAGE}&page=${page}`
    const read = await getJson(env, options, `/v3/inventory/items?${query}`, ItemPage)
    if (read.kind === 'failed') return read
    pages = read.value.meta.pagination.total_pages
    restSeconds = Math.max(restSeconds, read.restSeconds)
    for (const { identity, locations } of readableItems(
      Item,
      read.value.data,
      faults,
      () => 'inventory item',
    )) {
      const sum = locations
        .filter((one) => one.location_enabled && one.settings.is_in_stock !== false)
        .filter(({ location_id: id }) => options.locations?.includes(id) ?? true)
        .reduce((total, one) => total + Math.max(0, one.available_to_sell), 0)
      const { variant_id: variant, product_id: product } = identity
      if (variant) quantities.set(`v${variant}`, sum)
      // With tracking by product, this is the sum over all its variants.
      if (product) quantities.set(`p${product}`, sum)
    }
  }
  return { kind: 'counted', quantities, restSeconds }
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
  const { inventory_tracking: tracking, is_visible: published, availability } = product
  const { base_variant_id: base } = product
  return product.variants.flatMap(({ id, sku, purchasing_disabled: disabled }) => {
    const isOff = disabled || availability === 'disabled'
    const facts =
      tracking === 'none'
        ? { available: !isOff }
        : {
            quantity: quantities.get(tracking === 'product' ? `p${product.id}` : `v${id}`),
            ...(isOff && { available: false }),
            oversells: availability === 'preorder',
          }
    const quantity = stockQuantity({ ...facts, published }, oversell)
    const name = sku || (id === base ? undefined : `${id}`)
    return name && quantity !== undefined ? [{ sku: name, quantity }] : []
  })
}

/**
 * Products of BigCommerce with what is available of them. The catalogue says what is tracked, what
 * is shown and what may be bought; the inventory says how many there are at which location.
 */
import * as v from 'valibot'
import type { BigcommerceOptions } from './options.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import {
  BIGCOMMERCE_ITEMS,
  BIGCOMMERCE_PRODUCTS,
  BIGCOMMERCE_REQUESTS_LEFT,
} from '../../../limits.ts'
import { askUpstream, jsonOfAnswer } from '../../ask.ts'
import { stockOf } from '../quantity.ts'
import type { Failed } from '../contract.ts'

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
  variants: v.array(Variant),
})
type Product = v.InferOutput<typeof Product>

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

export interface Products {
  kind: 'read'
  levels: StockLevel[]
  products: number
  pages: number
  /** How long to leave it alone, where little is left of the quota. */
  restSeconds: number
}

/** The levels of one page of products; `ids` narrows it down to some. */
export async function readProducts(
  env: Env,
  options: BigcommerceOptions,
  page: number,
  ids?: string[],
): Promise<Products | Failed> {
  const fields = 'inventory_tracking,is_visible,availability'
  const some = ids ? `&id:in=${ids.join(',')}` : ''
  const limit = BIGCOMMERCE_PRODUCTS
  const query = `include=variants&include_fields=${fields}${some}&limit=${limit}&page=${page}`
  const List = v.object({ data: v.array(Product), ...Paged })
  const catalog = await ask(env, options, `/v3/catalog/products?${query}`, List)
  if (catalog.kind === 'failed') return catalog
  const { data: products, meta } = catalog.value
  const tracked = products.filter(({ inventory_tracking: how }) => how !== 'none')
  const counted = await quantities(env, options, tracked)
  if (counted.kind === 'failed') return counted
  return {
    kind: 'read',
    levels: products.flatMap((product) => levelsOf(product, counted.quantities, options)),
    products: products.length,
    pages: meta.pagination.total_pages,
    restSeconds: Math.max(catalog.restSeconds, counted.restSeconds),
  }
}

/** What there is of some products, by `v` and the variant's id or `p` and the product's. */
async function quantities(
  env: Env,
  options: BigcommerceOptions,
  products: Product[],
): Promise<{ kind: 'counted'; quantities: Map<string, number>; restSeconds: number } | Failed> {
  const found = new Map<string, number>()
  let restSeconds = 0
  const ids = products.map(({ id }) => id).join(',')
  const List = v.object({ data: v.array(Item), ...Paged })
  for (let page = 1, pages = products.length > 0 ? 1 : 0; page <= pages; page += 1) {
    const query = `product_id:in=${ids}&limit=${BIGCOMMERCE_ITEMS}&page=${page}`
    const read = await ask(env, options, `/v3/inventory/items?${query}`, List)
    if (read.kind === 'failed') return read
    pages = read.value.meta.pagination.total_pages
    restSeconds = Math.max(restSeconds, read.restSeconds)
    for (const { identity, locations } of read.value.data) {
      const sum = locations
        .filter((one) => one.location_enabled && one.settings.is_in_stock !== false)
        .filter(({ location_id: id }) => options.locations?.includes(id) ?? true)
        .reduce((sofar, one) => sofar + Math.max(0, one.available_to_sell), 0)
      const { variant_id: variant, product_id: product } = identity
      if (variant) found.set(`v${variant}`, sum)
      // Tracked by product, it is of all variants together.
      if (product) found.set(`p${product}`, sum)
    }
  }
  return { kind: 'counted', quantities: found, restSeconds }
}

function levelsOf(
  product: Product,
  found: Map<string, number>,
  { oversell }: BigcommerceOptions,
): StockLevel[] {
  const { inventory_tracking: tracking, is_visible: published, availability } = product
  return product.variants.flatMap(({ id, sku, purchasing_disabled: disabled }) => {
    const key = tracking === 'product' ? `p${product.id}` : `v${id}`
    const said =
      tracking === 'none'
        ? { available: !disabled && availability !== 'disabled' }
        : {
            quantity: found.get(key),
            ...((disabled || availability === 'disabled') && { available: false }),
            oversells: availability === 'preorder',
          }
    const quantity = stockOf({ ...said, published }, oversell)
    return sku && quantity !== undefined ? [{ sku, quantity }] : []
  })
}

/** A rate limit is told by headers of BigCommerce's own, in milliseconds. */
async function ask<S extends v.GenericSchema>(
  env: Env,
  { baseUrl, accessToken }: BigcommerceOptions,
  path: string,
  schema: S,
): Promise<{ kind: 'read'; value: v.InferOutput<S>; restSeconds: number } | Failed> {
  const asked = await askUpstream(env, baseUrl.replace(/\/+$/, '') + path, {
    headers: { 'X-Auth-Token': accessToken, Accept: 'application/json' },
    accepts: [429],
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  const resetMs = Number(response.headers.get('X-Rate-Limit-Time-Reset-Ms') ?? 0)
  const reset = Number.isFinite(resetMs) ? Math.ceil(Math.max(0, resetMs) / 1000) : 0
  if (response.status === 429) {
    await response.body?.cancel()
    return { kind: 'failed', reason: 'http_429', afterSeconds: reset }
  }
  const left = response.headers.get('X-Rate-Limit-Requests-Left')
  const few = left !== null && Number(left) < BIGCOMMERCE_REQUESTS_LEFT
  const read = await jsonOfAnswer(response, schema)
  return read.kind === 'failed' ? read : { ...read, restSeconds: few ? Math.max(1, reset) : 0 }
}

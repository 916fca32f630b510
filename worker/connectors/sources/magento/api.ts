/** Requests to Magento's REST API: the quantity of one SKU, and a list of all SKUs. */
import * as v from 'valibot'
import { readJson } from '../../answer.ts'
import { askUpstream } from '../../client.ts'
import { stockQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { MagentoOptions } from './options.ts'

const Amount = v.union([v.number(), v.pipe(v.string(), v.decimal(), v.transform(Number))])
const Flag = v.union([
  v.boolean(),
  v.pipe(
    v.number(),
    v.transform((n) => n !== 0),
  ),
])
const StockItem = v.object({ manage_stock: Flag, backorders: v.union([v.number(), v.boolean()]) })
const SourceItems = v.object({
  items: v.array(v.object({ sku: v.string() })),
  total_count: v.number(),
})

/** The quantity of a SKU. */
export type SkuQuantity = { kind: 'quantity'; quantity: number } | SourceFailure

/**
 * Reads the quantity of a SKU. A SKU that is not salable has 0. One that is salable has its salable
 * quantity; if that is below 1, the stock item says why it is salable: its stock is not managed, or
 * backorders are allowed.
 */
export async function readQuantity(
  env: Env,
  options: MagentoOptions,
  sku: string,
): Promise<SkuQuantity> {
  const { stockId, oversell } = options
  const name = pathSegment(sku)
  const salable = await ask(env, options, `inventory/is-product-salable/${name}/${stockId}`, Flag)
  if (salable.kind !== 'read') return salable
  if (!salable.value) return { kind: 'quantity', quantity: 0 }
  const path = `inventory/get-product-salable-quantity/${name}/${stockId}`
  const amount = await ask(env, options, path, Amount)
  if (amount.kind !== 'read') return amount
  const quantity = amount.value
  if (quantity >= 1) return found(stockQuantity({ quantity }, oversell))
  const item = await ask(env, options, `stockItems/${name}`, StockItem)
  if (item.kind !== 'read') return item
  const { manage_stock: managed, backorders } = item.value
  if (!managed) return found(stockQuantity({ available: true }, oversell))
  return found(stockQuantity({ quantity, oversells: Number(backorders) > 0 }, oversell))
}

const found = (quantity = 0): SkuQuantity => ({ kind: 'quantity', quantity })

/**
 * Lists a page of `size` entries of the SKUs at all inventory sources, counted from 1: each SKU
 * once, and whether this is the last page.
 */
export async function listSkus(
  env: Env,
  options: MagentoOptions,
  page: number,
  size: number,
): Promise<{ kind: 'listed'; skus: string[]; isLast: boolean } | SourceFailure> {
  const criteria = `searchCriteria[pageSize]=${size}&searchCriteria[currentPage]=${page}`
  const read = await ask(env, options, `inventory/source-items?${criteria}`, SourceItems)
  if (read.kind === 'failed') return read
  const { items, total_count: total } = read.value
  const skus = [...new Set(items.map(({ sku }) => sku))]
  return { kind: 'listed', skus, isLast: page * size >= total }
}

// Magento decodes the path once before it splits it, so a slash in a SKU is encoded twice.
const pathSegment = (sku: string) => encodeURIComponent(sku).replaceAll('%2F', '%252F')

async function ask<S extends v.GenericSchema>(
  env: Env,
  { baseUrl, token }: MagentoOptions,
  path: string,
  schema: S,
): Promise<{ kind: 'read'; value: v.InferOutput<S> } | SourceFailure> {
  const asked = await askUpstream(env, `${baseUrl}/rest/V1/${path}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
  })
  return asked.kind === 'failed' ? asked : readJson(asked.response, schema)
}

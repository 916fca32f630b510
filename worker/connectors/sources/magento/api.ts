/** Questions to Magento's REST interface: of one sku in a stock, and which skus there are. */
import * as v from 'valibot'
import type { MagentoOptions } from './options.ts'
import { askUpstream, jsonOfAnswer } from '../../ask.ts'
import { stockOf } from '../quantity.ts'
import type { Failed } from '../contract.ts'

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

export type Level = { kind: 'level'; quantity: number } | { kind: 'unknown' } | Failed

/**
 * How many of a sku there are. Whether it is salable decides; how many, says the quantity; where
 * there are none and it is salable all the same, the stock item says why.
 */
export async function levelOf(env: Env, options: MagentoOptions, sku: string): Promise<Level> {
  const { stockId, oversell } = options
  const name = pathOf(sku)
  const salable = await ask(env, options, `inventory/is-product-salable/${name}/${stockId}`, Flag)
  if (salable.kind !== 'read') return salable
  if (!salable.value) return { kind: 'level', quantity: 0 }
  const path = `inventory/get-product-salable-quantity/${name}/${stockId}`
  const amount = await ask(env, options, path, Amount)
  if (amount.kind !== 'read') return amount
  if (amount.value >= 1) return level(stockOf({ quantity: amount.value }, oversell))
  const item = await ask(env, options, `stockItems/${name}`, StockItem)
  if (item.kind !== 'read') return item
  const { manage_stock: managed, backorders } = item.value
  // Stock that nobody counts is always there.
  if (!managed) return level(stockOf({ available: true }, oversell))
  return level(stockOf({ quantity: amount.value, oversells: Number(backorders) > 0 }, oversell))
}

const level = (quantity = 0): Level => ({ kind: 'level', quantity })

export interface Listed {
  kind: 'listed'
  skus: string[]
  /** Whether there are none behind them. */
  last: boolean
}

/** A page of all skus that are at a source, each once. */
export async function skusOnPage(
  env: Env,
  options: MagentoOptions,
  page: number,
): Promise<Listed | Failed> {
  const size = options.skusPerRun
  const criteria = `searchCriteria[pageSize]=${size}&searchCriteria[currentPage]=${page}`
  const read = await ask(env, options, `inventory/source-items?${criteria}`, SourceItems)
  if (read.kind === 'unknown') return { kind: 'failed', reason: 'http_404' }
  if (read.kind === 'failed') return read
  const { items, total_count: total } = read.value
  const skus = [...new Set(items.map(({ sku }) => sku))]
  return { kind: 'listed', skus, last: page * size >= total }
}

/** A slash has to survive being decoded once before the path is taken apart. */
const pathOf = (sku: string) => encodeURIComponent(sku).replaceAll('%2F', '%252F')

async function ask<S extends v.GenericSchema>(
  env: Env,
  { baseUrl, token }: MagentoOptions,
  path: string,
  schema: S,
): Promise<{ kind: 'read'; value: v.InferOutput<S> } | { kind: 'unknown' } | Failed> {
  const asked = await askUpstream(env, `${baseUrl.replace(/\/+$/, '')}/rest/V1/${path}`, {
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    accepts: [404],
  })
  if (asked.kind === 'failed') return asked
  if (asked.response.status !== 404) return jsonOfAnswer(asked.response, schema)
  await asked.response.body?.cancel()
  return { kind: 'unknown' }
}

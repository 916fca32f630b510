/**
 * Free-to-allocate quantities of Centra's sizes, as levels: one over all warehouses, or one for
 * each market. Totals can be filtered by warehouse but not by market, so a query asks for the same
 * field once per market, under the aliases `m0`, `m1`, …
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { Amount, each, needed, NeededList, WordOrNone } from '../../../lenient.ts'
import { wholeQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { namedById, readableItems } from '../readable.ts'
import { CentraId } from './id.ts'
import { type AskCentra, FAULTY } from './graphql.ts'
import { QUOTA_FOR_OTHERS, SIZES_PER_QUERY } from './limits.ts'
import type { CentraOptions } from './options.ts'

/** The options that say which levels a size has. */
export type LevelOptions = Pick<CentraOptions, 'markets' | 'locale'>

const Totals = v.object({ freeToAllocateQuantity: needed(Amount) })
/** Further keys: `m0`, `m1`, …, the totals of each market. */
const Size = v.looseObject({ id: CentraId, SKU: WordOrNone })
const Quota = v.object({ quota: needed(Amount), remainingQuota: needed(Amount) })

const Sizes = v.object({ productSizes: NeededList, rateLimits: each(Quota) })
const Variant = v.object({ productSizes: NeededList })
const Product = v.object({ variants: NeededList })
const Products = v.object({ products: NeededList })

export interface SizeLevels {
  kind: 'read'
  levels: StockLevel[]
  /** The ids of the sizes that Centra knows, as far as they can be read. */
  sizes: number[]
  /** How many sizes the answer had, with those that could not be read. */
  count: number
  /** Whether to pause, because the quota is shared with other tokens and little of it is left. */
  quotaLow: boolean
}

/** Reads the levels of sizes by id, at most `SIZES_PER_QUERY` of them. */
export function readSizes(
  ask: AskCentra,
  options: LevelOptions,
  faults: ItemFaults,
  ids: number[],
): Promise<SizeLevels | SourceFailure> {
  const query = `query levels($ids: [Int!], $limit: Int!) {
    productSizes(where: { id: $ids }, limit: $limit) { ${fields(options)} }
    ${LIMITS} }`
  return readBy(ask, options, faults, query, { ids, limit: ids.length })
}

/** Reads one page of all sizes, counted from 1. The last page has fewer than `SIZES_PER_QUERY`. */
export function readSizePage(
  ask: AskCentra,
  options: LevelOptions,
  faults: ItemFaults,
  page: number,
): Promise<SizeLevels | SourceFailure> {
  const query = `query shelf($limit: Int!, $page: Int!) {
    productSizes(limit: $limit, page: $page) { ${fields(options)} }
    ${LIMITS} }`
  return readBy(ask, options, faults, query, { limit: SIZES_PER_QUERY, page })
}

/** Reads the levels of all sizes of products by id. */
export async function readProductSizes(
  ask: AskCentra,
  options: LevelOptions,
  faults: ItemFaults,
  ids: number[],
): Promise<SizeLevels | SourceFailure> {
  const query = `query products($ids: [Int!], $limit: Int!) {
    products(where: { id: $ids }, limit: $limit) { variants {
      productSizes { ${fields(options)} } } } }`
  const read = await ask(query, { ids, limit: ids.length }, Products)
  if (read.kind === 'failed') return read
  const { products } = read.value
  const readable = readableItems(Product, products, faults, namedById('product'))
  const all = readable.flatMap(({ variants }) => variants)
  const variants = readableItems(Variant, all, faults, namedById('variant'))
  const sizes = variants.flatMap(({ productSizes }) => productSizes)
  const levels = sizeLevels(sizes, options, [], faults)
  return read.isPartial && levels.levels.length === 0 ? FAULTY : levels
}

const LIMITS = 'rateLimits { quota remainingQuota }'

const fields = ({ markets }: LevelOptions) =>
  `id SKU ${
    markets
      ?.map(({ warehouses }, n) => total(n, `(where: { warehouseId: [${warehouses.join(', ')}] })`))
      .join(' ') ?? total(0, '')
  }`
const total = (n: number, where: string) => `m${n}: stockTotals${where} { freeToAllocateQuantity }`

async function readBy(
  ask: AskCentra,
  options: LevelOptions,
  faults: ItemFaults,
  query: string,
  variables: Record<string, unknown>,
): Promise<SizeLevels | SourceFailure> {
  const read = await ask(query, variables, Sizes)
  if (read.kind === 'failed') return read
  const { productSizes, rateLimits } = read.value
  const levels = sizeLevels(productSizes, options, rateLimits, faults)
  return read.isPartial && levels.levels.length === 0 ? FAULTY : levels
}

function sizeLevels(
  list: unknown[],
  { markets, locale }: LevelOptions,
  limits: v.InferOutput<typeof Quota>[],
  faults: ItemFaults,
): SizeLevels {
  const nameOf = namedById('size')
  const sizes = readableItems(Size, list, faults, nameOf)
  const levels = sizes.flatMap((size) => {
    const sku = size.SKU
    // Not a fault: nobody can wait for a size without a SKU.
    if (sku === undefined) return []
    return (markets ?? [undefined]).flatMap((market, n): StockLevel[] => {
      const totals = v.safeParse(Totals, size[`m${n}`])
      if (!totals.success) {
        faults.note(nameOf(size), 'item_unreadable')
        return []
      }
      const quantity = wholeQuantity(totals.output.freeToAllocateQuantity)
      const scope = { ...(locale && { locale }), ...(market && { externalId: market.id }) }
      return [{ sku, quantity, ...scope }]
    })
  })
  const quotaLow = limits.some(
    ({ quota, remainingQuota }) => remainingQuota < quota * QUOTA_FOR_OTHERS,
  )
  const ids = sizes.flatMap(({ id }) => id ?? [])
  return { kind: 'read', levels, sizes: ids, count: list.length, quotaLow }
}

/**
 * Free-to-allocate quantities of Centra's sizes, as levels: one over all warehouses, or one for
 * each market. Totals can be filtered by warehouse but not by market, so a query asks for the same
 * field once per market, under the aliases `m0`, `m1`, …
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { wholeQuantity } from '../availability.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { namedById, readableItems } from '../readable.ts'
import type { AskCentra } from './graphql.ts'
import { QUOTA_FOR_OTHERS, SIZES_PER_QUERY } from './limits.ts'
import type { CentraOptions } from './options.ts'

/** The options that say which levels a size has. */
export type LevelOptions = Pick<CentraOptions, 'markets' | 'locale'>

const Totals = v.object({ freeToAllocateQuantity: v.number() })
const Size = v.looseObject({ id: v.number(), SKU: v.nullish(v.string()) })
const Quota = v.object({ quota: v.number(), remainingQuota: v.number() })
const rateLimits = v.optional(v.nullable(v.array(Quota)), () => [])

const Sizes = v.object({ productSizes: v.array(v.unknown()), rateLimits })
const Products = v.object({
  products: v.array(
    v.object({ variants: v.array(v.object({ productSizes: v.array(v.unknown()) })) }),
  ),
})

export interface SizeLevels {
  kind: 'read'
  levels: StockLevel[]
  /** The ids of the sizes that Centra knows. */
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
  const variants = read.value.products.flatMap((product) => product.variants)
  return sizeLevels(
    variants.flatMap(({ productSizes }) => productSizes),
    options,
    [],
    faults,
  )
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
  return sizeLevels(read.value.productSizes, options, read.value.rateLimits ?? [], faults)
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
    const own: StockLevel[] = []
    for (const [n, market] of (markets ?? [undefined]).entries()) {
      const totals = v.safeParse(Totals, size[`m${n}`])
      if (!totals.success) {
        faults.note(nameOf(size), 'item_unreadable')
        return []
      }
      if (!size.SKU) continue
      own.push({
        sku: size.SKU,
        quantity: wholeQuantity(totals.output.freeToAllocateQuantity),
        ...(locale && { locale }),
        ...(market && { externalId: market.id }),
      })
    }
    return own
  })
  const quotaLow = limits.some(
    ({ quota, remainingQuota }) => remainingQuota < quota * QUOTA_FOR_OTHERS,
  )
  return { kind: 'read', levels, sizes: sizes.map(({ id }) => id), count: list.length, quotaLow }
}

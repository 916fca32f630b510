/**
 * Free to allocate, as an absolute quantity: of all warehouses, or of each market's own. Totals can
 * be narrowed by warehouse and not by market, so each market is one alias of the same field.
 */
import * as v from 'valibot'
import type { CentraOptions } from './options.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import { CENTRA_PAGE, CENTRA_RESERVE } from '../../../limits.ts'
import { quantityOf } from '../quantity.ts'
import type { Failed } from '../contract.ts'
import type { AskCentra } from './graphql.ts'

type Shelf = Pick<CentraOptions, 'markets' | 'locale'>

const Totals = v.object({ freeToAllocateQuantity: v.number() })
const Size = v.looseObject({ id: v.number(), SKU: v.nullish(v.string()) })
const Quota = v.object({ quota: v.number(), remainingQuota: v.number() })
const rateLimits = v.optional(v.nullable(v.array(Quota)), () => [])

const Sizes = v.object({ productSizes: v.array(Size), rateLimits })
const Products = v.object({
  products: v.array(v.object({ variants: v.array(v.object({ productSizes: v.array(Size) })) })),
})

export interface Read {
  kind: 'read'
  levels: StockLevel[]
  /** The sizes that were found. */
  sizes: number[]
  /** Whether others, who share the limits, should have their turn. */
  spent: boolean
}

/** The levels of some sizes. */
export function levelsOfSizes(ask: AskCentra, shelf: Shelf, ids: number[]): Promise<Read | Failed> {
  const query = `query levels($ids: [Int!], $limit: Int!) {
    productSizes(where: { id: $ids }, limit: $limit) { ${fields(shelf)} }
    ${LIMITS} }`
  return sizesBy(ask, shelf, query, { ids, limit: ids.length })
}

/** The levels of one page of everything there is; shorter than `CENTRA_PAGE` is the last. */
export function levelsOfPage(ask: AskCentra, shelf: Shelf, page: number): Promise<Read | Failed> {
  const query = `query shelf($limit: Int!, $page: Int!) {
    productSizes(limit: $limit, page: $page) { ${fields(shelf)} }
    ${LIMITS} }`
  return sizesBy(ask, shelf, query, { limit: CENTRA_PAGE, page })
}

/** The levels of all sizes of some products. */
export async function levelsOfProducts(
  ask: AskCentra,
  shelf: Shelf,
  ids: number[],
): Promise<Read | Failed> {
  const query = `query products($ids: [Int!], $limit: Int!) {
    products(where: { id: $ids }, limit: $limit) { variants { productSizes { ${fields(shelf)} } } } }`
  const got = await ask(query, { ids, limit: ids.length }, Products)
  if (got.kind === 'failed') return got
  const sizes = got.data.products.flatMap(({ variants }) =>
    variants.flatMap(({ productSizes }) => productSizes),
  )
  return readOf(sizes, shelf, [])
}

const LIMITS = 'rateLimits { quota remainingQuota }'

const fields = ({ markets }: Shelf) =>
  `id SKU ${
    markets
      ?.map(({ warehouses }, n) => total(n, `(where: { warehouseId: [${warehouses.join(', ')}] })`))
      .join(' ') ?? total(0, '')
  }`
const total = (n: number, where: string) => `m${n}: stockTotals${where} { freeToAllocateQuantity }`

async function sizesBy(
  ask: AskCentra,
  shelf: Shelf,
  query: string,
  variables: Record<string, unknown>,
): Promise<Read | Failed> {
  const got = await ask(query, variables, Sizes)
  if (got.kind === 'failed') return got
  return readOf(got.data.productSizes, shelf, got.data.rateLimits ?? [])
}

function readOf(
  sizes: v.InferOutput<typeof Size>[],
  { markets, locale }: Shelf,
  limits: v.InferOutput<typeof Quota>[],
): Read | Failed {
  const levels: StockLevel[] = []
  for (const size of sizes) {
    for (const [n, market] of (markets ?? [undefined]).entries()) {
      const totals = v.safeParse(Totals, size[`m${n}`])
      if (!totals.success) return { kind: 'failed', reason: 'answer_unreadable' }
      // A size without a SKU is on no shelf that anybody could wait at.
      if (!size.SKU) continue
      levels.push({
        sku: size.SKU,
        quantity: quantityOf(totals.output.freeToAllocateQuantity),
        ...(locale && { locale }),
        ...(market && { externalId: market.id }),
      })
    }
  }
  const spent = limits.some(({ quota, remainingQuota }) => remainingQuota < quota * CENTRA_RESERVE)
  return { kind: 'read', levels, sizes: sizes.map(({ id }) => id), spent }
}

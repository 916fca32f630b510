/** Reads restocks and their results from D1. */
import { rows } from '../homes/d1.ts'
import { type HoldCounts, heldInAll, type HoldReason, readHolds } from './hold.ts'
import { IS_ACTIVE } from './start.ts'
import { readWish, type Wish } from './wish.ts'
import { type PurchaseSum, type Sales, salesOf } from './rules.ts'

/** What becomes of a restock. worker/schema.md explains each. */
export type RestockState = 'open' | 'held' | 'awaiting' | 'stopped' | 'done' | 'sold_out' | 'ended'

/** A restock and its results, as the API shows it. */
export interface RestockReport extends Sales {
  id: string
  sku: string
  locale?: string
  externalId?: string
  /** When the level became sellable; ISO 8601. */
  at: string
  state: RestockState
  /** Of people whom the shop notified itself: who did it, and why. Missing if a level became sellable. */
  manual?: Pick<Wish, 'by' | 'reason' | 'people'>
  /** People served. */
  matched: number
  /** Subscriptions that the last look held, and how many for each reason. */
  held: number
  holds: HoldCounts
  /** Messages whose link was followed, each counted once. */
  clicked: number
}

interface Row extends Pick<RestockReport, 'id' | 'sku' | 'state' | 'matched' | 'clicked'> {
  /** JSON of `HoldCounts`. */
  held: string | null
  /** JSON of `Wish`. */
  wish: string | null
  locale: string
  externalId: string
  since: number
  sold: string
}

// Sorts after all ids: they are hexadecimal.
const AFTER_ALL_IDS = '~'

/**
 * Restocks of a shop or of one sku, newest first: at most `limit` whose id is less than `cursor`.
 */
export async function listRestocks(
  db: D1Database,
  shopId: string,
  query: { sku?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<RestockReport[]> {
  const { results } = await db
    .prepare(
      `SELECT r.id, r.sku, r.locale, r.external_id AS externalId, r.since, r.state, r.wish,
         r.matched, r.held, r.clicked,
         (SELECT json_group_array(json_object('currency', p.currency, 'orders', p.orders,
            'units', p.units, 'amount', p.amount))
          FROM (SELECT currency, count(*) AS orders, sum(quantity) AS units, sum(price) AS amount
                FROM purchase WHERE restock_id = r.id AND shop_id = ?1 GROUP BY currency) p) AS sold
       FROM restock r
       WHERE r.shop_id = ?1 AND r.id < ?2 ${query.sku === undefined ? '' : 'AND r.sku = ?4'}
       ORDER BY r.id DESC LIMIT ?3`,
    )
    .bind(
      shopId,
      query.cursor ?? AFTER_ALL_IDS,
      query.limit,
      ...(query.sku === undefined ? [] : [query.sku]),
    )
    .all<Row>()
  return results.map(({ locale, externalId, since, sold, held, wish, ...row }) => ({
    ...row,
    held: heldInAll(readHolds(held)),
    holds: readHolds(held),
    ...(locale && { locale }),
    ...(externalId && { externalId }),
    at: new Date(since).toISOString(),
    ...(wish !== null && { manual: manualOf(readWish(wish)) }),
    ...salesOf(JSON.parse(sold) as PurchaseSum[]),
  }))
}

const manualOf = ({ by, reason, people }: Wish) => ({
  by,
  reason,
  ...(people !== undefined && { people }),
})

/** A query: how many people the last looks held, by reason; of all active restocks, or of one sku. */
export function countHolds(
  db: D1Database,
  shopId: string,
  sku: string | undefined,
): D1PreparedStatement {
  return db
    .prepare(
      `SELECT h.key AS reason, sum(h.value) AS people
       FROM restock r INDEXED BY restock_active, json_each(r.held) h
       WHERE r.shop_id = ?1 AND r.${IS_ACTIVE} ${sku === undefined ? '' : 'AND r.sku = ?2'}
       GROUP BY h.key ORDER BY h.key`,
    )
    .bind(shopId, ...(sku === undefined ? [] : [sku]))
}

/** The counts in the result of `countHolds`. */
export const holdsIn = (result: D1Result<unknown>): HoldCounts =>
  Object.fromEntries(
    rows<{ reason: HoldReason; people: number }>(result).map((row) => [row.reason, row.people]),
  )

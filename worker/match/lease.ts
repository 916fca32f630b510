/** Restocks in D1: a match leases one, and ends its look at it. */
import { idsOf, rows, write } from '../homes/d1.ts'
import { announceFinished } from '../restock/finished.ts'
import { type HoldCounts, heldInAll } from '../restock/hold.ts'

/** A leased restock, with its level as it is now. Times are milliseconds since 1970. */
export interface Restock {
  id: string
  shop_id: string
  sku: string
  /** Of the level; empty if it named none. */
  locale: string
  external_id: string
  /** When the level became sellable. */
  since: number
  /** `level`: a level became sellable. `manual`: the shop notifies people without one. */
  kind: 'level' | 'manual'
  /** `asked`: it waits, or waited, for the shop's approval. `given`: it needs none any more. */
  approval: 'asked' | 'given' | null
  /** 1 while the shop closes the list of the variant: then no person is notified. */
  closing: number
  /** Of a `manual` one: JSON of `Wish`. */
  wish: string | null
  matched: number
  /** JSON: how many subscriptions the last look held, by reason; null before the first. */
  held: string | null
  /** When the last wave began, or last notified a person; null if there was no wave. */
  wave_at: number | null
  /** Units that the current wave may notify people of; null between two waves. */
  wave_size: number | null
  /** Units that the current wave has notified people of. */
  wave_notified: number
  /** The level as it is now; null if there is none. */
  quantity_now: number | null
  since_now: number | null
}

const currentLevel = (column: string) => `(SELECT l.${column} FROM stock_level l
  WHERE l.shop_id = restock.shop_id AND l.sku = restock.sku AND l.locale = restock.locale
    AND l.external_id = restock.external_id)`

/**
 * Leases a restock of a shop for `leaseMs`; undefined if it is closed, already leased or not due.
 * Later changes set `again`, so that it is looked at once more. Two statements, because SQLite
 * writes the index of each column in SET, and most restocks are open already.
 */
export async function leaseRestock(
  db: D1Database,
  shopId: string,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Restock | undefined> {
  const lease = (set: string, state: 'open' | 'held') =>
    db
      .prepare(
        `UPDATE restock SET due_at = ?3 + ?4, again = 0 ${set}
         WHERE id = ?2 AND shop_id = ?1 AND state = '${state}' AND due_at <= ?3
         RETURNING id, shop_id, sku, locale, external_id, since, kind, approval, wish, matched, held, wave_at,
           wave_size, wave_notified,
           EXISTS (SELECT 1 FROM list_job j INDEXED BY list_job_closing WHERE j.shop_id = restock.shop_id
             AND j.sku = restock.sku AND j.kind = 'close' AND j.due_at IS NOT NULL) AS closing,
           ${currentLevel('quantity')} AS quantity_now,
           ${currentLevel('since')} AS since_now`,
      )
      .bind(shopId, id, now, leaseMs)
      .first<Restock>()
  return (await lease('', 'open')) ?? (await lease(`, state = 'open'`, 'held')) ?? undefined
}

/** How a look at a restock ends. Times are milliseconds since 1970. */
export type End =
  /** The next wave looks at the people who are left. */
  | { state: 'open'; dueAt: number; held: HoldCounts }
  /** The look held people. `dueAt`: when the restock is looked at again. */
  | { state: 'held'; dueAt: number; held: HoldCounts }
  /** No subscription is left, or the level has sold out. */
  | { state: 'done' | 'sold_out'; dueAt?: never; held: HoldCounts }

const ANNOUNCE_END = announceFinished(
  { shop: '?1', state: '?3', held: '?4', now: '?5', names: '?6' },
  `restock.id = ?2 AND restock.state = 'open' AND restock.again = 0`,
)

/**
 * Ends a look at a restock, and the current wave. If something has changed during the look, the
 * restock is due again at once, unless the next wave is to come. A restock that the shop has stopped or
 * ended meanwhile stays so. Gives when it is due (undefined if it is not), and the ids of the outbox rows
 * that announce its end to destinations of the names given.
 */
export async function endLook(
  db: D1Database,
  { id, shop_id }: Restock,
  { state, dueAt, held }: End,
  announcers: string[],
  now: number,
): Promise<{ dueAt: number | undefined; outbox: string[] }> {
  const isEnd = state === 'done' || state === 'sold_out'
  const holds = heldInAll(held) > 0 ? JSON.stringify(held) : null
  const results = await write(db, [
    ...(isEnd && announcers.length > 0
      ? [db.prepare(ANNOUNCE_END).bind(shop_id, id, state, holds, now, JSON.stringify(announcers))]
      : []),
    db
      .prepare(
        `UPDATE restock SET state = iif(again, 'open', ?3),
           due_at = iif(again AND ?3 <> 'open', ?6, ?4), held = ?5, wave_size = NULL,
           finished_at = iif(again OR NOT ?7, finished_at, coalesce(finished_at, ?6))
         WHERE id = ?2 AND shop_id = ?1 AND state = 'open'
         RETURNING due_at`,
      )
      .bind(shop_id, id, state, dueAt ?? null, holds, now, isEnd ? 1 : 0),
  ])
  const [ended] = rows<{ due_at: number | null }>(results.at(-1))
  return { dueAt: ended?.due_at ?? undefined, outbox: idsOf(results.slice(0, -1)) }
}

/** Active restocks that were due before a time: their queue message was lost or is late. */
export async function overdueRestocks(
  db: D1Database,
  before: number,
  limit: number,
): Promise<{ id: string; shop_id: string }[]> {
  const { results } = await db
    .prepare('SELECT id, shop_id FROM restock WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2')
    .bind(before, limit)
    .all<{ id: string; shop_id: string }>()
  return results
}

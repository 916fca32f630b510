/** The restock that a match works on, in D1: leased, put off and closed. */
import { write } from '../homes/d1.ts'

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
  matched: number
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

/** Leases a restock of a shop for `leaseMs`; undefined if it is done, already leased or not due. */
export async function leaseRestock(
  db: D1Database,
  shopId: string,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Restock | undefined> {
  const row = await db
    .prepare(
      `UPDATE restock SET due_at = ?3 + ?4
       WHERE id = ?2 AND shop_id = ?1 AND state = 'open' AND due_at <= ?3
       RETURNING id, shop_id, sku, locale, external_id, since, matched, wave_size, wave_notified,
         ${currentLevel('quantity')} AS quantity_now,
         ${currentLevel('since')} AS since_now`,
    )
    .bind(shopId, id, now, leaseMs)
    .first<Restock>()
  return row ?? undefined
}

/**
 * Ends the current wave and makes the restock due at `until`: for the next wave, or a cool-down.
 */
export async function putOff(
  db: D1Database,
  { id, shop_id }: Restock,
  until: number,
): Promise<void> {
  await write(db, [
    db
      .prepare('UPDATE restock SET due_at = ?3, wave_size = NULL WHERE id = ?2 AND shop_id = ?1')
      .bind(shop_id, id, until),
  ])
}

/** Closes a restock. `held`: how many subscriptions it held, all reasons together. */
export async function closeRestock(
  db: D1Database,
  { id, shop_id }: Restock,
  state: 'done' | 'sold_out',
  held: number,
): Promise<void> {
  await write(db, [
    db
      .prepare('UPDATE restock SET state = ?3, held = ?4 WHERE id = ?2 AND shop_id = ?1')
      .bind(shop_id, id, state, held),
  ])
}

/** Open restocks that were due before a time: their queue message was lost or is late. */
export async function overdueRestocks(
  db: D1Database,
  before: number,
  limit: number,
): Promise<{ id: string; shop_id: string }[]> {
  const { results } = await db
    .prepare(
      `SELECT id, shop_id FROM restock WHERE state = 'open' AND due_at <= ?1
       ORDER BY due_at LIMIT ?2`,
    )
    .bind(before, limit)
    .all<{ id: string; shop_id: string }>()
  return results
}

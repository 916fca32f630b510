/** Matching in D1: a restock is leased, and waiting people are claimed in the order of asking. */
import { rows, write } from '../d1.ts'
import { channelBits } from '../subscription/rules.ts'
import type { Channel } from '../../shared/text.ts'

export interface Restock {
  id: string
  shop_id: string
  sku: string
  /** What the level named; empty where it named none. */
  locale: string
  external_id: string
  matched: number
  held: number
  /** The level's quantity now, null where the level is gone. */
  quantity_now: number | null
}

/** Takes an open restock for as long as the lease; undefined when it is done or taken. */
export async function leaseRestock(
  db: D1Database,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Restock | undefined> {
  const row = await db
    .prepare(
      `UPDATE restock SET due_at = ?2 + ?3 WHERE id = ?1 AND state = 'open' AND due_at <= ?2
       RETURNING id, shop_id, sku, locale, external_id, matched, held,
         (SELECT l.quantity FROM stock_level l
          WHERE l.shop_id = restock.shop_id AND l.sku = restock.sku
            AND l.locale = restock.locale AND l.external_id = restock.external_id) AS quantity_now`,
    )
    .bind(id, now, leaseMs)
    .first<Restock>()
  return row ?? undefined
}

export interface Waiting {
  id: string
  contact_id: string
  /** Bits. */
  channels: number
  /** Whether anything is known about the product, for this subscription's locale. */
  known: 0 | 1
}

// Voyado's table: what the level names, the subscription must have; what it does not, may be any.
const SERVED = `s.shop_id = ?1 AND s.sku = ?2 AND (?3 = '' OR s.locale = ?3)
  AND (?4 = '' OR s.external_id = ?4)`

/** The next people that a restock serves, first come first served. */
export async function nextWaiting(
  db: D1Database,
  { shop_id, sku, locale, external_id }: Restock,
  after: string,
  limit: number,
): Promise<Waiting[]> {
  const { results } = await db
    .prepare(
      `SELECT s.id, s.contact_id, s.channels, s.product IS NOT NULL OR EXISTS (
          SELECT 1 FROM product p
          WHERE p.shop_id = ?1 AND p.sku = ?2 AND p.locale IN ('', s.locale)) AS known
       FROM subscription s INDEXED BY subscription_in_order
       WHERE ${SERVED} AND s.id > ?5
       ORDER BY s.id LIMIT ?6`,
    )
    .bind(shop_id, sku, locale, external_id, after, limit)
    .all<Waiting>()
  return results
}

/**
 * Uses up the subscriptions of these people that the restock serves, and writes the messages that
 * are due to them, in one transaction: whoever is off the list is in the outbox. A person with
 * several such subscriptions (other locales, say) gets the message of the one chosen here.
 */
export async function claim(
  db: D1Database,
  restock: Restock,
  people: Waiting[],
  notifiers: { name: string; channel: Channel }[],
  now: number,
  leaseMs: number,
): Promise<string[]> {
  const { id, shop_id, sku, locale, external_id } = restock
  const served = JSON.stringify(people)
  const over = JSON.stringify(
    notifiers.map(({ name, channel }) => ({ name, bits: channelBits([channel]) })),
  )
  const [queued] = await write(db, [
    db
      .prepare(
        `INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id,
           restock_id, channels, email, phone, sku, locale, external_id, product)
         SELECT s.id || ':' || (n.value ->> 'name') || ':' || (n.value ->> 'bits'), s.shop_id,
           'notify', n.value ->> 'name', ?3, s.id, s.contact_id, ?4, n.value ->> 'bits', k.email,
           s.phone, s.sku, s.locale, s.external_id, s.product
         FROM json_each(?1) p
           JOIN subscription s ON s.id = p.value ->> 'id'
           JOIN contact k ON k.id = s.contact_id
           JOIN json_each(?2) n ON (s.channels & (n.value ->> 'bits')) <> 0
         WHERE true
         ON CONFLICT DO NOTHING
         RETURNING id`,
      )
      .bind(served, over, now, id),
    db
      .prepare(
        `DELETE FROM subscription AS s
         WHERE s.contact_id IN (SELECT p.value ->> 'contact_id' FROM json_each(?5) p) AND ${SERVED}`,
      )
      .bind(shop_id, sku, locale, external_id, served),
    db
      .prepare(`UPDATE restock SET matched = matched + ?2, due_at = ?3 WHERE id = ?1`)
      .bind(id, people.length, now + leaseMs),
  ])
  return rows<{ id: string }>(queued).map((row) => row.id)
}

export async function closeRestock(
  db: D1Database,
  id: string,
  state: 'done' | 'sold_out',
  held: number,
): Promise<void> {
  await write(db, [
    db.prepare('UPDATE restock SET state = ?2, held = ?3 WHERE id = ?1').bind(id, state, held),
  ])
}

/** Open restocks that nobody has taken up for a while, because their message was lost. */
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

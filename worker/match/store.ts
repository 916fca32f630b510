/** Matching in D1: a restock is leased, and waiting people are claimed in the order of asking. */
import { catalogProduct } from '../catalog/lookup.ts'
import { write } from '../homes/d1.ts'
import { aboutSubscription, idsOf, insertRows } from '../outbox/row.ts'
import { isServedBy } from '../restock/serves.ts'
import { channelBits } from '../address/channels.ts'
import type { Channel } from '../../shared/text.ts'

export interface Restock {
  id: string
  shop_id: string
  sku: string
  /** What the level named; empty where it named none. */
  locale: string
  external_id: string
  /** When the level became sellable. */
  since: number
  matched: number
  /** The units of the wave under way, null between waves; and those that it has told people of. */
  wave_size: number | null
  wave_notified: number
  /** The level as it is now; null where it is gone. */
  quantity_now: number | null
  since_now: number | null
}

const LEVEL_NOW = `(SELECT l.COLUMN FROM stock_level l
  WHERE l.shop_id = restock.shop_id AND l.sku = restock.sku AND l.locale = restock.locale
    AND l.external_id = restock.external_id)`

/**
 * Takes an open restock for as long as the lease; undefined when it is done, taken or not yet due.
 */
export async function leaseRestock(
  db: D1Database,
  id: string,
  now: number,
  leaseMs: number,
): Promise<Restock | undefined> {
  const row = await db
    .prepare(
      `UPDATE restock SET due_at = ?2 + ?3 WHERE id = ?1 AND state = 'open' AND due_at <= ?2
       RETURNING id, shop_id, sku, locale, external_id, since, matched, wave_size, wave_notified,
         ${LEVEL_NOW.replace('COLUMN', 'quantity')} AS quantity_now,
         ${LEVEL_NOW.replace('COLUMN', 'since')} AS since_now`,
    )
    .bind(id, now, leaseMs)
    .first<Restock>()
  return row ?? undefined
}

/** How many units people were told of by waves that began after a moment, of any restock. */
export async function notifiedSince(
  db: D1Database,
  { shop_id, sku }: Restock,
  after: number,
): Promise<number> {
  const row = await db
    .prepare(
      `SELECT coalesce(sum(wave_notified), 0) AS told FROM restock
       WHERE shop_id = ?1 AND sku = ?2 AND wave_at > ?3`,
    )
    .bind(shop_id, sku, after)
    .first<{ told: number }>()
  return row?.told ?? 0
}

/** Begins a wave. */
export async function beginWave(
  db: D1Database,
  id: string,
  size: number,
  now: number,
): Promise<void> {
  await write(db, [
    db
      .prepare('UPDATE restock SET wave_at = ?2, wave_size = ?3, wave_notified = 0 WHERE id = ?1')
      .bind(id, now, size),
  ])
}

/** Puts a restock off: until the next wave, or until somebody has cooled down. */
export async function putOff(db: D1Database, id: string, until: number): Promise<void> {
  await write(db, [
    db.prepare('UPDATE restock SET due_at = ?2, wave_size = NULL WHERE id = ?1').bind(id, until),
  ])
}

export interface Waiting {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  /** Bits. */
  channels: number
  /** How many units the person would buy. */
  wanted: number
  /** JSON of what is known about the product, for this subscription's locale. */
  product_data: string | null
  /** JSON: by the name of a destination, when it took the subscription over. */
  relays: string | null
  /** JSON of what the shop's backend says about the person. */
  attributes: string | null
  /** When the person last bought the sku. */
  bought_at: number | null
  /** When the person was last told about the sku. */
  notified_at: number | null
}

const SERVED = `s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = ?2
  AND ${isServedBy({ locale: '?3', externalId: '?4' })}`

// The catalogue's word before the page's.
const PRODUCT_DATA = `coalesce(
  ${catalogProduct({ shop: '?1', sku: '?2', locale: 's.locale' })}, s.product)`

// The id names the destination and its channels, so a row is written once. `relays` is kept for a
// person who is put back, or who cancels.
const NOTIFY = insertRows(
  'notify',
  {
    ...aboutSubscription(`(n.value ->> 'bits')`),
    id: `s.id || ':' || (n.value ->> 'name') || ':' || (n.value ->> 'bits')`,
    destination: `n.value ->> 'name'`,
    due_at: '?3',
    restock_id: '?4',
    detail: `json_patch(json_object('at', ?3), json_object('relays', json(s.relays)))`,
  },
  `FROM json_each(?1) p
     JOIN subscription s ON s.id = p.value ->> 'id'
     JOIN json_each(?2) n ON (s.channels & (n.value ->> 'bits')) <> 0
   WHERE true`,
)

/** People with an attribute of a value, or all the others. */
export interface Tier {
  attribute: string
  value: string | number | boolean
  has: boolean
}

/** The next people that a restock serves, first come first served. */
export async function nextWaiting(
  db: D1Database,
  { shop_id, sku, locale, external_id }: Restock,
  after: string,
  limit: number,
  tier: Tier | undefined,
): Promise<Waiting[]> {
  const value = typeof tier?.value === 'boolean' ? Number(tier.value) : (tier?.value ?? null)
  const { results } = await db
    .prepare(
      `SELECT s.id, s.contact_id, s.sku, s.locale, s.external_id, s.channels, s.wanted,
         s.relays, ${PRODUCT_DATA} AS product_data, k.attributes,
         (SELECT max(b.at) FROM purchase b
          WHERE b.contact_id = s.contact_id AND b.sku = s.sku) AS bought_at,
         (SELECT max(n.sent_at) FROM notification n
          WHERE n.contact_id = s.contact_id AND n.sku = s.sku) AS notified_at
       FROM subscription s INDEXED BY subscription_in_order JOIN contact k ON k.id = s.contact_id
       WHERE ${SERVED} AND s.id > ?5
         AND (?7 IS NULL OR ((k.attributes ->> ?7) IS ?8) = ?9)
       ORDER BY s.id LIMIT ?6`,
    )
    .bind(
      shop_id,
      sku,
      locale,
      external_id,
      after,
      limit,
      tier ? `$."${tier.attribute}"` : null,
      value,
      tier?.has ? 1 : 0,
    )
    .all<Waiting>()
  return results
}

/**
 * Uses up the subscriptions of the people served, and writes the messages that are due to them, in
 * one transaction: whoever is off the list is in the outbox. A person with several subscriptions
 * that the restock serves (other locales, say) gets the message of the one chosen here. Those
 * unmatched are used up without a message.
 */
export async function claim(
  db: D1Database,
  restock: Restock,
  { served, units, unmatched }: { served: Waiting[]; units: number; unmatched: Waiting[] },
  notifiers: { name: string; channel: Channel }[],
  now: number,
  leaseMs: number,
): Promise<string[]> {
  const { id, shop_id, sku, locale, external_id } = restock
  const people = JSON.stringify(served.map((one) => ({ id: one.id, contact: one.contact_id })))
  // One call for each destination: a platform that is told twice would tell twice.
  const over = JSON.stringify(
    [...Map.groupBy(notifiers, ({ name }) => name)].map(([name, some]) => ({
      name,
      bits: channelBits(some.map(({ channel }) => channel)),
    })),
  )
  const [queued] = await write(db, [
    db.prepare(NOTIFY).bind(people, over, now, id),
    db
      .prepare(
        `DELETE FROM subscription AS s
         WHERE s.contact_id IN (SELECT p.value ->> 'contact' FROM json_each(?5) p) AND ${SERVED}`,
      )
      .bind(shop_id, sku, locale, external_id, people),
    db
      .prepare('DELETE FROM subscription WHERE id IN (SELECT u.value FROM json_each(?1) u)')
      .bind(JSON.stringify(unmatched.map((one) => one.id))),
    db
      .prepare(
        `UPDATE restock SET matched = matched + ?2, wave_notified = wave_notified + ?4, due_at = ?3
         WHERE id = ?1`,
      )
      .bind(id, served.length, now + leaseMs, units),
  ])
  return idsOf([queued]).toSorted()
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

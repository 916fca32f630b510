/** Cancelling in D1: what waits, what is on its way, and what a platform has taken over. */
import { rows, write } from '../homes/d1.ts'
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { takersBack } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

// Who waits, and who is on the way to be told: `s` of the statements below.
const LISTED = 'subscription s'
const ON_THE_WAY = `(SELECT subscription_id AS id, shop_id, contact_id, sku, locale, external_id,
    phone_index, call FROM outbox WHERE call = 'notify') s`

const WITHDRAW = (from: string) => `INSERT INTO consent
     (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version,
      shop_id, text, text_hash, method, at)
   SELECT c.contact_id, c.sku, c.locale, c.external_id, c.subscription_id, c.purpose, c.channel,
     'withdrawn', c.version, c.shop_id, c.text, c.text_hash, ?3, ?4
   FROM ${from} CROSS JOIN consent c ON c.contact_id = s.contact_id AND c.subscription_id = s.id
   WHERE s.shop_id = ?1 AND c.action = 'given' AND c.purpose = 'alert'`

// Who waits, or is on the way to be told: what was relayed of them stands in the message's row.
const TAKEN = `(SELECT id, shop_id, contact_id, sku, locale, external_id, channels, phone, product,
    wanted, relays, status FROM subscription
  UNION ALL
  SELECT subscription_id, shop_id, contact_id, sku, locale, external_id, channels, phone, product,
    wanted, detail ->> '$.relays', 'waiting' FROM outbox WHERE call = 'notify') s`

// A platform that took a subscription is asked to take it back. One that may be taking it at this
// moment is asked when that is over, and has to look for it. Who only listens hears of each.
const TAKE_BACK = `INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id,
     contact_id, channels, email, phone, sku, locale, external_id, product, wanted, detail)
   SELECT s.id || ':cancel:' || d.name, s.shop_id, 'cancel', d.name,
     CASE WHEN s.relays ->> ('$."' || d.name || '"') IS NULL AND NOT d.unasked
       THEN ?3 + ${OUTBOX_LEASE_MS} ELSE ?3 END,
     s.id, s.contact_id, s.channels, k.email, s.phone, s.sku, s.locale, s.external_id, s.product,
     s.wanted, json_patch(json_object('at', ?3),
       json_object('relayId', s.relays ->> ('$."' || d.name || '".id')))
   FROM (SELECT value ->> 'name' AS name, value ->> 'unasked' AS unasked FROM json_each(?2)) d
     JOIN ${TAKEN} JOIN contact k ON k.id = s.contact_id
   WHERE s.shop_id = ?1 AND (
     s.relays ->> ('$."' || d.name || '"') IS NOT NULL
     OR (d.unasked AND s.status = 'waiting')
     OR EXISTS (SELECT 1 FROM outbox o WHERE o.subscription_id = s.id AND o.call = 'subscribe'
       AND o.destination = d.name AND o.attempts > 0))`

/**
 * Statements that note beside the consents of what waits, and of what is on its way, that they are
 * withdrawn. `which` is a condition on `s` and `c`, `onTheWay` another one where that is not the
 * same; of the values, ?1 is the shop, ?3 the method and ?4 the time.
 */
export const withdrawing = (
  db: D1Database,
  which: string,
  values: (string | number)[],
  onTheWay = which,
): D1PreparedStatement[] => [
  db.prepare(`${WITHDRAW(LISTED)} AND ${which} ON CONFLICT DO NOTHING`).bind(...values),
  db.prepare(`${WITHDRAW(ON_THE_WAY)} AND ${onTheWay} ON CONFLICT DO NOTHING`).bind(...values),
]

// An earlier message about the very thing that is cancelled: asked for again while it was on its
// way, it must not come after all.
const EARLIER = (alias: string, id: string) => `(${alias}call = 'notify'
  AND (${alias}contact_id, ${alias}sku, ${alias}locale, ${alias}external_id) = (
    SELECT y.contact_id, y.sku, y.locale, y.external_id FROM subscription y
    WHERE y.id = ${id} AND y.shop_id = ?1))`

/** What a person stops: one request, one product, or (with neither) everything of the shop. */
export interface Stop {
  subscriptionId?: string | undefined
  sku?: string | undefined
}

/** How a person stops it: by one click in a mail client, on a page of ours, or otherwise. */
export type StopMethod = 'one_click' | 'link' | 'api' | 'bounce' | 'complaint' | 'stop'

const UNTOLD = new Set<StopMethod>(['bounce', 'complaint', 'stop'])

/**
 * A condition on outbox rows that may be removed. What a message met is no wish that something be
 * forgotten: what was given up stays to be seen.
 */
export const removable = (method: StopMethod): string =>
  UNTOLD.has(method) ? `state = 'open'` : 'true'

/**
 * Statements that cancel what a contact waits for in a shop, and what is on its way to it; `idsIn` reads from their
 * answer which outbox rows were written.
 */
export function cancelling(
  db: D1Database,
  shop: Shop,
  contactId: string,
  stop: Stop,
  method: StopMethod,
  now: number,
): D1PreparedStatement[] {
  const { subscriptionId = '', sku = '' } = stop
  const which = `shop_id = ?1 AND contact_id = ?2 AND (?3 = '' OR sku = ?3)`
  const mine = `s.contact_id = ?2 AND (?5 = '' OR s.sku = ?5) AND (?6 = '' OR s.id = ?6`
  return [
    ...withdrawing(
      db,
      `${mine})`,
      [shop.id, contactId, method, now, sku, subscriptionId],
      `${mine} OR ${EARLIER('s.', '?6')})`,
    ),
    ...takeBack(db, shop, contactId, stop, now),
    db
      .prepare(
        `DELETE FROM outbox
         WHERE ${which} AND (?4 = '' OR subscription_id = ?4 OR ${EARLIER('', '?4')})
           AND call <> 'cancel' AND ${removable(method)}`,
      )
      .bind(shop.id, contactId, sku, subscriptionId),
    db
      .prepare(`DELETE FROM subscription WHERE ${which} AND (?4 = '' OR id = ?4)`)
      .bind(shop.id, contactId, sku, subscriptionId),
  ]
}

/**
 * A statement that asks platforms to take back everything of a contact, or only what waits over
 * `channels` (bits) and no other; none where none can.
 */
export function takeBack(
  db: D1Database,
  shop: Shop,
  contactId: string,
  { subscriptionId = '', sku = '' }: Stop,
  now: number,
  channels = 0,
): D1PreparedStatement[] {
  const takers = takersBack(shop.settings)
  if (takers.length === 0) return []
  return [
    db
      .prepare(
        `${TAKE_BACK} AND s.contact_id = ?4 AND (?5 = '' OR s.sku = ?5) AND (?6 = '' OR s.id = ?6)
           AND (?7 = 0 OR (s.channels = ?7 AND NOT EXISTS (
             SELECT 1 FROM outbox o
             WHERE o.subscription_id = s.id AND o.call = 'notify' AND o.channels <> ?7)))
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(shop.id, JSON.stringify(takers), now, contactId, sku, subscriptionId, channels),
  ]
}

/**
 * Cancels what a contact waits for in a shop, and messages about it that are on their way. Gives
 * the outbox rows written, to be put on the queue.
 */
export async function cancelFor(
  db: D1Database,
  shop: Shop,
  contactId: string,
  stop: Stop,
  method: StopMethod,
  now: number,
): Promise<string[]> {
  return idsIn(await write(db, cancelling(db, shop, contactId, stop, method, now)))
}

/** The outbox rows that statements of `cancelling` wrote: the only ones that give ids out. */
export const idsIn = (results: D1Result<Record<string, unknown>>[]): string[] =>
  results.flatMap(rows<{ id: string }>).map((row) => row.id)

/** The contact of a subscription of a shop that waits, or whose message is on its way. */
export async function contactOf(
  db: D1Database,
  shopId: string,
  subscriptionId: string,
): Promise<string | undefined> {
  const row = await db
    .prepare(
      `SELECT contact_id FROM subscription WHERE id = ?2 AND shop_id = ?1
       UNION ALL
       SELECT contact_id FROM outbox
       WHERE subscription_id = ?2 AND shop_id = ?1 AND call <> 'cancel'
       LIMIT 1`,
    )
    .bind(shopId, subscriptionId)
    .first<{ contact_id: string }>()
  return row?.contact_id
}

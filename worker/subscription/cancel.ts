/** Cancelling in D1: what a person waits for, messages on their way, and what platforms took. */
import { about, idsOf, insertRows } from '../outbox/row.ts'
import { copyConsents } from '../consent/rows.ts'
import { write } from '../homes/d1.ts'
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { cancellationReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

/** What a person stops: one request, one product, or (with neither) everything of the shop. */
export interface Stop {
  subscriptionId?: string | undefined
  sku?: string | undefined
}

/** How a person stops it: by one click in a mail client, on a page of ours, or otherwise. */
export type StopMethod = 'one_click' | 'link' | 'api' | 'bounce' | 'complaint' | 'stop'

const REPORTED = new Set<StopMethod>(['bounce', 'complaint', 'stop'])

/**
 * A condition on outbox rows that may be removed. A bounce, a complaint or a STOP is no wish that
 * something be forgotten: rows that were given up stay visible.
 */
export const removable = (method: StopMethod): string =>
  REPORTED.has(method) ? `state = 'open'` : 'true'

// `s` in the statements below: subscriptions that wait, and those whose message is on its way. What
// platforms took of the latter stands in the message's row.
const ON_THE_WAY = `(SELECT subscription_id AS id, shop_id, contact_id, sku, locale, external_id,
    addresses, call FROM outbox WHERE call = 'notify') s`
const TAKEN = `(SELECT id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product,
    wanted, relays, status FROM subscription
  UNION ALL
  SELECT subscription_id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product,
    wanted, detail ->> '$.relays', 'waiting' FROM outbox WHERE call = 'notify') s`

/**
 * Statements that record the withdrawal of consents: of subscriptions that wait, and of those whose
 * message is on its way. `which` is a condition on `s` and `c`, `onTheWay` another one for the
 * latter where they differ; of the values, ?1 is the shop, ?3 the method and ?4 the time.
 */
export function withdrawing(
  db: D1Database,
  which: string,
  values: (string | number)[],
  onTheWay = which,
): D1PreparedStatement[] {
  const withdraw = (from: string, where: string) =>
    db
      .prepare(
        copyConsents(
          { action: 'withdrawn', method: '?3', at: '?4' },
          from,
          `s.shop_id = ?1 AND (${where})`,
        ),
      )
      .bind(...values)
  return [withdraw('subscription s', which), withdraw(ON_THE_WAY, onTheWay)]
}

// An earlier message about the very subscription that is cancelled: if the person asked again while
// it was on its way, it must not be sent any more.
const EARLIER = (alias: string, id: string) => `(${alias}call = 'notify'
  AND (${alias}contact_id, ${alias}sku, ${alias}locale, ${alias}external_id) = (
    SELECT y.contact_id, y.sku, y.locale, y.external_id FROM subscription y
    WHERE y.id = ${id} AND y.shop_id = ?1))`

/**
 * Statements that cancel what a contact waits for in a shop, and what is on its way to it. `idsOf`
 * reads from their results which outbox rows were written.
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

// A platform that took a subscription has to give it back. One that may be taking it at this moment
// is called when that call's lease is over, and has to search for it. A destination that only
// listens hears of every cancellation. The call may need an address that the subscription has lost.
const TAKE_BACK = insertRows(
  'cancel',
  {
    ...about('s'),
    subscription_id: 's.id',
    id: `s.id || ':cancel:' || d.name`,
    destination: 'd.name',
    due_at: `CASE WHEN s.relays ->> ('$."' || d.name || '"') IS NULL AND NOT d.only_listens
       THEN ?3 + ${OUTBOX_LEASE_MS} ELSE ?3 END`,
    addresses: `json_patch(coalesce(k.addresses, '{}'), s.addresses)`,
    detail: `json_patch(json_object('at', ?3),
       json_object('relayId', s.relays ->> ('$."' || d.name || '".id')))`,
  },
  `FROM (SELECT value ->> 'name' AS name, value ->> 'onlyListens' AS only_listens FROM json_each(?2)) d
     JOIN ${TAKEN} JOIN contact k ON k.id = s.contact_id
   WHERE s.shop_id = ?1 AND (
     s.relays ->> ('$."' || d.name || '"') IS NOT NULL
     OR (d.only_listens AND s.status = 'waiting')
     OR EXISTS (SELECT 1 FROM outbox o WHERE o.subscription_id = s.id AND o.call = 'subscribe'
       AND o.destination = d.name AND o.attempts > 0))
     AND s.contact_id = ?4 AND (?5 = '' OR s.sku = ?5) AND (?6 = '' OR s.id = ?6)
     AND (?7 = 0 OR (s.channels = ?7 AND NOT EXISTS (
       SELECT 1 FROM outbox o
       WHERE o.subscription_id = s.id AND o.call = 'notify' AND o.channels <> ?7)))`,
)

/**
 * A statement that asks platforms to take back everything of a contact, or only subscriptions over
 * `channels` (bits) and no other; none where no destination takes back.
 */
export function takeBack(
  db: D1Database,
  shop: Shop,
  contactId: string,
  { subscriptionId = '', sku = '' }: Stop,
  now: number,
  channels = 0,
): D1PreparedStatement[] {
  const takers = cancellationReceivers(shop.settings)
  if (takers.length === 0) return []
  const values = [shop.id, JSON.stringify(takers), now, contactId, sku, subscriptionId, channels]
  return [db.prepare(TAKE_BACK).bind(...values)]
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
  return idsOf(await write(db, cancelling(db, shop, contactId, stop, method, now)))
}

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

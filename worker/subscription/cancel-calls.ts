/** The outbox rows that tell destinations that a subscription was cancelled. */
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { about, insertRows } from '../outbox/row.ts'
import { cancellationReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { UNDO_OF_QUEUED } from './undo-sql.ts'

/** What is cancelled: one subscription, all of one sku, or (with neither) all of the shop. */
export interface CancelScope {
  subscriptionId?: string | undefined
  sku?: string | undefined
  /** Only the subscription that this request made, as long as it may be taken back. */
  requestId?: string | undefined
  /** Only if the contact moved at this very time: the subscriptions go on at another address. */
  movedAt?: number | undefined
}

// Subscriptions that wait, and those whose message is queued: the message's row keeps their `relays`.
const WAITING_OR_QUEUED = `(
  SELECT id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product, wanted,
    data, relays, status, request_id, undo FROM subscription
  UNION ALL
  SELECT subscription_id, shop_id, contact_id, sku, locale, external_id, channels, addresses,
    product, wanted, data, detail ->> '$.relays', 'waiting', ${UNDO_OF_QUEUED}
  FROM outbox WHERE call = 'notify') s`

// A platform must cancel a subscription that it took. A platform that may be taking it right now is
// called when the lease of that call is over, and has to search for the subscription. A destination
// that only listens gets every cancellation. The contact's address is added, because the call may
// need an address that the subscription has lost.
const CANCEL = {
  ...about('s'),
  subscription_id: 's.id',
  destination: 'd.name',
  due_at: `CASE WHEN s.relays ->> ('$."' || d.name || '"') IS NULL AND NOT d.only_listens
       THEN ?3 + ${OUTBOX_LEASE_MS} ELSE ?3 END`,
  addresses: `json_patch(coalesce(k.addresses, '{}'), s.addresses)`,
  detail: `json_patch(json_object('at', ?3),
       json_object('relayId', s.relays ->> ('$."' || d.name || '".id')))`,
}

const INSERT_CANCEL_ROWS = insertRows(
  'cancel',
  { ...CANCEL, id: `s.id || ':cancel:' || d.name || iif(?9, ':' || ?9, '')` },
  `FROM (SELECT value ->> 'name' AS name, value ->> 'onlyListens' AS only_listens
         FROM json_each(?2)) d
     JOIN ${WAITING_OR_QUEUED} JOIN contact k ON k.id = s.contact_id AND k.shop_id = ?1
   WHERE s.shop_id = ?1 AND (
     s.relays ->> ('$."' || d.name || '"') IS NOT NULL
     OR (d.only_listens AND s.status = 'waiting')
     OR EXISTS (SELECT 1 FROM outbox o WHERE o.subscription_id = s.id AND o.shop_id = ?1
       AND o.call = 'subscribe' AND o.destination = d.name AND o.attempts > 0))
     AND s.contact_id = ?4 AND (?5 = '' OR s.sku = ?5) AND (?6 = '' OR s.id = ?6)
     AND (?9 = 0 OR EXISTS (SELECT 1 FROM moved v
       WHERE v.shop_id = ?1 AND v.contact_id = ?4 AND v.at = ?9))
     AND (?8 = '' OR (s.request_id = ?8 AND (s.channels & ~s.undo) = 0))
     AND (?7 = 0 OR (s.channels = ?7 AND NOT EXISTS (
       SELECT 1 FROM outbox o
       WHERE o.subscription_id = s.id AND o.shop_id = ?1 AND o.call = 'notify' AND o.channels <> ?7)))`,
)

// The relaying call of a request has an id of its own, so a long list looks each up.
const INSERT_CANCEL_ROWS_OF_LIST = insertRows(
  'cancel',
  { ...CANCEL, id: `s.id || ':cancel:' || d.name || ':' || ?5` },
  `FROM (SELECT value ->> 'name' AS name, value ->> 'onlyListens' AS only_listens
         FROM json_each(?2)) d
     JOIN json_each(?4) j JOIN subscription s ON s.id = j.value AND s.shop_id = ?1 AND s.sku = ?6
     JOIN contact k ON k.id = s.contact_id AND k.shop_id = ?1
   WHERE s.relays ->> ('$."' || d.name || '"') IS NOT NULL
     OR (d.only_listens AND s.status = 'waiting')
     OR EXISTS (SELECT 1 FROM outbox o WHERE o.id = s.request_id || ':' || d.name
       AND o.shop_id = ?1 AND o.call = 'subscribe' AND o.attempts > 0)`,
)

/**
 * A statement that tells destinations to cancel subscriptions to a variant: `ids` is a JSON list. As
 * `cancelAtDestinations`; `cause` is part of the calls' ids, so that one cause makes one call.
 */
export function cancelListAtDestinations(
  db: D1Database,
  shop: Shop,
  { ids, sku, cause }: { ids: string; sku: string; cause: string },
  now: number,
): D1PreparedStatement[] {
  const receivers = cancellationReceivers(shop.settings)
  if (receivers.length === 0) return []
  const list = JSON.stringify(receivers)
  return [db.prepare(INSERT_CANCEL_ROWS_OF_LIST).bind(shop.id, list, now, ids, cause, sku)]
}

/**
 * A statement that tells destinations to cancel subscriptions of a contact; no statement if the shop
 * has no such destination. `channels` (bits): only subscriptions over exactly these channels. It must
 * run before the subscriptions are deleted. `now` is in milliseconds since 1970.
 */
export function cancelAtDestinations(
  db: D1Database,
  shop: Shop,
  contactId: string,
  { subscriptionId = '', sku = '', requestId = '', movedAt = 0 }: CancelScope,
  now: number,
  channels = 0,
): D1PreparedStatement[] {
  const receivers = cancellationReceivers(shop.settings)
  if (receivers.length === 0) return []
  const list = JSON.stringify(receivers)
  const values = [shop.id, list, now, contactId, sku, subscriptionId, channels, requestId, movedAt]
  return [db.prepare(INSERT_CANCEL_ROWS).bind(...values)]
}

/**
 * SQL that moves a contact to another address. ?1 is the `Move` of move.ts as JSON, for all
 * statements.
 *
 * The first statement writes the row of `moved`, if the move is allowed and nothing has changed
 * since the addresses were sealed anew. All others do nothing without that row. A repeated batch
 * changes nothing.
 */
import { channelBits, channelsBy } from '../address/channels.ts'
import { addressesWithout } from '../address/suppressed.ts'
import { askStatements } from '../confirmation/ask.ts'
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'

const SHOP = `?1 ->> 'shopId'`
const FROM = `?1 ->> 'from'`
const TO = `?1 ->> 'to'`

/** Queued calls that are about the new address from now on. Calls about messages to the old address stay. */
export const MOVED_CALLS = `('notify', 'remind', 'confirm', 'consent')`

const SUPPRESSED = `EXISTS (SELECT 1 FROM suppression x
  WHERE x.shop_id = ${SHOP} AND x.address_index = ${TO} AND x.channel IN ('', 'email'))`

const subscriptionsOf = (contact: string) => `(SELECT count(*) FROM subscription s
  WHERE s.contact_id = ${contact} AND s.shop_id = ${SHOP})`

const FULL = `(${subscriptionsOf(TO)} > 0
  AND ${subscriptionsOf(TO)} + ${subscriptionsOf(FROM)} > ?1 ->> 'most')`

// The contact existed when the link was made. A later contact with this address may be another
// person.
const IS_THERE = `k.id = ${FROM} AND k.shop_id = ${SHOP}
  AND k.created_at < (?1 ->> 'madeAt') + 1000`

// Whether the contact has a number that was not sealed for the new contact.
const hasOtherNumber = (table: string, which: string) => `EXISTS (
  SELECT 1 FROM ${table} t, json_each(t.addresses) a
  WHERE t.contact_id = ${FROM} AND t.shop_id = ${SHOP} AND ${which} AND a.key <> 'email'
    AND a.value ->> 'index' NOT IN (SELECT p.key FROM json_each(?1, '$.phones') p))`

const START = `INSERT INTO moved (shop_id, contact_id, at, to_id, ip, user_agent)
  SELECT k.shop_id, k.id, ?1 ->> 'at', ${TO}, ?1 ->> 'ip', ?1 ->> 'userAgent'
  FROM contact k
  WHERE ${IS_THERE} AND k.customer_id IS ?1 ->> 'customerWas'
    AND k.attributes IS ?1 ->> 'attributesWas'
    AND NOT ${SUPPRESSED} AND NOT ${FULL}
    AND NOT ${hasOtherNumber('subscription', 'true')}
    AND NOT ${hasOtherNumber('outbox', `t.call IN ${MOVED_CALLS}`)}
    AND NOT ${hasOtherNumber('reminder', 'true')}
  ON CONFLICT DO NOTHING`

const IS_MOVING = `EXISTS (SELECT 1 FROM moved v WHERE v.shop_id = ${SHOP}
  AND v.contact_id = ${FROM} AND v.at = ?1 ->> 'at' AND v.to_id = ${TO})`

const sealedFor = (channel: string) =>
  `(SELECT p.value FROM json_each(?1, '$.phones') p
    WHERE p.key = addresses ->> '$.${channel}.index')`

// Replaces addresses, and adds none.
const ADDRESSES = `json_replace(addresses, '$.email', json(?1 -> '$.email')${channelsBy('phone')
  .map((channel) => `, '$.${channel}.sealed', ${sealedFor(channel)}`)
  .join('')})`

const EMAIL = channelBits(['email'])

// A new request id: the time and half of the random bits come from the move, the rest from the id
// of the subscription.
const requestId = (alias: string) => `substr(?1 ->> 'requestId', 1, 24) || substr(${alias}.id, -12)`

// Two subscriptions of the person to the same variant: `s` is older, and keeps its place.
const IS_PAIR = (s: string, t: string) => `${s}.shop_id = ${SHOP} AND ${t}.shop_id = ${SHOP}
  AND ${s}.contact_id IN (${FROM}, ${TO}) AND ${t}.contact_id IN (${FROM}, ${TO})
  AND ${s}.contact_id <> ${t}.contact_id
  AND (${s}.sku, ${s}.locale, ${s}.external_id) = (${t}.sku, ${t}.locale, ${t}.external_id)
  AND ${s}.id < ${t}.id AND ${IS_MOVING}`

// The channels that come from the younger one: those that the older one lacks, or that only the
// younger one has confirmed.
const TAKEN = '(t.channels & (~s.channels | (s.unconfirmed & ~t.unconfirmed)))'

const MERGE = [
  `UPDATE subscription AS s SET
     channels = s.channels | t.channels,
     addresses = json_patch(s.addresses, ${addressesWithout('t.addresses', `~${TAKEN}`)}),
     unconfirmed = (s.unconfirmed & ~${TAKEN}) | (t.unconfirmed & ${TAKEN}),
     wanted = max(s.wanted, t.wanted), not_before = min(s.not_before, t.not_before),
     product = coalesce(s.product, t.product), data = coalesce(t.data, s.data),
     relays = iif(s.contact_id = ${TO}, s.relays, t.relays),
     request_id = ${requestId('s')}, undo = 0
   FROM subscription t WHERE ${IS_PAIR('s', 't')}`,

  // CALLS subscribes the older one at the platforms.
  `DELETE FROM outbox WHERE shop_id = ${SHOP} AND contact_id = ${TO} AND call = 'subscribe'
     AND subscription_id IN (SELECT t.id FROM subscription s, subscription t
       WHERE ${IS_PAIR('s', 't')})`,

  // The older one takes over consents that it lacks.
  `UPDATE OR IGNORE consent SET subscription_id = p.older
   FROM (SELECT s.id AS older, t.id AS younger FROM subscription s, subscription t
     WHERE ${IS_PAIR('s', 't')}) p
   WHERE consent.contact_id = ${TO} AND consent.shop_id = ${SHOP}
     AND consent.subscription_id = p.younger`,

  `DELETE FROM subscription AS t WHERE t.shop_id = ${SHOP} AND t.contact_id IN (${FROM}, ${TO})
     AND EXISTS (SELECT 1 FROM subscription s WHERE ${IS_PAIR('s', 't')})`,
]

/**
 * Moves the rows of tables whose primary key holds the contact. Rows that the new contact has stay.
 */
const carry = (table: string) => [
  `UPDATE OR IGNORE ${table} SET contact_id = ${TO}
   WHERE contact_id = ${FROM} AND shop_id = ${SHOP} AND ${IS_MOVING}`,
  `DELETE FROM ${table} WHERE contact_id = ${FROM} AND shop_id = ${SHOP} AND ${IS_MOVING}`,
]

const MOVED_NOW = `s.contact_id = ${TO} AND s.shop_id = ${SHOP} AND s.request_id = ${requestId('s')}`

/** The statement before the calls that cancel the old address at platforms. */
export const FIRST: readonly string[] = [START]

/** The statements after those calls. */
export const MOVE: readonly string[] = [
  `DELETE FROM outbox WHERE shop_id = ${SHOP} AND contact_id = ${FROM} AND ${IS_MOVING}
     AND (call IN ('list', 'acknowledge', 'subscribe') OR (call = 'confirm' AND channels = ${EMAIL}))`,

  `UPDATE outbox SET contact_id = ${TO}, addresses = ${ADDRESSES},
     detail = json_remove(detail, '$.relays', '$.undo')
   WHERE shop_id = ${SHOP} AND contact_id = ${FROM} AND call IN ${MOVED_CALLS} AND ${IS_MOVING}`,

  `UPDATE reminder SET contact_id = ${TO}, addresses = ${ADDRESSES}, detail = NULL
   WHERE shop_id = ${SHOP} AND contact_id = ${FROM} AND ${IS_MOVING}`,

  `UPDATE subscription AS s SET addresses = ${ADDRESSES}, relays = NULL, undo = 0,
     request_id = ${requestId('s')}
   WHERE s.contact_id = ${FROM} AND s.shop_id = ${SHOP} AND ${IS_MOVING}`,

  // CALLS asks the new address to confirm pending requests.
  `DELETE FROM confirmation WHERE contact_id = ${FROM} AND shop_id = ${SHOP} AND kind = 'email'
     AND ${IS_MOVING}`,
  ...['confirmation', 'consent', 'notification', 'purchase', 'alias'].flatMap(carry),
  ...MERGE,

  `UPDATE subscription SET contact_id = ${TO}
   WHERE contact_id = ${FROM} AND shop_id = ${SHOP} AND ${IS_MOVING}`,

  `INSERT INTO contact (id, shop_id, addresses, customer_id, attributes, created_at)
   SELECT ${TO}, k.shop_id, json_object('email', json(?1 -> '$.email')), ?1 -> 'customer',
     ?1 -> 'attributes', ?1 ->> 'at'
   FROM contact k WHERE k.id = ${FROM} AND k.shop_id = ${SHOP} AND ${IS_MOVING}
   ON CONFLICT (id) DO UPDATE SET
     addresses = coalesce(addresses, excluded.addresses),
     customer_id = coalesce(customer_id, excluded.customer_id),
     attributes = coalesce(attributes, excluded.attributes)`,

  `DELETE FROM contact WHERE id = ${FROM} AND shop_id = ${SHOP} AND ${IS_MOVING}`,

  // Contacts that moved to the old address earlier.
  `UPDATE moved SET to_id = ${TO} WHERE shop_id = ${SHOP} AND to_id = ${FROM}
     AND EXISTS (SELECT 1 FROM moved v WHERE v.shop_id = ${SHOP} AND v.contact_id = ${FROM}
       AND v.at = ?1 ->> 'at' AND v.to_id = ${TO})`,
]

/** The calls that follow. They return the ids of rows that are due. */
export const CALLS: readonly string[] = [
  insertRows(
    'subscribe',
    {
      ...aboutSubscription(`(r.value ->> 'channels')`),
      id: `s.request_id || ':' || (r.value ->> 'name')`,
      destination: `r.value ->> 'name'`,
      due_at: `?1 ->> 'at'`,
    },
    `FROM subscription s, json_each(?1, '$.relays') r
     WHERE ${MOVED_NOW} AND (${PROVEN_CHANNELS} & (r.value ->> 'channels')) <> 0`,
  ),
  ...askStatements(
    // No other request will join the message, so it is due at once.
    `(SELECT jsonb_set(?1, '$.at', ?1 ->> 'askedAt') AS request LIMIT 1), subscription s`,
    `s.contact_id = request ->> 'to' AND s.shop_id = request ->> 'shopId'
     AND s.request_id = ${requestId('s')}`,
  ),
]

/** The state of a move, before or after the press. */
export const STATE = `SELECT ${SUPPRESSED} AS suppressed, ${FULL} AS full,
    EXISTS (SELECT 1 FROM contact k WHERE ${IS_THERE}) AS there,
    EXISTS (SELECT 1 FROM moved v WHERE v.shop_id = ${SHOP} AND v.contact_id = ${FROM}
      AND v.to_id = ${TO} AND v.at >= ?1 ->> 'madeAt') AS done`

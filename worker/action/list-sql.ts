/**
 * The statements of one step of a list job. All are about the subscriptions in ?2 (JSON list of ids) of the
 * shop ?1 that wait for the variant ?3, so a step that is repeated does nothing. ?4: the other variant.
 */
import { addressesWithout } from '../address/suppressed.ts'
import { copyConsents } from '../consent/rows.ts'
import { aboutSubscription, CLOSING, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'

/** FROM: the subscriptions of the step. */
const OF_STEP = `json_each(?2) j CROSS JOIN subscription s ON s.id = j.value AND s.shop_id = ?1
  AND s.sku = ?3`

const STEP_ROWS = `(SELECT s.id, s.shop_id, s.contact_id FROM ${OF_STEP}) s`

/** Counts the subscriptions of the step in its job ?5, before they change. ?4: when it goes on. */
export const COUNT_STEP = `UPDATE list_job SET people = people + (SELECT count(*) FROM ${OF_STEP}),
    due_at = ?4
  WHERE shop_id = ?1 AND id = ?5`

/** Deletes relaying calls that were never tried: the subscription has changed. */
export const DROP_RELAYING = `DELETE FROM outbox WHERE shop_id = ?1 AND call = 'subscribe' AND attempts = 0
  AND id IN (SELECT s.request_id || ':' || r.value FROM ${OF_STEP} JOIN json_each(?4) r)`

/** Records that consents go with their person to the other variant. ?5: now. */
export const CONSENTS_MOVED = copyConsents(
  { action: 'moved', method: `'api'`, at: '?5', sku: '?4' },
  STEP_ROWS,
  'true',
)

/** Platforms have the subscriptions of the step no more. */
export const FORGET_RELAYS = `UPDATE subscription SET relays = NULL
  WHERE id IN (SELECT s.id FROM ${OF_STEP}) AND shop_id = ?1 AND relays IS NOT NULL`

// The person waits for both variants: two subscriptions become one, with the older place.
const PAIRS = `(SELECT min(s.id, t.id) AS older, max(s.id, t.id) AS younger, s.contact_id AS contact
  FROM ${OF_STEP}
  JOIN subscription t ON t.contact_id = s.contact_id AND t.shop_id = ?1 AND t.sku = ?4
    AND t.locale = s.locale AND t.external_id = s.external_id) p`

// The two are found from each other: a join with all pairs would read each with each.
const IS_OTHER = (one: string, of: string) => `${one}.contact_id = ${of}.contact_id
  AND ${one}.sku = iif(${of}.sku = ?4, ?3, ?4) AND ${one}.locale = ${of}.locale
  AND ${one}.external_id = ${of}.external_id AND ${one}.shop_id = ?1`

// The channels that come from the younger one: those that the older one lacks, or has not confirmed.
const TAKEN = '(y.channels & (~o.channels | (o.unconfirmed & ~y.unconfirmed)))'

/** Joins two subscriptions of a person in the older one. */
export const MERGE: readonly string[] = [
  `UPDATE subscription AS o SET
     channels = o.channels | y.channels,
     addresses = json_patch(o.addresses, ${addressesWithout('y.addresses', `~${TAKEN}`)}),
     unconfirmed = (o.unconfirmed & ~${TAKEN}) | (y.unconfirmed & ${TAKEN}),
     wanted = max(o.wanted, y.wanted), not_before = min(o.not_before, y.not_before),
     product = iif(o.sku = ?4, o.product, y.product), data = coalesce(y.data, o.data),
     relays = coalesce(o.relays, y.relays), undo = 0
   FROM subscription y
   WHERE o.id IN (SELECT p.older FROM ${PAIRS}) AND o.shop_id = ?1 AND ${IS_OTHER('y', 'o')}`,

  // The older one takes over consents that it lacks.
  `UPDATE OR IGNORE consent AS c SET subscription_id = o.id
   FROM subscription y JOIN subscription o ON ${IS_OTHER('o', 'y')}
   WHERE c.contact_id IN (SELECT p.contact FROM ${PAIRS}) AND c.shop_id = ?1
     AND y.id = c.subscription_id AND y.shop_id = ?1
     AND y.id IN (SELECT p.younger FROM ${PAIRS})`,
]

// Passes subscriptions `s` on to platforms again. ?5: now, ?6: relays, ?7: the job.
const relaying = (from: string) =>
  insertRows(
    'subscribe',
    {
      ...aboutSubscription(`(r.value ->> 'channels')`),
      id: `s.id || ':moved:' || ?7 || ':' || (r.value ->> 'name')`,
      destination: `r.value ->> 'name'`,
      due_at: '?5',
    },
    `FROM ${from} JOIN json_each(?6) r
     WHERE s.status = 'waiting' AND s.sku = ?4 AND ?3 <> ?4
       AND (${PROVEN_CHANNELS} & (r.value ->> 'channels')) <> 0`,
  )

/** Relays those whose older place was at the other variant. Before `DROP_YOUNGER`. */
export const RELAY_JOINED = relaying(
  `${PAIRS} JOIN subscription s ON s.id = p.older AND s.shop_id = ?1`,
)

/** Deletes the younger one of two. */
export const DROP_YOUNGER = `DELETE FROM subscription
  WHERE id IN (SELECT p.younger FROM ${PAIRS}) AND shop_id = ?1`

/** Moves the subscriptions of the step. What the page called the old variant is no name of the new one. */
export const MOVE_STEP = `UPDATE subscription SET sku = ?4, product = json_remove(product, '$.variantId')
  WHERE id IN (SELECT s.id FROM ${OF_STEP}) AND shop_id = ?1`

/** Relays the moved ones. After `MOVE_STEP`. */
export const RELAY_MOVED = relaying(
  'json_each(?2) j CROSS JOIN subscription s ON s.id = j.value AND s.shop_id = ?1',
)

/** Records that consents ended because the shop closed the list. ?4: now. */
export const CONSENTS_ENDED = copyConsents(
  { action: 'ended', method: `'closed'`, at: '?4' },
  STEP_ROWS,
  'true',
)

/** The last message. ?4: now, ?5: destinations with their bits (JSON), ?6: the other variant or NULL. */
export const INSERT_CLOSE = insertRows(
  'close',
  {
    ...aboutSubscription(`(n.value ->> 'bits')`),
    id: `s.id || '${CLOSING}' || (n.value ->> 'name')`,
    destination: `n.value ->> 'name'`,
    due_at: '?4',
    detail: `json_patch(json_object('at', ?4), json_object('alternative', ?6))`,
  },
  `FROM ${OF_STEP} JOIN json_each(?5) n ON (${PROVEN_CHANNELS} & (n.value ->> 'bits')) <> 0
   WHERE s.status = 'waiting'`,
)

/** Empties the list. */
export const DELETE_STEP = `DELETE FROM subscription
  WHERE id IN (SELECT s.id FROM ${OF_STEP}) AND shop_id = ?1`

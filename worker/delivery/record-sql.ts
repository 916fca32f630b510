/**
 * The statements that record fates. ?1 is JSON: a list of finished or updated rows, each with the
 * id of its `shop`.
 */
import { confirmationRowId } from '../confirmation/ask.ts'
import { about, insertRows } from '../outbox/row.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { levelServes } from '../restock/serves.ts'

/** Updates rows that are not done: open, moved or dead. */
export const UPDATE_ROWS = `
  UPDATE outbox SET state = j.value ->> 'state', reason = j.value ->> 'reason',
    due_at = coalesce(j.value ->> 'dueAt', due_at),
    attempts = coalesce(j.value ->> 'attempts', attempts),
    destination = coalesce(j.value ->> 'to', destination),
    detail = CASE WHEN j.value ->> 'silent' THEN json_set(coalesce(detail, '{}'), '$.silent', 1)
      ELSE detail END
  FROM json_each(?1) j
  WHERE outbox.id = j.value ->> 'id' AND outbox.shop_id = j.value ->> 'shop'`

// The finished calls `j` with their rows `o`.
const FINISHED = `json_each(?1) j
  JOIN outbox o ON o.id = j.value ->> 'id' AND o.shop_id = j.value ->> 'shop'`

/** Records messages that a destination accepted. ?2: now. */
export const INSERT_NOTIFICATIONS = `
  INSERT INTO notification (id, shop_id, restock_id, subscription_id, contact_id, sku,
    channels, destination, message_id, together, link, sent_at)
  SELECT o.id, o.shop_id, o.restock_id, o.subscription_id, o.contact_id, o.sku,
    o.channels, o.destination, j.value ->> 'message', nullif(o.together, ''),
    j.value ->> 'link', ?2
  FROM ${FINISHED}
  WHERE true
  ON CONFLICT DO NOTHING`

/** Reports accepted messages to the other destinations in ?3 (JSON of names). ?2: now. */
export const INSERT_REPORTS = insertRows(
  'report',
  {
    ...about('o'),
    subscription_id: 'o.subscription_id',
    id: `o.id || ':report:' || d.value`,
    destination: 'd.value',
    due_at: '?2',
    detail: `json_patch(json_object('at', ?2, 'destination', o.destination),
      json_object('messageId', j.value ->> 'message'))`,
  },
  `FROM ${FINISHED} JOIN json_each(?3) d WHERE d.value <> o.destination`,
)

/** Records which destination took a subscription over, and its id there. ?2: now. */
export const UPDATE_RELAYS = `
  UPDATE subscription SET relays = json_set(coalesce(relays, '{}'),
    '$.' || json_quote(j.value ->> 'destination'),
    json_patch(json_object('at', ?2), json_object('id', j.value ->> 'message')))
  FROM ${FINISHED}
  WHERE subscription.id = o.subscription_id AND subscription.shop_id = o.shop_id`

const OF_LEVEL = { shop: 'l.shop_id', sku: 'l.sku', locale: 'l.locale' }

/**
 * Sends the levels again to a platform that took a subscription over while the variant is in stock:
 * the platform received the level before it knew of the subscription. The row has the product of the
 * request, so that both calls name the variant in the same way. Not if the person asked for the next
 * restock: the level would notify them at once. ?2: now, ?3: the thresholds.
 */
export const INSERT_LATE_STOCK = insertRows(
  'stock',
  {
    id: `o.id || ':stock'`,
    shop_id: 'o.shop_id',
    destination: 'o.destination',
    due_at: '?2',
    sku: 'o.sku',
    detail: `json_object('levels', json_group_array(json_object('sku', l.sku, 'locale', l.locale,
      'externalId', l.external_id, 'product', json(o.product))))`,
  },
  `FROM ${FINISHED} JOIN stock_level l ON l.shop_id = o.shop_id AND l.sku = o.sku
     AND ${levelServes({ locale: 'o.locale', externalId: 'o.external_id' })}
   WHERE l.quantity > ${thresholdSql(OF_LEVEL, '?3')} AND NOT EXISTS (SELECT 1 FROM subscription s
     WHERE s.id = o.subscription_id AND s.shop_id = o.shop_id AND s.not_before > l.since)
   GROUP BY o.id`,
)

/** Records that confirmations were sent. ?2: now. */
export const UPDATE_CONFIRMATIONS = `
  UPDATE confirmation SET sent_at = ?2
  FROM ${FINISHED}
  WHERE confirmation.contact_id = o.contact_id AND confirmation.shop_id = o.shop_id
    AND o.id = ${confirmationRowId('confirmation')}`

/** Deletes the rows of finished calls. */
export const DELETE_FINISHED = `
  DELETE FROM outbox WHERE (id, shop_id) IN (
    SELECT j.value ->> 'id', j.value ->> 'shop' FROM json_each(?1) j)`

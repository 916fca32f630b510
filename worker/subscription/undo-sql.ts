/**
 * SQL that takes back what one request added to a subscription, as long as nobody has asked for the
 * same since. A batch binds ?1 the shop, ?2 the contact, ?3 the method, ?4 the time, ?5 the request.
 *
 * `subscription.undo` holds the bits of the channels that the request `request_id` added. Another
 * request, a confirmation, or another quantity sets it to 0 or names another request: then the first
 * one has nothing left to take back, because somebody else may rely on it.
 */
import { bitOf } from '../address/channels.ts'
import { addressesWithout } from '../address/suppressed.ts'

/** The subscription `s`, if the request may still take something of it back. */
export const CAN_UNDO = `s.shop_id = ?1 AND s.contact_id = ?2 AND s.request_id = ?5 AND s.undo <> 0`

/** The channel of the consent `c` is one that the request added. */
export const ADDED_CHANNEL = `(${bitOf('c.channel')} & s.undo) <> 0`

/** The columns of a subscription whose message is queued or was sent: its row, or that of its reminder, keeps them. */
export const UNDO_OF_QUEUED = `detail ->> '$.undo[0]' AS request_id,
  coalesce(detail ->> '$.undo[1]', 0) AS undo`

const QUEUED = `(SELECT id AS row_id, subscription_id AS id, shop_id, contact_id, channels,
    ${UNDO_OF_QUEUED}
  FROM outbox WHERE shop_id = ?1 AND contact_id = ?2 AND call = 'notify') s`

const PLANNED = `(SELECT id AS row_id, subscription_id AS id, shop_id, contact_id, channels,
    ${UNDO_OF_QUEUED}
  FROM reminder WHERE shop_id = ?1 AND contact_id = ?2) s`

const OPEN_CALLS = `shop_id = ?1 AND contact_id = ?2 AND call <> 'cancel' AND state = 'open'`

/** Removes the channels from open calls, from planned reminders and from the subscription; what has none left is deleted. */
export const UNDO = [
  `DELETE FROM outbox WHERE ${OPEN_CALLS} AND (
     EXISTS (SELECT 1 FROM subscription s
       WHERE s.id = outbox.subscription_id AND ${CAN_UNDO} AND (outbox.channels & ~s.undo) = 0)
     OR id IN (SELECT s.row_id FROM ${QUEUED} WHERE ${CAN_UNDO} AND (s.channels & ~s.undo) = 0))`,

  `UPDATE outbox SET channels = channels & ~j.undo,
     addresses = ${addressesWithout('addresses', 'j.undo')}
   FROM (SELECT s.id, s.undo FROM subscription s WHERE ${CAN_UNDO}
     UNION SELECT s.id, s.undo FROM ${QUEUED} WHERE ${CAN_UNDO}) j
   WHERE ${OPEN_CALLS} AND subscription_id = j.id`,

  `DELETE FROM reminder WHERE shop_id = ?1 AND contact_id = ?2 AND id IN (
     SELECT s.row_id FROM ${PLANNED} WHERE ${CAN_UNDO} AND (s.channels & ~s.undo) = 0)`,

  `UPDATE reminder SET channels = channels & ~j.undo,
     addresses = ${addressesWithout('addresses', 'j.undo')}
   FROM (SELECT s.row_id, s.undo FROM ${PLANNED} WHERE ${CAN_UNDO}) j
   WHERE shop_id = ?1 AND contact_id = ?2 AND id = j.row_id`,

  `DELETE FROM subscription AS s WHERE ${CAN_UNDO} AND (s.channels & ~s.undo) = 0`,

  `UPDATE subscription AS s SET channels = s.channels & ~s.undo,
     unconfirmed = s.unconfirmed & ~s.undo,
     addresses = ${addressesWithout('s.addresses', 's.undo')}, undo = 0
   WHERE ${CAN_UNDO}`,
]

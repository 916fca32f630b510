/** The outbox rows that a request causes: relaying it to platforms, and the confirmation mail. SQL. */
import { CONFIRMATIONS_A_DAY } from '../limits.ts'
import { about, aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import { channelBits } from '../address/channels.ts'
import { IS_SUBSCRIPTION, REQUEST } from './request-sql.ts'

/**
 * Relays the request. It must run right after the statement that stores the request: changes() says
 * whether that statement wrote anything. A destination that listens is also called when only the
 * quantity has changed.
 */
export const INSERT_RELAY_ROWS = insertRows(
  'subscribe',
  {
    ...aboutSubscription(`(r.value ->> 'channels')`),
    id: `(request ->> 'id') || ':' || (r.value ->> 'name')`,
    destination: `r.value ->> 'name'`,
    due_at: `request ->> 'at'`,
  },
  `FROM ${REQUEST}, subscription s, json_each(request, '$.relays') r
   WHERE changes() = 1 AND ${IS_SUBSCRIPTION} AND s.status = 'waiting'
     AND (s.request_id = request ->> 'id' OR r.value ->> 'listens')
     AND (${PROVEN_CHANNELS} & (r.value ->> 'channels')) <> 0`,
)

const IS_PENDING_NOW = `${IS_SUBSCRIPTION} AND s.request_id = request ->> 'id'
  AND s.status = 'pending'`

/**
 * Counts the confirmation mail by address and day, and writes its row if the limit is not reached.
 * `confirmation.request_id` names the request that was counted last, so only a counted request gets a
 * row. The row has no product: a mail to an unconfirmed address must not repeat text that anybody
 * could have sent. The id's suffix `:@confirm` cannot collide: destination names have no `@`.
 */
export const ASK_FOR_CONFIRMATION = [
  `INSERT INTO confirmation (address_index, day, sent, request_id)
   SELECT request ->> 'addressIndex', request ->> 'day', 1, request ->> 'id'
   FROM ${REQUEST}, subscription s WHERE ${IS_PENDING_NOW}
   ON CONFLICT DO UPDATE SET sent = sent + 1, request_id = excluded.request_id
   WHERE sent < ${CONFIRMATIONS_A_DAY} AND request_id <> excluded.request_id`,

  insertRows(
    'confirm',
    {
      ...about('s'),
      subscription_id: 's.id',
      id: `s.request_id || ':@confirm'`,
      destination: `request ->> 'confirmer'`,
      due_at: `request ->> 'at'`,
      channels: `${channelBits(['email'])}`,
      addresses: `json_object('email', json(s.addresses -> '$.email'))`,
      product: 'NULL',
      wanted: '1',
    },
    `FROM ${REQUEST}, subscription s, confirmation c
     WHERE ${IS_PENDING_NOW} AND c.address_index = request ->> 'addressIndex'
       AND c.day = request ->> 'day' AND c.request_id = request ->> 'id'`,
  ),
]

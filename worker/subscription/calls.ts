/** The outbox rows that relay a request to platforms. SQL. */
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
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

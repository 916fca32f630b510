/**
 * Asks people to confirm an address: writes the outbox row of the message. SQL.
 *
 * A contact has one open confirmation for each address. Its message names all unconfirmed requests,
 * and one press confirms all of them. A request joins a confirmation whose message is not sent yet,
 * or was sent a short time ago and is not answered.
 */
import { bitOf } from '../address/channels.ts'
import { bitsAt } from '../address/suppressed.ts'
import { CONFIRM_DELAY_MS } from '../limits.ts'
import { insertRows } from '../outbox/row.ts'
import type { Ask } from './rules.ts'

/**
 * The fields of a request that the statements read. `again` and `join` are ids of times: a
 * confirmation older than `again` is sent again for an equal request, and one older than `join` for
 * any other.
 */
export interface AskingRequest {
  id: string
  at: number
  locale: string
  asks: Ask[]
  again: string
  join: string
}

const INDEX = `(a.value ->> 'index')`

/**
 * SQL: the id of the outbox row of a confirmation. It differs from all others: no destination has
 * an `@`.
 */
export const confirmationRowId = (alias: string): string =>
  `${alias}.request_id || ':@confirm:' || ${alias}.kind`

/**
 * The statements, in their order; the ids that the last one returns are due after CONFIRM_DELAY_MS.
 * `from` gives a column `request` (see `AskingRequest`) and its subscription `s`; `where` is a
 * condition on both. ?1 is the request as JSON.
 */
export const askStatements = (from: string, where: string): [string, string] => [
  `INSERT INTO confirmation (contact_id, address_index, shop_id, id, kind, request_id)
   SELECT s.contact_id, ${INDEX}, s.shop_id, request ->> 'id', a.value ->> 'kind', request ->> 'id'
   FROM ${from}, json_each(request, '$.asks') a
   WHERE ${where} AND (s.unconfirmed & ${bitsAt('s.addresses', INDEX)})
   ON CONFLICT DO UPDATE SET request_id = excluded.request_id, sent_at = NULL, answered_at = NULL
   WHERE confirmation.shop_id = excluded.shop_id
     AND NOT EXISTS (SELECT 1 FROM outbox o
       WHERE o.id = ${confirmationRowId('confirmation')} AND o.shop_id = excluded.shop_id AND o.state = 'open')
     AND (answered_at IS NOT NULL OR request_id < CASE
       WHEN NOT EXISTS (SELECT 1 FROM subscription n
         WHERE n.id = excluded.request_id AND n.shop_id = excluded.shop_id) THEN ?1 ->> 'again'
       WHEN EXISTS (SELECT 1 FROM subscription n
         WHERE n.contact_id = excluded.contact_id AND n.shop_id = excluded.shop_id
           AND n.id <> excluded.request_id
           AND (n.unconfirmed & ${bitsAt('n.addresses', 'excluded.address_index')}))
         THEN ?1 ->> 'join'
       ELSE excluded.request_id END)`,

  insertRows(
    'confirm',
    {
      id: confirmationRowId('c'),
      shop_id: 'c.shop_id',
      destination: `a.value ->> 'destination'`,
      due_at: `(request ->> 'at') + ${CONFIRM_DELAY_MS}`,
      contact_id: 'c.contact_id',
      channels: bitOf(`(a.value ->> 'channel')`),
      addresses: `json_object(a.value ->> 'channel',
        json(s.addresses -> ('$.' || (a.value ->> 'channel'))))`,
      locale: `request ->> 'locale'`,
    },
    `FROM ${from}, json_each(request, '$.asks') a, confirmation c
     WHERE ${where} AND c.contact_id = s.contact_id AND c.address_index = ${INDEX}
       AND c.shop_id = s.shop_id AND c.request_id = request ->> 'id'`,
  ),
]

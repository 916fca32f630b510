/**
 * Tells a person by mail what they wait for, right after a request that needs no confirmation: if
 * somebody else entered the address, its owner can remove it before anything comes back. SQL.
 *
 * Requests that a form makes together are one mail. Its row has the id of the contact and of the span
 * of time in which the first of them was made. It waits for one such span, so it may take in requests
 * of the next span, too; the mail is written when it is sent.
 */
import { channelBits } from '../address/channels.ts'
import { spanId, timeOf } from '../ids.ts'
import { CONFIRM_DELAY_MS } from '../limits.ts'
import { insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import type { ClientShop } from '../shop/shop.ts'
import { IS_SUBSCRIPTION, REQUEST } from './request-sql.ts'

const EMAIL = channelBits(['email'])

/** The part of a request from which its row is made: ids of spans, and the destination. */
export interface Acknowledgement {
  span: string
  before: string
  to: string
}

/** What a request that was made at `now` (milliseconds since 1970) needs for the mail. */
export function acknowledgementOf({ confirmers }: ClientShop, now: number): Acknowledgement {
  const start = now - (now % CONFIRM_DELAY_MS)
  return {
    span: spanId(start),
    before: spanId(start - CONFIRM_DELAY_MS),
    to: confirmers.email,
  }
}

const rowId = (span: string) =>
  `(request ->> '$.acknowledge.${span}') || ':' || s.contact_id || ':@acknowledge'`

/** Writes the row, unless the request was an equal one, or an open row takes it in. */
export const INSERT_ACKNOWLEDGEMENT = insertRows(
  'acknowledge',
  {
    id: rowId('span'),
    shop_id: 's.shop_id',
    destination: `request ->> '$.acknowledge.to'`,
    due_at: `(request ->> 'at') + ${CONFIRM_DELAY_MS}`,
    contact_id: 's.contact_id',
    channels: `${EMAIL}`,
    addresses: `json_object('email', json(s.addresses -> '$.email'))`,
    locale: `request ->> 'locale'`,
  },
  `FROM ${REQUEST}, subscription s
   WHERE ${IS_SUBSCRIPTION} AND s.request_id = request ->> 'id'
     AND ((request ->> 'channels') & ${PROVEN_CHANNELS} & ${EMAIL}) <> 0
     AND NOT EXISTS (SELECT 1 FROM outbox o
       WHERE o.id = ${rowId('before')} AND o.shop_id = s.shop_id
         AND o.state = 'open' AND o.attempts = 0)`,
)

/** A subscription that a mail names. */
export interface AcknowledgedRow {
  id: string
  sku: string
  locale: string
  /** JSON: what the request said about the product. */
  product: string | null
}

/**
 * What each row's contact still waits for of what was asked for together, oldest request first, at
 * most `limit` in all. A row whose requests were all cancelled has no entry.
 */
export async function acknowledgedBy(
  db: D1Database,
  shopId: string,
  of: { id: string; contact: string }[],
  limit: number,
): Promise<Map<string, AcknowledgedRow[]>> {
  if (of.length === 0) return new Map()
  const spans = of.map((one) => ({
    ...one,
    from: spanId(timeOf(one.id)),
    until: spanId(timeOf(one.id) + 2 * CONFIRM_DELAY_MS),
  }))
  const { results } = await db
    .prepare(
      `SELECT j.value ->> 'id' AS row, s.id, s.sku, s.locale, s.product
       FROM json_each(?2) j JOIN subscription s
         ON s.contact_id = j.value ->> 'contact' AND s.shop_id = ?1
       WHERE (${PROVEN_CHANNELS} & ${EMAIL}) <> 0
         AND s.request_id >= j.value ->> 'from' AND s.request_id < j.value ->> 'until'
       ORDER BY s.id LIMIT ?3`,
    )
    .bind(shopId, JSON.stringify(spans), limit)
    .all<AcknowledgedRow & { row: string }>()
  return Map.groupBy(results, ({ row }) => row)
}

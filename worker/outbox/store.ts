/** The outbox in D1: one row for each outgoing call that is not done. */
import type { Product } from '../../shared/product.ts'
import { idsOf, write } from '../homes/d1.ts'
import type { Notice } from '../message/notice.tsx'
import type { News } from '../connectors/destinations/call.ts'
import type { Capability } from '../connectors/destinations/contract.ts'
import { STOPPED } from './waits.ts'

/** The call that a row stands for: a capability of its destination. */
export type OutboxCall = Exclude<Capability, 'updateStock' | 'announce'> | 'stock' | 'event'

/** The column `detail`: JSON of what a call needs beyond the other columns. */
export interface Detail {
  /** `cancel`: the destination's id of the subscription. */
  relayId?: string
  /** `report`: the destination that sent the message, and its id of the message. */
  destination?: string
  messageId?: string
  /** `stock`: the levels that changed. `product`: from a page, if the catalogue has no entry. */
  levels?: { sku: string; locale: string; externalId: string; product?: Product | null }[]
  /** `event`: what happened. */
  news?: Pick<News, 'type' | 'data'>
  /** `notice`: what the mail to a member of the team is about. */
  notice?: Notice | { kind: 'invite' }
  /** When it happened, in milliseconds since 1970, unless the id begins with that time. */
  at?: number
  /** `notify`: the `relays` of the removed subscription: needed if it is put back or cancelled. */
  relays?: Record<string, unknown>
  /** `notify`: the last request of the removed subscription, and the bits that it may take back. */
  undo?: [requestId: string, bits: number]
  /** `notify`: another person waited in the same restock. */
  others?: 1
  /** `notify`: the bits of the channels over which a reminder may follow. */
  follows?: number
  /** `remind`: the first reminder or the second; and when the alert was accepted, milliseconds since 1970. */
  reminder?: 1 | 2
  toldAt?: number
  /** `consent`: the person agreed before the shop brought the consent here. */
  historical?: 1
  /** `close`: the sku of another product that the message names. */
  alternative?: string
  /** `move`: the contact that has the old address. */
  from?: string
  /** An attempt got no answer, so the destination may have done what it was asked. */
  silent?: 1
}

/** A leased row, as a delivery reads it. */
export interface OutboxRow {
  id: string
  shop_id: string
  call: OutboxCall
  destination: string
  attempts: number
  subscription_id: string
  contact_id: string
  restock_id: string | null
  channels: number
  /** JSON by channel, each sealed: `SealedAddresses`. */
  addresses: string
  sku: string
  locale: string
  external_id: string
  product: string | null
  wanted: number
  /** JSON of what the page said of its own, by name: `Data`. */
  data: string | null
  /** `''`: it may be sent together with others. The same id in several rows: they are one message. */
  together: string | null
  /** JSON of `Detail`. */
  detail: string | null
  /** Why the row waited. */
  reason: string | null
  /** The further rows of the same message. */
  also?: OutboxRow[]
}

/** The rows of a message: one, or several that are sent together. */
export const partsOf = (row: OutboxRow): OutboxRow[] => [row, ...(row.also ?? [])]

/** Parses the column `detail`. */
export const detailOf = (row: OutboxRow): Detail =>
  row.detail ? (JSON.parse(row.detail) as Detail) : {}

/**
 * A statement that leases the rows that are open and due, and returns them as `OutboxRow`, with
 * `suppressed` (a SQL expression) as a further column. It skips rows that are leased or done.
 */
export const leaseRows = (
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
  leaseMs: number,
  suppressed: string,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE outbox SET due_at = ?3 + ?4, attempts = attempts + 1,
         reason = nullif(reason, '${STOPPED}')
       WHERE id IN (SELECT value FROM json_each(?2) UNION ALL
           SELECT m.id FROM json_each(?2) j CROSS JOIN outbox x ON x.id = j.value AND x.shop_id = ?1
             CROSS JOIN outbox m ON m.contact_id = x.contact_id AND m.call IN ('notify', 'remind')
               AND m.shop_id = ?1 AND m.together = x.together
           WHERE x.together <> '')
         AND shop_id = ?1 AND state = 'open' AND due_at <= ?3
       RETURNING id, shop_id, call, destination, attempts, subscription_id, contact_id, restock_id,
         channels, addresses, sku, locale, external_id, product, wanted, data, together, detail, reason,
         ${suppressed} AS suppressed`,
    )
    .bind(shopId, JSON.stringify(ids), now, leaseMs)

/**
 * Ends the lease of rows that were not tried; they are due at `dueAt`. The attempt does not count.
 */
export async function release(
  db: D1Database,
  shopId: string,
  ids: string[],
  dueAt: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `UPDATE outbox SET due_at = ?3, attempts = attempts - 1
         WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1`,
      )
      .bind(shopId, JSON.stringify(ids), dueAt),
  ])
}

/**
 * Makes rows due now that wait because the destination did not know the variant. Gives their ids.
 */
export async function unpark(
  db: D1Database,
  shopId: string,
  skus: string[],
  now: number,
): Promise<string[]> {
  const [unparked] = await write(db, [
    db
      .prepare(
        `UPDATE outbox SET due_at = ?3
         WHERE shop_id = ?1 AND state = 'open' AND due_at > ?3 AND reason = 'variant_not_found'
           AND sku IN (SELECT value FROM json_each(?2))
         RETURNING id`,
      )
      .bind(shopId, JSON.stringify(skus), now),
  ])
  return idsOf([unparked])
}

/** Open rows that were due before a time: their queue message was lost or is late. */
export async function overdueRows(
  db: D1Database,
  before: number,
  limit: number,
): Promise<{ id: string; shop_id: string }[]> {
  const { results } = await db
    .prepare(`SELECT id, shop_id FROM outbox WHERE state = 'open' AND due_at <= ?1 LIMIT ?2`)
    .bind(before, limit)
    .all<{ id: string; shop_id: string }>()
  return results
}

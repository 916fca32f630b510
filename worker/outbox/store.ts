/** The outbox in D1: a row for every outgoing call that is not done. */
import type { Product } from '../../shared/product.ts'
import { rows, write } from '../d1.ts'
import type { Fate } from './rules.ts'

export interface OutboxRow {
  id: string
  shop_id: string
  call: 'subscribe' | 'notify' | 'confirm'
  destination: string
  attempts: number
  subscription_id: string
  contact_id: string
  restock_id: string | null
  channels: number
  /** Sealed. */
  email: string | null
  /** Sealed. */
  phone: string | null
  phone_index: string | null
  sku: string
  locale: string
  external_id: string
  product: string | null
}

/** Rows that are open and due, taken until the lease ends. Others hold the rest, or it is done. */
export async function leaseRows(
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
  leaseMs: number,
): Promise<OutboxRow[]> {
  const { results } = await db
    .prepare(
      `UPDATE outbox SET due_at = ?3 + ?4, attempts = attempts + 1
       WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1 AND state = 'open'
         AND due_at <= ?3
       RETURNING id, shop_id, call, destination, attempts, subscription_id, contact_id, restock_id,
         channels, email, phone, phone_index, sku, locale, external_id, product`,
    )
    .bind(shopId, JSON.stringify(ids), now, leaseMs)
    .all<OutboxRow>()
  // An id begins with the subscription's, so this is the order of asking; RETURNING keeps none.
  return results.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** Gives leased rows back unused, to be taken up later. The attempt does not count. */
export async function release(db: D1Database, ids: string[], dueAt: number): Promise<void> {
  await write(db, [
    db
      .prepare(
        `UPDATE outbox SET due_at = ?2, attempts = attempts - 1
         WHERE id IN (SELECT value FROM json_each(?1))`,
      )
      .bind(JSON.stringify(ids), dueAt),
  ])
}

/** A row that was given up, as the shop sees it. */
export interface DeadRow {
  id: string
  call: 'subscribe' | 'notify'
  destination: string
  sku: string
  reason: string
}

/** Rows that were given up, oldest first, after an id. */
export async function deadRows(
  db: D1Database,
  shopId: string,
  query: { reason?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<DeadRow[]> {
  const { results } = await db
    .prepare(
      `SELECT id, call, destination, sku, reason FROM outbox
       WHERE shop_id = ?1 AND state = 'dead' AND (?2 IS NULL OR reason = ?2)
         AND (?3 IS NULL OR id > ?3)
       ORDER BY id LIMIT ?4`,
    )
    .bind(shopId, query.reason ?? null, query.cursor ?? null, query.limit)
    .all<DeadRow>()
  return results
}

/** Opens rows that were given up: one by its id, or all of a reason. Gives their ids. */
export async function revive(
  db: D1Database,
  shopId: string,
  which: { id: string } | { reason: string },
  now: number,
): Promise<string[]> {
  const [revived] = await write(db, [
    db
      .prepare(
        `UPDATE outbox SET state = 'open', attempts = 0, due_at = ?4
         WHERE shop_id = ?1 AND state = 'dead' AND (id = ?2 OR reason = ?3) RETURNING id`,
      )
      .bind(shopId, 'id' in which ? which.id : null, 'reason' in which ? which.reason : null, now),
  ])
  return rows<{ id: string }>(revived)
    .map((row) => row.id)
    .toSorted()
}

/** The catalogue's word on skus, by sku and locale (empty: every locale). */
export async function catalogOf(
  db: D1Database,
  shopId: string,
  skus: string[],
): Promise<Map<string, Product>> {
  const { results } = await db
    .prepare(
      `SELECT sku, locale, data FROM product
       WHERE shop_id = ?1 AND sku IN (SELECT value FROM json_each(?2))`,
    )
    .bind(shopId, JSON.stringify(skus))
    .all<{ sku: string; locale: string; data: string }>()
  return new Map(
    results.map((row) => [catalogKey(row.sku, row.locale), JSON.parse(row.data) as Product]),
  )
}

export const catalogKey = (sku: string, locale: string): string => JSON.stringify([sku, locale])

/**
 * Records what became of rows, all in one transaction of a few statements, however many rows.
 * Gives the answer to `after`, which runs in the same transaction.
 */
export async function recordFates(
  db: D1Database,
  fates: { row: OutboxRow; fate: Fate }[],
  now: number,
  after: D1PreparedStatement,
): Promise<D1Result<unknown> | undefined> {
  const finished = fates.flatMap(({ row, fate }) =>
    fate.state === 'finished'
      ? { id: row.id, call: row.call, destination: row.destination, message: fate.messageId }
      : [],
  )
  const unfinished = fates.flatMap(({ row, fate }) =>
    fate.state === 'finished'
      ? []
      : {
          id: row.id,
          state: fate.state,
          reason: fate.reason,
          ...(fate.state === 'open' && { dueAt: fate.dueAt, attempts: fate.attempts }),
        },
  )
  const statements: D1PreparedStatement[] = []
  if (unfinished.length > 0) {
    statements.push(
      db
        .prepare(
          `UPDATE outbox SET state = j.value ->> 'state', reason = j.value ->> 'reason',
             due_at = coalesce(j.value ->> 'dueAt', due_at),
             attempts = coalesce(j.value ->> 'attempts', attempts)
           FROM json_each(?1) j WHERE outbox.id = j.value ->> 'id'`,
        )
        .bind(JSON.stringify(unfinished)),
    )
  }
  const told = finished.filter(({ call }) => call === 'notify')
  if (told.length > 0) {
    statements.push(
      db
        .prepare(
          `INSERT INTO notification (id, shop_id, restock_id, subscription_id, contact_id, sku,
             channels, destination, message_id, sent_at)
           SELECT o.id, o.shop_id, o.restock_id, o.subscription_id, o.contact_id, o.sku,
             o.channels, o.destination, j.value ->> 'message', ?2
           FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'
           WHERE true
           ON CONFLICT DO NOTHING`,
        )
        .bind(JSON.stringify(told), now),
    )
  }
  const relayed = finished.filter(({ call }) => call === 'subscribe')
  if (relayed.length > 0) {
    statements.push(
      db
        .prepare(
          `UPDATE subscription SET relays = json_set(coalesce(relays, '{}'),
             '$.' || json_quote(j.value ->> 'destination'),
             json_patch(json_object('at', ?2), json_object('id', j.value ->> 'message')))
           FROM json_each(?1) j JOIN outbox o ON o.id = j.value ->> 'id'
           WHERE subscription.id = o.subscription_id`,
        )
        .bind(JSON.stringify(relayed), now),
    )
  }
  if (finished.length > 0) {
    statements.push(
      db
        .prepare(
          `DELETE FROM outbox
           WHERE id IN (SELECT j.value ->> 'id' FROM json_each(?1) j)`,
        )
        .bind(JSON.stringify(finished)),
    )
  }
  const results = await write(db, [...statements, after])
  return results.at(-1)
}

/** Asks which of these restocks have sold out again: their level is not sellable any more. */
export function soldOutAgain(
  db: D1Database,
  restocks: string[],
  threshold: number,
): D1PreparedStatement {
  return db
    .prepare(
      `SELECT r.id FROM restock r LEFT JOIN stock_level l
         ON l.shop_id = r.shop_id AND l.sku = r.sku AND l.locale = r.locale
         AND l.external_id = r.external_id
       WHERE r.id IN (SELECT value FROM json_each(?1)) AND coalesce(l.quantity, 0) <= ?2`,
    )
    .bind(JSON.stringify(restocks), threshold)
}

/**
 * Puts people back on the list, in the place that they had: their id is their place. Whoever was
 * told over another channel already stays off. `after` runs in the same transaction.
 */
export async function putBack(
  db: D1Database,
  ids: string[],
  after: D1PreparedStatement,
): Promise<D1Result<unknown> | undefined> {
  const json = JSON.stringify(ids)
  const [, , last] = await write(db, [
    db
      .prepare(
        `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels,
           phone, phone_index, product, request_id)
         SELECT o.subscription_id, o.shop_id, o.contact_id, o.sku, o.locale, o.external_id,
           o.channels, o.phone, o.phone_index, o.product, o.subscription_id
         FROM outbox o
         WHERE o.id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS (
           SELECT 1 FROM notification n WHERE n.contact_id = o.contact_id AND n.sku = o.sku
             AND n.subscription_id = o.subscription_id)
         ON CONFLICT (id) DO UPDATE SET channels = channels | excluded.channels
         ON CONFLICT (contact_id, sku, locale, external_id)
           DO UPDATE SET status = 'waiting' WHERE status = 'pending'
         ON CONFLICT DO NOTHING`,
      )
      .bind(json),
    db.prepare('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?1))').bind(json),
    after,
  ])
  return last
}

/** Open rows that are overdue: their message was lost, or their next attempt has come. */
export async function overdueRows(
  db: D1Database,
  before: number,
  limit: number,
): Promise<{ id: string; shop_id: string }[]> {
  const [result] = await db.batch<Record<string, unknown>>([
    db
      .prepare(`SELECT id, shop_id FROM outbox WHERE state = 'open' AND due_at <= ?1 LIMIT ?2`)
      .bind(before, limit),
  ])
  return rows<{ id: string; shop_id: string }>(result)
}

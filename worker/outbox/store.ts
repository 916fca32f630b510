/** The outbox in D1: a row for every outgoing call that is not done. */
import type { Product } from '../../shared/product.ts'
import { rows, write } from '../homes/d1.ts'
import type { Capability, News } from '../connectors/destinations/contract.ts'

/** What a row is for: a capability of its destination. */
export type OutboxCall = Exclude<Capability, 'updateStock' | 'announce'> | 'stock' | 'event'

/** What a row carries beyond its columns. */
export interface Detail {
  /** `cancel`: what the destination called the subscription. */
  relayId?: string
  /** `report`: over which destination the message went, and what that called it. */
  destination?: string
  messageId?: string
  /** `stock`: the levels that changed, with what a page said where the catalogue says nothing. */
  levels?: { sku: string; locale: string; externalId: string; product?: Product | null }[]
  /** `event`: what happened. */
  news?: Pick<News, 'type' | 'data'>
  /** When it happened, where that is not what the id begins with. */
  at?: number
  /** `notify`: the `relays` of the subscription that is gone, should it be put back or cancelled. */
  relays?: Record<string, unknown>
  /** An attempt was not answered, so the other side may have done what it was asked. */
  silent?: 1
}

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
  /** Sealed. */
  email: string | null
  /** Sealed. */
  phone: string | null
  phone_index: string | null
  sku: string
  locale: string
  external_id: string
  product: string | null
  wanted: number
  /** JSON of `Detail`. */
  detail: string | null
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
         channels, email, phone, phone_index, sku, locale, external_id, product, wanted, detail`,
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
  call: OutboxCall
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

/** Brings up what waits because the other side did not know a variant. Gives the ids. */
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
  return rows<{ id: string }>(unparked).map(({ id }) => id)
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

/** What is known of a contact; `consents` is JSON of those given and not withdrawn. */
export interface PersonRow {
  id: string
  customer_id: string | null
  attributes: string | null
  consents: string
}

/** What is known of some contacts. */
export async function peopleOf(db: D1Database, ids: string[]): Promise<PersonRow[]> {
  const { results } = await db
    .prepare(
      `SELECT k.id, k.customer_id, k.attributes,
         (SELECT json_group_array(json_object('subscription', c.subscription_id,
            'purpose', c.purpose, 'channel', c.channel, 'text', c.text, 'version', c.version,
            'page', c.page, 'at', c.at))
          FROM consent c
          WHERE c.contact_id = k.id AND c.action = 'given' AND NOT EXISTS (
            SELECT 1 FROM consent w
            WHERE w.contact_id = c.contact_id AND w.subscription_id = c.subscription_id
              AND w.purpose = c.purpose AND w.channel = c.channel AND w.action = 'withdrawn')
         ) AS consents
       FROM contact k WHERE k.id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(ids))
    .all<PersonRow>()
  return results
}

/** A level as it is now, with the catalogue's word on it. */
export interface LevelRow {
  sku: string
  locale: string
  external_id: string
  quantity: number
  data: string | null
}

// The catalogue's word for the level's locale, else for every locale.
const LEVEL = `SELECT l.sku, l.locale, l.external_id, l.quantity, p.data
  FROM json_each(?2) j
  JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku'
    AND l.locale = j.value ->> 'locale' AND l.external_id = j.value ->> 'externalId'
  LEFT JOIN product p ON p.shop_id = l.shop_id AND p.sku = l.sku AND p.locale = (
    SELECT q.locale FROM product q
    WHERE q.shop_id = l.shop_id AND q.sku = l.sku AND q.locale IN (l.locale, '')
    ORDER BY q.locale DESC LIMIT 1)`

/** Levels as they are now. */
export async function levelsOf(
  db: D1Database,
  shopId: string,
  which: { sku: string; locale: string; externalId: string }[],
): Promise<LevelRow[]> {
  const { results } = await db.prepare(LEVEL).bind(shopId, JSON.stringify(which)).all<LevelRow>()
  return results
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
           phone, phone_index, product, wanted, relays, request_id)
         SELECT o.subscription_id, o.shop_id, o.contact_id, o.sku, o.locale, o.external_id,
           o.channels, o.phone, o.phone_index, o.product, o.wanted, o.detail ->> '$.relays',
           o.subscription_id
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

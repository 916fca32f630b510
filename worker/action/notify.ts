/**
 * Notifies people at the shop's word, although no level has the variant in stock: some shops
 * sell by other means. It is a restock of its own kind, so messages, clicks and purchases belong to it, and
 * it is matched as any other: in the same order, with the same conditions, ceilings and quiet hours.
 */
import * as v from 'valibot'
import { ExternalId, line, Locale, strictObject, whole } from '../../shared/text.ts'
import { rows, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { NOTIFY_PEOPLE_MOST } from '../limits.ts'
import { logStatement } from '../log/store.ts'
import { enqueueMatches } from '../queue.ts'
import { newRestockId } from '../restock/id.ts'
import { isServedBy } from '../restock/serves.ts'
import type { Wish } from '../restock/wish.ts'
import type { Shop } from '../shop/shop.ts'
import { Reason } from './rules.ts'

/** The caller's own name for a wish: the same id again is the same wish. */
export const WishId = line(100)

/** The first N people who wait for a variant, or all of them. */
export const NotifyBody = strictObject({
  id: WishId,
  people: v.union([v.literal('all'), whole(1, NOTIFY_PEOPLE_MOST)], 'quantity_invalid'),
  reason: Reason,
  locale: v.optional(Locale),
  externalId: v.optional(ExternalId),
})
export type NotifyBody = v.InferOutput<typeof NotifyBody>

/** One person. Without an `id`, the subscription is notified once. */
export const NotifyOneBody = strictObject({ id: v.optional(WishId), reason: Reason })

/** The result: the restock, or why there is none. */
export type Notified =
  | { kind: 'done'; restock: string; sku: string }
  /** The id stands for a wish about another variant. */
  | { kind: 'id_used' }
  | { kind: 'nobody' }
  /** There is no such subscription, or it is not confirmed. */
  | { kind: 'unknown' | 'unconfirmed' }

/** Whom a wish is about. */
interface Whom {
  sku: string
  locale: string
  externalId: string
}

/**
 * Starts to notify the people who wait for a variant, the first ones first. A repetition changes nothing and
 * has the same result. `now`: milliseconds since 1970.
 */
export function notify(
  env: Env,
  shop: Shop,
  sku: string,
  { id, people, reason, locale = '', externalId = '' }: NotifyBody,
  by: Wish['by'],
  now: number,
): Promise<Notified> {
  const wish: Wish = { by, reason, ...(people !== 'all' && { people }) }
  return start(env, shop, `id:${id}`, { sku, locale, externalId }, wish, now)
}

/** Notifies the person of one subscription, as `notify` does. */
export async function notifyOne(
  env: Env,
  shop: Shop,
  subscription: string,
  { id, reason }: v.InferOutput<typeof NotifyOneBody>,
  by: Wish['by'],
  now: number,
): Promise<Notified> {
  const db = homeOf(env, shop)
  const wishId = id === undefined ? `of:${subscription}` : `id:${id}`
  const [known, found] = await db.batch([
    wishStatement(db, shop.id, wishId),
    db
      .prepare('SELECT sku, status FROM subscription WHERE id = ?2 AND shop_id = ?1')
      .bind(shop.id, subscription),
  ])
  const [before] = rows<{ id: string; sku: string }>(known)
  if (before) return { kind: 'done', restock: before.id, sku: before.sku }
  const [one] = rows<{ sku: string; status: string }>(found)
  if (!one) return { kind: 'unknown' }
  if (one.status !== 'waiting') return { kind: 'unconfirmed' }
  const wish: Wish = { by, reason, people: 1, only: subscription }
  return start(env, shop, wishId, { sku: one.sku, locale: '', externalId: '' }, wish, now)
}

async function start(
  env: Env,
  shop: Shop,
  wishId: string,
  { sku, locale, externalId }: Whom,
  wish: Wish,
  now: number,
): Promise<Notified> {
  const db = homeOf(env, shop)
  const id = newRestockId(now)
  const detail = { restock: id, ...wish }
  const [, , known] = await write(db, [
    db
      .prepare(INSERT_MANUAL)
      .bind(shop.id, sku, locale, externalId, now, id, wishId, JSON.stringify(wish)),
    logStatement(db, shop.id, 'demand_notified', detail, { sku, ifChanged: true }),
    wishStatement(db, shop.id, wishId),
  ])
  const [row] = rows<{ id: string; sku: string; due_at: number | null }>(known)
  if (!row) return { kind: 'nobody' }
  if (row.sku !== sku) return { kind: 'id_used' }
  if (row.due_at !== null) await enqueueMatches(env, shop.id, [{ id: row.id, dueAt: row.due_at }])
  return { kind: 'done', restock: row.id, sku }
}

const INSERT_MANUAL = `
  INSERT INTO restock (id, shop_id, sku, locale, external_id, quantity, since, kind, state, due_at, wish_id, wish)
  SELECT ?6, ?1, ?2, ?3, ?4, 0, ?5, 'manual', 'open', ?5, ?7, ?8
  WHERE EXISTS (
    SELECT 1 FROM subscription s
    WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = ?2
      AND ${isServedBy({ locale: '?3', externalId: '?4', since: '?5' })})
  ON CONFLICT DO NOTHING`

const wishStatement = (db: D1Database, shopId: string, wishId: string): D1PreparedStatement =>
  db
    .prepare('SELECT id, sku, due_at FROM restock WHERE shop_id = ?1 AND wish_id = ?2')
    .bind(shopId, wishId)

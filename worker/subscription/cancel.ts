/**
 * Cancels subscriptions in D1, together with their queued messages and their copies at platforms.
 */
import { idsOf, write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { cancelAtDestinations, type CancelScope } from './cancel-calls.ts'
import { rememberStopped } from './stopped.ts'
import { type CancelMethod, withdrawConsents } from './withdraw.ts'

const REPORTED = new Set<CancelMethod>(['bounce', 'complaint', 'stop'])

/**
 * SQL: a condition on the outbox rows that a cancellation removes. After a bounce, a complaint or a
 * STOP the dead rows stay visible: nobody asked to have them deleted.
 */
export const removableRows = (method: CancelMethod): string =>
  REPORTED.has(method) ? `state = 'open'` : 'true'

// Of the same contact, sku, locale and externalId as the subscription that is cancelled: the person subscribed
// again while that message was queued or its reminder planned. It must not be sent either.
const IS_OF_SAME = (alias: string, id: string) =>
  `(${alias}contact_id, ${alias}sku, ${alias}locale, ${alias}external_id) = (
    SELECT y.contact_id, y.sku, y.locale, y.external_id FROM subscription y
    WHERE y.id = ${id} AND y.shop_id = ?1)`
const IS_EARLIER_MESSAGE = (alias: string, id: string) =>
  `(${alias}call IN ('notify', 'remind') AND ${IS_OF_SAME(alias, id)})`

/**
 * Statements that cancel subscriptions of a contact, and its queued messages and reminders about them. `idsOf`
 * reads from their results which outbox rows were written. `now` is in milliseconds since 1970.
 */
export function cancelStatements(
  db: D1Database,
  shop: Shop,
  contactId: string,
  scope: CancelScope,
  method: CancelMethod,
  now: number,
): D1PreparedStatement[] {
  const { subscriptionId = '', sku = '' } = scope
  const inScope = `shop_id = ?1 AND contact_id = ?2 AND (?3 = '' OR sku = ?3)`
  const ofContact = `s.contact_id = ?2 AND (?5 = '' OR s.sku = ?5) AND (?6 = '' OR s.id = ?6`
  return [
    // First: the subscription of the scope is deleted below.
    rememberStopped(db, shop.id, contactId, scope, now),
    ...withdrawConsents(
      db,
      `${ofContact})`,
      [shop.id, contactId, method, now, sku, subscriptionId],
      `${ofContact} OR ${IS_EARLIER_MESSAGE('s.', '?6')})`,
    ),
    ...cancelAtDestinations(db, shop, contactId, scope, now),
    db
      .prepare(
        `DELETE FROM outbox
         WHERE ${inScope}
           AND (?4 = '' OR subscription_id = ?4 OR ${IS_EARLIER_MESSAGE('', '?4')})
           AND call <> 'cancel' AND ${removableRows(method)}`,
      )
      .bind(shop.id, contactId, sku, subscriptionId),
    db
      .prepare(
        `DELETE FROM reminder
         WHERE ${inScope} AND (?4 = '' OR subscription_id = ?4 OR ${IS_OF_SAME('', '?4')})`,
      )
      .bind(shop.id, contactId, sku, subscriptionId),
    db
      .prepare(`DELETE FROM subscription WHERE ${inScope} AND (?4 = '' OR id = ?4)`)
      .bind(shop.id, contactId, sku, subscriptionId),
  ]
}

/**
 * Cancels subscriptions of a contact in a shop, and its queued messages and reminders about them. Queues the
 * calls that tell platforms.
 */
export async function cancelFor(
  env: Env,
  shop: Shop,
  contactId: string,
  scope: CancelScope,
  method: CancelMethod,
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const results = await write(db, cancelStatements(db, shop, contactId, scope, method, now))
  await enqueueOutbox(env, shop.id, idsOf(results))
}

/**
 * The id of the contact of a subscription; undefined if the shop has no such subscription. It finds
 * subscriptions that wait, and those whose message is queued or whose reminder is planned.
 */
export async function contactOf(
  db: D1Database,
  shopId: string,
  subscriptionId: string,
): Promise<string | undefined> {
  const row = await db
    .prepare(
      `SELECT contact_id FROM subscription WHERE id = ?2 AND shop_id = ?1
       UNION ALL
       SELECT contact_id FROM outbox
       WHERE subscription_id = ?2 AND shop_id = ?1 AND call <> 'cancel'
       UNION ALL
       SELECT contact_id FROM reminder WHERE id BETWEEN ?2 || ':' AND ?2 || ';' AND shop_id = ?1
       LIMIT 1`,
    )
    .bind(shopId, subscriptionId)
    .first<{ contact_id: string }>()
  return row?.contact_id
}

/**
 * Deletes rows whose retention period is over. Each function deletes at most `limit` rows and reads
 * its whole table. `before` is in milliseconds since 1970.
 */
import { write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'

/** Runs a statement that deletes rows. Gives how many. ?1: `before`, ?2: `limit`. */
async function drop(db: D1Database, sql: string, before: number, limit: number): Promise<number> {
  const [dropped] = await write(db, [db.prepare(`${ALL_SHOPS} ${sql}`).bind(before, limit)])
  return dropped?.meta.changes ?? 0
}

/**
 * Deletes outbox rows that were given up before a time. Gives how many. A dead row keeps the end of
 * its last lease in `due_at`, which is within minutes of the time at which it was given up.
 */
export const dropDead = (db: D1Database, before: number, limit: number): Promise<number> =>
  drop(
    db,
    `DELETE FROM outbox WHERE id IN (
       SELECT id FROM outbox WHERE state = 'dead' AND due_at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/** Deletes older purchases of people who are no contacts of the shop: they count for no restock. */
export const dropUnknownPurchases = (
  db: D1Database,
  before: number,
  limit: number,
): Promise<number> =>
  drop(
    db,
    `DELETE FROM purchase WHERE (shop_id, contact_id, sku, order_id) IN (
       SELECT p.shop_id, p.contact_id, p.sku, p.order_id FROM purchase p
       WHERE p.at < ?1 AND NOT EXISTS (
         SELECT 1 FROM contact k WHERE k.id = p.contact_id AND k.shop_id = p.shop_id)
       LIMIT ?2)`,
    before,
    limit,
  )

/**
 * Deletes consents to marketing alone that nobody has confirmed, and whose request is from before a time. What
 * is left of the contact is deleted as that of any other.
 */
export const dropUnconfirmedConsents = (
  db: D1Database,
  before: number,
  limit: number,
): Promise<number> =>
  drop(
    db,
    `DELETE FROM consent WHERE (contact_id, subscription_id, purpose, channel, action, version, sku) IN (
       SELECT contact_id, subscription_id, purpose, channel, action, version, sku FROM consent
       WHERE unconfirmed = 1 AND at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/** Deletes changes of levels from before a time. */
export const dropLevelChanges = (db: D1Database, before: number, limit: number): Promise<number> =>
  drop(
    db,
    `DELETE FROM level_change WHERE (shop_id, sku, locale, external_id, at) IN (
       SELECT shop_id, sku, locale, external_id, at FROM level_change WHERE at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/** Deletes what is kept of subscriptions that ended before a time. */
export const dropWaited = (db: D1Database, before: number, limit: number): Promise<number> =>
  drop(
    db,
    `DELETE FROM waited WHERE (shop_id, sku, id) IN (
       SELECT shop_id, sku, id FROM waited WHERE left_at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/** Deletes clicks of last messages from before a time. */
export const dropClosingClicks = (db: D1Database, before: number, limit: number): Promise<number> =>
  drop(
    db,
    `DELETE FROM closing_click WHERE (shop_id, subscription_id) IN (
       SELECT shop_id, subscription_id FROM closing_click WHERE clicked_at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/** Deletes notifications that were sent before a time. */
export const dropNotifications = (db: D1Database, before: number, limit: number): Promise<number> =>
  drop(
    db,
    `DELETE FROM notification WHERE (contact_id, sku, id) IN (
       SELECT contact_id, sku, id FROM notification WHERE sent_at < ?1 LIMIT ?2)`,
    before,
    limit,
  )

/**
 * Deletes words that a backend vouched for and that no consent refers to any more. What the shop
 * published is kept.
 */
export async function dropVouched(db: D1Database, limit: number): Promise<void> {
  await db
    .prepare(
      `DELETE FROM consent_text WHERE (shop_id, hash) IN (
       SELECT t.shop_id, t.hash FROM consent_text t
       WHERE t.vouched = 1 AND NOT EXISTS (
         SELECT 1 FROM consent c
         WHERE c.shop_id = t.shop_id AND c.text_hash = t.hash AND c.words = 'caller')
       LIMIT ?1)`,
    )
    .bind(limit)
    .run()
}

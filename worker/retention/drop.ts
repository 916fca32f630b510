/**
 * Deletes rows whose retention period is over. Each function deletes at most `limit` rows and reads
 * its whole table. `before` is in milliseconds since 1970.
 */
import { write } from '../homes/d1.ts'

/**
 * Deletes outbox rows that were given up before a time. Gives how many. A dead row keeps the end of
 * its last lease in `due_at`, which is within minutes of the time at which it was given up.
 */
export async function dropDead(db: D1Database, before: number, limit: number): Promise<number> {
  const [dropped] = await write(db, [
    db
      .prepare(
        `DELETE FROM outbox WHERE id IN (
           SELECT id FROM outbox WHERE state = 'dead' AND due_at < ?1 LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
  return dropped?.meta.changes ?? 0
}

/** Deletes older purchases of people who are no contacts of the shop: they count for no restock. */
export async function dropUnknownPurchases(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `DELETE FROM purchase WHERE (contact_id, sku, order_id) IN (
           SELECT p.contact_id, p.sku, p.order_id FROM purchase p
           WHERE p.at < ?1 AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = p.contact_id)
           LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
}

/** Deletes notifications that were sent before a time. */
export async function dropNotifications(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `DELETE FROM notification WHERE (contact_id, sku, id) IN (
           SELECT contact_id, sku, id FROM notification WHERE sent_at < ?1 LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
}

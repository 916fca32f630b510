/**
 * What a person or a shop has just stopped, in D1. A request that waits in the intake queue is older
 * than that, and must not bring the person back. So a row is kept until the queue cannot hold such a
 * request any more. It holds the contact's index, and no address.
 */
import { ALL_SHOPS } from '../homes/sql.ts'

/**
 * The statement that remembers it. `sku`: of this variant only; empty for everything that the contact
 * waits for. `at` is in milliseconds since 1970.
 */
export const rememberStopped = (
  db: D1Database,
  shopId: string,
  contactId: string,
  {
    subscriptionId = '',
    sku = '',
  }: { subscriptionId?: string | undefined; sku?: string | undefined },
  at: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO stopped (shop_id, contact_id, sku, at)
       SELECT ?1, ?2, CASE ?3 WHEN '' THEN ?4 ELSE s.sku END, ?5
       FROM (SELECT 1) LEFT JOIN subscription s ON s.id = ?3 AND s.shop_id = ?1 AND s.contact_id = ?2
       WHERE ?3 = '' OR s.id IS NOT NULL
       ON CONFLICT DO UPDATE SET at = excluded.at`,
    )
    .bind(shopId, contactId, subscriptionId, sku, at)

/** The statement that remembers one request as stopped: its id takes the place of a sku. */
export const rememberUndone = (
  db: D1Database,
  shopId: string,
  contactId: string,
  requestId: string,
  at: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO stopped (shop_id, contact_id, sku, at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT DO NOTHING`,
    )
    .bind(shopId, contactId, requestId, at)

/** SQL: whether the `request` of REQUEST is older than what its contact stopped. */
export const IS_STOPPED = `EXISTS (
  SELECT 1 FROM stopped x
  WHERE x.shop_id = request ->> 'shopId' AND x.contact_id = request ->> 'contactId'
    AND x.sku IN ('', request ->> 'sku', request ->> 'id') AND x.at >= request ->> 'at')`

/** Deletes what was stopped before a time. Reads the table. */
export async function dropStopped(db: D1Database, before: number): Promise<void> {
  await db.prepare(`DELETE FROM stopped WHERE at < ?1 ${ALL_SHOPS}`).bind(before).run()
}

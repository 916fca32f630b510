/** Deletes requests that nobody confirmed, and counts that are no longer needed. */
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'

/**
 * Deletes at most `limit` requests that nobody confirmed and that were last made before a time: each
 * subscription with its consents and outbox rows. `before` is in milliseconds since 1970.
 */
export async function forgetUnconfirmed(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT id, shop_id, contact_id FROM subscription INDEXED BY subscription_pending
       WHERE status = 'pending' AND request_id < ?1 LIMIT ?2`,
    )
    .bind(newId(before), limit)
    .all<{ id: string; shop_id: string; contact_id: string }>()
  if (results.length === 0) return
  const json = JSON.stringify(results)
  // A subscription that was confirmed since the first query is kept.
  const STILL_PENDING = `SELECT s.id, s.shop_id FROM json_each(?1) j
     JOIN subscription s ON s.id = j.value ->> 'id' AND s.shop_id = j.value ->> 'shop_id'
       AND s.status = 'pending'`
  await write(db, [
    db
      .prepare(
        `DELETE FROM consent
         WHERE contact_id IN (SELECT j.value ->> 'contact_id' FROM json_each(?1) j)
           AND (subscription_id, shop_id) IN (${STILL_PENDING})`,
      )
      .bind(json),
    db
      .prepare(`DELETE FROM outbox WHERE (subscription_id, shop_id) IN (${STILL_PENDING})`)
      .bind(json),
    db.prepare(`DELETE FROM subscription WHERE (id, shop_id) IN (${STILL_PENDING})`).bind(json),
  ])
}

/** Deletes the counts of confirmation mails from before a day (days since 1970). Reads the table. */
export async function dropCounts(db: D1Database, day: number): Promise<void> {
  await db.prepare('DELETE FROM confirmation WHERE day < ?1').bind(day).run()
}

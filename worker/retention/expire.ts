/** Expires subscriptions that have waited for too long. */
import { copyConsents } from '../consent/rows.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { DAY_MS } from '../limits.ts'

/** After how many days the subscriptions of a shop expire. */
export interface Expiry {
  shopId: string
  days: number
}

/**
 * Deletes at most `limit` subscriptions that are older than their shop allows, with their outbox rows,
 * and records beside their consents that they expired. Ids begin with their time, so the query reads
 * only subscriptions that are old enough for the shop with the shortest time. May run twice, also at
 * the same time. `now` is in milliseconds since 1970.
 */
export async function expireWaiting(
  db: D1Database,
  expiry: Expiry[],
  limit: number,
  now: number,
): Promise<void> {
  if (expiry.length === 0) return
  const idBefore = (days: number) => newId(now - days * DAY_MS)
  const byShop = Object.fromEntries(expiry.map(({ shopId, days }) => [shopId, idBefore(days)]))
  const latest = idBefore(Math.min(...expiry.map(({ days }) => days)))
  const { results } = await db
    .prepare(
      `SELECT id, shop_id FROM subscription
       WHERE id < ?1 AND status = 'waiting' AND id < (?2 ->> ('$."' || shop_id || '"')) LIMIT ?3`,
    )
    .bind(latest, JSON.stringify(byShop), limit)
    .all<{ id: string; shop_id: string }>()
  if (results.length === 0) return
  const json = JSON.stringify(results)
  // Ids of subscriptions and outbox rows are unique; the shop is compared all the same.
  const OF_THESE = (id: string) =>
    `(${id}, shop_id) IN (SELECT value ->> 'id', value ->> 'shop_id' FROM json_each(?1))`
  await write(db, [
    db
      .prepare(
        copyConsents(
          { action: 'expired', method: `'retention'`, at: '?2' },
          `(SELECT s.id, s.shop_id, s.contact_id FROM json_each(?1) j
             JOIN subscription s ON s.id = j.value ->> 'id' AND s.shop_id = j.value ->> 'shop_id') s`,
          'true',
        ),
      )
      .bind(json, now),
    db.prepare(`DELETE FROM outbox WHERE ${OF_THESE('subscription_id')}`).bind(json),
    db.prepare(`DELETE FROM subscription WHERE ${OF_THESE('id')}`).bind(json),
  ])
}

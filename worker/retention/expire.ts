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
      `SELECT id FROM subscription
       WHERE id < ?1 AND status = 'waiting' AND id < (?2 ->> ('$."' || shop_id || '"')) LIMIT ?3`,
    )
    .bind(latest, JSON.stringify(byShop), limit)
    .all<{ id: string }>()
  if (results.length === 0) return
  const ids = JSON.stringify(results.map(({ id }) => id))
  await write(db, [
    db
      .prepare(
        copyConsents(
          { action: 'expired', method: `'retention'`, at: '?2' },
          '(SELECT s.id, s.contact_id FROM json_each(?1) j JOIN subscription s ON s.id = j.value) s',
          'true',
        ),
      )
      .bind(ids, now),
    db
      .prepare('DELETE FROM outbox WHERE subscription_id IN (SELECT value FROM json_each(?1))')
      .bind(ids),
    db.prepare('DELETE FROM subscription WHERE id IN (SELECT value FROM json_each(?1))').bind(ids),
  ])
}

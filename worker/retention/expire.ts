/** Expires subscriptions that have waited for too long. */
import { copyConsents } from '../consent/rows.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { DAY_MS } from '../limits.ts'
import { ABOUT_SUBSCRIPTION, insertNews } from '../outbox/news.ts'

/** After how many days the subscriptions of a shop expire. */
export interface Expiry {
  shopId: string
  days: number
}

/** Gives the names of the destinations of a shop that announce news. */
export type AnnouncersOf = (shopId: string) => Promise<string[]>

// The sweep queues the rows.
const ANNOUNCE = insertNews({
  type: 'subscription.expired',
  key: `s.id || ':expired'`,
  shop: 's.shop_id',
  at: '?2',
  names: `?3 -> ('$."' || s.shop_id || '"')`,
  data: ABOUT_SUBSCRIPTION,
  from: `json_each(?1) j CROSS JOIN subscription s
    ON s.id = j.value ->> 'id' AND s.shop_id = j.value ->> 'shop_id'`,
  where: 'true',
})

/**
 * Deletes at most `limit` subscriptions that are older than their shop allows, with their outbox rows,
 * records beside their consents that they expired, and writes
 * the event for destinations that announce news. Ids begin with their time, so the query reads
 * only subscriptions that are old enough for the shop with the shortest time. May run twice, also at
 * the same time. `now` is in milliseconds since 1970.
 */
export async function expireWaiting(
  db: D1Database,
  expiry: Expiry[],
  announcersOf: AnnouncersOf,
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
  const shops = [...new Set(results.map((one) => one.shop_id))]
  const named = await Promise.all(shops.map(async (id) => [id, await announcersOf(id)] as const))
  const announce = named.some(([, names]) => names.length > 0)
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
    // Its rows name no subscription in their column, so the deletion above has left them.
    ...(announce
      ? [db.prepare(ANNOUNCE).bind(json, now, JSON.stringify(Object.fromEntries(named)))]
      : []),
    db.prepare(`DELETE FROM subscription WHERE ${OF_THESE('id')}`).bind(json),
  ])
}

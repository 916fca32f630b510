/** Announces holds: once for each person, restock and reason, however often the restock is looked at. */
import { idsOf, write } from '../homes/d1.ts'
import { ABOUT_SUBSCRIPTION, insertNews } from '../outbox/news.ts'
import { enqueueOutbox } from '../queue.ts'
import { announcersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { goesOn } from './claim.ts'
import type { Restock } from './lease.ts'
import type { Kept } from './rules.ts'

// The column `hold` remembers what was announced last. ?2: the restock, ?3: a reason, ?4: ids (JSON).
const MARK = `?2 || ':' || ?3`
const IS_NEW = `s.status = 'waiting' AND s.hold IS NOT ${MARK} AND ${goesOn('?2', '?1')}`

const ANNOUNCE = insertNews({
  type: 'subscription.held',
  key: `s.id || ':held:' || ${MARK}`,
  shop: '?1',
  at: '?5',
  names: '?6',
  data: `${ABOUT_SUBSCRIPTION}, 'restock', ?2, 'reason', ?3`,
  from: 'json_each(?4) j CROSS JOIN subscription s ON s.id = j.value AND s.shop_id = ?1',
  where: IS_NEW,
})

const REMEMBER = `UPDATE subscription AS s SET hold = ${MARK}
  WHERE s.id IN (SELECT j.value FROM json_each(?4) j) AND s.shop_id = ?1 AND ${IS_NEW}`

/**
 * Writes `subscription.held` for those of the people kept whose hold is new. `now`: milliseconds since
 * 1970. Without a destination that wants it, and without a new hold, it does nothing.
 */
export async function announceHeld(
  env: Env,
  db: D1Database,
  shop: Shop,
  { id }: Restock,
  kept: Kept[],
  now: number,
): Promise<void> {
  const names = announcersOf(shop.settings, 'subscription.held')
  const fresh = kept.filter(({ one, reason }) => one.hold !== `${id}:${reason}`)
  if (names.length === 0 || fresh.length === 0) return
  const results = await write(
    db,
    [...Map.groupBy(fresh, ({ reason }) => reason)].flatMap(([reason, some]) => {
      const about = [shop.id, id, reason, JSON.stringify(some.map(({ one }) => one.id))]
      return [
        db.prepare(ANNOUNCE).bind(...about, now, JSON.stringify(names)),
        db.prepare(REMEMBER).bind(...about),
      ]
    }),
  )
  await enqueueOutbox(env, shop.id, idsOf(results))
}

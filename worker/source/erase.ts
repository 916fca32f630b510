/**
 * Erases what a shop has because a platform asks for it: all people, and the catalogue with its
 * levels. A row does not say which source it came from, so the other sources are read anew. The
 * settings and keys stay. A run erases some people; the source stays due until nobody is left.
 */
import { eraseContact } from '../contact/store.ts'
import { homeOf } from '../homes/home.ts'
import { rows, write } from '../homes/d1.ts'
import { ERASED_IN_RUN } from '../limits.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'

/** Makes the next runs of a source erase everything, instead of reading. */
export async function startErasing(
  db: D1Database,
  shopId: string,
  source: string,
  now: number,
): Promise<void> {
  await db
    .prepare('UPDATE source SET erasing = 1, due_at = ?3 WHERE shop_id = ?1 AND name = ?2')
    .bind(shopId, source, now)
    .run()
}

/**
 * One run. Ends the lease until `leaseUntil`, and gives whether people are left. `now` is in
 * milliseconds since 1970.
 */
export async function eraseSome(
  env: Env,
  shop: Shop,
  source: string,
  leaseUntil: number,
  now: number,
): Promise<boolean> {
  const db = homeOf(env, shop)
  const found = await db
    .prepare('SELECT id FROM contact WHERE shop_id = ?1 LIMIT ?2')
    .bind(shop.id, ERASED_IN_RUN)
    .all<{ id: string }>()
  const people = rows<{ id: string }>(found)
  for (const { id } of people) {
    const { outbox } = await eraseContact(db, shop, id, now)
    await enqueueOutbox(env, shop.id, outbox)
  }
  const isMore = people.length === ERASED_IN_RUN
  const forget = ['product', 'page_product', 'stock_level', 'feed_sku'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE shop_id = ?1`).bind(shop.id),
  )
  await write(db, [
    ...(isMore ? [] : forget),
    db
      .prepare(
        `UPDATE source SET lease_until = 0, erasing = ?4, cursor = NULL, faults = NULL, due_at = ?5
         WHERE shop_id = ?1 AND name = ?2 AND lease_until = ?3`,
      )
      .bind(shop.id, source, leaseUntil, isMore ? 1 : 0, now),
    ...(isMore
      ? []
      : [
          db
            .prepare(
              `UPDATE source SET cursor = NULL, due_at = ?3 WHERE shop_id = ?1 AND name <> ?2`,
            )
            .bind(shop.id, source, now),
        ]),
  ])
  return isMore
}

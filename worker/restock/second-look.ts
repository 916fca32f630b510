/**
 * The second look: when the rules or the destinations of a shop have changed, everybody who waits is
 * looked at again. The sweep walks the skus that people wait for, some at a time, and records its place, so
 * that the next sweep continues a walk that was killed. It walks twice: after the first walk has passed a
 * sku, an isolate that does not know the new rules yet may still store a request by the old ones. The
 * second walk is also made each night.
 */
import { write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { SECOND_LOOK_MS, SECOND_LOOK_SHOPS, SECOND_LOOK_SKUS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { enqueueMatches } from '../queue.ts'
import { shopById } from '../shop/store.ts'
import { startMissing, wake, wokenRestocks } from './again.ts'

/** A row of `second_look`. Times are milliseconds since 1970. */
interface SecondLook {
  shop_id: string
  due_at: number
  pass: number
  after_sku: string
}

/** Plans a walk, or starts a planned one from the beginning. Call it before the change is in effect. */
export async function planSecondLook(db: D1Database, shopId: string, now: number): Promise<void> {
  await write(db, [
    db
      .prepare(
        `INSERT INTO second_look (shop_id, due_at) VALUES (?1, ?2)
         ON CONFLICT (shop_id) DO UPDATE SET due_at = excluded.due_at, pass = 1, after_sku = ''`,
      )
      .bind(shopId, now + SECOND_LOOK_MS),
  ])
}

/**
 * Plans the nightly walk of every shop of a home for which somebody waits: it starts
 * restocks that are missing for a cause that no other code handles. A walk that is under way continues.
 */
export async function planNightlyLooks(db: D1Database, now: number): Promise<void> {
  const nextAfter = (shop: string) =>
    `SELECT min(s.shop_id) FROM subscription s INDEXED BY subscription_in_order
     WHERE s.status = 'waiting' AND s.shop_id > ${shop}`
  await write(db, [
    db
      .prepare(
        `${ALL_SHOPS} WITH RECURSIVE shops (id) AS (
           ${nextAfter(`''`)}
           UNION ALL SELECT (${nextAfter('shops.id')}) FROM shops WHERE shops.id IS NOT NULL)
         INSERT INTO second_look (shop_id, due_at, pass) SELECT id, ?1, 2 FROM shops
         WHERE id IS NOT NULL
         ON CONFLICT DO NOTHING`,
      )
      .bind(now),
  ])
}

/** Continues the walks that are due in a home, some skus in each shop. Logs the failure of a shop. */
export async function takeSecondLooks(env: Env, db: D1Database, now: number): Promise<void> {
  const { results } = await db
    .prepare(`${ALL_SHOPS} SELECT * FROM second_look WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2`)
    .bind(now, SECOND_LOOK_SHOPS)
    .all<SecondLook>()
  for (const look of results) {
    // A fault in one shop must not hold up the others, nor the rest of the sweep. Its row stays due.
    await walkOn(env, db, look, now).catch((error: unknown) =>
      logLine('error', 'second_look_failed', { shop: look.shop_id, error: errorName(error) }),
    )
  }
}

async function walkOn(env: Env, db: D1Database, look: SecondLook, now: number): Promise<void> {
  const shop = await shopById(env, look.shop_id)
  const skus = shop ? await nextSkus(db, look) : []
  const next = progress(db, look, skus, now)
  if (!shop || skus.length === 0) {
    await write(db, [next])
    return
  }
  // The consumer compares `due_at` with its own clock, and not with the time at which the cron was due.
  const at = Date.now()
  const missing = startMissing(db, shop, skus, at)
  const looks =
    look.pass === 1 ? [wake(db, shop.id, skus, at, { ahead: true }), missing] : [missing]
  const results = await write(db, [...looks, next])
  await enqueueMatches(env, shop.id, wokenRestocks(results.slice(0, looks.length)))
}

/** The next skus with subscribers; reading each is one step in the index. */
async function nextSkus(db: D1Database, { shop_id, after_sku }: SecondLook): Promise<string[]> {
  const nextAfter = (sku: string) =>
    `SELECT min(s.sku) FROM subscription s INDEXED BY subscription_in_order
     WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku > ${sku}`
  const { results } = await db
    .prepare(
      `WITH RECURSIVE walk (sku) AS (
         ${nextAfter('?2')}
         UNION ALL SELECT (${nextAfter('walk.sku')}) FROM walk WHERE walk.sku IS NOT NULL LIMIT ?3)
       SELECT sku FROM walk WHERE sku IS NOT NULL`,
    )
    .bind(shop_id, after_sku, SECOND_LOOK_SKUS)
    .all<{ sku: string }>()
  return results.map(({ sku }) => sku)
}

/** Records how far a walk is. Does nothing if the walk was started again meanwhile. */
function progress(
  db: D1Database,
  { shop_id, due_at, pass, after_sku }: SecondLook,
  skus: string[],
  now: number,
): D1PreparedStatement {
  const isSame = 'shop_id = ?1 AND due_at = ?2 AND pass = ?3 AND after_sku = ?4'
  const key = [shop_id, due_at, pass, after_sku]
  if (skus.length === SECOND_LOOK_SKUS) {
    const sql = `UPDATE second_look SET after_sku = ?5 WHERE ${isSame}`
    return db.prepare(sql).bind(...key, skus.at(-1))
  }
  if (pass > 1) return db.prepare(`DELETE FROM second_look WHERE ${isSame}`).bind(...key)
  const sql = `UPDATE second_look SET due_at = ?5, pass = 2, after_sku = '' WHERE ${isSame}`
  return db.prepare(sql).bind(...key, now + SECOND_LOOK_MS)
}

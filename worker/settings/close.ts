/**
 * Closes a shop for good. One transaction removes its row with its data key: from then on nothing of it
 * can be read, its keys are unknown, and queue messages for it are dropped. Its rows are then deleted
 * in steps of bounded size. A row in `closed_shop` says how far that is, so that the sweep goes on
 * wherever it ended, and looks once more after an hour.
 */
import { write } from '../homes/d1.ts'
import { homeOf } from '../homes/home.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { ERASE_AGAIN_MS, ERASE_STEPS, ERASED_ROWS } from '../limits.ts'
import { logLine } from '../log-line.ts'
import { forgetShop } from '../shop/known.ts'
import { shopById } from '../shop/store.ts'
import { SHOP_TABLES, type ShopTable } from './tables.ts'

/** The result of closing a shop. */
export type Closed =
  /** Everything is deleted. */
  | 'erased'
  /** The shop is closed, and rows are left: the sweep goes on. */
  | 'erasing'
  | 'unknown'
  /** The name that was repeated is not the shop's. */
  | 'name_different'

interface ClosedShop {
  id: string
  public_key: string
  database: string
  closed_at: number
  pass: number
  in_table: string | null
  after_key: string
}

/** Closes a shop, or goes on with one that is closed. `name` is the shop's name, repeated. */
export async function closeShop(env: Env, id: string, name: string, now: number): Promise<Closed> {
  const shop = await shopById(env, id)
  if (shop) {
    if (shop.settings.name !== name) return 'name_different'
    await write(env.DB, [
      env.DB.prepare(
        `INSERT INTO closed_shop (id, public_key, database, closed_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?4) ON CONFLICT DO NOTHING`,
      ).bind(id, shop.publicKey, shop.database, now),
      env.DB.prepare('DELETE FROM secret_key WHERE shop_id = ?1').bind(id),
      env.DB.prepare('DELETE FROM shop_alias WHERE shop_id = ?1').bind(id),
      env.DB.prepare('DELETE FROM shop WHERE id = ?1').bind(id),
    ])
    logLine('info', 'shop_closed', { shop: id })
  }
  const closed = await env.DB.prepare('SELECT * FROM closed_shop WHERE id = ?1')
    .bind(id)
    .first<ClosedShop>()
  if (!closed) return 'unknown'
  await forgetShop(env, { id, publicKey: closed.public_key })
  return (await erase(env, closed, now)) ? 'erased' : 'erasing'
}

/** For the sweep: goes on with a closed shop that is due. */
export async function eraseClosed(env: Env, now: number): Promise<void> {
  const closed = await env.DB.prepare(
    'SELECT * FROM closed_shop WHERE due_at <= ?1 ORDER BY due_at LIMIT 1',
  )
    .bind(now)
    .first<ClosedShop>()
  if (!closed) return
  await forgetShop(env, { id: closed.id, publicKey: closed.public_key })
  await erase(env, closed, now)
}

/** Deletes rows, at most `ERASE_STEPS` statements. Gives whether it looked at the last table. */
async function erase(env: Env, closed: ClosedShop, now: number): Promise<boolean> {
  const { id, in_table: start } = closed
  const db = homeOf(env, closed)
  let at = Math.max(
    0,
    SHOP_TABLES.findIndex(({ name }) => name === start),
  )
  let after = closed.after_key
  for (let step = 0; step < ERASE_STEPS; step += 1) {
    const table = SHOP_TABLES[at]
    if (!table) {
      await endPass(env, closed, now)
      return true
    }
    const next = await eraseSome(db, id, table, after)
    after = next ?? ''
    if (next === undefined) at += 1
    await env.DB.prepare('UPDATE closed_shop SET in_table = ?2, after_key = ?3 WHERE id = ?1')
      .bind(id, SHOP_TABLES[at]?.name ?? null, after)
      .run()
  }
  return false
}

/** Ends a pass over all tables. The second one ends what is known of the shop. */
async function endPass(env: Env, closed: ClosedShop, now: number): Promise<void> {
  const { id, pass, closed_at } = closed
  // The counts of its new contacts stand under its id; other counts name no shop.
  await homeOf(env, closed).prepare('DELETE FROM ceiling WHERE who = ?1').bind(id).run()
  const again = closed_at + ERASE_AGAIN_MS
  if (pass > 1 && now >= again) {
    await env.DB.prepare('DELETE FROM closed_shop WHERE id = ?1').bind(id).run()
  } else {
    await env.DB.prepare(
      `UPDATE closed_shop SET pass = 2, due_at = ?2, in_table = NULL, after_key = '' WHERE id = ?1`,
    )
      .bind(id, again)
      .run()
  }
}

/**
 * Deletes some rows of the shop from a table, after the key `after`. Gives the key to go on after;
 * undefined at the end of the table.
 */
async function eraseSome(
  db: D1Database,
  shopId: string,
  { name, key, own }: ShopTable,
  after: string,
): Promise<string | undefined> {
  if (own) {
    const [deleted] = await write(db, [
      db
        .prepare(
          `DELETE FROM ${name} WHERE shop_id = ?1 AND (${key}) IN (
             SELECT ${key} FROM ${name} WHERE shop_id = ?1 LIMIT ?2)`,
        )
        .bind(shopId, ERASED_ROWS),
    ])
    return deleted?.meta.changes === ERASED_ROWS ? after : undefined
  }
  // The rows of all shops lie mixed: each statement looks at the next ones, whose ever they are.
  const window = await db
    .prepare(
      `${ALL_SHOPS} SELECT max(${key}) AS upto FROM (
         SELECT ${key} FROM ${name} WHERE ${key} > ?1 ORDER BY ${key} LIMIT ?2)`,
    )
    .bind(after, ERASED_ROWS)
    .first<{ upto: string | null }>()
  const upto = window?.upto ?? undefined
  if (upto === undefined) return undefined
  await write(db, [
    db
      .prepare(`DELETE FROM ${name} WHERE ${key} > ?2 AND ${key} <= ?3 AND shop_id = ?1`)
      .bind(shopId, after, upto),
  ])
  return upto
}

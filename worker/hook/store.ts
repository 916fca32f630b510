/** Webhooks that were handled before, by the vendor's id of the delivery. */
import { ALL_SHOPS } from '../homes/sql.ts'

/** Whether the webhook was handled before. `name`: the source or destination; `id`: a hash. */
export async function wasSeen(
  db: D1Database,
  shopId: string,
  name: string,
  id: string,
): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM hook_seen WHERE shop_id = ?1 AND name = ?2 AND id = ?3')
    .bind(shopId, name, id)
    .first()
  return row !== null
}

/**
 * Records that a webhook was handled. Call it after its content is stored: if the Worker stops
 * before that, the webhook is handled again, which does no harm.
 */
export async function markSeen(
  db: D1Database,
  shopId: string,
  name: string,
  id: string,
  now: number,
): Promise<void> {
  await db
    .prepare(
      'INSERT INTO hook_seen (shop_id, name, id, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING',
    )
    .bind(shopId, name, id, now)
    .run()
}

/** Deletes the records of all shops from before a time. Reads the whole table. */
export async function dropSeen(db: D1Database, before: number): Promise<void> {
  await db.prepare(`${ALL_SHOPS} DELETE FROM hook_seen WHERE at < ?1`).bind(before).run()
}

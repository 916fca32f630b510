/** Webhooks that were taken already, by the vendor's id of the delivery. */

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

/** Written after what it brought is stored: one that died half way is taken again, to no harm. */
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

/** Forgets those of all shops from before a time. Reads the whole table. */
export async function dropSeen(db: D1Database, before: number): Promise<void> {
  await db.prepare('DELETE FROM hook_seen WHERE at < ?1').bind(before).run()
}

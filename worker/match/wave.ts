/** Waves: how many units people may be notified of now. */
import { write } from '../homes/d1.ts'
import { MINUTE_MS } from '../limits.ts'
import type { Rules } from '../shop/settings.ts'
import type { Restock } from './lease.ts'
import { waveSize } from './rules.ts'

/**
 * How many units people may be notified of now. A wave that was interrupted is continued; otherwise
 * a new one starts. Without waves there is no limit.
 */
export async function allowanceFor(
  db: D1Database,
  restock: Restock,
  { pace }: Rules,
  quantity: number,
): Promise<number> {
  if (restock.wave_size !== null) return Math.max(0, restock.wave_size - restock.wave_notified)
  if (pace.mode !== 'waves') return waveSize(pace, quantity, 0)
  const now = Date.now()
  const notifiedLately = await unitsNotifiedSince(db, restock, now - pace.everyMinutes * MINUTE_MS)
  const size = waveSize(pace, quantity, notifiedLately)
  await startWave(db, restock, size, now)
  return size
}

/**
 * Units that people were notified of in waves that started after a time, of all restocks of the
 * sku.
 */
async function unitsNotifiedSince(
  db: D1Database,
  { shop_id, sku }: Restock,
  after: number,
): Promise<number> {
  const row = await db
    .prepare(
      `SELECT coalesce(sum(wave_notified), 0) AS units FROM restock
       WHERE shop_id = ?1 AND sku = ?2 AND wave_at > ?3`,
    )
    .bind(shop_id, sku, after)
    .first<{ units: number }>()
  return row?.units ?? 0
}

async function startWave(
  db: D1Database,
  { id, shop_id }: Restock,
  size: number,
  now: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `UPDATE restock SET wave_at = ?3, wave_size = ?4, wave_notified = 0
         WHERE id = ?2 AND shop_id = ?1`,
      )
      .bind(shop_id, id, now, size),
  ])
}

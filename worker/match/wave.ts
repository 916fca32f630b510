/** Waves: how many units people may be notified of now. */
import { write } from '../homes/d1.ts'
import { MINUTE_MS } from '../limits.ts'
import type { Pace } from '../shop/settings.ts'
import type { Restock } from './lease.ts'
import { waveSize } from './rules.ts'

/** The current wave. */
export interface Wave {
  /** How many units people may be notified of now. */
  allowance: number
  /** `wave_at` of the wave that goes on; undefined if it begins now, or was interrupted. */
  since?: number | undefined
}

/**
 * How many units people may be notified of now. A wave that was interrupted is continued. A look within
 * the time of the last wave uses the units that the wave has left, and counts to it; otherwise a new wave
 * starts.
 * Without waves there is no limit.
 */
export async function allowanceFor(
  db: D1Database,
  restock: Restock,
  pace: Pace,
  quantity: number,
): Promise<Wave> {
  const { wave_at: since, wave_size: size, wave_notified: notified } = restock
  if (size !== null) return { allowance: Math.max(0, size - notified) }
  if (pace.mode !== 'waves') return { allowance: waveSize(pace, quantity, 0) }
  const now = Date.now()
  const lately = now - pace.everyMinutes * MINUTE_MS
  const allowance = waveSize(pace, quantity, await unitsNotifiedSince(db, restock, lately))
  const goesOn = since !== null && since > lately
  await startWave(
    db,
    restock,
    goesOn ? { since, notified } : { since: now, notified: 0 },
    allowance,
  )
  return { allowance, since: goesOn ? since : undefined }
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

/** Starts a wave, or goes on with one that has notified people of some units. */
async function startWave(
  db: D1Database,
  { id, shop_id }: Restock,
  { since, notified }: { since: number; notified: number },
  allowance: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `UPDATE restock SET wave_at = ?3, wave_size = ?4, wave_notified = ?5
         WHERE id = ?2 AND shop_id = ?1`,
      )
      .bind(shop_id, id, since, notified + allowance, notified),
  ])
}

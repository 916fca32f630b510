/** Which sources are due or silent, and how a poll is brought forward. */
import { rows, write } from '../homes/d1.ts'

export interface Due {
  /** Sources that are due and that no run has leased. */
  due: { shop: string; source: string }[]
  /** Sources without a success for too long. Each is given once, until it succeeds again. */
  silent: { shop_id: string; name: string; last_error: string | null }[]
}

/** Finds both, over all shops of the database: at most `limit` of each. */
export async function dueSources(db: D1Database, now: number, limit: number): Promise<Due> {
  const [due, silent] = await write(db, [
    db
      .prepare(
        `SELECT shop_id AS shop, name AS source FROM source
         WHERE due_at <= ?1 AND lease_until <= ?1 ORDER BY due_at LIMIT ?2`,
      )
      .bind(now, limit),
    db
      .prepare(
        `UPDATE source SET silent_at = NULL WHERE (shop_id, name) IN (
           SELECT shop_id, name FROM source WHERE silent_at <= ?1 LIMIT ?2)
         RETURNING shop_id, name, last_error`,
      )
      .bind(now, limit),
  ])
  return { due: rows(due), silent: rows(silent) }
}

/**
 * Makes a source due now. With `accept`, its next run takes what was held back. Gives false when
 * the shop has no source of this name.
 */
export async function pollNow(
  db: D1Database,
  shopId: string,
  name: string,
  accept: boolean,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE source SET due_at = ?3, accept = max(accept, ?4)
       WHERE shop_id = ?1 AND name = ?2`,
    )
    .bind(shopId, name, now, accept ? 1 : 0)
    .run()
  return meta.changes > 0
}

/** Makes a source due at `at` at the latest, because hints of a webhook could not be read. */
export async function pollSoon(
  db: D1Database,
  shopId: string,
  name: string,
  reason: string,
  at: number,
): Promise<void> {
  await db
    .prepare(
      `UPDATE source SET due_at = min(due_at, ?3), last_error = ?4, last_error_item = NULL
       WHERE shop_id = ?1 AND name = ?2`,
    )
    .bind(shopId, name, at, reason)
    .run()
}

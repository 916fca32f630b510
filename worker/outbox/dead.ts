/** Dead outbox rows in D1: the Worker gave them up, and the shop can list and revive them. */
import { idsOf, write } from '../homes/d1.ts'
import type { OutboxCall } from './store.ts'
import { ENOUGH_TODAY } from './waits.ts'

/** A dead row (the Worker gave it up), as the API shows it. */
export interface DeadRow {
  id: string
  call: OutboxCall
  destination: string
  sku: string
  reason: string
}

/** Dead rows, oldest first: at most `limit` whose id is greater than `cursor`. */
export async function deadRows(
  db: D1Database,
  shopId: string,
  query: { reason?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<DeadRow[]> {
  const { results } = await db
    .prepare(
      `SELECT id, call, destination, sku, reason FROM outbox
       WHERE shop_id = ?1 AND state = 'dead' AND (?2 IS NULL OR reason = ?2)
         AND (?3 IS NULL OR id > ?3)
       ORDER BY id LIMIT ?4`,
    )
    .bind(shopId, query.reason ?? null, query.cursor ?? null, query.limit)
    .all<DeadRow>()
  return results
}

/**
 * Opens dead rows again: one by its id, or all with a reason. Gives their ids, sorted. The person of a message
 * may have got others meanwhile, so a day has to have room for it; and it may be about other products with it.
 */
export async function revive(
  db: D1Database,
  shopId: string,
  which: { id: string } | { reason: string },
  now: number,
): Promise<string[]> {
  const [revived] = await write(db, [
    db
      .prepare(
        `UPDATE outbox SET state = 'open', attempts = 0, due_at = ?4,
           together = iif(together IS NULL, NULL, ''),
           reason = iif(call IN ('notify', 'remind'), '${ENOUGH_TODAY}', reason)
         WHERE shop_id = ?1 AND state = 'dead' AND (id = ?2 OR reason = ?3) RETURNING id`,
      )
      .bind(shopId, 'id' in which ? which.id : null, 'reason' in which ? which.reason : null, now),
  ])
  return idsOf([revived]).toSorted()
}

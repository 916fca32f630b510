/**
 * The gate of a shop's destination. All consumers book their calls at the gate, so together they
 * stay below its rate limit. After many failures in a row the gate closes for a while (a circuit
 * breaker). A destination has one row, which is written once for each queue message.
 */
import { idsOf, rows, write } from '../homes/d1.ts'
import {
  BREAKER_FAILURES,
  BREAKER_MS,
  DISABLED_MS,
  OUTBOX_LEASE_MS,
  RATE_AHEAD_MS,
} from '../limits.ts'

/**
 * When booked calls may start; or when to ask again, because the gate is closed or fully booked.
 */
export type Booking =
  /** `failures`: how many calls failed in a row until now. */
  | {
      booked: true
      startAt: number
      failures: number
      /** The results of the statements in `beside`. */
      results: D1Result<unknown>[]
    }
  /** `disabled`: the reason why the destination gets no calls until the shop opens it again. */
  | { booked: false; againAt: number; disabled?: string }

/**
 * Books `lengthMs` of calls after the calls that are booked already, at most RATE_AHEAD_MS ahead.
 * Calls that are `apart` are booked one after the other, but independently of all other calls. `beside`:
 * statements that run in the same transaction, whether the gate is open or not.
 */
export async function bookCalls(
  db: D1Database,
  shopId: string,
  destination: string,
  lengthMs: number,
  now: number,
  { apart = false, beside = [] }: { apart?: boolean; beside?: D1PreparedStatement[] } = {},
): Promise<Booking> {
  const length = Math.ceil(lengthMs)
  const freeAt = apart ? 'apart_free_at' : 'free_at'
  const booking = db
    .prepare(
      `INSERT INTO gate (shop_id, destination, ${freeAt}) VALUES (?1, ?2, ?4 + ?3)
       ON CONFLICT (shop_id, destination) DO UPDATE SET
         ${freeAt} = max(${freeAt}, ?4) + ?3
       WHERE disabled IS NULL AND closed_until <= ?4 AND ${freeAt} <= ?4 + ?5
       RETURNING ${freeAt} AS free_at, failures`,
    )
    .bind(shopId, destination, length, now, RATE_AHEAD_MS)
  const [booked, ...results] = await write(db, [booking, ...beside])
  const [row] = rows<{ free_at: number; failures: number }>(booked)
  if (row) return { booked: true, startAt: row.free_at - length, failures: row.failures, results }
  const gate = await db
    .prepare(
      `SELECT ${freeAt} AS free_at, closed_until, disabled FROM gate
       WHERE shop_id = ?1 AND destination = ?2`,
    )
    .bind(shopId, destination)
    .first<{ free_at: number; closed_until: number; disabled: string | null }>()
  if (gate?.disabled) return { booked: false, againAt: now + DISABLED_MS, disabled: gate.disabled }
  return { booked: false, againAt: Math.max(gate?.free_at ?? now, gate?.closed_until ?? now) }
}

/**
 * Reports to the gate how many calls worked and failed. One call that worked opens the gate.
 * BREAKER_FAILURES failures in a row close it; after that, every further failure closes it again.
 */
export async function reportCalls(
  db: D1Database,
  shopId: string,
  destination: string,
  { worked, failed }: { worked: number; failed: number },
  now: number,
): Promise<{ closed: boolean }> {
  if (worked > 0) {
    await db
      .prepare(
        `UPDATE gate SET failures = 0, closed_until = 0
         WHERE shop_id = ?1 AND destination = ?2 AND failures > 0`,
      )
      .bind(shopId, destination)
      .run()
    return { closed: false }
  }
  const row = await db
    .prepare(
      `UPDATE gate SET failures = failures + ?3,
         closed_until = CASE WHEN failures + ?3 >= ?4 THEN ?5 ELSE closed_until END
       WHERE shop_id = ?1 AND destination = ?2 RETURNING failures`,
    )
    .bind(shopId, destination, failed, BREAKER_FAILURES, now + BREAKER_MS)
    .first<{ failures: number }>()
  return { closed: (row?.failures ?? 0) >= BREAKER_FAILURES }
}

/**
 * A statement that stops all calls to a destination until the shop opens the gate again: the destination
 * asked for it, or people complained. It changes nothing if the calls are stopped already.
 */
export const disableStatement = (
  db: D1Database,
  shopId: string,
  destination: string,
  reason: string,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE gate SET disabled = ?3
       WHERE shop_id = ?1 AND destination = ?2 AND disabled IS NULL`,
    )
    .bind(shopId, destination, reason)

/**
 * A statement that notes that a destination refuses calls until the shop changes something. It changes
 * nothing if that was noted since `unlessSince` (milliseconds since 1970).
 */
export const noteRefusal = (
  db: D1Database,
  shopId: string,
  destination: string,
  now: number,
  unlessSince: number,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE gate SET refused_at = ?3
       WHERE shop_id = ?1 AND destination = ?2 AND coalesce(refused_at, 0) <= ?4`,
    )
    .bind(shopId, destination, now, unlessSince)

/** Opens a closed or disabled gate, and makes its rows due now. Gives the ids of those rows. */
export async function reopen(
  db: D1Database,
  shopId: string,
  destination: string,
  now: number,
): Promise<string[]> {
  const [refused, , due] = await write(db, [
    // Dead rows that were given up only because the destination asked not to be called.
    db
      .prepare(
        `UPDATE outbox SET state = 'open', attempts = 0, due_at = ?3
         WHERE shop_id = ?1 AND destination = ?2 AND state = 'dead' AND reason = (
           SELECT disabled FROM gate WHERE shop_id = ?1 AND destination = ?2)
         RETURNING id`,
      )
      .bind(shopId, destination, now),
    db
      .prepare(
        `UPDATE gate SET disabled = NULL, refused_at = NULL, failures = 0, closed_until = 0
         WHERE shop_id = ?1 AND destination = ?2`,
      )
      .bind(shopId, destination),
    db
      .prepare(
        `UPDATE outbox SET due_at = ?3
         WHERE shop_id = ?1 AND destination = ?2 AND state = 'open' AND due_at > ?4
         RETURNING id`,
      )
      // Rows that are due sooner may be leased by a consumer.
      .bind(shopId, destination, now, now + OUTBOX_LEASE_MS),
  ])
  return idsOf([refused, due])
}

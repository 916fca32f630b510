/**
 * The gate in front of a shop's destination: calls are booked at the pace that it allows, by all
 * consumers together, and after many failures in a row it is closed for a while. One row per
 * destination, written once per chunk.
 */
import { rows, write } from '../homes/d1.ts'
import {
  BREAKER_FAILURES,
  BREAKER_MS,
  CALLS_AT_ONCE,
  DISABLED_MS,
  OUTBOX_LEASE_MS,
  RATE_AHEAD_MS,
  RATE_AT_ONCE,
  RATE_USED,
} from '../limits.ts'

/** Calls that a destination allows; the slower of the two holds. */
export interface Rate {
  perSecond?: number | undefined
  perMinute?: number | undefined
}

/** Of two limits that both hold, the slower one for each span. */
export const slower = (a: Rate, b: Rate): Rate => ({
  perSecond: least(a.perSecond, b.perSecond),
  perMinute: least(a.perMinute, b.perMinute),
})

const least = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** How calls are spread in time. */
export interface Pace {
  /** Calls that begin together. */
  atOnce: number
  /** Milliseconds that are booked for a call: 0 where nothing limits them. */
  gapMs: number
}

/**
 * The pace that a rate allows. Others count in windows that begin whenever they like, and a window
 * may hold one more beginning than its share: so groups are small against the limit, and one is
 * left out of it.
 */
export function paceOf({ perSecond = Infinity, perMinute = Infinity }: Rate): Pace {
  const fit = Math.min(CALLS_AT_ONCE, perSecond * RATE_AT_ONCE, perMinute * RATE_AT_ONCE)
  const atOnce = Math.max(1, Math.floor(fit))
  const gap = (windowMs: number, calls: number) => windowMs / (calls * RATE_USED - atOnce + 1)
  return { atOnce, gapMs: Math.max(gap(1000, perSecond), gap(60_000, perMinute)) }
}

/** A rate of requests, as one of calls that make several each. */
export const ofCalls = ({ perSecond, perMinute }: Rate, requests: number): Rate => ({
  perSecond: perSecond && perSecond / requests,
  perMinute: perMinute && perMinute / requests,
})

/** When booked calls may start; or, where none were booked, when to ask again. */
export type Booking =
  /** `failures`: calls in a row that failed before. */
  | { booked: true; startAt: number; failures: number }
  /** `disabled`: it asked never to be called again. */
  | { booked: false; againAt: number; disabled?: true }

/** Books a run of calls behind those booked before, unless that is too far ahead or closed. */
export async function book(
  db: D1Database,
  shopId: string,
  destination: string,
  lengthMs: number,
  now: number,
): Promise<Booking> {
  const length = Math.ceil(lengthMs)
  const row = await db
    .prepare(
      `INSERT INTO gate (shop_id, destination, free_at) VALUES (?1, ?2, ?4 + ?3)
       ON CONFLICT (shop_id, destination) DO UPDATE SET
         free_at = max(free_at, ?4) + ?3
       WHERE disabled IS NULL AND closed_until <= ?4 AND free_at <= ?4 + ?5
       RETURNING free_at, failures`,
    )
    .bind(shopId, destination, length, now, RATE_AHEAD_MS)
    .first<{ free_at: number; failures: number }>()
  if (row) return { booked: true, startAt: row.free_at - length, failures: row.failures }
  const gate = await db
    .prepare(
      'SELECT free_at, closed_until, disabled FROM gate WHERE shop_id = ?1 AND destination = ?2',
    )
    .bind(shopId, destination)
    .first<{ free_at: number; closed_until: number; disabled: string | null }>()
  if (gate?.disabled) return { booked: false, againAt: now + DISABLED_MS, disabled: true }
  return { booked: false, againAt: Math.max(gate?.free_at ?? now, gate?.closed_until ?? now) }
}

/**
 * Tells the gate how calls went. Any that worked opens it; enough that did not, with those before
 * them, close it, and so does the first one after it was closed.
 */
export async function report(
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

/** Leaves a destination alone until somebody opens it again: it asked for that. */
export async function disable(
  db: D1Database,
  shopId: string,
  destination: string,
  reason: string,
): Promise<void> {
  await db
    .prepare('UPDATE gate SET disabled = ?3 WHERE shop_id = ?1 AND destination = ?2')
    .bind(shopId, destination, reason)
    .run()
}

/** Opens a destination that was disabled or left alone, and brings up what waited for it. */
export async function reopen(
  db: D1Database,
  shopId: string,
  destination: string,
  now: number,
): Promise<string[]> {
  const [refused, , due] = await write(db, [
    // What was given up only because the destination asked not to be called.
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
        `UPDATE gate SET disabled = NULL, failures = 0, closed_until = 0
         WHERE shop_id = ?1 AND destination = ?2`,
      )
      .bind(shopId, destination),
    db
      .prepare(
        `UPDATE outbox SET due_at = ?3
         WHERE shop_id = ?1 AND destination = ?2 AND state = 'open' AND due_at > ?4
         RETURNING id`,
      )
      // Sooner ones may be in somebody's hands.
      .bind(shopId, destination, now, now + OUTBOX_LEASE_MS),
  ])
  return [refused, due].flatMap(rows<{ id: string }>).map(({ id }) => id)
}

/**
 * Step 2 of a delivery: book. It counts the messages and puts off those above a ceiling. Then it
 * reserves time for calls to one destination within its rate limit, and puts off the rows that do
 * not fit.
 */
import { chunks } from '../chunks.ts'
import { RATE_AHEAD_MS } from '../limits.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { holdToCeilings, settle } from './ceilings.ts'
import { COMPLAINTS } from './complaints.ts'
import { bookCalls } from './gate.ts'
import { fallbackFor, type OpenDestination } from './open.ts'
import type { Paced } from './pace.ts'
import { spreadFor } from './rate.ts'
import { recordFates } from './record.ts'
import { withinRamp } from './ramp.ts'
import { count, putOff, type Work } from './work.ts'

/** Booked calls to one destination: groups that start `groupMs` apart. */
export interface Booked {
  name: string
  open: OpenDestination | undefined
  groups: OutboxRow[][]
  /** When the first group may start; milliseconds since 1970. */
  startAt: number
  groupMs: number
  /** How many calls failed in a row before this run. */
  failures: number
}

/**
 * Books calls of one pace for the rows that are due. Undefined if the gate is closed: then all are put
 * off.
 */
export async function book(
  work: Work,
  name: string,
  { pace, rows }: Paced,
): Promise<Booked | undefined> {
  const { db, shop, destinations } = work
  const open = destinations.get(name)
  const { due, later, until } = await withinRamp(db, shop.id, open?.sender, rows, Date.now())
  if (later.length > 0) {
    await putOff(work, later, until)
    count(work, `${name}:ramp`, later.length)
    if (due.length === 0) return undefined
  }
  const { atOnce, gapMs } = spreadFor(pace.rate)
  const fitting = gapMs > 0 ? Math.max(1, Math.floor(RATE_AHEAD_MS / gapMs)) : due.length
  const run = due.slice(0, fitting)
  const first = holdToCeilings(db, work.ceilings, shop, run, Date.now())
  const lengthMs = gapMs * first.within.length
  const booking = await bookCalls(db, shop.id, name, lengthMs, Date.now(), {
    apart: pace.apart,
    beside: first.statements,
  })
  if (!booking.booked) {
    // A fallback would send the same mails to the same people, whose complaints are the reason.
    const moves = booking.disabled !== undefined && booking.disabled !== COMPLAINTS
    const kept = moves ? await moveToFallback(work, name, open, due) : due
    await putOff(work, kept, booking.againAt)
    if (kept.length > 0) count(work, `${name}:put_off`)
    return undefined
  }
  const { startAt, failures, results } = booking
  await putOff(work, due.slice(fitting), startAt + lengthMs)
  const { within, held } = await settle(work, first, results)
  if (held.length > 0) {
    await recordFates(work, held)
    for (const { row, fate } of held)
      count(work, `${row.call}:${name}:${fate.state}:${fate.reason}`)
  }
  return { name, open, groups: chunks(within, atOnce), startAt, groupMs: atOnce * gapMs, failures }
}

/** Moves rows of a disabled destination to its fallback. Gives the rows that cannot move. */
async function moveToFallback(
  work: Work,
  name: string,
  open: OpenDestination | undefined,
  due: OutboxRow[],
): Promise<OutboxRow[]> {
  const reason = 'disabled'
  const moved = due.flatMap((row) => {
    const to = fallbackFor(row, open)
    return to ? [{ row, fate: { state: 'moved', to, reason } as const }] : []
  })
  if (moved.length === 0) return due
  await recordFates(work, moved)
  count(work, `${name}:moved:${reason}`, moved.length)
  return due.filter((row) => !moved.some((one) => one.row === row))
}

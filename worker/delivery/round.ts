/**
 * Step 3 of a delivery: a round. It waits until its start, puts people back whose variant sold out
 * again, and makes the other calls of one group at the same time.
 */
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { idsOf, write } from '../homes/d1.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { enqueueMatches } from '../queue.ts'
import { lookAgain, wokenRestocks } from '../restock/again.ts'
import type { Booked } from './book.ts'
import { makeCall } from './call.ts'
import { fallbackFor } from './open.ts'
import { putBackStatements } from './put-back.ts'
import { type Fate, fateOf } from './rules.ts'
import { count, type Work } from './work.ts'

/** A call that was made, and what becomes of its row. */
export interface MadeCall {
  row: OutboxRow
  outcome: Outcome
  fate: Fate
}

/**
 * Makes the calls of a group at `startAt`, and returns the time when it really started. `soldOut`: ids
 * of the restocks that were sold out when the last round was recorded. After a wait, or if it is
 * undefined, the query `soldOutNow` reads them again.
 */
export async function round(
  work: Work,
  { name, open }: Booked,
  group: OutboxRow[],
  startAt: number,
  soldOut: Set<string> | undefined,
  soldOutNow: D1PreparedStatement,
): Promise<{ made: MadeCall[]; startedAt: number }> {
  const waited = await sleepUntil(startAt)
  const startedAt = Date.now()
  const soldOutIds = waited || !soldOut ? idsIn(await soldOutNow.all()) : soldOut
  const back = group.filter((row) => row.restock_id !== null && soldOutIds.has(row.restock_id))
  if (back.length > 0) {
    await putBack(work, back)
    count(work, `notify:${name}:put_back`, back.length)
  }
  const made = await Promise.all(
    group
      .filter((row) => !back.includes(row))
      .map(async (row): Promise<MadeCall> => {
        const outcome = await makeCall(row, open, work)
        const fallback = fallbackFor(row, open)
        const fate = fateOf(outcome, row.attempts, Date.now(), Math.random(), fallback)
        return { row, outcome, fate }
      }),
  )
  return { made, startedAt }
}

/**
 * Puts people back on the waiting list instead of notifying them. If the level has just risen
 * again, nobody was waiting at that moment and no restock started, so a restock is started here.
 */
async function putBack({ env, db, shop }: Work, back: OutboxRow[]): Promise<void> {
  const skus = [...new Set(back.map((row) => row.sku))]
  const ids = back.map((row) => row.id)
  const look = lookAgain(db, shop, skus, Date.now())
  const results = await write(db, [...putBackStatements(db, shop.id, ids), ...look])
  await enqueueMatches(env, shop.id, wokenRestocks(results.slice(-look.length)))
}

/** The ids in the result of a query. */
export const idsIn = (result: D1Result<unknown> | undefined): Set<string> =>
  new Set(idsOf([result]))

/** Waits until a time (milliseconds since 1970). Gives whether it waited at all. */
async function sleepUntil(at: number): Promise<boolean> {
  const ms = at - Date.now()
  if (ms <= 0) return false
  await new Promise((wake) => setTimeout(wake, ms))
  return true
}

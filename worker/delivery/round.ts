/**
 * Step 3 of a delivery: a round. Waits for its start, puts people back whose restock has sold out
 * again, and makes the other calls of one group at the same time.
 */
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { rows, write } from '../homes/d1.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { enqueueMatches } from '../queue.ts'
import { startedRestocks, startRestocks } from '../restock/start.ts'
import type { Booked } from './book.ts'
import { makeCall } from './call.ts'
import { fallbackFor } from './open.ts'
import { puttingBack } from './put-back.ts'
import { type Fate, fateOf } from './rules.ts'
import { count, type Work } from './work.ts'

/** A call that was made, and what becomes of its row. */
export interface Made {
  row: OutboxRow
  outcome: Outcome
  fate: Fate
}

export interface Round {
  made: Made[]
  /** When the round really started; milliseconds since 1970. */
  startedAt: number
}

/**
 * Makes the calls of a group at `startAt`. `soldOut` holds the restocks that the last record saw
 * sold out; after a wait, or without it, the levels are read again by `soldOutNow`.
 */
export async function round(
  work: Work,
  { name, open }: Booked,
  group: OutboxRow[],
  startAt: number,
  soldOut: Set<string> | undefined,
  soldOutNow: D1PreparedStatement,
): Promise<Round> {
  const waited = await sleepUntil(startAt)
  const startedAt = Date.now()
  const gone = waited || !soldOut ? idsIn(await soldOutNow.all()) : soldOut
  const back = group.filter((row) => row.restock_id !== null && gone.has(row.restock_id))
  if (back.length > 0) {
    await putBack(work, back)
    count(work, `notify:${name}:put_back`, back.length)
  }
  const made = await Promise.all(
    group
      .filter((row) => !back.includes(row))
      .map(async (row): Promise<Made> => {
        const outcome = await makeCall(row, open, work)
        const fallback = fallbackFor(row, open)
        const fate = fateOf(outcome, row.attempts, Date.now(), Math.random(), fallback)
        return { row, outcome, fate }
      }),
  )
  return { made, startedAt }
}

/**
 * Puts people back on the list instead of telling them of a variant that is sold out. If the level
 * has just risen again, nobody was waiting at that moment: so a restock is begun here.
 */
async function putBack({ env, db, shop }: Work, back: OutboxRow[]): Promise<void> {
  const skus = [...new Set(back.map((row) => row.sku))]
  const results = await write(db, [
    ...puttingBack(
      db,
      back.map((row) => row.id),
    ),
    startRestocks(db, shop, skus, Date.now()),
  ])
  await enqueueMatches(env, shop.id, startedRestocks(results.at(-1)))
}

/** The ids that a query gave. */
export const idsIn = (result: D1Result<unknown> | undefined): Set<string> =>
  new Set(rows<{ id: string }>(result).map((row) => row.id))

/** Gives whether there was anything to wait for. */
async function sleepUntil(at: number): Promise<boolean> {
  const ms = at - Date.now()
  if (ms <= 0) return false
  await new Promise((wake) => setTimeout(wake, ms))
  return true
}

/**
 * Step 3 of a delivery: a round. It waits until its start, puts people back whose variant sold out
 * again or whose restock the shop ended, puts off those whose restock it stopped, drops reminders that are
 * not to be sent any more, and makes the other calls of one group at the same time.
 */
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { rows, write } from '../homes/d1.ts'
import { detailOf, type OutboxRow, partsOf } from '../outbox/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { isPlanned } from '../reminder/rules.ts'
import { lookAgain, wokenRestocks } from '../restock/again.ts'
import type { Booked } from './book.ts'
import { makeCall, productOf } from './call.ts'
import { fallbackFor } from './open.ts'
import { type Barred, keepStoppedStatement, putBackStatements } from './put-back.ts'
import { type Fate, fateOf } from './rules.ts'
import { recordFates } from './record.ts'
import { aloneIf, partly } from './together.ts'
import { count, type Work } from './work.ts'

/** A call that was made, and what becomes of its row. */
export interface MadeCall {
  row: OutboxRow
  outcome: Outcome
  fate: Fate
}

/**
 * Makes the calls of a group at `startAt`, and returns the time when it really started. `barred`: the
 * restocks that might send nothing when the last round was recorded. After a wait, or if it is
 * undefined, the query `barredNow` reads them again.
 */
export async function round(
  work: Work,
  { name, open }: Booked,
  group: OutboxRow[],
  startAt: number,
  barred: Barring | undefined,
  query: D1PreparedStatement,
): Promise<{ made: MadeCall[]; startedAt: number }> {
  const waited = await sleepUntil(startAt)
  const startedAt = Date.now()
  const now = waited || !barred ? barredIn(await query.all()) : barred
  const whyNot = (row: OutboxRow) =>
    row.call === 'remind' ? whyNoReminder(work, row, now) : now.get(row.restock_id ?? '')
  const parts = group.flatMap(partsOf)
  const back = parts.filter((row) => whyNot(row) === 'over')
  if (back.length > 0) {
    await putBack(work, back)
    count(work, `notify:${name}:put_back`, back.length)
  }
  const stopped = parts.filter((row) => whyNot(row) === 'stopped')
  if (stopped.length > 0) {
    await keepStopped(work, stopped)
    for (const { call } of stopped) count(work, `${call}:${name}:stopped`)
  }
  const moot = parts.flatMap((row): { row: OutboxRow; fate: Dropped }[] => {
    const why = row.call === 'remind' ? whyNot(row) : undefined
    return why && why !== 'stopped' ? [{ row, fate: { state: 'dropped', reason: why } }] : []
  })
  if (moot.length > 0) {
    await recordFates(work, moot)
    for (const { row, fate } of moot) count(work, `${row.call}:${name}:dropped:${fate.reason}`)
  }
  const made = await Promise.all(
    group
      .flatMap((row) => partly(row, (part) => whyNot(part) === undefined))
      // One without a description is refused as any other such message, and the others are sent.
      .flatMap((row) => (row.also ? aloneIf(row, (part) => !productOf(part, work.facts)) : [row]))
      .map(async (row): Promise<MadeCall> => {
        const outcome = await makeCall(row, open, work)
        const fallback = fallbackFor(row, open)
        const fate = fateOf(outcome, row.attempts, Date.now(), Math.random(), fallback)
        return { row, outcome, fate }
      }),
  )
  return { made, startedAt }
}

type Dropped = Extract<Fate, { state: 'dropped' }>

function whyNoReminder({ shop }: Work, row: OutboxRow, now: Barring): Barred['why'] | undefined {
  const { reminder = 1 } = detailOf(row)
  const planned = isPlanned(shop.settings, { number: reminder, destination: row.destination })
  return planned ? now.get(row.id) : 'not_planned'
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

/**
 * Puts off the messages of restocks that the shop has stopped, until it lets these go on. If it has just
 * done so, they are due at once.
 */
async function keepStopped({ env, db, shop }: Work, stopped: OutboxRow[]): Promise<void> {
  const now = Date.now()
  const ids = stopped.map((row) => row.id)
  const [kept] = await write(db, [keepStoppedStatement(db, shop.id, ids, now)])
  const due = rows<{ id: string; due_at: number }>(kept).filter((row) => row.due_at <= now)
  await enqueueOutbox(
    env,
    shop.id,
    due.map(({ id }) => id),
  )
}

/** By the id of a restock or of a reminder: why it sends nothing now. */
export type Barring = Map<string, Barred['why']>

/** Reads the result of `barredNow`. */
export const barredIn = (result: D1Result<unknown> | undefined): Barring =>
  new Map(rows<Barred>(result).map(({ id, why }) => [id, why]))

/** Waits until a time (milliseconds since 1970). Gives whether it waited at all. */
async function sleepUntil(at: number): Promise<boolean> {
  const ms = at - Date.now()
  if (ms <= 0) return false
  await new Promise((wake) => setTimeout(wake, ms))
  return true
}

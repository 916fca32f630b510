/** Reads every size, a few pages in each run, so that a lost event is made up for. */
import type { PollContext, Sink, SourceFailure } from '../contract.ts'
import { pageAfter } from '../judge.ts'
import type { Cursor } from './cursor.ts'
import { type AskCentra, isUp } from './graphql.ts'
import { readSizePage } from './levels.ts'
import { FULL_READING_AFTER_ORDERS_MS, PAGES_PER_RUN, SIZES_PER_QUERY } from './limits.ts'
import type { CentraOptions } from './options.ts'

/**
 * Reads the next pages when a full reading is under way, due, or needed because of an event. Gives
 * the cursor for the next poll, and how many sizes were read.
 */
export async function continueFullReading(
  ask: AskCentra,
  options: CentraOptions,
  sink: Sink,
  cursor: Cursor,
  { now, faults }: PollContext,
): Promise<{ kind: 'read'; cursor: Cursor; items: number } | SourceFailure> {
  let { page, reconciledAt, call } = cursor
  let items = 0
  if (page === undefined) {
    if (!isDue(options, cursor, now)) return { kind: 'read', cursor, items }
    page = 1
    faults.restart()
    reconciledAt = now
    call = undefined
  }
  for (let pages = 0; page !== undefined && pages < PAGES_PER_RUN; pages += 1) {
    const asOf = Date.now()
    const read = await readSizePage(ask, options, faults, page)
    if (read.kind === 'failed') {
      const at = await pageAfter(faults, page, read, isUp(ask))
      return { ...read, cursor: JSON.stringify({ ...cursor, page: at, reconciledAt, call }) }
    }
    await sink.levels(read.levels, asOf)
    items += read.sizes.length
    page = read.count < SIZES_PER_QUERY ? undefined : page + 1
    if (read.quotaLow) break
  }
  return { kind: 'read', cursor: { ...cursor, page, reconciledAt, call }, items }
}

function isDue(
  { events, reconcileMinutes }: CentraOptions,
  { reconciledAt, call }: Cursor,
  now: number,
): boolean {
  const age = reconciledAt === undefined ? Infinity : now - reconciledAt
  return (
    !events ||
    call === 'all' ||
    age >= reconcileMinutes * 60_000 ||
    (call === 'orders' && age >= FULL_READING_AFTER_ORDERS_MS)
  )
}

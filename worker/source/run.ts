/**
 * The queue consumer for sources. It polls a source, one consumer at a time for each source, or
 * reads what a webhook hinted at. Levels are stored before the cursor moves, so a run that dies is
 * repeated from its beginning; levels that are stored already write nothing.
 */
import type { PollResult, SourceFailure } from '../connectors/sources/contract.ts'
import { type ItemFaults, openFaults } from '../connectors/sources/item-faults.ts'
import { homeOf } from '../homes/home.ts'
import { RETRY_FIRST_MS, SHOWN_FAULTY_ITEMS, SOURCE_LEASE_MS, SOURCE_ROWS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { reportShop } from '../log/report.ts'
import { writeLog } from '../log/store.ts'
import type { SourceMessage } from '../messages.ts'
import { enqueueSources } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { dueSources, pollSoon } from './due.ts'
import { eraseSome } from './erase.ts'
import { openSource } from './open.ts'
import { nextPoll } from './rules.ts'
import { openSink } from './sink.ts'
import { leaseSource, recordPush, recordRun, type SourceRow } from './store.ts'

/** Handles one message. Throws when hints could not be read, so that the message comes again. */
export async function runSource(env: Env, message: SourceMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  if (message.hints) await rereadSource(env, shop, message.source, message.hints)
  else await pollSource(env, shop, message.source)
}

/** For the tick: puts sources that are due on the queue, and reports sources that are silent. */
export async function sweepSources(
  env: Env,
  database: string,
  db: D1Database,
  now: number,
): Promise<void> {
  const { due, silent } = await dueSources(db, now, SOURCE_ROWS)
  await enqueueSources(env, due)
  for (const { shop_id, name, last_error } of silent) {
    await reportShop(
      env,
      { id: shop_id, database },
      { kind: 'source_silent', source: name, ...(last_error && { reason: last_error }) },
    )
  }
}

async function pollSource(env: Env, shop: Shop, name: string): Promise<void> {
  const db = homeOf(env, shop)
  const startedAt = Date.now()
  const leased = await leaseSource(db, shop.id, name, startedAt, SOURCE_LEASE_MS)
  if (!leased) return
  if (leased.erasing === 1) {
    const isMore = await eraseSome(env, shop, name, leased.lease_until, startedAt)
    if (isMore) await enqueueSources(env, [{ shop: shop.id, source: name }])
    return
  }
  const sink = openSink(env, shop, name, startedAt)
  const faults = openFaults(leased.faults, startedAt)
  const polled = await failureIfThrown(name, async (): Promise<PollResult> => {
    const calls = await openSource(env, shop, name)
    if (!calls) return { kind: 'failed', reason: 'source_removed' }
    const poll = { now: startedAt, accept: leased.accept === 1, faults }
    return calls.changesSince(leased.cursor ?? undefined, sink, poll)
  })
  const now = Date.now()
  const rhythm = { everyMs: leased.every_ms, failures: leased.failures }
  const next = nextPoll(polled, rhythm, now, Math.random())
  const { written, restocks } = sink.tally
  await sink.log({ ...faults.counts, ...(polled.kind === 'done' && polled.counts) })
  await recordRun(db, leased, { polled, next, written, restocks, faults: faults.toText() }, now)
  if (polled.kind === 'done' && polled.unknownWords && polled.unknownWords.length > 0) {
    const detail = { source: name, words: polled.unknownWords }
    await writeLog(db, shop.id, 'availability_unknown', detail)
  }
  if (polled.kind === 'done' && polled.unnamed && polled.unnamed.length > 0) {
    const items = polled.unnamed.slice(0, SHOWN_FAULTY_ITEMS)
    await writeLog(db, shop.id, 'sku_not_on_page', { source: name, items })
  }
  await reportTrouble(env, shop, leased, polled)
  if (polled.kind === 'more') {
    await enqueueSources(env, [{ shop: shop.id, source: name }], next.dueAt - now)
  }
}

/** Reports a failure or a held feed to the shop; not again while the reason stays the same. */
async function reportTrouble(
  env: Env,
  shop: Shop,
  before: SourceRow,
  polled: PollResult,
): Promise<void> {
  if (polled.kind !== 'failed' && polled.kind !== 'held') return
  const { reason } = polled
  if (before.last_error === reason) return
  if (polled.kind === 'held') {
    const { items } = polled
    const event = { source: before.name, items, before: before.items ?? 0 }
    await reportShop(env, shop, { kind: polled.reason, ...event })
  } else {
    const { item } = polled
    await reportShop(env, shop, { kind: 'source_failed', source: before.name, reason, item })
  }
}

/** Reads hints. When that fails, it throws and also brings the next poll forward. */
async function rereadSource(env: Env, shop: Shop, name: string, hints: string[]): Promise<void> {
  const calls = await openSource(env, shop, name)
  if (!calls?.reread) return
  const { reread } = calls
  const now = Date.now()
  const sink = openSink(env, shop, name, now)
  const faults = openFaults(null, now)
  const outcome = await failureIfThrown(name, () => reread(hints, sink, faults))
  const db = homeOf(env, shop)
  const { written, restocks } = sink.tally
  await sink.log(faults.counts)
  await logFaults(db, shop, name, faults)
  await recordPush(db, shop.id, name, { written, restocks }, now)
  if (outcome.kind === 'done') return
  await pollSoon(db, shop.id, name, outcome.reason, now + RETRY_FIRST_MS)
  throw new Error(`hints of a source could not be read: ${outcome.reason}`)
}

/** Tells the shop which hints could not be read: nothing keeps them, and polls find what they meant. */
async function logFaults(
  db: D1Database,
  shop: Shop,
  source: string,
  faults: ItemFaults,
): Promise<void> {
  const all = faults.list()
  if (all.length === 0) return
  const items = all.slice(0, SHOWN_FAULTY_ITEMS).map(({ item, reason }) => ({ item, reason }))
  await writeLog(db, shop.id, 'source_skipped', { source, count: all.length, items })
}

/** A source throws when it has a fault of its own, or when D1 fails: both may pass. */
async function failureIfThrown<T>(
  source: string,
  work: () => Promise<T>,
): Promise<T | SourceFailure> {
  try {
    return await work()
  } catch (error) {
    logLine('error', 'source_threw', { source, error: errorName(error) })
    return { kind: 'failed', reason: 'internal' }
  }
}

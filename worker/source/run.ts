/**
 * The source consumer: asks a source for changes, one consumer at a time for each source, or reads
 * again what a webhook hinted at. What was read is stored before the cursor moves, so a run that
 * dies is repeated from where it began; levels that are known already write nothing.
 */
import { RETRY_FIRST_MS, SOURCE_LEASE_MS, SOURCE_ROWS } from '../limits.ts'
import { reportShop } from '../log/report.ts'
import { enqueueSources } from '../queue.ts'
import { type SourceMessage } from '../messages.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { openSource } from './open.ts'
import { nextPoll } from './rules.ts'
import { openSink } from './sink.ts'
import type { Failed, Polled } from '../connectors/sources/contract.ts'
import {
  dueSources,
  leaseSource,
  pollSoon,
  recordPush,
  recordRun,
  type SourceRow,
} from './store.ts'

export async function runSource(env: Env, message: SourceMessage): Promise<void> {
  const shop = await shopById(env, message.shop)
  if (!shop) return
  if (message.hints) await reread(env, shop, message.source, message.hints)
  else await poll(env, shop, message.source)
}

/** The tick's part: has what is due asked, and reports what has been silent for too long. */
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

async function poll(env: Env, shop: Shop, name: string): Promise<void> {
  const db = homeOf(env, shop)
  const startedAt = Date.now()
  const leased = await leaseSource(db, shop.id, name, startedAt, SOURCE_LEASE_MS)
  if (!leased) return
  const sink = openSink(env, shop, name, startedAt)
  const polled = await orFailed(name, async (): Promise<Polled> => {
    const calls = await openSource(env, shop, name)
    if (!calls) return { kind: 'failed', reason: 'source_removed' }
    const context = { now: startedAt, accept: leased.accept === 1 }
    return calls.changesSince(leased.cursor ?? undefined, sink, context)
  })
  const now = Date.now()
  const rhythm = { everyMs: leased.every_ms, failures: leased.failures }
  const next = nextPoll(polled, rhythm, now, Math.random())
  const { written, restocks } = sink.tally
  await sink.log(polled.kind === 'done' ? polled.counts : {})
  await recordRun(db, leased, { polled, next, written, restocks }, now)
  await tell(env, shop, leased, polled)
  if (polled.kind === 'more') {
    await enqueueSources(env, [{ shop: shop.id, source: name }], next.dueAt - now)
  }
}

/** Reports what went wrong, once for as long as it goes wrong in the same way. */
async function tell(env: Env, shop: Shop, before: SourceRow, polled: Polled): Promise<void> {
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

/** Throws where it could not be read, so that the message comes again; asking comes sooner, too. */
async function reread(env: Env, shop: Shop, name: string, hints: string[]): Promise<void> {
  const calls = await openSource(env, shop, name)
  if (!calls?.reread) return
  const again = calls.reread
  const now = Date.now()
  const sink = openSink(env, shop, name, now)
  const outcome = await orFailed(name, () => again(hints, sink))
  const db = homeOf(env, shop)
  const { written, restocks } = sink.tally
  await sink.log()
  await recordPush(db, shop.id, name, { written, restocks }, now)
  if (outcome.kind === 'done') return
  await pollSoon(db, shop.id, name, outcome.reason, now + RETRY_FIRST_MS)
  throw new Error(`hints of a source could not be read: ${outcome.reason}`)
}

/** A source that throws has a fault of its own, or D1 has: try again later. */
async function orFailed<T>(source: string, work: () => Promise<T>): Promise<T | Failed> {
  try {
    return await work()
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        event: 'source_threw',
        source,
        error: error instanceof Error ? error.name : 'unknown',
      }),
    )
    return { kind: 'failed', reason: 'internal' }
  }
}

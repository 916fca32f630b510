/**
 * Product pages with schema.org data, for shops that offer nothing else. Each run reads the pages
 * of some SKUs with waiting subscribers, one page after the other, as robots.txt allows. After each
 * page it pauses for as long as the page took. A page that cannot be read changes nothing.
 */
import * as v from 'valibot'
import { isReachable } from '../../public-address.ts'
import { stockQuantity } from '../availability.ts'
import { Validators } from '../validators.ts'
import {
  defineSource,
  type PollResult,
  type Sink,
  type SourceContext,
  type SourceFailure,
  type WaitedForSku,
} from '../contract.ts'
import { FAILURES_IN_A_ROW, PAUSE_LONGEST_MS, REMEMBERED_PAGES, RUN_MS } from './limits.ts'
import { factsFor, type WantedSku } from './linked-data.ts'
import { PageOptions } from './options.ts'
import { type PageReading, readPage } from './read-page.ts'
import { readRobots, type Robots } from './robots.ts'

const Cursor = v.object({
  /** The last SKU of the run before; '' after the last of all. */
  after: v.string(),
  /** Validators by page and the SKUs looked for: a page has to be read again for another SKU. */
  known: v.record(v.string(), Validators),
})

export const page = defineSource({
  type: 'page',
  options: PageOptions,
  secrets: [],
  addresses: [],
  create: (options, context) => ({
    changesSince: (cursor, sink) => readPages(options, context, sink, cursor),
  }),
})

async function readPages(
  { pagesPerRun, oversell }: PageOptions,
  { env, shop, waitedFor }: SourceContext,
  sink: Sink,
  cursor: string | undefined,
): Promise<PollResult> {
  const before = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
  const known = new Map(Object.entries(before?.known ?? {}))
  const isOwn = (url: URL) => shop.settings.origins.includes(url.origin)
  const waiting = await waitedFor(before?.after ?? '', pagesPerRun)
  const wanted = wantedOf(waiting, (url) => isOwn(url) && isReachable(env, url.href))
  const read = pageReader(env, isOwn)
  const counts: Record<string, number> = {}
  const end = Date.now() + RUN_MS
  let after = waiting.length < pagesPerRun ? '' : (waiting.at(-1)?.sku ?? '')
  let failuresInARow = 0
  let answered = 0
  let lastFailure: SourceFailure | undefined

  for (const [url, skus] of Map.groupBy(wanted, (one) => one.url.replace(/#.*/, ''))) {
    if (Date.now() > end) {
      // Pages are in the order of their first SKUs: the next run begins with this one.
      after = wanted[wanted.findIndex(({ sku }) => sku === skus[0]?.sku) - 1]?.sku ?? ''
      break
    }
    const key = JSON.stringify([url, ...skus.map(({ sku }) => sku)])
    const { reading, asOf } = await read(url, known.get(key))
    if (reading.kind === 'failed') {
      const { reason } = reading
      counts[reason] = (counts[reason] ?? 0) + 1
      lastFailure = reading
      if (reason === 'robots_disallowed') continue
      failuresInARow += 1
      // Stop at once if the host asks for it, and if it keeps failing.
      if (/^http_(429|503)$/.test(reason) || failuresInARow >= FAILURES_IN_A_ROW) return reading
    } else {
      failuresInARow = 0
      answered += 1
    }
    if (reading.kind === 'read') {
      const levels = skus.flatMap((one) => {
        const facts = factsFor(reading.offers, one)
        const quantity = facts && stockQuantity(facts, oversell)
        return quantity === undefined ? [] : { sku: one.sku, quantity }
      })
      await sink.levels(levels, asOf)
      known.delete(key)
      known.set(key, reading.validators)
    }
  }
  // If no page could be read, the source itself has failed.
  if (lastFailure && answered === 0) return lastFailure
  const newest = [...known].slice(-REMEMBERED_PAGES)
  return {
    kind: 'done',
    cursor: JSON.stringify({ after, known: Object.fromEntries(newest) }),
    items: answered,
    counts,
  }
}

/** The SKUs whose page is known and may be read. */
const wantedOf = (waiting: WaitedForSku[], mayRead: (url: URL) => boolean): WantedSku[] =>
  waiting.flatMap(({ sku, url }) => {
    const address = url === null ? undefined : new URL(url)
    return address && mayRead(address) ? [{ sku, url: address.href }] : []
  })

/**
 * Reads pages as their hosts' robots.txt allows, and pauses between them. `asOf`: when the reading
 * began, in milliseconds since 1970.
 */
function pageReader(env: Env, mayLeadTo: (url: URL) => boolean) {
  const robots = new Map<string, Robots>()
  let pauseMs = 0

  return async (
    url: string,
    validators: Validators | undefined,
  ): Promise<{ reading: PageReading; asOf: number }> => {
    await pause(pauseMs)
    const { origin } = new URL(url)
    const rules = robots.get(origin) ?? (await readRobots(env, origin))
    robots.set(origin, rules)
    const asOf = Date.now()
    if (!rules.allows(url)) {
      return { reading: { kind: 'failed', reason: 'robots_disallowed' }, asOf }
    }
    const reading = await readPage(env, url, validators, mayLeadTo)
    pauseMs = Math.max(rules.delaySeconds * 1000, Date.now() - asOf)
    return { reading, asOf }
  }
}

const pause = (ms: number) =>
  new Promise<void>((wake) => setTimeout(wake, Math.min(Math.max(0, ms), PAUSE_LONGEST_MS)))

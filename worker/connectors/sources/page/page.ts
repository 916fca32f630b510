/**
 * Product pages with schema.org data, for shops that have nothing else: those of skus that people
 * wait for are read, some of them in each run, one after the other, as robots.txt allows, and with
 * pauses as long as the answers take. A page that cannot be read changes nothing.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import type { PageOptions } from './options.ts'
import {
  PAGE_FAILURES,
  PAGE_GAP_LONGEST_MS,
  PAGES_REMEMBERED,
  PAGES_RUN_MS,
} from '../../../limits.ts'
import { isReachable } from '../../public-address.ts'
import { askUpstream, textOfAnswer } from '../../ask.ts'
import { stockOf } from '../quantity.ts'
import type { Failed, Polled, Sink, SourceConnector, SourceContext } from '../contract.ts'
import { offersOf, saidOf, type Wanted } from './linked-data.ts'
import { type Robots, robotsOf } from './robots.ts'
import { waitedFor } from '../waiting.ts'

const Validators = v.object({ etag: v.optional(v.string()), modified: v.optional(v.string()) })
type Validators = v.InferOutput<typeof Validators>

const Cursor = v.object({
  /** The last sku of the run before; empty after the last of all. */
  after: v.string(),
  /** By page and the skus that were looked for there: another sku has to be read for anew. */
  known: v.record(v.string(), Validators),
})

export const page: SourceConnector<'page'> = {
  type: 'page',
  secrets: [],
  addresses: [],
  create: (options, context) => ({
    changesSince: (cursor, sink) => readPages(options, context, sink, cursor),
  }),
}

async function readPages(
  { pagesPerRun, oversell }: PageOptions,
  { env, shop, db }: SourceContext,
  sink: Sink,
  cursor: string | undefined,
): Promise<Polled> {
  const before = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
  const known = new Map(Object.entries(before?.known ?? {}))
  const waiting = await waitedFor(db, shop.id, before?.after ?? '', pagesPerRun)
  const isOwn = (url: URL) => shop.settings.origins.includes(url.origin)
  const wanted = waiting.flatMap(({ sku, url }): Wanted[] =>
    url !== null && isOwn(new URL(url)) && isReachable(env, url)
      ? [{ sku, url: new URL(url).href }]
      : [],
  )
  const robots = new Map<string, Robots>()
  const counts: Record<string, number> = {}
  const end = Date.now() + PAGES_RUN_MS
  let after = waiting.length < pagesPerRun ? '' : (waiting.at(-1)?.sku ?? '')
  let failures = 0
  let answered = 0
  let last: Failed | undefined

  let gap = 0

  for (const [url, some] of Map.groupBy(wanted, ({ url: whole }) => whole.replace(/#.*/, ''))) {
    if (Date.now() > end) {
      // Pages are in the order of their first skus: the next run begins with this one.
      after = wanted[wanted.findIndex(({ sku }) => sku === some[0]?.sku) - 1]?.sku ?? ''
      break
    }
    await pause(gap)
    const { origin } = new URL(url)
    const rules = robots.get(origin) ?? (await robotsOf(env, origin))
    robots.set(origin, rules)
    const asOf = Date.now()
    const key = JSON.stringify([url, ...some.map(({ sku }) => sku)])
    const outcome = rules.allows(url)
      ? await readPage(env, url, known.get(key), isOwn)
      : ({ kind: 'failed', reason: 'robots_disallowed' } satisfies Failed)
    if (outcome.kind === 'failed') {
      counts[outcome.reason] = (counts[outcome.reason] ?? 0) + 1
      last = outcome
      if (outcome.reason === 'robots_disallowed') continue
      failures += 1
      // Whoever asks for quiet gets it; and a host that fails and fails is not pressed.
      if (/^http_(429|503)$/.test(outcome.reason) || failures >= PAGE_FAILURES) return outcome
    } else {
      failures = 0
      answered += 1
      if (outcome.kind === 'read') {
        await sink.levels(levelsOf(outcome.scripts, url, some, oversell), asOf)
        known.delete(key)
        known.set(key, outcome.validators)
      }
    }
    gap = Math.max(rules.delaySeconds * 1000, Date.now() - asOf)
  }
  // Nothing could be read at all: that is for somebody to look at.
  if (last && answered === 0) return last
  const newest = [...known].slice(-PAGES_REMEMBERED)
  return {
    kind: 'done',
    cursor: JSON.stringify({ after, known: Object.fromEntries(newest) }),
    items: answered,
    counts,
  }
}

type Read = { kind: 'read'; scripts: string[]; validators: Validators } | { kind: 'same' } | Failed

async function readPage(
  env: Env,
  url: string,
  validators: Validators | undefined,
  mayLeadTo: (url: URL) => boolean,
): Promise<Read> {
  const asked = await askUpstream(env, url, {
    headers: {
      Accept: 'text/html',
      ...(validators?.etag && { 'If-None-Match': validators.etag }),
      ...(validators?.modified && { 'If-Modified-Since': validators.modified }),
    },
    accepts: [304],
    mayLeadTo,
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  if (response.status === 304) return { kind: 'same' }
  const scripts: string[] = []
  const rewriter = new HTMLRewriter().on('script[type="application/ld+json"]', {
    element: () => void scripts.push(''),
    text: ({ text }) => void scripts.push((scripts.pop() ?? '') + text),
  })
  // Read for what the rewriter meets on the way; the page itself is of no use.
  const body = await textOfAnswer(rewriter.transform(response))
  if (body.kind === 'failed') return body
  if (offersOf(scripts, url).length === 0) return { kind: 'failed', reason: 'page_unreadable' }
  const etag = response.headers.get('ETag')
  const modified = response.headers.get('Last-Modified')
  return {
    kind: 'read',
    scripts,
    validators: { ...(etag && { etag }), ...(modified && { modified }) },
  }
}

function levelsOf(
  scripts: string[],
  url: string,
  wanted: Wanted[],
  oversell: PageOptions['oversell'],
): StockLevel[] {
  const offers = offersOf(scripts, url)
  return wanted.flatMap((one) => {
    const said = saidOf(offers, one)
    const quantity = said && stockOf(said, oversell)
    return quantity === undefined ? [] : { sku: one.sku, quantity }
  })
}

const pause = (ms: number) =>
  new Promise<void>((wake) => setTimeout(wake, Math.min(Math.max(0, ms), PAGE_GAP_LONGEST_MS)))

/**
 * Product pages with schema.org data, for shops that offer nothing else. Each run reads the pages
 * of some SKUs with waiting subscribers, one page after the other, as robots.txt allows. After each
 * page it pauses for as long as the page took. A page that cannot be read changes nothing and does
 * not end the run: people may name any page.
 */
import * as v from 'valibot'
import { beginning } from '../../../../shared/beginning.ts'
import { DAY_MS } from '../../../limits.ts'
import { askUpstream } from '../../client.ts'
import { stockQuantity } from '../availability.ts'
import { Validators } from '../validators.ts'
import {
  defineSource,
  type PollContext,
  type PollResult,
  type Sink,
  type SourceContext,
  type SourceFailure,
  type UnnamedSku,
  type WaitedForSku,
} from '../contract.ts'
import { hashOf } from '../hash.ts'
import type { ItemFaults } from '../item-faults.ts'
import { type AskedItem, type Judge, judgeOf } from '../judge.ts'
import { nextItems } from '../next-items.ts'
import { describedIn, factsOf, namesOn, variantFor, type WantedSku } from './find.ts'
import {
  PAGE_ANSWER,
  PAUSE_LONGEST_MS,
  REMEMBERED_PAGES,
  RUN_MS,
  UNKNOWN_WORD_CHARACTERS,
  UNKNOWN_WORDS,
} from './limits.ts'
import { PageOptions } from './options.ts'
import { type FetchedPage, fetchPage, HTML } from './read-page.ts'
import { readRobots, type Robots } from './robots.ts'
import { tryPage } from './trial.ts'

const Cursor = v.object({
  /** The last SKU of the run before; '' after the last of all. */
  after: v.string(),
  /** Validators by page and the SKUs looked for: a page has to be read again for another SKU. */
  known: v.record(v.string(), Validators),
  /** Words for availability that were logged. */
  words: v.optional(v.array(v.string()), []),
})

export const page = defineSource({
  type: 'page',
  options: PageOptions,
  secrets: [],
  addresses: [],
  triesPages: true,
  create: (options, context) => ({
    changesSince: (cursor, sink, poll) => readPages(options, context, sink, cursor, poll),
    trial: async (now, address = '') => tryPage(options, context, address, now),
  }),
})

async function readPages(
  { pagesPerRun, oversell }: PageOptions,
  context: SourceContext,
  sink: Sink,
  cursor: string | undefined,
  { faults }: PollContext,
): Promise<PollResult> {
  const { env, shop } = context
  const before = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
  const known = new Map(Object.entries(before?.known ?? {}))
  const { origins: ownOrigins } = shop.settings
  const isOwn = (url: URL) => ownOrigins.includes(url.origin)
  const words = new Set(before?.words)
  const unnamed: UnnamedSku[] = []
  const choose = chooser(faults, isOwn)
  const next = await nextItems(context, before?.after ?? '', pagesPerRun, choose)
  let { after } = next
  const read = pageReader(env, ownOrigins)
  const judges = new Map<string, Judge>()
  const down = new Set<string>()
  const origins = new Set(next.items.map((one) => new URL(one.address).origin))
  const end = Date.now() + RUN_MS
  let answered = 0

  for (const [url, skus] of Map.groupBy(next.items, (one) => one.address)) {
    const { origin } = new URL(url)
    if (down.has(origin)) continue
    if (Date.now() > end) {
      // Pages are in the order of their first SKUs. The next run begins with this page.
      after = next.items[next.items.findIndex(({ sku }) => sku === skus[0]?.sku) - 1]?.sku ?? ''
      break
    }
    const judge = judges.get(origin) ?? judgeOf(faults, () => askHome(env, origin))
    judges.set(origin, judge)
    const key = JSON.stringify([url, ...skus.map(({ sku }) => sku)])
    const { page: fetched, asOf } = await read(url, known.get(key))
    const item = itemOf(url, skus)
    if (fetched.kind === 'failed') {
      if (await judge.failed(item, fetched)) down.add(origin)
      if (down.size < origins.size) continue
      // No host is left to ask, so the run ends. The next run begins after this page.
      after = skus[0]?.sku ?? after
      break
    }
    judge.answered(item)
    answered += 1
    if (fetched.kind === 'read') {
      const { reading } = fetched
      for (const word of reading.unknownWords) {
        if (words.size < UNKNOWN_WORDS) words.add(beginning(word, UNKNOWN_WORD_CHARACTERS))
      }
      const levels = skus.flatMap((one) => {
        const variant = variantFor(reading, one)
        const faulty = `${item.key} ${hashOf(one.sku).toString(36)}`
        if (variant) {
          faults.forget(faulty)
        } else {
          const names = namesOn(reading)
          if (!faults.of(faulty)) unnamed.push({ sku: one.sku, names })
          // The page was read, so the sku is not put off: the page may name it the next time.
          faults.note(faulty, 'sku_not_on_page', { name: one.sku, forMs: 0, names })
        }
        const facts = variant && factsOf(variant)
        const quantity = facts && stockQuantity(facts, oversell)
        return quantity === undefined ? [] : { sku: one.sku, quantity }
      })
      // Stored before the levels, because these may start messages.
      const strangers = skus.filter(({ isShops }) => !isShops)
      await sink.described(
        strangers.flatMap((one) => {
          const product = describedIn(reading, one, isOwn)
          return product ? { sku: one.sku, product } : []
        }),
      )
      await sink.levels(levels, asOf)
      known.delete(key)
      known.set(key, fetched.validators)
    }
  }
  let failure: SourceFailure | undefined
  for (const judge of judges.values()) failure = (await judge.finish()) ?? judge.last() ?? failure
  const newest = [...known].slice(-REMEMBERED_PAGES)
  const cursorAfter = JSON.stringify({
    after,
    known: Object.fromEntries(newest),
    words: [...words],
  })
  // If no page could be read, the source has failed. The next run begins after these pages.
  if (failure && answered === 0) return { ...failure, cursor: cursorAfter }
  const unknownWords = [...words].filter((word) => !before?.words.includes(word))
  return { kind: 'done', cursor: cursorAfter, items: answered, unknownWords, unnamed }
}

/** A SKU, the page to read for it, and whether the shop named that page. */
interface ChosenPage extends WantedSku {
  address: string
  isShops: boolean
}

/** Chooses the page of a SKU: the catalogue's, else the first named page that is not put off. */
const chooser =
  (faults: ItemFaults, mayRead: (url: URL) => boolean) =>
  ({ sku, url, named }: WaitedForSku): ChosenPage | undefined => {
    for (const candidate of url === null ? named : [url]) {
      if (!URL.canParse(candidate)) continue
      const { href } = new URL(candidate)
      const address = href.replace(/#.*/, '')
      if (!mayRead(new URL(address)) || faults.isPutOff(keyOf(address))) continue
      return { sku, url: href, address, isShops: url !== null }
    }
    return undefined
  }

/** The key of a page among the faulty items: a hash, because an address may hold personal data. */
const keyOf = (url: string) => hashOf(url).toString(36)

const itemOf = (url: string, skus: ChosenPage[]): AskedItem => ({
  key: keyOf(url),
  name: skus[0]?.sku ?? '',
  // A page without data that only strangers named is no product page, so it is put off for a day.
  withoutDataMs: skus.some(({ isShops }) => isShops) ? undefined : DAY_MS,
})

/** Whether a host answers at all: asks for its home page, which no stranger can choose. */
async function askHome(env: Env, origin: string): Promise<SourceFailure | undefined> {
  const asked = await askUpstream(env, origin, { bounds: PAGE_ANSWER, headers: HTML })
  if (asked.kind === 'answered') await asked.response.body?.cancel()
  const isDown = asked.kind === 'failed' && !/^(redirected|http_4(?!08|25|29))/.test(asked.reason)
  return isDown ? asked : undefined
}

/**
 * Reads pages as their hosts' robots.txt allows, and pauses between them. `asOf`: when the reading
 * began, in milliseconds since 1970.
 */
function pageReader(env: Env, origins: readonly string[]) {
  const robots = new Map<string, Robots>()
  let pauseMs = 0

  return async (
    url: string,
    validators: Validators | undefined,
  ): Promise<{ page: FetchedPage; asOf: number }> => {
    await pause(pauseMs)
    const { origin } = new URL(url)
    const rules = robots.get(origin) ?? (await readRobots(env, origin))
    robots.set(origin, rules)
    const asOf = Date.now()
    if (!rules.isKnown) return { page: { kind: 'failed', reason: 'robots_unreachable' }, asOf }
    if (!rules.allows(url)) {
      return { page: { kind: 'failed', reason: 'robots_disallowed' }, asOf }
    }
    const fetched = await fetchPage(env, { url, validators, origins, now: asOf })
    pauseMs = Math.max(rules.delaySeconds * 1000, Date.now() - asOf)
    return { page: fetched, asOf }
  }
}

const pause = (ms: number) =>
  new Promise<void>((wake) => setTimeout(wake, Math.min(Math.max(0, ms), PAUSE_LONGEST_MS)))

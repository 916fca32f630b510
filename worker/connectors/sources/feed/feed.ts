/**
 * A product feed. Each poll downloads all of it, checks it to its end, and only then stores it: a
 * feed that is broken anywhere changes nothing. An item that cannot be read costs only itself. A
 * feed that is empty, or has lost half of its items, is held back until somebody accepts it. An
 * unchanged feed costs one conditional request.
 */
import * as v from 'valibot'
import { SOURCE_CHUNK } from '../../../limits.ts'
import { askUpstream } from '../../client.ts'
import { type Faults, missing } from '../../contract.ts'
import {
  defineSource,
  type PollContext,
  type PollResult,
  type Sink,
  type SourceContext,
} from '../contract.ts'
import type { SourceEntry, SourceFacts } from '../entry.ts'
import { Validators, validatorsOf } from '../validators.ts'
import { bufferFeed } from './buffer.ts'
import { inspect } from './inspect.ts'
import { BUSY_SECONDS, FEED_ANSWER, SHRUNK_BELOW } from './limits.ts'
import { type FeedTable, recordSkus, sellOutMissing } from './missing.ts'
import { FeedOptions } from './options.ts'
import type { ReadItem } from './read-item.ts'
import { levelLocale, readableFeed, requestHeaders } from './request.ts'
import { openRoom, type Room } from './room.ts'
import { FEED_FACTS, type FeedFact, spokenFor, withNone } from './said.ts'
import { tryFeed } from './trial.ts'
import { usableItems } from './usable.ts'

const Cursor = v.object({
  ...Validators.entries,
  digest: v.string(),
  /** How many different SKUs the last good feed had. */
  items: v.number(),
  /** When an entry changes although the feed does not: milliseconds since 1970. */
  changesAt: v.optional(v.number()),
  /** Its words for availability that nobody knows: they are logged once. */
  words: v.optional(v.array(v.string()), []),
  /** The facts for which it speaks: said.ts. */
  spoken: v.optional(v.array(v.picklist(FEED_FACTS)), []),
})
type Cursor = v.InferOutput<typeof Cursor>

/** A cursor without these makes the next request unconditional. */
const UNREAD = { etag: undefined, modified: undefined, digest: '' }

export const feed = defineSource({
  type: 'feed',
  options: FeedOptions,
  secrets: ['password'],
  addresses: ['url'],
  readsAll: true,
  account: ['username'],
  faults: (options) => [
    ...(options.password ? missing(options, 'username') : []),
    ...(options.levelsByLocale ? missing(options, 'locale') : []),
    ...(options.missingMeans ? [] : ([['/missingMeans', 'missing_means_unset']] as Faults)),
  ],
  faultTexts: {
    missing_means_unset:
      'Say what it means that a sku is no longer in the feed. Use sold_out if the feed leaves out what is sold out, and unchanged if it always has all skus.',
  },
  create: (options, context) => ({
    async changesSince(cursor, sink, poll) {
      const room = openRoom(poll.now)
      try {
        return await readFeed(options, context, sink, cursor, poll, room)
      } finally {
        room.leave()
      }
    },
    async trial(now) {
      const room = openRoom(now)
      try {
        return await tryFeed(options, context, room, now)
      } finally {
        room.leave()
      }
    },
  }),
})

async function readFeed(
  options: FeedOptions,
  { env, db, shop }: SourceContext,
  sink: Sink,
  cursor: string | undefined,
  { now, accept, faults }: PollContext,
  room: Room,
): Promise<PollResult> {
  const stored = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
  const isStale = stored?.changesAt !== undefined && stored.changesAt <= now
  // Without what it was, the feed is read anew.
  const before = stored && (isStale ? { ...stored, ...UNREAD } : stored)
  const asked = await askUpstream(env, options.url, {
    headers: requestHeaders(options, before),
    accepts: [304],
    bounds: FEED_ANSWER,
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  if (response.status === 304) return { kind: 'done' }
  const buffered = await bufferFeed(response.body ?? new Blob([]).stream(), room)
  if (buffered.kind === 'failed') return buffered
  if (buffered.kind === 'crowded') return { kind: 'more', afterSeconds: BUSY_SECONDS }
  const { digest } = buffered
  const validators = validatorsOf(response)
  const cursorFor = (found: Pick<Cursor, 'items' | 'changesAt' | 'words' | 'spoken'>) =>
    JSON.stringify({ ...validators, digest, ...found })
  // For servers that do not support conditional requests.
  if (before?.digest === digest) {
    const { items, changesAt, words, spoken } = before
    return { kind: 'done', cursor: cursorFor({ items, changesAt, words, spoken }) }
  }

  const readable = await readableFeed(buffered, options, shop.settings.origins, now)
  const reader = readable.reader()
  let isAnyWithdrawn = false
  const inspection = await inspect({ ...readable, reader: () => reader }, ({ withdrawn }) => {
    isAnyWithdrawn ||= withdrawn !== undefined
  })
  if (inspection.kind === 'failed') return inspection
  const { items, repeated, changesAt, words } = inspection
  const shrunk = items === 0 || items < (before?.items ?? 0) * SHRUNK_BELOW
  if (shrunk && !accept) return { kind: 'held', reason: 'feed_shrunk', items }

  const spoken = spokenFor(reader.places, isAnyWithdrawn)
  const known = [...new Set([...spoken, ...(before?.spoken ?? [])])]
  faults.restart()
  for (const { name, reason } of inspection.faulty) faults.note(name, reason)
  const table = { db, shopId: shop.id, name: options.name }
  for await (const list of usableItems(readable, inspection, SOURCE_CHUNK)) {
    await store(list, options, table, sink, known)
  }
  const locale = levelLocale(options)
  const missingSkus =
    options.missingMeans === 'sold_out' && inspection.namesAll
      ? await sellOutMissing(table, inspection.has, (levels) =>
          sink.levels(levels.map((level) => ({ ...level, ...locale }))),
        )
      : 0
  const modifiedAt = Date.parse(validators.modified ?? '')
  return {
    kind: 'done',
    cursor: cursorFor({ items, changesAt, words, spoken }),
    items,
    counts: { repeated, missing: missingSkus },
    unknownWords: words.filter((word) => !stored?.words.includes(word)),
    ...(Number.isFinite(modifiedAt) && { lagMs: Math.max(0, now - modifiedAt) }),
  }
}

/** Stores entries before levels: a level may notify people, with a message made from the entry. */
async function store(
  list: ReadItem[],
  options: FeedOptions,
  table: FeedTable,
  sink: Sink,
  spoken: readonly FeedFact[],
): Promise<void> {
  const entryLocale = options.locale ? { locale: options.locale } : {}
  const entries: SourceEntry[] = []
  const facts: SourceFacts[] = []
  for (const item of list) {
    const entry = item.entry()
    if (entry) entries.push({ ...withNone({}, spoken), ...entry })
    else facts.push({ ...withNone(item.facts(), spoken), ...entryLocale, sku: item.sku })
  }
  await sink.entries(entries)
  await sink.facts(facts.filter((one) => FEED_FACTS.some((name) => one[name] !== undefined)))
  const locale = levelLocale(options)
  await sink.levels(
    list.flatMap(({ sku, quantity }) =>
      quantity === undefined ? [] : { sku, quantity, ...locale },
    ),
  )
  if (options.missingMeans === 'sold_out') {
    await recordSkus(
      table,
      list.map(({ sku }) => sku),
    )
  }
}

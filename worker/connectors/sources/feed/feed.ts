/**
 * A product feed, fetched in its rhythm. It is taken in whole, checked to its end, and only then
 * stored: a feed that is broken anywhere changes nothing. One that is empty, or has lost half of its
 * items, is held back until somebody accepts it. An unchanged feed costs one conditional request.
 */
import * as v from 'valibot'
import type { FeedOptions } from './options.ts'
import {
  FEED_SHRUNK_BELOW,
  FEED_TIMEOUT_MS,
  FEED_TURN_SECONDS,
  SOURCE_CHUNK,
  SOURCE_LEASE_MS,
} from '../../../limits.ts'
import { askUpstream } from '../../ask.ts'
import type { PollContext, Polled, Sink, SourceConnector, SourceContext } from '../contract.ts'
import { holdFeed } from './hold.ts'
import { inspect, soundItems } from './inspect.ts'
import { noteSkus, takeMissing } from './missing.ts'

const Cursor = v.object({
  etag: v.optional(v.string()),
  modified: v.optional(v.string()),
  digest: v.string(),
  /** Different skus of the last good feed. */
  items: v.number(),
})
type Cursor = v.InferOutput<typeof Cursor>

// One feed at a time in an isolate: two large ones at once would be more than its memory.
let takenUntil = 0

export const feed: SourceConnector<'feed'> = {
  type: 'feed',
  secrets: ['password'],
  addresses: ['url'],
  check: ({ username, password, levelsByLocale, locale }) => [
    ...(password && !username ? [['/username', 'missing'] satisfies [string, string]] : []),
    ...(levelsByLocale && !locale ? [['/locale', 'missing'] satisfies [string, string]] : []),
  ],
  create: (options, context) => ({
    async changesSince(cursor, sink, poll) {
      if (takenUntil > poll.now) return { kind: 'more', afterSeconds: FEED_TURN_SECONDS }
      takenUntil = poll.now + SOURCE_LEASE_MS
      try {
        return await readFeed(options, context, sink, cursor, poll)
      } finally {
        takenUntil = 0
      }
    },
  }),
}

async function readFeed(
  options: FeedOptions,
  context: SourceContext,
  sink: Sink,
  cursor: string | undefined,
  { now, accept }: PollContext,
): Promise<Polled> {
  const before = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
  const asked = await askUpstream(context.env, options.url, {
    headers: headersOf(options, before),
    accepts: [304],
    timeoutMs: FEED_TIMEOUT_MS,
  })
  if (asked.kind === 'failed') return asked
  const { response } = asked
  if (response.status === 304) return { kind: 'done' }
  const held = await holdFeed(response.body ?? new Blob([]).stream())
  if (held.kind === 'failed') return held
  const { digest } = held
  const validators = validatorsOf(response.headers)
  const cursorOf = (items: number) => JSON.stringify({ ...validators, digest, items })
  // A server that cannot say that nothing has changed.
  if (before?.digest === digest) return { kind: 'done', cursor: cursorOf(before.items) }

  const seen = await inspect(held, options)
  if (seen.kind === 'failed') return seen
  const { items, repeated } = seen
  const shrunk = items === 0 || items < (before?.items ?? 0) * FEED_SHRUNK_BELOW
  if (shrunk && !accept) return { kind: 'held', reason: 'feed_shrunk', items }

  for await (const run of soundItems(held, options, seen, SOURCE_CHUNK)) {
    await handOver(run, options, context, sink)
  }
  const missing = await soldOutWhereMissing(seen.has, options, context, sink)
  const lag = validators.modified === undefined ? Number.NaN : Date.parse(validators.modified)
  return {
    kind: 'done',
    cursor: cursorOf(items),
    items,
    counts: { repeated, missing },
    ...(Number.isFinite(lag) && { lagMs: Math.max(0, now - lag) }),
  }
}

function headersOf({ username, password }: FeedOptions, before?: Cursor): Record<string, string> {
  // Basic authentication is of UTF-8 where nothing else is said (RFC 7617, 2.1).
  const login = new TextEncoder().encode(`${username ?? ''}:${password ?? ''}`).toBase64()
  return {
    Accept: '*/*',
    ...(username !== undefined && { Authorization: `Basic ${login}` }),
    ...(before?.etag && { 'If-None-Match': before.etag }),
    ...(before?.modified && { 'If-Modified-Since': before.modified }),
  }
}

function validatorsOf(headers: Headers): { etag?: string; modified?: string } {
  const etag = headers.get('ETag')
  const modified = headers.get('Last-Modified')
  return { ...(etag && { etag }), ...(modified && { modified }) }
}

/** Entries come first: a message is made from them. */
async function handOver(
  run: {
    sku: string
    quantity: number | undefined
    entry: Parameters<Sink['entries']>[0][0] | undefined
  }[],
  options: FeedOptions,
  { db, shop }: SourceContext,
  sink: Sink,
): Promise<void> {
  await sink.entries(run.flatMap(({ entry }) => entry ?? []))
  const locale = options.levelsByLocale ? options.locale : undefined
  await sink.levels(
    run.flatMap(({ sku, quantity }) =>
      quantity === undefined ? [] : { sku, quantity, ...(locale && { locale }) },
    ),
  )
  if (options.missingMeans === 'sold_out') {
    await noteSkus(
      db,
      shop.id,
      options.name,
      run.map(({ sku }) => sku),
    )
  }
}

async function soldOutWhereMissing(
  there: (sku: string) => boolean,
  options: FeedOptions,
  { db, shop }: SourceContext,
  sink: Sink,
): Promise<number> {
  if (options.missingMeans !== 'sold_out') return 0
  const locale = options.levelsByLocale ? options.locale : undefined
  return takeMissing(db, shop.id, options.name, there, (levels) =>
    sink.levels(levels.map((level) => ({ ...level, ...(locale && { locale }) }))),
  )
}

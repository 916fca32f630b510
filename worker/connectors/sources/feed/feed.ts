/**
 * A product feed. Each poll downloads all of it, checks it to its end, and only then stores it: a
 * feed that is broken anywhere changes nothing. An item that cannot be read costs only itself. A
 * feed that is empty, or has lost half of its items, is held back until somebody accepts it. An
 * unchanged feed costs one conditional request.
 */
import * as v from 'valibot'
import { SOURCE_CHUNK } from '../../../limits.ts'
import { askUpstream } from '../../client.ts'
import { missing } from '../../contract.ts'
import {
  defineSource,
  type PollContext,
  type PollResult,
  type Sink,
  type SourceContext,
} from '../contract.ts'
import { conditional, Validators, validatorsOf } from '../validators.ts'
import { bufferFeed } from './buffer.ts'
import { inspect, usableItems } from './inspect.ts'
import { BUSY_SECONDS, FEED_ANSWER, SHRUNK_BELOW } from './limits.ts'
import { type FeedTable, recordSkus, sellOutMissing } from './missing.ts'
import { FeedOptions } from './options.ts'
import type { UsableItem } from './read-item.ts'
import { openRoom, type Room } from './room.ts'

const Cursor = v.object({
  ...Validators.entries,
  digest: v.string(),
  /** How many different SKUs the last good feed had. */
  items: v.number(),
})
type Cursor = v.InferOutput<typeof Cursor>

export const feed = defineSource({
  type: 'feed',
  options: FeedOptions,
  secrets: ['password'],
  addresses: ['url'],
  account: ['username'],
  faults: (options) => [
    ...(options.password ? missing(options, 'username') : []),
    ...(options.levelsByLocale ? missing(options, 'locale') : []),
  ],
  create: (options, context) => ({
    async changesSince(cursor, sink, poll) {
      const room = openRoom(poll.now)
      try {
        return await readFeed(options, context, sink, cursor, poll, room)
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
  const before = cursor === undefined ? undefined : v.parse(Cursor, JSON.parse(cursor))
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
  const cursorFor = (items: number) => JSON.stringify({ ...validators, digest, items })
  // For servers that do not support conditional requests.
  if (before?.digest === digest) return { kind: 'done', cursor: cursorFor(before.items) }

  const inspection = await inspect(buffered, options)
  if (inspection.kind === 'failed') return inspection
  const { items, repeated } = inspection
  const shrunk = items === 0 || items < (before?.items ?? 0) * SHRUNK_BELOW
  if (shrunk && !accept) return { kind: 'held', reason: 'feed_shrunk', items }

  faults.restart()
  for (const { name, reason } of inspection.faulty) faults.note(name, reason)
  const table = { db, shopId: shop.id, name: options.name }
  for await (const list of usableItems(buffered, options, inspection, SOURCE_CHUNK)) {
    await store(list, options, table, sink)
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
    cursor: cursorFor(items),
    items,
    counts: { repeated, missing: missingSkus },
    ...(Number.isFinite(modifiedAt) && { lagMs: Math.max(0, now - modifiedAt) }),
  }
}

function requestHeaders({ username, password }: FeedOptions, before?: Cursor) {
  // Basic authentication in UTF-8 (RFC 7617, 2.1).
  const login = new TextEncoder().encode(`${username ?? ''}:${password ?? ''}`).toBase64()
  return {
    Accept: '*/*',
    ...(username !== undefined && { Authorization: `Basic ${login}` }),
    ...conditional(before),
  }
}

/** The locale of the levels, if they have one. */
const levelLocale = ({ levelsByLocale, locale }: FeedOptions): { locale?: string } =>
  levelsByLocale && locale ? { locale } : {}

/** Stores entries before levels: a level may notify people, with a message made from the entry. */
async function store(
  list: UsableItem[],
  options: FeedOptions,
  table: FeedTable,
  sink: Sink,
): Promise<void> {
  await sink.entries(list.flatMap(({ entry }) => entry ?? []))
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

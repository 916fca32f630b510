/**
 * Centra, by the event queue of its Integration API. An event says that something changed; what is
 * free to allocate now is read, stored, and only then the event is confirmed. Events after which
 * everything has to be read are confirmed by the next run, when the cursor has kept that. Besides,
 * everything is read now and then, some pages in each run, so that a lost event is found.
 */
import * as v from 'valibot'
import type { CentraOptions } from './options.ts'
import {
  CENTRA_EVENTS,
  CENTRA_ORDERS_MS,
  CENTRA_PAGE,
  CENTRA_PAGES_RUN,
  CENTRA_ROUNDS,
} from '../../../limits.ts'
import { entry, writeLog } from '../../../log/store.ts'
import { chunks } from '../../../chunks.ts'
import type { Failed, Polled, Sink, SourceConnector, SourceContext } from '../contract.ts'
import { confirmEvents, listen, readEvents } from './events.ts'
import { type AskCentra, askCentra } from './graphql.ts'
import { levelsOfPage, levelsOfProducts, levelsOfSizes, type Read } from './levels.ts'
import { QUEUE, readCentra, verifyCentra } from './webhook.ts'

const Cursor = v.object({
  /** The next page of the reading of everything, while one is under way. */
  page: v.optional(v.number()),
  /** When the last such reading began, and when the one under way did. */
  reconciledAt: v.optional(v.number()),
  /** What calls for the next one: a long change of stock, or orders. */
  call: v.optional(v.picklist(['all', 'orders'])),
  /** Events whose call this cursor has kept: they may be confirmed. */
  kept: v.optional(v.array(v.number()), () => []),
})
type Cursor = v.InferOutput<typeof Cursor>

export const centra: SourceConnector<'centra'> = {
  type: 'centra',
  secrets: ['token', 'webhookSecret'],
  addresses: ['baseUrl'],
  // What one of them confirms would be gone for the other.
  check: (options, { sources }) => {
    const first = sources.find(
      (one) => one.type === 'centra' && one.integration === options.integration,
    )
    return first === options ? [] : [['/integration', 'integration_shared']]
  },
  create: (options, context) => {
    const { webhookSecret } = options
    const ask = askCentra(context.env, options)
    return {
      ...(webhookSecret && { verify: (hook) => verifyCentra(webhookSecret, hook) }),
      read: readCentra,
      reread: (hints, sink) => reread(ask, options, hints, sink),
      changesSince: (cursor, sink, { now }) =>
        changesSince(ask, options, context, sink, cursor, now),
    }
  },
}

async function changesSince(
  ask: AskCentra,
  options: CentraOptions,
  context: SourceContext,
  sink: Sink,
  text: string | undefined,
  now: number,
): Promise<Polled> {
  let cursor: Cursor = text === undefined ? { kept: [] } : v.parse(Cursor, JSON.parse(text))
  let items = 0
  let lagMs: number | undefined
  if (options.events) {
    const refused = text === undefined ? await listen(ask) : undefined
    if (refused) return refused
    const heard = await takeEvents(ask, options, context, sink, cursor)
    if (heard.kind === 'failed') return heard
    items = heard.items
    cursor = heard.cursor
    if (heard.newest !== undefined) lagMs = Math.max(0, now - heard.newest)
  }
  const read = await readShelf(ask, options, sink, cursor, now)
  if (read.kind === 'failed') return read
  return {
    kind: 'done',
    cursor: JSON.stringify(read.cursor),
    ...(items + read.items > 0 && { items: items + read.items }),
    ...(lagMs !== undefined && { lagMs }),
  }
}

type Heard = { kind: 'heard'; cursor: Cursor; items: number; newest: number | undefined }

/** Works off the head of the queue, as long as that brings others forward. */
async function takeEvents(
  ask: AskCentra,
  options: CentraOptions,
  context: SourceContext,
  sink: Sink,
  cursor: Cursor,
): Promise<Heard | Failed> {
  const kept = new Set(cursor.kept)
  const fresh = new Set<number>()
  let { call } = cursor
  let items = 0
  let newest: number | undefined
  for (let round = 0; round < CENTRA_ROUNDS; round += 1) {
    const news = await readEvents(ask, options.linesField)
    if (news.kind === 'failed') return news
    const read = await storeSizes(ask, options, sink, [
      ...new Set([...news.narrow.values()].flat()),
    ])
    if (read.kind === 'failed') return read
    const skipped = [...news.poison]
    for (const [event, sizes] of news.narrow) {
      // A change of nothing is well; one of sizes that are not there can never be read.
      if (sizes.length > 0 && sizes.every((id) => !read.sizes.has(id))) skipped.push(event)
    }
    const ripe = [...news.narrow.keys(), ...news.poison]
    for (const [event, wants] of news.wide) {
      if (kept.has(event)) ripe.push(event)
      else {
        fresh.add(event)
        call = call === 'all' ? 'all' : wants
      }
    }
    // The log comes first: one that is told twice is better than one that is lost.
    await logSkipped(context, options.name, skipped)
    const refused = await confirmEvents(ask, ripe)
    if (refused) return refused
    items += read.sizes.size
    newest = Math.max(newest ?? 0, news.newest ?? 0) || undefined
    if (ripe.length === 0 || news.events < CENTRA_EVENTS) break
  }
  return { kind: 'heard', cursor: { ...cursor, call, kept: [...fresh] }, items, newest }
}

/** Reads the next pages of everything, where that is under way, due, or called for. */
async function readShelf(
  ask: AskCentra,
  { reconcileMinutes, events, ...shelf }: CentraOptions,
  sink: Sink,
  cursor: Cursor,
  now: number,
): Promise<{ kind: 'read'; cursor: Cursor; items: number } | Failed> {
  let { page, reconciledAt, call } = cursor
  let items = 0
  if (page === undefined) {
    const age = reconciledAt === undefined ? Infinity : now - reconciledAt
    const due =
      !events ||
      call === 'all' ||
      age >= reconcileMinutes * 60_000 ||
      (call === 'orders' && age >= CENTRA_ORDERS_MS)
    if (!due) return { kind: 'read', cursor, items }
    page = 1
    reconciledAt = now
    call = undefined
  }
  for (let pages = 0; page !== undefined && pages < CENTRA_PAGES_RUN; pages += 1) {
    const asOf = Date.now()
    const read = await levelsOfPage(ask, shelf, page)
    if (read.kind === 'failed') return read
    await sink.levels(read.levels, asOf)
    items += read.sizes.length
    page = read.sizes.length < CENTRA_PAGE ? undefined : page + 1
    if (read.spent) break
  }
  return { kind: 'read', cursor: { ...cursor, page, reconciledAt, call }, items }
}

/** Reads what webhooks hinted at. Confirms nothing: that is for the run that has the lease. */
async function reread(
  ask: AskCentra,
  options: CentraOptions,
  hints: string[],
  sink: Sink,
): Promise<{ kind: 'done' } | Failed> {
  const products = hints.filter((hint) => hint !== QUEUE).map(Number)
  if (products.length > 0) {
    const asOf = Date.now()
    const read = await levelsOfProducts(ask, options, products)
    if (read.kind === 'failed') return read
    await sink.levels(read.levels, asOf)
  }
  if (!options.events || !hints.includes(QUEUE)) return { kind: 'done' }
  const news = await readEvents(ask, options.linesField)
  if (news.kind === 'failed') return news
  const read = await storeSizes(ask, options, sink, [...new Set([...news.narrow.values()].flat())])
  return read.kind === 'failed' ? read : { kind: 'done' }
}

/** Reads sizes and stores their levels; which of them there are. */
async function storeSizes(
  ask: AskCentra,
  options: CentraOptions,
  sink: Sink,
  ids: number[],
): Promise<{ kind: 'stored'; sizes: Set<number> } | Failed> {
  const sizes = new Set<number>()
  for (const some of chunks(ids, CENTRA_PAGE)) {
    const asOf = Date.now()
    const read: Read | Failed = await levelsOfSizes(ask, options, some)
    if (read.kind === 'failed') return read
    await sink.levels(read.levels, asOf)
    for (const id of read.sizes) sizes.add(id)
  }
  return { kind: 'stored', sizes }
}

async function logSkipped({ shop, db }: SourceContext, source: string, events: number[]) {
  if (events.length === 0) return
  const detail = { source, count: events.length, events: events.slice(0, 20) }
  await writeLog(db, [entry(shop.id, 'source_skipped', detail)])
}

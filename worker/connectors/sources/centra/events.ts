/**
 * The queue of events that Centra keeps for an integration name: always the oldest that are not
 * confirmed. What is never confirmed blocks everything behind it, so whatever cannot be understood
 * is confirmed as well, and logged.
 */
import * as v from 'valibot'
import { CENTRA_EVENTS, CENTRA_LINES } from '../../../limits.ts'
import type { Failed } from '../contract.ts'
import { type AskCentra, Mutation } from './graphql.ts'

// Additive and idempotent. Orders and returns move what is free to allocate as well, and no change
// of stock may come with them.
const LISTEN = `mutation listen {
  setEventListeners(input: [
    { objectType: StockChange, changeTypes: [CREATED, UPDATED] }
    { objectType: ProductSize }
    { objectType: Order }
    { objectType: Return }
  ]) { userErrors { message path } }
}`

const eventsQuery = (lines: string) => `query poll($limit: Int!) {
  events(where: { objectType: [StockChange, ProductSize, Order, Return] }, limit: $limit) {
    id objectType changeType objectReference createdAt
    object { __typename ... on StockChange { id lines: ${lines} { productSize { id } } } }
  }
}`

const CONFIRM = `mutation done($ids: [Int!]!) {
  confirmEvents(input: { eventsIds: $ids }) { userErrors { message path } }
}`

const Reference = v.union([v.string(), v.number()])
const Event = v.object({
  id: v.number(),
  objectType: v.string(),
  changeType: v.string(),
  objectReference: v.nullish(v.union([Reference, v.looseObject({ id: v.nullish(Reference) })])),
  createdAt: v.nullish(v.string()),
  object: v.unknown(),
})
const StockChange = v.object({
  lines: v.array(v.object({ productSize: v.object({ id: v.number() }) })),
})

/** What events say is to be read again. */
export interface News {
  kind: 'news'
  /** How many there were: as many as were asked for means that there are more. */
  events: number
  /** By id of the event, the sizes to read. */
  narrow: Map<number, number[]>
  /** Events after which everything has to be read: at once, or when it is time (`orders`). */
  wide: Map<number, 'all' | 'orders'>
  /** Events of which nothing can be made. */
  poison: number[]
  /** When the newest was made: milliseconds since 1970. */
  newest: number | undefined
}

export async function listen(ask: AskCentra): Promise<Failed | undefined> {
  const got = await ask(LISTEN, {}, v.object({ setEventListeners: Mutation }))
  if (got.kind === 'failed') return got
  return refused(got.data.setEventListeners, 'listen_refused')
}

export async function readEvents(ask: AskCentra, linesField: string): Promise<News | Failed> {
  // One that is out of shape must not keep the rest from being read: each is parsed alone.
  const Events = v.object({ events: v.array(v.looseObject({ id: v.number() })) })
  const got = await ask(eventsQuery(linesField), { limit: CENTRA_EVENTS }, Events)
  if (got.kind === 'failed') return got
  const { events } = got.data
  const news: News = {
    kind: 'news',
    events: events.length,
    narrow: new Map(),
    wide: new Map(),
    poison: [],
    newest: undefined,
  }
  for (const one of events) {
    const parsed = v.safeParse(Event, one)
    if (parsed.success) sort(parsed.output, news)
    else news.poison.push(one.id)
  }
  return news
}

function sort(event: v.InferOutput<typeof Event>, news: News): void {
  const at = Date.parse(event.createdAt ?? '')
  if (Number.isFinite(at)) news.newest = Math.max(news.newest ?? 0, at)
  switch (event.objectType) {
    case 'Order':
    case 'Return':
      news.wide.set(event.id, 'orders')
      return
    case 'ProductSize': {
      const size = referenceOf(event.objectReference)
      if (size === undefined) news.poison.push(event.id)
      else news.narrow.set(event.id, [size])
      return
    }
    case 'StockChange': {
      const change = v.safeParse(StockChange, event.object)
      if (!change.success) news.poison.push(event.id)
      // As many as a list of Centra's has when no limit is asked for: there may be more.
      else if (change.output.lines.length >= CENTRA_LINES) news.wide.set(event.id, 'all')
      else
        news.narrow.set(
          event.id,
          change.output.lines.map(({ productSize }) => productSize.id),
        )
      return
    }
    default:
      news.poison.push(event.id)
  }
}

/** A reference is the id itself, or an object that holds it. */
function referenceOf(
  reference: v.InferOutput<typeof Event>['objectReference'],
): number | undefined {
  const id = typeof reference === 'object' ? reference?.id : reference
  return /^\d+$/.test(String(id)) ? Number(id) : undefined
}

/** Takes events off the queue. Only after what they said is stored. */
export async function confirmEvents(ask: AskCentra, ids: number[]): Promise<Failed | undefined> {
  if (ids.length === 0) return
  const got = await ask(CONFIRM, { ids }, v.object({ confirmEvents: Mutation }))
  if (got.kind === 'failed') return got
  return refused(got.data.confirmEvents, 'confirm_refused')
}

const refused = ({ userErrors }: v.InferOutput<typeof Mutation>, reason: string) =>
  (userErrors ?? []).length > 0 ? ({ kind: 'failed', reason } satisfies Failed) : undefined

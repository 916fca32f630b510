/**
 * The event queue that Centra keeps for an integration name. A request always gives the oldest
 * events that are not confirmed. An event that is never confirmed blocks all later ones, so events
 * that cannot be read are confirmed, too, and the shop is told in its log.
 */
import * as v from 'valibot'
import type { SourceFailure } from '../contract.ts'
import { type AskCentra, Mutation } from './graphql.ts'
import { EVENTS_PER_REQUEST, LINES_THAT_MAY_BE_CUT } from './limits.ts'

// The mutation is additive and idempotent. Orders and returns change free-to-allocate quantities
// as well, possibly without a StockChange.
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
type Event = v.InferOutput<typeof Event>
const StockChange = v.object({
  lines: v.array(v.object({ productSize: v.object({ id: v.number() }) })),
})

/** The head of the queue, sorted by what each event asks for. */
export interface EventBatch {
  kind: 'events'
  /** How many events there were. `EVENTS_PER_REQUEST` means that there are more. */
  count: number
  /** Events that name sizes: the ids of the sizes, by event id. */
  sizes: Map<number, number[]>
  /**
   * Events after which everything has to be read, by event id: `now`, or `orders`, which may wait
   * for `FULL_READING_AFTER_ORDERS_MS`.
   */
  fullReading: Map<number, 'now' | 'orders'>
  /** Events that cannot be read. */
  unreadable: number[]
  /** When the newest event happened: milliseconds since 1970. */
  newest: number | undefined
}

/** Asks Centra to put the events that this source needs into the queue. */
export async function listen(ask: AskCentra): Promise<SourceFailure | undefined> {
  const answer = await ask(LISTEN, {}, v.object({ setEventListeners: Mutation }))
  if (answer.kind === 'failed') return answer
  return refusal(answer.value.setEventListeners, 'listen_refused')
}

/** Reads the head of the queue. Confirms nothing. */
export async function readEvents(
  ask: AskCentra,
  linesField: string,
): Promise<EventBatch | SourceFailure> {
  // Each event is parsed alone, so that an event of an unknown shape does not block the rest.
  const Events = v.object({ events: v.array(v.looseObject({ id: v.number() })) })
  const answer = await ask(eventsQuery(linesField), { limit: EVENTS_PER_REQUEST }, Events)
  if (answer.kind === 'failed') return answer
  const { events } = answer.value
  const batch: EventBatch = {
    kind: 'events',
    count: events.length,
    sizes: new Map(),
    fullReading: new Map(),
    unreadable: [],
    newest: undefined,
  }
  for (const one of events) {
    const parsed = v.safeParse(Event, one)
    if (parsed.success) sortInto(batch, parsed.output)
    else batch.unreadable.push(one.id)
  }
  return batch
}

function sortInto(batch: EventBatch, event: Event): void {
  const at = Date.parse(event.createdAt ?? '')
  if (Number.isFinite(at)) batch.newest = Math.max(batch.newest ?? 0, at)
  switch (event.objectType) {
    case 'Order':
    case 'Return':
      batch.fullReading.set(event.id, 'orders')
      return
    case 'ProductSize': {
      const size = referenceId(event.objectReference)
      if (size === undefined) batch.unreadable.push(event.id)
      else batch.sizes.set(event.id, [size])
      return
    }
    case 'StockChange': {
      const change = v.safeParse(StockChange, event.object)
      if (!change.success) batch.unreadable.push(event.id)
      else if (change.output.lines.length >= LINES_THAT_MAY_BE_CUT) {
        batch.fullReading.set(event.id, 'now')
      } else {
        const sizes = change.output.lines.map(({ productSize }) => productSize.id)
        batch.sizes.set(event.id, sizes)
      }
      return
    }
    default:
      batch.unreadable.push(event.id)
  }
}

/** A reference is the id itself, or an object that holds it. */
function referenceId(reference: Event['objectReference']): number | undefined {
  const id = typeof reference === 'object' ? reference?.id : reference
  return /^\d+$/.test(String(id)) ? Number(id) : undefined
}

/** Removes events from the queue. Call it only after their levels are stored. */
export async function confirmEvents(
  ask: AskCentra,
  ids: number[],
): Promise<SourceFailure | undefined> {
  if (ids.length === 0) return
  const answer = await ask(CONFIRM, { ids }, v.object({ confirmEvents: Mutation }))
  if (answer.kind === 'failed') return answer
  return refusal(answer.value.confirmEvents, 'confirm_refused')
}

const refusal = ({ userErrors }: v.InferOutput<typeof Mutation>, reason: string) =>
  (userErrors ?? []).length > 0 ? ({ kind: 'failed', reason } satisfies SourceFailure) : undefined

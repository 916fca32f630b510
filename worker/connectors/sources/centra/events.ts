/**
 * The event queue that Centra keeps for an integration name. A request always gives the oldest
 * events that are not confirmed. An event that is never confirmed blocks all later ones, so events
 * that cannot be read are confirmed, too, and the shop is told in its log.
 */
import * as v from 'valibot'
import { needed, NeededList, Word } from '../../../lenient.ts'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { CentraId } from './id.ts'
import { type AskCentra, FAULTY, Mutation, refusalOf } from './graphql.ts'
import { EVENTS_PER_REQUEST, LINES_PER_EVENT } from './limits.ts'

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
    object { __typename ... on StockChange { id lines: ${lines}(limit: ${LINES_PER_EVENT}) { productSize { id } } } }
  }
}`

const Named = v.object({ id: needed(CentraId) })
const Event = v.object({
  id: needed(CentraId),
  objectType: Word,
  /** The id itself, or an object that holds it. */
  objectReference: v.optional(v.unknown()),
  createdAt: Word,
  object: v.optional(v.unknown()),
})
type Event = v.InferOutput<typeof Event>
const StockChange = v.object({ lines: NeededList })
/** Centra gives null for a size that is gone, or that the token may not read. */
const Line = v.object({ productSize: Named })

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
  return refusalOf(answer, 'setEventListeners', 'listen_refused')
}

/**
 * Reads the head of the queue. Confirms nothing. Each event is read alone, and each line of it. An
 * event without an id cannot be confirmed; it is noted in `faults`, as is an event that lost a line.
 */
export async function readEvents(
  ask: AskCentra,
  linesField: string,
  faults: ItemFaults,
): Promise<EventBatch | SourceFailure> {
  const variables = { limit: EVENTS_PER_REQUEST }
  const answer = await ask(eventsQuery(linesField), variables, v.object({ events: NeededList }))
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
    if (parsed.success) sortInto(batch, parsed.output, faults)
    else faults.note('an event without an id', 'item_unreadable')
  }
  // If no event at all can be read, the token may not read them: confirming would lose them.
  const isUseless = answer.isPartial && batch.sizes.size === 0 && batch.fullReading.size === 0
  return isUseless ? FAULTY : batch
}

function sortInto(batch: EventBatch, event: Event, faults: ItemFaults): void {
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
      else sortChange(batch, event.id, change.output.lines, faults)
      return
    }
    default:
      batch.unreadable.push(event.id)
  }
}

function sortChange(batch: EventBatch, event: number, lines: unknown[], faults: ItemFaults): void {
  if (lines.length >= LINES_PER_EVENT) {
    batch.fullReading.set(event, 'now')
    return
  }
  const sizes = lines.flatMap((line) => {
    const read = v.safeParse(Line, line)
    return read.success ? [read.output.productSize.id] : []
  })
  if (sizes.length === 0 && lines.length > 0) {
    batch.unreadable.push(event)
    return
  }
  if (sizes.length < lines.length) faults.note(`event ${event}`, 'line_unreadable')
  batch.sizes.set(event, sizes)
}

function referenceId(reference: unknown): number | undefined {
  const named = v.safeParse(Named, reference)
  return named.success ? named.output.id : v.parse(CentraId, reference)
}

/**
 * Works off the event queue: reads the sizes that events name, stores their levels, and only then
 * confirms the events.
 */
import { chunks } from '../../../chunks.ts'
import type { Sink, SourceContext, SourceFailure } from '../contract.ts'
import type { Cursor } from './cursor.ts'
import { confirmEvents, withoutRefused } from './confirm.ts'
import { type EventBatch, readEvents } from './events.ts'
import type { ItemFaults } from '../item-faults.ts'
import { judgeOf, readTogether } from '../judge.ts'
import { type AskCentra, isUp } from './graphql.ts'
import { readSizes, type SizeLevels } from './levels.ts'
import { EVENT_ROUNDS_PER_RUN, EVENTS_PER_REQUEST, SIZES_PER_QUERY } from './limits.ts'
import type { CentraOptions } from './options.ts'

export interface EventsTaken {
  kind: 'taken'
  cursor: Cursor
  /** How many sizes were read. */
  items: number
  /** When the newest event happened: milliseconds since 1970. */
  newest: number | undefined
}

/**
 * Takes events from the head of the queue, for as long as confirming them brings up others. An
 * event that needs a full reading is confirmed by the next poll: the cursor has stored that need by
 * then, so a crash in between cannot lose it.
 */
export async function takeEvents(
  ask: AskCentra,
  options: CentraOptions,
  { logSkipped }: SourceContext,
  sink: Sink,
  cursor: Cursor,
  faults: ItemFaults,
): Promise<EventsTaken | SourceFailure> {
  const kept = new Set(cursor.kept)
  const keptNow = new Set<number>()
  let { call } = cursor
  let items = 0
  let newest: number | undefined
  for (let round = 0; round < EVENT_ROUNDS_PER_RUN; round += 1) {
    const head = await readEvents(ask, options.linesField, faults)
    if (head.kind === 'failed') return head
    const batch = withoutRefused(head, faults)
    const stored = await storeSizes(ask, options, sink, batch, faults)
    if (stored.kind === 'failed') return stored
    const confirmable = [...batch.sizes.keys(), ...batch.unreadable]
    for (const [event, when] of batch.fullReading) {
      if (kept.has(event)) confirmable.push(event)
      else {
        keptNow.add(event)
        call = call === 'all' || when === 'now' ? 'all' : 'orders'
      }
    }
    // A full reading finds what an unreadable event was about, once an hour at most.
    if (batch.unreadable.length > 0) call ??= 'orders'
    // Log before confirming: an entry that is written twice is better than one that is lost.
    const skipped = skippedEvents(batch, stored.known)
    if (skipped.length > 0) await logSkipped(skipped)
    const removed = await confirmEvents(ask, confirmable, faults)
    if (removed.kind === 'failed') return removed
    items += stored.known.size
    newest = Math.max(newest ?? 0, batch.newest ?? 0) || undefined
    const isMore = confirmable.length > 0 && batch.count >= EVENTS_PER_REQUEST
    if (!removed.isWhole || !isMore) break
  }
  return { kind: 'taken', cursor: { ...cursor, call, kept: [...keptNow] }, items, newest }
}

/** Reads the sizes at the head of the queue, for a webhook. Only a poll confirms events. */
export async function peekEvents(
  ask: AskCentra,
  options: CentraOptions,
  sink: Sink,
  faults: ItemFaults,
): Promise<{ kind: 'done' } | SourceFailure> {
  const batch = await readEvents(ask, options.linesField, faults)
  if (batch.kind === 'failed') return batch
  const stored = await storeSizes(ask, options, sink, batch, faults)
  return stored.kind === 'failed' ? stored : { kind: 'done' }
}

/** Events that cannot be read, or whose sizes Centra no longer has. A stock change may be empty. */
function skippedEvents({ unreadable, sizes }: EventBatch, known: Set<number>): number[] {
  const gone = [...sizes].filter(([, ids]) => ids.length > 0 && ids.every((id) => !known.has(id)))
  return [...unreadable, ...gone.map(([event]) => event)]
}

/** Reads the sizes that the events name and stores their levels. `known`: sizes that Centra has. */
async function storeSizes(
  ask: AskCentra,
  options: CentraOptions,
  sink: Sink,
  batch: EventBatch,
  faults: ItemFaults,
): Promise<{ kind: 'stored'; known: Set<number> } | SourceFailure> {
  const known = new Set<number>()
  const ids = [...new Set([...batch.sizes.values()].flat())]
  const judge = judgeOf(faults, isUp(ask))
  for (const some of chunks(ids, SIZES_PER_QUERY)) {
    const failure = await readTogether(
      judge,
      some,
      (id) => ({ key: `size ${id}` }),
      async (part) => {
        const asOf = Date.now()
        const read: SizeLevels | SourceFailure = await readSizes(ask, options, faults, [...part])
        if (read.kind === 'failed') return read
        await sink.levels(read.levels, asOf)
        for (const id of read.sizes) known.add(id)
        return undefined
      },
    )
    if (failure) return failure
  }
  return { kind: 'stored', known }
}

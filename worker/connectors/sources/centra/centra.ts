/**
 * Centra, by the event queue of its Integration API. An event says that something changed; the
 * source reads the free-to-allocate quantity and confirms the event once the level is stored. Now
 * and then it also reads everything, in case an event was lost.
 */
import * as v from 'valibot'
import {
  defineSource,
  type PollContext,
  type PollResult,
  type Sink,
  type SourceContext,
  type SourceFailure,
} from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import { judgeOf, readTogether } from '../judge.ts'
import { Cursor } from './cursor.ts'
import { listen } from './events.ts'
import { continueFullReading } from './full-reading.ts'
import { type AskCentra, askCentra, isUp } from './graphql.ts'
import { readProductSizes } from './levels.ts'
import { CentraOptions } from './options.ts'
import { peekEvents, takeEvents } from './queue.ts'
import { parseCentraDelivery, READ_QUEUE, verifyCentra } from './webhook.ts'

export const centra = defineSource({
  type: 'centra',
  options: CentraOptions,
  secrets: ['token', 'webhookSecret'],
  addresses: ['baseUrl'],
  readsAll: true,
  // Two sources on one queue would each confirm events that the other has not read.
  faults: (options, { sources }) => {
    const first = sources.find(
      (one) => one.type === 'centra' && one['integration'] === options.integration,
    )
    return first === options ? [] : [['/integration', 'integration_shared']]
  },
  create: (options, context) => {
    const { webhookSecret } = options
    const ask = askCentra(context.env, options)
    return {
      ...(webhookSecret && { verify: (hook) => verifyCentra(webhookSecret, hook) }),
      readDelivery: parseCentraDelivery,
      reread: (hints, sink, faults) => readHinted(ask, options, hints, sink, faults),
      changesSince: (cursor, sink, poll) => changesSince(ask, options, context, sink, cursor, poll),
    }
  },
})

async function changesSince(
  ask: AskCentra,
  options: CentraOptions,
  context: SourceContext,
  sink: Sink,
  stored: string | undefined,
  poll: PollContext,
): Promise<PollResult> {
  const { now, faults } = poll
  let cursor: Cursor = stored === undefined ? { kept: [] } : v.parse(Cursor, JSON.parse(stored))
  let items = 0
  let lagMs: number | undefined
  if (options.events) {
    const refused = stored === undefined ? await listen(ask) : undefined
    if (refused) return refused
    const taken = await takeEvents(ask, options, context, sink, cursor, faults)
    if (taken.kind === 'failed') return taken
    items = taken.items
    cursor = taken.cursor
    if (taken.newest !== undefined) lagMs = Math.max(0, now - taken.newest)
  }
  const read = await continueFullReading(ask, options, sink, cursor, poll)
  if (read.kind === 'failed') return read
  items += read.items
  return {
    kind: 'done',
    cursor: JSON.stringify(read.cursor),
    ...(items > 0 && { items }),
    ...(lagMs !== undefined && { lagMs }),
  }
}

async function readHinted(
  ask: AskCentra,
  options: CentraOptions,
  hints: string[],
  sink: Sink,
  faults: ItemFaults,
): Promise<{ kind: 'done' } | SourceFailure> {
  const products = hints.filter((hint) => hint !== READ_QUEUE).map(Number)
  if (products.length > 0) {
    const judge = judgeOf(faults, isUp(ask))
    const failure = await readTogether(
      judge,
      products,
      (id) => ({ key: `product ${id}` }),
      async (some) => {
        const asOf = Date.now()
        const read = await readProductSizes(ask, options, faults, [...some])
        if (read.kind === 'failed') return read
        await sink.levels(read.levels, asOf)
        return undefined
      },
    )
    if (failure) return failure
  }
  if (!options.events || !hints.includes(READ_QUEUE)) return { kind: 'done' }
  return peekEvents(ask, options, sink, faults)
}

/**
 * Runs a source against its fake without a database, for tests with hundreds of payloads. Gives the items
 * of the sink, the faults, and the end of the run.
 */
import type { StockLevel } from '../../../shared/stock.ts'
import type { SourceCalls, SourceContext } from '../../../worker/connectors/sources/contract.ts'
import type { SourceEntry, SourceFacts } from '../../../worker/connectors/sources/entry.ts'
import {
  type FaultyItem,
  type ItemFaults,
  openFaults,
} from '../../../worker/connectors/sources/item-faults.ts'
import { type Source, sourceConnector } from '../../../worker/connectors/sources/list.ts'
import { world } from '../../worker/harness.ts'

/** The result of a run. */
export interface Ran {
  /** `done`, or the reason of the failure. */
  ended: string
  levels: StockLevel[]
  entries: SourceEntry[]
  facts: SourceFacts[]
  faults: FaultyItem[]
  cursor: string | undefined
  /** The ids of events that it could not read. */
  skipped: number[]
}

/** A source with these options, in a shop in which people wait for these skus. */
export function directly(options: Source, waiting: string[] = []) {
  const skipped: number[] = []
  const context = {
    env: world.env,
    db: world.env.DB,
    shop: { settings: { origins: [], sources: [options] } },
    waitedFor: async (after: string, limit: number) =>
      waiting
        .toSorted()
        .filter((sku) => sku > after)
        .slice(0, limit)
        .map((sku) => ({ sku, url: null, named: [], product: null })),
    logSkipped: async (ids: readonly number[]) => void skipped.push(...ids),
  } as unknown as SourceContext
  const calls = sourceConnector(options).create({ ...options, oversell: 'by_quantity' }, context)

  async function run(
    work: (...all: Parameters<Run>) => ReturnType<Run>,
    faults = openFaults(null, Date.now()),
  ): Promise<Ran> {
    const now = Date.now()
    const levels: StockLevel[] = []
    const entries: SourceEntry[] = []
    const facts: SourceFacts[] = []
    const sink = {
      levels: async (some: StockLevel[]) => void levels.push(...some),
      entries: async (some: SourceEntry[]) => void entries.push(...some),
      facts: async (some: SourceFacts[]) => void facts.push(...some),
      described: async () => {},
    }
    const polled = await work(sink, { now, accept: false, faults })
    const ended = polled.kind === 'failed' ? polled.reason : polled.kind
    const cursor = 'cursor' in polled ? polled.cursor : undefined
    return {
      ended,
      levels,
      entries,
      facts,
      faults: faults.list(),
      cursor,
      skipped: skipped.splice(0),
    }
  }
  return {
    calls,
    /** `before`: the faults of earlier runs. */
    poll: (cursor?: string, before?: ItemFaults) =>
      run((sink, poll) => calls.changesSince(cursor, sink, poll), before),
    reread: (hints: string[]) =>
      run(async (sink, { faults }) => (await calls.reread?.(hints, sink, faults)) ?? NO_REREAD),
  }
}

const NO_REREAD = { kind: 'failed', reason: 'the source rereads nothing' } as const

type Run = (
  sink: Parameters<SourceCalls['changesSince']>[1],
  poll: Parameters<SourceCalls['changesSince']>[2],
) => ReturnType<SourceCalls['changesSince']> | ReturnType<NonNullable<SourceCalls['reread']>>

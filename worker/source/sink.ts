/**
 * Where sources put what they read: everything is checked, put into chunks of one statement each,
 * and stored before the promise is fulfilled. Counts what it saw, for the log and the source's row.
 */
import * as v from 'valibot'
import { CatalogEntry } from '../../shared/product.ts'
import { StockLevel } from '../../shared/stock.ts'
import { receiveEntries } from '../catalog/receive.ts'
import { SOURCE_CHUNK, SOURCE_CHUNK_CHARACTERS } from '../limits.ts'
import type { Shop } from '../shop/shop.ts'
import { logReceived, receiveLevels } from '../stock/receive.ts'
import type { Sink } from '../connectors/sources/contract.ts'

export interface Tally {
  levels: number
  written: number
  restocks: number
  entriesWritten: number
  /** Levels and entries that no schema lets through. */
  refused: number
}

export interface CountingSink extends Sink {
  tally: Readonly<Tally>
  /** Writes one entry of the log about everything that came through, unless nothing changed. */
  log(counts?: Record<string, number>): Promise<void>
}

/** A sink for one run of a source, or one of its webhooks. */
export function openSink(env: Env, shop: Shop, source: string, startedAt: number): CountingSink {
  const tally: Tally = { levels: 0, written: 0, restocks: 0, entriesWritten: 0, refused: 0 }
  let only: string | undefined

  /** Those of a shape that may be stored, the last of each key. */
  function sound<T>(schema: v.GenericSchema<unknown, T>, items: T[], key: (item: T) => string) {
    const kept = new Map<string, T>()
    for (const item of items) {
      const parsed = v.safeParse(schema, item, { abortEarly: true })
      if (parsed.success) kept.set(key(parsed.output), parsed.output)
      else tally.refused += 1
    }
    return [...kept.values()]
  }

  return {
    tally,

    async levels(levels, asOf = startedAt) {
      const sure = sound(StockLevel, levels, ({ sku, locale, externalId }) =>
        JSON.stringify([sku, locale, externalId]),
      )
      for (const some of statements(sure)) {
        const { written, restocks } = await receiveLevels(env, shop, some, asOf)
        only = tally.levels === 0 && some.length === 1 ? some[0]?.sku : undefined
        tally.levels += some.length
        tally.written += written
        tally.restocks += restocks.length
      }
    },

    async entries(entries) {
      const sure = sound(CatalogEntry, entries, ({ sku, locale }) => JSON.stringify([sku, locale]))
      for (const some of statements(sure)) {
        tally.entriesWritten += await receiveEntries(env, shop, some, startedAt)
      }
    },

    log: (counts = {}) => {
      const further = Object.entries({ ...counts, refused: tally.refused })
      return logReceived(env, shop, {
        source,
        levels: tally.levels,
        written: tally.written,
        restocks: tally.restocks,
        counts: Object.fromEntries(further.filter(([, count]) => count > 0)),
        sku: only,
      })
    },
  }
}

/** The items in runs that each fit into one statement, by their number and by their length. */
function statements<T>(items: T[]): T[][] {
  const runs: T[][] = []
  let room = 0
  for (const item of items) {
    const length = JSON.stringify(item).length
    const run = runs.at(-1)
    if (run && run.length < SOURCE_CHUNK && length <= room) {
      run.push(item)
      room -= length
    } else {
      runs.push([item])
      room = SOURCE_CHUNK_CHARACTERS - length
    }
  }
  return runs
}

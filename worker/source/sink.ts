/**
 * Stores what sources read: checks each item, groups the items into statements of a bounded size,
 * and counts, for the log and for the source's row.
 */
import * as v from 'valibot'
import { localeIn } from '../../shared/locale.ts'
import { StockLevel } from '../../shared/stock.ts'
import { receiveDescriptions, receiveEntries, receiveFacts } from '../catalog/receive.ts'
import { statementsOf } from '../chunks.ts'
import type { Shop } from '../shop/shop.ts'
import { logReceived, receiveLevels } from '../stock/receive.ts'
import type { Sink } from '../connectors/sources/contract.ts'
import type { SourceEntry, SourceFacts } from '../connectors/sources/entry.ts'
import { readEntry, readFacts } from './entry.ts'

export interface Tally {
  /** Levels that came in. */
  levels: number
  /** Levels that changed. */
  written: number
  /** Restocks that began. */
  restocks: number
  entriesWritten: number
  /** Levels and entries that cannot be read. */
  refused: number
  /** Fields of entries that cannot be read. */
  fieldsLeftOut: number
}

export interface CountingSink extends Sink {
  tally: Readonly<Tally>
  /** Writes one entry of the log about everything so far, unless nothing changed. */
  log(counts?: Record<string, number>): Promise<void>
}

/**
 * A sink for one run of a source, or for one of its webhooks. `startedAt`: when the run began, or
 * the webhook came, in milliseconds since 1970.
 */
export function openSink(env: Env, shop: Shop, source: string, startedAt: number): CountingSink {
  const tally: Tally = {
    levels: 0,
    written: 0,
    restocks: 0,
    entriesWritten: 0,
    refused: 0,
    fieldsLeftOut: 0,
  }
  // The SKU of the log entry, if there was only one level.
  let onlySku: string | undefined

  /**
   * The items that can be read; of several with one key, the last. An item whose locale is no locale
   * (`{{ lang }}`, because a template was not filled in) counts for the shop's own locale.
   */
  function readable<T extends { locale?: string | undefined }>(
    items: T[],
    read: (item: T) => T | undefined,
    key: (item: T) => string,
  ) {
    const byKey = new Map<string, T>()
    for (const one of items) {
      const locale = localeIn(one.locale) ?? shop.settings.defaultLocale
      const item = read(one.locale === undefined ? one : { ...one, locale })
      if (item) byKey.set(key(item), item)
      else tally.refused += 1
    }
    return [...byKey.values()]
  }

  const level = (one: StockLevel) => {
    const parsed = v.safeParse(StockLevel, one, { abortEarly: true })
    return parsed.success ? parsed.output : undefined
  }
  const entry = (one: SourceEntry) => {
    const read = readEntry(one)
    tally.fieldsLeftOut += read?.leftOut ?? 0
    return read?.entry
  }
  const facts = (one: SourceFacts) => {
    const read = readFacts(one)
    tally.fieldsLeftOut += read?.leftOut ?? 0
    return read?.facts
  }

  return {
    tally,

    async levels(levels, asOf = startedAt) {
      const checked = readable(levels, level, ({ sku, locale, externalId }) =>
        JSON.stringify([sku, locale, externalId]),
      )
      for (const some of statementsOf(checked)) {
        const { written, restocks } = await receiveLevels(env, shop, some, asOf)
        onlySku = tally.levels === 0 && some.length === 1 ? some[0]?.sku : undefined
        tally.levels += some.length
        tally.written += written
        tally.restocks += restocks.length
      }
    },

    async entries(entries) {
      const checked = readable(entries, entry, ({ sku, locale }) => JSON.stringify([sku, locale]))
      for (const some of statementsOf(checked)) {
        tally.entriesWritten += await receiveEntries(env, shop, some, startedAt, 'patch')
      }
    },

    async facts(said) {
      const checked = readable(said, facts, ({ sku, locale, variantId }) =>
        JSON.stringify([sku, locale, variantId]),
      )
      for (const some of statementsOf(checked)) {
        tally.entriesWritten += await receiveFacts(env, shop, some, startedAt)
      }
    },

    async described(variants) {
      for (const some of statementsOf(variants)) {
        await receiveDescriptions(env, shop, some, startedAt)
      }
    },

    log: (counts = {}) => {
      const { refused, fieldsLeftOut } = tally
      const further = Object.entries({ ...counts, refused, fields_left_out: fieldsLeftOut })
      return logReceived(env, shop, {
        source,
        levels: tally.levels,
        written: tally.written,
        restocks: tally.restocks,
        counts: Object.fromEntries(further.filter(([, count]) => count > 0)),
        sku: onlySku,
      })
    },
  }
}

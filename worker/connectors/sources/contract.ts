/**
 * What a source is: a connector that brings stock levels and catalogue entries. Every source can be
 * polled (`changesSince`). A source whose vendor sends webhooks also gives `verify` and
 * `readDelivery`; polling then finds the webhooks that were missed.
 */
import type * as v from 'valibot'
import type { Product } from '../../../shared/product.ts'
import type { StockLevel } from '../../../shared/stock.ts'
import type { UpstreamFailure } from '../answer.ts'
import type { Connector, Context, FieldOf, OptionsOf } from '../contract.ts'
import type { Hook, PrivacyCall, Verification } from '../hook.ts'
import type { WithOversell } from './availability.ts'
import type { SourceEntry, SourceFacts } from './entry.ts'
import type { ItemFaults } from './item-faults.ts'
import type { Trial } from './trial.ts'

/** The schema of a source's options. `everyMinutes`: how often it is polled. */
export type SourceSchema = v.GenericSchema<
  unknown,
  { type: string; name: string; everyMinutes: number }
>

/** What a verified webhook says. */
export interface Delivery {
  /** The vendor's id of this delivery. A delivery whose id was seen before has no effect. */
  id?: string
  levels?: StockLevel[]
  entries?: SourceEntry[]
  facts?: SourceFacts[]
  /** What has to be read again, in any text that the source's own `reread` understands. */
  hints?: string[]
  /** How many items of the body could not be read. The shop's log shows the number. */
  leftOut?: number
  /** A request about personal data. It comes without hints. */
  privacy?: PrivacyCall
}

/**
 * Takes what a source has read. When its promise is fulfilled, everything is stored; only then may
 * a source confirm to the vendor or move its cursor. One call takes any number of items. Of several
 * levels with the same SKU, locale and externalId, the last in the list counts. Items that do not
 * fit `StockLevel` or `CatalogEntry` are left out and counted.
 */
export interface Sink {
  /**
   * A level without `at` was true at `asOf`, in milliseconds since 1970: pass the time at which
   * its reading began. Default: when the run began.
   */
  levels(levels: StockLevel[], asOf?: number): Promise<void>
  entries(entries: SourceEntry[]): Promise<void>
  /** Call it after `entries`: facts change only entries that the catalogue has. */
  facts(facts: SourceFacts[]): Promise<void>
  /**
   * Stores descriptions from pages, of variants that the catalogue lacks. Messages prefer them to
   * the descriptions of forms. They are not catalogue entries: no feed lists them, and a shop with
   * a strict catalogue refuses their SKUs.
   */
  described(variants: DescribedVariant[]): Promise<void>
}

/** A variant as a page of the shop describes it. */
export interface DescribedVariant {
  sku: string
  product: Product
}

/**
 * Why a run ended: nothing could be read, or the host failed. The fault of one item does not end a
 * run (item-faults.ts). `reason` is short and stable, and contains nothing of an answer.
 */
export interface SourceFailure extends UpstreamFailure {
  /** The item that could not be read, counted from 1. */
  item?: number
  /** Replaces the stored cursor. Without it, the next run begins where this one did. */
  cursor?: string
}

/** A SKU that was asked for, and the names that its page has instead. */
export interface UnnamedSku {
  sku: string
  names: readonly string[]
}

/** The result of one poll. A cursor is any text of the source's own; the next poll gets it back. */
export type PollResult =
  | {
      kind: 'done'
      /** Without it, the stored cursor stays. */
      cursor?: string | undefined
      /** How many items were read; absent when nothing had to be read (304). */
      items?: number
      /** How old the newest change was, if the source knows. */
      lagMs?: number
      /** Further counts for the log; zeros are left out. */
      counts?: Record<string, number>
      /** Words for availability that nobody knows and that were not logged before. */
      unknownWords?: readonly string[]
      /** SKUs that their pages do not name and that were not logged before. */
      unnamed?: readonly UnnamedSku[]
    }
  /** Not finished: the next run continues from the cursor after `afterSeconds`. */
  | { kind: 'more'; cursor?: string; afterSeconds: number }
  /** Not plausible: nothing was stored, and nothing will be until somebody accepts it. */
  | { kind: 'held'; reason: 'feed_shrunk'; items: number }
  | SourceFailure

/** What a source is told about one poll. */
export interface PollContext {
  /** When the run began: milliseconds since 1970. */
  now: number
  /** Whether somebody has accepted what was held back. */
  accept: boolean
  /** The items that failed in earlier runs. Faults of this run are stored when it ends. */
  faults: ItemFaults
}

/** A source of one shop, with its secrets in clear. */
export interface SourceCalls {
  /** Checks who sent a webhook, over its raw body. */
  verify?(hook: Hook): Promise<Verification>
  /**
   * Reads a webhook that `verify` found `good`. Gives undefined, or throws, when the body has no
   * known shape.
   */
  readDelivery?(hook: Hook): Delivery | undefined
  /**
   * Reads the items of at most `HINTS_IN_MESSAGE` hints of webhooks. It returns a failure only if
   * the host failed: then all hints come again. Faults of single items are noted in `faults` and
   * logged.
   */
  reread?(
    hints: string[],
    sink: Sink,
    faults: ItemFaults,
  ): Promise<{ kind: 'done' } | SourceFailure>
  /**
   * Finds out what a run would do, and changes nothing: neither here nor at the vendor. `now` is in
   * milliseconds since 1970; `address` is on one of the shop's origins, for a source that `triesPages`.
   * A source without it cannot be tried.
   */
  trial?(now: number, address?: string): Promise<Trial>
  /** Reads everything that changed since the cursor; without a cursor, everything. */
  changesSince(cursor: string | undefined, sink: Sink, poll: PollContext): Promise<PollResult>
}

/** A SKU with waiting subscribers, and what is known about its product. */
export interface WaitedForSku {
  sku: string
  /** The address in the catalogue; null if it has none. */
  url: string | null
  /**
   * If the catalogue has none: the addresses that subscribers' pages named. The most frequent comes
   * first, then the oldest. Strangers choose them.
   */
  named: string[]
  /** The product's id in the shop's system; null when the catalogue names none. */
  product: string | null
}

/** What a source may use, besides what every connector may use. */
export interface SourceContext extends Context {
  /** The shop's database, for tables that belong to a source (`feed_sku`) and the catalogue. */
  db: D1Database
  /** The SKUs with waiting subscribers that follow `after` (first page: ''), in ascending order. */
  waitedFor(after: string, limit: number): Promise<WaitedForSku[]>
  /** Tells the shop, in its log, of events that can never be read and were skipped. */
  logSkipped(eventIds: readonly number[]): Promise<void>
}

/**
 * A source connector.
 *
 * @example A source that reads one address, which answers with `[{ "sku", "quantity" }]`:
 * ```ts
 * export const shelf = defineSource({
 *   type: 'shelf',
 *   options: ShelfOptions,
 *   secrets: [],
 *   addresses: ['url'],
 *   create: ({ url }, { env }) => ({
 *     async changesSince(_cursor, sink) {
 *       const asked = await askUpstream(env, url)
 *       if (asked.kind === 'failed') return asked
 *       const read = await readJson(asked.response, v.array(StockLevel))
 *       if (read.kind === 'failed') return read
 *       await sink.levels(read.value)
 *       return { kind: 'done', items: read.value.length }
 *     },
 *   }),
 * })
 * ```
 */
export interface SourceConnector<
  S extends SourceSchema,
  Field extends string = FieldOf<S>,
> extends Connector<S, Field> {
  /** Whether its first reading finds every variant of the shop: one that it lacks does not exist. */
  readsAll?: boolean
  /** Whether a trial takes the address of one page, as `url` beside the options. */
  triesPages?: boolean
  /** `options` with their secrets in clear, and with the shop's choice. */
  create(options: WithOversell<OptionsOf<S>>, context: SourceContext): SourceCalls
}

/** Any source. */
export type AnySource = SourceConnector<SourceSchema, string>

/** Defines a source. The type of its options follows from its schema. */
export const defineSource = <S extends SourceSchema>(
  source: SourceConnector<S>,
): SourceConnector<S> => source

/**
 * What a source is to the engine. A source is one file: its name, which of its options are secret,
 * which are addresses, and a factory of functions. What is polled gives `changesSince`; what is
 * pushed gives `verify` and `read` besides, because a missed webhook has to be found by asking.
 * All give the same levels and catalogue entries; the engine never knows whom it heard.
 */
import type { CatalogEntry } from '../../../shared/product.ts'
import type { ShopSettings } from '../../shop/settings.ts'
import type { Source } from './union.ts'
import type { StockLevel } from '../../../shared/stock.ts'
import type { Connector, FieldOf, OptionsOf, OptionsSchema } from '../contract.ts'
import type { Hook, Verdict } from '../hook.ts'
import type { Shop } from '../../shop/shop.ts'

/** What a verified webhook says. */
export interface Delivery {
  /** The vendor's id of this delivery: one that was seen has no effect. */
  id?: string
  levels?: StockLevel[]
  entries?: CatalogEntry[]
  /** Ids of the vendor's that have to be read again to know; any text that `reread` understands. */
  hints?: string[]
}

/**
 * Takes what was read, and has stored it when its promise is fulfilled: only then may a source
 * confirm to the vendor, or move its cursor. Any number at once; of several levels with the same
 * sku, locale and externalId in one call the last holds. What is no possible level or entry is
 * left out and counted.
 */
export interface Sink {
  /** Without `at`, a level was true at `asOf`: when its reading began (default: the run's start). */
  levels(levels: StockLevel[], asOf?: number): Promise<void>
  entries(entries: CatalogEntry[]): Promise<void>
}

/** Why nothing came: a short stable code, and at which item of how many read. */
export interface Failed {
  kind: 'failed'
  reason: string
  /** The item that could not be read, counted from 1. */
  item?: number
  /** What the other side asked for. */
  afterSeconds?: number
  /** Where to begin the next time, if the cursor before is of no use any more. */
  cursor?: string
}

/** What came of asking. A cursor is any text of the source's own, kept for the next time. */
export type Polled =
  | {
      kind: 'done'
      /** Absent where the one before holds on. */
      cursor?: string | undefined
      /** How many items were looked at; absent where nothing had to be (304). */
      items?: number
      /** How old the newest news was, where the source can tell. */
      lagMs?: number
      /** Further counts for the log, where they are not zero. */
      counts?: Record<string, number>
    }
  /** To be gone on with: a bulk job of the vendor's, more than one run can take, no room now. */
  | { kind: 'more'; cursor?: string; afterSeconds: number }
  /** Believed by nobody until it is accepted: nothing was stored. */
  | { kind: 'held'; reason: 'feed_shrunk'; items: number }
  | Failed

export interface PollContext {
  /** When the run began: milliseconds since 1970. */
  now: number
  /** Whether somebody has said that what is held back is right. */
  accept: boolean
}

export interface SourceCalls {
  verify?(hook: Hook): Promise<Verdict>
  /** Undefined where the body is of no known shape; so is throwing. Only of a `good` webhook. */
  read?(hook: Hook): Delivery | undefined
  /** Reads again what webhooks hinted at, at most `HINTS_IN_MESSAGE` ids. */
  reread?(hints: string[], sink: Sink): Promise<{ kind: 'done' } | Failed>
  /** Everything that changed since the cursor; everything there is, without one. */
  changesSince(cursor: string | undefined, sink: Sink, context: PollContext): Promise<Polled>
}

export interface SourceContext {
  env: Env
  shop: Shop
  db: D1Database
}

/** A source on the shared base. */
export interface SourceConnectorOf<
  S extends OptionsSchema,
  Field extends string = FieldOf<S>,
> extends Connector<S, Field> {
  create(options: OptionsOf<S>, context: SourceContext): SourceCalls
}

/** A source; the type of its options is that of its schema. */
export const defineSource = <S extends OptionsSchema>(
  source: SourceConnectorOf<S>,
): SourceConnectorOf<S> => source

export interface SourceConnector<T extends Source['type']> {
  type: T
  /** Options that are write-only. */
  secrets: readonly string[]
  /** Options that are addresses: https on a public host, outside local development. */
  addresses: readonly string[]
  /** Faults beyond the shape, each with a pointer relative to the options (`/market`). */
  check?(
    options: Extract<Source, { type: T }>,
    settings: ShopSettings,
  ): [pointer: string, code: string][]
  create(options: Extract<Source, { type: T }>, context: SourceContext): SourceCalls
}

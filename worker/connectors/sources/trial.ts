/**
 * What a source would do with these options, found out without changing anything: for a shop that sets
 * one up, before people depend on it.
 */
import type { StockLevel } from '../../../shared/stock.ts'
import type { UpstreamFailure } from '../answer.ts'
import type { SourceEntry } from './entry.ts'

/** Something that works, and may not be meant: a stable code, and what it is about. */
export interface TrialWarning {
  code: string
  /** Fields, skus, words or addresses; the first of them. */
  about?: readonly string[]
}

/** Why nothing would be stored: a stable code, and the item that could not be read, counted from 1. */
export interface TrialFailure extends Pick<UpstreamFailure, 'reason'> {
  item?: number
}

/** The result of a trial. */
export interface Trial {
  kind: 'tried'
  /** Why a run would store nothing now; absent if it would. */
  failure?: TrialFailure | undefined
  /** How the source is written; absent if that could not be found out. */
  format?: { kind: string; path?: string; elements?: readonly string[] }
  /** The names that stand for each field that was found, and those of the source that stand for none. */
  fields: Readonly<Record<string, readonly string[]>>
  unused: readonly string[]
  /** How many different SKUs it has, and how many of its items repeat one. */
  items: number
  repeated: number
  /** How many items say that something is there, and how many that nothing is. */
  inStock: number
  soldOut: number
  /** The first levels and catalogue entries. */
  levels: readonly StockLevel[]
  entries: readonly SourceEntry[]
  faults: readonly { name: string; reason: string }[]
  warnings: readonly TrialWarning[]
}

/** A trial of which nothing could be read. */
export const triedInVain = ({ reason, item }: TrialFailure): Trial => ({
  kind: 'tried',
  failure: { reason, ...(item !== undefined && { item }) },
  fields: {},
  unused: [],
  items: 0,
  repeated: 0,
  inStock: 0,
  soldOut: 0,
  levels: [],
  entries: [],
  faults: [],
  warnings: [],
})

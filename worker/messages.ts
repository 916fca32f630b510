/** What queue messages hold: ids of rows that are already written, and nothing about a person in clear. */

export interface MatchMessage {
  shop: string
  restock: string
}

/** A request that D1 had no time for, sealed with the keys of its shop. */
export interface IntakeMessage {
  shop: string
  sealed: string
}

export interface OutboxMessage {
  shop: string
  rows: string[]
}

/** A source to be asked for changes; or, with `hints`, what a webhook said to read again. */
export interface SourceMessage {
  shop: string
  source: string
  hints?: string[]
}

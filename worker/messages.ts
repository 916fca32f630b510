/**
 * Queue messages. They hold ids of rows that are already written, and no personal data in clear.
 */

/** A restock to match. */
export interface MatchMessage {
  shop: string
  restock: string
}

/**
 * What had to wait because D1 gave no answer: a request, a stop or a click, sealed with the keys of its
 * shop. See intake/run.ts.
 */
export interface IntakeMessage {
  shop: string
  sealed: string
}

/** Outbox rows to deliver. */
export interface OutboxMessage {
  shop: string
  rows: string[]
}

/** A source to poll. With `hints`: only these ids, which a webhook named, are to be read again. */
export interface SourceMessage {
  shop: string
  source: string
  hints?: string[]
}

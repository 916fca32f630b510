/**
 * Queue messages. They hold ids of rows that are already written, and no personal data in clear.
 */

/** A restock to match. */
export interface MatchMessage {
  shop: string
  restock: string
}

/**
 * A subscription request that arrived while D1 was overloaded, sealed with the keys of its shop.
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

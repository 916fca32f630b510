/** What the steps of a delivery have in common. */
import type { Ceilings } from '../ceiling/rules.ts'
import { type OutboxRow, partsOf, release } from '../outbox/store.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import type { Facts } from './facts.ts'
import type { OpenDestination } from './open.ts'

/** One run of the consumer: the rows of one queue message. */
export interface Work {
  env: Env
  db: D1Database
  shop: Shop
  vault: Vault
  facts: Facts
  ceilings: Ceilings
  destinations: Map<string, OpenDestination>
  /**
   * No call starts after this time (milliseconds since 1970): the lease might end during the call.
   */
  until: number
  /** Counts for the log, by a short name. */
  counts: Map<string, number>
}

/** Adds to a count of the run. */
export function count({ counts }: Pick<Work, 'counts'>, what: string, by = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + by)
}

/** Ends the lease of rows that were not tried, and queues a message for `until` (ms since 1970). */
export async function putOff(
  { env, db, shop }: Work,
  untried: OutboxRow[],
  until: number,
): Promise<void> {
  if (untried.length === 0) return
  const ids = untried.flatMap(partsOf).map((row) => row.id)
  await release(db, shop.id, ids, until)
  await enqueueOutbox(env, shop.id, ids, until - Date.now())
}

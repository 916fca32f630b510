/** What the steps of a delivery share. */
import { release, type OutboxRow } from '../outbox/store.ts'
import { enqueueOutbox } from '../queue.ts'
import type { CallContext } from './call.ts'
import type { OpenDestination } from './open.ts'

/** One run of the consumer: the rows of one queue message. */
export interface Work extends CallContext {
  env: Env
  destinations: Map<string, OpenDestination>
  /** No call starts after this (milliseconds since 1970): the lease would end during the call. */
  until: number
  /** What happened, by a short name, for the log. */
  counts: Map<string, number>
}

export function count({ counts }: Work, what: string, by = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + by)
}

/** Gives rows back without an attempt, and queues a message that brings them up again at `until`. */
export async function putOff(
  { env, db, shop }: Work,
  some: OutboxRow[],
  until: number,
): Promise<void> {
  if (some.length === 0) return
  const ids = some.map((row) => row.id)
  await release(db, ids, until)
  await enqueueOutbox(env, shop.id, ids, until - Date.now())
}

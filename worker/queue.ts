/**
 * Sends queue messages. A message holds ids of rows that are already written. If it cannot be sent,
 * nothing is lost: the row stays due, and the sweep sends another message for it.
 */

import { chunks } from './chunks.ts'
import { HINTS_IN_MESSAGE, OUTBOX_CHUNK } from './limits.ts'
import { logLine } from './log-line.ts'
import type { About, Vault } from './vault.ts'

// Cloudflare, "Queues: limits".
const MESSAGES_A_BATCH = 100
const LONGEST_DELAY_SECONDS = 24 * 60 * 60

async function sendAll<T>(
  queue: Queue<T>,
  messages: { body: T; delayMs?: number }[],
): Promise<void> {
  try {
    for (const some of chunks(messages, MESSAGES_A_BATCH)) {
      await queue.sendBatch(
        some.map(({ body, delayMs = 0 }) => {
          const delaySeconds = Math.min(
            Math.ceil(Math.max(0, delayMs) / 1000),
            LONGEST_DELAY_SECONDS,
          )
          return { body, ...(delaySeconds > 0 && { delaySeconds }) }
        }),
      )
    }
  } catch (error) {
    logLine('warn', 'queue_send_failed', { error: String(error) })
  }
}

/** Queues a message for each restock, to arrive at `dueAt` (milliseconds since 1970). */
export function enqueueMatches(
  env: Env,
  shop: string,
  restocks: { id: string; dueAt: number }[],
): Promise<void> {
  const now = Date.now()
  return sendAll(
    env.MATCH_QUEUE,
    restocks.map(({ id, dueAt }) => ({ body: { shop, restock: id }, delayMs: dueAt - now })),
  )
}

/** Queues outbox rows, some to a message, to arrive after `delayMs`. */
export function enqueueOutbox(env: Env, shop: string, rows: string[], delayMs = 0): Promise<void> {
  return sendAll(
    env.OUTBOX_QUEUE,
    chunks(rows, OUTBOX_CHUNK).map((some) => ({ body: { shop, rows: some }, delayMs })),
  )
}

/** Queues a poll of each source, to start after `delayMs`. */
export function enqueueSources(
  env: Env,
  sources: { shop: string; source: string }[],
  delayMs = 0,
): Promise<void> {
  return sendAll(
    env.SOURCE_QUEUE,
    sources.map((body) => ({ body, delayMs })),
  )
}

/**
 * Queues ids that a webhook named, so that the source reads them again. No row holds these ids, so
 * this function throws when it cannot send: the webhook then gets no 2xx, and the vendor repeats
 * it.
 */
export async function enqueueHints(
  env: Env,
  shop: string,
  source: string,
  hints: string[],
): Promise<void> {
  const messages = chunks([...new Set(hints)], HINTS_IN_MESSAGE)
  for (const some of chunks(messages, MESSAGES_A_BATCH)) {
    await env.SOURCE_QUEUE.sendBatch(some.map((one) => ({ body: { shop, source, hints: one } })))
  }
}

/** What sealed work in the intake queue is bound to. */
export const INTAKE: About = ['intake']

/**
 * Puts work on the intake queue, because D1 gives no answer. It is sealed: queues hold no personal
 * data in clear. Throws when the queue does not take it.
 */
export async function defer(
  env: Env,
  vault: Vault,
  shop: string,
  work: { kind: string },
): Promise<void> {
  await env.INTAKE_QUEUE.send({ shop, sealed: await vault.seal(JSON.stringify(work), INTAKE) })
}

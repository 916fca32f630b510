/**
 * Queues carry ids of rows that are already written. A message that cannot be sent is no loss: the
 * row stays due, and the sweep puts it on the queue again.
 */

import { chunks } from './chunks.ts'
import { HINTS_IN_MESSAGE, OUTBOX_CHUNK } from './limits.ts'

// Cloudflare, "Queues: limits": messages in one sendBatch, and the longest delay.
const BATCH = 100
const LONGEST_DELAY_SECONDS = 24 * 60 * 60

async function sendAll<T>(
  queue: Queue<T>,
  messages: { body: T; delayMs?: number }[],
): Promise<void> {
  try {
    for (let start = 0; start < messages.length; start += BATCH) {
      await queue.sendBatch(
        messages.slice(start, start + BATCH).map(({ body, delayMs = 0 }) => {
          const delaySeconds = Math.min(
            Math.ceil(Math.max(0, delayMs) / 1000),
            LONGEST_DELAY_SECONDS,
          )
          return { body, ...(delaySeconds > 0 && { delaySeconds }) }
        }),
      )
    }
  } catch (error) {
    console.warn(
      JSON.stringify({ level: 'warn', event: 'queue_send_failed', error: String(error) }),
    )
  }
}

/** Puts restocks on the queue, to arrive when they are due. */
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

/** Puts rows of the outbox on the queue. */
export function enqueueOutbox(env: Env, shop: string, rows: string[], delayMs = 0): Promise<void> {
  return sendAll(
    env.OUTBOX_QUEUE,
    chunks(rows, OUTBOX_CHUNK).map((some) => ({ body: { shop, rows: some }, delayMs })),
  )
}

/** Has sources asked for changes, as soon as they are due. */
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
 * Has what a webhook spoke of read again. No row stands for these ids, so unlike the others this
 * throws where it cannot send: the webhook is then not answered, and comes again.
 */
export async function enqueueHints(
  env: Env,
  shop: string,
  source: string,
  hints: string[],
): Promise<void> {
  const messages = chunks([...new Set(hints)], HINTS_IN_MESSAGE)
  for (const some of chunks(messages, BATCH)) {
    await env.SOURCE_QUEUE.sendBatch(some.map((one) => ({ body: { shop, source, hints: one } })))
  }
}

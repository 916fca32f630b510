/**
 * Queues carry ids of rows that are already written. A message that cannot be sent is no loss: the
 * row stays due, and the sweep puts it on the queue again.
 */

// Cloudflare, "Queues: limits": messages in one sendBatch.
const BATCH = 100

export async function sendAll<T>(queue: Queue<T>, messages: T[]): Promise<void> {
  try {
    for (let start = 0; start < messages.length; start += BATCH) {
      await queue.sendBatch(messages.slice(start, start + BATCH).map((body) => ({ body })))
    }
  } catch (error) {
    console.warn(
      JSON.stringify({ level: 'warn', event: 'queue_send_failed', error: String(error) }),
    )
  }
}

/** The items in runs of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, n) => items.slice(n * size, (n + 1) * size))
}

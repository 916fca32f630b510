/**
 * Limits how much of an answer is read and how long that may take. Past a limit, the reader gets an
 * error and the connection is closed.
 */

/** The limits for reading an answer. */
export interface Bounds {
  /** The longest body, after decompression. */
  bytes: number
  /** For the whole answer, its body included. */
  timeoutMs: number
  /** For the status and the headers. Default: `timeoutMs`. */
  headersMs?: number
  /** The lowest average rate of the body, from `graceMs` on. Only time spent waiting counts. */
  bytesPerSecond: number
  graceMs: number
}

/** The body is longer than its limit. */
export class TooLong extends Error {}

/** The body came more slowly than its limit. */
export class TooSlow extends Error {}

/** The body, within its limits. Reading it throws `TooLong` or `TooSlow`. */
export function bounded(
  body: ReadableStream<Uint8Array>,
  { bytes, bytesPerSecond, graceMs }: Omit<Bounds, 'timeoutMs'>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let read = 0
  let waitedMs = 0

  const stop = (error: Error): never => {
    void close(reader, error)
    throw error
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const mayWaitMs = Math.max(graceMs, (read / bytesPerSecond) * 1000) - waitedMs
        const from = performance.now()
        const next = await within(mayWaitMs, reader.read())
        waitedMs += performance.now() - from
        if (next === 'late') return stop(new TooSlow())
        if (next.done) return controller.close()
        read += next.value.byteLength
        if (read > bytes) return stop(new TooLong())
        controller.enqueue(next.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Read nothing in advance.
    { highWaterMark: 0 },
  )
}

/** Closes the connection, without waiting for the outcome. */
async function close(reader: ReadableStreamDefaultReader, error: Error): Promise<void> {
  try {
    await reader.cancel(error)
  } catch {
    // It was closed already.
  }
}

/** The result of a promise, or `late` if it takes longer than `ms`. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | 'late'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((give) => {
    timer = setTimeout(() => give('late'), Math.max(0, ms))
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

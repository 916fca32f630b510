/**
 * The body of an answer, bounded: other people's servers decide neither how much is read nor how
 * long. Whoever reads past a bound gets an error, and the connection is closed.
 */

/** How much of an answer is read, and how long for. */
export interface Bounds {
  /** The longest body, after decompression. */
  bytes: number
  /** For the whole answer, its body included. */
  timeoutMs: number
  /** For the status and the headers. Default: `timeoutMs`. */
  headersMs?: number
  /** The least average rate of the body, from `graceMs` on. Only time spent waiting counts. */
  bytesPerSecond: number
  graceMs: number
}

/** The body is longer than its bound. */
export class TooLong extends Error {}

/** The body came more slowly than its bound. */
export class TooSlow extends Error {}

/** The body within its bounds; reading it throws `TooLong` or `TooSlow`. */
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
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  )
}

/** Closes the connection. Nobody waits for that, nor for how it went. */
async function close(reader: ReadableStreamDefaultReader, error: Error): Promise<void> {
  try {
    await reader.cancel(error)
  } catch {
    // It was closed already.
  }
}

/** What a promise gives, or `late` if it takes longer than `ms`. */
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

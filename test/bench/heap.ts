/**
 * The memory of one isolate, read over V8's debugging protocol. It includes garbage that is not
 * collected yet, so it is an upper bound of the memory that the isolate needs.
 */
const SAMPLE_MS = 500

// Node's WebSocket takes headers, and the debugger requires an Origin; the types are the browser's.
const HeadedSocket = WebSocket as unknown as new (
  url: string,
  init: { headers: Record<string, string> },
) => WebSocket

interface HeapUsage {
  usedSize: number
  /** Absent in older V8: array buffers and the like, outside the heap. */
  backingStorageSize?: number
}

export interface HeapWatch {
  /** The highest of the samples, in bytes. */
  peak(): number
  stop(): void
}

/** Takes a sample twice a second until it is stopped. */
export async function watchHeap(inspector: URL, worker: string): Promise<HeapWatch> {
  const socket = new HeadedSocket(new URL(`/${worker}`, inspector).href, {
    headers: { Origin: 'http://localhost' },
  })
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened, { once: true })
    socket.addEventListener('error', () => failed(new Error('no debugger')), { once: true })
  })
  let peak = 0
  let id = 0
  socket.addEventListener('message', ({ data }) => {
    const { result } = JSON.parse(String(data)) as { result?: HeapUsage }
    if (result?.usedSize === undefined) return
    peak = Math.max(peak, result.usedSize + (result.backingStorageSize ?? 0))
  })
  const timer = setInterval(() => {
    id += 1
    socket.send(JSON.stringify({ id, method: 'Runtime.getHeapUsage' }))
  }, SAMPLE_MS)
  return {
    peak: () => peak,
    stop() {
      clearInterval(timer)
      socket.close()
    },
  }
}

/**
 * A whole feed in memory, compressed. A broken feed may change nothing, so all of it has to be read
 * before any of it is stored. Reading it a second time over the network would not do: it may be
 * another by then, and may break off half way. Compressed, 100 MB of feed are some 10 MB, and what
 * is applied is, byte for byte, what was checked.
 */
import { FEED_BYTES, FEED_HELD_BYTES, FEED_TURN_BYTES } from '../../../limits.ts'
import type { Failed } from '../contract.ts'

export interface Held {
  kind: 'held'
  /** SHA-256 of the bytes as they came: the same feed again has nothing to say. */
  digest: string
  /** The feed from its beginning, as often as it is asked for; throws past `FEED_BYTES`. */
  read(): AsyncIterable<Uint8Array>
}

/** Takes the body in. A body that is a gzip file itself is held as it is. */
export async function holdFeed(body: ReadableStream<Uint8Array>): Promise<Held | Failed> {
  const digester = new crypto.DigestStream('SHA-256')
  const digest = digester.getWriter()
  const compressor = new CompressionStream('gzip')
  const compressing = compressor.writable.getWriter()
  const kept: Uint8Array[] = []
  let heldBytes = 0
  let bytes = 0
  const keep = (chunk: Uint8Array) => {
    heldBytes += chunk.byteLength
    if (heldBytes > FEED_HELD_BYTES) throw new TooLarge()
    kept.push(chunk)
  }
  const compressed = (async () => {
    for await (const chunk of compressor.readable) keep(chunk as Uint8Array)
  })()
  // Awaited below; without this a fault that comes earlier would be nobody's.
  compressed.catch(() => {})

  try {
    let gzipped: boolean | undefined
    for await (const chunk of body) {
      gzipped ??= chunk[0] === 0x1f && chunk[1] === 0x8b
      bytes += chunk.byteLength
      if (bytes > FEED_BYTES) throw new TooLarge()
      await digest.write(chunk)
      if (gzipped) keep(chunk)
      else await compressing.write(chunk)
    }
    await digest.close()
    if (gzipped) await compressing.abort()
    else {
      await compressing.close()
      await compressed
    }
  } catch (error) {
    await compressing.abort().catch(() => {})
    if (error instanceof TooLarge) return { kind: 'failed', reason: 'feed_too_large' }
    const timeout = error instanceof Error && error.name === 'TimeoutError'
    return { kind: 'failed', reason: timeout ? 'timeout' : 'cut_off' }
  }
  const hash = new Uint8Array(await digester.digest).toHex()
  return { kind: 'held', digest: hash, read: () => decompressed(kept) }
}

export class TooLarge extends Error {}

async function* decompressed(kept: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  const chunks = kept.values()
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  let bytes = 0
  let paused = 0
  for await (const chunk of stream.pipeThrough(new DecompressionStream('gzip'))) {
    bytes += chunk.byteLength
    if (bytes > FEED_BYTES) throw new TooLarge()
    yield chunk
    // All is in memory, so nothing here waits by itself: others in the isolate get their turn.
    if (bytes - paused >= FEED_TURN_BYTES) {
      paused = bytes
      await scheduler.wait(1)
    }
  }
}

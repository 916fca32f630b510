/**
 * A whole feed in memory, compressed. A broken feed must change nothing, so all of it is read
 * before any of it is stored. A second download would not do: it may differ from the first, or
 * break off. Compressed, a feed of 100 MB takes about 10 MB, and what is stored is, byte for byte,
 * what was checked.
 */
import { bodyFault } from '../../answer.ts'
import { TooLong } from '../../bounded.ts'
import type { SourceFailure } from '../contract.ts'
import { BUFFERED_BYTES, FEED_BYTES, PARSED_BYTES, TURN_BYTES } from './limits.ts'
import type { Room } from './room.ts'

export interface BufferedFeed {
  kind: 'buffered'
  /** SHA-256 of the bytes as they arrived, in hex: equal for an unchanged feed. */
  digest: string
  /** Gives the feed from its beginning, each time. Throws `TooLarge` past `FEED_BYTES`. */
  read(): AsyncIterable<Uint8Array>
}

/** The feed is longer than a limit allows. */
export class TooLarge extends Error {}

/** Other feeds use all memory of the isolate. */
class NoRoom extends Error {}

/** Downloads the body. A body that is itself a gzip file is kept as it is. */
export async function bufferFeed(
  body: ReadableStream<Uint8Array>,
  room: Room,
): Promise<BufferedFeed | { kind: 'crowded' } | SourceFailure> {
  const digester = new crypto.DigestStream('SHA-256')
  const digest = digester.getWriter()
  const compressor = new CompressionStream('gzip')
  const compressing = compressor.writable.getWriter()
  const kept: Uint8Array[] = []
  let keptBytes = 0
  const keep = (chunk: Uint8Array) => {
    keptBytes += chunk.byteLength
    if (keptBytes > BUFFERED_BYTES) throw new TooLarge()
    if (!room.take(chunk.byteLength)) throw new NoRoom()
    kept.push(chunk)
  }
  const compressed = (async () => {
    for await (const chunk of compressor.readable) keep(chunk as Uint8Array)
  })()
  // Prevents an unhandled rejection until it is awaited below.
  compressed.catch(() => {})

  try {
    let isGzip: boolean | undefined
    let bytes = 0
    for await (const chunk of body) {
      bytes += chunk.byteLength
      isGzip ??= chunk[0] === 0x1f && chunk[1] === 0x8b
      await digest.write(chunk)
      if (isGzip) keep(chunk)
      else await compressing.write(chunk)
    }
    await digest.close()
    if (isGzip) await compressing.abort()
    else {
      await compressing.close()
      await compressed
    }
    // The size of a gzip file's content is known only after parsing.
    const parsing = Math.min(isGzip ? Infinity : bytes, PARSED_BYTES)
    if (!room.take(parsing)) return { kind: 'crowded' }
  } catch (error) {
    await compressing.abort().catch(() => {})
    if (error instanceof NoRoom) return { kind: 'crowded' }
    const large = error instanceof TooLarge || error instanceof TooLong
    return { kind: 'failed', reason: large ? 'feed_too_large' : bodyFault(error) }
  }
  const hash = new Uint8Array(await digester.digest).toHex()
  return { kind: 'buffered', digest: hash, read: () => decompress(kept) }
}

async function* decompress(kept: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  const chunks = kept.values()
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  let bytes = 0
  let pausedAt = 0
  for await (const chunk of stream.pipeThrough(new DecompressionStream('gzip'))) {
    bytes += chunk.byteLength
    if (bytes > FEED_BYTES) throw new TooLarge()
    yield chunk
    // Nothing here waits for I/O, so other requests in the isolate get a turn only by this pause.
    if (bytes - pausedAt >= TURN_BYTES) {
      pausedAt = bytes
      await scheduler.wait(1)
    }
  }
}

/**
 * Finds the element that is one item of an XML feed, for shops that do not say what it is called. Items
 * of XML look alike, so the beginning of the feed shows it.
 */
import type { BufferedFeed } from './buffer.ts'
import { bestOf, candidate } from './candidates.ts'
import { SEARCHED_XML_BYTES } from './limits.ts'
import type { FeedFields } from './options.ts'
import type { FeedItem } from './parser.ts'
import { outerElements, xmlParser } from './xml.ts'

/** Elements with something in them: a feed of Google's has five. */
const MOST_ELEMENTS = 20

/** The name of the element; undefined if nothing of the beginning is one. */
export async function findElement(
  feed: Pick<BufferedFeed, 'read'>,
  mapped: FeedFields,
): Promise<string | undefined> {
  const start = await startOf(feed)
  const found = outerElements(start).slice(0, MOST_ELEMENTS)
  return bestOf(
    found.map((name) => {
      const items: FeedItem[] = []
      try {
        void xmlParser([name]).write(start, items)
      } catch {
        // What is wrong with the feed is found, with its item, when it is read.
      }
      const one = candidate(mapped)
      for (const item of items) one.add(Object.keys(item))
      return [name, one] as const
    }),
  )
}

/** The first bytes of the feed. */
async function startOf(feed: Pick<BufferedFeed, 'read'>): Promise<Uint8Array> {
  const start = new Uint8Array(SEARCHED_XML_BYTES)
  let bytes = 0
  for await (const chunk of feed.read()) {
    start.set(chunk.subarray(0, start.length - bytes), bytes)
    bytes = Math.min(start.length, bytes + chunk.byteLength)
    if (bytes === start.length) break
  }
  return start.subarray(0, bytes)
}

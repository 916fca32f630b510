/** A buffered feed as something to read: its format, and a reader of its items. */
import type { Oversell } from '../../../../shared/stock.ts'
import type { BufferedFeed } from './buffer.ts'
import { type FeedFormat, parserFor } from './format.ts'
import type { FeedItem } from './parser.ts'
import type { ItemReader } from './read-item.ts'

/** A feed, its format, and how its items are read. */
export interface Readable {
  feed: BufferedFeed
  format: FeedFormat
  /** A new reader for each reading. */
  reader(): ItemReader
  oversell: Oversell
}

/** Parses the feed. Before it throws, it gives the complete items: their number says where. */
export async function* parsed({ feed, format }: Readable): AsyncIterable<FeedItem[]> {
  const parser = parserFor(format)
  async function* step(parse: (items: FeedItem[]) => void | Promise<void>) {
    const items: FeedItem[] = []
    try {
      await parse(items)
    } finally {
      yield items
    }
  }
  let isEmpty = true
  for await (const bytes of feed.read()) {
    isEmpty = false
    yield* step((items) => parser.write(bytes, items))
  }
  if (!isEmpty) yield* step((items) => parser.end(items))
}

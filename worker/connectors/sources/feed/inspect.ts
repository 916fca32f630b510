/**
 * Reads a buffered feed twice: first to check all of it, then to store it. If several items have
 * one SKU, the last one counts; the first reading finds out which one that is.
 */
import { FAULTY_ITEMS } from '../../../limits.ts'
import type { SourceFailure } from '../contract.ts'
import { type BufferedFeed, TooLarge } from './buffer.ts'
import { csvParser } from './csv.ts'
import { hashOf } from '../hash.ts'
import { jsonParser } from './json.ts'
import { FEED_ITEMS } from './limits.ts'
import type { FeedOptions } from './options.ts'
import { FeedFault, type FeedItem, type Parser } from './parser.ts'
import { type ItemReading, itemReader, type UsableItem } from './read-item.ts'
import { xmlParser } from './xml.ts'

/** What the first reading found. */
export interface Inspection {
  kind: 'inspected'
  /** How many different SKUs the feed has. */
  items: number
  /** How many items repeat a SKU. */
  repeated: number
  /** The number of the last item of each repeated SKU, by the SKU's hash. */
  last: Map<number, number>
  /** Whether an item has this SKU, even an item that cannot be read. */
  has(sku: string): boolean
  /** The first items that cannot be read. */
  faulty: { name: string; reason: string }[]
  /** Whether every item has a SKU. If not, no SKU counts as missing from the feed. */
  namesAll: boolean
}

/**
 * Reads the whole feed and stores nothing. It fails if the feed is not well-formed (the failure
 * says at which item), or if no item can be read.
 */
export async function inspect(
  feed: BufferedFeed,
  options: FeedOptions,
): Promise<Inspection | SourceFailure> {
  const hashes = new Set<number>()
  const last = new Map<number, number>()
  const faulty: Inspection['faulty'] = []
  const faultySkus = new Set<number>()
  let first: SourceFailure | undefined
  let namesAll = true
  let repeated = 0
  const fault = await eachItem(feed, options, (reading, number) => {
    if (reading.kind === 'skipped') return
    if (reading.kind === 'fault') {
      const { reason, sku } = reading
      first ??= { kind: 'failed', reason, item: number }
      if (sku === undefined) namesAll = false
      else faultySkus.add(hashOf(sku))
      if (faulty.length < FAULTY_ITEMS) faulty.push({ name: sku ?? `item ${number}`, reason })
      return
    }
    const hash = hashOf(reading.sku)
    if (hashes.has(hash)) {
      repeated += 1
      last.set(hash, number)
    }
    hashes.add(hash)
  })
  if (fault) return fault
  if (first && hashes.size === 0) return first
  const has = (sku: string) => hashes.has(hashOf(sku)) || faultySkus.has(hashOf(sku))
  return { kind: 'inspected', items: hashes.size, repeated, last, has, faulty, namesAll }
}

/** Gives the items of an inspected feed in its order, in lists of at most `size`. */
export async function* usableItems(
  feed: BufferedFeed,
  options: FeedOptions,
  { last }: Inspection,
  size: number,
): AsyncIterable<UsableItem[]> {
  const read = itemReader(options)
  let list: UsableItem[] = []
  let number = 0
  for await (const items of parsed(feed, options)) {
    for (const item of items) {
      number += 1
      const reading = read(item)
      if (reading.kind !== 'usable') continue
      if ((last.get(hashOf(reading.sku)) ?? number) !== number) continue
      list.push(reading)
      if (list.length < size) continue
      yield list
      list = []
    }
  }
  if (list.length > 0) yield list
}

/** Goes through the items, counted from 1. */
async function eachItem(
  feed: BufferedFeed,
  options: FeedOptions,
  take: (reading: ItemReading, number: number) => void,
): Promise<SourceFailure | undefined> {
  const read = itemReader(options)
  let number = 0
  try {
    for await (const items of parsed(feed, options)) {
      for (const item of items) {
        number += 1
        if (number > FEED_ITEMS) throw new TooLarge()
        take(read(item), number)
      }
    }
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'failed', reason: 'feed_too_large' }
    const reason = error instanceof FeedFault ? error.reason : 'feed_broken'
    return { kind: 'failed', reason, item: number + 1 }
  }
  return undefined
}

/** Parses the feed. Before it throws, it gives the complete items: their number says where. */
async function* parsed(feed: BufferedFeed, options: FeedOptions): AsyncIterable<FeedItem[]> {
  let parser: Parser | undefined
  async function* step(parse: (items: FeedItem[]) => void | Promise<void>) {
    const items: FeedItem[] = []
    try {
      await parse(items)
    } finally {
      yield items
    }
  }
  for await (const bytes of feed.read()) {
    const known = (parser ??= parserFor(options, bytes))
    yield* step((items) => known.write(bytes, items))
  }
  const known = parser
  if (known) yield* step((items) => known.end(items))
}

/** A feed for Google is RSS, Atom or TSV. Its first character says which. */
function parserFor({ format, item }: FeedOptions, start: Uint8Array): Parser {
  switch (format) {
    case 'klaviyo':
      return jsonParser()
    case 'csv':
      return csvParser()
    case 'xml':
      return xmlParser([item])
    case 'google':
      return /^\s*</.test(new TextDecoder().decode(start))
        ? xmlParser(['item', 'entry'])
        : csvParser()
  }
}

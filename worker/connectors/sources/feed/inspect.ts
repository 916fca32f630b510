/**
 * Reads a buffered feed from its beginning to its end, and stores nothing: a feed that is broken
 * anywhere must change nothing. It also finds out which item counts if several have one SKU.
 */
import { beginning } from '../../../../shared/beginning.ts'
import { FAULTY_ITEMS } from '../../../limits.ts'
import type { SourceFailure } from '../contract.ts'
import { hashOf } from '../hash.ts'
import { TooLarge } from './buffer.ts'
import { FEED_ITEMS, UNKNOWN_WORDS } from './limits.ts'
import { FeedFault } from './parser.ts'
import type { Places } from './places.ts'
import type { ItemReader, ItemReading, ReadItem } from './read-item.ts'
import { parsed, type Readable } from './readable.ts'

/** What the first reading found. */
export interface Inspection {
  kind: 'inspected'
  /** How many different SKUs the feed has. */
  items: number
  /** How many items repeat a SKU. */
  repeated: number
  /** The number of the last item of each repeated SKU, by the SKU's hash. */
  last: Map<number, number>
  /** Whether an item names the SKU, be it readable or not. */
  has(sku: string): boolean
  /** The items that cannot be read; of many, the first. */
  faulty: { name: string; reason: string }[]
  /** Whether every item names its SKU: if not, no other SKU can be said to be missing. */
  namesAll: boolean
  /** Words for availability that nobody knows, each once; of many, the first. */
  words: string[]
  /** When an entry changes by itself, in milliseconds since 1970: the first such time. */
  changesAt?: number
}

/**
 * Reads all of the feed and stores nothing. A feed that is not well-formed is a failure, with its
 * item; so is one of which no item can be read, unless it only has words that nobody knows. `also`
 * sees each item that names its SKU.
 */
export async function inspect(
  readable: Readable,
  also: (item: ReadItem) => void = () => {},
): Promise<Inspection | SourceFailure> {
  const hashes = new Set<number>()
  const last = new Map<number, number>()
  const faulty: Inspection['faulty'] = []
  const faultySkus = new Set<number>()
  const words = new Set<string>()
  let first: SourceFailure | undefined
  let skipped = 0
  let namesAll = true
  let saysStock = false
  let repeated = 0
  let changesAt = Infinity

  const note = (reason: string, number: number, sku?: string) => {
    first ??= { kind: 'failed', reason, item: number }
    if (faulty.length < FAULTY_ITEMS) faulty.push({ name: sku ?? `item ${number}`, reason })
  }
  const isTable = readable.format.kind === 'csv'
  const reader = readable.reader()
  const fault = await eachItem(readable, reader, (reading, number) => {
    if (reading.kind === 'skipped') {
      skipped += 1
      return
    }
    if (reading.kind === 'fault') {
      // An export leaves the sku empty of what has none.
      namesAll &&= isTable && reading.reason === 'sku_missing'
      note(reading.reason, number)
      return
    }
    also(reading)
    saysStock ||= reading.isShown && reading.fault !== 'quantity_missing'
    const { sku, fault: reason, word } = reading
    if (word !== undefined && words.size < UNKNOWN_WORDS) words.add(beginning(word, 100))
    changesAt = Math.min(changesAt, reading.changesAt ?? Infinity)
    const hash = hashOf(sku)
    if (reason !== undefined) note(reason, number, sku)
    if (reason !== undefined && reason !== 'availability_unknown') {
      faultySkus.add(hash)
      return
    }
    if (hashes.has(hash)) {
      if (!reading.located) repeated += 1
      last.set(hash, number)
    }
    hashes.add(hash)
  })
  if (fault) return fault
  if (hashes.size === 0 && first) return first
  // Records that name no variant, and no other.
  if (hashes.size === 0 && skipped > 0) return { kind: 'failed', reason: 'sku_missing', item: 1 }
  // Without such a field, hidden items alone would have levels.
  if (hashes.size > 0 && !saysStock && !hasStock(reader.places)) {
    return { kind: 'failed', reason: 'quantity_missing', item: 1 }
  }
  const has = (sku: string) => hashes.has(hashOf(sku)) || faultySkus.has(hashOf(sku))
  return {
    kind: 'inspected',
    items: hashes.size,
    repeated,
    last,
    has,
    faulty,
    namesAll,
    words: [...words],
    ...(Number.isFinite(changesAt) && { changesAt }),
  }
}

/** Whether any name of the feed is that of a quantity or an availability. */
const hasStock = (places: Places): boolean =>
  [...places.names('quantity'), ...places.names('availability'), ...places.locationNames()].length >
  0

/** Goes through the items, counted from 1. */
async function eachItem(
  readable: Readable,
  reader: ItemReader,
  take: (reading: ItemReading, number: number) => void,
): Promise<SourceFailure | undefined> {
  let number = 0
  try {
    for await (const items of parsed(readable)) {
      for (const item of items) {
        number += 1
        if (number > FEED_ITEMS) throw new TooLarge()
        take(reader.read(item), number)
      }
    }
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'failed', reason: 'feed_too_large' }
    const reason = error instanceof FeedFault ? error.reason : 'feed_broken'
    return { kind: 'failed', reason, item: number + 1 }
  }
  return undefined
}

/**
 * Reading a held feed: once to see that all of it can be believed, once to hand it over. Of several
 * items with one sku the last holds; which those are is known after the first reading.
 */
import type { FeedOptions } from './options.ts'
import type { Failed } from '../contract.ts'
import { csvParser } from './csv.ts'
import { itemReader, type Taken } from './fields.ts'
import { type Held, TooLarge } from './hold.ts'
import { jsonParser } from './json.ts'
import type { Item, Parser } from './parser.ts'
import { xmlParser } from './xml.ts'

type Good = Extract<Taken, { kind: 'taken' }>

/** What the first reading found. */
export interface Seen {
  kind: 'seen'
  /** How many different skus. */
  items: number
  repeated: number
  /** Where the last of a repeated sku stands. */
  last: Map<number, number>
  has(sku: string): boolean
}

/** Reads all of it and changes nothing: a feed that breaks anywhere is a failure, with the item. */
export async function inspect(held: Held, options: FeedOptions): Promise<Seen | Failed> {
  const hashes = new Set<number>()
  const last = new Map<number, number>()
  let repeated = 0
  const fault = await eachItem(held, options, (taken, index) => {
    if (taken.kind === 'fault') return taken.reason
    if (taken.kind === 'skipped') return undefined
    const hash = hashOf(taken.sku)
    if (hashes.has(hash)) {
      repeated += 1
      last.set(hash, index)
    }
    hashes.add(hash)
    return undefined
  })
  if (fault) return fault
  const has = (sku: string) => hashes.has(hashOf(sku))
  return { kind: 'seen', items: hashes.size, repeated, last, has }
}

/** Hands over what `inspect` found sound, in the order of the feed, in runs of at most `size`. */
export async function* soundItems(
  held: Held,
  options: FeedOptions,
  { last }: Seen,
  size: number,
): AsyncIterable<Good[]> {
  const read = itemReader(options)
  let run: Good[] = []
  let index = 0
  for await (const items of parsed(held, options)) {
    for (const item of items) {
      index += 1
      const taken = read(item)
      if (taken.kind !== 'taken' || (last.get(hashOf(taken.sku)) ?? index) !== index) continue
      run.push(taken)
      if (run.length < size) continue
      yield run
      run = []
    }
  }
  if (run.length > 0) yield run
}

/** Goes through the items; the first reason that `look` gives ends it. */
async function eachItem(
  held: Held,
  options: FeedOptions,
  look: (taken: Taken, index: number) => string | undefined,
): Promise<Failed | undefined> {
  const read = itemReader(options)
  let index = 0
  try {
    for await (const items of parsed(held, options)) {
      for (const item of items) {
        index += 1
        const reason = look(read(item), index)
        if (reason) return { kind: 'failed', reason, item: index }
      }
    }
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'failed', reason: 'feed_too_large' }
    return { kind: 'failed', reason: 'feed_broken', item: index + 1 }
  }
  return undefined
}

async function* parsed(held: Held, options: FeedOptions): AsyncIterable<Item[]> {
  let parser: Parser | undefined
  const step = function* (work: (items: Item[]) => void) {
    const items: Item[] = []
    try {
      work(items)
    } finally {
      // Those before a fault tell where it is.
      yield items
    }
  }
  for await (const bytes of held.read()) {
    const known = (parser ??= parserOf(options, bytes))
    yield* step((items) => known.write(bytes, items))
  }
  const known = parser
  if (known) yield* step((items) => known.end(items))
}

/** Google's comes in three kinds, told apart by how it begins. */
function parserOf({ format, item }: FeedOptions, start: Uint8Array): Parser {
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

/**
 * 53 bits of a sku (cyrb53, public domain): a set of numbers is a fraction of a set of texts. Two
 * of 200,000 skus are taken for one with a chance of one in 400,000; then one of them is left as it was.
 */
export function hashOf(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

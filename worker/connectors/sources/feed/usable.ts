/**
 * Gives the items of a feed that was inspected, to be stored. Of several items with one SKU the last
 * one counts; items that are each for one location add up instead.
 */
import { type AvailabilityFacts, stockQuantity } from '../availability.ts'
import { hashOf } from '../hash.ts'
import type { Inspection } from './inspect.ts'
import { type ReadItem, together } from './read-item.ts'
import { parsed, type Readable } from './readable.ts'

/** The items in the order of the feed, in lists of at most `size`. */
export async function* usableItems(
  readable: Readable,
  { last }: Pick<Inspection, 'last'>,
  size: number,
): AsyncIterable<ReadItem[]> {
  const reader = readable.reader()
  const located = new Map<number, AvailabilityFacts>()
  let list: ReadItem[] = []
  let number = 0
  for await (const items of parsed(readable)) {
    for (const item of items) {
      number += 1
      const reading = reader.read(item)
      if (reading.kind !== 'read') continue
      const usable = usableItem(reading, number)
      if (!usable) continue
      list.push(usable)
      if (list.length < size) continue
      yield list
      list = []
    }
  }
  if (list.length > 0) yield list

  /** The item with what other records of its SKU add; undefined if a later one counts. */
  function usableItem(reading: ReadItem, at: number): ReadItem | undefined {
    const hash = hashOf(reading.sku)
    const lastAt = last.get(hash)
    if (lastAt === undefined) return reading
    if (reading.located) {
      const before = located.get(hash)
      const sum = before ? together(before, reading.located) : reading.located
      if (at < lastAt) located.set(hash, sum)
      else {
        located.delete(hash)
        return { ...reading, quantity: stockQuantity(sum, readable.oversell) }
      }
    }
    return at === lastAt ? reading : undefined
  }
}

/**
 * Remembers the items of a source that failed, from run to run. An item that failed is put off: for
 * a quarter of an hour, then for twice as long each time, up to a day. Strangers can ask for any
 * item, so the number of remembered items is limited.
 */
import * as v from 'valibot'
import { DAY_MS, FAULTY_ITEMS, ITEM_RETRY_FIRST_MS } from '../../limits.ts'
import { backoffMs } from '../backoff.ts'

/** One item that failed. */
export interface FaultyItem {
  /** Its name in the source: usually a SKU. */
  item: string
  /** A short stable code. */
  reason: string
  /** Failures since its last success. */
  failures: number
  /** It is put off until then: milliseconds since 1970. */
  until: number
  /** The names that its page has instead. */
  names?: readonly string[] | undefined
}

const Entry = v.tuple([
  v.string(),
  v.string(),
  v.string(),
  v.number(),
  v.number(),
  v.nullish(v.array(v.string())),
])
const Stored = v.object({
  /** For each item: key, name, reason, failures, until, names. */
  items: v.array(Entry),
  /** Whether the last run ended because the host asked to wait. */
  waits: v.optional(v.boolean(), false),
})

/** The faulty items of a source. */
export interface ItemFaults {
  /** Whether an item is put off now. */
  isPutOff(key: string): boolean
  /** Notes a fault, and puts the item off; for `forMs` instead of a growing time. */
  note(
    key: string,
    reason: string,
    options?: { name?: string; forMs?: number; names?: readonly string[] },
  ): void
  /** The fault of an item in this or an earlier run. */
  of(key: string): FaultyItem | undefined
  /** The item was read: removes it. */
  forget(key: string): void
  /** Everything is read anew: removes all earlier items. */
  restart(): void
  /** Whether the last run ended because the host asked to wait. Set it for this run. */
  waits: boolean
  /** How many faults this run noted, by reason. */
  readonly counts: Readonly<Record<string, number>>
  /** All faulty items, the newest first. */
  list(): FaultyItem[]
  /** The text for the database; null if there is nothing to keep. */
  toText(): string | null
}

/** Reads the text of `toText`. It keeps the `FAULTY_ITEMS` items that are put off longest. */
export function openFaults(stored: string | null, now: number): ItemFaults {
  const before = stored === null ? undefined : v.safeParse(Stored, JSON.parse(stored))
  const known = new Map<string, FaultyItem>()
  const { items = [], waits = false } = before?.success ? before.output : {}
  for (const [key, item, reason, failures, until, names] of items) {
    if (until + DAY_MS > now)
      known.set(key, { item, reason, failures, until, names: names ?? undefined })
  }
  const counts: Record<string, number> = {}
  return {
    waits,
    counts,
    isPutOff: (key) => (known.get(key)?.until ?? 0) > now,
    of: (key) => known.get(key),
    note(key, reason, { name = key, forMs, names } = {}) {
      counts[reason] = (counts[reason] ?? 0) + 1
      const failures = (known.get(key)?.failures ?? 0) + 1
      const delay = { failures, firstMs: ITEM_RETRY_FIRST_MS, longestMs: DAY_MS, random: 1 }
      known.delete(key)
      const until = now + (forMs ?? backoffMs(delay))
      known.set(key, { item: name, reason, failures, until, names })
      if (known.size > FAULTY_ITEMS) known.delete(soonest(known))
    },
    forget: (key) => void known.delete(key),
    restart: () => known.clear(),
    list: () => [...known.values()].toReversed(),
    toText() {
      if (known.size === 0 && !this.waits) return null
      const kept = Array.from(known, ([key, one]): v.InferOutput<typeof Entry> => [
        key,
        one.item,
        one.reason,
        one.failures,
        one.until,
        one.names ? [...one.names] : null,
      ])
      return JSON.stringify({ items: kept, waits: this.waits })
    },
  }
}

/** The key of the item that is tried again first. */
function soonest(known: ReadonlyMap<string, FaultyItem>): string {
  let first = ''
  let at = Infinity
  for (const [key, { until }] of known) {
    if (until < at) {
      first = key
      at = until
    }
  }
  return first
}

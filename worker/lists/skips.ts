/** Counts the lines of a piece that are skipped, by reason, and keeps the first of them. */
import { IMPORT_SHOWN } from '../limits.ts'
import type { Counts } from './store.ts'

/** A counter of skipped lines. */
export interface Skips {
  add(line: number, reason: string): void
  /** The counts so far, with nothing of what the database says. */
  counts(): Counts
}

/** A counter for a piece of `lines` lines. `announced`: how many the file says it has. */
export function skipsOf(lines: number, announced: number | undefined): Skips {
  const skipped = new Map<string, number>()
  const shown: [number, string][] = []
  return {
    add(line, reason) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
      shown.push([line, reason])
    },
    counts: () => ({
      lines,
      new: 0,
      already: 0,
      consents: 0,
      suppressions: 0,
      skipped: Object.fromEntries(skipped),
      shown: shown.toSorted(([a], [b]) => a - b).slice(0, IMPORT_SHOWN),
      ...(announced !== undefined && { announced }),
    }),
  }
}

/** Adds the results of skus up to the answer of a simulation. Pure. */
import { HOUR_MS, SIMULATED_SKUS } from '../limits.ts'
import type { SkuResult } from './story.ts'

/** What the rules would have done. */
export interface Outcome {
  /** People who would have got a message. */
  told: number
  /** People who would have left, or wait still. */
  untold: number
  /** People who would have asked while the variant was in stock: nothing to wait for. */
  inStock: number
  /** People whom the conditions would have removed without a message. */
  unmatched: number
  /** From the request to the message; null without messages. */
  waitedHours: { median: number; p95: number } | null
  restocks: number
  /** In stock when each restock was first looked at, and wanted by the people who got a message. */
  units: { inStock: number; wanted: number }
  /** Messages about a level that was at 0 again within an hour. */
  soldOutAgain: number
}

/** One sku under the given rules, and under the shop's own. */
export interface SkuOutcome {
  sku: string
  given: Outcome
  today: Outcome
}

/** Adds up the results of some skus. */
export function outcomeOf(results: SkuResult[]): Outcome {
  const sum = (of: (one: SkuResult) => number) => results.reduce((all, one) => all + of(one), 0)
  const told = results.flatMap((one) => one.told)
  const waited = told.map(({ waitedMs }) => waitedMs).toSorted((a, b) => a - b)
  return {
    told: told.length,
    untold: sum(({ untold }) => untold),
    inStock: sum(({ inStock }) => inStock),
    unmatched: sum(({ unmatched }) => unmatched),
    waitedHours:
      waited.length === 0 ? null : { median: hoursAt(waited, 0.5), p95: hoursAt(waited, 0.95) },
    restocks: sum(({ restocks }) => restocks),
    units: {
      inStock: sum(({ units }) => units),
      wanted: told.reduce((all, one) => all + one.wanted, 0),
    },
    soldOutAgain: told.filter((one) => one.soldOutAgain).length,
  }
}

/** The skus with the most people, at most `SIMULATED_SKUS`. */
export const topSkus = (skus: SkuOutcome[]): SkuOutcome[] => {
  const people = ({ today }: SkuOutcome) => today.told + today.untold + today.unmatched
  return skus
    .toSorted((a, b) => people(b) - people(a) || (a.sku < b.sku ? -1 : 1))
    .slice(0, SIMULATED_SKUS)
}

// The smallest time within which this part of the messages came; in hours, to two decimals.
const hoursAt = (sorted: number[], part: number): number => {
  const at = sorted[Math.ceil(sorted.length * part) - 1] ?? 0
  return Math.round((at / HOUR_MS) * 100) / 100
}

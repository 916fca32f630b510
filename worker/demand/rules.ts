/** What the counters of a variant say: how long people have waited, what they would spend. Pure. */
import { DAY_MS, GROWTH_DAYS } from '../limits.ts'

/** The day of a time, counted from 1970 (UTC). */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)

/** Counts by day: the day, counted from 1970, and how many. */
export type ByDay = Record<string, number>

/** Adds up counts by day. */
export function summed(all: readonly ByDay[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const one of all) {
    for (const [day, n] of Object.entries(one)) {
      sums.set(Number(day), (sums.get(Number(day)) ?? 0) + n)
    }
  }
  return sums
}

/**
 * The day on which the person in the middle of the list asked; of two in the middle the one who has waited
 * longer. Undefined if no person waits. `days`: how many people who wait asked on which day.
 */
export function medianDay(days: ReadonlyMap<number, number>): number | undefined {
  const people = [...days.values()].reduce((sum, n) => sum + n, 0)
  let upTo = 0
  for (const [day, n] of [...days].toSorted(([one], [other]) => one - other)) {
    upTo += n
    if (upTo * 2 >= people) return day
  }
  return undefined
}

/** How many people more wait than at the start (UTC) of the day seven days ago; below zero if fewer do. */
export function growthSince(net: ReadonlyMap<number, number>, today: number): number {
  return [...net].reduce((sum, [day, n]) => sum + (day + GROWTH_DAYS >= today ? n : 0), 0)
}

/** What people would spend, and from where the price of a unit is known. */
export interface Money {
  currency: string
  amount: number
}

// No currency has more than four decimals (ISO 4217): the rest is the error of adding floats.
const rounded = (amount: number) => Math.round(amount * 10_000) / 10_000

/** Adds amounts up by currency, in the order of the currencies' names. */
export function moneyOf(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>()
  for (const { currency, amount } of amounts) {
    sums.set(currency, (sums.get(currency) ?? 0) + amount)
  }
  return [...sums]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: rounded(amount) }))
}

/**
 * From where prices are known, from the surest to the least sure: the catalogue, the words of the shop's
 * backend about a request, the product's page, the words of a form.
 */
export const PRICE_SOURCES = ['catalog', 'backend', 'page', 'request'] as const
export type PriceSource = (typeof PRICE_SOURCES)[number]

/** The least sure of some sources: it marks a sum. */
export const leastSure = (sources: readonly PriceSource[]): PriceSource | undefined =>
  PRICE_SOURCES.findLast((one) => sources.includes(one))

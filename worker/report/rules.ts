/** What the counters of days add up to. Pure. */
import { DAY_MS, REPORT_DAYS } from '../limits.ts'

/** The day of a time, counted from 1970 (UTC). */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)

/** A day as it is written: `2026-11-29`. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** The day of a date; undefined if the calendar has no such date. */
export function dayIn(date: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return undefined
  const day = dayOf(Date.parse(`${date}T00:00Z`))
  return Number.isSafeInteger(day) && dateOf(day) === date ? day : undefined
}

/** How often messages took how long: four steps to each doubling. Step n begins at 2^(n/4) milliseconds. */
export type Steps = Record<string, number>

/**
 * A percentile of times, in milliseconds: the middle of its step, so it is right to 9 %. Undefined without times.
 * `share`: 0.5 is the median.
 */
export function percentile(steps: Steps, share: number): number | undefined {
  const all = Object.entries(steps)
    .map(([step, n]) => [Number(step), n] as const)
    .toSorted(([one], [other]) => one - other)
  const total = all.reduce((sum, [, n]) => sum + n, 0)
  let upTo = 0
  for (const [step, n] of all) {
    upTo += n
    if (upTo >= share * total) return Math.round(2 ** ((step + 0.5) / 4))
  }
  return undefined
}

/** Adds records of numbers up, key by key. */
export function added(all: readonly Record<string, number>[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const one of all) {
    for (const [key, n] of Object.entries(one)) sums.set(key, (sums.get(key) ?? 0) + n)
  }
  return Object.fromEntries(sums)
}

/** The days of a report, the first and the last; or which of them is at fault. */
export function spanOf(
  from: string | undefined,
  until: string | undefined,
  today: number,
): { first: number; last: number } | { fault: '/from' | '/until' } {
  const last = until === undefined ? today : dayIn(until)
  if (last === undefined) return { fault: '/until' }
  const first = from === undefined ? last - REPORT_DAYS + 1 : dayIn(from)
  return first === undefined || first > last ? { fault: '/from' } : { first, last }
}

/** How calls to a destination are spread in time, so that they stay below its rate limit. Pure. */
import type { Rate } from '../connectors/contract.ts'
import { CALLS_AT_ONCE, RATE_AT_ONCE, RATE_USED } from '../limits.ts'

/** Of two limits that both hold, the slower one for each span. */
export const slower = (a: Rate, b: Rate): Rate => ({
  perSecond: least(a.perSecond, b.perSecond),
  perMinute: least(a.perMinute, b.perMinute),
})

const least = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** A rate of requests as a rate of calls, where each call makes several requests. */
export const ofCalls = ({ perSecond, perMinute }: Rate, requests: number): Rate => ({
  perSecond: perSecond && perSecond / requests,
  perMinute: perMinute && perMinute / requests,
})

/** Calls in small groups, one group after the other. */
export interface Spread {
  /** Calls that start together. */
  atOnce: number
  /** Milliseconds booked for each call; 0 without a rate limit. */
  gapMs: number
}

/**
 * Spreads calls for a rate. Vendors count in sliding windows, and such a window may see one group
 * more than its share: so groups are small, and the spacing stays one group below the limit.
 */
export function spreadFor({ perSecond = Infinity, perMinute = Infinity }: Rate): Spread {
  const fit = Math.min(CALLS_AT_ONCE, perSecond * RATE_AT_ONCE, perMinute * RATE_AT_ONCE)
  const atOnce = Math.max(1, Math.floor(fit))
  const gap = (windowMs: number, calls: number) => windowMs / (calls * RATE_USED - atOnce + 1)
  return { atOnce, gapMs: Math.max(gap(1000, perSecond), gap(60_000, perMinute)) }
}

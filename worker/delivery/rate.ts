/** Spreads calls to a destination in time, so that they stay below its rate limit. Pure. */
import type { Rate } from '../connectors/contract.ts'
import { CALLS_AT_ONCE, RATE_AT_ONCE, RATE_USED } from '../limits.ts'

/** Combines two rates that both hold: the lower limit for each span. */
export const slower = (a: Rate, b: Rate): Rate => ({
  perSecond: lower(a.perSecond, b.perSecond),
  perMinute: lower(a.perMinute, b.perMinute),
})

const lower = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

/** Converts a rate of requests into a rate of calls. `requests`: how many requests a call makes. */
export const ofCalls = ({ perSecond, perMinute }: Rate, requests: number): Rate => ({
  perSecond: perSecond && perSecond / requests,
  perMinute: perMinute && perMinute / requests,
})

/** How calls are spread: in small groups, one after the other. */
export interface Spread {
  /** How many calls start together. */
  atOnce: number
  /** Milliseconds booked for each call; 0 without a rate limit. */
  gapMs: number
}

/**
 * Spreads calls for a rate. Vendors count calls in sliding windows, and such a window may contain
 * one group more than its share. So groups are small, and their spacing keeps one group below the
 * limit.
 */
export function spreadFor({ perSecond = Infinity, perMinute = Infinity }: Rate): Spread {
  const fit = Math.min(CALLS_AT_ONCE, perSecond * RATE_AT_ONCE, perMinute * RATE_AT_ONCE)
  const atOnce = Math.max(1, Math.floor(fit))
  const gap = (windowMs: number, calls: number) => windowMs / (calls * RATE_USED - atOnce + 1)
  return { atOnce, gapMs: Math.max(gap(1000, perSecond), gap(60_000, perMinute)) }
}

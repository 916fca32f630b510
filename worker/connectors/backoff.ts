/** When to try again after failures. Pure: the random number is passed in. */

/** What decides about a delay. */
export interface Backoff {
  /** Failures in a row, the last one included: 1 or more. */
  failures: number
  /** The delay after the first failure. */
  firstMs: number
  /** No delay is longer, unless the other side asks for it. */
  longestMs: number
  /** What the other side asked for (Retry-After). */
  askedSeconds?: number | undefined
  /** From 0 to 1: spreads tries that failed together. */
  random: number
}

/**
 * Milliseconds to wait before the next try. The delay doubles with each failure up to `longestMs`;
 * half of it is jitter. It is never shorter than `askedSeconds`.
 */
export function backoffMs({
  failures,
  firstMs,
  longestMs,
  askedSeconds = 0,
  random,
}: Backoff): number {
  const delay = Math.min(firstMs * 2 ** (failures - 1), longestMs)
  return Math.max(askedSeconds * 1000, Math.round(delay * (0.5 + random / 2)))
}

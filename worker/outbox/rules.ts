/** What becomes of an outbox row after a call. Pure: `now` and `random` are passed in. */
import type { Outcome } from '../destinations/connector.ts'
import { MAX_ATTEMPTS, RETRY_FIRST_MS, RETRY_LONGEST_MS } from '../limits.ts'

export type Fate =
  | { state: 'finished'; messageId?: string }
  | { state: 'open'; dueAt: number; attempts: number; reason: string }
  | { state: 'dead'; reason: string }

/**
 * Decides by the outcome of the call that was the `attempts`-th. Delays double from half a minute
 * to six hours, with jitter of half their length, and are never shorter than Retry-After.
 */
export function fateOf(outcome: Outcome, attempts: number, now: number, random: number): Fate {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'finished', ...(outcome.id && { messageId: outcome.id }) }
    case 'refused':
      return { state: 'dead', reason: outcome.reason }
    case 'parked':
      return { state: 'open', dueAt: now + RETRY_LONGEST_MS, attempts: 0, reason: outcome.reason }
    case 'retry': {
      if (attempts >= MAX_ATTEMPTS) return { state: 'dead', reason: outcome.reason }
      const delay = Math.min(RETRY_FIRST_MS * 2 ** (attempts - 1), RETRY_LONGEST_MS)
      const asked = (outcome.afterSeconds ?? 0) * 1000
      const dueAt = now + Math.max(asked, Math.round(delay * (0.5 + random / 2)))
      return { state: 'open', dueAt, attempts, reason: outcome.reason }
    }
  }
}

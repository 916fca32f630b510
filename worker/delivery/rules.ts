/** What becomes of an outbox row after a call. Pure: `now` and `random` are passed in. */
import { backoffMs } from '../connectors/backoff.ts'
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { MAX_ATTEMPTS, FALLBACK_ATTEMPTS, RETRY_FIRST_MS, RETRY_LONGEST_MS } from '../limits.ts'

/** What becomes of a row. `dueAt`: milliseconds since 1970; `reason`: a short, stable code. */
export type Fate =
  /** Done: the row is deleted. */
  | { state: 'finished'; messageId?: string; link?: string }
  /** To be tried again. `silent`: there was no answer, so the call may have worked. */
  | { state: 'open'; dueAt: number; attempts: number; reason: string; silent?: true }
  /** Not sent, and useless later: the row is deleted. */
  | { state: 'dropped'; reason: string }
  /** To be tried by the fallback. */
  | { state: 'moved'; to: string; reason: string }
  /** Given up: the row stays, and the shop can revive it. */
  | { state: 'dead'; reason: string }

/**
 * Decides by the outcome of a call, which was attempt number `attempts`. Delays double from half a
 * minute to six hours, with jitter of half their length, and are never shorter than Retry-After.
 * With a `fallback`, a row moves there once the destination has *answered* that it refuses the
 * call. A call without an answer may have worked, and notifying a person twice is worse than
 * notifying late.
 */
export function fateOf(
  outcome: Outcome,
  attempts: number,
  now: number,
  random: number,
  fallback?: string,
): Fate {
  switch (outcome.kind) {
    case 'accepted':
      return {
        state: 'finished',
        ...(outcome.id && { messageId: outcome.id }),
        ...(outcome.link && { link: outcome.link }),
      }
    case 'later':
      return { state: 'open', dueAt: outcome.at, attempts: attempts - 1, reason: outcome.reason }
    case 'refused':
      if (fallback && !outcome.address)
        return { state: 'moved', to: fallback, reason: outcome.reason }
      return { state: 'dead', reason: outcome.reason }
    case 'parked':
      if (fallback) return { state: 'moved', to: fallback, reason: outcome.reason }
      return { state: 'open', dueAt: now + RETRY_LONGEST_MS, attempts: 0, reason: outcome.reason }
    case 'retry': {
      const { reason, answered } = outcome
      if (fallback && answered && attempts >= FALLBACK_ATTEMPTS) {
        return { state: 'moved', to: fallback, reason }
      }
      if (attempts >= MAX_ATTEMPTS) return { state: 'dead', reason }
      const delay = backoffMs({
        failures: attempts,
        firstMs: RETRY_FIRST_MS,
        longestMs: RETRY_LONGEST_MS,
        askedSeconds: outcome.afterSeconds,
        random,
      })
      const dueAt = now + delay
      return { state: 'open', dueAt, attempts, reason, ...(!answered && { silent: true }) }
    }
  }
}

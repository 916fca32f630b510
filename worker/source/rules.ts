/** When a source is polled again. Pure: `now` and `random` are passed in. */
import { backoffMs } from '../connectors/backoff.ts'
import type { PollResult } from '../connectors/sources/contract.ts'
import { RETRY_FIRST_MS, SILENT_RHYTHMS, SOURCE_RETRY_LONGEST_MS } from '../limits.ts'

export interface Next {
  /** Milliseconds since 1970. */
  dueAt: number
  /** Failures in a row, this one included. */
  failures: number
}

/**
 * When the next poll is due. A poll that succeeded or was held back is followed by one after
 * `everyMs`. After a failure, delays double from half a minute up to a quarter of an hour, or to
 * `everyMs` if that is longer; they are never shorter than what the other side asked for.
 */
export function nextPoll(
  polled: PollResult,
  { everyMs, failures }: { everyMs: number; failures: number },
  now: number,
  random: number,
): Next {
  switch (polled.kind) {
    case 'done':
    case 'held':
      return { dueAt: now + everyMs, failures: 0 }
    case 'more':
      return { dueAt: now + polled.afterSeconds * 1000, failures: 0 }
    case 'failed': {
      const delay = backoffMs({
        failures: failures + 1,
        firstMs: RETRY_FIRST_MS,
        longestMs: Math.max(everyMs, SOURCE_RETRY_LONGEST_MS),
        askedSeconds: polled.afterSeconds,
        random,
      })
      return { dueAt: now + delay, failures: failures + 1 }
    }
  }
}

/** When a source that succeeds now counts as silent, unless it succeeds again before. */
export const silentAt = (everyMs: number, now: number): number => now + SILENT_RHYTHMS * everyMs

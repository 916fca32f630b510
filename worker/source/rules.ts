/** When a source is asked again. Pure: `now` and `random` are passed in. */
import { RETRY_FIRST_MS, SILENT_RHYTHMS, SOURCE_RETRY_LONGEST_MS } from '../limits.ts'
import { backoffMs } from '../connectors/backoff.ts'
import type { Polled } from '../connectors/sources/contract.ts'

export interface Next {
  dueAt: number
  /** Failures in a row, this one included. */
  failures: number
}

/**
 * In its rhythm, when it could be read or is held back. After a failure sooner or later than that:
 * delays double from half a minute, with jitter of half their length, to a quarter of an hour or the
 * rhythm where that is longer; never shorter than what the other side asked for.
 */
export function nextPoll(
  polled: Polled,
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

/** When a source that had a success now will have been silent for too long. */
export const silentAt = (everyMs: number, now: number): number => now + SILENT_RHYTHMS * everyMs

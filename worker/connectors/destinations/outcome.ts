/** What became of a call to a destination. */
import { type Answer, isPassing } from '../answer.ts'

/** What became of a call. `reason` is short and stable, and holds nothing that was sent. */
export type Outcome =
  | {
      kind: 'accepted'
      /** What the destination calls the message or the subscription. */
      id?: string
      /** Where the message's link leads, for a link that is too short to say so itself. */
      link?: string
      /** Counts for the log, by a short name: what the call used up or left out. */
      used?: Record<string, number>
    }
  /**
   * May work later without anybody doing anything. `afterSeconds`: what the other side asked for.
   * `answered`: it said no; without an answer the call may have worked.
   */
  | { kind: 'retry'; reason: string; afterSeconds?: number; answered?: boolean }
  /** Not sent now, by a rule of ours. `at`: when to try again, milliseconds since 1970. */
  | { kind: 'later'; reason: string; at: number }
  /** Works only after somebody changes something at the vendor: tried again slowly, never given up. */
  | { kind: 'parked'; reason: string }
  /** Will never work as it is. */
  | {
      kind: 'refused'
      reason: string
      /** The address itself is refused, so no other destination will reach it either. */
      address?: 'bounce' | 'complaint' | 'stop'
      /** The other side wants no further calls at all. */
      disable?: boolean
    }

/**
 * What an answer means. No answer, 408, 425, 429 and 5xx mean the same for every vendor: try again.
 * `outcomeOfStatus` decides about all other answers.
 *
 * @example
 * const answer = await callUpstream(url, { method: 'POST', body })
 * return outcomeOf(answer, (status) =>
 *   status === 201 ? { kind: 'accepted' } : { kind: 'refused', reason: `http_${status}` },
 * )
 */
export function outcomeOf(
  answer: Answer,
  outcomeOfStatus: (status: number, body: string) => Outcome,
): Outcome {
  if (!answer.answered) return { kind: 'retry', reason: answer.reason }
  const { status, body, retryAfterSeconds } = answer
  if (!isPassing(status)) return outcomeOfStatus(status, body)
  return {
    kind: 'retry',
    reason: `http_${status}`,
    answered: true,
    ...(retryAfterSeconds !== undefined && { afterSeconds: retryAfterSeconds }),
  }
}

/** The one way to call somebody else's API: bounded in time, named, and quiet about secrets. */
import { CALL_TIMEOUT_MS } from '../limits.ts'
import type { Outcome } from './destinations/contract.ts'

// A Worker sends no User-Agent of its own, and some upstreams refuse a request without one.
export const USER_AGENT = 'Shelfbell/0.1 (+https://github.com/shelfbell/shelfbell)'
// Enough for every documented answer, lists of one person's among them; an edge's HTML page may be
// anything.
const BODY_CHARACTERS = 500_000

/** An answer, or the reason why there was none. */
export type Answer =
  | {
      answered: true
      status: number
      body: string
      headers: Headers
      retryAfterSeconds?: number
    }
  | { answered: false; reason: 'timeout' | 'unreachable' }

/** Sends a request and reads the answer. Redirects are not followed: an API has none. */
export async function callUpstream(
  url: string,
  init: RequestInit,
  timeoutMs = CALL_TIMEOUT_MS,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, 'User-Agent': USER_AGENT },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const body = (await response.text()).slice(0, BODY_CHARACTERS)
    const after = retryAfter(response.headers.get('Retry-After'), Date.now())
    return {
      answered: true,
      status: response.status,
      body,
      headers: response.headers as Headers,
      ...(after !== undefined && { retryAfterSeconds: after }),
    }
  } catch (error) {
    const timeout = error instanceof Error && error.name === 'TimeoutError'
    return { answered: false, reason: timeout ? 'timeout' : 'unreachable' }
  }
}

/** Retry-After as seconds from `now`: a number of seconds, or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (!header) return
  if (/^\d+$/.test(header.trim())) return Number(header)
  const at = Date.parse(header)
  return Number.isFinite(at) ? Math.max(0, Math.ceil((at - now) / 1000)) : undefined
}

/**
 * What an answer means. No answer, 408, 425, 429 and 5xx mean the same everywhere and pass by
 * themselves; the rest is for the connector to judge.
 */
export function judge(answer: Answer, verdict: (status: number, body: string) => Outcome): Outcome {
  if (!answer.answered) return { kind: 'retry', reason: answer.reason }
  const { status, body, retryAfterSeconds } = answer
  if (status < 500 && ![408, 425, 429].includes(status)) return verdict(status, body)
  return {
    kind: 'retry',
    reason: `http_${status}`,
    answered: true,
    ...(retryAfterSeconds !== undefined && { afterSeconds: retryAfterSeconds }),
  }
}

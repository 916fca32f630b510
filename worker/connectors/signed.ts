/** One signed request, after the Standard Webhooks specification. */
import { Webhook } from 'standardwebhooks'
import type { Answer } from './answer.ts'
import { callUpstream } from './client.ts'

/** What a signed request says. `id` is the same at every attempt; `at`: milliseconds since 1970. */
export interface Signed {
  id: string
  type: string
  at: number
  data: unknown
}

/**
 * Sends a signed request to an address that a shop has set, and reads the answer. Check first that the
 * address is public (whereabouts.ts). Redirects are not followed.
 */
export function sendSigned(
  { url, secret }: { url: string; secret?: string | undefined },
  { id, type, at, data }: Signed,
  timeoutMs?: number,
): Promise<Answer> {
  const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
  const now = new Date()
  return callUpstream(url, {
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret ?? '').sign(id, now, body),
    },
    body,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })
}

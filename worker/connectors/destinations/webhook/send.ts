/**
 * One signed request, after the Standard Webhooks specification. The address comes from the shop's
 * settings; only-public.ts checks it.
 */
import { Webhook } from 'standardwebhooks'
import { callUpstream } from '../../client.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import type { WebhookOptions } from './options.ts'

/** Sends an event. `id` is the same at every attempt; `at` is milliseconds since 1970. */
export type Send = (id: string, type: string, at: number, data: unknown) => Promise<Outcome>

export function sender({ url, secret }: WebhookOptions): Send {
  return async (id, type, at, data) => {
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    const now = new Date()
    const answer = await callUpstream(url, {
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret ?? '').sign(id, now, body),
      },
      body,
    })
    return outcomeOf(answer, outcomeOfStatus)
  }
}

function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  // The specification: 410 asks never to be called again; any other failure is retried.
  if (status === 410) return { kind: 'refused', reason, disable: true }
  return { kind: 'retry', reason, answered: true }
}

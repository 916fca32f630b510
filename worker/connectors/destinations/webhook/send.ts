/**
 * One signed request, after the Standard Webhooks specification. The address comes from the shop's
 * settings, so it is called only while all addresses of its host are public.
 */
import { Webhook } from 'standardwebhooks'
import { isLocal } from '../../../env.ts'
import { callUpstream } from '../../client.ts'
import type { Context } from '../../contract.ts'
import { whereIs, type Whereabouts } from '../../whereabouts.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import type { WebhookOptions } from './options.ts'

/** Sends an event. `id` is the same at every attempt; `at` is milliseconds since 1970. */
export type Send = (id: string, type: string, at: number, data: unknown) => Promise<Outcome>

/** Signs and sends. The host is looked up once for all requests of a run. */
export function sender({ url, secret }: WebhookOptions, { env }: Context): Send {
  let host: Promise<Whereabouts> | undefined
  return async (id, type, at, data) => {
    host ??= isLocal(env) ? Promise.resolve('public') : whereIs(env, new URL(url).hostname)
    const where = await host
    if (where === 'private') return { kind: 'parked', reason: 'host_not_public' }
    if (where === 'unknown') return { kind: 'retry', reason: 'host_unknown', answered: true }
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

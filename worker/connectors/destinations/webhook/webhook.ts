/**
 * A signed request to the shop's own system, after the Standard Webhooks specification: the id is
 * the same at every attempt, so the receiver can tell a repetition; 410 asks never to be called
 * again. The address is somebody's input: it must be https on a host whose addresses are public
 * whenever it is called, and a redirect is not followed.
 */
import { Webhook } from 'standardwebhooks'
import type { WebhookEvent, WebhookOptions } from './options.ts'
import { isLocal } from '../../../env.ts'
import { whereIs, type Whereabouts } from '../../public-address.ts'
import type { Call, Capability, Connector, Context, Finding, News } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { callUpstream } from '../../client.ts'
import { outcomeOf } from '../outcome.ts'

const EVENTS: { [C in Capability]?: WebhookEvent } = {
  subscribe: 'subscription.created',
  cancel: 'subscription.cancelled',
  notify: 'restock.matched',
  report: 'notification.sent',
}

const NEWS: readonly WebhookEvent[] = ['source.silent', 'feed.held']

const listens = ({ channels }: WebhookOptions) => channels === undefined

export const webhook: Connector<'webhook'> = {
  type: 'webhook',
  can: (options) => {
    const hears = (event: WebhookEvent | undefined) => event && options.events.includes(event)
    const calls = (Object.keys(EVENTS) as Capability[]).filter((one) => hears(EVENTS[one]))
    return [
      ...calls.filter((one) => one !== 'notify' || !listens(options)),
      ...(NEWS.some(hears) ? ['announce' as const] : []),
    ]
  },
  tells: ({ channels, events }) => (events.includes('restock.matched') ? (channels ?? []) : []),
  listens: () => true,
  secrets: ['secret'],
  addresses: ['url'],
  knowsPeople: true,
  faults: ({ secret }) => (secret ? [] : [['/secret', 'missing']]),
  create: (options, context) => {
    const { send, check } = sender(options, context)
    const tell = (capability: Capability) => (call: Call) =>
      send(call.key, EVENTS[capability] ?? '', call.at, dataOf(call))
    return {
      subscribe: tell('subscribe'),
      cancel: tell('cancel'),
      notify: tell('notify'),
      report: tell('report'),
      announce: async ({ key, type, at, data }: News) =>
        options.events.includes(type) ? send(key, type, at, data) : { kind: 'accepted' },
      check: async () => [await check()],
    }
  },
}

/** What the receiver is told of a person: nothing that it does not need to do the same itself. */
function dataOf(call: Call) {
  const { subscriptionId, contactId, sku, locale, externalId, quantity } = call
  const { channels, product, sent } = call
  return {
    subscriptionId,
    contactId,
    ...(call.customerId && { customerId: call.customerId }),
    sku,
    ...(locale && { locale }),
    ...(externalId && { externalId }),
    quantity,
    channels,
    ...(call.email && { email: call.email }),
    ...(call.phone && { phone: call.phone }),
    ...(product && { product }),
    ...(call.person && { attributes: call.person.attributes, consents: call.person.consents }),
    ...(sent && { sent }),
  }
}

/** What signs and sends; where the host leads is asked once for all calls of a run. */
function sender({ url, secret }: WebhookOptions, { env }: Context) {
  let host: Promise<Whereabouts> | undefined

  async function send(id: string, type: string, at: number, data: unknown): Promise<Outcome> {
    host ??= isLocal(env) ? Promise.resolve('public') : whereIs(env, new URL(url).hostname)
    const where = await host
    if (where === 'private') return { kind: 'parked', reason: 'host_not_public' }
    if (where === 'unknown') return { kind: 'retry', reason: 'host_unknown', answered: true }
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    const now = new Date()
    const answer = await callUpstream(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret ?? '').sign(id, now, body),
      },
      body,
    })
    return outcomeOf(answer, verdict)
  }

  async function check(): Promise<Finding> {
    const outcome = await send(`check_${crypto.randomUUID()}`, 'check', Date.now(), {})
    if (outcome.kind === 'accepted') {
      const detail = 'The address took a signed request of type check.'
      return { what: 'endpoint', ok: true, detail }
    }
    const mend = MEND[outcome.reason] ?? MEND['other']
    const detail = `The address did not take a signed request of type check (${outcome.reason}). ${mend}`
    return { what: 'endpoint', ok: false, detail }
  }

  return { send, check }
}

const MEND: Record<string, string> = {
  host_not_public: 'Its host leads to an address that is not public: use one that is.',
  host_unknown: 'Its host leads nowhere: look at the name, and at its DNS.',
  timeout: 'Answer within ten seconds, and do the work afterwards.',
  http_410: 'It asks never to be called again.',
  other:
    'Look there whether it answers 2xx to types that it does not know, and whether the secret is the same.',
}

function verdict(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  if (status === 410) return { kind: 'refused', reason, disable: true }
  // The specification tries again whatever the answer was; a redirect is a failure.
  return { kind: 'retry', reason, answered: true }
}

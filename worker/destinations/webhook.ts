/**
 * A signed request to the shop's own system, after the Standard Webhooks specification: the id is
 * the same at every attempt, so the receiver can tell a repetition; 410 asks never to be called
 * again. The address is somebody's input: it must be https on a host whose addresses are public.
 */
import { Webhook } from 'standardwebhooks'
import type { WebhookEvent, WebhookOptions } from '../../shared/destinations/webhook.ts'
import { isLocal } from '../env.ts'
import { resolvesPublicly } from '../shop/public-address.ts'
import type { Call, Capability, Connector, Context, Finding, Outcome } from './connector.ts'
import { callUpstream, judge } from './upstream.ts'

const EVENTS: { [C in Capability]?: WebhookEvent } = {
  subscribe: 'subscription.created',
  cancel: 'subscription.cancelled',
  notify: 'restock.matched',
  report: 'notification.sent',
}

const listens = ({ channels }: WebhookOptions) => channels === undefined

export const webhook: Connector<'webhook'> = {
  type: 'webhook',
  can: (options) =>
    (Object.keys(EVENTS) as Capability[]).filter((capability) => {
      const event = EVENTS[capability]
      return (
        event && options.events.includes(event) && (capability !== 'notify' || !listens(options))
      )
    }),
  tells: ({ channels, events }) => (events.includes('restock.matched') ? (channels ?? []) : []),
  listens: () => true,
  secrets: ['secret'],
  addresses: ['url'],
  knowsPeople: true,
  faults: ({ secret }) => (secret ? [] : [['/secret', 'missing']]),
  create: (options, context) => {
    const tell = (capability: Capability) => async (call: Call) =>
      send(options, context, call.key, {
        type: EVENTS[capability] ?? '',
        timestamp: new Date().toISOString(),
        data: dataOf(call),
      })
    return {
      subscribe: tell('subscribe'),
      cancel: tell('cancel'),
      notify: tell('notify'),
      report: tell('report'),
      check: async () => [await checkOf(options, context)],
    }
  },
}

/** What the receiver is told of a person: nothing that it does not need to do the same itself. */
function dataOf(call: Call) {
  const { subscriptionId, contactId, sku, locale, externalId, channels, product, sent } = call
  return {
    subscriptionId,
    contactId,
    ...(call.customerId && { customerId: call.customerId }),
    sku,
    ...(locale && { locale }),
    ...(externalId && { externalId }),
    channels,
    ...(call.email && { email: call.email }),
    ...(call.phone && { phone: call.phone }),
    ...(product && { product }),
    ...(call.person && { attributes: call.person.attributes, consents: call.person.consents }),
    ...(sent && { sent }),
  }
}

interface Payload {
  type: string
  timestamp: string
  data: unknown
}

async function send(
  { url, secret }: WebhookOptions,
  { env }: Context,
  id: string,
  payload: Payload,
): Promise<Outcome> {
  if (!isLocal(env) && !(await resolvesPublicly(env, new URL(url).hostname))) {
    return { kind: 'parked', reason: 'host_not_public' }
  }
  const body = JSON.stringify(payload)
  const now = new Date()
  const signature = new Webhook(secret ?? '').sign(id, now, body)
  const answer = await callUpstream(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body,
  })
  return judge(answer, verdict)
}

function verdict(status: number): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const reason = `http_${status}`
  if (status === 410) return { kind: 'refused', reason, disable: true }
  // The specification tries again whatever the answer was.
  return { kind: 'retry', reason }
}

async function checkOf(options: WebhookOptions, context: Context): Promise<Finding> {
  const outcome = await send(options, context, `check_${crypto.randomUUID()}`, {
    type: 'check',
    timestamp: new Date().toISOString(),
    data: {},
  })
  if (outcome.kind === 'accepted') {
    return {
      what: 'endpoint',
      ok: true,
      detail: 'The address took a signed request of type check.',
    }
  }
  return {
    what: 'endpoint',
    ok: false,
    detail: `The address did not take a signed request of type check (${outcome.reason}). Look there whether it answers 2xx to types that it does not know, and whether the secret is the same.`,
  }
}

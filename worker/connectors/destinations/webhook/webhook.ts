/**
 * A signed request to the shop's own system, after the Standard Webhooks specification. The id is
 * the same at every attempt, so the receiver can recognise a repetition. A receiver that answers 410
 * is never called again. Redirects are not followed.
 */
import type { Channel } from '../../../../shared/text.ts'
import { missing } from '../../contract.ts'
import { type Call, type News, phoneOf } from '../call.ts'
import { type Capability, defineDestination } from '../contract.ts'
import { type WebhookEvent, WebhookOptions } from './options.ts'
import { sequenzyProduct, typeOf } from './names.ts'
import { probe } from './probe.ts'
import { sender } from './send.ts'

const EVENTS = {
  subscribe: 'subscription.created',
  cancel: 'subscription.cancelled',
  notify: 'restock.matched',
  remind: 'restock.reminder',
  report: 'notification.sent',
  close: 'restock.closed',
  consent: 'consent.given',
} as const satisfies { [C in Capability]?: WebhookEvent }

const CHANNELS = ['email', 'sms', 'whatsapp'] as const satisfies readonly Channel[]

const NEWS = [
  'subscription.confirmed',
  'subscription.expired',
  'subscription.held',
  'restock.awaiting_approval',
  'restock.finished',
  'source.silent',
  'feed.held',
] as const satisfies readonly WebhookEvent[] & readonly News['type'][]

const newsOf = ({ events }: WebhookOptions) => NEWS.filter((type) => events.includes(type))

const onlyListens = ({ channels }: WebhookOptions) => channels === undefined

export const webhook = defineDestination({
  type: 'webhook',
  options: WebhookOptions,
  secrets: ['secret'],
  addresses: ['url'],
  faults: (options) => missing(options, 'secret'),
  faultTexts: { event_unknown: 'Use one of the documented events.' },
  can: (options) => {
    const calls = (Object.keys(EVENTS) as (keyof typeof EVENTS)[]).filter((call) =>
      options.events.includes(EVENTS[call]),
    )
    return [
      ...calls.filter(
        (call) => !['notify', 'remind', 'close'].includes(call) || !onlyListens(options),
      ),
      ...(newsOf(options).length > 0 ? (['announce'] as const) : []),
    ]
  },
  tells: ({ channels, events }) => (events.includes('restock.matched') ? (channels ?? []) : []),
  listens: () => true,
  records: () => CHANNELS,
  announces: newsOf,
  knowsPeople: true,
  create(options) {
    const send = sender(options)
    const sendAs = (event: WebhookEvent) => (call: Call) =>
      send(call.key, typeOf(event, options.names), call.at, {
        ...dataOf(call),
        ...(options.names && { product: sequenzyProduct(call) }),
      })
    return {
      subscribe: sendAs(EVENTS.subscribe),
      cancel: sendAs(EVENTS.cancel),
      notify: sendAs(EVENTS.notify),
      remind: sendAs(EVENTS.remind),
      report: sendAs(EVENTS.report),
      close: (call) =>
        send(call.key, EVENTS.close, call.at, {
          ...dataOf(call),
          alternative: call.alternative && {
            sku: call.alternative.sku,
            ...call.alternative.product,
          },
        }),
      consent: (call) => send(call.key, EVENTS.consent, call.at, consentOf(call)),
      announce: async ({ key, type, at, data }) =>
        options.events.includes(type) ? send(key, type, at, data) : { kind: 'accepted' },
      probe: () => probe(send),
    }
  },
})

/** What a person agreed to without asking for a product. */
function consentOf(call: Call) {
  const { subscriptionId, contactId, customerId, locale, channels, to, person } = call
  return {
    consentId: subscriptionId,
    contactId,
    customerId,
    locale,
    channels,
    email: to.email,
    phone: phoneOf(call),
    consents: person?.consents,
  }
}

/** What the receiver needs to notify the person itself, and nothing more. */
function dataOf(call: Call) {
  const { subscriptionId, contactId, customerId, sku, locale, externalId, quantity } = call
  const { channels, to, product, data, person, sent, mayFollow, reminder } = call
  const request = { subscriptionId, contactId, customerId, sku, locale, externalId, quantity }
  return {
    ...request,
    channels,
    email: to.email,
    phone: phoneOf(call),
    product,
    data,
    attributes: person?.attributes,
    consents: person?.consents,
    sent,
    mayFollow,
    reminder,
  }
}

/** Options of the webhook destination. */
import * as v from 'valibot'
import { Channels, listOf, strictObject, WebAddress } from '../../../../shared/text.ts'
import { rate, signingSecret } from '../../options.ts'
import { common } from '../options.ts'

/** What a webhook can be sent. The names are the `type` of the body, unless `names` chooses others. */
export const WebhookEvent = v.picklist(
  [
    'subscription.created',
    'subscription.cancelled',
    'restock.matched',
    'restock.reminder',
    'notification.sent',
    'restock.closed',
    'consent.given',
    'subscription.confirmed',
    'subscription.expired',
    'subscription.held',
    'restock.awaiting_approval',
    'restock.finished',
    'source.silent',
    'feed.held',
  ],
  'event_unknown',
)
export type WebhookEvent = v.InferOutput<typeof WebhookEvent>

/**
 * A signed request to an address of the shop's own (Standard Webhooks). With `channels`, the shop's
 * system notifies people over these channels when it gets `restock.matched`. Without, it only
 * listens.
 */
export const WebhookOptions = strictObject({
  type: v.literal('webhook'),
  ...common('webhook'),
  url: WebAddress,
  secret: signingSecret,
  events: v.optional(listOf(WebhookEvent, WebhookEvent.options.length), () => [
    ...WebhookEvent.options,
  ]),
  channels: v.optional(Channels),
  /** The events of requests and restocks have the names that Sequenzy gives them (names.ts). */
  names: v.optional(v.picklist(['sequenzy'], 'choice_unknown')),
  rate: rate({}),
})
export type WebhookOptions = v.InferOutput<typeof WebhookOptions>

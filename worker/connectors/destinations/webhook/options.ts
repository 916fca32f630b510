/** Options of the webhook destination. */
import * as v from 'valibot'
import { Channels, line, objectFault, WebAddress } from '../../../../shared/text.ts'
import { common, rate } from '../options.ts'

/** What a webhook can be told; the names are the `type` of what is sent. */
export const WebhookEvent = v.picklist(
  [
    'subscription.created',
    'subscription.cancelled',
    'restock.matched',
    'notification.sent',
    'source.silent',
    'feed.held',
  ],
  'event_unknown',
)
export type WebhookEvent = v.InferOutput<typeof WebhookEvent>

/**
 * A signed request to an address of the shop's own (Standard Webhooks). With `channels` it is what
 * tells people over these (`restock.matched`: somebody else sends the message); without, it only
 * listens.
 */
export const WebhookOptions = v.strictObject(
  {
    type: v.literal('webhook'),
    ...common('webhook'),
    url: WebAddress,
    /** `whsec_` and base64 of 24 to 64 bytes. */
    secret: v.optional(
      v.pipe(
        line(200),
        v.check((text) => /^••••|^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text), 'secret_invalid'),
      ),
    ),
    events: v.optional(
      v.pipe(
        v.array(WebhookEvent, 'not_a_list'),
        v.minLength(1, 'empty'),
        v.maxLength(6, 'too_many'),
      ),
      () => [...WebhookEvent.options],
    ),
    channels: v.optional(Channels),
    rate: rate({}),
  },
  objectFault,
)
export type WebhookOptions = v.InferOutput<typeof WebhookOptions>

/** A shop's destinations: one schema each in destinations/, told apart by `type`. */
import * as v from 'valibot'
import { EmailOptions } from './destinations/email.ts'
import { KlaviyoOptions } from './destinations/klaviyo.ts'
import { SequenzyOptions } from './destinations/sequenzy.ts'
import { VoyadoCentraOptions } from './destinations/voyado-centra.ts'
import { VoyadoOptions } from './destinations/voyado.ts'
import { WebhookOptions } from './destinations/webhook.ts'

/** One destination of a shop. */
export const Destination = v.variant(
  'type',
  [
    KlaviyoOptions,
    SequenzyOptions,
    WebhookOptions,
    EmailOptions,
    VoyadoOptions,
    VoyadoCentraOptions,
  ],
  (issue) => (issue.received === 'undefined' ? 'missing' : 'destination_unknown'),
)
export type Destination = v.InferOutput<typeof Destination>

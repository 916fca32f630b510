/** A shop's destinations: one schema each in destinations/, told apart by `type`. */
import * as v from 'valibot'
import { EmailOptions } from './destinations/email.ts'
import { KlaviyoOptions } from './destinations/klaviyo.ts'
import { SequenzyOptions } from './destinations/sequenzy.ts'
import { SmsOptions } from './destinations/sms.ts'
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
    SmsOptions,
    VoyadoOptions,
    VoyadoCentraOptions,
  ],
  (issue) => {
    if (issue.received === 'undefined') return 'missing'
    // A type may be told apart further, by a key of its own.
    return issue.path?.at(-1)?.key === 'type' ? 'destination_unknown' : 'choice_unknown'
  },
)
export type Destination = v.InferOutput<typeof Destination>

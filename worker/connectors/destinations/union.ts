/** A shop's destinations: one schema each in destinations/, told apart by `type`. */
import * as v from 'valibot'
import { EmailOptions } from './email/options.ts'
import { KlaviyoOptions } from './klaviyo/options.ts'
import { SequenzyOptions } from './sequenzy/options.ts'
import { SmsOptions } from './sms/options.ts'
import { VoyadoCentraOptions } from './voyado-centra/options.ts'
import { VoyadoOptions } from './voyado/options.ts'
import { WebhookOptions } from './webhook/options.ts'

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

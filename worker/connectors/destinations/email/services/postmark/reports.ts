/**
 * Postmark's webhooks. Postmark signs nothing; a webhook proves itself with basic authentication or
 * a header, as it is set up in Postmark.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import { jsonOf } from '../../../../answer.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReport } from '../../../contract.ts'
import { reportOf } from '../mail.ts'
import type { PostmarkOptions } from './options.ts'

/** Needs `webhookSecret`: the password, or the value of X-Webhook-Secret. */
export async function verify(
  { webhookSecret: secret }: PostmarkOptions,
  { headers }: Hook,
): Promise<Verification> {
  if (!secret) return 'bad'
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.get('Authorization') ?? '')?.[1]
  const given = basic ? atob(basic).replace(/^[^:]*:/, '') : headers.get('X-Webhook-Secret')
  return given && (await timingSafeEqual(given, secret)) ? 'good' : 'bad'
}

const Event = v.object({
  RecordType: v.string(),
  Type: v.optional(v.string()),
  Email: v.optional(v.string()),
  Recipient: v.optional(v.string()),
  Origin: v.optional(v.nullable(v.string())),
  SuppressSending: v.optional(v.boolean()),
  SuppressionReason: v.optional(v.nullable(v.string())),
})

/** Reads one record. */
export function readReports({ body }: Hook): AddressReport[] | undefined {
  const event = jsonOf(Event, body)
  if (!event) return undefined
  switch (event.RecordType) {
    case 'Bounce':
      return event.Type === 'HardBounce' || event.Type === 'BadEmailAddress'
        ? reportOf(event.Email, 'bounce')
        : []
    case 'SpamComplaint':
      return reportOf(event.Email, 'complaint')
    // A broadcast stream reports complaints only this way.
    case 'SubscriptionChange': {
      if (!event.SuppressSending) return []
      if (event.SuppressionReason === 'HardBounce') return reportOf(event.Recipient, 'bounce')
      if (event.SuppressionReason === 'SpamComplaint') return reportOf(event.Recipient, 'complaint')
      return event.Origin === 'Recipient' ? reportOf(event.Recipient, 'stop') : []
    }
    default:
      return []
  }
}

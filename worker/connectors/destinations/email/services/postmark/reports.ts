/**
 * Postmark's webhooks. Postmark signs nothing; a webhook proves itself with basic authentication or
 * a header, as it is set up in Postmark.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import * as v from 'valibot'
import { Amount, Flag, Word } from '../../../../../lenient.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReports } from '../../../contract.ts'
import { addressIn, type Meaning, readEvents, reportOf } from '../events.ts'
import { meaningOfType } from './bounce-types.ts'
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
  RecordType: Word,
  Type: Word,
  TypeCode: Amount,
  /** Postmark sends nothing more to the address. */
  Inactive: Flag,
  Email: v.optional(v.unknown()),
  Recipient: v.optional(v.unknown()),
  Origin: Word,
  SuppressSending: Flag,
  SuppressionReason: Word,
})
type Event = v.InferOutput<typeof Event>

/** Of `SubscriptionChange`, by its `SuppressionReason`. */
const SUPPRESSED = new Map<string, Meaning>([
  ['hardbounce', 'bounce'],
  ['spamcomplaint', 'complaint'],
])

/** The meaning of a record; undefined if it is no record of Postmark. */
function meaningOf(event: Event): Meaning | undefined {
  const { RecordType, Type, TypeCode, Inactive, Origin } = event
  switch (RecordType?.toLowerCase()) {
    case 'spamcomplaint':
      return 'complaint'
    // A broadcast stream reports complaints only this way.
    case 'subscriptionchange': {
      const { SuppressionReason, SuppressSending = SuppressionReason !== undefined } = event
      if (!SuppressSending) return 'nothing'
      // The shop itself suppressed the address, or somebody at Postmark did.
      const manual = Origin?.toLowerCase() === 'recipient' ? 'stop' : 'nothing'
      return SUPPRESSED.get(SuppressionReason?.toLowerCase() ?? '') ?? manual
    }
    // An undocumented type counts as a bounce if Postmark deactivated the address.
    case 'bounce':
      return meaningOfType(Type, TypeCode) ?? (Inactive ? 'bounce' : 'nothing')
    // Older webhooks have no RecordType, so the type alone decides.
    default:
      return meaningOfType(Type, TypeCode) ?? (RecordType ? 'nothing' : undefined)
  }
}

/** Reads one record. */
export const readReports = ({ body }: Hook): AddressReports | undefined =>
  readEvents(body, (one) => {
    const event = v.safeParse(Event, one)
    const meaning = event.success ? meaningOf(event.output) : undefined
    if (!event.success || !meaning) return 'unreadable'
    const { Email, Recipient } = event.output
    return reportOf(addressIn(Email) ?? Recipient, meaning)
  })

/**
 * SendGrid's event webhook, signed with ECDSA (P-256, SHA-256) over the timestamp and the body.
 * SendGrid does not document how old a signature may be, and a repeated report changes nothing.
 */
import * as v from 'valibot'
import { needed, Word } from '../../../../../lenient.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReports } from '../../../contract.ts'
import { type Meaning, readEvents, reportOf } from '../events.ts'
import type { SendGridOptions } from './options.ts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }

/** Needs `webhookKey`, the public key of the event webhook. */
export async function verify(
  { webhookKey: publicKey }: SendGridOptions,
  { body, headers }: Hook,
): Promise<Verification> {
  const signature = headers.get('X-Twilio-Email-Event-Webhook-Signature')
  const timestamp = headers.get('X-Twilio-Email-Event-Webhook-Timestamp')
  if (!publicKey || !signature || !timestamp) return 'bad'
  const spki = Uint8Array.fromBase64(publicKey)
  const key = await crypto.subtle.importKey('spki', spki, ECDSA, false, ['verify'])
  const good = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    rawSignature(Uint8Array.fromBase64(signature)),
    new TextEncoder().encode(timestamp + body),
  )
  return good ? 'good' : 'bad'
}

const HALF_BYTES = 32

/**
 * SendGrid writes a signature as a DER sequence of two integers (RFC 3279); WebCrypto wants the two
 * numbers in a row, 32 bytes each.
 */
function rawSignature(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * HALF_BYTES)
  let at = 2
  for (const end of [HALF_BYTES, 2 * HALF_BYTES]) {
    const length = der[at + 1] ?? 0
    const integer = der.subarray(at + 2, at + 2 + length)
    // DER integers are signed: they may have a zero in front, or fewer than 32 bytes.
    const bytes = integer.subarray(Math.max(0, length - HALF_BYTES))
    raw.set(bytes, end - bytes.length)
    at += 2 + length
  }
  return raw
}

const Event = v.object({
  event: needed(Word),
  email: v.optional(v.unknown()),
  type: Word,
  reason: Word,
  status: Word,
})

/**
 * SendGrid, "Event Webhook Reference": why a mail was dropped. `Invalid`: no mail can reach the
 * address. Not in the list, because they say nothing about the address: spam content, the quota of a
 * package, an invalid header.
 */
const DROPPED = new Map<string, Meaning>([
  ['bounced address', 'bounce'],
  ['invalid', 'bounce'],
  ['spam reporting address', 'complaint'],
  ['unsubscribed address', 'stop'],
])

/** Of a `bounce`. `blocked`: a server refused this one mail. `expired`: it took no mail for days. */
const TEMPORARY = new Set(['blocked', 'expired'])

/**
 * The same reference. `group_unsubscribe` and `group_resubscribe` are about a group of mails, and ours
 * belong to none: the person left another list of the shop.
 */
function meaningOf({ event, type, reason, status }: v.InferOutput<typeof Event>): Meaning {
  switch (event.toLowerCase()) {
    case 'bounce':
      // Without a type, the status decides: 4.x.x is temporary (RFC 3463, 2).
      return TEMPORARY.has(type?.toLowerCase() ?? '') || (!type && status?.startsWith('4'))
        ? 'nothing'
        : 'bounce'
    case 'spamreport':
      return 'complaint'
    case 'unsubscribe':
      return 'stop'
    case 'dropped':
      return DROPPED.get(reason?.toLowerCase() ?? '') ?? 'nothing'
    default:
      return 'nothing'
  }
}

/** Reads a list of events. */
export const readReports = ({ body }: Hook): AddressReports | undefined =>
  readEvents(body, (one) => {
    const event = v.safeParse(Event, one)
    return event.success ? reportOf(event.output.email, meaningOf(event.output)) : 'unreadable'
  })

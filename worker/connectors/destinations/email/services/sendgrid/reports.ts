/**
 * SendGrid's event webhook, signed with ECDSA (P-256, SHA-256) over the timestamp and the body.
 * SendGrid does not document how old a signature may be, and a repeated report changes nothing.
 */
import * as v from 'valibot'
import { jsonOf } from '../../../../answer.ts'
import type { Hook, Verification } from '../../../../hook.ts'
import type { AddressReport } from '../../../contract.ts'
import { reportOf } from '../mail.ts'
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

const Events = v.array(
  v.object({
    event: v.string(),
    email: v.optional(v.string()),
    type: v.optional(v.string()),
    reason: v.optional(v.string()),
  }),
)

/** Reads a list of events; every other event is left out. */
export function readReports({ body }: Hook): AddressReport[] | undefined {
  return jsonOf(Events, body)?.flatMap(({ event, email, type, reason }) => {
    switch (event) {
      case 'bounce':
        // `blocked` is temporary: the server refused this one mail.
        return type === 'blocked' ? [] : reportOf(email, 'bounce')
      case 'spamreport':
        return reportOf(email, 'complaint')
      case 'unsubscribe':
        return reportOf(email, 'stop')
      case 'dropped':
        if (reason === 'Bounced Address') return reportOf(email, 'bounce')
        return reason === 'Spam Reporting Address' ? reportOf(email, 'complaint') : []
      default:
        return []
    }
  })
}

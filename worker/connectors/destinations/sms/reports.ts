/** Twilio's webhooks: answers of people (STOP, START), and what became of messages. */
import { saysStart, saysStop } from '../../../../shared/languages/stop-words.ts'
import { logLine } from '../../../log-line.ts'
import type { Context } from '../../contract.ts'
import type { Hook, Verification } from '../../hook.ts'
import type { AddressReports } from '../contract.ts'
import { hookUrl } from './api.ts'
import type { SmsOptions } from './options.ts'

/**
 * Twilio, "Validating requests": HMAC-SHA1 over the address as Twilio was given it (with the shop's
 * public key or its id, without a query) and the sorted form, names and values run together.
 */
export async function verify(
  options: SmsOptions,
  { env, shop }: Context,
  { headers, body }: Hook,
): Promise<Verification> {
  const given = headers.get('X-Twilio-Signature')
  const form = new URLSearchParams(body)
  if (!given || !options.authToken || form.get('AccountSid') !== options.accountSid) return 'bad'
  const pairs = [...form].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const utf8 = new TextEncoder()
  const hmac = { name: 'HMAC', hash: 'SHA-1' }
  const secret = utf8.encode(options.authToken)
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['verify'])
  const signature = Uint8Array.fromBase64(given)
  for (const name of [shop.publicKey, shop.id]) {
    const signed = hookUrl(options, env, name) + pairs.flat().join('')
    if (await crypto.subtle.verify('HMAC', key, signature, utf8.encode(signed))) return 'good'
  }
  return 'bad'
}

/**
 * Twilio, "Message status values": the state of a message that we sent. An incoming message has
 * `receiving` or `received`, and only as `SmsStatus`.
 */
const SENT = new Set(
  'accepted scheduled queued sending sent delivered undelivered failed canceled read partially_delivered'.split(
    ' ',
  ),
)

/** What a webhook reports; undefined for an unknown shape. */
export function readReports({ name }: SmsOptions, { body }: Hook): AddressReports | undefined {
  const form = new URLSearchParams(body)
  const states = [form.get('MessageStatus'), form.get('SmsStatus')]
  const words = states.flatMap((state) => state?.trim().toLowerCase() || [])
  const status = words.find((word) => SENT.has(word)) ?? words[0]
  const text = form.get('Body')
  const type = typeOf(form)
  const isReply = text !== null || type !== undefined
  if (status && (SENT.has(status) || !isReply)) return readStatus(name, status, form)
  const from = form.get('From')
  if (from === null || !isReply) return undefined
  const phone = numberIn(from)
  // A short code, or another channel of Twilio: its numbers begin with `whatsapp:` or the like.
  if (phone === undefined) return NOTHING
  if (type ? type === 'STOP' : saysStop(text ?? '')) return reportOf(phone, 'stop')
  if (type ? type === 'START' : saysStart(text ?? '')) return reportOf(phone, 'start')
  return NOTHING
}

const NOTHING: AddressReports = { reports: [], unreadable: 0 }

const reportOf = (phone: string, reason: 'stop' | 'start'): AddressReports => ({
  reports: [{ phone, reason }],
  unreadable: 0,
})

/** A number in a field; undefined for anything else. */
function numberIn(field: string | null): string | undefined {
  const text = (field ?? '').normalize('NFKC').trim()
  return /^\+\d{8,15}$/.test(text) ? text : undefined
}

/**
 * Twilio's own classification of a reply: a messaging service may have its own stop words. Undefined if
 * the field is missing or has an unknown value.
 */
function typeOf(form: URLSearchParams): string | undefined {
  const type = form.get('OptOutType')?.trim().toUpperCase() ?? ''
  return ['STOP', 'START', 'HELP'].includes(type) ? type : undefined
}

/** The person had stopped messages of this sender before, so Twilio sent nothing. */
const OPTED_OUT = '21610'

/** A message that did not arrive changes nothing: the next one may. A stop that Twilio kept counts. */
function readStatus(destination: string, status: string, form: URLSearchParams): AddressReports {
  if (status !== 'undelivered' && status !== 'failed') return NOTHING
  const code = form.get('ErrorCode')?.trim() ?? ''
  logLine('info', 'sms_undelivered', {
    destination,
    code: /^\d{1,6}$/.test(code) ? code : 'none',
  })
  if (code !== OPTED_OUT) return NOTHING
  const phone = numberIn(form.get('To'))
  return phone === undefined ? { reports: [], unreadable: 1 } : reportOf(phone, 'stop')
}

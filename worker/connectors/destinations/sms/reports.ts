/** Twilio's webhooks: answers of people (STOP, START), and what became of messages. */
import { saysStop } from '../../../../shared/languages/stop-words.ts'
import { logLine } from '../../../log-line.ts'
import type { Context } from '../../contract.ts'
import type { Hook, Verification } from '../../hook.ts'
import type { AddressReport } from '../contract.ts'
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

const START = /^\W*(start|unstop)\W*$/i

/** What a webhook reports; undefined for an unknown shape. */
export function readReports({ name }: SmsOptions, { body }: Hook): AddressReport[] | undefined {
  const form = new URLSearchParams(body)
  const status = form.get('MessageStatus')
  if (status) {
    if (status === 'undelivered' || status === 'failed') logUndelivered(name, form)
    return []
  }
  const [from, text] = [form.get('From'), form.get('Body')]
  if (from === null || text === null) return undefined
  // Twilio's other channels write `whatsapp:` and the like before the number.
  if (!/^\+\d{8,15}$/.test(from)) return []
  // A messaging service may have words of its own: then Twilio says which kind it is.
  const type = form.get('OptOutType')?.toUpperCase()
  if (type ? type === 'STOP' : saysStop(text)) return [{ phone: from, reason: 'stop' }]
  if (type ? type === 'START' : START.test(text)) return [{ phone: from, reason: 'start' }]
  return []
}

function logUndelivered(destination: string, form: URLSearchParams): void {
  const code = form.get('ErrorCode') ?? ''
  logLine('info', 'sms_undelivered', {
    destination,
    code: /^\d{1,6}$/.test(code) ? code : 'none',
  })
}

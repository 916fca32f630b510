/** Twilio's API: addresses, authentication, and what its errors mean. */
import * as v from 'valibot'
import { Amount } from '../../../lenient.ts'
import { type Answer, jsonOf } from '../../answer.ts'
import { callUpstream } from '../../client.ts'
import type { Outcome } from '../outcome.ts'
import type { SmsOptions } from './options.ts'

/** The address of the account, to which a path is appended. */
export const accountUrl = ({ baseUrl, accountSid }: SmsOptions): string =>
  `${baseUrl}/2010-04-01/Accounts/${accountSid}`

/** The address that Twilio calls for this destination. `shop` is the shop's public key or its id. */
export const hookUrl = ({ name }: SmsOptions, env: Env, shop: string): string =>
  `${env.PUBLIC_URL}/hooks/${name}/${shop}`

const authorization = ({ accountSid, authToken = '' }: SmsOptions): string =>
  `Basic ${new TextEncoder().encode(`${accountSid}:${authToken}`).toBase64()}`

/** Reads something. */
export const get = (options: SmsOptions, url: string): Promise<Answer> =>
  callUpstream(url, { headers: { Authorization: authorization(options) } })

/** Posts a form to an address of the account. */
export const post = (
  options: SmsOptions,
  path: string,
  form: Record<string, string>,
): Promise<Answer> =>
  callUpstream(accountUrl(options) + path, {
    headers: {
      Authorization: authorization(options),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  })

// Twilio, "Error and Warning Dictionary".
const OPTED_OUT = 21610
const TOO_MANY = 20429
// An invalid number; not a mobile number.
const NO_SUCH_NUMBER = new Set([21211, 21614])
// The key; a sender that cannot send or belongs to another account; a country that is switched off.
const NEEDS_THE_MERCHANT = new Set([20003, 21212, 21408, 21601, 21606, 21661, 21703, 21705])

const Failed = v.object({ code: Amount })

/** What an answer other than 2xx to a message means. */
export function outcomeOfRefusal(status: number, body: string): Outcome {
  const code = jsonOf(Failed, body)?.code
  const reason = code === undefined ? `http_${status}` : `twilio_${code}`
  if (code === OPTED_OUT) return { kind: 'refused', reason, address: 'stop' }
  if (code === TOO_MANY) return { kind: 'retry', reason, answered: true }
  if (code !== undefined && NO_SUCH_NUMBER.has(code)) {
    return { kind: 'refused', reason, address: 'bounce' }
  }
  const parked = code !== undefined && NEEDS_THE_MERCHANT.has(code)
  if (parked || status === 401 || status === 403) return { kind: 'parked', reason }
  return { kind: 'refused', reason }
}

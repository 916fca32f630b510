/**
 * The shop's own list, told by SMS through Twilio. Twilio takes no idempotency key: a message
 * accepted but not recorded is sent again. Nobody is told in quiet hours of the country of the
 * number. Answers (STOP) and what became of a message come as webhooks, signed with the auth token.
 */
import * as v from 'valibot'
import type { SmsOptions } from './options.ts'
import { codeOf } from '../../../link/short.ts'
import { isOwn } from '../../../link/own.ts'
import type { Hook, Verdict } from '../../hook.ts'
import { audibleAt } from '../../../message/quiet.ts'
import { renderSms, segmentsOf } from '../../../message/sms.ts'
import type { Call, Connector, Context, Finding, Heard } from '../contract.ts'
import type { Outcome } from '../outcome.ts'
import { callUpstream } from '../../client.ts'
import { outcomeOf } from '../outcome.ts'

export const sms: Connector<'sms'> = {
  type: 'sms',
  can: () => ['notify'],
  tells: () => ['sms'],
  secrets: ['authToken'],
  addresses: ['baseUrl'],
  faults: ({ authToken, from, messagingServiceSid }) => {
    const faults: [string, string][] = []
    if (!authToken) faults.push(['/authToken', 'missing'])
    if (!from && !messagingServiceSid) faults.push(['/from', 'missing'])
    if (from && messagingServiceSid) faults.push(['/from', 'sender_second'])
    return faults
  },
  create: (options, context) => ({
    notify: (call) => notify(options, context, call),
    verify: (hook) => verify(options, context, hook),
    hear: (hook) => hear(options, hook),
    check: () => check(options, context),
  }),
}

async function notify(options: SmsOptions, context: Context, call: Call): Promise<Outcome> {
  const { phone, product, subscriptionId, contactId } = call
  if (!phone || !product) return { kind: 'refused', reason: 'nothing_to_send' }
  const { env, shop } = context
  const now = Date.now()
  const at = options.quietHours ? audibleAt(phone, options.quietHours, now) : now
  if (at > now) return { kind: 'later', reason: 'quiet_hours', at }

  const code = codeOf({ shopId: shop.id, contactId, subscriptionId })
  const text = renderSms({
    shop: shop.settings.name,
    locale: call.locale ?? shop.settings.defaultLocale,
    product,
    link: isOwn(product.url, shop.settings.origins) ? `${env.PUBLIC_URL}/r/${code}` : product.url,
    stop: byLink(options) ? `${env.PUBLIC_URL}/u/${code}` : undefined,
  })
  const answer = await callUpstream(`${accountUrl(options)}/Messages.json`, {
    method: 'POST',
    headers: {
      Authorization: authorization(options),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      To: phone,
      ...sender(options),
      Body: text,
      // Twilio refuses an address that it cannot reach.
      ...(env.PUBLIC_URL.startsWith('https:') && {
        StatusCallback: hookUrl(options, env, shop.publicKey),
      }),
    }).toString(),
  })
  return outcomeOf(answer, (status, body) => {
    if (status < 200 || status >= 300) return refusal(status, body)
    const id = read(Sent, body)?.sid
    const used = { segments: segmentsOf(text) }
    return { kind: 'accepted', ...(id && { id }), link: product.url, used }
  })
}

/** Whether a message can only be stopped by a link: nobody can answer a name. */
const byLink = ({ stopBy, from }: SmsOptions): boolean =>
  stopBy ? stopBy === 'link' : /[A-Za-z]/.test(from ?? '')

const accountUrl = ({ baseUrl, accountSid }: SmsOptions): string =>
  `${baseUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}`

const hookUrl = ({ name }: SmsOptions, env: Env, shop: string): string =>
  `${env.PUBLIC_URL}/hooks/${name}/${shop}`

const authorization = ({ accountSid, authToken = '' }: SmsOptions): string =>
  `Basic ${new TextEncoder().encode(`${accountSid}:${authToken}`).toBase64()}`

const sender = ({ from, messagingServiceSid }: SmsOptions): Record<string, string> =>
  messagingServiceSid ? { MessagingServiceSid: messagingServiceSid } : { From: from ?? '' }

const Sent = v.object({ sid: v.string() })
const Failed = v.object({ code: v.number() })

function read<Schema extends v.GenericSchema>(schema: Schema, text: string) {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

const OPTED_OUT = 21610
const TOO_MANY = 20429
// Invalid, and not a mobile number.
const NO_SUCH_NUMBER = new Set([21211, 21614])
// The key; a sender that cannot send or is not the account's; a country that is switched off there.
const NEEDS_THE_MERCHANT = new Set([20003, 21212, 21408, 21601, 21606, 21661, 21703, 21705])

function refusal(status: number, body: string): Outcome {
  const code = read(Failed, body)?.code
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

/**
 * Over the address as Twilio was given it (with the shop's public key or its id, and no query) and
 * the sorted form, names and values run together.
 */
async function verify(
  options: SmsOptions,
  { env, shop }: Context,
  { headers, body }: Hook,
): Promise<Verdict> {
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

// 47 CFR 64.1200(a)(10) names them; STOPP is how Swedes write it.
const STOP = /^(stop|stopp|stop ?all|quit|end|revoke|opt[ -]?out|cancel|unsubscribe)$/
const START = /^(start|unstop)$/

function hear({ name }: SmsOptions, { body }: Hook): Heard[] | undefined {
  const form = new URLSearchParams(body)
  const status = form.get('MessageStatus')
  if (status) {
    if (status === 'undelivered' || status === 'failed') {
      const code = form.get('ErrorCode') ?? ''
      console.log(
        JSON.stringify({
          level: 'info',
          event: 'sms_undelivered',
          destination: name,
          code: /^\d{1,6}$/.test(code) ? code : 'none',
        }),
      )
    }
    return []
  }
  const [from, text] = [form.get('From'), form.get('Body')]
  if (from === null || text === null) return undefined
  // Other channels of Twilio's write `whatsapp:` and the like before the number.
  if (!/^\+\d{8,15}$/.test(from)) return []
  const words = text
    .toLowerCase()
    .replaceAll(/[^\p{L} -]/gu, '')
    .trim()
  // Twilio's own word on it, where the service has words of the shop's own.
  const type = form.get('OptOutType')?.toUpperCase()
  if (type ? type === 'STOP' : STOP.test(words)) return [{ phone: from, reason: 'stop' }]
  if (type ? type === 'START' : START.test(words)) return [{ phone: from, reason: 'start' }]
  return []
}

const Account = v.object({ status: v.string(), type: v.optional(v.string()) })
const Numbers = v.object({ incoming_phone_numbers: v.array(v.unknown()) })

async function check(options: SmsOptions, context: Context): Promise<Finding[]> {
  const headers = { Authorization: authorization(options) }
  const answer = await callUpstream(`${accountUrl(options)}.json`, { headers })
  const account = answer.answered ? read(Account, answer.body) : undefined
  if (!answer.answered || !account || answer.status !== 200) {
    const detail = answer.answered
      ? `Twilio does not take the account SID and the auth token (${answer.status}). Copy both from its console.`
      : 'There was no answer. Try again in a minute.'
    return [{ what: 'key', ok: false, detail }]
  }
  const trial = account.type === 'Trial' ? ' It is a trial: it reaches verified numbers only.' : ''
  return [
    {
      what: 'key',
      ok: account.status === 'active',
      detail:
        account.status === 'active'
          ? `Twilio takes the account SID and the auth token.${trial}`
          : 'The account is suspended or closed. Twilio says why in its console.',
    },
    await senderFinding(options, headers),
    sample(options, context),
  ]
}

async function senderFinding(
  options: SmsOptions,
  headers: Record<string, string>,
): Promise<Finding> {
  const { from = '', messagingServiceSid: service, baseUrl } = options
  if (!service && !from.startsWith('+')) {
    const detail = `Not asked: Twilio cannot be asked whether ${from} may send. Whether it may shows with the first message.`
    return { what: 'sender', ok: true, detail }
  }
  // Services are kept at a host of their own.
  const url = service
    ? `${baseUrl.replace(/\/$/, '').replace('//api.', '//messaging.')}/v1/Services/${service}`
    : `${accountUrl(options)}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(from)}`
  const answer = await callUpstream(url, { headers })
  const numbers = answer.answered ? read(Numbers, answer.body)?.incoming_phone_numbers : undefined
  const good = answer.answered && answer.status === 200 && (service || numbers?.length)
  const named = service ? 'messaging service' : 'number'
  return {
    what: 'sender',
    ok: Boolean(good),
    detail: good
      ? `The ${named} is the account’s.`
      : `The account has no such ${named}. Copy it from Twilio’s console.`,
  }
}

/** How long a message is, with a code in the link that is as long as any. */
function sample(options: SmsOptions, { env, shop }: Context): Finding {
  const code = 'x'.repeat(44)
  const text = renderSms({
    shop: shop.settings.name,
    locale: shop.settings.defaultLocale,
    product: { title: 'Product, variant', url: env.PUBLIC_URL },
    link: `${env.PUBLIC_URL}/r/${code}`,
    stop: byLink(options) ? `${env.PUBLIC_URL}/u/${code}` : undefined,
  })
  const segments = segmentsOf(text)
  const detail = `“${text}” is billed as ${segments} ${segments === 1 ? 'message' : 'messages'}. Letters beyond those of an old phone (emoji, “ ” and the like) in the name of the shop or of a product make it more.`
  return { what: 'segments', ok: true, detail }
}

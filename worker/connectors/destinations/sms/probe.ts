/** What Twilio says about the account and the sender, and how long a message is. */
import * as v from 'valibot'
import { linkBase } from '../../../link/settings.ts'
import { renderSms, segmentsOf } from '../../../message/sms.ts'
import { jsonIn, statusOf } from '../../answer.ts'
import type { Context } from '../../contract.ts'
import type { Finding } from '../contract.ts'
import { accountUrl, get } from './api.ts'
import { type SmsOptions, stopsByLink } from './options.ts'

const Account = v.object({ status: v.string(), type: v.optional(v.string()) })
const Numbers = v.object({ incoming_phone_numbers: v.array(v.unknown()) })

/** Reads the account and the sender, and counts the SMS of a typical message. */
export async function probe(options: SmsOptions, context: Context): Promise<Finding[]> {
  const answer = await get(options, `${accountUrl(options)}.json`)
  const account = jsonIn(Account, answer)
  if (!account || statusOf(answer) !== 200) {
    const detail = answer.answered
      ? `Twilio refuses the account SID and the auth token (${answer.status}). Copy both from Twilio's console.`
      : 'There was no answer from Twilio. Try again in a minute.'
    return [{ what: 'key', ok: false, detail }]
  }
  const ok = account.status === 'active'
  const trial =
    account.type === 'Trial' ? ' It is a trial account: it reaches verified numbers only.' : ''
  return [
    {
      what: 'key',
      ok,
      detail: ok
        ? `Twilio accepts the account SID and the auth token.${trial}`
        : 'The account is suspended or closed. Twilio’s console shows why.',
    },
    await senderFinding(options),
    lengthFinding(options, context),
  ]
}

async function senderFinding(options: SmsOptions): Promise<Finding> {
  const { from = '', messagingServiceSid: service, baseUrl } = options
  if (!service && !from.startsWith('+')) {
    const detail = `Not asked: Twilio has no call that tells whether ${from} may send. The first message shows it.`
    return { what: 'sender', ok: true, detail }
  }
  // Twilio keeps messaging services at a host of their own.
  const url = service
    ? `${baseUrl.replace('//api.', '//messaging.')}/v1/Services/${service}`
    : `${accountUrl(options)}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(from)}`
  const answer = await get(options, url)
  const numbers = jsonIn(Numbers, answer)?.incoming_phone_numbers
  const ok = statusOf(answer) === 200 && Boolean(service || numbers?.length)
  const sender = service ? 'messaging service' : 'number'
  return {
    what: 'sender',
    ok,
    detail: ok
      ? `The ${sender} belongs to the account.`
      : `The account has no such ${sender}. Copy it from Twilio’s console.`,
  }
}

/** How many SMS a typical message is billed as. The code in its link is as long as any. */
function lengthFinding(options: SmsOptions, { env, shop }: Context): Finding {
  const code = 'x'.repeat(44)
  const base = linkBase(env, shop.settings)
  const text = renderSms('alert', {
    shop: shop.settings.name,
    locale: shop.settings.defaultLocale,
    product: { title: 'Product, variant', url: env.PUBLIC_URL },
    link: `${base}/r/${code}`,
    stop: stopsByLink(options) ? `${base}/u/${code}` : undefined,
  })
  const segments = segmentsOf(text)
  const billed = `${segments} ${segments === 1 ? 'message' : 'messages'}`
  const detail = `“${text}” is billed as ${billed}. Characters outside the GSM alphabet (emoji, “ ” and the like) in the name of the shop or of a product make it more.`
  return { what: 'segments', ok: true, detail }
}

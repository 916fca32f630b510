/**
 * The shop's own list, notified by SMS through Twilio. Twilio takes no idempotency key: when a
 * message was accepted but not recorded, it is sent again. No message is sent in quiet hours of the
 * number's country. Answers (STOP) and delivery states come as webhooks.
 */
import * as v from 'valibot'
import { expectedDay } from '../../../../shared/expected.ts'
import type { Product } from '../../../../shared/product.ts'
import { isOwn } from '../../../link/own.ts'
import { linkBase, withParameters } from '../../../link/settings.ts'
import { codeOf } from '../../../link/short.ts'
import { audibleAt } from '../../../message/quiet.ts'
import { renderConfirmSms, renderListSms, renderSms, segmentsOf } from '../../../message/sms.ts'
import { ownSms, type SmsKind } from '../../../message/texts.ts'
import { Word } from '../../../lenient.ts'
import { jsonOf } from '../../answer.ts'
import type { Context, Faults } from '../../contract.ts'
import { type Call, phoneOf } from '../call.ts'
import { defineDestination } from '../contract.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { hookUrl, outcomeOfRefusal, post } from './api.ts'
import { faultTexts, SmsOptions, stopsByLink } from './options.ts'
import { probe } from './probe.ts'
import { readReports, verify } from './reports.ts'

export const sms = defineDestination({
  type: 'sms',
  options: SmsOptions,
  secrets: ['authToken'],
  addresses: ['baseUrl'],
  account: ['accountSid'],
  faults: ({ authToken, from, messagingServiceSid }) => {
    const faults: Faults = []
    if (!authToken) faults.push(['/authToken', 'missing'])
    if (!from && !messagingServiceSid) faults.push(['/from', 'missing'])
    if (from && messagingServiceSid) faults.push(['/from', 'sender_second'])
    return faults
  },
  faultTexts,
  can: () => ['notify', 'remind', 'confirm', 'list', 'close'],
  tells: () => ['sms'],
  sends: true,
  stopsByLink,
  create: (options, context) => ({
    notify: (call) => news('alert', options, context, call),
    remind: (call) => news('reminder', options, context, call),
    confirm: (call) => confirm(options, context, call),
    list: (call) => list(options, context, call),
    close: (call) => news('closed', options, context, call),
    verify: (hook) => verify(options, context, hook),
    readReports: (hook) => readReports(options, hook),
    probe: () => probe(options, context),
  }),
})

const Sent = v.object({ sid: Word })

/**
 * Sends an alert, a reminder, or the last message about a closed list. Quiet hours delay all three.
 */
async function news(
  kind: SmsKind,
  options: SmsOptions,
  { env, shop }: Context,
  call: Call,
): Promise<Outcome> {
  const { product, alternative, subscriptionId, contactId } = call
  const phone = phoneOf(call)
  if (!phone || !product) return { kind: 'refused', reason: 'nothing_to_send' }
  const now = Date.now()
  const at = options.quietHours ? audibleAt(phone, options.quietHours, now) : now
  if (at > now) return { kind: 'later', reason: 'quiet_hours', at }

  const base = linkBase(env, shop.settings)
  const code = codeOf({ shopId: shop.id, contactId, subscriptionId })
  const locale = call.locale ?? shop.settings.defaultLocale
  const targetOf = ({ url }: Product, sku: string) =>
    withParameters(url, shop.settings, { sku, kind, channel: 'sms' })
  // A product that will not come back needs no link.
  const target = kind === 'closed' ? undefined : targetOf(product, call.sku)
  const text = renderSms(kind, {
    shop: shop.settings.name,
    locale,
    product,
    own: ownSms(shop.settings.messages, kind, locale),
    data: call.data,
    ...(target && {
      expected: expectedDay(product.restockAt, call.at),
      link: isOwn(target, shop.settings.origins) ? `${base}/r/${code}` : target,
    }),
    ...(alternative && {
      alternative: {
        product: alternative.product,
        link: targetOf(alternative.product, alternative.sku),
      },
    }),
    stop: stopsByLink(options) ? `${base}/u/${code}` : undefined,
  })
  return send(options, { env, shop }, phone, text, target)
}

/**
 * Asks to confirm a number. The person is waiting for the SMS, so quiet hours do not hold it back.
 */
async function confirm(options: SmsOptions, { env, shop }: Context, call: Call): Promise<Outcome> {
  const { ask, contactId, locale = shop.settings.defaultLocale } = call
  const phone = phoneOf(call)
  if (!phone || !ask) return { kind: 'refused', reason: 'nothing_to_send' }
  const code = codeOf({ shopId: shop.id, contactId, subscriptionId: ask.confirmation })
  const link = `${linkBase(env, shop.settings)}/c/${code}`
  const text = renderConfirmSms({ shop: shop.settings.name, locale, link })
  return send(options, { env, shop }, phone, text)
}

/** Sends the link to the list. Quiet hours do not hold it back either. */
async function list(options: SmsOptions, { env, shop }: Context, call: Call): Promise<Outcome> {
  const { contactId, subscriptionId, locale = shop.settings.defaultLocale } = call
  const phone = phoneOf(call)
  if (!phone) return { kind: 'refused', reason: 'nothing_to_send' }
  const code = codeOf({ shopId: shop.id, contactId, subscriptionId })
  const link = `${linkBase(env, shop.settings)}/m/${code}`
  return send(
    options,
    { env, shop },
    phone,
    renderListSms({ shop: shop.settings.name, locale, link }),
  )
}

/** Sends a text. `link`: the target of its short link. */
async function send(
  options: SmsOptions,
  { env, shop }: Context,
  phone: string,
  text: string,
  link?: string,
): Promise<Outcome> {
  const answer = await post(options, '/Messages.json', {
    To: phone,
    ...senderOf(options),
    Body: text,
    // Twilio refuses an address that it cannot reach.
    ...(env.PUBLIC_URL.startsWith('https:') && {
      StatusCallback: hookUrl(options, env, shop.publicKey),
    }),
  })
  return outcomeOf(answer, (status, body) => {
    if (status < 200 || status >= 300) return outcomeOfRefusal(status, body)
    const id = jsonOf(Sent, body)?.sid
    const used = { segments: segmentsOf(text) }
    return { kind: 'accepted', ...(id && { id }), ...(link && { link }), used }
  })
}

const senderOf = ({ from, messagingServiceSid }: SmsOptions): Record<string, string> =>
  // A service may shorten links, to count clicks.
  messagingServiceSid
    ? { MessagingServiceSid: messagingServiceSid, ShortenUrls: 'false' }
    : { From: from ?? '' }

/** Messages by SMS: news of a product (with a link and how to opt out), how a number is confirmed, the list. */
import { SegmentedMessage } from 'sms-segments-calculator'
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { SMS_SHOP_UNITS, SMS_TITLE_UNITS } from '../limits.ts'
import { expectedIn } from './date.ts'
import { valuesOf } from './news.tsx'
import { type Filling, type OwnSms, placesIn, plain, wordsOf } from './own.ts'
import { cutUnits, DOTS } from './plain-text.ts'
import type { SmsKind } from './texts.ts'

/** A product, and an absolute address: the product's page, or the Worker's link that counts the click. */
interface Linked {
  product: Product
  link: string
}

export interface ShortMessage {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** As of `Linked`. A product that will not come back needs none. */
  link?: string | undefined
  /** Of an alert: other products that came back at the same time. */
  also?: readonly Linked[] | undefined
  /** With `closed`: another product of the shop's choice. */
  alternative?: Linked | undefined
  /** Absolute address of the page that stops all alerts. Present if nobody can reply to the sender. */
  stop?: string | undefined
  /** The shop's own text for this kind, in the language of the locale. */
  own?: OwnSms | undefined
  /** As of a mail. */
  data?: Readonly<Record<string, string>> | undefined
  expected?: string | undefined
}

/**
 * The text of a message. It always has its links and how to stop messages: what a shop's text does not
 * name follows it.
 */
export function renderSms(kind: SmsKind, message: ShortMessage): string {
  const { locale, also = [], alternative, own } = message
  const { sms } = textsFor(locale)
  const closes = kind === 'closed'
  const values: Filling = {
    ...valuesOf(message, message.product),
    shop: cutUnits(message.shop, SMS_SHOP_UNITS),
    item: nameOf(message.product, locale),
    product: cutUnits(message.product.title, SMS_TITLE_UNITS),
    expected: expectedIn(message),
    link: closes ? alternative?.link : message.link,
    stop: stopLine(message),
    ...(alternative && { instead: linkedBy(sms.instead, alternative, locale) }),
    ...Object.fromEntries(
      also.map((one, index) => [`also${index}`, linkedBy('{item}: {link}', one, locale)]),
    ),
  }
  const { text } = wordsOf(own?.text, values, { text: sms[kind], values })
  const named = placesIn(text)
  const link = closes ? 'instead' : 'link'
  const after = [
    ...(values[link] && !named.includes('link') ? [link] : []),
    ...also.map((_one, index) => `also${index}`),
    ...(named.includes('stop') ? [] : ['stop']),
  ]
  const whole = [text, ...after.map((place) => `{${place}}`)].join(' ')
  // A name that was cut ends in dots of its own.
  return plain({ text: whole, values }).replaceAll(`${DOTS}.`, DOTS)
}

const nameOf = (product: Product, locale: string): string =>
  cutUnits(itemOf(textsFor(locale), product), SMS_TITLE_UNITS)

const linkedBy = (text: string, { product, link }: Linked, locale: string): string =>
  fill(text, { item: nameOf(product, locale), link })

function stopLine({ locale, stop }: ShortMessage): string {
  const { stopByLink, stopByReply } = textsFor(locale).sms
  return stop ? fill(stopByLink, { stop }) : stopByReply
}

/** The text that asks to confirm a number. It names no product: anybody may have asked. */
export function renderConfirmSms(message: { shop: string; locale: string; link: string }): string {
  const { shop, locale, link } = message
  return fill(textsFor(locale).sms.confirm, { shop: cutUnits(shop, SMS_SHOP_UNITS), link })
}

/** The text with the link to the list. It names no product either. */
export function renderListSms(message: { shop: string; locale: string; link: string }): string {
  const { shop, locale, link } = message
  return fill(textsFor(locale).sms.list, { shop: cutUnits(shop, SMS_SHOP_UNITS), link })
}

/** How many segments a carrier splits a text into. It bills each. */
export const segmentsOf = (text: string): number => new SegmentedMessage(text).segmentsCount

/** The alphabet in which a text is sent: one letter outside the GSM alphabet changes all of it. */
export const encodingOf = (text: string): 'GSM-7' | 'UCS-2' =>
  new SegmentedMessage(text).encodingName

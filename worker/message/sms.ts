/** Messages by SMS: the alert (shop, product, link, how to opt out), how a number is confirmed, the list. */
import { SegmentedMessage } from 'sms-segments-calculator'
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { SMS_SHOP_UNITS, SMS_TITLE_UNITS } from '../limits.ts'
import { cutUnits, DOTS } from './plain-text.ts'

export interface ShortAlert {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** Absolute address: the product's page, or the Worker's link that counts the click. */
  link: string
  /** Absolute address of the page that stops all alerts. Present if nobody can reply to the sender. */
  stop?: string | undefined
}

/** The text of an alert. */
export function renderSms({ shop, locale, product, link, stop }: ShortAlert): string {
  const texts = textsFor(locale)
  const named = {
    shop: cutUnits(shop, SMS_SHOP_UNITS),
    item: cutUnits(itemOf(texts, product), SMS_TITLE_UNITS),
    link,
  }
  const { byLink, byReply } = texts.sms
  const text = stop ? fill(byLink, { ...named, stop }) : fill(byReply, named)
  // A name that was cut ends in dots of its own.
  return text.replace(`${DOTS}.`, DOTS)
}

/** The text that asks to confirm a number. It names no product: anybody may have asked. */
export function renderConfirmSms(message: Pick<ShortAlert, 'shop' | 'locale' | 'link'>): string {
  const { shop, locale, link } = message
  return fill(textsFor(locale).sms.confirm, { shop: cutUnits(shop, SMS_SHOP_UNITS), link })
}

/** The text with the link to the list. It names no product either. */
export function renderListSms(message: Pick<ShortAlert, 'shop' | 'locale' | 'link'>): string {
  const { shop, locale, link } = message
  return fill(textsFor(locale).sms.list, { shop: cutUnits(shop, SMS_SHOP_UNITS), link })
}

/** How many segments a carrier splits a text into. It bills each. */
export const segmentsOf = (text: string): number => new SegmentedMessage(text).segmentsCount

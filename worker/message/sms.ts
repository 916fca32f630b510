/** The alert as an SMS: shop, product, link, and how to get no more. */
import { SegmentedMessage } from 'sms-segments-calculator'
import type { Product } from '../../shared/product.ts'
import { SMS_SHOP_CHARACTERS, SMS_TITLE_CHARACTERS } from '../limits.ts'
import { textsFor } from './texts.ts'

export interface ShortAlert {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** Absolute address: to the product, by way of the count of clicks or directly. */
  link: string
  /** Where all is stopped, for those who cannot answer. */
  stop?: string | undefined
}

/** The text of an alert. */
export function renderSms({ shop, locale, product, link, stop }: ShortAlert): string {
  const { sms: t } = textsFor(locale)
  const title = [product.title, product.variantTitle].filter(Boolean).join(', ')
  const name = cut(shop, SMS_SHOP_CHARACTERS)
  const alert = t.alert(name, cut(title, SMS_TITLE_CHARACTERS), link)
  return `${alert} ${stop ? t.stopByLink(stop) : t.stopByReply}`
}

const DOTS = '...'

/** A text of at most so many characters, in letters that people see as such. */
function cut(text: string, most: number): string {
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  if (letters.length <= most) return text
  return `${letters
    .slice(0, most - DOTS.length)
    .join('')
    .trimEnd()}${DOTS}`
}

/** How many messages a carrier makes of a text, and bills. */
export const segmentsOf = (text: string): number => new SegmentedMessage(text).segmentsCount

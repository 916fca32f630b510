/** The price of an item now, as Google's, Magento's and WooCommerce's feeds say it. Pure. */
import { amountIn, currencyIn } from '../../../../shared/page/price.ts'
import type { Fields } from './places.ts'

/** What an item costs. */
export interface ItemPrice {
  price?: number | undefined
  currency?: string | undefined
  /** When a sale begins or ends next, in milliseconds since 1970. */
  changesAt?: number | undefined
}

/**
 * The price at `now` (milliseconds since 1970): that of a sale while it lasts. A sale without dates
 * lasts; one whose dates cannot be read does not.
 */
export function priceOf(item: Fields, now: number): ItemPrice {
  const price = item.first('price')
  const sale = item.first('salePrice')
  const currency = currencyIn(item.first('currency')) ?? currencyIn(price) ?? currencyIn(sale)
  const regular = amountIn(price, currency)
  const reduced = amountIn(sale, currency)
  if (reduced === undefined) return { price: regular, currency }
  const { from, to } = periodOf(item)
  const isOn = from <= now && now < to
  const changesAt = [from, to].find((at) => at > now && Number.isFinite(at))
  return { price: isOn ? reduced : regular, currency, changesAt }
}

/** When a sale begins and ends. NaN, which is neither before nor after `now`, if it cannot be read. */
function periodOf(item: Fields): { from: number; to: number } {
  const range = item.first('saleDates')
  if (range !== undefined) {
    // Google's older documents have a blank around the slash, or in its place.
    const [from = '', to = ''] = range.trim().split(/\s*\/\s*|\s+(?=\d{4}-)/)
    return { from: timeOf(from), to: timeOf(to, true) }
  }
  const from = item.first('saleFrom')
  const to = item.first('saleTo')
  return {
    from: from === undefined ? -Infinity : timeOf(from),
    to: to === undefined ? Infinity : timeOf(to, true),
  }
}

const DAY_MS = 86_400_000

/**
 * A time as Google writes it (`2026-11-24T13:00-0800`), or a date, which lasts to its end. Without a
 * zone it is UTC.
 */
function timeOf(text: string, isEnd = false): number {
  const iso = text.trim().replace(/^(\d{4}-\d\d-\d\d) +(?=\d\d:)/, '$1T')
  if (/^\d{4}-\d\d-\d\d$/.test(iso)) return Date.parse(iso) + (isEnd ? DAY_MS : 0)
  const [, time = '', zone = ''] = /^([\d-]+T[\d:.]+?)(Z|[+-]\d\d:?\d\d)?$/i.exec(iso) ?? []
  return Date.parse(time + (zone.replace(/(?<=^[+-]\d\d)(?=\d\d$)/, ':') || 'Z'))
}

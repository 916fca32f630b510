/** Prices as they are written in a language. */
import type { Product } from '../../shared/product.ts'

/** The price as it is written in the locale, when both number and currency are known. */
export function priceOf({ price, currency }: Product, locale: string): string | undefined {
  return price === undefined || !currency ? undefined : moneyIn(locale, currency).format(price)
}

// Making one costs more than the whole mail, and a restock is of one currency and few languages.
const KEPT_FORMATS = 50
const formats = new Map<string, Intl.NumberFormat>()

function moneyIn(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`
  const format = formats.get(name) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
  if (formats.size >= KEPT_FORMATS) formats.clear()
  formats.set(name, format)
  return format
}

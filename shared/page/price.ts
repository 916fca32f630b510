/** Prices as pages and feeds write them. No price is better than a wrong one. Pure. */
import { decoded } from './text.ts'
import { wordIn } from './thing.ts'

/**
 * An amount of money, above zero: `39`, `1 299.00 SEK`, `1.299,00`, `1'299.-`, `€39,90`. Undefined if it
 * is zero, if the text has two amounts (`39 - 49`), or if a mark may separate thousands as well as
 * decimals: `1.299` is read only of a `currency` (ISO 4217) with no decimals or with three.
 */
export function amountIn(value: unknown, currency?: string): number | undefined {
  // A template that writes `1.299` without quotes means as little as one that writes it with them.
  const isUnclear = typeof value === 'number' && /^\d{1,3}\.\d{3}$/.test(`${value}`)
  if (typeof value === 'number' && !isUnclear) return positive(value)
  const text = wordIn(value)
  return text === undefined ? undefined : positive(numberIn(decoded(text.slice(0, 100)), currency))
}

const positive = (amount: number): number | undefined =>
  Number.isFinite(amount) && amount > 0 && amount < 1e12 ? amount : undefined

/** Blanks and apostrophes separate thousands, and nothing else. */
const THOUSANDS = /(\d)[\p{Zs}'’`´](?=\d{3}(?!\d))/gu

function numberIn(text: string, currency: string | undefined): number {
  const amounts = text
    .replaceAll(THOUSANDS, '$1')
    // `39,-` and `39.—` have no decimals; `.50` has nothing else.
    .replaceAll(/(\d)[.,][-–—]+/g, '$1')
    .replace(/(^|[\s\p{Sc}])([.,]\d)/u, (_, before, rest) => `${before}0${rest}`)
    .match(/[-−]?\d[\d.,]*/g)
  const [amount = '', another] = (amounts ?? []).map((one) => one.replace(/[.,]+$/, ''))
  return another === undefined ? withDecimals(amount, currency) : NaN
}

function withDecimals(amount: string, currency: string | undefined): number {
  const marks = [...amount.matchAll(/[.,]/g)].map(([mark]) => mark)
  const last = marks.at(-1)
  if (last === undefined) return amount ? Number(amount) : NaN
  const at = amount.lastIndexOf(last)
  const [whole, decimals] = [amount.slice(0, at), amount.slice(at + 1)]
  // In India the groups before the last one are of two digits: `1,29,999.00`.
  const isGrouped = /^\d{1,3}([.,]?\d{3})*$|^\d{1,2}(,\d\d)+,\d{3}$/.test(whole) && whole !== '0'
  const repeated = marks.filter((mark) => mark === last).length > 1
  // `1.299.000`: a mark that repeats separates thousands, and only groups of three.
  if (repeated) {
    const isThousands = marks.every((mark) => mark === last)
    return isThousands && isGrouped && decimals.length === 3 ? digits(amount) : NaN
  }
  if (marks.length > 1) return isGrouped ? decimal(whole, decimals) : NaN
  if (decimals.length !== 3 || !isGrouped || whole.length > 3) return decimal(whole, decimals)
  switch (decimalsOf(currency)) {
    case 0:
      return digits(amount)
    case 3:
      return decimal(whole, decimals)
    default:
      return NaN
  }
}

const digits = (text: string): number => Number(text.replaceAll(/[.,]/g, ''))

const decimal = (whole: string, decimals: string): number =>
  Number(`${digits(whole)}.${decimals || 0}`)

/** The decimals of a currency; undefined if it is unknown. */
function decimalsOf(currency: string | undefined): number | undefined {
  try {
    return currency
      ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
          .maximumFractionDigits
      : undefined
  } catch {
    return undefined
  }
}

/** Signs that belong to one currency; `$`, `¥` and `kr` belong to several. */
const SIGNS: [sign: string, currency: string][] = [
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['zł', 'PLN'],
  ['Kč', 'CZK'],
  ['₺', 'TRY'],
  ['₩', 'KRW'],
  ['₹', 'INR'],
  ['₴', 'UAH'],
  ['₽', 'RUB'],
  ['₪', 'ILS'],
  ['₫', 'VND'],
  ['฿', 'THB'],
  ['R$', 'BRL'],
  ['Ft', 'HUF'],
]

/** The currency (ISO 4217) in a text such as `EUR`, `eur`, `39,00 €`, `SEK 1 299`; undefined if there is none. */
export function currencyIn(value: unknown): string | undefined {
  const text = wordIn(value)?.slice(0, 100)
  if (text === undefined) return undefined
  if (/^[a-z]{3}$/i.test(text)) return text.toUpperCase()
  const code = /(?:^|[^A-Za-z])([A-Z]{3})(?![A-Za-z])/.exec(text)?.[1]
  return code ?? SIGNS.find(([sign]) => text.includes(sign))?.[1]
}

/** Amounts in a currency's smallest unit (ISO 4217: yen have none, dinars three digits). */

// Making a format is slow, and a catalogue has few currencies.
const KEPT_CURRENCIES = 50
const digits = new Map<string, number>()

function digitsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const { maximumFractionDigits = 2 } = format.resolvedOptions()
  if (digits.size >= KEPT_CURRENCIES) digits.clear()
  digits.set(currency, maximumFractionDigits)
  return maximumFractionDigits
}

/** 19.9 EUR are 1990, and 500 JPY are 500. */
export const toMinor = (amount: number, currency: string): number =>
  Math.round(amount * 10 ** digitsOf(currency))

/** 1990 of EUR are 19.9. */
export const fromMinor = (amount: number, currency: string): number =>
  amount / 10 ** digitsOf(currency)

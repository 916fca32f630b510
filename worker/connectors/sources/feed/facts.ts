/** Reads the availability of an item. Pure. */
import {
  availabilityOf,
  availabilityWords,
  type State,
} from '../../../../shared/page/availability.ts'
import type { AvailabilityFacts } from '../availability.ts'
import type { Fields } from './places.ts'

/** What an item says of its stock, and what of that nobody can read. */
export interface ItemFacts {
  facts: AvailabilityFacts
  /** Why nothing is known of the quantity: a short stable code. */
  fault?: 'quantity_missing' | 'quantity_invalid' | 'availability_unknown'
  /** A word for availability that nobody knows. */
  word?: string | undefined
}

const FACTS: Record<State, AvailabilityFacts> = {
  in_stock: { available: true },
  sold_out: { available: false },
  oversold: { oversells: true },
}

/** Words for a quantity. Shopify's inventory export has the first, Squarespace's the second. */
const NOT_STOCKED = /^not[\s_-]*stocked$/i
const UNLIMITED = /^(unlimited|infinite|untracked|∞)$/i

// Klaviyo's policies 1 and 2 are absent: they say whether Klaviyo shows a sold-out item.
const OVERSELLING = /^(continue|allow|back-?order|pre-?order)$/i
const YES = /^(1|yes|y|true|on|notify|continue|allow)$/i
const UNPUBLISHED =
  /^(false|no|n|0|-1|off|draft|archived|unpublished|hidden|private|pending|trash|disabled|inactive|deleted|not[\s_-]visible)$/i

/** The facts of an item. An item that shoppers cannot see is sold out, whatever else it says. */
export function itemFacts(item: Fields): ItemFacts {
  if (item.all('published').some(meansUnpublished)) return { facts: { published: false } }
  const texts = item.all('quantity')
  const words = [...item.all('availability'), ...item.all('published').filter(saysStock)]
  const quantity = quantityAmong(texts) ?? sumOf(item.locations()) ?? countAmong(words)
  const state = stateAmong(words) ?? stateAmong(texts.filter(isNoNumber))
  if (quantity === undefined && state === undefined) {
    const unlimited = [...texts, ...item.locations()].some((text) => UNLIMITED.test(text))
    if (unlimited) return { facts: { available: true } }
    const word = words.find((text) => availabilityWords(text).length > 0)
    if (word !== undefined) return { facts: {}, fault: 'availability_unknown', word }
    const isThere = texts.length > 0 || item.locations().length > 0
    return { facts: {}, fault: isThere ? 'quantity_invalid' : 'quantity_missing' }
  }
  // In stock without a number: whether it could be oversold later says nothing of now.
  const oversells = quantity !== undefined || state !== 'in_stock'
  return {
    facts: {
      ...(state && FACTS[state]),
      quantity,
      ...(oversells && mayOversell(item) && { oversells: true }),
    },
    ...(state === undefined && words[0] !== undefined && { word: words[0] }),
  }
}

const mayOversell = (item: Fields): boolean =>
  item.all('policy').some((text) => OVERSELLING.test(text)) ||
  item.all('backorders').some((text) => YES.test(text))

/** Whether a text in a field `published`, such as a status, is a word for availability instead. */
const saysStock = (text: string): boolean =>
  !YES.test(text.trim()) && availabilityOf(text) !== undefined

/** Whether a text in a field `published` means that shoppers cannot see the item. */
const meansUnpublished = (text: string): boolean => UNPUBLISHED.test(text.trim())

const firstKnown = <T>(texts: readonly string[], read: (text: string) => T | undefined) => {
  for (const text of texts) {
    const value = read(text)
    if (value !== undefined) return value
  }
  return undefined
}

const quantityAmong = (texts: readonly string[]) => firstKnown(texts, quantityIn)
const stateAmong = (texts: readonly string[]) => firstKnown(texts, availabilityOf)

const isNoNumber = (text: string): boolean => quantityIn(text) === undefined

/** A number in the place of a word; 1 and 0 are words. */
const countAmong = (words: readonly string[]) =>
  firstKnown(words, (word) => (/^[01]$/.test(word) ? undefined : quantityIn(word)))

/** The quantities of several locations together; undefined if none can be read. */
function sumOf(texts: readonly string[]): number | undefined {
  const numbers = texts.flatMap((text) => quantityIn(text) ?? [])
  return numbers.length > 0 ? numbers.reduce((sum, one) => sum + one, 0) : undefined
}

/** Blanks and apostrophes that separate thousands. */
const THOUSANDS = /(\d)[\p{Zs}'’](?=\d{3}(?!\d))/gu

/**
 * A quantity as files write it: `12`, `-3`, `4.0`, `4,0`, `1 250`, `1,250.00`, `> 10`, `10+`. Undefined
 * for any other text, such as `100 ML`, and for `1,250`, whose mark may be that of decimals.
 */
export function quantityIn(text: string): number | undefined {
  const bare = text.trim()
  if (NOT_STOCKED.test(bare)) return 0
  const number = bare
    .replaceAll(THOUSANDS, '$1')
    .replace(/^(?:[>≥~+]=?|>=)\s*(?=\d)/, '')
    .replace(/^−(?=\d)/, '-')
    .replace(/(\d)\s*\+$/, '$1')
  if (number === '') return undefined
  if (/^-?\d{1,3}(,\d{3})+\.\d+$/.test(number)) return Number(number.replaceAll(',', ''))
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(number))
    return Number(number.replaceAll('.', '').replace(',', '.'))
  if (/^-?\d{1,3}(,\d{3}){2,}$/.test(number)) return Number(number.replaceAll(',', ''))
  if (/^-?(\d+,(?!\d{3}$)\d+|0,0+)$/.test(number)) return Number(number.replace(',', '.'))
  const value = Number(number)
  return Number.isFinite(value) ? value : undefined
}

/** Makes a catalogue entry from an item. Pure. */
import type { CatalogEntry } from '../../../../shared/product.ts'
import { oneLine } from '../one-line.ts'
import type { FieldReader } from './facts.ts'

/** The entry of an item; undefined without a title and a web address, which every message needs. */
export function itemEntry(read: FieldReader, sku: string): CatalogEntry | undefined {
  const title = oneLine(read('title') ?? '')
  const url = read('url')
  if (!title || !url || !isWebAddress(url)) return
  const variantTitle = oneLine(read('variantTitle') ?? '')
  const image = read('image')
  const price = priceIn(read('price'))
  const currency = currencyIn(read('currency') ?? read('price'))
  const id = oneLine(read('product') ?? '')
  const variantId = oneLine(read('variantId') ?? '')
  return {
    sku,
    title,
    url,
    ...(variantTitle && variantTitle !== 'Default Title' && { variantTitle }),
    ...(image && isWebAddress(image) && { image }),
    ...(price !== undefined && { price }),
    ...(price !== undefined && currency && { currency }),
    ...(id && { id }),
    ...(variantId && { variantId }),
  }
}

const isWebAddress = (text: string) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text)

/**
 * Reads `19.90`, `19.90 EUR` and `EUR 19.90`. A number with a separator for thousands is left out:
 * it may as well be one for decimals.
 */
function priceIn(text: string | undefined): number | undefined {
  const number = /(?<![\d.,])\d+(\.\d+)?(?![\d.,])/.exec(text ?? '')?.[0]
  return number === undefined ? undefined : Number(number)
}

const currencyIn = (text: string | undefined) => /\b[A-Z]{3}\b/.exec(text ?? '')?.[0]

/**
 * Makes a catalogue entry from an item. What cannot be used of it is left out, field by field: a
 * message needs a title and an address, and is the better for the rest. Pure.
 */
import { imageAddress, ownAddress, productAddress } from '../../../../shared/page/address.ts'
import { textIn } from '../../../../shared/page/text.ts'
import type { CatalogEntry } from '../../../../shared/product.ts'
import type { Fields } from './places.ts'
import { priceOf } from './price.ts'

/**
 * The entry of an item; undefined without a title and a web address. `origins`: the shop's, of which the
 * first is where relative addresses lead. `now` is in milliseconds since 1970.
 */
export function itemEntry(
  item: Fields,
  sku: string,
  origins: readonly string[],
  now: number,
): CatalogEntry | undefined {
  const title = textIn(item.first('title'))
  const url = addressIn(item.first('url'), origins)
  if (title === undefined || url === undefined) return undefined
  const variantTitle = variantIn(item, title)
  const [base = url] = origins
  const image = imageIn(item.first('image'), base)
  const { price, currency } = priceOf(item, now)
  const id = textIn(item.first('product')?.replace(/^id:(?=\d+$)/, ''))
  const variantId = textIn(item.first('variantId'))
  return {
    sku,
    title,
    url,
    ...(variantTitle && { variantTitle }),
    ...(image && { image }),
    ...(price !== undefined && { price }),
    ...(price !== undefined && currency && { currency }),
    ...(id && { id }),
    ...(variantId && { variantId }),
  }
}

/** With a scheme, or from the root of the shop's origin: `soap` alone is part of an address only. */
const isAddress = (text: string): boolean => /^(https?:\/\/|\/)/i.test(text)

/** A product's address. On a host of the shop's, it is on the shop's origin. */
function addressIn(given: string | undefined, origins: readonly string[]): string | undefined {
  const text = given?.trim() ?? ''
  if (!isAddress(text)) return undefined
  for (const origin of origins) {
    const own = ownAddress(text, { address: origin })
    if (own !== undefined) return own
  }
  // The shop says so, with its key: its products may be on another host.
  return productAddress(text)
}

/** The address of the first picture: WooCommerce writes all of a product's into one cell. */
function imageIn(given: string | undefined, base: string): string | undefined {
  const text = given?.trim().split(/\s*[,|]\s*(?=https?:)/)[0] ?? ''
  return isAddress(text) ? imageAddress(text, base) : undefined
}

/** What tells the variant from others of its product; undefined if the title says it. */
function variantIn(item: Fields, title: string): string | undefined {
  // The product's title goes before the variant's own, which is then its name.
  const inner = item.isWithin ? item.all('title')[1] : undefined
  const own = textIn(item.first('variantTitle') ?? inner)
  const options = item.all('options').filter((text) => text !== DEFAULT_OPTION)
  // Google's items have the product's other properties, too: they tell apart only within a group.
  const looks = item.first('product') === undefined ? [] : item.all('looks')
  const inTitle = title.toLowerCase()
  const missing = looks.filter((text) => !inTitle.includes(text.trim().toLowerCase()))
  const name = own ?? textIn((options.length > 0 ? options : missing).join(' / '))
  return name === DEFAULT_OPTION || name === title ? undefined : name
}

/** What Shopify calls the only variant of a product. */
const DEFAULT_OPTION = 'Default Title'

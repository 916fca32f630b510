/** The product in a page's metas: OpenGraph, and Meta's properties of products. Pure. */
import { thing, type Thing } from './thing.ts'
import type { PageParts } from './parts.ts'

/** A time in a text; undefined if there is none. */
const timeIn = (text: string | undefined): number => Date.parse(text ?? '')

/**
 * The product that the metas describe, as schema.org names it; undefined if they describe none. It has
 * no name: `og:title` holds a shop's words for search engines. The sale price counts within its dates. `now`:
 * milliseconds since 1970.
 */
export function productOfMetas(metas: PageParts['metas'], now: number): Thing | undefined {
  const of = (...names: string[]): string | undefined => {
    for (const name of names) {
      const found = metas.find(([one, content]) => one.toLowerCase() === name && content.trim())
      if (found) return found[1]
    }
    return undefined
  }
  const [from, to] = ['start', 'end'].map((end) => timeIn(of(`product:sale_price_dates:${end}`)))
  const isSale = !(from && from > now) && !(to && to < now)
  const price = of(
    ...(isSale ? ['product:sale_price:amount'] : []),
    'product:price:amount',
    'og:price:amount',
    'product:price',
  )
  const availability = of('product:availability', 'og:availability')
  const sku = of('product:retailer_item_id', 'product:sku', 'product:retailer_part_no')
  const isProduct =
    /^(og:)?product(\.item)?$/i.test(of('og:type')?.trim() ?? '') || price || availability || sku
  if (!isProduct) return undefined
  return thing([
    ['@type', 'Product'],
    ['image', of('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image')],
    ['sku', sku],
    ['mpn', of('product:mfr_part_no')],
    ['gtin', of('product:gtin', 'product:ean', 'product:upc', 'product:isbn')],
    [
      'offers',
      thing([
        ['price', price],
        ['priceCurrency', of('product:price:currency', 'og:price:currency')],
        ['availability', availability],
      ]),
    ],
  ])
}

/** Products as pages of strangers describe them, and what can be used of that. */
import * as v from 'valibot'
import { lineOf } from '../shared/page/text.ts'
import { Currency, Price, type Product } from '../shared/product.ts'
import { ADDRESS_UNITS, line, WebAddress } from '../shared/text.ts'
import { orNothing } from './lenient.ts'

/** The longest text of a product, in UTF-16 units. */
const TEXT_UNITS = 200

/** A text of a page as one line, as shared/page reads it: cut, and without half a character. */
export const CutLine = v.pipe(v.string('not_text'), v.transform(lineOf), line(TEXT_UNITS))

/**
 * A product as the page of a stranger describes it: each field that a `Product` would be refused for
 * is left out, and a text that is too long is cut. Nobody is turned away because of a product.
 */
export const LooseProduct = v.fallback(
  v.object({
    title: orNothing(CutLine),
    variantTitle: orNothing(CutLine),
    url: orNothing(WebAddress),
    image: orNothing(WebAddress),
    price: orNothing(Price),
    currency: orNothing(Currency),
    id: orNothing(line(TEXT_UNITS)),
    variantId: orNothing(line(TEXT_UNITS)),
  }),
  {},
)
export type LooseProduct = v.InferOutput<typeof LooseProduct>

/** The address of a page, without its query if it is too long; undefined if it is none. */
export const LoosePage = orNothing(
  v.pipe(
    v.string(),
    v.transform((address) =>
      address.length > ADDRESS_UNITS ? address.replace(/[?#].*/s, '') : address,
    ),
    WebAddress,
  ),
)

/** A product that is good for a message, from what a page says of it and what is known without it. */
export function usableProduct(said: LooseProduct, known: { title: string; url: string }): Product {
  const fields = Object.entries(said).filter(([, value]) => value !== undefined)
  return { ...known, ...Object.fromEntries(fields) }
}

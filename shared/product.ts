/** Products as the shop describes them: snapshots from the page, and catalogue entries. */
import * as v from 'valibot'
import { line, listOf, Locale, objectFault, Sku, strictObject, WebAddress } from './text.ts'

/** An amount of money, zero or more. */
export const Price = v.pipe(
  v.number('price_invalid'),
  v.check((price) => Number.isFinite(price) && price >= 0, 'price_invalid'),
)
/** ISO 4217. Intl refuses a malformed code when a price is written, so it is refused here. */
export const Currency = v.pipe(line(3), v.toUpperCase(), v.regex(/^[A-Z]{3}$/, 'currency_invalid'))

const description = {
  title: line(200),
  variantTitle: v.optional(line(200)),
  url: WebAddress,
  image: v.optional(WebAddress),
  price: v.optional(Price),
  currency: v.optional(Currency),
  /** The product that the variant belongs to, in the shop's system. */
  id: v.optional(line(200)),
  /** The variant's id in the shop's system where that is not its sku. */
  variantId: v.optional(line(200)),
}

/** The product as the page showed it to the person who subscribed. */
export const Product = v.object(description, objectFault)
export type Product = v.InferOutput<typeof Product>

/** A catalogue entry: one variant in one locale, or in every locale if it names none. */
export const CatalogEntry = strictObject({ sku: Sku, locale: v.optional(Locale), ...description })
export type CatalogEntry = v.InferOutput<typeof CatalogEntry>

/** The body of `PUT /v1/products`. */
export const CatalogEntries = listOf(CatalogEntry, 1000)

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

/**
 * What a shop does with a product. `active`: it sells it. `hidden`: it does not show it for now.
 * `discontinued`: it will not sell it again.
 */
export const ProductState = v.picklist(['active', 'hidden', 'discontinued'], 'choice_unknown')
export type ProductState = v.InferOutput<typeof ProductState>

/** The longest name of a brand, a tag or a collection, in UTF-16 units, and the most of a product. */
export const NAME_UNITS = 100
export const NAMES = 100

const Names = v.pipe(
  v.array(line(NAME_UNITS), 'not_a_list'),
  v.maxLength(NAMES, 'too_many'),
  v.transform((names) => [...new Set(names)]),
)

/** What only the shop's own systems say about a product, and no page. */
const facts = {
  brand: v.optional(line(NAME_UNITS)),
  tags: v.optional(Names),
  /** The shop's groups that the product is in, by the name or the id that its system has for them. */
  collections: v.optional(Names),
  state: v.optional(ProductState),
  /** When the shop expects the variant back in stock: a date, or a date and time; ISO 8601. */
  restockAt: v.optional(
    v.pipe(
      line(40),
      v.check((text) => isDate(text), 'date_invalid'),
    ),
  ),
}

/** Whether a text is a calendar date (`2026-12-24`), or a date and time with a time zone. */
function isDate(text: string): boolean {
  const isWhole = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/.test(
    text,
  )
  // `2026-02-30` parses as the second of March.
  return (
    isWhole &&
    new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate() === Number(text.slice(8, 10)) &&
    !Number.isNaN(Date.parse(text))
  )
}

/**
 * What a shop's rules and conditions compare, and what forms show of the future. Several systems may each
 * know some of it.
 */
export const FACTS = [
  'price',
  'currency',
  'brand',
  'tags',
  'collections',
  'state',
  'restockAt',
] as const
export type FactName = (typeof FACTS)[number]

/** A catalogue entry: one variant in one locale, or in every locale if it names none. */
export const CatalogEntry = strictObject({
  sku: Sku,
  locale: v.optional(Locale),
  ...description,
  ...facts,
})
export type CatalogEntry = v.InferOutput<typeof CatalogEntry>

/** A product as the catalogue describes it: a page's description, and what only the shop's systems say. */
export type CatalogProduct = Omit<CatalogEntry, 'sku' | 'locale'>

/** The body of `PUT /v1/products`. */
export const CatalogEntries = listOf(CatalogEntry, 1000)

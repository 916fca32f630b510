/**
 * Which products a rule is for: the schema of `match` in `rules.products`. Within a match all kinds that
 * it names must hold, and of each list one name is enough. A match without any kind is for all products.
 */
import * as v from 'valibot'
import { Currency, Price } from '../../shared/product.ts'
import { line, listOf, Sku, strictObject } from '../../shared/text.ts'
import { RULE_NAMES_PER_LIST } from '../limits.ts'

const names = listOf(line(100), RULE_NAMES_PER_LIST)

/** `match` of a rule. A price is compared with the catalogue's, from `priceFrom` up to `priceTo`, both included. */
export const ProductMatch = v.pipe(
  // An empty list would count as an object without fields, and so as a match for all products.
  v.unknown(),
  v.check((given) => !Array.isArray(given), 'not_an_object'),
  strictObject({
    skus: v.optional(listOf(Sku, RULE_NAMES_PER_LIST)),
    tags: v.optional(names),
    collections: v.optional(names),
    brands: v.optional(names),
    priceFrom: v.optional(Price),
    priceTo: v.optional(Price),
    /** The currency of both prices. Without it the price counts in whatever currency it is. */
    currency: v.optional(Currency),
  }),
  v.forward(
    v.check(({ priceFrom = 0, priceTo = Infinity }) => priceFrom <= priceTo, 'price_range_empty'),
    ['priceTo'],
  ),
  v.forward(
    v.check(
      ({ currency, ...match }) =>
        currency === undefined || match.priceFrom !== undefined || match.priceTo !== undefined,
      'price_missing',
    ),
    ['currency'],
  ),
)
export type ProductMatch = v.InferOutput<typeof ProductMatch>

/** Stock levels: the latest absolute quantity of a sku, never a delta. */
import * as v from 'valibot'
import { ExternalId, listOf, Locale, Sku, strictObject, whole } from './text.ts'

/**
 * A quantity in stock. Below zero more was sold than there was, which people cannot buy: it is 0, as
 * from every source.
 */
const Quantity = v.pipe(
  whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  v.transform((quantity) => Math.max(0, quantity)),
)

/**
 * One level. `at` is when the quantity was true; default: when it arrives. A level that is older
 * than the stored one is ignored.
 */
export const StockLevel = strictObject({
  sku: Sku,
  quantity: Quantity,
  locale: v.optional(Locale),
  externalId: v.optional(ExternalId),
  at: v.optional(
    v.pipe(
      v.string('time_invalid'),
      v.isoTimestamp('time_invalid'),
      v.check((text) => Number.isFinite(Date.parse(text)), 'time_invalid'),
    ),
  ),
})
export type StockLevel = v.InferOutput<typeof StockLevel>

/** The body of `PUT /v1/stock-levels`: at most 1,000 levels, each key once. */
export const StockLevels = v.pipe(
  listOf(StockLevel, 1000),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const seen = new Set<string>()
    for (const [index, level] of dataset.value.entries()) {
      const key = JSON.stringify([level.sku, level.locale, level.externalId])
      if (seen.has(key)) {
        addIssue({
          message: 'level_repeated',
          path: [
            {
              type: 'array',
              origin: 'value',
              input: dataset.value,
              key: index,
              value: level,
            },
          ],
        })
      }
      seen.add(key)
    }
  }),
)
export type StockLevels = v.InferOutput<typeof StockLevels>

/**
 * What a variant counts as that can be bought although it is out of stock (policy "continue",
 * PreOrder, BackOrder, MadeToOrder): `in_stock`, or `by_quantity`, which counts it as sold out where
 * no quantity is known. The shop chooses; its sources and its pages follow.
 */
export const Oversell = v.picklist(['by_quantity', 'in_stock'], 'choice_unknown')
export type Oversell = v.InferOutput<typeof Oversell>

/** The answer of `GET /v1/client/availability` for one sku. */
export type Availability = 'in_stock' | 'sold_out' | 'unknown'

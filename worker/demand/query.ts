/** The query of `GET /v1/demand`, and the cursor of its pages. */
import * as v from 'valibot'
import { Currency } from '../../shared/product.ts'
import { line } from '../../shared/text.ts'
import { base64Url } from '../base64.ts'

/** What the variants may be sorted by. */
export const DEMAND_SORTS = [
  'people',
  'units',
  'money',
  'longest',
  'median',
  'growth',
  'sku',
] as const
export type DemandSort = (typeof DEMAND_SORTS)[number]

export type Order = 'asc' | 'desc'

/** Where a page ended: the value and the sku of its last variant. Sorted by money: in this currency. */
const Place = v.strictObject({
  sort: v.picklist(DEMAND_SORTS),
  order: v.picklist(['asc', 'desc']),
  key: v.union([v.pipe(v.number(), v.finite()), v.string()]),
  sku: v.string(),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
})
export type Place = v.InferOutput<typeof Place>

/** A place as the text that a caller sends back. */
export const cursorAt = (place: Place): string =>
  base64Url(new TextEncoder().encode(JSON.stringify(place)))

/** The place in such a text; undefined if it is none. */
function placeIn(text: string): Place | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' })
    const place = v.safeParse(Place, JSON.parse(new TextDecoder().decode(bytes)))
    return place.success ? place.output : undefined
  } catch {
    return undefined
  }
}

// Base64 of a sku and a value that both have 200 characters of three bytes.
const CURSOR_CHARACTERS = 2_000

const flag = v.pipe(
  v.picklist(['true', 'false'], 'choice_unknown'),
  v.transform((text) => text === 'true'),
)

/** The fields of the query besides the page's `limit`. */
export const DEMAND_QUERY = {
  sort: v.optional(v.picklist(DEMAND_SORTS, 'choice_unknown'), 'people'),
  order: v.optional(v.picklist(['asc', 'desc'], 'choice_unknown')),
  inStock: v.optional(flag),
  tag: v.optional(line(100)),
  brand: v.optional(line(100)),
  collection: v.optional(line(100)),
  /** A part of the sku, the title or the variant's title. */
  q: v.optional(line(100)),
  currency: v.optional(Currency),
  cursor: v.optional(
    v.pipe(
      line(CURSOR_CHARACTERS),
      v.rawTransform(({ dataset, addIssue, NEVER }): Place => {
        const place = placeIn(dataset.value)
        if (place) return place
        addIssue({ message: 'cursor_invalid' })
        return NEVER
      }),
    ),
  ),
}

/** A query, complete. */
export interface DemandQuery {
  sort: DemandSort
  order: Order
  inStock?: boolean | undefined
  tag?: string | undefined
  brand?: string | undefined
  collection?: string | undefined
  q?: string | undefined
  currency?: string | undefined
  after?: Place | undefined
  limit: number
}

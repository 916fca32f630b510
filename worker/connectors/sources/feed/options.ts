/** A product feed that the Worker fetches: JSON, XML or CSV, as for Klaviyo, for Google or a shop's own. */
import * as v from 'valibot'
import { line, Locale, strictObject, WebAddress } from '../../../../shared/text.ts'
import type { WithOversell } from '../availability.ts'
import { common } from '../options.ts'

const Field = line(100)

/**
 * Where each field of an item stands: a key of the JSON, an element of the XML (`g:id` or `id`), or
 * a column of the CSV. A field that is not mapped has one of its usual names (field-names.ts).
 */
export const FeedFields = strictObject({
  sku: v.optional(Field),
  quantity: v.optional(Field),
  policy: v.optional(Field),
  availability: v.optional(Field),
  published: v.optional(Field),
  title: v.optional(Field),
  variantTitle: v.optional(Field),
  url: v.optional(Field),
  image: v.optional(Field),
  price: v.optional(Field),
  currency: v.optional(Field),
  product: v.optional(Field),
  variantId: v.optional(Field),
  brand: v.optional(Field),
  tags: v.optional(Field),
  collections: v.optional(Field),
  restockAt: v.optional(Field),
})
export type FeedFields = v.InferOutput<typeof FeedFields>

export const FeedOptions = strictObject({
  type: v.literal('feed'),
  ...common('feed', 15),
  url: WebAddress,
  /** Default: what its first character shows. */
  format: v.optional(v.picklist(['json', 'klaviyo', 'xml', 'google', 'csv'], 'choice_unknown')),
  username: v.optional(line(200)),
  password: v.optional(line(200)),
  /** The name of the element that is one item; for XML only. Default: it is found. */
  item: v.optional(Field),
  /** Where the list of items is; for JSON only: keys, with `/` between them. Default: it is found. */
  path: v.optional(line(200)),
  fields: v.optional(FeedFields, () => ({})),
  /** The language of the feed's texts: its catalogue entries get this locale. */
  locale: v.optional(Locale),
  /** Whether its levels get that locale, too. Default: they hold for every locale. */
  levelsByLocale: v.optional(v.boolean('not_a_boolean'), false),
  /**
   * What happens to a SKU that was in the last feed and is missing from this one. It has to be said:
   * where a feed leaves out what is sold out, `unchanged` would keep people from asking for it.
   */
  missingMeans: v.optional(v.picklist(['unchanged', 'sold_out'], 'choice_unknown')),
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type FeedOptions = WithOversell<v.InferOutput<typeof FeedOptions>>

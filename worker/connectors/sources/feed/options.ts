/** A product feed that the Worker fetches: Klaviyo's JSON, XML, Google Merchant, or CSV. */
import * as v from 'valibot'
import { line, Locale, Name, objectFault } from '../../../../shared/text.ts'
import { everyMinutes, oversell, SourceUrl } from '../options.ts'

const Field = line(100)

/**
 * Where in an item each thing stands: a key of the JSON, an element of the XML (`g:id` or `id`), a
 * column of the CSV. What is not named is looked for under the usual name of the format.
 */
export const FeedFields = v.strictObject(
  {
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
  },
  objectFault,
)
export type FeedFields = v.InferOutput<typeof FeedFields>

export const FeedOptions = v.strictObject(
  {
    type: v.literal('feed'),
    name: v.optional(Name, 'feed'),
    url: SourceUrl,
    format: v.picklist(['klaviyo', 'xml', 'google', 'csv'], 'choice_unknown'),
    everyMinutes: everyMinutes(15),
    username: v.optional(line(200)),
    password: v.optional(line(200)),
    /** The element that is one item; for `xml` only. */
    item: v.optional(Field, 'item'),
    fields: v.optional(FeedFields, () => ({})),
    /** The language of the feed's texts: catalogue entries are of this locale. */
    locale: v.optional(Locale),
    /** Whether the quantities, too, are of that locale only. */
    levelsByLocale: v.optional(v.boolean('not_a_boolean'), false),
    oversell,
    /** A sku that was in the last feed and is not in this one. */
    missingMeans: v.optional(v.picklist(['unchanged', 'sold_out'], 'choice_unknown'), 'unchanged'),
  },
  objectFault,
)
export type FeedOptions = v.InferOutput<typeof FeedOptions>

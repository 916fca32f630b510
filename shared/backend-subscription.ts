/** A request for a subscription from a shop's backend. */
import * as v from 'valibot'
import { Data } from './data.ts'
import { Product } from './product.ts'
import { REQUEST } from './subscription.ts'
import { line, Locale, recordOf, strictObject, WebAddress } from './text.ts'

/** The name of an attribute of a person, and its value. */
export const AttributeName = v.pipe(line(60), v.regex(/^[\w-]+$/, 'name_invalid'))
export const AttributeValue = v.union([line(200), v.number(), v.boolean()], 'value_invalid')

/** The attributes that a person may have. */
export const MOST_ATTRIBUTES = 50

/** What a shop's backend says about a person; conditions and the pace read it. */
const Attributes = recordOf(AttributeName, AttributeValue, MOST_ATTRIBUTES)

/** The body of `POST /v1/subscriptions`: the shop is known by its key. */
export const BackendSubscription = strictObject({
  ...REQUEST,
  locale: v.optional(Locale),
  product: v.optional(Product),
  page: v.optional(WebAddress),
  data: v.optional(Data),
  /** The shop's own id of the person: for `push`, and for platforms that know it. */
  customerId: v.optional(line(200)),
  attributes: v.optional(Attributes),
})
export type BackendSubscription = v.InferOutput<typeof BackendSubscription>

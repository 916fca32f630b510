/** A request for a subscription from a shop's backend. */
import * as v from 'valibot'
import { Product } from './product.ts'
import { REQUEST } from './subscription.ts'
import { line, Locale, strictObject, WebAddress } from './text.ts'

/** What a shop's backend says about a person; conditions and the pace read it. */
const Attributes = v.pipe(
  v.record(
    v.pipe(line(60), v.regex(/^[\w-]+$/, 'name_invalid')),
    v.union([line(200), v.number(), v.boolean()], 'value_invalid'),
    'not_an_object',
  ),
  v.check((all) => Object.keys(all).length <= 50, 'too_many'),
)

/** The body of `POST /v1/subscriptions`: the shop is known by its key. */
export const BackendSubscription = strictObject({
  ...REQUEST,
  locale: v.optional(Locale),
  product: v.optional(Product),
  page: v.optional(WebAddress),
  /** The shop's own id of the person: for `push`, and for platforms that know it. */
  customerId: v.optional(line(200)),
  attributes: v.optional(Attributes),
})
export type BackendSubscription = v.InferOutput<typeof BackendSubscription>

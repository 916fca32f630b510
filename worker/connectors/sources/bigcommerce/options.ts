/** BigCommerce: the quantities available to sell, over all locations or some of them. */
import * as v from 'valibot'
import { line, Name, objectFault, whole } from '../../../../shared/text.ts'
import { hookSecret } from '../../options.ts'
import { everyMinutes, oversell, SourceBaseUrl } from '../options.ts'

export const BigcommerceOptions = v.strictObject(
  {
    type: v.literal('bigcommerce'),
    name: v.optional(Name, 'bigcommerce'),
    everyMinutes: everyMinutes(60),
    /** `https://api.bigcommerce.com/stores/HASH`; `/v3/…` is appended. */
    baseUrl: SourceBaseUrl,
    accessToken: line(500),
    /** The webhooks' header `X-Hook-Secret`. Without it, no webhooks are accepted. */
    hookSecret,
    /** The locations that the shop sells from. Default: every enabled location. */
    locations: v.optional(
      v.pipe(
        v.array(whole(0, Number.MAX_SAFE_INTEGER), 'not_a_list'),
        v.minLength(1, 'empty'),
        v.maxLength(100, 'too_many'),
      ),
    ),
    /** How to count a product that is sold as a preorder. */
    oversell,
  },
  objectFault,
)
export type BigcommerceOptions = v.InferOutput<typeof BigcommerceOptions>

/** BigCommerce: what is available to sell over its locations; told by webhooks, and asked. */
import * as v from 'valibot'
import { line, Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, oversell, SourceUrl } from '../options.ts'

export const BigcommerceOptions = v.strictObject(
  {
    type: v.literal('bigcommerce'),
    name: v.optional(Name, 'bigcommerce'),
    everyMinutes: everyMinutes(60),
    /** `https://api.bigcommerce.com/stores/HASH`: `/v3/…` is added. */
    baseUrl: SourceUrl,
    accessToken: line(500),
    /** What the webhooks have in their header `X-Hook-Secret`; without it none are taken. */
    hookSecret: v.optional(v.pipe(line(500), v.minLength(16, 'too_short'))),
    /** The locations that the shop sells from; all that are enabled, without it. */
    locations: v.optional(
      v.pipe(
        v.array(whole(0, Number.MAX_SAFE_INTEGER), 'not_a_list'),
        v.minLength(1, 'empty'),
        v.maxLength(100, 'too_many'),
      ),
    ),
    /** What becomes of a product that is sold by preorder. */
    oversell,
  },
  objectFault,
)
export type BigcommerceOptions = v.InferOutput<typeof BigcommerceOptions>

/** BigCommerce: the quantities available to sell, over all locations or some of them. */
import * as v from 'valibot'
import { line, listOf, strictObject, whole } from '../../../../shared/text.ts'
import { hookSecret } from '../../options.ts'
import type { WithOversell } from '../availability.ts'
import { common, SourceBaseUrl } from '../options.ts'

export const BigcommerceOptions = strictObject({
  type: v.literal('bigcommerce'),
  ...common('bigcommerce', 60),
  /** `https://api.bigcommerce.com/stores/HASH`; `/v3/…` is appended. */
  baseUrl: SourceBaseUrl,
  accessToken: line(500),
  /** The webhooks' header `X-Hook-Secret`. Without it, no webhooks are accepted. */
  hookSecret,
  /** The locations that the shop sells from. Default: every enabled location. */
  locations: v.optional(listOf(whole(0, Number.MAX_SAFE_INTEGER), 100)),
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type BigcommerceOptions = WithOversell<v.InferOutput<typeof BigcommerceOptions>>

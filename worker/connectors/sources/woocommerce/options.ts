/** A WooCommerce shop: its product webhooks, and its REST API. */
import * as v from 'valibot'
import { Currency } from '../../../../shared/product.ts'
import { line, Locale, strictObject } from '../../../../shared/text.ts'
import type { WithOversell } from '../availability.ts'
import { common, skuFrom, SourceBaseUrl } from '../options.ts'

export const WooCommerceOptions = strictObject({
  type: v.literal('woocommerce'),
  ...common('woocommerce', 15),
  /** The address of WordPress, with its folder, if it has one. */
  baseUrl: SourceBaseUrl,
  consumerKey: v.optional(line(200)),
  consumerSecret: v.optional(line(200)),
  /** The secret of the webhooks. Without it, none are accepted. */
  webhookSecret: v.optional(line(200)),
  skuFrom,
  /** The language of the products' texts. */
  locale: v.optional(Locale),
  /** The currency of the prices: the API does not say. */
  currency: v.optional(Currency),
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type WooCommerceOptions = WithOversell<v.InferOutput<typeof WooCommerceOptions>>

/** A WooCommerce shop: its product webhooks, and its REST API. */
import * as v from 'valibot'
import { Currency } from '../../../../shared/product.ts'
import { line, Locale, Name, objectFault } from '../../../../shared/text.ts'
import { everyMinutes, oversell, skuFrom, SourceUrl } from '../options.ts'

export const WooCommerceOptions = v.strictObject(
  {
    type: v.literal('woocommerce'),
    name: v.optional(Name, 'woocommerce'),
    everyMinutes: everyMinutes(15),
    /** WordPress's own address, with the folder that it is in, if any. */
    baseUrl: SourceUrl,
    consumerKey: v.optional(line(200)),
    consumerSecret: v.optional(line(200)),
    /** Of the webhook; without it there are no webhooks. */
    webhookSecret: v.optional(line(200)),
    skuFrom,
    /** The language of the products' texts. */
    locale: v.optional(Locale),
    /** What prices are in: the API does not say. */
    currency: v.optional(Currency),
    oversell,
  },
  objectFault,
)
export type WooCommerceOptions = v.InferOutput<typeof WooCommerceOptions>

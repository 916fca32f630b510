/** A Shopify shop: webhooks as hints, and the Admin GraphQL API for levels and texts. */
import * as v from 'valibot'
import { line, strictObject, Text } from '../../../../shared/text.ts'
import type { WithOversell } from '../availability.ts'
import { common, skuFrom, SourceBaseUrl } from '../options.ts'

/** The oldest version in which the queries are valid: it brought `bulkOperation(id:)`. */
const OLDEST_VERSION = '2026-01'

/** A secret that is removed by sending an empty text. */
const RemovableSecret = v.pipe(Text, v.trim(), v.maxLength(200, 'too_long'))

export const ShopifyOptions = strictObject({
  type: v.literal('shopify'),
  // Each poll reads everything, in case a webhook was lost.
  ...common('shopify', 30),
  /** The shop's own domain at Shopify, `acme.myshopify.com`; not the domain that shoppers see. */
  shop: v.pipe(
    line(100),
    v.toLowerCase(),
    v.regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'shopify_shop_invalid'),
  ),
  /** An app of the Dev Dashboard: it exchanges these for a token that lasts a day. */
  clientId: v.optional(line(200)),
  clientSecret: v.optional(line(200)),
  /** The permanent token of a custom app that was made in the admin before 2026. */
  accessToken: v.optional(line(200)),
  /** Signs webhooks that were made in the admin. An app's webhooks use `clientSecret`. */
  webhookSecret: v.optional(line(200)),
  /** The previous `webhookSecret`, while it is being changed. */
  webhookSecretBefore: v.optional(RemovableSecret),
  apiVersion: v.optional(
    v.pipe(
      line(10),
      v.regex(/^\d{4}-(01|04|07|10)$/, 'api_version_invalid'),
      v.check((version) => version >= OLDEST_VERSION, 'api_version_too_old'),
    ),
    '2026-10',
  ),
  skuFrom,
  /** `online_store`: products published there. `anywhere`: every active product. */
  publishedOn: v.optional(
    v.picklist(['online_store', 'anywhere'], 'choice_unknown'),
    'online_store',
  ),
  /** `namespace.key` of the metafield with the day on which a variant, or its product, is expected back. */
  restockMetafield: v.optional(
    v.pipe(line(130), v.regex(/^[\w-]{2,64}\.[\w-]{2,64}$/, 'metafield_invalid')),
  ),
  /** The address of the shop's API, if it is not `https://SHOP`. */
  baseUrl: v.optional(SourceBaseUrl),
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type ShopifyOptions = WithOversell<v.InferOutput<typeof ShopifyOptions>>

/** A Shopify shop: its webhooks as hints, its Admin GraphQL API for what is true. */
import * as v from 'valibot'
import { line, Name, objectFault } from '../../../../shared/text.ts'
import { everyMinutes, oversell, skuFrom, SourceUrl } from '../options.ts'

/** A secret that may be ended by sending it empty. */
const Ended = v.pipe(v.string('not_text'), v.trim(), v.maxLength(200, 'too_long'))

export const ShopifyOptions = v.strictObject(
  {
    type: v.literal('shopify'),
    name: v.optional(Name, 'shopify'),
    /** How often everything is read, in case a webhook was missed. */
    everyMinutes: everyMinutes(30),
    /** The shop's own name with Shopify, `acme.myshopify.com`: not the domain that shoppers see. */
    shop: v.pipe(
      line(100),
      v.toLowerCase(),
      v.check((host) => /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(host), 'shopify_shop_invalid'),
    ),
    /** An app of the Dev Dashboard: tokens are asked for with these, and last a day. */
    clientId: v.optional(line(200)),
    clientSecret: v.optional(line(200)),
    /** A custom app made in the admin (before 2026) has a token that lasts. */
    accessToken: v.optional(line(200)),
    /** What webhooks are signed with that were made in the admin; an app's are with its secret. */
    webhookSecret: v.optional(line(200)),
    /** While a secret is being changed: the one before. */
    webhookSecretBefore: v.optional(Ended),
    apiVersion: v.optional(
      v.pipe(
        line(10),
        v.check((text) => /^\d{4}-\d{2}$/.test(text), 'api_version_invalid'),
      ),
      '2026-10',
    ),
    skuFrom,
    /** `online_store`: what is published there; `anywhere`: whatever is active. */
    publishedOn: v.optional(
      v.picklist(['online_store', 'anywhere'], 'choice_unknown'),
      'online_store',
    ),
    oversell,
    /** The address of the shop's API, if it is not `https://SHOP`. */
    baseUrl: v.optional(SourceUrl),
  },
  objectFault,
)
export type ShopifyOptions = v.InferOutput<typeof ShopifyOptions>

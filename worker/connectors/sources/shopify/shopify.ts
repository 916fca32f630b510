/**
 * Shopify. A webhook is a hint, because none holds both a SKU and its whole quantity; the source
 * then reads the variant by the Admin GraphQL API. Webhooks get lost, so every `everyMinutes` a
 * bulk operation reads everything.
 */
import { missing } from '../../contract.ts'
import { defineSource } from '../contract.ts'
import { openAdmin } from './admin.ts'
import { readEverything } from './bulk.ts'
import { parseShopifyDelivery, verifyShopify } from './hook.ts'
import { ShopifyOptions } from './options.ts'
import { rereadShopify } from './reread.ts'

export const shopify = defineSource({
  type: 'shopify',
  options: ShopifyOptions,
  secrets: ['clientSecret', 'accessToken', 'webhookSecret', 'webhookSecretBefore'],
  addresses: ['baseUrl'],
  readsAll: true,
  account: ['shop', 'clientId'],
  faults: (options) => (options.accessToken ? [] : missing(options, 'clientId', 'clientSecret')),
  faultTexts: {
    api_version_invalid: 'Use a version such as 2026-10.',
    api_version_too_old: 'Use 2026-01 or newer, or leave apiVersion out.',
    metafield_invalid:
      'Use the namespace and the key of a metafield, for example custom.restock_date.',
    shopify_shop_invalid: 'Use the shop’s own name with Shopify, for example acme.myshopify.com.',
  },
  create: (options, context) => ({
    verify: (hook) => verifyShopify(options, hook),
    readDelivery: (hook) => parseShopifyDelivery(options, hook),
    async reread(hints, sink, faults) {
      const admin = await openAdmin(context.env, options)
      if (admin.kind === 'failed') return admin
      return rereadShopify(admin.value, hints, sink, options, context, faults)
    },
    async changesSince(cursor, sink, { faults }) {
      const admin = await openAdmin(context.env, options)
      if (admin.kind === 'failed') return admin
      return readEverything(context.env, admin.value, cursor, sink, options, faults)
    },
  }),
})

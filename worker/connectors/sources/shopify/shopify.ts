/**
 * Shopify. Webhooks are hints, because none tells a sku and all that may be sold of it; what they
 * hint at is read by the Admin GraphQL API, whose `availableForSale` decides. Everything is read in
 * the source's rhythm by a bulk operation, because webhooks get lost.
 */
import { reconcile } from './bulk.ts'
import { openAdmin } from './admin.ts'
import { isShopifys, readShopify } from './hook.ts'
import { rereadShopify } from './reread.ts'
import type { SourceConnector } from '../contract.ts'

export const shopify: SourceConnector<'shopify'> = {
  type: 'shopify',
  secrets: ['clientSecret', 'accessToken', 'webhookSecret', 'webhookSecretBefore'],
  addresses: ['baseUrl'],
  check: ({ accessToken, clientId, clientSecret }) => {
    if (accessToken) return []
    return [
      ...(clientId ? [] : [['/clientId', 'missing'] satisfies [string, string]]),
      ...(clientSecret ? [] : [['/clientSecret', 'missing'] satisfies [string, string]]),
    ]
  },
  create: (options, context) => ({
    verify: async (hook) => ((await isShopifys(options, hook)) ? 'good' : 'bad'),
    read: (hook) => readShopify(options, hook),
    async reread(hints, sink) {
      const admin = await openAdmin(context.env, options)
      if (admin.kind === 'failed') return admin
      return rereadShopify(admin.value, hints, sink, options, context)
    },
    async changesSince(cursor, sink) {
      const admin = await openAdmin(context.env, options)
      if (admin.kind === 'failed') return admin
      return reconcile(context.env, admin.value, cursor, sink, options)
    },
  }),
}

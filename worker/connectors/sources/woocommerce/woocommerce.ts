/**
 * WooCommerce: product webhooks, which are sent once and can get lost, and the REST API for what
 * they do not contain and for those that were lost.
 */
import { missing } from '../../contract.ts'
import { defineSource } from '../contract.ts'
import { parseWooCommerceDelivery, verifyWooCommerce } from './hook.ts'
import { WooCommerceOptions } from './options.ts'
import { openProducts } from './products.ts'
import { isProductId, reconcile } from './reconcile.ts'
import { openRest } from './rest.ts'

export const woocommerce = defineSource({
  type: 'woocommerce',
  options: WooCommerceOptions,
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret'],
  addresses: ['baseUrl'],
  readsAll: true,
  faults: (options) => missing(options, 'consumerKey', 'consumerSecret'),
  create: (options, context) => ({
    verify: (hook) => verifyWooCommerce(options, hook),
    readDelivery: (hook) => parseWooCommerceDelivery(options, hook),
    async reread(hints, sink, faults) {
      const products = openProducts(openRest(context.env, options, faults), options, faults)
      // They fit on one page: `HINTS_IN_MESSAGE` is not above `ITEMS_PER_PAGE`.
      const failure = await products.named(hints.filter(isProductId), sink)
      return failure ?? { kind: 'done' }
    },
    changesSince(cursor, sink, poll) {
      const rest = openRest(context.env, options, poll.faults)
      const products = openProducts(rest, options, poll.faults)
      return reconcile(rest, products, context, cursor, sink, poll)
    },
  }),
})

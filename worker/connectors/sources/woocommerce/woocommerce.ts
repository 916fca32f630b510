/**
 * WooCommerce: product webhooks, which are sent once and can get lost, and the REST API for what
 * they do not contain and for those that were lost.
 */
import { missing } from '../../contract.ts'
import { defineSource } from '../contract.ts'
import { parseWooCommerceDelivery, verifyWooCommerce } from './hook.ts'
import { WooCommerceOptions } from './options.ts'
import { isProductId, reconcile } from './reconcile.ts'
import { openRest } from './rest.ts'

export const woocommerce = defineSource({
  type: 'woocommerce',
  options: WooCommerceOptions,
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret'],
  addresses: ['baseUrl'],
  faults: (options) => missing(options, 'consumerKey', 'consumerSecret'),
  create: (options, context) => ({
    verify: (hook) => verifyWooCommerce(options, hook),
    readDelivery: (hook) => parseWooCommerceDelivery(options, hook),
    async reread(hints, sink, faults) {
      const ids = hints.filter(isProductId)
      // They fit on one page: `HINTS_IN_MESSAGE` is not above `ITEMS_PER_PAGE`.
      const read = await openRest(context.env, options, faults).byId(ids, sink)
      return read.kind === 'failed' ? read : { kind: 'done' }
    },
    changesSince: (cursor, sink, poll) =>
      reconcile(openRest(context.env, options, poll.faults), context, cursor, sink, poll),
  }),
})

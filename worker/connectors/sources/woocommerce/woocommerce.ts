/**
 * WooCommerce: product webhooks, which are sent once and get lost, and the REST API for what they do
 * not tell and for everything that they missed.
 */
import type { SourceConnector } from '../contract.ts'
import { readWooCommerce, verdictOf } from './hook.ts'
import { isId, reconcile } from './reconcile.ts'
import { openRest } from './rest.ts'

export const woocommerce: SourceConnector<'woocommerce'> = {
  type: 'woocommerce',
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret'],
  addresses: ['baseUrl'],
  check: ({ consumerKey, consumerSecret }) => [
    ...(consumerKey ? [] : [['/consumerKey', 'missing'] satisfies [string, string]]),
    ...(consumerSecret ? [] : [['/consumerSecret', 'missing'] satisfies [string, string]]),
  ],
  create: (options, context) => ({
    verify: (hook) => verdictOf(options, hook),
    read: (hook) => readWooCommerce(options, hook),
    async reread(hints, sink) {
      const ids = hints.filter(isId)
      if (ids.length === 0) return { kind: 'done' }
      // At most a page of them: a message holds no more hints than that.
      const read = await openRest(context.env, options).products({ include: ids.join(',') }, sink)
      return read.kind === 'failed' ? read : { kind: 'done' }
    },
    changesSince: (cursor, sink, { now }) =>
      reconcile(openRest(context.env, options), context, cursor, sink, now),
  }),
}

/**
 * Events under the names that Sequenzy gives them, for a receiver that already takes Sequenzy's. Of their
 * payload only `product.providerVariantId` is public; the rest is our own.
 */
import type { Call } from '../call.ts'
import type { WebhookEvent } from './options.ts'

const SEQUENZY: { [E in WebhookEvent]?: string } = {
  'subscription.created': 'ecommerce.back_in_stock_requested',
  'restock.matched': 'ecommerce.back_in_stock',
  'notification.sent': 'ecommerce.back_in_stock',
}

/** The `type` of an event. One that the other system does not have keeps its own name. */
export const typeOf = (event: WebhookEvent, names: 'sequenzy' | undefined): string =>
  (names && SEQUENZY[event]) ?? event

/** The product with Sequenzy's ids. If the shop names no product, the sku stands for both. */
export const sequenzyProduct = ({ sku, product }: Call) => ({
  ...product,
  providerProductId: product?.id ?? sku,
  providerVariantId: product?.variantId ?? sku,
})

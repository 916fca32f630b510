/**
 * WooCommerce's webhooks, signed over the raw body. The payload of a product without variations is
 * complete. A product with variations, a variation (its parent may be unpublished) and payloads of
 * other API versions are hints to read the product.
 *
 * Levels get no time from the payload: an order changes the stock without changing `date_modified`,
 * so a level with that time would look older than it is.
 */
import * as v from 'valibot'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import type { WooCommerceOptions } from './options.ts'
import { Product, productEntries, productLevels } from './product.ts'
import { plainText } from './text.ts'

// WooCommerce pings a new webhook's address, unsigned, and requires the answer 200.
const isPing = ({ body, headers }: Hook): boolean =>
  headers.get('X-WC-Webhook-Signature') === null && /^webhook_id=\d+$/.test(body)

/** Checks the signature. Without a webhook secret, every webhook but a ping is `bad`. */
export async function verifyWooCommerce(
  { webhookSecret }: WooCommerceOptions,
  hook: Hook,
): Promise<Verification> {
  if (isPing(hook)) return 'ping'
  const signature = hook.headers.get('X-WC-Webhook-Signature')
  // WordPress stores the secret with HTML entities, and signs with the decoded text.
  const secret = webhookSecret && plainText(webhookSecret)
  return (await isSignedWith([secret], signature, hook.body)) ? 'good' : 'bad'
}

const Named = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  parent_id: v.optional(v.number()),
})

/** Reads a delivery; undefined when it is not about a product. */
export function parseWooCommerceDelivery(
  options: WooCommerceOptions,
  hook: Hook,
): Delivery | undefined {
  const { body, headers } = hook
  if (!/^product(\.|$)/.test(headers.get('X-WC-Webhook-Topic') ?? 'product')) return
  const json: unknown = JSON.parse(body)
  const named = v.safeParse(Named, json)
  if (!named.success) return
  const { id, parent_id: parent = 0 } = named.output
  // The delivery id is derived from the webhook and the second, so it repeats within a second.
  const deliveryId = headers.get('X-WC-Webhook-Delivery-ID')
  const seen = deliveryId ? { id: `${deliveryId} ${body}` } : {}
  if (parent > 0) return { ...seen, hints: [String(parent)] }
  const whole = v.safeParse(Product, json)
  if (!whole.success || whole.output.type === 'variable') return { ...seen, hints: [String(id)] }
  return {
    ...seen,
    entries: productEntries(whole.output, [], options),
    levels: productLevels(whole.output, [], options),
  }
}

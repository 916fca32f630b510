/**
 * WooCommerce's webhooks, signed over the raw body. A product without variations tells all there is
 * to know, as it was when it was sent. One with variations, a variation (its parent may be
 * unpublished) and payloads of older or cut-down shapes are hints to read the product again.
 *
 * No time of the payload dates a level: an order changes the stock without touching
 * `date_modified`, so that a level would seem older than it is.
 */
import * as v from 'valibot'
import type { WooCommerceOptions } from './options.ts'
import type { Hook, Verdict } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import { entriesOf, levelsOf, Product } from './product.ts'
import { plainText } from './text.ts'

/** A webhook that was just made says so, unsigned, and has to be answered 200. */
const isPing = ({ body, headers }: Hook): boolean =>
  headers.get('X-WC-Webhook-Signature') === null && /^webhook_id=\d+$/.test(body)

export async function verdictOf(
  { webhookSecret }: WooCommerceOptions,
  hook: Hook,
): Promise<Verdict> {
  if (isPing(hook)) return 'ping'
  const signature = hook.headers.get('X-WC-Webhook-Signature')
  // WordPress keeps the secret with entities, and signs with it decoded.
  const secret = webhookSecret && plainText(webhookSecret)
  return (await isSignedWith([secret], signature, hook.body)) ? 'good' : 'bad'
}

const Named = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  parent_id: v.optional(v.number()),
})

/** The delivery; undefined where it is about no product. */
export function readWooCommerce(options: WooCommerceOptions, hook: Hook): Delivery | undefined {
  const { body, headers } = hook
  if (!/^product(\.|$)/.test(headers.get('X-WC-Webhook-Topic') ?? 'product')) return
  const json: unknown = JSON.parse(body)
  const named = v.safeParse(Named, json)
  if (!named.success) return
  const { id, parent_id: parent = 0 } = named.output
  // The delivery id is made of the webhook's and the second: several in one second have the same.
  const delivery = headers.get('X-WC-Webhook-Delivery-ID')
  const seen = delivery ? { id: `${delivery} ${body}` } : {}
  if (parent > 0) return { ...seen, hints: [String(parent)] }
  const whole = v.safeParse(Product, json)
  if (!whole.success || whole.output.type === 'variable') return { ...seen, hints: [String(id)] }
  return {
    ...seen,
    entries: entriesOf(whole.output, [], options),
    levels: levelsOf(whole.output, [], options),
  }
}

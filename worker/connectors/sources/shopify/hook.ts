/**
 * Shopify's webhooks. They are signed over the raw body, arrive at least once and in any order, and
 * none holds both a SKU and its whole quantity: an inventory level is that of one location, without
 * a SKU, and a product's payload has no quantities. So each webhook is a hint of what to read.
 *
 * One webhook is also a level: a variant went out of stock. The level has the time of the event, so
 * that a late delivery cannot overwrite what happened since.
 *
 * Three webhooks are about personal data: see privacy.ts.
 *
 * Ids may be too long for a JavaScript number, so they are read as text.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { jsonOf } from '../../answer.ts'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import type { ShopifyOptions } from './options.ts'
import { privacyCall } from './privacy.ts'
import { skuOf } from './variant.ts'

// The newer event system names its headers without `X-`.
const header = ({ headers }: Hook, name: string): string | null =>
  headers.get(`X-Shopify-${name}`) ?? headers.get(`Shopify-${name}`)

/** Accepts a signature with the webhook secret, the previous one, or the app's client secret. */
export async function verifyShopify(
  { webhookSecret, webhookSecretBefore, clientSecret }: ShopifyOptions,
  hook: Hook,
): Promise<Verification> {
  const secrets = [webhookSecret, webhookSecretBefore, clientSecret]
  const isSigned = await isSignedWith(secrets, header(hook, 'Hmac-Sha256'), hook.body)
  return isSigned ? 'good' : 'bad'
}

/** Reads a delivery; undefined when its topic or payload is unknown. */
export function parseShopifyDelivery(options: ShopifyOptions, hook: Hook): Delivery | undefined {
  const topic = header(hook, 'Topic')?.toLowerCase()
  const id = header(hook, 'Webhook-Id')
  const delivery = deliveryOf(options, hook, topic)
  return delivery && { ...delivery, ...(id && { id: `${topic} ${id}` }) }
}

function deliveryOf(
  options: ShopifyOptions,
  hook: Hook,
  topic: string | undefined,
): Delivery | undefined {
  const { body } = hook
  switch (topic) {
    case 'inventory_levels/update': {
      const item =
        /^gid:\/\/shopify\/InventoryLevel\/\d+\?inventory_item_id=(\d+)$/.exec(
          ownGid(body) ?? '',
        ) ?? /"inventory_item_id"\s*:\s*"?(\d+)/.exec(body)
      return item?.[1] ? { hints: [gid('InventoryItem', item[1])] } : undefined
    }
    case 'products/update':
      return hintOf('Product', body)
    case 'variants/in_stock':
      return hintOf('ProductVariant', body)
    case 'variants/out_of_stock': {
      const hint = hintOf('ProductVariant', body)
      return hint && { ...hint, levels: soldOutLevel(options, hook) }
    }
    default: {
      const privacy = privacyCall(options, topic, body)
      return privacy && { privacy }
    }
  }
}

const gid = (kind: string, id: string) => `gid://shopify/${kind}/${id}`

const Own = v.object({ admin_graphql_api_id: v.string() })

/** The global id of what the webhook is about, not of something inside it. */
const ownGid = (body: string): string | undefined => jsonOf(Own, body)?.admin_graphql_api_id

function hintOf(kind: string, body: string): Delivery | undefined {
  const own = ownGid(body)
  const known = own !== undefined && own.startsWith(gid(kind, '')) && /\/\d+$/.test(own)
  return known ? { hints: [own] } : undefined
}

const Variant = v.object({
  admin_graphql_api_id: v.string(),
  sku: v.nullish(v.string()),
  inventory_policy: v.literal('deny'),
})

/** Quantity 0, if the variant cannot be oversold and the webhook says when it happened. */
function soldOutLevel(options: ShopifyOptions, hook: Hook): StockLevel[] {
  const at = header(hook, 'Triggered-At')
  const variant = jsonOf(Variant, hook.body)
  if (!variant || at === null || !Number.isFinite(Date.parse(at))) return []
  const sku = skuOf({ id: variant.admin_graphql_api_id, sku: variant.sku }, options)
  return sku ? [{ sku, quantity: 0, at: new Date(at).toISOString() }] : []
}

/**
 * Shopify's webhooks. They are signed over the raw body, come at least once and in any order, and
 * never say how much of a variant may be sold in all: an inventory level is that of one location,
 * without a sku; a product's payload has lost its quantities. So each is a hint of what to read
 * again. One thing can be taken at its word: a variant that went out of stock, as of the time when
 * that was, which keeps a late delivery from undoing what came after it.
 *
 * Ids are longer than a JavaScript number holds: they are taken from the text, never from a number.
 */
import * as v from 'valibot'
import type { ShopifyOptions } from './options.ts'
import type { StockLevel } from '../../../../shared/stock.ts'
import type { Hook } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'

/** The newer event system names its headers without the `X-`. */
const header = ({ headers }: Hook, name: string): string | null =>
  headers.get(`X-Shopify-${name}`) ?? headers.get(`Shopify-${name}`)

/** With the secret of today, the one before it, or the app's. */
export const isShopifys = (
  { webhookSecret, webhookSecretBefore, clientSecret }: ShopifyOptions,
  hook: Hook,
): Promise<boolean> =>
  isSignedWith(
    [webhookSecret, webhookSecretBefore, clientSecret],
    header(hook, 'Hmac-Sha256'),
    hook.body,
  )

/** What is to be read again, as `reread` takes it: a global id. */
const gid = (kind: string, id: string) => `gid://shopify/${kind}/${id}`

/** The delivery; undefined where the topic or its payload is none that is known. */
export function readShopify(options: ShopifyOptions, hook: Hook): Delivery | undefined {
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
      return hint && { ...hint, levels: soldOut(options, hook) }
    }
    default:
      return undefined
  }
}

const Own = v.object({ admin_graphql_api_id: v.string() })

/** The id that the payload has as text: its own, not that of a part of it. */
const ownGid = (body: string): string | undefined => {
  const parsed = v.safeParse(Own, JSON.parse(body))
  return parsed.success ? parsed.output.admin_graphql_api_id : undefined
}

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

/** A variant that may not be oversold and is out of stock; nothing where that is not sure. */
function soldOut({ skuFrom }: ShopifyOptions, hook: Hook): StockLevel[] {
  const at = header(hook, 'Triggered-At')
  const parsed = v.safeParse(Variant, JSON.parse(hook.body))
  if (!parsed.success || at === null || !Number.isFinite(Date.parse(at))) return []
  const { admin_graphql_api_id: id, sku } = parsed.output
  const name = skuFrom === 'sku' ? sku : id.split('/').at(-1)
  return name ? [{ sku: name, quantity: 0, at: new Date(at).toISOString() }] : []
}

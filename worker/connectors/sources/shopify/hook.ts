/**
 * Shopify's webhooks. They are signed over the raw body, arrive at least once and in any order, and
 * none holds both a SKU and its whole quantity: an inventory level is that of one location, without
 * a SKU, and a product's payload has no quantities. So each webhook is a hint. A shop
 * may have chosen the fields of its payloads (`include_fields`), so any id in a payload is used.
 *
 * One webhook is also a level: a variant went out of stock. The level has the time of the event, so
 * that a late delivery cannot overwrite what happened since.
 *
 * Three webhooks are about personal data: see privacy.ts.
 */
import * as v from 'valibot'
import type { StockLevel } from '../../../../shared/stock.ts'
import { Amount, State, WordOrNull } from '../../../lenient.ts'
import type { Hook, Verification } from '../../hook.ts'
import { isSignedWith } from '../../signature.ts'
import type { Delivery } from '../contract.ts'
import { GidNumber, gid, type Kind, numberOf, parseLong } from './gid.ts'
import { HINTS_OF_HOOK } from './limits.ts'
import type { ShopifyOptions } from './options.ts'
import { isPrivacyTopic, privacyCall } from './privacy.ts'
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

/**
 * Reads a delivery; undefined when it names nothing that can be read. Throws if the body is no JSON.
 */
export function parseShopifyDelivery(options: ShopifyOptions, hook: Hook): Delivery | undefined {
  const topic = header(hook, 'Topic')?.trim().toLowerCase() ?? ''
  const id = header(hook, 'Webhook-Id')
  const delivery = deliveryOf(options, hook, topic, parseLong(hook.body))
  return delivery && { ...delivery, ...(id && { id: `${topic} ${id}` }) }
}

function deliveryOf(
  options: ShopifyOptions,
  hook: Hook,
  topic: string,
  payload: unknown,
): Delivery | undefined {
  if (isPrivacyTopic(topic)) {
    const privacy = privacyCall(options, topic, payload, header(hook, 'Shop-Domain'))
    return privacy && { privacy }
  }
  const hints = hintsIn(topic, payload)
  if (hints.length === 0) return undefined
  const levels = topic === 'variants/out_of_stock' ? soldOutLevel(options, hook, payload) : []
  return { hints, ...(levels.length > 0 && { levels }) }
}

/** The kind of object whose id a payload or a list in it has, by the name of the topic or list. */
const KINDS = new Map<string, Kind>([
  ['product', 'Product'],
  ['variant', 'ProductVariant'],
  ['inventory_item', 'InventoryItem'],
])
const kindOf = (name = '') => KINDS.get(name.replace(/s$/, ''))

/** Fields with an id, the most exact first. */
const NAMED: readonly [field: string, kind: Kind][] = [
  ['inventory_item_id', 'InventoryItem'],
  ['variant_id', 'ProductVariant'],
  ['product_id', 'Product'],
]

/** The global ids in a payload: its own, else all inside it. */
function hintsIn(topic: string, payload: unknown): string[] {
  const hints = new Set<string>()
  const [about] = topic.split('/')
  const rest: [value: unknown, kind: Kind | undefined][] = [[payload, kindOf(about)]]
  for (let next = rest.pop(); next && hints.size < HINTS_OF_HOOK; next = rest.pop()) {
    const [value, kind] = next
    const hint = ownGid(value) ?? hintOf(value, kind)
    if (hint !== undefined) hints.add(hint)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        rest.push([inner, Array.isArray(value) ? kind : kindOf(key)])
      }
    }
  }
  return [...hints]
}

/** The global id that an object has: as it is, from its number if `kind` is known, or from a field. */
function hintOf(value: unknown, kind: Kind | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  const global = ownGid(fields['admin_graphql_api_id']) ?? ownGid(fields['id'])
  if (global !== undefined) return global
  const own = kind && numberOf(fields['id'])
  if (own !== undefined) return gid(kind ?? '', own)
  for (const [field, of] of NAMED) {
    const number = numberOf(fields[field])
    if (number !== undefined) return gid(of, number)
  }
  return undefined
}

const OWN_GID = /^gid:\/\/shopify\/(?:Product|ProductVariant|InventoryItem)\/\d{1,30}$/
const LEVEL_GID = /^gid:\/\/shopify\/InventoryLevel\/\d+\?inventory_item_id=(\d{1,30})$/

/** The global id of an object that can be read again. For an inventory level: that of its item. */
function ownGid(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  const item = LEVEL_GID.exec(text)?.[1]
  if (item !== undefined) return gid('InventoryItem', item)
  return OWN_GID.test(text) ? text : undefined
}

const SoldOut = v.object({
  admin_graphql_api_id: GidNumber,
  id: GidNumber,
  sku: WordOrNull,
  inventory_policy: State,
  inventory_quantity: Amount,
})

/**
 * Quantity 0, if the payload names the SKU and says that the variant cannot be oversold, and the
 * webhook says when it happened.
 */
function soldOutLevel(options: ShopifyOptions, hook: Hook, payload: unknown): StockLevel[] {
  const at = header(hook, 'Triggered-At')
  const variant = v.safeParse(SoldOut, payload)
  if (!variant.success || at === null || !Number.isFinite(Date.parse(at))) return []
  const { inventory_policy: policy, inventory_quantity: quantity = 0, sku } = variant.output
  if (policy !== 'deny' || quantity > 0) return []
  const id = variant.output.admin_graphql_api_id ?? variant.output.id
  const name = skuOf({ id, sku }, options)
  return name ? [{ sku: name, quantity: 0, at: new Date(at).toISOString() }] : []
}

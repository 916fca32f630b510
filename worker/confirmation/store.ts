/** Confirms pending subscriptions in D1. */
import type { Product } from '../../shared/product.ts'
import { catalogProduct } from '../catalog/lookup.ts'
import { copyConsents } from '../consent/rows.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import { clientShop, relayBits } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { levelServes } from '../restock/serves.ts'

/** The person pressed the button on the page that a confirmation mail links to. */
export interface Press {
  subscriptionId: string
  contactId: string
  /** Milliseconds since 1970. */
  at: number
  /** Truncated: /24 of IPv4, /48 of IPv6. */
  ip?: string | undefined
  userAgent?: string | undefined
}

/** The result of a press. */
export interface Confirmed {
  /** `in_stock`: the variant is back, so nothing was changed. `gone`: there is no such request. */
  outcome: 'confirmed' | 'in_stock' | 'gone'
  /** The product's page, if it is in stock and its address is known. */
  url?: string | undefined
  /** The catalogue's entry for the variant, if it has one. */
  entry?: Product | undefined
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
}

const PRESS = '(SELECT ?1 AS press)'

const IS_SUBSCRIPTION = `s.id = press ->> 'subscriptionId' AND s.shop_id = press ->> 'shopId'
  AND s.contact_id = press ->> 'contactId'`

const IS_IN_STOCK = `EXISTS (
  SELECT 1 FROM stock_level l
  WHERE l.shop_id = s.shop_id AND l.sku = s.sku AND l.quantity > (press ->> 'threshold')
    AND ${levelServes({ locale: 's.locale', externalId: 's.external_id' })})`

const HAS_CONSENT = (action: string) => `EXISTS (
  SELECT 1 FROM consent c
  WHERE c.contact_id = press ->> 'contactId' AND c.subscription_id = press ->> 'subscriptionId'
    AND c.shop_id = press ->> 'shopId' AND c.action = '${action}')`

// The subscription, if this very press confirmed it.
const IS_CONFIRMED_NOW = `${IS_SUBSCRIPTION} AND s.request_id = press ->> 'requestId'`

// The catalogue's entry for the variant of a subscription that may be gone: its consents are kept.
const entryByConsent = (contactId: string, subscriptionId: string, shopId: string) => `(
  SELECT ${catalogProduct({ shop: 'c.shop_id', sku: 'c.sku', locale: 'c.locale' })} FROM consent c
  WHERE c.contact_id = ${contactId} AND c.subscription_id = ${subscriptionId}
    AND c.shop_id = ${shopId} AND c.action = 'given' LIMIT 1)`

const CONFIRM = [
  // Reads what the page will say, before anything is changed.
  `SELECT s.status, ${IS_IN_STOCK} AS in_stock,
     ${HAS_CONSENT('confirmed')} AND NOT ${HAS_CONSENT('withdrawn')} AS was_confirmed,
     CASE WHEN s.id IS NULL
       THEN ${entryByConsent(`press ->> 'contactId'`, `press ->> 'subscriptionId'`, `press ->> 'shopId'`)}
       ELSE ${catalogProduct({ shop: 's.shop_id', sku: 's.sku', locale: 's.locale' })}
     END AS entry, s.product
   FROM ${PRESS} LEFT JOIN subscription s ON ${IS_SUBSCRIPTION}`,

  `UPDATE subscription AS s SET unconfirmed = 0, request_id = press ->> 'requestId'
   FROM ${PRESS} WHERE ${IS_SUBSCRIPTION} AND s.status = 'pending' AND NOT ${IS_IN_STOCK}`,

  copyConsents(
    {
      action: 'confirmed',
      method: `'link'`,
      at: `press ->> 'at'`,
      ip: `press ->> 'ip'`,
      userAgent: `press ->> 'userAgent'`,
    },
    `${PRESS}, subscription s`,
    `${IS_CONFIRMED_NOW} AND c.channel = 'email'`,
  ),

  insertRows(
    'subscribe',
    {
      ...aboutSubscription(`(r.value ->> 'channels')`),
      id: `s.request_id || ':' || (r.value ->> 'name')`,
      destination: `r.value ->> 'name'`,
      due_at: `press ->> 'at'`,
    },
    `FROM ${PRESS}, subscription s, json_each(press, '$.relays') r
     WHERE ${IS_CONFIRMED_NOW} AND (${PROVEN_CHANNELS} & (r.value ->> 'channels')) <> 0`,
  ),
]

/**
 * Confirms a pending subscription, records the proof and writes the calls that it causes, in one
 * transaction. A second press changes nothing and gives the same outcome.
 */
export async function confirm(db: D1Database, shop: Shop, press: Press): Promise<Confirmed> {
  const json = JSON.stringify({
    ...press,
    requestId: newId(press.at),
    shopId: shop.id,
    threshold: shop.settings.rules.threshold,
    relays: relayBits(clientShop(shop)),
  })
  const [facts, , , relayed] = await write(
    db,
    CONFIRM.map((sql) => db.prepare(sql).bind(json)),
  )
  const [fact] = rows<{
    status: 'pending' | 'waiting' | null
    in_stock: number
    was_confirmed: number
    entry: string | null
    product: string | null
  }>(facts)
  const entry = productIn(fact?.entry)
  if (fact?.status === 'pending' && fact.in_stock) {
    const { url } = entry ?? productIn(fact.product) ?? {}
    return { outcome: 'in_stock', url, entry, outbox: [] }
  }
  const isConfirmed = fact?.status || fact?.was_confirmed
  return { outcome: isConfirmed ? 'confirmed' : 'gone', entry, outbox: idsOf([relayed]) }
}

const productIn = (json: string | null | undefined): Product | undefined =>
  json ? (JSON.parse(json) as Product) : undefined

/**
 * The catalogue's entry for the variant that a confirmation link is about; undefined if there is
 * none. The page names no product otherwise: a page's own description may be made up.
 */
export async function entryAskedFor(
  db: D1Database,
  { shopId, contactId, about }: { shopId: string; contactId: string; about?: string | undefined },
): Promise<Product | undefined> {
  const row = await db
    .prepare(`SELECT ${entryByConsent('?1', '?2', '?3')} AS entry`)
    .bind(contactId, about ?? '', shopId)
    .first<{ entry: string | null }>()
  return productIn(row?.entry)
}

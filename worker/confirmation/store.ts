/** Confirming a pending subscription in D1, and forgetting those that nobody confirms. */
import type { Product } from '../../shared/product.ts'
import { catalogProduct } from '../catalog/lookup.ts'
import { copyConsents } from '../consent/rows.ts'
import { rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { aboutSubscription, idsOf, insertRows } from '../outbox/row.ts'
import { clientShop, relayBits } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { levelServes } from '../restock/serves.ts'

/** A press of the button behind the link of a confirmation mail. */
export interface Press {
  subscriptionId: string
  contactId: string
  at: number
  /** Truncated. */
  ip?: string | undefined
  userAgent?: string | undefined
}

export interface Confirmed {
  /** `in_stock`: there is nothing to wait for, and nothing was changed. `gone`: no such request. */
  outcome: 'confirmed' | 'in_stock' | 'gone'
  /** Where to buy it, when it is in stock and the address is known. */
  url?: string | undefined
  /** Outbox rows written, to be put on the queue. */
  outbox: string[]
}

const PRESS = '(SELECT ?1 AS press)'

const MINE = `s.id = press ->> 'subscriptionId' AND s.shop_id = press ->> 'shopId'
  AND s.contact_id = press ->> 'contactId'`

const IN_STOCK = `EXISTS (
  SELECT 1 FROM stock_level l
  WHERE l.shop_id = s.shop_id AND l.sku = s.sku AND l.quantity > (press ->> 'threshold')
    AND ${levelServes({ locale: 's.locale', externalId: 's.external_id' })})`

const HAS_CONSENT = (action: string) => `EXISTS (
  SELECT 1 FROM consent c
  WHERE c.contact_id = press ->> 'contactId' AND c.subscription_id = press ->> 'subscriptionId'
    AND c.shop_id = press ->> 'shopId' AND c.action = '${action}')`

const CONFIRMED_NOW = `${MINE} AND s.request_id = press ->> 'requestId'`

const CONFIRM = [
  // What the page says is decided before anything is changed, in the same transaction.
  `SELECT s.status, ${IN_STOCK} AS in_stock,
     ${HAS_CONSENT('confirmed')} AND NOT ${HAS_CONSENT('withdrawn')} AS before,
     coalesce(${catalogProduct({ shop: 's.shop_id', sku: 's.sku', locale: 's.locale' })}, s.product)
       AS product
   FROM ${PRESS} LEFT JOIN subscription s ON ${MINE}`,

  `UPDATE subscription AS s SET status = 'waiting', request_id = press ->> 'requestId'
   FROM ${PRESS} WHERE ${MINE} AND s.status = 'pending' AND NOT ${IN_STOCK}`,

  copyConsents(
    {
      action: 'confirmed',
      method: `'link'`,
      at: `press ->> 'at'`,
      ip: `press ->> 'ip'`,
      userAgent: `press ->> 'userAgent'`,
    },
    `${PRESS}, subscription s`,
    `${CONFIRMED_NOW} AND c.channel = 'email'`,
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
     WHERE ${CONFIRMED_NOW} AND (s.channels & (r.value ->> 'channels')) <> 0`,
  ),
]

/**
 * Puts a pending subscription on the list, with the proof and the calls that it causes, in one
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
    before: number
    product: string | null
  }>(facts)
  if (fact?.status === 'pending' && fact.in_stock) {
    const product = fact.product ? (JSON.parse(fact.product) as Product) : undefined
    return { outcome: 'in_stock', url: product?.url, outbox: [] }
  }
  const known = fact?.status || fact?.before
  return { outcome: known ? 'confirmed' : 'gone', outbox: idsOf([relayed]) }
}

/**
 * Forgets requests last made before a time that nobody confirmed: the subscription and its
 * consents. At most `limit` of them.
 */
export async function forgetUnconfirmed(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT id, contact_id FROM subscription INDEXED BY subscription_pending
       WHERE status = 'pending' AND request_id < ?1 LIMIT ?2`,
    )
    .bind(newId(before), limit)
    .all<{ id: string; contact_id: string }>()
  if (results.length === 0) return
  const json = JSON.stringify(results)
  // A subscription that was confirmed in the meantime is kept.
  const STILL = `SELECT s.id FROM json_each(?1) j JOIN subscription s ON s.id = j.value ->> 'id'
     AND s.status = 'pending'`
  await write(db, [
    db
      .prepare(
        `DELETE FROM consent
         WHERE contact_id IN (SELECT j.value ->> 'contact_id' FROM json_each(?1) j)
           AND subscription_id IN (${STILL})`,
      )
      .bind(json),
    db.prepare(`DELETE FROM outbox WHERE subscription_id IN (${STILL})`).bind(json),
    db.prepare(`DELETE FROM subscription WHERE id IN (${STILL})`).bind(json),
  ])
}

/** Drops the counts of confirmation mails of past days. Reads the whole table. */
export async function dropCounts(db: D1Database, day: number): Promise<void> {
  await db.prepare('DELETE FROM confirmation WHERE day < ?1').bind(day).run()
}

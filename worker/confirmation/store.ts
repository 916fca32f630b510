/** Confirming a pending subscription in D1, and forgetting those that nobody confirms. */
import type { Product } from '../../shared/product.ts'
import { rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { clientShop } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { relayBits } from '../subscription/store.ts'

/** Who pressed the button, and when. */
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

// A level serves a subscription when what it names is what the subscription has.
const IN_STOCK = `EXISTS (
  SELECT 1 FROM stock_level l
  WHERE l.shop_id = s.shop_id AND l.sku = s.sku AND l.quantity > (press ->> 'threshold')
    AND l.locale IN ('', s.locale) AND l.external_id IN ('', s.external_id))`

const DONE = (action: string) => `EXISTS (
  SELECT 1 FROM consent c
  WHERE c.contact_id = press ->> 'contactId' AND c.subscription_id = press ->> 'subscriptionId'
    AND c.shop_id = press ->> 'shopId' AND c.action = '${action}')`

const CONFIRM = [
  // What the page says is decided before anything is changed, from the same moment.
  `SELECT s.status, ${IN_STOCK} AS in_stock, ${DONE('confirmed')} AND NOT ${DONE('withdrawn')} AS before,
     coalesce(
       (SELECT p.data FROM product p
        WHERE p.shop_id = s.shop_id AND p.sku = s.sku AND p.locale = s.locale),
       (SELECT p.data FROM product p
        WHERE p.shop_id = s.shop_id AND p.sku = s.sku AND p.locale = ''),
       s.product) AS product
   FROM ${PRESS} LEFT JOIN subscription s ON ${MINE}`,

  `UPDATE subscription AS s SET status = 'waiting', request_id = press ->> 'requestId'
   FROM ${PRESS} WHERE ${MINE} AND s.status = 'pending' AND NOT ${IN_STOCK}`,

  `INSERT INTO consent
     (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version,
      shop_id, text, text_hash, method, ip, user_agent, at)
   SELECT c.contact_id, c.sku, c.locale, c.external_id, c.subscription_id, c.purpose, c.channel,
     'confirmed', c.version, c.shop_id, c.text, c.text_hash, 'link', press ->> 'ip',
     press ->> 'userAgent', press ->> 'at'
   FROM ${PRESS}, subscription s, consent c
   WHERE ${MINE} AND s.request_id = press ->> 'requestId' AND c.contact_id = s.contact_id
     AND c.subscription_id = s.id AND c.action = 'given' AND c.purpose = 'alert'
     AND c.channel = 'email'
   ON CONFLICT DO NOTHING`,

  `INSERT INTO outbox
     (id, shop_id, call, destination, due_at, subscription_id, contact_id, channels, email, phone,
      phone_index, sku, locale, external_id, product, wanted)
   SELECT s.request_id || ':' || (r.value ->> 'name'), s.shop_id, 'subscribe', r.value ->> 'name',
     press ->> 'at', s.id, s.contact_id, s.channels & (r.value ->> 'channels'), k.email, s.phone,
     s.phone_index, s.sku, s.locale, s.external_id, s.product, s.wanted
   FROM ${PRESS}, subscription s, contact k, json_each(press, '$.relays') r
   WHERE ${MINE} AND s.request_id = press ->> 'requestId' AND k.id = s.contact_id
     AND (s.channels & (r.value ->> 'channels')) <> 0
   ON CONFLICT DO NOTHING
   RETURNING id`,
]

/**
 * Puts a pending subscription on the list, with the proof and the calls that it causes, in one
 * transaction. Once more changes nothing and says the same.
 */
export async function confirm(db: D1Database, shop: Shop, press: Press): Promise<Confirmed> {
  const json = JSON.stringify({
    ...press,
    requestId: newId(press.at),
    shopId: shop.id,
    threshold: shop.settings.rules.threshold,
    relays: relayBits(clientShop(shop)),
  })
  const [facts, , , outbox] = await write(
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
  return {
    outcome: known ? 'confirmed' : 'gone',
    outbox: rows<{ id: string }>(outbox).map((row) => row.id),
  }
}

/**
 * Forgets requests last made before a time that nobody confirmed: the subscription and what was
 * recorded of it. At most `limit` of them.
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
  // Confirmed in the meantime, it is none of these any more.
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

/** Drops the counts of confirmation mails of days gone by. Reads the whole table. */
export async function dropCounts(db: D1Database, day: number): Promise<void> {
  await db.prepare('DELETE FROM confirmation WHERE day < ?1').bind(day).run()
}

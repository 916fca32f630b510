/** Confirms in D1 the pending requests of one address of a person. */
import { bitOf, BITS_WITHOUT_ADDRESS, channelBits, channelsBy } from '../address/channels.ts'
import { bitsAt } from '../address/suppressed.ts'
import type { CatalogProduct } from '../../shared/product.ts'
import { catalogProduct } from '../product/entry.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import { nameOf, productIn, readSnapshot } from '../catalog/snapshot.ts'
import { copyConsents } from '../consent/rows.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { CONFIRM_AT_ONCE, PENDING_LIFE_MS } from '../limits.ts'
import type { Code } from '../link/short.ts'
import { ABOUT_SUBSCRIPTION, insertNews } from '../outbox/news.ts'
import { aboutSubscription, insertRows, PROVEN_CHANNELS } from '../outbox/row.ts'
import { clientShop, announcersOf, relayBits } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'
import { isAskedAt } from './pending.ts'
import type { Confirmable } from './rules.ts'

/** An address and its owner. */
export interface Owner extends Confirmable {
  contactId: string
}

/** A press of the button on the page behind a confirmation's link. */
export interface Press extends Owner {
  /** The ids of the requests that the page showed: only these are confirmed. Undefined: all. */
  shown: string[] | undefined
  /** Milliseconds since 1970. */
  at: number
  /** Truncated: /24 of IPv4, /48 of IPv6. */
  ip?: string | undefined
  userAgent?: string | undefined
}

/** A request on the page. */
export interface Item {
  /** The id of the subscription. */
  id: string
  title: string
  variantTitle?: string | undefined
  /** The product's page, if its address is known. */
  url?: string | undefined
  /** When the shop expects it, ISO 8601, as the catalogue says. */
  restockAt?: string | undefined
}

/** The requests of an address, oldest first. */
export interface Page {
  /** Not confirmed, and not back in stock. */
  pending: Item[]
  /**
   * Not confirmed, but back in stock. Nobody needs to wait for these, so they are not confirmed.
   */
  inStock: Item[]
  /** Confirmed in the last days by the link of a message, and not withdrawn since. */
  confirmed: Item[]
}

/** The result of a press. */
export interface Confirmed {
  /** The requests that the press confirmed; after a repeated press, those confirmed lately. */
  confirmed: Item[]
  inStock: Item[]
  /** Requests that came after the page was shown. */
  pending: Item[]
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
}

const PRESS = '(SELECT jsonb(?1) AS press LIMIT 1)'
const INDEX = `(press ->> 'index')`

const IS_IN_STOCK = `EXISTS (
  SELECT 1 FROM ${levelsFor({ shop: 's.shop_id', sku: 's.sku', locale: 's.locale' })}
  WHERE l.quantity > ${thresholdSql({ shop: 'l.shop_id', sku: 'l.sku', locale: 'l.locale' }, `(press ->> 'threshold')`)}
    AND s.not_before <= l.since
    AND ${levelServes({ locale: 's.locale', externalId: 's.external_id' })})`

const IS_OF_PERSON = `s.contact_id = press ->> 'contactId' AND s.shop_id = press ->> 'shopId'`
const IS_PENDING = `${IS_OF_PERSON} AND ${isAskedAt(INDEX)}`

const PENDING = `SELECT s.id, s.sku, ${IS_IN_STOCK} AS in_stock, s.product,
    ${catalogProduct({ shop: 's.shop_id', sku: 's.sku', locale: 's.locale' })} AS entry
  FROM ${PRESS}, subscription s WHERE ${IS_PENDING} ORDER BY s.id LIMIT ${CONFIRM_AT_ONCE}`

// A confirmed subscription may be served and deleted by now. Its consents are kept, so they are
// read.
const CONFIRMED = `SELECT c.subscription_id AS id, c.sku, 0 AS in_stock,
    (SELECT s.product FROM subscription s
     WHERE s.id = c.subscription_id AND s.shop_id = c.shop_id) AS product,
    ${catalogProduct({ shop: 'c.shop_id', sku: 'c.sku', locale: 'c.locale' })} AS entry
  FROM ${PRESS}, consent c
  WHERE c.contact_id = press ->> 'contactId' AND c.shop_id = press ->> 'shopId'
    AND c.action = 'confirmed' AND c.method = 'link' AND c.at >= press ->> 'since'
    AND (${bitOf('c.channel')} & (press ->> 'bits'))
    AND NOT EXISTS (SELECT 1 FROM consent w
      WHERE w.contact_id = c.contact_id AND w.subscription_id = c.subscription_id
        AND w.shop_id = c.shop_id AND w.channel = c.channel AND w.action = 'withdrawn')
  GROUP BY c.subscription_id ORDER BY c.subscription_id LIMIT ${CONFIRM_AT_ONCE}`

// Each subscription gets its own request id: the time and half of the random bits come from the
// press, the rest from the id of the subscription.
const REQUEST_ID = `substr(press ->> 'requestId', 1, 24) || substr(s.id, -12)`

// The subscriptions that this press confirmed.
const IS_CONFIRMED_NOW = `${IS_OF_PERSON} AND s.request_id = ${REQUEST_ID}`

const ANNOUNCE = insertNews({
  type: 'subscription.confirmed',
  key: `s.request_id || ':confirmed'`,
  shop: 's.shop_id',
  at: `press ->> 'at'`,
  names: `press, '$.announcers'`,
  data: ABOUT_SUBSCRIPTION,
  from: `${PRESS} CROSS JOIN subscription s`,
  where: IS_CONFIRMED_NOW,
})

const CONFIRM = [
  PENDING,

  `UPDATE subscription AS s SET request_id = ${REQUEST_ID}, undo = 0,
     unconfirmed = unconfirmed & ~(${bitsAt('addresses', INDEX)} | ${BITS_WITHOUT_ADDRESS})
   FROM ${PRESS} WHERE ${IS_PENDING} AND NOT ${IS_IN_STOCK}
     AND (press -> 'shown' IS NULL
       OR s.id IN (SELECT o.value FROM json_each(press, '$.shown') o))`,

  copyConsents(
    {
      action: 'confirmed',
      method: `'link'`,
      at: `press ->> 'at'`,
      ip: `press ->> 'ip'`,
      userAgent: `press ->> 'userAgent'`,
    },
    `${PRESS}, subscription s`,
    `${IS_CONFIRMED_NOW}
     AND (${bitOf('c.channel')} & (${bitsAt('s.addresses', INDEX)} | ${BITS_WITHOUT_ADDRESS}))`,
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
     WHERE ${IS_CONFIRMED_NOW} AND (${PROVEN_CHANNELS} & (r.value ->> 'channels')) <> 0
       AND (r.value ->> 'listens' OR ((r.value ->> 'channels')
         & (${bitsAt('s.addresses', INDEX)} | ${BITS_WITHOUT_ADDRESS})) <> 0)`,
  ),

  `UPDATE confirmation SET answered_at = press ->> 'at'
   FROM ${PRESS}
   WHERE confirmation.contact_id = press ->> 'contactId' AND confirmation.shop_id = press ->> 'shopId'
     AND confirmation.address_index = ${INDEX} AND answered_at IS NULL`,

  CONFIRMED,
]

// The channels that count as confirmed with an address.
const BITS_BY = {
  email: channelBits(channelsBy('email')),
  phone: channelBits(channelsBy('phone')),
}

interface ItemRow {
  id: string
  sku: string
  in_stock: number
  product: string | null
  entry: string | null
}

/**
 * Confirms the pending requests of an address, records the proof and writes the calls that follow,
 * in one transaction. A second press changes nothing and gives the same outcome.
 */
export async function confirm(db: D1Database, shop: Shop, press: Press): Promise<Confirmed> {
  const json = jsonOf(shop, press, press.at)
  const announces = announcersOf(shop.settings, 'subscription.confirmed').length > 0
  const [before, , , relayed, , after, announced] = await write(
    db,
    [...CONFIRM, ...(announces ? [ANNOUNCE] : [])].map((sql) => db.prepare(sql).bind(json)),
  )
  const { pending, inStock } = itemsOf(before)
  const { shown = pending.map(({ id }) => id) } = press
  const now = pending.filter(({ id }) => shown.includes(id))
  return {
    confirmed: now.length > 0 ? now : itemsOf(after).pending,
    inStock,
    pending: pending.filter(({ id }) => !shown.includes(id)),
    outbox: idsOf([relayed, announced]),
  }
}

/**
 * The content of the page of a confirmation at `now` (milliseconds since 1970). Changes nothing.
 */
export async function pageOf(db: D1Database, shop: Shop, owner: Owner, now: number): Promise<Page> {
  const json = jsonOf(shop, owner, now)
  const [pending, confirmed] = await db.batch<Record<string, unknown>>(
    [PENDING, CONFIRMED].map((sql) => db.prepare(sql).bind(json)),
  )
  return { ...itemsOf(pending), confirmed: itemsOf(confirmed).pending }
}

function jsonOf(shop: Shop, owner: Owner | Press, now: number): string {
  return JSON.stringify({
    ...owner,
    bits: BITS_BY[owner.kind],
    requestId: newId(now),
    shopId: shop.id,
    since: now - PENDING_LIFE_MS,
    threshold: thresholdsOf(shop.settings),
    relays: relayBits(clientShop(shop)),
    announcers: announcersOf(shop.settings, 'subscription.confirmed'),
  })
}

function itemsOf(result: D1Result<unknown> | undefined): Pick<Page, 'pending' | 'inStock'> {
  const all = rows<ItemRow>(result)
  const items = (some: ItemRow[]) =>
    some.map(({ id, sku, product, entry }): Item => {
      const snapshot = readSnapshot(product)
      const fromCatalog = entry ? (JSON.parse(entry) as CatalogProduct) : undefined
      const known = fromCatalog ?? (snapshot && productIn(snapshot))
      const { title, variantTitle, url } = known ?? { title: nameOf(sku) }
      return { id, title, variantTitle, url, restockAt: fromCatalog?.restockAt }
    })
  return {
    pending: items(all.filter((row) => row.in_stock === 0)),
    inStock: items(all.filter((row) => row.in_stock !== 0)),
  }
}

/**
 * The confirmation of a number, by its short code; undefined if the code is unknown. A code comes
 * by SMS, so it confirms a number only, even if the request also named a mail address.
 */
export async function confirmationOf(db: D1Database, { shopId, contact, subscription }: Code) {
  const row = await db
    .prepare(
      `SELECT c.contact_id, c.address_index, c.kind, c.request_id, coalesce((
         SELECT s.locale FROM subscription s
         WHERE s.contact_id = c.contact_id AND s.shop_id = ?1 ORDER BY s.request_id DESC LIMIT 1
       ), '') AS locale
       FROM confirmation c
       WHERE c.contact_id >= ?2 AND c.contact_id < ?2 || '~' AND c.shop_id = ?1
         AND substr(c.id, -?4) = ?3 AND c.kind = 'phone'`,
    )
    .bind(shopId, contact, subscription, subscription.length)
    .first<{
      contact_id: string
      address_index: string
      kind: 'email' | 'phone'
      request_id: string
      locale: string
    }>()
  return row ?? undefined
}

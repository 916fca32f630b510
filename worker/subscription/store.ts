/** Subscriptions in D1. The unique key of `subscription` is the truth about duplicates. */
import type { Product } from '../../shared/product.ts'
import type { Channel } from '../../shared/text.ts'
import { rows, write } from '../homes/d1.ts'
import { newId, timeOf } from '../ids.ts'
import { CONFIRM_AGAIN_MS, CONFIRMATIONS_A_DAY, DAY_MS } from '../limits.ts'
import { sha256, type Vault } from '../vault.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { BotCheck } from '../connectors/turnstile/rules.ts'
import { channelBits, channelsFromBits, type Wanted } from './rules.ts'

/** Where a consent came from. */
export interface Evidence {
  /** `form` on a page, `api` from a backend. */
  method: 'form' | 'api'
  /** Truncated. */
  ip?: string | undefined
  userAgent?: string | undefined
  /** What came of the bot check, where there was one. */
  botCheck?: BotCheck | undefined
}

export interface Subscribed {
  /** The subscription's id, the same for an equal request. Absent where nothing was stored. */
  id: string | undefined
  contactId: string
  inStock: boolean
  /** Whether the shop takes the variant: its catalogue has it, or need not have it. */
  known: boolean
  /** Outbox rows written, to be put on the queue. */
  outbox: string[]
}

// Every statement takes the whole request as one JSON parameter; `ask` is that parameter.
// Parsed once for each: LIMIT keeps SQLite from putting the parsing wherever `ask` is read.
const ASK = '(SELECT jsonb(?1) AS ask LIMIT 1)'

// A level serves a subscription when what it names is what the subscription has.
const IN_STOCK = `EXISTS (
  SELECT 1 FROM stock_level l
  WHERE l.shop_id = ask ->> 'shopId' AND l.sku = ask ->> 'sku'
    AND l.quantity > (ask ->> 'threshold')
    AND l.locale IN ('', ask ->> 'locale') AND l.external_id IN ('', ask ->> 'externalId'))`

const KNOWN = `EXISTS (
  SELECT 1 FROM product p
  WHERE p.shop_id = ask ->> 'shopId' AND p.sku = ask ->> 'sku' AND p.locale IN ('', ask ->> 'locale'))`

// The person is never to be written to again.
const SUPPRESSED = `EXISTS (
  SELECT 1 FROM suppression x
  WHERE x.shop_id = ask ->> 'shopId' AND x.address_index = ask ->> 'contactId' AND x.channel = '')`

// A dead e-mail address is left out; what is left needs no confirmation over it.
const HEARD = `(SELECT CASE WHEN EXISTS (
    SELECT 1 FROM suppression x
    WHERE x.shop_id = ask ->> 'shopId' AND x.address_index = ask ->> 'contactId'
      AND x.channel = 'email')
  THEN jsonb_set(ask, '$.channels', (ask ->> 'channels') & ~1, '$.status', 'waiting')
  ELSE ask END AS ask FROM ${ASK} LIMIT 1)`

// Of somebody who is known by e-mail, a number that is never to be written to again is left out.
const AUDIBLE = `(SELECT CASE WHEN EXISTS (
    SELECT 1 FROM suppression x
    WHERE x.shop_id = ask ->> 'shopId' AND x.address_index = ask ->> 'phoneIndex')
  THEN jsonb_remove(jsonb_set(ask, '$.channels', (ask ->> 'channels') & ~2), '$.phone', '$.phoneIndex')
  ELSE ask END AS ask FROM ${HEARD} LIMIT 1)`

// Who was kept waiting by us is stored although the variant is back, and once: the consent of this
// very request is the trace that it was stored before, also when it has been served since.
const MAY_WAIT = `CASE WHEN ask ->> 'late' = 1 THEN NOT EXISTS (
    SELECT 1 FROM consent c
    WHERE c.contact_id = ask ->> 'contactId' AND c.subscription_id = ask ->> 'id')
  ELSE NOT ${IN_STOCK} END`

const SAME = `s.contact_id = ask ->> 'contactId' AND s.sku = ask ->> 'sku'
  AND s.locale = ask ->> 'locale' AND s.external_id = ask ->> 'externalId'`

// What changes over what the person is told, or whether at all: platforms have to hear of it.
const ANEW = `((excluded.channels & ~channels) <> 0
  OR coalesce(excluded.phone_index, phone_index) IS NOT phone_index
  OR (status = 'pending' AND (excluded.status = 'waiting' OR request_id < ?1 ->> 'again')))`

// Repeated as it is: nothing is written. With a further channel or another number: both are kept.
// With another quantity: it is the last one said, which no platform has a use for.
const STORE = `INSERT INTO subscription
     (id, shop_id, contact_id, sku, locale, external_id, channels, phone, phone_index, product,
      wanted, request_id, status)
   SELECT ask ->> 'id', ask ->> 'shopId', ask ->> 'contactId', ask ->> 'sku', ask ->> 'locale',
     ask ->> 'externalId', ask ->> 'channels', ask ->> 'phone', ask ->> 'phoneIndex',
     ask ->> 'product', coalesce(ask ->> 'wanted', 1), ask ->> 'id', ask ->> 'status'
   FROM ${AUDIBLE}
   WHERE ${MAY_WAIT} AND (ask ->> 'catalog' = 'open' OR ${KNOWN})
     AND NOT ${SUPPRESSED} AND ask ->> 'channels' <> 0
   ON CONFLICT (contact_id, sku, locale, external_id) DO UPDATE SET
     channels = channels | excluded.channels,
     phone = coalesce(excluded.phone, phone),
     phone_index = coalesce(excluded.phone_index, phone_index),
     wanted = coalesce(?1 ->> 'wanted', wanted),
     status = CASE excluded.status WHEN 'waiting' THEN 'waiting' ELSE status END,
     request_id = CASE WHEN ${ANEW} THEN excluded.request_id ELSE request_id END
   WHERE ${ANEW} OR coalesce(?1 ->> 'wanted', wanted) <> wanted
   RETURNING id`

const RECORD = [
  `INSERT INTO contact (id, shop_id, email, customer_id, attributes, created_at)
   SELECT ask ->> 'contactId', ask ->> 'shopId', ask ->> 'email', ask ->> 'customerId',
     ask ->> 'attributes', ask ->> 'at'
   FROM ${ASK}, subscription s
   WHERE ${SAME}
   ON CONFLICT (id) DO UPDATE SET
     attributes = coalesce(excluded.attributes, attributes),
     customer_id = coalesce(excluded.customer_id, customer_id)
   WHERE coalesce(excluded.attributes, attributes) IS NOT attributes
     OR coalesce(excluded.customer_id, customer_id) IS NOT customer_id`,

  `INSERT INTO consent
     (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action, version,
      shop_id, text, text_hash, method, page, ip, user_agent, bot_check, at)
   SELECT s.contact_id, s.sku, s.locale, s.external_id, s.id, c.value ->> 'purpose',
     c.value ->> 'channel', 'given', c.value ->> 'version', s.shop_id, c.value ->> 'text',
     c.value ->> 'textHash', ask ->> 'method', ask ->> 'page', ask ->> 'ip', ask ->> 'userAgent',
     ask ->> 'botCheck', ask ->> 'at'
   FROM ${ASK}, subscription s, json_each(ask, '$.consents') c
   WHERE ${SAME}
   ON CONFLICT DO NOTHING`,
]

// Asked when nothing was written: why not.
const WHY = `SELECT ${IN_STOCK} AS in_stock, ${KNOWN} AS known, 
    (${SUPPRESSED} OR (SELECT a.ask ->> 'channels' FROM ${AUDIBLE} a) = 0) AS suppressed,
    (SELECT s.id FROM subscription s WHERE ${SAME}) AS id
  FROM ${ASK}`

// Run right after the first where the shop relays to a destination: changes() is whether that wrote.
const RELAY = `INSERT INTO outbox
     (id, shop_id, call, destination, due_at, subscription_id, contact_id, channels, email, phone,
      phone_index, sku, locale, external_id, product, wanted)
   SELECT (ask ->> 'id') || ':' || (r.value ->> 'name'), s.shop_id, 'subscribe', r.value ->> 'name',
     ask ->> 'at', s.id, s.contact_id, s.channels & (r.value ->> 'channels'), ask ->> 'email',
     s.phone, s.phone_index, s.sku, s.locale, s.external_id, s.product, s.wanted
   FROM ${ASK}, subscription s, json_each(ask, '$.relays') r
   WHERE changes() = 1 AND ${SAME} AND s.status = 'waiting'
     AND (s.request_id = ask ->> 'id' OR r.value ->> 'listens')
     AND (s.channels & (r.value ->> 'channels')) <> 0
   ON CONFLICT DO NOTHING
   RETURNING id`

const ASKED_NOW = `${SAME} AND s.request_id = ask ->> 'id' AND s.status = 'pending'`

// Run where the request is to be confirmed. The mail is counted by address and day; `request_id`
// says whose it was, so that the outbox gets a row only for what was counted. The row has no product: a mail to an address that nobody has confirmed says nothing that a page may
// have made up. No destination can be named as its id ends.
const ASK_TO_CONFIRM = [
  `INSERT INTO confirmation (address_index, day, sent, request_id)
   SELECT ask ->> 'addressIndex', ask ->> 'day', 1, ask ->> 'id'
   FROM ${ASK}, subscription s WHERE ${ASKED_NOW}
   ON CONFLICT DO UPDATE SET sent = sent + 1, request_id = excluded.request_id
   WHERE sent < ${CONFIRMATIONS_A_DAY} AND request_id <> excluded.request_id`,

  `INSERT INTO outbox
     (id, shop_id, call, destination, due_at, subscription_id, contact_id, channels, email, sku,
      locale, external_id)
   SELECT s.request_id || ':@confirm', s.shop_id, 'confirm', ask ->> 'confirmer', ask ->> 'at', s.id,
     s.contact_id, 1, ask ->> 'email', s.sku, s.locale, s.external_id
   FROM ${ASK}, subscription s, confirmation c
   WHERE ${ASKED_NOW} AND c.address_index = ask ->> 'addressIndex' AND c.day = ask ->> 'day'
     AND c.request_id = ask ->> 'id'
   ON CONFLICT DO NOTHING
   RETURNING id`,
]

/** A request as the statements take it: JSON, with addresses sealed. */
export interface Asked {
  ask: string
  contactId: string
  /** Whether a confirmation is asked for first. */
  confirm: boolean
}

/**
 * A request in the form in which it is stored, with an id: the order of ids is the order of asking.
 * With `addressIndex` (the address over all shops) it waits for nothing until the person
 * confirms it from a mail.
 */
export async function describe(
  vault: Vault,
  shop: ClientShop,
  contactId: string,
  wanted: Wanted,
  evidence: Evidence,
  addressIndex?: string,
): Promise<Asked> {
  const now = Date.now()
  const { email, phone } = wanted
  const bits = channelBits(wanted.channels)
  const consents = await Promise.all(
    wanted.consents.map(async (one) => ({ ...one, textHash: await sha256(one.text) })),
  )
  const ask = JSON.stringify({
    id: newId(now),
    at: now,
    shopId: shop.id,
    threshold: shop.threshold,
    catalog: shop.catalog,
    contactId,
    sku: wanted.sku,
    locale: wanted.locale ?? '',
    externalId: wanted.externalId ?? '',
    channels: bits,
    email: email && (await vault.seal(email)),
    phone: phone && (await vault.seal(phone)),
    phoneIndex: phone && (await vault.index('phone', phone)),
    product: wanted.product && JSON.stringify(wanted.product),
    wanted: wanted.quantity,
    customerId: wanted.customerId,
    attributes: wanted.attributes && JSON.stringify(wanted.attributes),
    page: wanted.page,
    consents,
    relays: relayBits(shop),
    ...evidence,
    status: addressIndex ? 'pending' : 'waiting',
    ...(addressIndex && {
      again: newId(now - CONFIRM_AGAIN_MS),
      addressIndex,
      day: Math.floor(now / DAY_MS),
      confirmer: shop.confirmer,
    }),
  })
  return { ask, contactId, confirm: addressIndex !== undefined }
}

/**
 * Stores a request once, with its consents and the calls that it causes, in one transaction. With
 * `late`, the person was told already that the request is accepted: it is stored even if the
 * variant has come back in the meantime.
 */
export async function subscribe(
  db: D1Database,
  shop: ClientShop,
  { ask: asked, contactId, confirm }: Asked,
  late = false,
): Promise<Subscribed> {
  const ask = late ? JSON.stringify({ ...JSON.parse(asked), late: 1 }) : asked
  const statements = [
    STORE,
    ...(shop.relays.length > 0 ? [RELAY] : []),
    ...RECORD,
    ...(confirm ? ASK_TO_CONFIRM : []),
  ]
  const results = await write(
    db,
    statements.map((sql) => db.prepare(sql).bind(ask)),
  )
  const outbox = results
    .slice(1)
    .flatMap(rows<{ id: string }>)
    .map((row) => row.id)
  const [stored] = rows<{ id: string }>(results[0])
  if (stored && !late) return { id: stored.id, contactId, inStock: false, known: true, outbox }

  const why = await db.prepare(WHY).bind(ask).first<Why>()
  if (!why) throw new Error('D1 answered nothing')
  const id = stored?.id ?? why.id ?? undefined
  const inStock = why.in_stock === 1
  const known = shop.catalog === 'open' || why.known === 1
  // The variant went out of stock, or came to be known, between the two: now it can be stored.
  if (!late && !id && !inStock && known && !why.suppressed) {
    return subscribe(db, shop, { ask: asked, contactId, confirm }, late)
  }
  return { id, contactId, inStock, known, outbox }
}

interface Why {
  in_stock: number
  known: number
  suppressed: number
  id: string | null
}

/** What a shop relays to, and the channels of each as bits. */
export const relayBits = ({ relays }: Pick<ClientShop, 'relays'>) =>
  relays.map((one) => ({ ...one, channels: channelBits(one.channels) }))

/** A contact is known by its e-mail address, else by its number, else by the shop's own name for it. */
export function contactIdOf(
  vault: Vault,
  { email, phone, customerId }: Pick<Wanted, 'email' | 'phone' | 'customerId'>,
): Promise<string> {
  if (email) return vault.index('email', email)
  return phone ? vault.index('phone', phone) : vault.index('customer', customerId ?? '')
}

export interface StoredSubscription {
  id: string
  contactId: string
  sku: string
  locale?: string
  externalId?: string
  channels: Channel[]
  /** How many units the person would buy. */
  quantity: number
  /** `pending` until the person confirms it, where the shop asks for that. */
  status: 'pending' | 'waiting'
  product?: Product
  /** ISO 8601 */
  createdAt: string
}

interface SubscriptionRow {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  channels: number
  wanted: number
  status: 'pending' | 'waiting'
  product: string | null
}

/** What a contact waits for, first asked first; undefined for a contact that the shop never had. */
export async function subscriptionsOf(
  db: D1Database,
  shopId: string,
  contactId: string,
): Promise<StoredSubscription[] | undefined> {
  const [contact, waiting] = await db.batch<Record<string, unknown>>([
    db.prepare('SELECT 1 FROM contact WHERE id = ?2 AND shop_id = ?1').bind(shopId, contactId),
    db
      .prepare(
        `SELECT id, contact_id, sku, locale, external_id, channels, wanted, status, product
         FROM subscription
         WHERE contact_id = ?2 AND shop_id = ?1 ORDER BY id`,
      )
      .bind(shopId, contactId),
  ])
  if (rows(contact).length === 0) return undefined
  return rows<SubscriptionRow>(waiting).map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    sku: row.sku,
    ...(row.locale && { locale: row.locale }),
    ...(row.external_id && { externalId: row.external_id }),
    channels: channelsFromBits(row.channels),
    quantity: row.wanted,
    status: row.status,
    ...(row.product && { product: JSON.parse(row.product) as Product }),
    createdAt: new Date(timeOf(row.id)).toISOString(),
  }))
}

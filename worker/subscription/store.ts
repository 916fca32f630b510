/** Storing a request in D1. The unique key of `subscription` is the truth about duplicates. */
import { channelBits } from '../address/channels.ts'
import {
  addressesWithout,
  hasOtherAddress,
  isSuppressed,
  suppressedBits,
} from '../address/suppressed.ts'
import { isInCatalog } from '../catalog/word.ts'
import { recordConsents } from '../consent/rows.ts'
import { rows, write } from '../homes/d1.ts'
import { CONFIRMATIONS_A_DAY } from '../limits.ts'
import { aboutSubscription, idsOf, insertRows } from '../outbox/row.ts'
import type { ClientShop } from '../shop/shop.ts'
import { levelServes } from '../restock/serves.ts'
import type { SealedRequest } from './seal.ts'

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

const EMAIL = channelBits(['email'])

// Every statement takes the whole request as one JSON parameter; `ask` is that parameter.
// LIMIT keeps SQLite from parsing it again wherever `ask` is read.
const ASK = '(SELECT jsonb(?1) AS ask LIMIT 1)'

const IN_STOCK = `EXISTS (
  SELECT 1 FROM stock_level l
  WHERE l.shop_id = ask ->> 'shopId' AND l.sku = ask ->> 'sku'
    AND l.quantity > (ask ->> 'threshold')
    AND ${levelServes({ locale: `(ask ->> 'locale')`, externalId: `(ask ->> 'externalId')` })})`

const KNOWN = isInCatalog({
  shop: `(ask ->> 'shopId')`,
  sku: `(ask ->> 'sku')`,
  locale: `(ask ->> 'locale')`,
})

const SUPPRESSED = isSuppressed(`(ask ->> 'shopId')`, `(ask ->> 'contactId')`)

// The request without the channels whose address is suppressed. Double opt-in confirms an e-mail
// address; without that channel there is nothing to confirm.
const WITHOUT_SUPPRESSED = `(
  SELECT CASE off WHEN 0 THEN ask ELSE jsonb_set(ask,
    '$.channels', (ask ->> 'channels') & ~off,
    '$.addresses', jsonb(${addressesWithout(`(ask -> 'addresses')`, 'off')}),
    '$.status', CASE WHEN off & ${EMAIL} THEN 'waiting' ELSE ask ->> 'status' END) END AS ask
  FROM (SELECT ask, ${suppressedBits(`(ask ->> 'shopId')`, `(ask -> 'addresses')`)} AS off
    FROM ${ASK} LIMIT 1) LIMIT 1)`

// With `late`, the person was told that the request is accepted, and then D1 was too busy: it is
// stored although the variant is back, and once. The consent of this very request is the trace that
// it was stored before, also when it has been served since.
const MAY_WAIT = `CASE WHEN ask ->> 'late' = 1 THEN NOT EXISTS (
    SELECT 1 FROM consent c
    WHERE c.contact_id = ask ->> 'contactId' AND c.subscription_id = ask ->> 'id')
  ELSE NOT ${IN_STOCK} END`

const SAME = `s.contact_id = ask ->> 'contactId' AND s.sku = ask ->> 'sku'
  AND s.locale = ask ->> 'locale' AND s.external_id = ask ->> 'externalId'`

// Another channel, another address or another status has to be relayed to platforms; another
// quantity has not.
const CHANGED = `((excluded.channels & ~channels) <> 0
  OR ${hasOtherAddress('excluded.addresses', 'addresses')}
  OR (status = 'pending' AND (excluded.status = 'waiting' OR request_id < ?1 ->> 'again')))`

// An equal request writes nothing. A further channel or another address is added, and the last
// quantity that was said holds.
const STORE = `INSERT INTO subscription
     (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product, wanted,
      request_id, status)
   SELECT ask ->> 'id', ask ->> 'shopId', ask ->> 'contactId', ask ->> 'sku', ask ->> 'locale',
     ask ->> 'externalId', ask ->> 'channels', ask -> 'addresses', ask ->> 'product',
     coalesce(ask ->> 'wanted', 1), ask ->> 'id', ask ->> 'status'
   FROM ${WITHOUT_SUPPRESSED}
   WHERE ${MAY_WAIT} AND (ask ->> 'catalog' = 'open' OR ${KNOWN})
     AND NOT ${SUPPRESSED} AND ask ->> 'channels' <> 0
   ON CONFLICT (contact_id, sku, locale, external_id) DO UPDATE SET
     channels = channels | excluded.channels,
     addresses = json_patch(addresses, excluded.addresses),
     wanted = coalesce(?1 ->> 'wanted', wanted),
     status = CASE excluded.status WHEN 'waiting' THEN 'waiting' ELSE status END,
     request_id = CASE WHEN ${CHANGED} THEN excluded.request_id ELSE request_id END
   WHERE ${CHANGED} OR coalesce(?1 ->> 'wanted', wanted) <> wanted
   RETURNING id`

// A contact is known by its e-mail address where it has one, and then keeps it.
const RECORD = [
  `INSERT INTO contact (id, shop_id, addresses, customer_id, attributes, created_at)
   SELECT ask ->> 'contactId', ask ->> 'shopId',
     CASE WHEN ask -> '$.addresses.email' IS NOT NULL
       THEN json_object('email', json(ask -> '$.addresses.email')) END,
     ask ->> 'customerId', ask ->> 'attributes', ask ->> 'at'
   FROM ${ASK}, subscription s
   WHERE ${SAME}
   ON CONFLICT (id) DO UPDATE SET
     attributes = coalesce(excluded.attributes, attributes),
     customer_id = coalesce(excluded.customer_id, customer_id)
   WHERE coalesce(excluded.attributes, attributes) IS NOT attributes
     OR coalesce(excluded.customer_id, customer_id) IS NOT customer_id`,

  recordConsents(`${ASK}, subscription s`, SAME),
]

// Asked when nothing was written: why not.
const DIAGNOSE = `SELECT ${IN_STOCK} AS in_stock, ${KNOWN} AS known,
    (${SUPPRESSED} OR (SELECT w.ask ->> 'channels' FROM ${WITHOUT_SUPPRESSED} w) = 0) AS suppressed,
    (SELECT s.id FROM subscription s WHERE ${SAME}) AS id
  FROM ${ASK}`

// Runs right after STORE: changes() says whether that wrote. A destination that listens hears of
// another quantity too.
const RELAY = insertRows(
  'subscribe',
  {
    ...aboutSubscription(`(r.value ->> 'channels')`),
    id: `(ask ->> 'id') || ':' || (r.value ->> 'name')`,
    destination: `r.value ->> 'name'`,
    due_at: `ask ->> 'at'`,
  },
  `FROM ${ASK}, subscription s, json_each(ask, '$.relays') r
   WHERE changes() = 1 AND ${SAME} AND s.status = 'waiting'
     AND (s.request_id = ask ->> 'id' OR r.value ->> 'listens')
     AND (s.channels & (r.value ->> 'channels')) <> 0`,
)

const PENDING_NOW = `${SAME} AND s.request_id = ask ->> 'id' AND s.status = 'pending'`

// Runs where the request has to be confirmed. The mail is counted by address and day; `request_id`
// says which request was counted, so that only a counted one gets an outbox row. The row has no
// product: a mail to an unconfirmed address repeats nothing that a page may have made up. The
// suffix `:@confirm` cannot collide with another row's: destination names have no `@`.
const ASK_TO_CONFIRM = [
  `INSERT INTO confirmation (address_index, day, sent, request_id)
   SELECT ask ->> 'addressIndex', ask ->> 'day', 1, ask ->> 'id'
   FROM ${ASK}, subscription s WHERE ${PENDING_NOW}
   ON CONFLICT DO UPDATE SET sent = sent + 1, request_id = excluded.request_id
   WHERE sent < ${CONFIRMATIONS_A_DAY} AND request_id <> excluded.request_id`,

  insertRows(
    'confirm',
    {
      ...aboutSubscription(),
      id: `s.request_id || ':@confirm'`,
      destination: `ask ->> 'confirmer'`,
      due_at: `ask ->> 'at'`,
      channels: `${EMAIL}`,
      addresses: `json_object('email', json(s.addresses -> '$.email'))`,
      product: 'NULL',
      wanted: '1',
    },
    `FROM ${ASK}, subscription s, confirmation c
     WHERE ${PENDING_NOW} AND c.address_index = ask ->> 'addressIndex' AND c.day = ask ->> 'day'
       AND c.request_id = ask ->> 'id'`,
  ),
]

/**
 * Stores a request once, with its consents and the calls that it causes, in one transaction. With
 * `late`, the person was told already that the request is accepted: it is stored even if the
 * variant has come back in the meantime.
 */
export async function subscribe(
  db: D1Database,
  shop: ClientShop,
  request: SealedRequest,
  late = false,
): Promise<Subscribed> {
  const { contactId, confirm } = request
  const ask = late ? JSON.stringify({ ...JSON.parse(request.ask), late: 1 }) : request.ask
  const statements = [
    STORE,
    ...(shop.relays.length > 0 ? [RELAY] : []),
    ...RECORD,
    ...(confirm ? ASK_TO_CONFIRM : []),
  ]
  const [first, ...rest] = await write(
    db,
    statements.map((sql) => db.prepare(sql).bind(ask)),
  )
  const outbox = idsOf(rest)
  const [stored] = rows<{ id: string }>(first)
  if (stored && !late) return { id: stored.id, contactId, inStock: false, known: true, outbox }

  const why = await db.prepare(DIAGNOSE).bind(ask).first<Diagnosis>()
  if (!why) throw new Error('D1 answered nothing')
  const id = stored?.id ?? why.id ?? undefined
  const inStock = why.in_stock === 1
  const known = shop.catalog === 'open' || why.known === 1
  // The variant went out of stock, or became known, between the two: now it can be stored.
  if (!late && !id && !inStock && known && !why.suppressed) return subscribe(db, shop, request)
  return { id, contactId, inStock, known, outbox }
}

interface Diagnosis {
  in_stock: number
  known: number
  suppressed: number
  id: string | null
}

/** Stores requests in D1. The unique key of `subscription` decides what is a duplicate. */
import { bitOf } from '../address/channels.ts'
import { addressesWithout, otherAddressBits } from '../address/suppressed.ts'
import { askStatements } from '../confirmation/ask.ts'
import { copyConsents, recordConsents, recordTexts } from '../consent/rows.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { LOOK_DELAY_MS } from '../limits.ts'
import { wake } from '../restock/again.ts'
import type { ClientShop } from '../shop/shop.ts'
import { INSERT_ACKNOWLEDGEMENT } from './acknowledge.ts'
import { INSERT_RELAY_ROWS } from './calls.ts'
import {
  IS_REFUSED_IN_STOCK,
  IS_KNOWN,
  IS_OFFERED,
  IS_SUBSCRIPTION,
  IS_SUPPRESSED,
  NOT_BEFORE,
  REQUEST,
  REQUEST_WITHOUT_SUPPRESSED,
  SNAPSHOT,
} from './request-sql.ts'
import { COUNT_NEW_CONTACT, HAS_ROOM, HAS_TOO_MANY, IS_CROWDED } from './room.ts'
import type { SealedRequest } from './seal.ts'
import { IS_STOPPED } from './stopped.ts'

/** The result of storing a request. */
export interface Subscribed {
  /** The subscription's id, the same for an equal request. Undefined if nothing was stored. */
  id: string | undefined
  inStock: boolean
  /** Whether the shop accepts the variant: its catalogue is open, or has the variant. */
  known: boolean
  /** Whether the shop offers the variant. */
  offered: boolean
  /** The ceiling that has no room for the request. */
  above?: 'too_many_alerts' | 'too_many_people' | undefined
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
  /** Ids of rows that wait for further requests, for CONFIRM_DELAY_MS; the caller queues them. */
  asked: string[]
}

// A late request was accepted while D1 gave no answer, so it is stored even if the variant is back.
// It is stored once: the consent of the same request shows that it was stored before, even if the
// subscription has been served since then. It is not stored if the person has stopped it meanwhile.
const MAY_WAIT_LATE = `NOT ${IS_STOPPED} AND NOT EXISTS (
    SELECT 1 FROM consent c
    WHERE c.contact_id = request ->> 'contactId' AND c.subscription_id = request ->> 'id'
      AND c.shop_id = request ->> 'shopId')`

const IS_WELCOME = `(request ->> 'catalog' = 'open' OR ${IS_KNOWN})
  AND NOT ${IS_SUPPRESSED} AND request ->> 'channels' <> 0`

// Who asked before the shop left the product out keeps waiting, and may add a channel. A late request was
// accepted before, so it is stored as well.
const IS_ACCEPTED = `NOT ${IS_REFUSED_IN_STOCK} 
  AND (${IS_OFFERED} OR EXISTS (SELECT 1 FROM subscription s WHERE ${IS_SUBSCRIPTION}))
  AND ${IS_WELCOME}`
const IS_ACCEPTED_LATE = `${MAY_WAIT_LATE} AND ${IS_WELCOME}`

const BY_FORM = `(?1 ->> 'method' = 'form')`

// What a form asks for later can never take the place of an address that somebody confirmed.
const KEEPS_CONFIRMED = `(${BY_FORM} AND (unconfirmed | excluded.unconfirmed))`

const MERGED_ADDRESSES = `CASE WHEN ${KEEPS_CONFIRMED}
  THEN json_patch(json_patch(addresses, excluded.addresses),
    ${addressesWithout('addresses', 'unconfirmed')})
  ELSE json_patch(addresses, excluded.addresses) END`

// A form can add channels, and never confirms one: only the person does, from a message, or the
// shop's backend, which vouches for the channels that it names. A channel that a form adds to others
// that are unconfirmed is unconfirmed, too, wherever the request comes from.
const MERGED_UNCONFIRMED = `CASE WHEN ${BY_FORM}
  THEN unconfirmed | (excluded.channels & ~channels & iif(unconfirmed, ~0, excluded.unconfirmed))
  ELSE unconfirmed & ~excluded.channels END`

// The channels whose address is replaced.
const REPLACED = `(${otherAddressBits('excluded.addresses', 'addresses')}
  & iif(${KEEPS_CONFIRMED}, unconfirmed, ~0))`

// Another channel, another address and a confirmation must be relayed to platforms. Another quantity
// need not be. A request that is repeated after a while asks for the confirmation again.
const IS_CHANGED = `((excluded.channels & ~channels) <> 0
  OR ${REPLACED} <> 0
  OR (unconfirmed AND iif(${BY_FORM}, request_id < ?1 ->> 'again', unconfirmed & excluded.channels)))`

// A backend's word about the product replaces a stranger's, and nothing else does.
const TELLS_MORE = `(excluded.product IS NOT NULL
  AND (product IS NULL OR (excluded.product ->> 'vouched' AND product ->> 'vouched' IS NULL)))`

// Of the quantity and of the page's own data, the last one given counts, from a form or from the backend.
const WISHES_OTHERWISE = `(coalesce(?1 ->> 'wanted', wanted) <> wanted
  OR coalesce(?1 ->> 'data', data) IS NOT data)`

// An equal request writes nothing. Another channel or address is added.
const upsertSubscription = (accepted: string) => `INSERT INTO subscription
     (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product, wanted, data,
      request_id, undo, unconfirmed, not_before)
   SELECT request ->> 'id', request ->> 'shopId', request ->> 'contactId', request ->> 'sku',
     request ->> 'locale', request ->> 'externalId', request ->> 'channels',
     request -> 'addresses', ${SNAPSHOT}, coalesce(request ->> 'wanted', 1), request ->> 'data',
     request ->> 'id', request ->> 'channels', request ->> 'unconfirmed', ${NOT_BEFORE}
   FROM ${REQUEST_WITHOUT_SUPPRESSED}
   WHERE ${accepted}
   ON CONFLICT (contact_id, sku, locale, external_id) DO UPDATE SET
     channels = channels | excluded.channels,
     addresses = ${MERGED_ADDRESSES},
     product = CASE WHEN ${TELLS_MORE} THEN excluded.product ELSE product END,
     wanted = coalesce(?1 ->> 'wanted', wanted),
     data = coalesce(?1 ->> 'data', data),
     unconfirmed = ${MERGED_UNCONFIRMED},
     request_id = CASE WHEN ${IS_CHANGED} THEN excluded.request_id ELSE request_id END,
     undo = (excluded.channels & ~channels) | ${REPLACED}
   WHERE ${IS_CHANGED} OR ${TELLS_MORE} OR ${WISHES_OTHERWISE}
   RETURNING id, unconfirmed`

const UPSERT_SUBSCRIPTION = {
  now: upsertSubscription(`${IS_ACCEPTED} AND ${HAS_ROOM}`),
  late: upsertSubscription(IS_ACCEPTED_LATE),
}

// The same text is sealed differently each time, so its index is compared.
const isOther = (fact: string) =>
  `coalesce(excluded.${fact} ->> 'index', ${fact} ->> 'index') IS NOT ${fact} ->> 'index'`

// A contact with an e-mail address is identified by it, so its row holds that address.
const UPSERT_CONTACT = `INSERT INTO contact
     (id, shop_id, addresses, customer_id, attributes, created_at)
   SELECT request ->> 'contactId', request ->> 'shopId',
     CASE WHEN request -> '$.addresses.email' IS NOT NULL
       THEN json_object('email', json(request -> '$.addresses.email')) END,
     request -> 'customerId', request -> 'attributes', request ->> 'at'
   FROM ${REQUEST}, subscription s
   WHERE ${IS_SUBSCRIPTION}
   ON CONFLICT (id) DO UPDATE SET
     attributes = coalesce(excluded.attributes, attributes),
     customer_id = coalesce(excluded.customer_id, customer_id)
   WHERE ${isOther('attributes')} OR ${isOther('customer_id')}`

// A contact is found, and its orders are found, by every number and customer id that it gave.
const INSERT_ALIASES = `INSERT INTO alias (shop_id, contact_id, address_index)
   SELECT s.shop_id, s.contact_id, a.value
   FROM ${REQUEST}, subscription s, json_each(request, '$.aliases') a
   WHERE ${IS_SUBSCRIPTION}
   ON CONFLICT DO NOTHING`

// The shop's backend vouches for channels that a form asked for. Runs before they count.
const recordVouched = (accepted: string) =>
  copyConsents(
    { action: 'confirmed', method: `'api'`, at: `request ->> 'at'` },
    `${REQUEST_WITHOUT_SUPPRESSED} JOIN subscription s ON ${IS_SUBSCRIPTION}`,
    `(${bitOf('c.channel')} & s.unconfirmed & (request ->> 'channels')) AND ${accepted}`,
  )
const RECORD_VOUCHED = { now: recordVouched(IS_ACCEPTED), late: recordVouched(IS_ACCEPTED_LATE) }

const INSERT_TEXTS = recordTexts(`${REQUEST}, subscription s`, IS_SUBSCRIPTION)
const ASK_FOR_CONFIRMATION = askStatements(`${REQUEST}, subscription s`, IS_SUBSCRIPTION)

const INSERT_CONSENTS = recordConsents(`${REQUEST}, subscription s`, IS_SUBSCRIPTION)

// Somebody has asked for the same again, and relies on it: the last request takes nothing back.
const KEEP = `UPDATE subscription SET undo = 0
  WHERE (contact_id, sku, locale, external_id) =
      (?1 ->> 'contactId', ?1 ->> 'sku', ?1 ->> 'locale', ?1 ->> 'externalId')
    AND shop_id = ?1 ->> 'shopId' AND undo <> 0
    AND request_id <> ?1 ->> 'id' AND request_id > ?1 ->> 'undoable'`

// Says why nothing was written.
const DIAGNOSE = `SELECT ${IS_REFUSED_IN_STOCK} AS in_stock, ${IS_KNOWN} AS known,
    ${IS_OFFERED} AS offered,
    ${HAS_TOO_MANY} AS full, ${IS_CROWDED} AS crowded,
    (${IS_SUPPRESSED}
      OR (SELECT w.request ->> 'channels' FROM ${REQUEST_WITHOUT_SUPPRESSED} w) = 0) AS suppressed,
    (SELECT json_object('id', s.id, 'unconfirmed', s.unconfirmed) FROM subscription s
      WHERE ${IS_SUBSCRIPTION}) AS stored
  FROM ${REQUEST}`

// The skus of a person whose attributes the request changes. ?2: the request.
const SKUS_OF_CHANGED = `SELECT s.sku FROM contact k
  CROSS JOIN subscription s ON s.contact_id = k.id AND s.shop_id = ?1
  WHERE k.id = ?2 ->> 'contactId' AND k.shop_id = ?1 AND ?2 -> 'attributes' IS NOT NULL
    AND ?2 ->> '$.attributes.index' IS NOT k.attributes ->> 'index'`

/** Looks again at a person whose conditions may have another result now. The sweep queues it. */
const wakeForPerson = (db: D1Database, shopId: string, json: string) =>
  wake(db, shopId, { sql: SKUS_OF_CHANGED, value: json }, Date.now(), {
    lifts: ['conditions'],
    delayMs: LOOK_DELAY_MS,
  })

/**
 * Stores a request once, with its consents and the calls that it causes, in one transaction.
 * `late`: the request was accepted before, so it is stored even if the variant is back.
 */
export async function subscribe(
  db: D1Database,
  shop: ClientShop,
  request: SealedRequest,
  late = false,
): Promise<Subscribed> {
  const { json } = request
  const when = late ? 'late' : 'now'
  const upsert = UPSERT_SUBSCRIPTION[when]
  const statements = [
    ...(request.vouched ? [RECORD_VOUCHED[when]] : []),
    upsert,
    ...(shop.relays.length > 0 ? [INSERT_RELAY_ROWS] : []),
    ...(request.counted ? [COUNT_NEW_CONTACT] : []),
    UPSERT_CONTACT,
    ...(request.alsoKnown ? [INSERT_ALIASES] : []),
    ...(request.brings ? [INSERT_TEXTS] : []),
    INSERT_CONSENTS,
    ...(request.confirm ? ASK_FOR_CONFIRMATION : []),
    ...(request.acknowledge ? [INSERT_ACKNOWLEDGEMENT] : []),
  ]
  const askAgain = async (one: Stored | undefined): Promise<string[]> =>
    one?.unconfirmed && !request.confirm && !request.vouched ? ask(db, json) : []
  // Runs first, because it compares the person with what is stored.
  const wakes = shop.comparesPeople && request.describes ? [wakeForPerson(db, shop.id, json)] : []
  const all = await write(db, [...wakes, ...statements.map((sql) => db.prepare(sql).bind(json))])
  const results = all.slice(wakes.length)
  const first = statements.indexOf(upsert)
  const written = results.slice(first + 1)
  // Only one of the two is asked for, and its row comes last.
  const waits = request.confirm || request.acknowledge
  const outbox = idsOf(waits ? written.slice(0, -1) : written)
  const asked = waits ? idsOf(written.slice(-1)) : []
  const [stored] = rows<Stored>(results[first])
  if (stored && !late) {
    asked.push(...(await askAgain(stored)))
    return { id: stored.id, inStock: false, known: true, offered: true, outbox, asked }
  }

  const [, said] = await write(
    db,
    [KEEP, DIAGNOSE].map((sql) => db.prepare(sql).bind(json)),
  )
  const [diagnosis] = rows<Diagnosis>(said)
  if (!diagnosis) throw new Error('D1 returned no row')
  const known = shop.catalog === 'open' || diagnosis.known === 1
  const found = stored ?? (diagnosis.stored ? (JSON.parse(diagnosis.stored) as Stored) : undefined)
  const id = found?.id
  const inStock = diagnosis.in_stock === 1
  const offered = diagnosis.offered === 1
  const above = diagnosis.crowded ? 'too_many_people' : 'too_many_alerts'
  if (!late && (diagnosis.crowded || diagnosis.full)) {
    return { id, inStock, known, offered, above, outbox, asked }
  }
  // Between the two queries the variant sold out or became known: now the request can be stored.
  if (!late && !id && !inStock && known && offered && !diagnosis.suppressed) {
    return subscribe(db, shop, request)
  }
  asked.push(...(await askAgain(found)))
  return { id, inStock, known, offered, outbox, asked }
}

/**
 * Asks for a confirmation that the request itself would not need: another one, which did, is still
 * unconfirmed. Gives the ids of the rows. May run twice: a confirmation that is open is not repeated.
 */
async function ask(db: D1Database, json: string): Promise<string[]> {
  const results = await write(
    db,
    ASK_FOR_CONFIRMATION.map((sql) => db.prepare(sql).bind(json)),
  )
  return idsOf(results.slice(-1))
}

interface Stored {
  id: string
  unconfirmed: number
}

interface Diagnosis {
  in_stock: number
  known: number
  offered: number
  full: number
  crowded: number
  suppressed: number
  /** JSON of `Stored`. */
  stored: string | null
}

/** Reads from D1 the subscriptions that a restock serves, oldest first. */
import { describedSql } from '../catalog/lookup.ts'
import { dayOf } from '../ceiling/rules.ts'
import { PROVEN_CHANNELS } from '../outbox/row.ts'
import { isOfferedSql, thresholdSql } from '../product/rule-sql.ts'
import { isServedBy } from '../restock/serves.ts'
import { IS_ACTIVE } from '../restock/start.ts'
import { offersOf, thresholdsOf } from '../shop/rule-parameter.ts'
import type { Shop } from '../shop/shop.ts'
import { joinableNow, messagesToday } from './enough.ts'
import type { Restock } from './lease.ts'

/**
 * A waiting subscription, with what decides whether it is served. Times: milliseconds since 1970.
 */
export interface WaitingSubscription {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  /** Bits of the channels that need no confirmation (any more). */
  channels: number
  /** The hold that was announced last: a restock's id, `:` and a reason. */
  hold: string | null
  /** How many units the person would buy. */
  wanted: number
  /** JSON of what the page said of its own, by name. */
  data: string | null
  /** JSON of the product, as messages describe it in the subscription's locale. */
  product_data: string | null
  /** 1 if the shop offers the product in the subscription's locale, else 0. */
  offered: number
  /** JSON: when each platform took the subscription over, by the platform's name. */
  relays: string | null
  /** What the shop's backend says about the person: sealed as it is stored, then opened JSON. */
  attributes: string | null
  /** When the person last bought the sku. */
  bought_at: number | null
  /** When the person was last notified about the sku. */
  notified_at: number | null
  /** How many messages the person got today, or is about to get. */
  messages_today: number
  /** How many unsent rows of the person wait for others, to be one message. */
  joinable: number
}

/** A condition on `s`: the restock serves it. Binds ?1 shop, ?2 sku, ?3 locale, ?4 externalId, ?5 since. */
export const IS_SERVED = `s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = ?2
  AND ${isServedBy({ locale: '?3', externalId: '?4', since: '?5' })}`

/** The parameters of the columns, as SQL. */
interface ColumnSql {
  /** A parameter if all rows have the same sku: then SQLite evaluates its subqueries once. */
  sku: string
  /** `offersOf` the shop's settings, and its default locale. */
  offers: string
  defaultLocale: string
  /** The start of the day. */
  day: string
}

const columns = ({
  sku,
  offers,
  defaultLocale,
  day,
}: ColumnSql) => `s.id, s.contact_id, s.sku, s.locale, s.external_id, ${PROVEN_CHANNELS} AS channels,
     s.hold, s.wanted, s.data, s.relays, ${describedSql({ shop: '?1', sku, locale: 's.locale' }, 's.product')} AS product_data, k.attributes,
     ${isOfferedSql({ shop: '?1', sku, locale: 's.locale' }, { parameter: offers, defaultLocale })} AS offered,
     (SELECT max(b.at) FROM purchase b
      WHERE b.shop_id = ?1 AND b.contact_id = s.contact_id AND b.sku = s.sku) AS bought_at,
     (SELECT max(n.sent_at) FROM notification n
      WHERE n.contact_id = s.contact_id AND n.sku = s.sku AND n.shop_id = ?1) AS notified_at,
     ${messagesToday({ shop: '?1', contact: 's.contact_id', day })} AS messages_today,
     ${joinableNow({ shop: '?1', contact: 's.contact_id' })} AS joinable`

const waitingFrom = (from: string, where: string) =>
  `SELECT ${columns({ sku: '?2', offers: '?7', defaultLocale: '?8', day: '?9' })}
   FROM ${from} JOIN contact k ON k.id = s.contact_id AND k.shop_id = s.shop_id
   WHERE ${IS_SERVED} AND ${where} ORDER BY s.id`

/** The first five parameters of every statement here. */
const levelOf = ({ shop_id, sku, locale, external_id, since }: Restock) =>
  [shop_id, sku, locale, external_id, since] as const

const offersIn = ({ settings }: Shop) => [offersOf(settings), settings.defaultLocale]

const IN_ORDER = 'subscription s INDEXED BY subscription_in_order'

/** Some subscriptions in their order, and where the next ones begin: undefined if none follow. */
export interface Page {
  waiting: WaitingSubscription[]
  /** The people of all subscriptions that were read, also of those that were filtered out. */
  contacts: string[]
  next: string | undefined
}

/** The next `limit` subscriptions that a restock serves, oldest first, whose id is above `after`. */
export async function nextWaiting(
  db: D1Database,
  shop: Shop,
  restock: Restock,
  after: string,
  limit: number,
): Promise<Page> {
  const { results } = await db
    .prepare(`${waitingFrom(IN_ORDER, 's.id > ?6')} LIMIT ?10`)
    .bind(...levelOf(restock), after, ...offersIn(shop), dayOf(Date.now()), limit)
    .all<WaitingSubscription>()
  return {
    waiting: results,
    contacts: results.map((one) => one.contact_id),
    next: results.length < limit ? undefined : results.at(-1)?.id,
  }
}

/** One subscription, if the restock serves it. */
export async function theOnly(
  db: D1Database,
  shop: Shop,
  restock: Restock,
  id: string,
): Promise<Page> {
  const { results } = await db
    .prepare(waitingFrom('subscription s', 's.id = ?6'))
    .bind(...levelOf(restock), id, ...offersIn(shop), dayOf(Date.now()))
    .all<WaitingSubscription>()
  return { waiting: results, contacts: results.map((one) => one.contact_id), next: undefined }
}

/**
 * Among the next `limit` subscriptions those whose person passes a test of what the backend said. People
 * of whom nothing was said do not pass. SQL cannot read it, so the Worker reads who waits (two rows a
 * person) and then the rest of those who pass.
 */
export async function nextOfPeople(
  db: D1Database,
  shop: Shop,
  restock: Restock,
  after: string,
  limit: number,
  passes: (one: { contact_id: string; attributes: string }) => Promise<boolean>,
): Promise<Page> {
  const { results } = await db
    .prepare(
      `SELECT s.id, s.contact_id, k.attributes
       FROM ${IN_ORDER} JOIN contact k ON k.id = s.contact_id AND k.shop_id = s.shop_id
       WHERE ${IS_SERVED} AND s.id > ?6 ORDER BY s.id LIMIT ?7`,
    )
    .bind(...levelOf(restock), after, limit)
    .all<{ id: string; contact_id: string; attributes: string | null }>()
  const next = results.length < limit ? undefined : results.at(-1)?.id
  const passing = await Promise.all(
    results.map(async ({ id, contact_id, attributes }) =>
      attributes !== null && (await passes({ contact_id, attributes })) ? [id] : [],
    ),
  )
  const ids = passing.flat()
  const contacts = results.map((one) => one.contact_id)
  if (ids.length === 0) return { waiting: [], contacts, next }
  const full = await db
    .prepare(waitingFrom('json_each(?6) j CROSS JOIN subscription s ON s.id = j.value', 'true'))
    .bind(...levelOf(restock), JSON.stringify(ids), ...offersIn(shop), dayOf(Date.now()))
    .all<WaitingSubscription>()
  return { waiting: full.results, contacts, next }
}

/** A person who waits although a level that serves them is sellable, with the active restock of the level. */
export interface WaitingBesideLevel extends WaitingSubscription {
  restock_id: string
  restock_state: 'open' | 'held' | 'awaiting' | 'stopped'
  /** When the restock is looked at again; milliseconds since 1970. Null while it awaits the shop. */
  due_at: number | null
  /** The quantity of the level now. */
  quantity: number
}

/** Where a list of such people goes on: after this subscription of this restock. */
export interface PlaceInList {
  restock: string
  subscription: string
}

/**
 * A query for `WaitingBesideLevel`: the next `limit` people of all active restocks of a shop, or of one
 * sku, by sku and restock and then oldest first. It reads on from its place and sorts nothing, so that
 * a page reads no more of a long list than of a short one. The `+` keeps SQLite from reading the list
 * from a later sku on, where it should go on behind an id.
 */
export function waitingBesideLevels(
  db: D1Database,
  shop: Shop,
  { sku, after }: { sku?: string | undefined; after?: PlaceInList | undefined },
  limit: number,
): D1PreparedStatement {
  return db
    .prepare(
      `SELECT ${columns({ sku: 's.sku', offers: '?7', defaultLocale: '?8', day: '?9' })}, r.id AS restock_id, r.state AS restock_state, r.due_at, l.quantity
       FROM restock r INDEXED BY restock_active
       CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = r.sku AND l.locale = r.locale
         AND l.external_id = r.external_id AND l.since = r.since
         AND l.quantity > ${thresholdSql({ shop: '?1', sku: 'l.sku', locale: 'l.locale' }, '?2')}
       CROSS JOIN ${IN_ORDER} ON s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = +r.sku
         AND s.id > iif(r.id = ?5, ?6, '')
         AND ${isServedBy({ locale: 'r.locale', externalId: 'r.external_id', since: 'r.since' })}
       CROSS JOIN contact k ON k.id = s.contact_id AND k.shop_id = ?1
       WHERE r.shop_id = ?1 AND r.${IS_ACTIVE} AND r.kind = 'level'
         ${sku === undefined ? '' : 'AND r.sku = ?4'}
         ${after === undefined ? '' : 'AND (r.sku, r.id) >= (SELECT x.sku, x.id FROM restock x WHERE x.id = ?5 AND x.shop_id = ?1)'}
       ORDER BY r.sku, r.id, s.id LIMIT ?3`,
    )
    .bind(
      shop.id,
      thresholdsOf(shop.settings),
      limit,
      sku ?? '',
      after?.restock ?? '',
      after?.subscription ?? '',
      ...offersIn(shop),
      dayOf(Date.now()),
    )
}

/**
 * Of some subscriptions to one sku those that a sellable level serves, each once for each such level. `ids`:
 * at most a page.
 */
export async function waitingBesideLevel(
  db: D1Database,
  shop: Shop,
  sku: string,
  ids: readonly string[],
): Promise<WaitingBesideLevel[]> {
  const { results } = await db
    .prepare(
      `SELECT ${columns({ sku: '?3', offers: '?5', defaultLocale: '?6', day: '?7' })}, r.id AS restock_id,
         r.state AS restock_state, r.due_at, l.quantity
       FROM restock r INDEXED BY restock_active
       CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = ?3 AND l.locale = r.locale
         AND l.external_id = r.external_id AND l.since = r.since
         AND l.quantity > ${thresholdSql({ shop: '?1', sku: '?3', locale: 'l.locale' }, '?2')}
       CROSS JOIN json_each(?4) j
       CROSS JOIN subscription s ON s.id = j.value AND s.shop_id = ?1 AND s.sku = ?3 AND s.status = 'waiting'
         AND ${isServedBy({ locale: 'r.locale', externalId: 'r.external_id', since: 'r.since' })}
       CROSS JOIN contact k ON k.id = s.contact_id AND k.shop_id = ?1
       WHERE r.shop_id = ?1 AND r.sku = ?3 AND r.${IS_ACTIVE}`,
    )
    .bind(
      shop.id,
      thresholdsOf(shop.settings),
      sku,
      JSON.stringify(ids),
      ...offersIn(shop),
      dayOf(Date.now()),
    )
    .all<WaitingBesideLevel>()
  return results
}

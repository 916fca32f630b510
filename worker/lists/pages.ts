/**
 * Reads the lists of a shop from D1, page by page, in the order of an index: so an export of any length needs no
 * more memory than a page. Each function gives the lines after a place, and the next place; none at the end.
 */
import { channelsFromBits } from '../address/channels.ts'
import { openFact } from '../address/facts.ts'
import { openAddresses, readAddresses } from '../address/sealed.ts'
import { CHANNELS, type Channel } from '../../shared/channels.ts'
import { WHOSE_WORDS, WORDS } from '../consent/rows.ts'
import { timeOf } from '../ids.ts'
import { EXPORT_PAGE_ROWS, LOG_PAGE } from '../limits.ts'
import { listRestocks } from '../restock/store.ts'
import type { Vault } from '../vault.ts'
import { CONSENT_FIELDS, ordered } from './format.ts'

/** Where a page begins: the key of the row before it. */
export type Place = readonly string[]

/** A page of lines, and where the next one begins. */
export interface Page {
  lines: Record<string, unknown>[]
  next: Place | undefined
}

/** What a page is read with. */
export interface Source {
  db: D1Database
  vault: Vault
  shopId: string
}

const iso = (at: number): string => new Date(at).toISOString()

const nextOf = <R>(rows: readonly R[], key: (row: R) => Place): Place | undefined => {
  const last = rows.length === EXPORT_PAGE_ROWS ? rows.at(-1) : undefined
  return last && key(last)
}

// The columns of a consent `c` that an export shows.
const CONSENT_JSON = `json_object('purpose', c.purpose, 'channel', c.channel, 'action', c.action, 'at', c.at,
  'version', c.version, 'messages', nullif(c.messages, 1), 'text', ${WORDS}, 'words', ${WHOSE_WORDS}, 'method', c.method,
  'page', c.page, 'ip', c.ip, 'userAgent', c.user_agent, 'imported', c.imported)`

interface ConsentJson extends Record<string, unknown> {
  at: number
  method: string
  imported: string | null
}

/** A consent as a line shows it. One that was imported has the method of its file, and the file's name. */
function shownConsent({ imported, ...consent }: ConsentJson): Record<string, unknown> {
  const { file, method } = imported
    ? (JSON.parse(imported) as { file: string; method?: string })
    : {}
  return {
    ...consent,
    at: iso(consent.at),
    method: method ?? consent.method,
    importedFrom: file,
  }
}

interface WaitingRow {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  channels: number
  addresses: string
  wanted: number
  data: string | null
  status: string
  request_id: string
  customer_id: string | null
  attributes: string | null
  consents: string
}

const waiting = (which: string, order: string) => `SELECT s.id, s.contact_id, s.sku, s.locale,
    s.external_id, s.channels, s.addresses, s.wanted, s.data, s.status, s.request_id, k.customer_id,
    k.attributes, (SELECT json_group_array(json(o.consent)) FROM (SELECT ${CONSENT_JSON} AS consent
      FROM consent c WHERE c.contact_id = s.contact_id AND c.subscription_id = s.id
        AND c.shop_id = s.shop_id
      ORDER BY c.purpose, c.channel, c.at, c.action DESC, c.version) o) AS consents
  FROM subscription s LEFT JOIN contact k ON k.id = s.contact_id AND k.shop_id = s.shop_id
  WHERE s.shop_id = ?1 AND ${which} ORDER BY ${order} LIMIT ${EXPORT_PAGE_ROWS}`

// Each of the two follows an index: who waits, by sku and in order; then the few that are not confirmed.
const WAITING = waiting(`s.status = 'waiting' AND (s.sku, s.id) > (?2, ?3)`, 's.sku, s.id')
const PENDING = waiting(
  `s.unconfirmed <> 0 AND s.status = 'pending' AND (s.request_id, s.id) > (?2, ?3)`,
  's.request_id, s.id',
)

/** People who wait, by sku and in order; then those who are not confirmed. */
export async function waitingPage({ db, vault, shopId }: Source, place: Place): Promise<Page> {
  const [part = 'waiting', first = '', second = ''] = place
  const { results } = await db
    .prepare(part === 'waiting' ? WAITING : PENDING)
    .bind(shopId, first, second)
    .all<WaitingRow>()
  const lines = await Promise.all(results.map((row) => waitingLine(vault, row)))
  const next = nextOf(results, (row) => [
    part,
    part === 'waiting' ? row.sku : row.request_id,
    row.id,
  ])
  return { lines, next: next ?? (part === 'waiting' ? ['pending', '', ''] : undefined) }
}

async function waitingLine(vault: Vault, row: WaitingRow): Promise<Record<string, unknown>> {
  const id = row.contact_id
  const [addresses, customerId, attributes] = await Promise.all([
    openAddresses(vault, id, readAddresses(row.addresses)),
    openFact(vault, id, 'customerId', row.customer_id),
    openFact(vault, id, 'attributes', row.attributes),
  ])
  const byKind = Object.fromEntries(
    Object.entries(addresses).map(([channel, text]) => [CHANNELS[channel as Channel], text]),
  )
  const consents = (JSON.parse(row.consents) as ConsentJson[]).map((one) =>
    ordered(CONSENT_FIELDS, shownConsent(one)),
  )
  return {
    ...byKind,
    customerId,
    sku: row.sku,
    locale: row.locale,
    externalId: row.external_id,
    channels: channelsFromBits(row.channels),
    state: row.status,
    askedAt: iso(timeOf(row.id)),
    quantity: row.wanted,
    attributes: attributes === null ? undefined : (JSON.parse(attributes) as unknown),
    data: row.data === null ? undefined : (JSON.parse(row.data) as unknown),
    consents,
  }
}

interface ConsentRow {
  contact_id: string
  subscription_id: string
  purpose: string
  channel: string
  action: string
  version: string
  sku: string
  locale: string
  external_id: string
  addresses: string | null
  open: number
  consent: string
}

// The table has no index by shop: all of it is read, in its own order.
const consents = (which: string) => `SELECT c.contact_id, c.subscription_id, c.purpose, c.channel,
    c.action, c.version, c.sku, c.locale, c.external_id, k.addresses,
    EXISTS (SELECT 1 FROM subscription s WHERE s.id = c.subscription_id AND s.shop_id = ?1) AS open,
    ${CONSENT_JSON} AS consent
  FROM consent c LEFT JOIN contact k ON k.id = c.contact_id AND k.shop_id = c.shop_id
  WHERE c.shop_id = ?1 AND (c.contact_id, c.subscription_id, c.purpose, c.channel, c.action,
    c.version, c.sku) > (?2, ?3, ?4, ?5, ?6, ?7, ?8) ${which}
  ORDER BY c.contact_id, c.subscription_id, c.purpose, c.channel, c.action, c.version, c.sku
  LIMIT ${EXPORT_PAGE_ROWS}`

const CONSENTS = consents('')
const ENDED_CONSENTS = consents(
  'AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.id = c.subscription_id AND s.shop_id = ?1)',
)

/** Reads consents: all of them, or with `ended` those of people who do not wait for the same any more. */
const consentPages =
  (sql: string) =>
  async ({ db, vault, shopId }: Source, place: Place): Promise<Page> => {
    const key = Array.from({ length: 7 }, (_, at) => place[at] ?? '')
    const { results } = await db
      .prepare(sql)
      .bind(shopId, ...key)
      .all<ConsentRow>()
    const lines = await Promise.all(
      results.map(async (row) => {
        const { email } = await openAddresses(vault, row.contact_id, readAddresses(row.addresses))
        return {
          ...shownConsent(JSON.parse(row.consent) as ConsentJson),
          person: row.contact_id,
          shop: shopId,
          email,
          subscription: row.subscription_id,
          open: row.open === 1 ? true : undefined,
          sku: row.sku,
          locale: row.locale,
          externalId: row.external_id,
        }
      }),
    )
    const next = nextOf(results, (row) => [
      row.contact_id,
      row.subscription_id,
      row.purpose,
      row.channel,
      row.action,
      row.version,
      row.sku,
    ])
    return { lines, next }
  }

/** All consents of the shop. */
export const consentPage = consentPages(CONSENTS)

/** The consents that do not come with a subscription of `waitingPage`. */
export const endedConsentPage = consentPages(ENDED_CONSENTS)

/** Suppressed addresses: in clear where the shop still knows the contact, else their index. */
export async function suppressionPage({ db, vault, shopId }: Source, place: Place): Promise<Page> {
  const [index = '', channel = ''] = place
  const { results } = await db
    .prepare(
      `SELECT x.address_index, x.channel, x.reason, x.at, k.addresses
       FROM suppression x LEFT JOIN contact k ON k.id = x.address_index AND k.shop_id = x.shop_id
       WHERE x.shop_id = ?1 AND (x.address_index, x.channel) > (?2, ?3)
       ORDER BY x.address_index, x.channel LIMIT ${EXPORT_PAGE_ROWS}`,
    )
    .bind(shopId, index, channel)
    .all<{
      address_index: string
      channel: string
      reason: string
      at: number
      addresses: string | null
    }>()
  const lines = await Promise.all(
    results.map(async (row) => {
      const sealed = readAddresses(row.addresses)
      const { email, sms } = await openAddresses(vault, row.address_index, sealed)
      const known = email ?? sms
      return {
        email,
        phone: email ? undefined : sms,
        ...(known ? {} : { index: row.address_index, shop: shopId }),
        channel: row.channel,
        reason: row.reason,
        at: iso(row.at),
      }
    }),
  )
  return { lines, next: nextOf(results, (row) => [row.address_index, row.channel]) }
}

/** How many people wait for each variant, from the counters: as many rows as there are variants. */
export async function demandPage({ db, shopId }: Source, place: Place): Promise<Page> {
  const [sku = '', locale = '', externalId = ''] = place
  const { results } = await db
    .prepare(
      `SELECT sku, locale, external_id AS externalId, people, units FROM demand
       WHERE shop_id = ?1 AND (sku, locale, external_id) > (?2, ?3, ?4)
       ORDER BY sku, locale, external_id LIMIT ${EXPORT_PAGE_ROWS}`,
    )
    .bind(shopId, sku, locale, externalId)
    .all<Record<'sku' | 'locale' | 'externalId', string> & Record<'people' | 'units', number>>()
  return {
    lines: results.filter(({ people }) => people > 0),
    next: nextOf(results, (row) => [row.sku, row.locale, row.externalId]),
  }
}

/** Restocks and what became of them, newest first. */
export async function restockPage({ db, shopId }: Source, place: Place): Promise<Page> {
  const lines = await listRestocks(db, shopId, { cursor: place[0], limit: LOG_PAGE })
  const last = lines.length === LOG_PAGE ? lines.at(-1) : undefined
  return { lines: lines.map((one) => ({ ...one })), next: last && [last.id] }
}

/** Makes of a line of a file what can be stored of it, or says why nothing can. Pure. */
import * as v from 'valibot'
import {
  AttributeName,
  AttributeValue,
  MOST_ATTRIBUTES,
} from '../../shared/backend-subscription.ts'
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import { Purpose } from '../../shared/consent.ts'
import { Data } from '../../shared/data.ts'
import { normalizeEmail } from '../../shared/email.ts'
import { localeIn } from '../../shared/locale.ts'
import { MOST_WANTED } from '../../shared/subscription.ts'
import { Channel as ChannelSchema, ExternalId, line, prose, Sku, whole } from '../../shared/text.ts'
import { countryOfNumber, e164, writableNumber } from '../address/phone.ts'
import { mustConfirm } from '../confirmation/rules.ts'
import { DAY_MS } from '../limits.ts'
import { done, failed, type Result } from '../result.ts'
import { smsCountriesOf } from '../shop/rules.ts'
import type { ClientShop } from '../shop/shop.ts'
import { type Format, type ImportField, type State, stateIn } from './columns.ts'
import { type DateReading, timeIn } from './dates.ts'

/** Why a line is skipped. */
export type LineReason = string

/** A consent of a line. `at`: milliseconds since 1970. */
export interface ConsentOfLine {
  purpose: 'alert' | 'marketing'
  channel: Channel
  action: 'given' | 'confirmed' | 'withdrawn' | 'expired' | 'moved' | 'ended'
  at: number
  version: string
  /** How many messages about the variant the words allow; one if it is missing. */
  messages?: number | undefined
  text: string
  method?: string | undefined
  page?: string | undefined
  ip?: string | undefined
  userAgent?: string | undefined
}

/** A person who waits, as a line says it. */
export interface PersonLine {
  kind: 'person'
  email?: string | undefined
  /** E.164 */
  phone?: string | undefined
  customerId?: string | undefined
  /** What names the variant: its sku, else its id in the shop's system, else that of its product. */
  sku?: string | undefined
  ids: string[]
  locale: string
  externalId: string
  channels: Channel[]
  /** Whether the addresses are not confirmed, and the shop asks for confirmation. */
  pending: boolean
  /** Milliseconds since 1970; undefined if the line does not say it. */
  askedAt?: number | undefined
  quantity: number
  attributes?: Record<string, unknown> | undefined
  data?: Data | undefined
  consents: ConsentOfLine[]
}

/** A consent of a person who does not wait any more. */
export interface ConsentLine {
  kind: 'consent'
  email?: string | undefined
  /** The contact's id, if the file comes from the same shop. */
  person?: string | undefined
  subscription: string
  sku: string
  locale: string
  externalId: string
  consent: ConsentOfLine
}

/** An address to which the shop must not write any more. */
export interface SuppressionLine {
  kind: 'suppression'
  email?: string | undefined
  phone?: string | undefined
  /** The address's index, if the file comes from the same shop. */
  index?: string | undefined
  channel: '' | 'email'
  reason: 'person' | 'shop' | 'bounce' | 'complaint' | 'stop'
  at?: number | undefined
}

/** What a line of a file turned out to be. */
export type ReadLine = PersonLine | ConsentLine | SuppressionLine

/** How a file is to be read. */
export interface Reading extends DateReading {
  format: Format
  /** The file's name, for the record. */
  file: string
  /** The shop declares that all people of the file have confirmed; for files without that column. */
  confirmed: boolean
  expireAfterDays: number
}

/** The words of a consent whose words a file does not hold. */
export const wordsMissing = (file: string): string =>
  `Imported from ${file}. The file does not hold the words to which the person agreed.`

type Cells = Partial<Record<ImportField, unknown>>

const text = (value: unknown): string =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''

const is = <S extends v.GenericSchema>(schema: S, value: unknown) => {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : undefined
}

/** A value that may be JSON in a cell. */
function structured(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.trim() === '') return undefined
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

// A database's word for no time.
const isNoTime = (value: string): boolean => value === '' || /^0000-00-00|^null$|^0$/i.test(value)

/** Reads the fields of a line that names a person who waits. `now`: milliseconds since 1970. */
export function personOf(
  cells: Cells,
  shop: ClientShop,
  reading: Reading,
  now: number,
): Result<PersonLine, LineReason> {
  const state = stateOf(cells, reading.format)
  if (state === 'unknown') return failed('state_unknown')
  if (state === 'sent') return failed('already_notified')
  if (state === 'ended') return failed('unsubscribed')

  const addresses = addressesOf(cells, shop)
  if (!addresses.ok) return addresses
  const { email, phone, customerId, channels } = addresses.value

  const variant = variantIn(cells)
  if (!variant.ok) return variant
  const asked = timeOfCell(cells.askedAt, reading, now)
  if (!asked.ok) return asked
  const confirmedAt = timeOfCell(cells.confirmedAt, reading, now)
  if (!confirmedAt.ok) return confirmedAt
  const askedAt = asked.value
  if (askedAt !== undefined && askedAt < now - reading.expireAfterDays * DAY_MS) {
    return failed('too_old')
  }
  const externalId = text(cells.externalId)
  if (externalId && is(ExternalId, externalId) === undefined) return failed('external_id_invalid')
  const attributes = factsIn(cells.attributes, MOST_ATTRIBUTES)
  if (!attributes.ok) return failed('attributes_invalid')
  const said = structured(cells.data)
  const data = said === undefined || said === null ? undefined : is(Data, said)
  if (said !== undefined && said !== null && !data) return failed('data_invalid')

  const given = consentsIn(cells.consents, now)
  if (!given.ok) return given
  const isConfirmed =
    confirmedAt.value !== undefined ||
    reading.confirmed ||
    state === 'confirmed' ||
    (reading.format === 'shelfbell' && state === 'waiting')
  const country = text(cells.country).toUpperCase() || shop.country
  const ofNumber = phone && countryOfNumber(phone)
  return done({
    kind: 'person',
    email,
    phone,
    customerId,
    ...variant.value,
    locale: localeIn(text(cells.locale)) ?? '',
    externalId,
    channels,
    pending: state === 'pending' || (!isConfirmed && mustConfirm(shop, country, ofNumber)),
    askedAt,
    quantity: quantityIn(cells.quantity),
    attributes: attributes.value,
    data,
    consents: withMissing(given.value, channels, {
      at: askedAt ?? now,
      version: is(line(40), text(cells.consentVersion)) ?? 'imported',
      text: is(prose(2000), text(cells.consentText)) ?? wordsMissing(reading.file),
      confirmedAt: confirmedAt.value,
    }),
  })
}

function stateOf(cells: Cells, format: Format): State | 'unknown' | undefined {
  const said = text(cells.state)
  if (said) return stateIn(format, said) ?? 'unknown'
  if (!isNoTime(text(cells.notifiedAt))) return 'sent'
  return isNoTime(text(cells.cancelledAt)) ? undefined : 'ended'
}

/** The addresses, and the channels that they serve: those that the line names, else the first address's. */
function addressesOf(
  cells: Cells,
  shop: ClientShop,
): Result<Pick<PersonLine, 'email' | 'phone' | 'customerId' | 'channels'>, LineReason> {
  const saidEmail = text(cells.email)
  const email = saidEmail ? normalizeEmail(saidEmail) : undefined
  if (saidEmail && !email) return failed('email_invalid')
  const saidId = text(cells.customerId)
  const customerId = saidId === '0' ? undefined : is(line(200), saidId)
  const saidPhone = text(cells.phone)
  const named = channelsIn(cells.channels)
  if (!named) return failed('channel_unknown')
  const wanted: Channel[] = named.length > 0 ? named : email ? ['email'] : saidPhone ? ['sms'] : []
  if (wanted.length === 0) return failed('address_missing')
  const channels = wanted.filter((one) => shop.channels.includes(one))
  if (channels.length === 0) return failed('channel_not_offered')
  const needs = new Set(channels.map((one) => CHANNELS[one]))
  if (needs.has('email') && !email) return failed('address_missing')
  if (needs.has('customerId') && !customerId) return failed('customer_id_missing')
  // As with a form: an address that no channel needs is not stored.
  const own = needs.has('email') ? email : undefined
  if (!needs.has('phone')) return done({ email: own, phone: undefined, customerId, channels })
  const country = text(cells.country).toUpperCase() || shop.country
  if (!saidPhone) return failed('address_missing')
  const number = writableNumber(saidPhone, country, smsCountriesOf(shop))
  if (!number.ok) return failed(number.error)
  return done({ email: own, phone: number.value, customerId, channels })
}

/** The channels that a cell names; undefined if it names an unknown one. */
function channelsIn(value: unknown): Channel[] | undefined {
  const names = Array.isArray(value)
    ? value.map(text)
    : text(value)
        .replaceAll(/[[\]"']/g, '')
        .split(/[\s,;|+]+/)
  const known = names
    .filter((one) => one !== '')
    .map((one) => is(ChannelSchema, one.toLowerCase().replace('-', '')))
  if (known.includes(undefined)) return undefined
  return [...new Set(known.flatMap((one) => one ?? []))].toSorted()
}

// Shopify's global id of a variant, and Klaviyo's ids, end with the shop's own id.
const PREFIXES = /^(?:gid:\/\/shopify\/\w+\/|\$[\w-]+:::[^:]*:::)/

function variantIn(cells: Cells): Result<Pick<PersonLine, 'sku' | 'ids'>, LineReason> {
  const said = text(cells.sku)
  const ids = [cells.variantId, cells.productId]
    .map((one) => text(one).replace(PREFIXES, ''))
    .filter((one) => one !== '' && one !== '0')
  if (!said && ids.length === 0) return failed('sku_missing')
  const sku = said ? is(Sku, said) : undefined
  if (said && sku === undefined) return failed('sku_invalid')
  if (ids.some((one) => is(Sku, one) === undefined)) return failed('sku_invalid')
  return done({ sku, ids })
}

function timeOfCell(
  value: unknown,
  reading: DateReading,
  now: number,
): Result<number | undefined, LineReason> {
  const said = text(value)
  if (isNoTime(said)) return done(undefined)
  return timeIn(said, reading, now)
}

function quantityIn(value: unknown): number {
  const n = Math.trunc(Number(text(value) || 1))
  return Number.isFinite(n) ? Math.min(Math.max(n, 1), MOST_WANTED) : 1
}

/** Facts as an object of short values; undefined if there are none. */
function factsIn(value: unknown, most: number): Result<Record<string, unknown> | undefined, 'no'> {
  const said = structured(value)
  if (said === undefined || said === null) return done(undefined)
  const facts = is(v.record(AttributeName, AttributeValue), Array.isArray(said) ? undefined : said)
  if (!facts || Object.keys(facts).length > most) return failed('no')
  return done(Object.keys(facts).length > 0 ? facts : undefined)
}

const Time = v.pipe(v.string(), v.isoTimestamp())
const short = (max: number) => v.optional(line(max))

const ConsentInLine = v.object({
  purpose: Purpose,
  channel: ChannelSchema,
  action: v.picklist(['given', 'confirmed', 'withdrawn', 'expired', 'moved', 'ended']),
  at: Time,
  version: line(40),
  // A cell of CSV is a text.
  messages: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number), whole(1, 3))),
  text: v.optional(prose(2000)),
  method: short(20),
  page: short(500),
  ip: short(60),
  userAgent: short(500),
})

/** A consent as a line or its `consents` holds it. */
function consentIn(value: unknown, now: number): ConsentOfLine | undefined {
  const said = is(ConsentInLine, value)
  if (!said) return undefined
  const at = Date.parse(said.at)
  if (!(at > 0 && at <= now + DAY_MS)) return undefined
  return { ...said, at, text: said.text ?? '' }
}

// More than four channels, two purposes and what may become of each.
const MOST_CONSENTS = 40

function consentsIn(value: unknown, now: number): Result<ConsentOfLine[], LineReason> {
  const said = structured(value)
  if (said === undefined || said === null) return done([])
  if (!Array.isArray(said) || said.length > MOST_CONSENTS) return failed('consents_invalid')
  const read = said.map((one) => consentIn(one, now))
  const known = read.flatMap((one) => one ?? [])
  return known.length === read.length ? done(known) : failed('consents_invalid')
}

/** The consents, and one to an alert over each channel for which the line holds none. */
function withMissing(
  consents: ConsentOfLine[],
  channels: Channel[],
  of: Pick<ConsentOfLine, 'at' | 'version' | 'text'> & { confirmedAt: number | undefined },
): ConsentOfLine[] {
  const { confirmedAt, ...about } = of
  const missing = channels.filter(
    (channel) =>
      !consents.some(
        (one) => one.purpose === 'alert' && one.channel === channel && one.action === 'given',
      ),
  )
  return [
    ...consents,
    ...missing.flatMap((channel): ConsentOfLine[] => [
      { ...about, purpose: 'alert', channel, action: 'given' },
      ...(confirmedAt === undefined
        ? []
        : [{ ...about, purpose: 'alert', channel, action: 'confirmed', at: confirmedAt } as const]),
    ]),
  ]
}

/** Reads a line of the kind `consent`. */
export function consentLineOf(
  cells: Cells,
  shop: Pick<ClientShop, 'id'>,
  now: number,
): Result<ConsentLine, LineReason> {
  if (text(cells.open) === 'true') return failed('comes_with_subscription')
  const consent = consentIn(
    Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== '')),
    now,
  )
  const subscription = is(v.pipe(v.string(), v.uuid()), text(cells.subscription))
  if (!consent || !subscription) return failed('consents_invalid')
  const saidEmail = text(cells.email)
  const email = saidEmail ? normalizeEmail(saidEmail) : undefined
  // The id of a contact means something in its own shop alone.
  const person = text(cells.shop) === shop.id ? is(Index, text(cells.person)) : undefined
  if (!email && !person) return failed('address_missing')
  const sku = text(cells.sku)
  if (sku && is(Sku, sku) === undefined) return failed('sku_invalid')
  return done({
    kind: 'consent',
    email,
    person,
    subscription,
    sku,
    locale: localeIn(text(cells.locale)) ?? '',
    externalId: is(ExternalId, text(cells.externalId)) ?? '',
    consent,
  })
}

// 128 bits as base64url.
const Index = v.pipe(v.string(), v.regex(/^[\w-]{22}$/))

/** Reads a line of the kind `suppression`. */
export function suppressionOf(
  cells: Cells,
  shop: ClientShop,
  reading: Reading,
  now: number,
): Result<SuppressionLine, LineReason> {
  const saidEmail = text(cells.email)
  const email = saidEmail ? normalizeEmail(saidEmail) : undefined
  if (saidEmail && !email) return failed('email_invalid')
  const saidPhone = text(cells.phone)
  // A number in a country to which the shop does not write is suppressed all the same.
  const phone = saidPhone ? e164(saidPhone, shop.country) : undefined
  if (saidPhone && !phone) return failed('phone_invalid')
  const index = text(cells.shop) === shop.id ? is(Index, text(cells.index)) : undefined
  if (!email && !phone && !index) return failed('address_missing')
  const at = timeOfCell(cells.at, reading, now)
  if (!at.ok) return at
  return done({
    kind: 'suppression',
    email,
    phone,
    index,
    channel: text(cells.channel) === 'email' ? 'email' : '',
    reason:
      is(v.picklist(['person', 'shop', 'bounce', 'complaint', 'stop']), text(cells.reason)) ??
      'shop',
    at: at.value,
  })
}

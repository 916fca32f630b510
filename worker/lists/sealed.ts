/** Seals what lines of a file say, for SQL: no address of them stands in clear in a statement. */
import { channelBits } from '../address/channels.ts'
import { contactIdOf } from '../address/contact.ts'
import { sealFact } from '../address/facts.ts'
import { type Addresses, sealAddresses } from '../address/sealed.ts'
import { newId } from '../ids.ts'
import { type Vault } from '../vault.ts'
import { hashOf } from '../subscription/seal.ts'
import { utf8 } from '../utf8.ts'
import { type ConsentLine, type ConsentOfLine, type PersonLine, wordsMissing } from './line.ts'

/** A line whose variant is found, with its number in the file. */
export type Placed<T> = T & { line: number; sku: string }

/** What one statement stores of a line. `since`: what is stored from then on about the same is newer. */
export interface SealedLine {
  line: number
  id: string
  contactId: string
  sku: string
  locale: string
  externalId: string
  /** Milliseconds since 1970. */
  since: number
  [more: string]: unknown
}

/** What all lines of a piece have in common. */
export interface Common {
  shopId: string
  /** Milliseconds since 1970. */
  now: number
  file: string
}

/** The words of consents by their SHA-256, as `sealPerson` and `sealConsent` collect them. */
export type Words = Map<string, string>

/** The same person, variant, locale and externalId: such lines are one request. */
export const sameRequest = (
  line: Pick<SealedLine, 'contactId' | 'sku' | 'locale' | 'externalId'>,
) => JSON.stringify([line.contactId, line.sku, line.locale, line.externalId])

/**
 * Seals a line about a person who waits. Its id is of the time at which the person asked, then of the line's
 * number: of two who asked in the same millisecond, the first in the file stays the first.
 */
export async function sealPerson(
  vault: Vault,
  { shopId, now, file }: Common,
  line: Placed<PersonLine>,
  words: Words,
): Promise<SealedLine> {
  const { channels, customerId, attributes, data, askedAt = now } = line
  // Without an address of its own, a person is known by the customer id alone.
  const own: Addresses = { email: line.email, phone: line.phone }
  const contactId = await contactIdOf(vault, { ...own, customerId })
  const [addresses, email, customer, known, consents] = await Promise.all([
    sealAddresses(vault, contactId, channels, own),
    own.email ? sealAddresses(vault, contactId, ['email'], own) : {},
    customerId && sealFact(vault, contactId, 'customerId', customerId),
    attributes && sealFact(vault, contactId, 'attributes', JSON.stringify(attributes)),
    Promise.all(line.consents.map((one) => sealedConsent(one, file, words))),
  ])
  const indexes = [...Object.values(addresses), ...(customer ? [customer] : [])].map(
    ({ index }) => index,
  )
  const aliases = [...new Set(indexes)].filter((index) => index !== contactId)
  const bits = channelBits(channels)
  const about = { contactId, sku: line.sku, locale: line.locale, externalId: line.externalId }
  const id = await placeId(askedAt, line.line, `${shopId} ${sameRequest(about)}`)
  const times = line.consents.map(({ at }) => at)
  return {
    ...about,
    line: line.line,
    id,
    shopId,
    now,
    at: askedAt,
    // Without a time in the file, anything that is stored about the same is newer.
    since: line.askedAt === undefined ? 0 : Math.min(askedAt, ...times),
    channels: bits,
    addresses,
    contactAddresses: email,
    ...(customer && { customerId: customer }),
    ...(known && { attributes: known }),
    ...(aliases.length > 0 && { aliases }),
    ...(data && { data: JSON.stringify(data) }),
    wanted: line.quantity,
    unconfirmed: line.pending ? bits : 0,
    // Unconfirmed requests are forgotten seven days after this id's time.
    requestId: line.pending ? newId(now) : id,
    consents,
  }
}

/** Seals a line about a consent of a person who does not wait any more. */
export async function sealConsent(
  vault: Vault,
  { shopId, now, file }: Common,
  line: Placed<ConsentLine>,
  words: Words,
): Promise<SealedLine | undefined> {
  const contactId = line.email ? await contactIdOf(vault, { email: line.email }) : line.person
  if (contactId === undefined) return undefined
  const email = line.email ? { email: line.email } : {}
  const addresses = line.email ? await sealAddresses(vault, contactId, ['email'], email) : {}
  return {
    line: line.line,
    id: line.subscription,
    contactId,
    sku: line.sku,
    locale: line.locale,
    externalId: line.externalId,
    since: line.consent.at,
    shopId,
    now,
    contactAddresses: addresses,
    consents: [await sealedConsent(line.consent, file, words)],
  }
}

async function sealedConsent(
  { text, method, ...about }: ConsentOfLine,
  file: string,
  words: Words,
) {
  const shown = text || wordsMissing(file)
  const textHash = await hashOf(shown)
  words.set(textHash, shown)
  return {
    ...about,
    textHash,
    imported: { file, ...(method && method !== 'imported' && { method }) },
  }
}

// 24 bits of the line's number come before the random ones.
const LINE_HEX = 6

/**
 * An id as UUIDv7 (RFC 9562): a time, the number of a line, and bits that are always the same for the same
 * `about`, so that the same line has the same id.
 */
async function placeId(at: number, line: number, about: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(about))).toHex()
  const time = Math.max(0, at).toString(16).padStart(12, '0')
  const place = (line % 0xff_ff_ff).toString(16).padStart(LINE_HEX, '0')
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${place.slice(0, 3)}`,
    // The two highest bits are the variant, 10.
    `8${place.slice(3)}`,
    digest.slice(0, 12),
  ].join('-')
}

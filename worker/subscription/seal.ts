/** Turns a request into JSON for SQL, with its addresses sealed. */
import type { Consent } from '../../shared/consent.ts'
import { messagesAllowed, STANDARD_VERSION } from '../../shared/languages/consent-texts.ts'
import { channelBits } from '../address/channels.ts'
import { sealFact } from '../address/facts.ts'
import { sealAddresses } from '../address/sealed.ts'
import { asksFor } from '../confirmation/rules.ts'
import { newId } from '../ids.ts'
import { CONFIRM_AGAIN_MS, CONFIRM_JOIN_MS, UNDO_LIFE_MS } from '../limits.ts'
import { relayBits } from '../shop/rules.ts'
import type { ClientShop } from '../shop/shop.ts'
import { sha256, type Vault } from '../vault.ts'
import { acknowledgementOf } from './acknowledge.ts'
import { roomOf, standsForAll } from './room.ts'
import type { Evidence, Wanted } from './rules.ts'

/** A request as the SQL of this folder reads it. It holds no address in clear. */
export interface SealedRequest {
  id: string
  /** The column `request` of the statements. */
  json: string
  /** Whether the person has to confirm the addresses of the request (double opt-in). */
  confirm: boolean
  /** Whether a mail tells the person what they wait for. */
  acknowledge: boolean
  /** Whether the person gave a number or a customer id that does not identify the contact. */
  alsoKnown: boolean
  /** Whether the shop's backend asks: it vouches for the channels, so they need no confirmation. */
  vouched: boolean
  /** Whether the shop's backend has sent attributes of the person. */
  describes: boolean
  /** Whether the contact, if it is new, is counted for all (see room.ts). */
  counted: boolean
  /** Whether the request brings words of consents that the shop has not stored yet. */
  brings: boolean
  /** While D1 is overloaded: its sku is the id of a variant, still to be found (`names` of the evidence). */
  named?: boolean
  /** While D1 is overloaded: consents whose words the shop does not show now, still to be checked. */
  unproven?: { locale: string; consents: Consent[] }
}

/**
 * Seals a request and gives it an id. Sorting ids sorts requests by time. With `confirm`, its channels
 * are unconfirmed until the person confirms each address. If it `waits`, it is stored although the variant
 * is in stock.
 */
export async function sealRequest(
  vault: Vault,
  shop: ClientShop,
  contactId: string,
  wanted: Wanted,
  evidence: Evidence,
  { confirm, waits = false }: { confirm: boolean; waits?: boolean },
): Promise<SealedRequest> {
  const now = Date.now()
  const isStored = shop.standardTexts === STANDARD_VERSION
  const { customerId, attributes } = wanted
  const [addresses, customer, known, consents] = await Promise.all([
    sealAddresses(vault, contactId, wanted.channels, wanted),
    customerId && sealFact(vault, contactId, 'customerId', customerId),
    attributes && sealFact(vault, contactId, 'attributes', JSON.stringify(attributes)),
    Promise.all(
      wanted.consents.map(async ({ text, ...one }) => {
        const textHash = await hashOf(text)
        const messages = messagesAllowed(shop, wanted.locale ?? shop.defaultLocale, {
          ...one,
          text,
        })
        const about = messages > 1 ? { ...one, messages } : one
        return one.words === 'caller' || !isStored
          ? { ...about, textHash, text }
          : { ...about, textHash }
      }),
    ),
  ])
  const id = newId(now)
  const vouched = evidence.method === 'api'
  const acknowledge = shop.acknowledge && !confirm && !vouched && wanted.channels.includes('email')
  const indexes = [...Object.values(addresses), ...(customer ? [customer] : [])].map(
    (one) => one.index,
  )
  const aliases = [...new Set(indexes)].filter((index) => index !== contactId)
  const json = JSON.stringify({
    id,
    at: now,
    shopId: shop.id,
    threshold: shop.threshold,
    ...(shop.offers && { offers: shop.offers }),
    defaultLocale: shop.defaultLocale,
    catalog: shop.catalog,
    contactId,
    sku: wanted.sku,
    locale: wanted.locale ?? '',
    externalId: wanted.externalId ?? '',
    channels: channelBits(wanted.channels),
    addresses,
    product: wanted.product && JSON.stringify(wanted.product),
    foreignImages: wanted.foreignImages,
    wanted: wanted.quantity,
    data: wanted.data && JSON.stringify(wanted.data),
    ...(customer && { customerId: customer }),
    ...(known && { attributes: known }),
    ...(aliases.length > 0 && { aliases }),
    page: wanted.page,
    consents,
    relays: relayBits(shop),
    undoable: newId(now - UNDO_LIFE_MS),
    ...evidence,
    unconfirmed: confirm ? channelBits(wanted.channels) : 0,
    ...(waits && { waits }),
    ...(acknowledge && { acknowledge: acknowledgementOf(shop, now) }),
    ...(evidence.method === 'form' && {
      ...roomOf(shop.limits, now),
      again: newId(now - CONFIRM_AGAIN_MS),
      join: newId(now - CONFIRM_JOIN_MS),
      asks: asksFor(addresses, shop.confirmers),
    }),
  })
  const brings = consents.some((one) => 'text' in one)
  const alsoKnown = aliases.length > 0
  const counted = !vouched && standsForAll(contactId, shop.limits)
  const describes = attributes !== undefined
  return { id, json, confirm, acknowledge, alsoKnown, vouched, describes, counted, brings }
}

// Almost all requests bring words of a few texts, so an isolate keeps their hashes.
const HASHED_TEXTS = 200
const hashes = new Map<string, string>()

/** The SHA-256 of the words of a consent. */
export async function hashOf(text: string): Promise<string> {
  const known = hashes.get(text)
  if (known !== undefined) return known
  const hash = await sha256(text)
  if (hashes.size >= HASHED_TEXTS) hashes.clear()
  hashes.set(text, hash)
  return hash
}

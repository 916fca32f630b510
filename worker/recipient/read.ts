/** Whom a link in a message names: by the signed token of a mail, or the short code of an SMS. */
import { messageOf } from '../click/store.ts'
import { aboutAddress } from '../confirmation/rules.ts'
import { confirmationOf } from '../confirmation/store.ts'
import { isUnavailable } from '../homes/d1.ts'
import { presentContact, presentPart } from '../contact/moved.ts'
import { homeOf } from '../homes/home.ts'
import { timeOf } from '../ids.ts'
import { PENDING_LIFE_MS, TOKEN_LIFE_MS } from '../limits.ts'
import { type Code, readCode } from '../link/short.ts'
import { readToken, type Recipient, shopOfToken } from '../link/token.ts'
import type { Shop } from '../shop/shop.ts'
import { shopOfLink } from '../shop/known.ts'
import { listOf, stoppedBy } from './send-link.ts'
import type { LinkPurpose } from '../vault.ts'

/** What a link turned out to be. */
export type ReadLink =
  | { kind: 'recipient'; shop: Shop; recipient: Recipient }
  /** The code of a shop's SMS that is not recorded yet, or that is forgotten by now. */
  | { kind: 'unrecorded'; shop: Shop }
  | { kind: 'expired'; shop: Shop }
  /** Forged, cut short, made for another purpose, or of a shop that is no more. */
  | { kind: 'unknown' }

/** Reads the last part of a link's address. */
export async function readLink(env: Env, purpose: LinkPurpose, text: string): Promise<ReadLink> {
  const code = readCode(text)
  if (code) return readShortLink(env, purpose, code)
  const shopId = shopOfToken(text)
  const shop = shopId === undefined ? undefined : await shopOfLink(env, shopId)
  if (!shop) return { kind: 'unknown' }
  const token = await readToken(env, shop, purpose, text)
  if (!token.ok) return token.error === 'expired' ? { kind: 'expired', shop } : { kind: 'unknown' }
  const recipient = token.value
  if (purpose !== 'manage') return { kind: 'recipient', shop, recipient }
  // A message from before the person gave another address. Whoever has the old mailbox now may have
  // a list of their own, and sees only that.
  const { contactId: named, madeAt } = recipient
  const contactId = await presentContact(homeOf(env, shop), shop.id, named, madeAt)
  return { kind: 'recipient', shop, recipient: { ...recipient, contactId, named } }
}

/** Finds what a code names, also if its contact has another address since then. */
async function byCode<T>(
  db: D1Database,
  code: Code,
  find: (db: D1Database, code: Code) => Promise<T | undefined>,
): Promise<T | undefined> {
  const found = await find(db, code)
  if (found) return found
  const contact = await presentPart(db, code.shopId, code.contact)
  return contact === undefined ? undefined : find(db, { ...code, contact })
}

async function readShortLink(env: Env, purpose: LinkPurpose, code: Code): Promise<ReadLink> {
  const shop = await shopOfLink(env, code.shopId)
  if (!shop) return { kind: 'unknown' }
  if (purpose === 'confirm') return readConfirmation(env, shop, code)
  if (purpose === 'manage') return readList(env, shop, code)
  const found = await byCode(homeOf(env, shop), code, messageOf).catch((error: unknown) => {
    // The code alone does not say whom to stop, but the shop is a good place to go.
    if (purpose === 'click' && isUnavailable(error)) return undefined
    throw error
  })
  if (!found && purpose === 'unsubscribe') {
    const stopped = await byCode(homeOf(env, shop), code, stoppedBy)
    if (stopped) {
      const { contact_id: contactId, sku: about, locale } = stopped
      const recipient = { shopId: shop.id, contactId, about }
      const language = locale || shop.settings.defaultLocale
      return { kind: 'recipient', shop, recipient: { ...recipient, locale: language } }
    }
  }
  if (!found) return { kind: 'unrecorded', shop }
  const recipient = {
    shopId: shop.id,
    contactId: found.contact_id,
    locale: found.locale || shop.settings.defaultLocale,
    about: found.sku,
    message: found.id,
    url: found.link,
  }
  return { kind: 'recipient', shop, recipient }
}

/** The short link of an SMS to the list of the person whom the number identifies. */
async function readList(env: Env, shop: Shop, code: Code): Promise<ReadLink> {
  const found = await listOf(homeOf(env, shop), code)
  if (!found) return { kind: 'unknown' }
  if (timeOf(found.subscription_id) + TOKEN_LIFE_MS < Date.now()) return { kind: 'expired', shop }
  const recipient = {
    shopId: shop.id,
    contactId: found.contact_id,
    locale: found.locale || shop.settings.defaultLocale,
  }
  return { kind: 'recipient', shop, recipient }
}

/** The short link of an SMS that asks to confirm a number. It works for as long as a mail's. */
async function readConfirmation(env: Env, shop: Shop, code: Code): Promise<ReadLink> {
  const found = await byCode(homeOf(env, shop), code, confirmationOf)
  if (!found) return { kind: 'unknown' }
  if (timeOf(found.request_id) + PENDING_LIFE_MS < Date.now()) return { kind: 'expired', shop }
  const recipient = {
    shopId: shop.id,
    contactId: found.contact_id,
    locale: found.locale || shop.settings.defaultLocale,
    about: aboutAddress({ kind: found.kind, index: found.address_index }),
  }
  return { kind: 'recipient', shop, recipient }
}

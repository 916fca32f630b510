/**
 * Short links for SMS: a code of 44 characters names a message; a signed token would have three
 * hundred. The code holds parts of the contact's index and of the subscription's id, together some 126
 * random bits, so nobody can guess one. The target of the link is looked up. Pure.
 */
import { base64Url } from '../base64.ts'
import { parse, stringify } from 'uuid'

/** What the code of a short link says of its message. */
export interface Code {
  shopId: string
  /** The first characters of the contact's id. */
  contact: string
  /** The last 17 characters of the subscription's id: the random half of a UUIDv7. */
  subscription: string
}

const CONTACT_CHARACTERS = 11
const HALF_BYTES = 8
const SHAPE = /^([\w-]{22})([\w-]{11})([\w-]{11})$/

const decode = (text: string) => Uint8Array.fromBase64(text, { alphabet: 'base64url' })

/** The code of a message over SMS. */
export function codeOf(message: {
  shopId: string
  contactId: string
  subscriptionId: string
}): string {
  const { shopId, contactId, subscriptionId } = message
  const half = parse(subscriptionId).slice(HALF_BYTES)
  return base64Url(parse(shopId)) + contactId.slice(0, CONTACT_CHARACTERS) + base64Url(half)
}

/** Reads a code; undefined for any text that is none. */
export function readCode(text: string): Code | undefined {
  const [, shop, contact, half] = SHAPE.exec(text) ?? []
  if (!shop || !contact || !half) return undefined
  try {
    const subscription = decode(half).toHex()
    return {
      shopId: stringify(decode(shop)),
      contact,
      subscription: `${subscription.slice(0, 4)}-${subscription.slice(4)}`,
    }
  } catch {
    return undefined
  }
}

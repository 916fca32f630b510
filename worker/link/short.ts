/**
 * Short links for SMS: 44 characters that name a message, in place of a signed token of three
 * hundred. They say whose message it is by parts of its contact's index and its subscription's id
 * that hold some 126 bits of chance, so that nobody can guess one; where the link leads is looked
 * up. Pure.
 */
import { parse, stringify } from 'uuid'

/** A message, as its short link names it. */
export interface Code {
  shopId: string
  /** How the contact's id begins. */
  contact: string
  /** How the subscription's id ends: the half of a UUIDv7 that is chance. */
  subscription: string
}

const CONTACT_CHARACTERS = 11
const HALF_BYTES = 8
const SHAPE = /^([\w-]{22})([\w-]{11})([\w-]{11})$/

const encode = (bytes: Uint8Array) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
const decode = (text: string) => Uint8Array.fromBase64(text, { alphabet: 'base64url' })

/** The code of a message over SMS. */
export function codeOf(message: {
  shopId: string
  contactId: string
  subscriptionId: string
}): string {
  const { shopId, contactId, subscriptionId } = message
  const half = parse(subscriptionId).slice(HALF_BYTES)
  return encode(parse(shopId)) + contactId.slice(0, CONTACT_CHARACTERS) + encode(half)
}

/** What a code names; undefined for anything else. */
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

/**
 * The links of mails: a signed token (JWT, HS256) names the shop and the contact. It is checked without
 * a row, nobody can forge it, and it holds no address.
 */
import { decode, sign, verify } from 'hono/jwt'
import { validate } from 'uuid'
import * as v from 'valibot'
import { PENDING_LIFE_MS, TOKEN_LIFE_MS } from '../limits.ts'
import { done, failed, type Result } from '../result.ts'
import type { KeyedShop } from '../secret.ts'
import { linkKey, type LinkPurpose } from '../vault.ts'
import { linkBase, type Linking } from './settings.ts'

/** Whom a link names, and what its message was about. */
export interface Recipient {
  shopId: string
  contactId: string
  /** The language that the message was written in. */
  locale: string
  /** What the message was about: a sku, or the subscription that is to be confirmed. */
  about?: string
  /** The message that the link is in (the id of its outbox row), and where the link leads. */
  message?: string
  url?: string
  /** Of `move`, whose contact is that of the new address: the new address, sealed for it. */
  sealed?: string
  /** The contact that the link itself names, if the person may have another address since then. */
  named?: string
  /** When the link was made, to the second: milliseconds since 1970. A short link does not say. */
  madeAt?: number
}

const Payload = v.object({
  s: v.string(),
  c: v.string(),
  l: v.string(),
  a: v.optional(v.string()),
  m: v.optional(v.string()),
  w: v.optional(v.string()),
  n: v.optional(v.string()),
  exp: v.number(),
})

const LINKS: Record<LinkPurpose, { path: string; lifeMs: number }> = {
  unsubscribe: { path: 'u', lifeMs: TOKEN_LIFE_MS },
  confirm: { path: 'c', lifeMs: PENDING_LIFE_MS },
  manage: { path: 'm', lifeMs: TOKEN_LIFE_MS },
  click: { path: 'r', lifeMs: TOKEN_LIFE_MS },
  move: { path: 'a', lifeMs: PENDING_LIFE_MS },
  team: { path: 't', lifeMs: TOKEN_LIFE_MS },
  noLonger: { path: 'n', lifeMs: TOKEN_LIFE_MS },
}

/**
 * The address of a link in a message of a shop that is written at `now`, in milliseconds since 1970.
 */
export async function linkFor(
  env: Env,
  shop: KeyedShop & { settings: Linking },
  purpose: LinkPurpose,
  {
    contactId,
    locale,
    about,
    message,
    url,
    sealed,
  }: Omit<Recipient, 'shopId' | 'madeAt' | 'named'>,
  now: number,
): Promise<string> {
  const { path, lifeMs } = LINKS[purpose]
  const exp = Math.floor((now + lifeMs) / 1000)
  const payload = {
    s: shop.id,
    c: contactId,
    l: locale,
    ...(about && { a: about }),
    ...(message && { m: message }),
    ...(url && { w: url }),
    ...(sealed && { n: sealed }),
    exp,
  }
  const token = await sign(payload, await linkKey(env, shop, purpose), 'HS256')
  return `${linkBase(env, shop.settings)}/${path}/${token}`
}

/**
 * The id of the shop that a token claims to be of; undefined for a text that is none. Nothing is
 * verified: it only says which shop's key to verify the token with.
 */
export function shopOfToken(token: string): string | undefined {
  try {
    const { s } = decode(token).payload
    return typeof s === 'string' && validate(s) ? s : undefined
  } catch {
    return undefined
  }
}

/** Whom a token names, if it was made for this shop and purpose and has not expired. */
export async function readToken(
  env: Env,
  shop: KeyedShop,
  purpose: LinkPurpose,
  token: string,
): Promise<Result<Recipient, 'expired' | 'unknown'>> {
  try {
    const { s, c, l, a, m, w, n, exp } = v.parse(
      Payload,
      await verify(token, await linkKey(env, shop, purpose), 'HS256'),
    )
    if (s !== shop.id) return failed('unknown')
    return done({
      shopId: s,
      contactId: c,
      locale: l,
      ...(a && { about: a }),
      ...(m && { message: m }),
      ...(w && { url: w }),
      ...(n && { sealed: n }),
      madeAt: exp * 1000 - LINKS[purpose].lifeMs,
    })
  } catch (error) {
    const expired = error instanceof Error && error.name === 'JwtTokenExpired'
    return failed(expired ? 'expired' : 'unknown')
  }
}

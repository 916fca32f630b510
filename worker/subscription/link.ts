/**
 * Links in messages: a token that names the shop and the contact, signed (JWT, HS256), so that it
 * can be checked without a row and forged by nobody. It holds no address.
 */
import { sign, verify } from 'hono/jwt'
import * as v from 'valibot'
import { TOKEN_LIFE_MS } from '../limits.ts'
import { done, failed, type Result } from '../problem.ts'
import { linkKey } from '../vault.ts'

export interface Recipient {
  shopId: string
  contactId: string
  /** The language that the message was written in. */
  locale: string
}

const Payload = v.object({ s: v.string(), c: v.string(), l: v.string() })

export async function unsubscribeLink(
  env: Env,
  { shopId, contactId, locale }: Recipient,
  now: number,
): Promise<string> {
  const exp = Math.floor((now + TOKEN_LIFE_MS) / 1000)
  const payload = { s: shopId, c: contactId, l: locale, exp }
  return `${env.PUBLIC_URL}/u/${await sign(payload, await linkKey(env), 'HS256')}`
}

export async function readToken(env: Env, token: string): Promise<Result<Recipient>> {
  try {
    const payload = v.parse(Payload, await verify(token, await linkKey(env), 'HS256'))
    return done({ shopId: payload.s, contactId: payload.c, locale: payload.l })
  } catch (error) {
    return failed(
      error instanceof Error && error.name === 'JwtTokenExpired'
        ? 'token_expired'
        : 'token_unknown',
    )
  }
}

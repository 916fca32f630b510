/** Who calls in Engage's dialect: a backend with a secret key of the shop. */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RATE_LIMIT_SECONDS, UNAVAILABLE_SECONDS } from '../../../limits.ts'
import type { Scope } from '../../../shop/keys.ts'
import type { With } from '../../context.ts'
import { type Backend, backendOf } from '../caller.ts'
import { tryLater, voyadoError } from './errors.ts'

/** What the routes find. `body`: after `jsonBody`. */
export type VoyadoApp = With<Backend & { body: unknown }>

/** The header of the key. One page of Engage's says `x-api-key`, all others say `apikey`. */
const keyOf = (c: Context): string | undefined =>
  c.req.header('apikey') || c.req.header('x-api-key')

/**
 * Admits a backend with a secret key of the scope `all`, or one of `scopes`, whose shop has switched the
 * dialect on. Sets `shop`, `db` and `vault`.
 */
export const apiKey = (...scopes: Scope[]): MiddlewareHandler<VoyadoApp> =>
  createMiddleware<VoyadoApp>(async (c, next) => {
    const backend = await backendOf(c, keyOf(c), 'voyado', scopes)
    if (backend.ok) {
      c.set('shop', backend.value.shop)
      c.set('db', backend.value.db)
      c.set('vault', backend.value.vault)
      return next()
    }
    switch (backend.error) {
      case 'key_missing':
      case 'key_unknown':
        // RFC 9110, 15.5.2: every 401 names how to authenticate.
        c.header('WWW-Authenticate', 'apikey')
        return voyadoError(c, {
          status: 401,
          errorCode: 'Unauthorized',
          message: 'Authorization has been denied for this request.',
        })
      case 'too_many_requests':
        return tryLater(c, 429, 'Too many wrong keys. Try again later.', RATE_LIMIT_SECONDS)
      case 'scope_missing':
        return voyadoError(c, {
          status: 403,
          errorCode: 'Forbidden',
          message: `The key needs one of the scopes ${['all', ...scopes].join(', ')}.`,
        })
      case 'dialect_off':
        return voyadoError(c, {
          status: 403,
          errorCode: 'Forbidden',
          message: 'The shop has not switched this API on: set dialects.voyado in its settings.',
        })
      case 'not_configured':
        return tryLater(c, 503, 'The server is not configured.', UNAVAILABLE_SECONDS)
      default:
        return backend.error satisfies never
    }
  })

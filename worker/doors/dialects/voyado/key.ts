/** Who calls in Engage's dialect: a backend with a secret key of the shop. */
import type { Context } from 'hono'
import { RATE_LIMIT_SECONDS, UNAVAILABLE_SECONDS } from '../../../limits.ts'
import { admitting } from '../caller.ts'
import { tryLater, voyadoError } from './errors.ts'

/** The header of the key. One page of Engage's says `x-api-key`, all others say `apikey`. */
const keyOf = (c: Context): string | undefined =>
  c.req.header('apikey') || c.req.header('x-api-key')

/** Admits a backend by a secret key of the shop. */
export const apiKey = admitting('voyado', {
  keyOf,
  refuse(c, why, scopes) {
    switch (why) {
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
        return why satisfies never
    }
  },
})

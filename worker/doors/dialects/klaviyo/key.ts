/** Who calls in Klaviyo's dialect: a backend with a secret key of the shop, or a page with its company id. */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ClientShop } from '../../../shop/shop.ts'
import type { With } from '../../context.ts'
import { admitting, pageShopOf } from '../caller.ts'
import {
  DIALECT_OFF,
  invalidCompanyId,
  klaviyoErrors,
  NOT_AUTHENTICATED,
  notConfigured,
  permissionDenied,
  throttled,
} from './errors.ts'

/** What the routes of a page find on their context. `jsonApi` sets `body`. */
export type KlaviyoPageApp = With<{ shop: ClientShop; body: unknown }>

/** Klaviyo's own clients write `Klaviyo-API-Key`; apps with OAuth write `Bearer`. */
const keyOf = (c: Context): string | undefined =>
  /^(?:Klaviyo-API-Key|Bearer) +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]

/** Admits a backend by a secret key of the shop. */
export const klaviyoKey = admitting('klaviyo', {
  keyOf,
  refuse(c, why, scopes) {
    switch (why) {
      case 'key_missing':
      case 'key_unknown':
        // RFC 9110, 15.5.2: every 401 names how to authenticate.
        c.header('WWW-Authenticate', 'Klaviyo-API-Key')
        return klaviyoErrors(c, NOT_AUTHENTICATED)
      case 'too_many_requests':
        return throttled(c)
      case 'scope_missing': {
        const needed = ['all', ...scopes].join(', ')
        return klaviyoErrors(c, permissionDenied(`The key needs one of the scopes ${needed}.`))
      }
      case 'dialect_off':
        return klaviyoErrors(c, DIALECT_OFF)
      case 'not_configured':
        return notConfigured(c)
      default:
        return why satisfies never
    }
  },
})

/**
 * Admits a page of the shop that `company_id` names: by its public key, or by a name in its settings. Sets
 * `shop`. An Authorization header, which some shops' proxies add, counts for nothing.
 */
export const klaviyoPage: MiddlewareHandler<KlaviyoPageApp> = createMiddleware<KlaviyoPageApp>(
  async (c, next) => {
    const companyId = c.req.query('company_id')
    const shop = await pageShopOf(c, companyId, 'klaviyo')
    if (shop.ok) {
      c.set('shop', shop.value)
      return next()
    }
    switch (shop.error) {
      case 'shop_unknown':
        return klaviyoErrors(c, invalidCompanyId(companyId))
      case 'origin_not_allowed':
        return klaviyoErrors(c, permissionDenied('Add the page’s origin to the shop’s origins.'))
      case 'too_many_requests':
        return throttled(c)
      case 'dialect_off':
        return klaviyoErrors(c, DIALECT_OFF)
      case 'not_configured':
        return notConfigured(c)
      default:
        return shop.error satisfies never
    }
  },
)

/** The shop of a page's request, and whether that page may ask. */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { localeIn } from '../../../shared/locale.ts'
import { clientOf } from '../../ip.ts'
import { RATE_LIMIT_SECONDS } from '../../limits.ts'
import { withinLimit } from '../../rate-limit.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { shopByPublicKey } from '../../shop/known.ts'
import type { With } from '../context.ts'
import { problem, tooManyRequests } from '../problem.ts'
import { visitorOf } from '../visitor.ts'

/** What the widget's routes find. */
export type WidgetApp = With<{ shop: ClientShop }>

/**
 * Limits how much one IP address may read: each new question is a query of D1, even for an unknown
 * shop.
 */
export const readingBrake: MiddlewareHandler<WidgetApp> = createMiddleware<WidgetApp>(
  async (c, next) => {
    const within = await withinLimit(c.env, 'LIMIT_IP', `read:${clientOf(visitorOf(c).ip)}`)
    return within ? next() : tooManyRequests(c, RATE_LIMIT_SECONDS)
  },
)

/**
 * Admits a page of the shop whose public key `keyOf` finds in the request: sets `shop`. Browsers send the
 * Origin with every POST, and with every GET from another origin.
 */
export const pageShop = (keyOf: (c: Context<WidgetApp>) => unknown): MiddlewareHandler<WidgetApp> =>
  createMiddleware<WidgetApp>(async (c, next) => {
    const key = await keyOf(c)
    const shop = typeof key === 'string' ? await shopByPublicKey(c.env, key) : undefined
    if (!shop) return problem(c, 'shop_unknown')
    const origin = c.req.header('Origin')
    const mayAsk = origin === undefined ? c.req.method === 'GET' : shop.origins.includes(origin)
    if (!mayAsk) return problem(c, 'origin_not_allowed')
    c.set('shop', shop)
    return next()
  })

/** The query of a page's request, after `pageShop`, with a locale that can be used. */
export const pageQuery = (c: Context): Record<string, string> =>
  withUsableLocale(c.req.query(), c.get('shop') as ClientShop)

/**
 * A page's request with a locale that can be used. Where its template wrote something else
 * (`{{ lang }}`), it is the shop's own: no shopper can mend that, so none is refused for it.
 */
export const withUsableLocale = <R extends object>(
  request: R,
  { defaultLocale }: Pick<ClientShop, 'defaultLocale'>,
): R =>
  'locale' in request ? { ...request, locale: localeIn(request.locale) ?? defaultLocale } : request

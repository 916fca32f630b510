/** Who is asking: a shop's page by its public key, its backend by a secret key, or the owner. */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from './context.ts'
import { isLocal } from '../env.ts'
import { problem, type ProblemCode } from './problem.ts'
import { done, failed, type Result } from '../result.ts'
import { openVault, secretUsable } from '../vault.ts'
import type { ClientShop } from '../shop/shop.ts'
import { shopByPublicKey, shopBySecretKey } from '../shop/store.ts'

/** Known to everybody who reads the README; good for nothing but one's own machine. */
export const DEMO_KEYS = { public: 'pk_demo', secret: 'sk_demo', admin: 'dev' }

/** Whether a key is one of those that work on one's own machine only. */
export const isDemoKey = (key: string) => Object.values(DEMO_KEYS).includes(key)

function bearer(c: Context<App>): string | undefined {
  return /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '')?.[1]
}

/** Admits a shop's backend: sets `shop` and `vault`. */
export const backend: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) => {
  const key = bearer(c)
  if (!key) return problem(c, { code: 'key_missing' })
  if (!secretUsable(c.env)) return problem(c, { code: 'not_configured' })
  const refused = isDemoKey(key) && !isLocal(c.env)
  const shop = refused ? undefined : await shopBySecretKey(c.env, key)
  if (!shop) return problem(c, { code: 'key_unknown' })
  c.set('shop', shop)
  c.set('vault', await openVault(c.env, shop.id))
  return next()
})

/** Admits the Worker's owner, by the ADMIN_TOKEN. */
export const owner: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) => {
  const key = bearer(c)
  const token = c.env.ADMIN_TOKEN
  if (!key) return problem(c, { code: 'key_missing' })
  if (!token || !secretUsable(c.env)) return problem(c, { code: 'not_configured' })
  const refused = isDemoKey(token) && !isLocal(c.env)
  if (refused || !(await timingSafeEqual(key, token))) return problem(c, { code: 'key_unknown' })
  return next()
})

/**
 * The shop of a page's request, if the page may ask: browsers send the Origin with every POST and
 * with every GET from another origin. An allowed origin may read the answer; any may read why it is
 * refused, so that the page can say so: a refusal tells nothing of the shop.
 */
export async function pageShop(
  c: Context<App>,
  key: unknown,
): Promise<Result<ClientShop, ProblemCode>> {
  const origin = c.req.header('Origin')
  c.header('Vary', 'Origin')
  if (origin !== undefined) {
    c.header('Access-Control-Allow-Origin', origin)
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
  }
  const known = typeof key === 'string' && (isLocal(c.env) || !isDemoKey(key))
  const shop = known && key.length <= 100 ? await shopByPublicKey(c.env, key) : undefined
  if (!shop) return failed('shop_unknown')
  const mayAsk = origin === undefined ? c.req.method === 'GET' : shop.origins.includes(origin)
  return mayAsk ? done(shop) : failed('origin_not_allowed')
}

/**
 * Who may call the API: a shop's backend by its secret key, or the Worker's owner by the ADMIN_TOKEN.
 *
 * Not hono/bearer-auth: it answers 400 to a token with characters such as `!` or `@`, which an
 * ADMIN_TOKEN may have, and throws its answers past the handlers.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { adminTokenFault } from '../../admin-token.ts'
import { configurationFaults } from '../../configuration.ts'
import { homeOf } from '../../homes/home.ts'
import { secretUsable } from '../../secret.ts'
import type { Scope } from '../../shop/keys.ts'
import { holderOf } from '../../shop/secret-keys.ts'
import type { Actor } from '../../shop/keys.ts'
import type { Shop } from '../../shop/shop.ts'
import { openVault, type Vault } from '../../vault.ts'
import type { App, With } from '../context.ts'
import { problem, scopeMissing } from '../problem.ts'
import { refused } from '../wrong-key.ts'
import { ACCESS } from './access.ts'

/**
 * What the routes behind `backend` find: the shop of the key, its database and its vault; and `by`:
 * who calls, for the log.
 */
export type BackendApp = With<{
  shop: Shop
  db: D1Database
  vault: Vault
  by: Actor
  scopes: Scope[]
}>

const bearer = (c: Context): string | undefined =>
  /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '')?.[1]

/** The scopes of the route of this request. A key needs one of them. */
function scopesFor(c: Context): Scope[] {
  const route = matchedRoutes(c)[c.req.routeIndex]
  return ['all', ...(ACCESS[`${route?.method} ${route?.path}`] ?? [])]
}

/** Admits a shop's backend if its key may call this route. Sets `shop`, `db` and `vault`. */
export const backend: MiddlewareHandler<BackendApp> = createMiddleware<BackendApp>(
  async (c, next) => {
    const key = bearer(c)
    if (!key) return problem(c, 'key_missing')
    if (!secretUsable(c.env)) return problem(c, 'not_configured', configurationFaults(c.env))
    const holder = await holderOf(c.env, key, Date.now())
    if (!holder) return refused(c, 'key_unknown')
    const { shop, keyId, scopes } = holder
    const needed = scopesFor(c)
    if (!scopes.some((scope) => needed.includes(scope))) return scopeMissing(c, needed)
    c.set('shop', shop)
    c.set('db', homeOf(c.env, shop))
    c.set('vault', await openVault(c.env, shop))
    c.set('by', { key: keyId })
    c.set('scopes', scopes)
    return next()
  },
)

/** Admits the Worker's owner. */
export const owner: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) => {
  const key = bearer(c)
  if (!key) return problem(c, 'key_missing')
  const { ADMIN_TOKEN: token = '' } = c.env
  const fault = adminTokenFault(c.env)
  if (fault) return problem(c, 'not_configured', [{ pointer: '/ADMIN_TOKEN', code: fault }])
  if (!secretUsable(c.env)) return problem(c, 'not_configured', configurationFaults(c.env))
  return (await timingSafeEqual(key, token)) ? next() : refused(c, 'key_unknown')
})

/**
 * Who may call the API: a shop's backend by its secret key, or the Worker's owner by the ADMIN_TOKEN.
 *
 * Not hono/bearer-auth: it answers 400 to a token with characters such as `!` or `@`, which an
 * ADMIN_TOKEN may have, and throws its answers past the handlers.
 */
import { timingSafeEqual } from 'hono/utils/buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isLocal } from '../../env.ts'
import { homeOf } from '../../homes/home.ts'
import { isDemoKey } from '../../shop/keys.ts'
import type { Shop } from '../../shop/shop.ts'
import { shopBySecretKey } from '../../shop/store.ts'
import { secretUsable } from '../../secret.ts'
import { openVault, type Vault } from '../../vault.ts'
import type { App, With } from '../context.ts'
import { problem } from '../problem.ts'

/** What the routes behind `backend` find: the shop of the key, its database and its vault. */
export type BackendApp = With<{ shop: Shop; db: D1Database; vault: Vault }>

const bearer = (c: Context): string | undefined =>
  /^Bearer (\S+)$/.exec(c.req.header('Authorization') ?? '')?.[1]

/** Admits a shop's backend: sets `shop`, `db` and `vault`. */
export const backend: MiddlewareHandler<BackendApp> = createMiddleware<BackendApp>(
  async (c, next) => {
    const key = bearer(c)
    if (!key) return problem(c, 'key_missing')
    if (!secretUsable(c.env)) return problem(c, 'not_configured')
    const shop = await shopBySecretKey(c.env, key)
    if (!shop) return problem(c, 'key_unknown')
    c.set('shop', shop)
    c.set('db', homeOf(c.env, shop))
    c.set('vault', await openVault(c.env, shop))
    return next()
  },
)

/** Admits the Worker's owner. */
export const owner: MiddlewareHandler<App> = createMiddleware<App>(async (c, next) => {
  const key = bearer(c)
  const token = c.env.ADMIN_TOKEN
  if (!key) return problem(c, 'key_missing')
  if (!token || !secretUsable(c.env)) return problem(c, 'not_configured')
  const refused = isDemoKey(token) && !isLocal(c.env)
  if (refused || !(await timingSafeEqual(key, token))) return problem(c, 'key_unknown')
  return next()
})

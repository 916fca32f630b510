/**
 * Who calls in a dialect: a shop's backend with its secret key, or a page. Each dialect gives its own
 * answer to every refusal.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { homeOf } from '../../homes/home.ts'
import { clientOf } from '../../ip.ts'
import { withinLimit } from '../../rate-limit.ts'
import { done, failed, type Result } from '../../result.ts'
import { secretUsable } from '../../secret.ts'
import { shopByAlias } from '../../shop/alias.ts'
import type { DialectName } from '../../shop/dialects.ts'
import type { Scope } from '../../shop/keys.ts'
import { holderOf } from '../../shop/secret-keys.ts'
import type { ClientShop, Shop } from '../../shop/shop.ts'
import type { RequestEvidence } from '../../subscription/request.ts'
import { openVault, type Vault } from '../../vault.ts'
import type { With } from '../context.ts'
import { visitorOf } from '../visitor.ts'

/** A backend that may call: its shop, with the shop's database and vault. */
export interface Backend {
  shop: Shop
  db: D1Database
  vault: Vault
}

/** What the routes of a backend find on their context. `body`: the JSON that was sent, once a route has read it. */
export type DialectApp = With<Backend & { body: unknown }>

/** Why a backend may not call. */
export type BackendRefusal =
  | 'key_missing'
  | 'key_unknown'
  /** This client has sent too many wrong keys in the last minute. */
  | 'too_many_requests'
  | 'scope_missing'
  /** The shop has not switched the dialect on. */
  | 'dialect_off'
  /** The Worker has no usable secret. */
  | 'not_configured'

/**
 * The backend with a secret key of a shop, if the shop has switched the dialect on and the key has the
 * scope `all` or one of `scopes`. Throws if D1 gives no answer.
 */
async function backendOf(
  c: Context,
  key: string | undefined,
  dialect: DialectName,
  scopes: readonly Scope[] = [],
): Promise<Result<Backend, BackendRefusal>> {
  if (!key) return failed('key_missing')
  if (!secretUsable(c.env)) return failed('not_configured')
  const holder = await holderOf(c.env, key, Date.now())
  if (!holder) {
    const within = await withinLimit(c.env, 'LIMIT_FAILURES', clientOf(visitorOf(c).ip))
    return failed(within ? 'key_unknown' : 'too_many_requests')
  }
  const { shop } = holder
  if (!holder.scopes.some((scope) => scope === 'all' || scopes.includes(scope))) {
    return failed('scope_missing')
  }
  if (!shop.settings.dialects[dialect]) return failed('dialect_off')
  return done({ shop, db: homeOf(c.env, shop), vault: await openVault(c.env, shop) })
}

/** How a dialect reads the key of a call, and answers a backend that may not call. */
interface Gate {
  keyOf(c: Context): string | undefined
  refuse(c: Context, why: BackendRefusal, scopes: readonly Scope[]): Response | Promise<Response>
}

/**
 * Middleware that admits a backend with a secret key of the scope `all`, or one of `scopes`, whose shop has
 * switched the dialect on. Sets `shop`, `db` and `vault`.
 */
export const admitting =
  (dialect: DialectName, { keyOf, refuse }: Gate) =>
  (...scopes: Scope[]): MiddlewareHandler<DialectApp> =>
    createMiddleware<DialectApp>(async (c, next) => {
      const backend = await backendOf(c, keyOf(c), dialect, scopes)
      if (!backend.ok) return refuse(c, backend.error, scopes)
      c.set('shop', backend.value.shop)
      c.set('db', backend.value.db)
      c.set('vault', backend.value.vault)
      return next()
    })

/** Why a page may not call. */
export type PageRefusal =
  | 'shop_unknown'
  | 'origin_not_allowed'
  /** This client has asked too often in the last minute. */
  | 'too_many_requests'
  | 'dialect_off'
  | 'not_configured'

/**
 * The shop of a page's call: `name` is its public key or a name that stands for it. As for the widget, the
 * Origin has to be one of the shop's, and each client may ask so often. Throws if D1 gives no answer.
 */
export async function pageShopOf(
  c: Context,
  name: string | undefined,
  dialect: DialectName,
): Promise<Result<ClientShop, PageRefusal>> {
  if (!secretUsable(c.env)) return failed('not_configured')
  const within = await withinLimit(c.env, 'LIMIT_IP', `read:${clientOf(visitorOf(c).ip)}`)
  if (!within) return failed('too_many_requests')
  const shop = name ? await shopByAlias(c.env, name) : undefined
  if (!shop) return failed('shop_unknown')
  if (!shop.origins.includes(c.req.header('Origin') ?? '')) return failed('origin_not_allowed')
  return shop.dialects[dialect] ? done(shop) : failed('dialect_off')
}

const TERMS = { words: 'declared', inStock: 'waits' } as const

/** The evidence of a backend's request. */
export const BACKEND_EVIDENCE: RequestEvidence = { asker: 'backend', ...TERMS }

/** The evidence of a page's request. It runs no script of ours, so a mail takes the place of Turnstile. */
export const pageEvidence = (c: Context): RequestEvidence => ({
  asker: 'shopper',
  visitor: visitorOf(c),
  proof: { by: 'mail' },
  ...TERMS,
})

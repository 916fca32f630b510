/**
 * Shops in D1 and in KV. The row of a shop is in `DB`; all its other data is in the home that the
 * row names. KV caches the part that shoppers' requests need. A change of settings deletes the
 * cached part, but KV may serve it for up to a minute after that (Cloudflare, "KV: consistency").
 */
import type { ShopSettings } from './settings.ts'
import { KEPT_SHOP_MS, KEPT_SHOPS, SHOP_CACHE_SECONDS } from '../limits.ts'
import { sha256 } from '../vault.ts'
import { isKey } from './keys.ts'
import { clientShop } from './rules.ts'
import type { ClientShop, Shop } from './shop.ts'

interface ShopRow {
  id: string
  public_key: string
  data_key: string
  database: string
  settings: string
}

/** After how many days the subscriptions of each shop expire. */
export async function expiryOfShops(env: Env): Promise<{ shopId: string; days: number }[]> {
  const { results } = await env.DB.prepare(
    `SELECT id AS shopId, settings ->> '$.expireAfterDays' AS days FROM shop`,
  ).all<{ shopId: string; days: number }>()
  return results
}

/** The shop that meets a SQL condition on `value` (?1). */
async function shopWhere(env: Env, condition: string, value: string): Promise<Shop | undefined> {
  const row = await env.DB.prepare(
    `SELECT id, public_key, data_key, database, settings FROM shop WHERE ${condition}`,
  )
    .bind(value)
    .first<ShopRow>()
  if (!row) return
  const { id, public_key: publicKey, data_key: dataKey, database, settings } = row
  return { id, publicKey, dataKey, database, settings: JSON.parse(settings) as ShopSettings }
}

/** A shop by its id. */
export const shopById = (env: Env, id: string): Promise<Shop | undefined> =>
  shopWhere(env, 'id = ?1', id)

/** The shop of a secret key (`sk_…`). */
export async function shopBySecretKey(env: Env, key: string): Promise<Shop | undefined> {
  if (!isKey(env, key)) return
  const ofKey = 'id = (SELECT shop_id FROM secret_key WHERE hash = ?1)'
  return shopWhere(env, ofKey, await sha256(key))
}

/** A shop by its id or its public key: the address of a webhook may hold either. */
export async function shopByEitherKey(env: Env, key: string): Promise<Shop | undefined> {
  return isKey(env, key) ? shopWhere(env, 'id = ?1 OR public_key = ?1', key) : undefined
}

// Many shoppers open a page at the same time, so an isolate caches the shops that it just served.
const isolateCache = new Map<string, { shop: ClientShop; until: number }>()

/** The shop of a page's public key: from this isolate, from KV, or from D1. */
export async function shopByPublicKey(env: Env, key: string): Promise<ClientShop | undefined> {
  if (!isKey(env, key)) return
  const cached = isolateCache.get(key)
  if (cached && cached.until > Date.now()) return cached.shop
  const shop = await readClientShop(env, key)
  if (!shop) return
  if (isolateCache.size >= KEPT_SHOPS) isolateCache.clear()
  isolateCache.set(key, { shop, until: Date.now() + KEPT_SHOP_MS })
  return shop
}

async function readClientShop(env: Env, key: string): Promise<ClientShop | undefined> {
  const cached = await env.CACHE.get<ClientShop>(cacheKey(key), 'json')
  if (cached) return cached
  const found = await shopWhere(env, 'public_key = ?1', key)
  if (!found) return
  const shop = clientShop(found)
  await env.CACHE.put(cacheKey(key), JSON.stringify(shop), { expirationTtl: SHOP_CACHE_SECONDS })
  return shop
}

const cacheKey = (publicKey: string) => `shop:${publicKey}`

/** Writes a new shop and its first secret key. Of the secret key only a hash is stored. */
export async function insertShop(
  env: Env,
  shop: Shop,
  secretKey: string,
  now: number,
): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO shop (id, public_key, data_key, database, settings, created_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)`,
    ).bind(
      shop.id,
      shop.publicKey,
      shop.dataKey,
      shop.database,
      JSON.stringify(shop.settings),
      now,
    ),
    env.DB.prepare(
      'INSERT INTO secret_key (hash, shop_id, hint, created_at) VALUES (?1, ?2, ?3, ?4)',
    ).bind(await sha256(secretKey), shop.id, secretKey.slice(-4), now),
  ])
}

/** Writes changed settings, and deletes the cached shop. */
export async function updateSettings(env: Env, shop: Shop, now: number): Promise<void> {
  await env.DB.prepare('UPDATE shop SET settings = ?2, updated_at = ?3 WHERE id = ?1')
    .bind(shop.id, JSON.stringify(shop.settings), now)
    .run()
  isolateCache.delete(shop.publicKey)
  await env.CACHE.delete(cacheKey(shop.publicKey))
}

/** A new key: 160 random bits as hex, after its prefix. */
export function newKey(prefix: 'pk' | 'sk'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `${prefix}_${bytes.toHex()}`
}

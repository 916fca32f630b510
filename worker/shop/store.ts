/**
 * Shops in D1. The row of a shop is in `DB`; all its other data is in the home that the row names.
 * What the Worker knows of a shop without D1 is in known.ts.
 */
import type { ShopSettings } from './settings.ts'
import { sha256 } from '../vault.ts'
import { isKey } from './keys.ts'
import type { Shop } from './shop.ts'

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

/** A shop by its public key (`pk_…`). */
export const shopByPublicKeyInD1 = (env: Env, key: string): Promise<Shop | undefined> =>
  shopWhere(env, 'public_key = ?1', key)

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

/** Writes changed settings. */
export async function updateSettings(env: Env, shop: Shop, now: number): Promise<void> {
  await env.DB.prepare('UPDATE shop SET settings = ?2, updated_at = ?3 WHERE id = ?1')
    .bind(shop.id, JSON.stringify(shop.settings), now)
    .run()
}

/** A new key: 160 random bits as hex, after its prefix. */
export function newKey(prefix: 'pk' | 'sk'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `${prefix}_${bytes.toHex()}`
}

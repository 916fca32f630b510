/**
 * The secret keys of shops in D1: made, listed, revoked, and found when a backend calls. No cache
 * holds them, so a revoked key stops at once.
 */
import { newId } from '../ids.ts'
import { KEY_USED_MS, SECRET_KEYS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { sha256 } from '../vault.ts'
import { isKey, newKey, type NewSecretKey, type Scope, type SecretKey } from './keys.ts'
import type { Shop } from './shop.ts'
import { SHOP_COLUMNS, shopOf, type ShopRow } from './store.ts'

/** A backend that showed its key: its shop, and what the key may do. */
export interface KeyHolder {
  shop: Shop
  /** The id of the key, as `GET /v1/keys` lists it. */
  keyId: string
  scopes: Scope[]
}

/**
 * The holder of a secret key (`sk_…`). Notes that the key was used, once an hour: a row for each
 * request would cost more than most requests do.
 */
export async function holderOf(env: Env, key: string, now: number): Promise<KeyHolder | undefined> {
  if (!isKey(env, key)) return
  const hash = await sha256(key)
  const row = await env.DB.prepare(
    `SELECT ${SHOP_COLUMNS}, k.id AS key_id, k.scopes, k.last_used_at FROM secret_key k
     JOIN shop s ON s.id = k.shop_id WHERE k.hash = ?1`,
  )
    .bind(hash)
    .first<ShopRow & { key_id: string; scopes: string; last_used_at: number | null }>()
  if (!row) return
  if ((row.last_used_at ?? 0) <= now - KEY_USED_MS) await noteUse(env, row.id, hash, now)
  return { shop: shopOf(row), keyId: row.key_id, scopes: JSON.parse(row.scopes) as Scope[] }
}

/** If it fails, the request goes on: the next one notes it. */
async function noteUse(env: Env, shopId: string, hash: string, now: number): Promise<void> {
  const update = 'UPDATE secret_key SET last_used_at = ?3 WHERE hash = ?2 AND shop_id = ?1'
  try {
    await env.DB.prepare(update).bind(shopId, hash, now).run()
  } catch (error) {
    logLine('error', 'key_use_not_noted', { error: errorName(error) })
  }
}

/** A new key with the key itself, to be shown once: only its hash is stored. */
export type MadeKey = SecretKey & { secretKey: string }

/**
 * Makes a key for a shop. `unknown`: there is no such shop. `too_many`: it has as many keys as it
 * may have; the Worker's owner (`beyond`) may make more, because that is the way back in.
 */
export async function makeKey(
  env: Env,
  shopId: string,
  asked: NewSecretKey,
  now: number,
  beyond = false,
): Promise<MadeKey | 'unknown' | 'too_many'> {
  const key = { ...asked, id: newId(now), secretKey: newKey('sk') }
  const statement = await keyStatement(env, shopId, key, now, beyond ? undefined : SECRET_KEYS)
  const { meta } = await statement.run()
  if (meta.changes === 0) return beyond ? 'unknown' : 'too_many'
  return { ...key, hint: hintOf(key.secretKey), createdAt: new Date(now).toISOString() }
}

const hintOf = (secretKey: string) => secretKey.slice(-4)

/** The statement that writes a key, if the shop exists and has fewer than `most` keys. */
export async function keyStatement(
  env: Env,
  shopId: string,
  { id, secretKey, name, scopes }: NewSecretKey & { id: string; secretKey: string },
  now: number,
  most = Number.MAX_SAFE_INTEGER,
): Promise<D1PreparedStatement> {
  const hash = await sha256(secretKey)
  return env.DB.prepare(
    `INSERT INTO secret_key (hash, id, shop_id, name, hint, scopes, created_at)
     SELECT ?1, ?2, id, ?4, ?5, ?6, ?7 FROM shop
     WHERE id = ?3 AND (SELECT COUNT(*) FROM secret_key WHERE shop_id = ?3) < ?8`,
  ).bind(hash, id, shopId, name, hintOf(secretKey), JSON.stringify(scopes), now, most)
}

interface KeyRow {
  id: string
  name: string
  hint: string
  scopes: string
  created_at: number
  last_used_at: number | null
}

/** The keys of a shop, oldest first. */
export async function keysOf(env: Env, shopId: string): Promise<SecretKey[]> {
  const { results } = await env.DB.prepare(
    `SELECT id, name, hint, scopes, created_at, last_used_at FROM secret_key
     WHERE shop_id = ?1 ORDER BY id`,
  )
    .bind(shopId)
    .all<KeyRow>()
  return results.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: new Date(row.created_at).toISOString(),
    ...(row.last_used_at !== null && { lastUsedAt: new Date(row.last_used_at).toISOString() }),
  }))
}

/**
 * Revokes a key: its next request is refused. `last`: no other key of the shop has the scope `all`,
 * so nobody at the shop could make keys any more.
 */
export async function revokeKey(
  env: Env,
  shopId: string,
  id: string,
): Promise<'revoked' | 'unknown' | 'last'> {
  const { meta } = await env.DB.prepare(
    `DELETE FROM secret_key WHERE shop_id = ?1 AND id = ?2 AND (scopes <> '["all"]'
       OR EXISTS (SELECT 1 FROM secret_key WHERE shop_id = ?1 AND id <> ?2 AND scopes = '["all"]'))`,
  )
    .bind(shopId, id)
    .run()
  if (meta.changes > 0) return 'revoked'
  const keys = await keysOf(env, shopId)
  return keys.some((key) => key.id === id) ? 'last' : 'unknown'
}

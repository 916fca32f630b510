/**
 * Shops in D1. The row of a shop is in `DB`; all its other data is in the home that the row names.
 * What the Worker knows of a shop without D1 is in known.ts.
 */
import type { ShopSettings } from './settings.ts'
import { isKey } from './keys.ts'
import type { Shop } from './shop.ts'

/** A row of `shop`, as `SHOP_COLUMNS` select it. */
export interface ShopRow {
  id: string
  public_key: string
  data_key: string
  database: string
  settings: string
  sender_domains: string
  standard_texts: string
}

/** After how many days the subscriptions of each shop expire. */
export async function expiryOfShops(env: Env): Promise<{ shopId: string; days: number }[]> {
  const { results } = await env.DB.prepare(
    `SELECT id AS shopId, settings ->> '$.expireAfterDays' AS days FROM shop`,
  ).all<{ shopId: string; days: number }>()
  return results
}

/** The columns of `shop s` that make a shop. */
export const SHOP_COLUMNS =
  's.id, s.public_key, s.data_key, s.database, s.settings, s.sender_domains, s.standard_texts'

/** The shop of a row. */
export const shopOf = (row: ShopRow): Shop => ({
  id: row.id,
  publicKey: row.public_key,
  dataKey: row.data_key,
  database: row.database,
  settings: JSON.parse(row.settings) as ShopSettings,
  senderDomains: JSON.parse(row.sender_domains) as string[],
  standardTexts: row.standard_texts,
})

/** The shop that meets a SQL condition on `value` (?1). */
async function shopWhere(env: Env, condition: string, value: string): Promise<Shop | undefined> {
  const row = await env.DB.prepare(`SELECT ${SHOP_COLUMNS} FROM shop s WHERE ${condition}`)
    .bind(value)
    .first<ShopRow>()
  return row ? shopOf(row) : undefined
}

/** At most `limit` shops that were last saved under other standard consent texts than these. */
export async function shopsBefore(env: Env, standardTexts: string, limit: number): Promise<Shop[]> {
  const { results } = await env.DB.prepare(
    `SELECT ${SHOP_COLUMNS} FROM shop s WHERE standard_texts <> ?1 LIMIT ?2`,
  )
    .bind(standardTexts, limit)
    .all<ShopRow>()
  return results.map(shopOf)
}

/** A shop by its public key (`pk_…`). */
export const shopByPublicKeyInD1 = (env: Env, key: string): Promise<Shop | undefined> =>
  shopWhere(env, 'public_key = ?1', key)

/** A shop by its id. */
export const shopById = (env: Env, id: string): Promise<Shop | undefined> =>
  shopWhere(env, 'id = ?1', id)

/** A shop by its id or its public key: the address of a webhook may hold either. */
export async function shopByEitherKey(env: Env, key: string): Promise<Shop | undefined> {
  return isKey(env, key) ? shopWhere(env, 'id = ?1 OR public_key = ?1', key) : undefined
}

/** The statement that writes a new shop. */
export const shopStatement = (env: Env, shop: Shop, now: number): D1PreparedStatement =>
  env.DB.prepare(
    `INSERT INTO shop
       (id, public_key, data_key, database, settings, sender_domains, standard_texts, created_at,
        updated_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)`,
  ).bind(
    shop.id,
    shop.publicKey,
    shop.dataKey,
    shop.database,
    JSON.stringify(shop.settings),
    JSON.stringify(shop.senderDomains),
    shop.standardTexts,
    now,
  )

/** Writes changed settings. */
export async function updateSettings(env: Env, shop: Shop, now: number): Promise<void> {
  await env.DB.prepare(
    'UPDATE shop SET settings = ?2, standard_texts = ?3, updated_at = ?4 WHERE id = ?1',
  )
    .bind(shop.id, JSON.stringify(shop.settings), shop.standardTexts, now)
    .run()
}

/** Writes the domains that a shop may send from. */
export async function updateSenderDomains(
  env: Env,
  { id, senderDomains }: Pick<Shop, 'id' | 'senderDomains'>,
): Promise<void> {
  await env.DB.prepare('UPDATE shop SET sender_domains = ?2 WHERE id = ?1')
    .bind(id, JSON.stringify(senderDomains))
    .run()
}

/** Records under which standard consent texts the texts of a shop are stored. */
export async function markStandardTexts(env: Env, shopId: string, version: string): Promise<void> {
  await env.DB.prepare('UPDATE shop SET standard_texts = ?2 WHERE id = ?1')
    .bind(shopId, version)
    .run()
}

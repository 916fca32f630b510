/**
 * Names under which callers of a dialect know a shop: Klaviyo's company id in place of the public key.
 * A name belongs to one shop of the Worker. The shop's own settings decide: a copy in KV only says where to
 * look, so an old one does no harm.
 */
import { KEPT_SHOPS, SHOP_COPY_SECONDS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import type { Dialects } from './dialects.ts'
import { shopByPublicKey } from './known.ts'
import type { ClientShop, Shop } from './shop.ts'

const aliasKey = (alias: string) => `shop-alias:${alias}`

// The public keys that this isolate found lately, by alias.
const found = new Map<string, string>()

const aliasesOf = ({ klaviyo }: Dialects): string[] => klaviyo?.companyIds ?? []

/**
 * The shop with a public key, or with a name that stands for it. Throws if D1 gives no answer and KV has
 * no copy.
 */
export async function shopByAlias(env: Env, name: string): Promise<ClientShop | undefined> {
  const own = name.startsWith('pk_') ? await shopByPublicKey(env, name) : undefined
  if (own) return own
  const isNamed = (shop: ClientShop | undefined) =>
    shop !== undefined && aliasesOf(shop.dialects).includes(name)
  const known = found.get(name) ?? (await fromKv(env, name))
  const copy = known ? await shopByPublicKey(env, known) : undefined
  if (isNamed(copy)) return copy
  const publicKey = await fromD1(env, name)
  const shop = publicKey ? await shopByPublicKey(env, publicKey) : undefined
  if (!publicKey || !isNamed(shop)) return undefined
  if (found.size >= KEPT_SHOPS) found.clear()
  found.set(name, publicKey)
  await env.CACHE.put(aliasKey(name), publicKey, { expirationTtl: SHOP_COPY_SECONDS }).catch(
    (error: unknown) => logLine('warn', 'alias_not_kept', { error: errorName(error) }),
  )
  return shop
}

async function fromKv(env: Env, alias: string): Promise<string | undefined> {
  try {
    return (await env.CACHE.get(aliasKey(alias))) ?? undefined
  } catch (error) {
    logLine('warn', 'kv_failed', { error: errorName(error) })
    return undefined
  }
}

async function fromD1(env: Env, alias: string): Promise<string | undefined> {
  const row = await env.DB.prepare(
    `SELECT s.public_key FROM shop_alias a JOIN shop s ON s.id = a.shop_id WHERE a.alias = ?1`,
  )
    .bind(alias)
    .first<{ public_key: string }>()
  return row?.public_key
}

/**
 * Gives a shop the names of its settings and takes back those that it no longer has. Gives the names that
 * another shop has: then it changes nothing.
 */
export async function claimAliases(env: Env, { id, settings }: Shop): Promise<string[]> {
  const json = JSON.stringify(aliasesOf(settings.dialects))
  const { results } = await env.DB.prepare(
    `SELECT a.alias FROM json_each(?2) j JOIN shop_alias a ON a.alias = j.value
     WHERE a.shop_id <> ?1`,
  )
    .bind(id, json)
    .all<{ alias: string }>()
  if (results.length > 0) return results.map(({ alias }) => alias)
  await env.DB.batch([
    env.DB.prepare(
      `DELETE FROM shop_alias WHERE shop_id = ?1
         AND alias NOT IN (SELECT value FROM json_each(?2))`,
    ).bind(id, json),
    env.DB.prepare(
      `INSERT INTO shop_alias (alias, shop_id) SELECT value, ?1 FROM json_each(?2) WHERE true
       ON CONFLICT DO NOTHING`,
    ).bind(id, json),
  ])
  return []
}

/**
 * Shops that the Worker knows without D1. KV holds a copy of each shop, so that a shopper's request and
 * a link in a message need no row of the shop, and work while D1 gives no answer.
 *
 * A copy is fresh for `SHOP_FRESH_MS`. After that D1 is read again; if it gives no answer, the old copy
 * counts, until KV deletes it after `SHOP_COPY_SECONDS`. A change of settings writes the copy anew, but
 * KV may serve the one before for up to a minute (Cloudflare, "KV: consistency"). The copy holds the
 * secrets of the settings only sealed.
 */
import {
  KEPT_SHOP_MS,
  KEPT_SHOPS,
  SHOP_COPY_MS,
  SHOP_COPY_SECONDS,
  SHOP_FRESH_MS,
} from '../limits.ts'
import { opens } from '../secret.ts'
import { errorName, logLine } from '../log-line.ts'
import { isKey } from './keys.ts'
import { clientShop } from './rules.ts'
import type { ClientShop, Shop } from './shop.ts'
import { shopById, shopByPublicKeyInD1 } from './store.ts'

/** A shop as D1 had it at a time (milliseconds since 1970). */
interface Copy {
  shop: Shop
  at: number
}

const copyKey = (publicKey: string) => `shop:${publicKey}`
// A shop never changes its public key, so this entry is never wrong.
const idKey = (id: string) => `shop-key:${id}`

// Many shoppers open a page at the same time, so an isolate keeps the shops that it just served.
const kept = new Map<string, { shop: Shop; client: ClientShop; until: number }>()
// When this isolate last wrote each shop's copy.
const written = new Map<string, number>()

/** What answering a shopper needs of the shop of a public key. Throws if D1 fails and KV has no copy. */
export async function shopByPublicKey(env: Env, key: string): Promise<ClientShop | undefined> {
  if (!isKey(env, key)) return
  const here = kept.get(key)
  if (here && (await isGood(env, here))) return here.client
  const shop = await known(env, key, () => shopByPublicKeyInD1(env, key))
  return shop && keep(shop).client
}

/** The shop that a link in a message names. Throws if D1 fails and KV has no copy. */
export async function shopOfLink(env: Env, id: string): Promise<Shop | undefined> {
  const publicKey = await readKv<string>(() => env.CACHE.get(idKey(id)))
  const here = publicKey ? kept.get(publicKey) : undefined
  if (here && (await isGood(env, here))) return here.shop
  const shop = await known(env, publicKey, () => shopById(env, id))
  return shop && keep(shop).shop
}

/** Writes the copy of a shop: after a change, or if D1 was read. */
export async function keepShop(env: Env, shop: Shop, now: number): Promise<void> {
  kept.delete(shop.publicKey)
  if (written.size >= KEPT_SHOPS) written.clear()
  written.set(shop.id, now)
  const copy: Copy = { shop, at: now }
  const options = { expirationTtl: SHOP_COPY_SECONDS }
  try {
    await env.CACHE.put(copyKey(shop.publicKey), JSON.stringify(copy), options)
    await env.CACHE.put(idKey(shop.id), shop.publicKey, options)
  } catch (error) {
    logLine('warn', 'shop_not_kept', { shop: shop.id, error: errorName(error) })
  }
}

/**
 * Renews the copy of a shop that is about to send messages, because their links need it. An isolate
 * does so once in `SHOP_COPY_MS`.
 */
export async function keepForLinks(env: Env, shop: Shop, now: number): Promise<void> {
  if (now - (written.get(shop.id) ?? 0) > SHOP_COPY_MS) await keepShop(env, shop, now)
}

/** Deletes the copy of a shop that is closed. */
export async function forgetShop(
  env: Env,
  { id, publicKey }: Pick<Shop, 'id' | 'publicKey'>,
): Promise<void> {
  kept.delete(publicKey)
  written.delete(id)
  await env.CACHE.delete(copyKey(publicKey))
  await env.CACHE.delete(idKey(id))
}

/** Whether this isolate's entry still counts: it is young, and the Worker has the secret of its key. */
const isGood = async (env: Env, { shop, until }: { shop: Shop; until: number }) =>
  until > Date.now() && (await opens(env, shop))

function keep(shop: Shop) {
  if (kept.size >= KEPT_SHOPS) kept.clear()
  const entry = { shop, client: clientShop(shop), until: Date.now() + KEPT_SHOP_MS }
  kept.set(shop.publicKey, entry)
  return entry
}

/** A shop from its copy while that is fresh, else from D1, else from the old copy. */
async function known(
  env: Env,
  publicKey: string | undefined,
  readD1: () => Promise<Shop | undefined>,
): Promise<Shop | undefined> {
  const found = publicKey
    ? await readKv<Copy>(() => env.CACHE.get<Copy>(copyKey(publicKey), 'json'))
    : undefined
  // A copy from before the secret was changed is of no use once the old secret is gone.
  const copy = found && (await opens(env, found.shop)) ? found : undefined
  const now = Date.now()
  if (copy && now - copy.at < SHOP_FRESH_MS) return copy.shop
  try {
    const shop = await readD1()
    if (shop) await keepShop(env, shop, now)
    return shop
  } catch (error) {
    if (!copy) throw error
    logLine('warn', 'shop_stale', { shop: copy.shop.id, error: errorName(error) })
    return copy.shop
  }
}

/** What KV has; undefined if it has nothing or gives no answer. */
async function readKv<T>(read: () => Promise<T | null>): Promise<T | undefined> {
  try {
    return (await read()) ?? undefined
  } catch (error) {
    logLine('warn', 'kv_failed', { error: errorName(error) })
    return undefined
  }
}

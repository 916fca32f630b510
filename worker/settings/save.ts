/**
 * Saving a shop with its settings. The rows of its sources are written first: if the rest fails,
 * the caller gets an error and saves again.
 */
import { homeOf } from '../homes/home.ts'
import type { Shop } from '../shop/shop.ts'
import { insertShop, updateSettings } from '../shop/store.ts'
import { syncSources } from '../source/store.ts'

/** Makes a shop with its first secret key. */
export async function createShop(
  env: Env,
  shop: Shop,
  secretKey: string,
  now: number,
): Promise<void> {
  await syncSources(homeOf(env, shop), shop, now)
  await insertShop(env, shop, secretKey, now)
}

/** Saves changed settings. */
export async function saveSettings(env: Env, shop: Shop, now: number): Promise<void> {
  await syncSources(homeOf(env, shop), shop, now)
  await updateSettings(env, shop, now)
}

/**
 * Making a shop, and changing its settings. The rows of its sources are written first: if the rest fails,
 * the caller gets an error and saves again.
 */
import { isLocal } from '../env.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { parse } from '../parse.ts'
import { done, type Fault, type Result } from '../result.ts'
import { DEMO_KEYS } from '../shop/keys.ts'
import { maskSecrets, sealSecrets } from '../shop/secrets.ts'
import { ShopSettings } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { insertShop, newKey, shopByPublicKey, updateSettings } from '../shop/store.ts'
import { syncSources } from '../source/sync.ts'
import { openVault, type Vault } from '../vault.ts'
import { checkSettings } from './check.ts'

/** What became of a new shop. */
export type Created =
  /** The secret key is given out this once: only its hash is stored. */
  | { kind: 'created'; id: string; publicKey: string; secretKey: string }
  /** The demo's shop is there already, and is left as it is. */
  | { kind: 'exists' }
  | { kind: 'refused'; faults: Fault[] }

/** Makes a shop with its first keys. The demo's keys are for local development only. */
export async function createShop(
  env: Env,
  settings: ShopSettings,
  keys: 'demo' | 'new',
  now: number,
): Promise<Created> {
  const local = isLocal(env)
  const checked = checkSettings(settings, local)
  if (!checked.ok) return { kind: 'refused', faults: checked.error }
  const demo = keys === 'demo'
  if (demo && !local) {
    return { kind: 'refused', faults: [{ pointer: '/keys', code: 'unknown_field' }] }
  }
  const publicKey = demo ? DEMO_KEYS.public : newKey('pk')
  const secretKey = demo ? DEMO_KEYS.secret : newKey('sk')
  if (demo && (await shopByPublicKey(env, publicKey))) return { kind: 'exists' }

  const id = newId()
  const sealed = await sealSecrets(checked.value, await openVault(env, id), local)
  if (!sealed.ok) return { kind: 'refused', faults: sealed.error }
  const shop: Shop = { id, publicKey, database: 'DB', settings: sealed.value }
  await syncSources(homeOf(env, shop), shop, now)
  await insertShop(env, shop, secretKey, now)
  return { kind: 'created', id, publicKey, secretKey }
}

/** Changes the settings that `patch` names; null takes one out, so that its default applies. */
export async function changeSettings(
  env: Env,
  shop: Shop,
  vault: Vault,
  patch: Record<string, unknown>,
  now: number,
): Promise<Result<Shop>> {
  // Merged with masked secrets in place: what the caller read may be sent back as it is.
  const merged = { ...(await maskSecrets(shop.settings, vault)), ...patch }
  const set = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
  const settings = parse(ShopSettings, set)
  if (!settings.ok) return settings
  const sealed = await sealSecrets(settings.value, vault, isLocal(env), shop.settings)
  if (!sealed.ok) return sealed
  const checked = checkSettings(sealed.value, isLocal(env))
  if (!checked.ok) return checked

  const changed = { ...shop, settings: checked.value }
  await syncSources(homeOf(env, changed), changed, now)
  await updateSettings(env, changed, now)
  return done(changed)
}

/**
 * Creates shops and changes their settings. The rows of the sources, the consent texts and the
 * plan of a second look are written first: if the rest fails, the caller gets an error and saves again.
 */
import { STANDARD_VERSION } from '../../shared/languages/consent-texts.ts'
import { publishTexts } from '../consent/published.ts'
import { isLocal } from '../env.ts'
import { planSenderChecks } from '../health/check.ts'
import { homeOf } from '../homes/home.ts'
import { newId } from '../ids.ts'
import { parse } from '../parse.ts'
import { planSecondLook } from '../restock/second-look.ts'
import { done, failed, type Fault, invalid, type Result } from '../result.ts'
import { claimAliases } from '../shop/alias.ts'
import { withIssued, withNewKey } from '../shop/issued.ts'
import { DEMO_KEYS, newKey } from '../shop/keys.ts'
import { keyStatement } from '../shop/secret-keys.ts'
import { newDataKey } from '../secret.ts'
import { maskSecrets, sealSecrets } from '../shop/secrets.ts'
import { notifiersOf, platformsOf } from '../shop/rules.ts'
import { ShopSettings } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { keepShop, shopByPublicKey } from '../shop/known.ts'
import { shopById, shopStatement, updateSenderDomains, updateSettings } from '../shop/store.ts'
import { syncSources } from '../source/sync.ts'
import { openVault, type Vault } from '../vault.ts'
import { checkSettings } from './check.ts'
import { linkHostFaults } from './link-host.ts'

/** The result of creating a shop. */
export type Created =
  /** The secret key is shown only once: only its hash is stored. */
  | { kind: 'created'; id: string; publicKey: string; secretKey: string }
  /** The demo shop exists already; it was not changed. */
  | { kind: 'exists' }
  | { kind: 'refused'; faults: Fault[] }

/**
 * Creates a shop with its first keys, and with the domains that it may send from. The demo keys are
 * accepted only in local development.
 */
export async function createShop(
  env: Env,
  settings: ShopSettings,
  {
    keys = 'new',
    senderDomains = [],
  }: { keys?: 'demo' | 'new' | undefined; senderDomains?: string[] | undefined },
  now: number,
): Promise<Created> {
  const local = isLocal(env)
  const checked = checkSettings(settings, local, { senderDomains })
  if (!checked.ok) return { kind: 'refused', faults: checked.error }
  const linked = await linkHostFaults(env, checked.value)
  if (linked.length > 0) return { kind: 'refused', faults: invalid(linked).error }
  const demo = keys === 'demo'
  if (demo && !local) {
    return { kind: 'refused', faults: [{ pointer: '/keys', code: 'unknown_field' }] }
  }
  const publicKey = demo ? DEMO_KEYS.public : newKey('pk')
  const secretKey = demo ? DEMO_KEYS.secret : newKey('sk')
  if (demo && (await shopByPublicKey(env, publicKey))) return { kind: 'exists' }

  const id = newId()
  const dataKey = await newDataKey(env, id)
  const vault = await openVault(env, { id, dataKey })
  const sealed = await sealSecrets(checked.value, vault, local)
  if (!sealed.ok) return { kind: 'refused', faults: sealed.error }
  const shop: Shop = {
    id,
    publicKey,
    dataKey,
    database: 'DB',
    settings: withIssued(sealed.value),
    senderDomains,
    standardTexts: STANDARD_VERSION,
  }
  const taken = aliasFaults(shop, await claimAliases(env, shop))
  if (taken.length > 0) return { kind: 'refused', faults: taken }
  await prepareHome(env, shop, now)
  const key = { id: newId(now), secretKey, name: 'first key', scopes: ['all' as const] }
  await env.DB.batch([shopStatement(env, shop, now), await keyStatement(env, id, key, now)])
  await keepShop(env, shop, now)
  return { kind: 'created', id, publicKey, secretKey }
}

/** Changes the settings that `patch` names. A setting that is null gets its default. */
export async function changeSettings(
  env: Env,
  shop: Shop,
  vault: Vault,
  patch: Record<string, unknown>,
  now: number,
): Promise<Result<Shop>> {
  // The base has masked secrets, so a client may send back the settings that it read.
  const merged = { ...(await maskSecrets(shop.settings, vault)), ...patch }
  const set = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
  const settings = parse(ShopSettings, set)
  if (!settings.ok) return settings
  const sealed = await sealSecrets(settings.value, vault, isLocal(env), shop.settings)
  if (!sealed.ok) return sealed
  const checked = checkSettings(sealed.value, isLocal(env), shop)
  if (!checked.ok) return checked
  const linked = await linkHostFaults(env, checked.value, shop.settings)
  if (linked.length > 0) return invalid(linked)

  const issued = withIssued(checked.value, shop.settings)
  const changed = { ...shop, settings: issued, standardTexts: STANDARD_VERSION }
  const taken = aliasFaults(changed, await claimAliases(env, changed))
  if (taken.length > 0) return failed(taken)
  await prepareHome(env, changed, now)
  if (rulesOf(changed) !== rulesOf(shop)) await planSecondLook(homeOf(env, shop), shop.id, now)
  await updateSettings(env, changed, now)
  await keepShop(env, changed, now)
  return done(changed)
}

/** The faults of settings that claim names of another shop. */
const aliasFaults = ({ settings }: Shop, taken: string[]): Fault[] =>
  (settings.dialects.klaviyo?.companyIds ?? []).flatMap((alias, index) =>
    taken.includes(alias)
      ? [{ pointer: `/dialects/klaviyo/companyIds/${index}`, code: 'alias_taken' }]
      : [],
  )

/** The settings that decide who is served, as text to compare: the rules, the destinations, the cap. */
const rulesOf = ({ settings }: Shop): string =>
  JSON.stringify([
    settings.rules,
    notifiersOf(settings),
    platformsOf(settings),
    settings.limits.messagesPerPersonPerDay,
  ])

/** Gives a destination that has a key of the Worker's a new one; undefined if it has none. */
export async function replaceIssued(
  env: Env,
  shop: Shop,
  name: string,
  now: number,
): Promise<Shop | undefined> {
  const settings = withNewKey(shop.settings, name)
  if (!settings) return
  const changed = { ...shop, settings }
  await updateSettings(env, changed, now)
  await keepShop(env, changed, now)
  return changed
}

/**
 * Says from which domains a shop may send with the Worker's own mail binding. Undefined if there is
 * no such shop. The list is no part of the shop's settings: no key of the shop changes it.
 */
export async function allowSenders(
  env: Env,
  shopId: string,
  senderDomains: string[],
  now: number,
): Promise<Shop | undefined> {
  const shop = await shopById(env, shopId)
  if (!shop) return
  const changed = { ...shop, senderDomains }
  await updateSenderDomains(env, changed)
  await keepShop(env, changed, now)
  return changed
}

/** Writes what must be there before the settings are in effect. */
async function prepareHome(env: Env, shop: Shop, now: number): Promise<void> {
  const db = homeOf(env, shop)
  await syncSources(db, shop, now)
  await publishTexts(db, shop.id, shop.settings, now)
  await planSenderChecks(env, db, shop, now)
}

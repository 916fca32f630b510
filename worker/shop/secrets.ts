/**
 * Upstream keys in a shop's settings, of its destinations, its sources and its bot check: sealed
 * when stored, opened to be used, masked to be read.
 */
import type { ShopSettings } from './settings.ts'
import { done, invalid, type Result } from '../result.ts'
import { isTestKey } from '../connectors/turnstile/rules.ts'
import type { Vault } from '../vault.ts'
import { isMasked, type Keeper, masked, secretsOf } from './rules.ts'

// A secret of one service is nothing to another of the same name.
const IDENTITY = ['name', 'type', 'via', 'siteKey']

const fieldsOf = (keeper: Keeper) => keeper as unknown as Record<string, unknown>

const isSame = (one: Keeper, other: Keeper) =>
  IDENTITY.every((field) => fieldsOf(one)[field] === fieldsOf(other)[field])

/**
 * Settings as they are stored. What is sent without its secret, or with the masked one, keeps the
 * secret stored under the same name; a masked one without such a store is refused. So is, unless
 * `local`, a secret that is published for tests: this is the last to see it in clear.
 */
export async function sealSecrets(
  settings: ShopSettings,
  vault: Vault,
  local: boolean,
  stored?: ShopSettings,
): Promise<Result<ShopSettings>> {
  const faults: [string, string][] = []

  async function seal<T extends Keeper>(keeper: T, at: string, before: T[]): Promise<T> {
    const sealed = { ...fieldsOf(keeper) }
    const old = before.find((one) => isSame(one, keeper))
    for (const field of secretsOf(keeper)) {
      const given = sealed[field]
      const kept = old && fieldsOf(old)[field]
      if (typeof given === 'string' && !isMasked(given)) {
        if (!local && isTestKey(given)) faults.push([`${at}/${field}`, 'test_key'])
        sealed[field] = await vault.seal(given)
      } else if (kept !== undefined) sealed[field] = kept
      else if (given !== undefined) faults.push([`${at}/${field}`, 'secret_masked'])
    }
    return sealed as T
  }

  async function sealAll<T extends Keeper>(list: T[], at: string, before: T[] = []): Promise<T[]> {
    const sealed: T[] = []
    for (const [index, one] of list.entries()) {
      sealed.push(await seal(one, `${at}/${index}`, before))
    }
    return sealed
  }

  const destinations = await sealAll(settings.destinations, '/destinations', stored?.destinations)
  const sources = await sealAll(settings.sources, '/sources', stored?.sources)
  const before = stored?.turnstile ? [stored.turnstile] : []
  const turnstile = settings.turnstile && (await seal(settings.turnstile, '/turnstile', before))
  if (faults.length > 0) return invalid(faults)
  return done({ ...settings, destinations, sources, ...(turnstile && { turnstile }) })
}

/** The options with their secrets in clear, for the moment of a call. */
export async function openSecrets<T extends Keeper>(options: T, vault: Vault): Promise<T> {
  return mapSecrets(options, async (sealed) => vault.open(sealed))
}

/** Settings as they are read back. */
export async function maskSecrets(settings: ShopSettings, vault: Vault): Promise<ShopSettings> {
  const mask = async (sealed: string) => masked(await vault.open(sealed))
  const [destinations, sources, turnstile] = await Promise.all([
    Promise.all(settings.destinations.map((options) => mapSecrets(options, mask))),
    Promise.all(settings.sources.map((options) => mapSecrets(options, mask))),
    settings.turnstile && mapSecrets(settings.turnstile, mask),
  ])
  return { ...settings, destinations, sources, ...(turnstile && { turnstile }) }
}

async function mapSecrets<T extends Keeper>(
  options: T,
  change: (sealed: string) => Promise<string>,
): Promise<T> {
  const changed = { ...fieldsOf(options) }
  for (const field of secretsOf(options)) {
    const sealed = changed[field]
    if (typeof sealed === 'string') changed[field] = await change(sealed)
  }
  return changed as T
}

/** Upstream keys in a shop's settings: sealed when stored, opened to be used, masked to be read. */
import type { Destination } from '../../shared/destination.ts'
import type { ShopSettings } from '../../shared/shop.ts'
import { done, invalid, type Result } from '../problem.ts'
import type { Vault } from '../vault.ts'
import { isMasked, masked, secretsOf } from './rules.ts'

type Options = Destination & Record<string, unknown>

/**
 * Settings as they are stored. A destination sent without its secret, or with the masked one,
 * keeps the secret stored under the same name; a masked one without such a store is refused.
 */
export async function sealSecrets(
  settings: ShopSettings,
  vault: Vault,
  stored?: ShopSettings,
): Promise<Result<ShopSettings>> {
  const faults: [string, string][] = []
  const destinations: Destination[] = []
  for (const [index, destination] of settings.destinations.entries()) {
    const sealed = { ...destination } as Options
    const before = stored?.destinations.find(
      ({ name, type }) => name === destination.name && type === destination.type,
    ) as Options | undefined
    for (const field of secretsOf(destination)) {
      const given = sealed[field]
      if (typeof given === 'string' && !isMasked(given)) sealed[field] = await vault.seal(given)
      else if (before?.[field] !== undefined) sealed[field] = before[field]
      else if (given !== undefined)
        faults.push([`/destinations/${index}/${field}`, 'secret_masked'])
    }
    destinations.push(sealed)
  }
  return faults.length > 0 ? invalid(faults) : done({ ...settings, destinations })
}

/** The destination with its secrets in clear, for the moment of a call. */
export async function openSecrets(destination: Destination, vault: Vault): Promise<Destination> {
  return mapSecrets(destination, async (sealed) => vault.open(sealed))
}

/** Settings as they are read back. */
export async function maskSecrets(settings: ShopSettings, vault: Vault): Promise<ShopSettings> {
  const mask = async (sealed: string) => masked(await vault.open(sealed))
  const destinations = await Promise.all(
    settings.destinations.map((destination) => mapSecrets(destination, mask)),
  )
  return { ...settings, destinations }
}

async function mapSecrets(
  destination: Destination,
  change: (sealed: string) => Promise<string>,
): Promise<Destination> {
  const changed = { ...destination } as Options
  for (const field of secretsOf(destination)) {
    const sealed = changed[field]
    if (typeof sealed === 'string') changed[field] = await change(sealed)
  }
  return changed
}

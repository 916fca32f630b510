/**
 * Upstream keys in a shop's settings, of its destinations and of its sources: sealed when stored,
 * opened to be used, masked to be read.
 */
import type { Destination } from '../../shared/destination.ts'
import type { ShopSettings } from '../../shared/shop.ts'
import type { Source } from '../../shared/source.ts'
import { done, invalid, type Result } from '../problem.ts'
import type { Vault } from '../vault.ts'
import { isMasked, masked, secretsOf } from './rules.ts'

type Options = (Destination | Source) & Record<string, unknown>

/**
 * Settings as they are stored. A destination or source sent without its secret, or with the masked
 * one, keeps the secret stored under the same name; a masked one without such a store is refused.
 */
export async function sealSecrets(
  settings: ShopSettings,
  vault: Vault,
  stored?: ShopSettings,
): Promise<Result<ShopSettings>> {
  const faults: [string, string][] = []

  async function seal<T extends Destination | Source>(
    list: T[],
    before: T[] | undefined,
    at: string,
  ): Promise<T[]> {
    const result: T[] = []
    for (const [index, options] of list.entries()) {
      const sealed = { ...options } as T & Options
      // A secret of one service is nothing to another of the same name.
      const same = (one: T & Options, field: keyof Options) => one[field] === sealed[field]
      const old = before?.find((one) =>
        ['name', 'type', 'via'].every((field) => same(one as T & Options, field)),
      )
      const kept = old as Options | undefined
      for (const field of secretsOf(options)) {
        const change = sealed as Record<string, unknown>
        const given = change[field]
        if (typeof given === 'string' && !isMasked(given)) change[field] = await vault.seal(given)
        else if (kept?.[field] !== undefined) change[field] = kept[field]
        else if (given !== undefined) faults.push([`${at}/${index}/${field}`, 'secret_masked'])
      }
      result.push(sealed)
    }
    return result
  }

  const destinations = await seal(settings.destinations, stored?.destinations, '/destinations')
  const sources = await seal(settings.sources, stored?.sources, '/sources')
  return faults.length > 0 ? invalid(faults) : done({ ...settings, destinations, sources })
}

/** The options with their secrets in clear, for the moment of a call. */
export async function openSecrets<T extends Destination | Source>(
  options: T,
  vault: Vault,
): Promise<T> {
  return mapSecrets(options, async (sealed) => vault.open(sealed))
}

/** Settings as they are read back. */
export async function maskSecrets(settings: ShopSettings, vault: Vault): Promise<ShopSettings> {
  const mask = async (sealed: string) => masked(await vault.open(sealed))
  const [destinations, sources] = await Promise.all([
    Promise.all(settings.destinations.map((options) => mapSecrets(options, mask))),
    Promise.all(settings.sources.map((options) => mapSecrets(options, mask))),
  ])
  return { ...settings, destinations, sources }
}

async function mapSecrets<T extends Destination | Source>(
  options: T,
  change: (sealed: string) => Promise<string>,
): Promise<T> {
  const changed = { ...options } as Record<string, unknown>
  for (const field of secretsOf(options)) {
    const sealed = changed[field]
    if (typeof sealed === 'string') changed[field] = await change(sealed)
  }
  return changed as T
}

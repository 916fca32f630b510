/**
 * Secrets in a shop's settings: the keys of its destinations, its sources and its bot check. They
 * are sealed before they are stored, opened before a call, and masked before the API shows them.
 */
import type { ShopSettings } from './settings.ts'
import { done, invalid, type Result } from '../result.ts'
import { isTestKey } from '../connectors/turnstile/rules.ts'
import type { About, Vault } from '../vault.ts'
import { isMasked, type HasSecrets, kindOf, masked, recipientOf, secretsOf } from './mask.ts'

const ALONE = ['turnstile', 'identify', 'lastWord'] as const

const fieldsOf = (part: HasSecrets) => part as unknown as Record<string, unknown>

const agree = (one: HasSecrets, other: HasSecrets, fields: readonly string[]) =>
  fields.every((field) => fieldsOf(one)[field] === fieldsOf(other)[field])

// The types of destinations and sources differ, so a type says which of the two a part is.
const aboutSecret = (part: HasSecrets, field: string): About => {
  const type = 'type' in part ? part.type : kindOf(part)
  const { name = '' } = fieldsOf(part)
  return ['setting', type, String(name), field]
}

/**
 * Seals the secrets of settings before they are stored. A part that comes without its secret, or
 * with a masked one, keeps the secret that is stored under its name, but only for the service,
 * address and account that the secret was given for: whoever can change settings must not be able
 * to send a stored secret to a server of theirs. Faults: `secret_needed` if one of these changed;
 * `secret_masked` if nothing is stored; `test_key` for Turnstile's public test secrets, unless
 * `local`. (Only here are secrets in clear.)
 */
export async function sealSecrets(
  settings: ShopSettings,
  vault: Vault,
  local: boolean,
  stored?: ShopSettings,
): Promise<Result<ShopSettings>> {
  const faults: [string, string][] = []

  async function seal<T extends HasSecrets>(part: T, at: string, before: T[]): Promise<T> {
    const sealed = { ...fieldsOf(part) }
    const named = before.find((one) => agree(one, part, ['name']))
    const old = named && agree(named, part, ['type', 'via']) ? named : undefined
    const moved = old && !agree(old, part, recipientOf(part))
    for (const field of secretsOf(part)) {
      const given = sealed[field]
      const kept = old && fieldsOf(old)[field]
      if (typeof given === 'string' && !isMasked(given)) {
        if (!local && isTestKey(given)) faults.push([`${at}/${field}`, 'test_key'])
        sealed[field] = await vault.seal(given, aboutSecret(part, field))
      } else if (kept !== undefined && !moved) sealed[field] = kept
      else if (kept !== undefined || (given !== undefined && named)) {
        faults.push([`${at}/${field}`, 'secret_needed'])
      } else if (given !== undefined) faults.push([`${at}/${field}`, 'secret_masked'])
    }
    return sealed as T
  }

  async function sealAll<T extends HasSecrets>(
    list: T[],
    at: string,
    before: T[] = [],
  ): Promise<T[]> {
    const sealed: T[] = []
    for (const [index, one] of list.entries()) {
      sealed.push(await seal(one, `${at}/${index}`, before))
    }
    return sealed
  }

  const destinations = await sealAll(settings.destinations, '/destinations', stored?.destinations)
  const sources = await sealAll(settings.sources, '/sources', stored?.sources)
  const alone = await eachAlone(settings, (part, name) => {
    const before = stored?.[name]
    return seal<HasSecrets>(part, `/${name}`, before ? [before] : [])
  })
  if (faults.length > 0) return invalid(faults)
  return done({ ...settings, destinations, sources, ...alone })
}

/** The options with their secrets in clear. Keep them no longer than a call needs. */
export async function openSecrets<T extends HasSecrets>(options: T, vault: Vault): Promise<T> {
  return mapSecrets(options, (sealed, about) => vault.open(sealed, about))
}

/** The settings with masked secrets, as the API shows them. */
export async function maskSecrets(settings: ShopSettings, vault: Vault): Promise<ShopSettings> {
  const mask = async (sealed: string, about: About) => masked(await vault.open(sealed, about))
  const [destinations, sources, alone] = await Promise.all([
    Promise.all(settings.destinations.map((options) => mapSecrets(options, mask))),
    Promise.all(settings.sources.map((options) => mapSecrets(options, mask))),
    eachAlone(settings, (part) => mapSecrets<HasSecrets>(part, mask)),
  ])
  return { ...settings, destinations, sources, ...alone }
}

/**
 * Changes the parts with secrets that are not in a list. The result lacks the parts that the settings lack.
 */
async function eachAlone(
  settings: ShopSettings,
  change: (part: HasSecrets, name: (typeof ALONE)[number]) => Promise<HasSecrets>,
): Promise<Partial<Pick<ShopSettings, (typeof ALONE)[number]>>> {
  const changed: Record<string, HasSecrets> = {}
  for (const name of ALONE) {
    const part = settings[name]
    if (part) changed[name] = await change(part, name)
  }
  return changed
}

async function mapSecrets<T extends HasSecrets>(
  options: T,
  change: (sealed: string, about: About) => Promise<string>,
): Promise<T> {
  const changed = { ...fieldsOf(options) }
  for (const field of secretsOf(options)) {
    const sealed = changed[field]
    if (typeof sealed === 'string')
      changed[field] = await change(sealed, aboutSecret(options, field))
  }
  return changed as T
}

/** Tries a source that a shop would set up, without changing anything. */
import { WebAddress } from '../../shared/text.ts'
import { Source, sourceConnector, SOURCES } from '../connectors/sources/list.ts'
import type { Trial } from '../connectors/sources/trial.ts'
import { isLocal } from '../env.ts'
import { parse } from '../parse.ts'
import { done, type Fault, invalid, type Result } from '../result.ts'
import { openSecrets, sealSecrets } from '../shop/secrets.ts'
import type { Shop } from '../shop/shop.ts'
import { openWith } from '../source/open.ts'
import type { Vault } from '../vault.ts'
import { partFaults } from './check.ts'

/** The result of trying a source. */
export type Tried =
  | Trial
  /** The settings would be refused. */
  | { kind: 'refused'; faults: Fault[] }
  /** A source of this type can only be set up. */
  | { kind: 'untriable' }

/**
 * Reads the source of these options once, within the same bounds as a run. A secret that is left out, or
 * masked, is that of the shop's source of the same name, under the same conditions as in settings. What
 * a trial is to find out, the options need not say yet: that is a warning of the trial. `now` is in
 * milliseconds since 1970.
 */
export async function trySource(
  env: Env,
  shop: Shop,
  vault: Vault,
  given: Record<string, unknown>,
  now: number,
): Promise<Tried> {
  const triesPages = SOURCES.find(({ type }) => type === given['type'])?.triesPages === true
  const { url, ...others } = given
  const options = parse(Source, triesPages ? others : given)
  if (!options.ok) return refused(options.error)
  const address = triesPages ? pageIn(url, shop) : undefined
  if (address && !address.ok) return refused(address.error)

  const local = isLocal(env)
  const { turnstile: _turnstile, ...rest } = shop.settings
  const settings = { ...rest, destinations: [], sources: [options.value] }
  const kept = await sealSecrets(settings, vault, local, shop.settings)
  // A stored secret goes nowhere else: another address is tried without one, unless one is meant.
  const isElsewhere =
    !kept.ok &&
    kept.error.every(
      ({ pointer, code }) =>
        code === 'secret_needed' && given[pointer.replace(/.*\//, '')] === undefined,
    )
  const sealed = isElsewhere ? await sealSecrets(settings, vault, local) : kept
  if (!sealed.ok) return refused(sealed.error)
  const [source = options.value] = sealed.value.sources
  const faults = partFaults(source, sourceConnector(source), shop.settings, local, shop)
    .filter(([, code]) => code !== 'missing_means_unset')
    .map(([pointer, code]) => ({ pointer, code }))
  if (faults.length > 0) return refused(faults)
  const { trial } = openWith(env, shop, await openSecrets(source, vault))
  return trial ? trial(now, address?.value) : { kind: 'untriable' }
}

/** The address of a page, which has to be the shop's. */
function pageIn(url: unknown, { settings }: Shop): Result<string> {
  if (url === undefined) return invalid([['/url', 'missing']])
  const address = parse(WebAddress, url)
  if (!address.ok) return invalid(address.error.map(({ code }) => ['/url', code]))
  const isOwn = settings.origins.includes(new URL(address.value).origin)
  return isOwn ? done(address.value) : invalid([['/url', 'url_not_allowed']])
}

/** The faults of a list of sources are those of its only one. */
const refused = (faults: Fault[]): Tried => ({
  kind: 'refused',
  faults: faults.map(({ pointer, code }) => ({ pointer: pointer.replace('/sources/0', ''), code })),
})

/**
 * Whether the Worker may call an address that a shop has set. The name alone does not show it:
 * `127.0.0.1.nip.io` is a public name of a private address. So each host is looked up, over HTTPS,
 * because a Worker has no resolver of its own. An isolate caches the results for some minutes.
 *
 * While no resolver answers, a host that was public within the hour still counts as public. Any
 * other host is `unknown`: the caller tries again later. A failing resolver never makes a host
 * private.
 */
import { isLocal } from '../env.ts'
import { HOST_FRESH_MS, HOST_STALE_MS, HOSTS_KEPT } from '../limits.ts'
import { lookUp } from './dns.ts'
import { isPublicHttps, isPublicIp } from './public-address.ts'

/** `unknown`: the name has no address, or the resolver does not answer now. */
export type Whereabouts = 'public' | 'private' | 'unknown'

const kept = new Map<string, { where: Whereabouts; at: number }>()

/** Whether an address is public. In local development every address counts as public. */
export async function whereIs(env: Env, address: string): Promise<Whereabouts> {
  if (isLocal(env)) return 'public'
  if (!isPublicHttps(address)) return 'private'
  const { hostname } = new URL(address)
  // Tests use several resolvers, so each needs its own entries.
  const key = `${env.DNS_URL} ${hostname}`
  const known = kept.get(key)
  const age = known ? Date.now() - known.at : Infinity
  if (known && age < HOST_FRESH_MS) return known.where
  const where = await publicityOf(env, hostname)
  if (where === 'unknown') return known && age < HOST_STALE_MS ? known.where : where
  kept.delete(key)
  kept.set(key, { where, at: Date.now() })
  for (const oldest of kept.keys()) {
    if (kept.size <= HOSTS_KEPT) break
    kept.delete(oldest)
  }
  return where
}

/** Whether every address that a host name has now is public. */
async function publicityOf(env: Env, hostname: string): Promise<Whereabouts> {
  const answers = await Promise.all(
    (['A', 'AAAA'] as const).map((type) => lookUp(env, hostname, type)),
  )
  if (answers.includes(undefined)) return 'unknown'
  const addresses = answers.flatMap((some = []) => some)
  if (addresses.length === 0) return 'unknown'
  return addresses.every(isPublicIp) ? 'public' : 'private'
}

/**
 * Checks the host that a shop wants its links to begin with, before it is saved: a wrong one would break every
 * link of every message, and the way to stop messages with them.
 */
import * as v from 'valibot'
import { jsonIn } from '../connectors/answer.ts'
import { callUpstream } from '../connectors/client.ts'
import type { Faults } from '../connectors/contract.ts'
import { isLoopback, isPublicHttps } from '../connectors/public-address.ts'
import { whereIs } from '../connectors/whereabouts.ts'
import { isLocal } from '../env.ts'
import { linkBase } from '../link/settings.ts'
import type { ShopSettings } from '../shop/settings.ts'
import { identityProof } from '../vault.ts'

const Health = v.object({ proof: v.string() })

/**
 * Whether a host is that of one of the shop's origins, or below it. `www.` does not count: the host below
 * `https://www.shop.example` is `mail.shop.example`.
 */
export function isOfOrigins(host: string, origins: readonly string[]): boolean {
  const { hostname } = new URL(`https://${host}`)
  return origins.some((origin) => {
    const top = new URL(origin).hostname.replace(/^www\./, '')
    return hostname === top || hostname.endsWith(`.${top}`)
  })
}

/**
 * The faults of the shop's host for links. It must belong to the shop's origins, and this Worker must answer
 * there: only the Worker can answer the challenge. `before`: the settings until now; what has not changed is not
 * asked again, so no other change fails because of a host that is down at the moment.
 */
export async function linkHostFaults(
  env: Env,
  { links, origins }: ShopSettings,
  before?: ShopSettings,
): Promise<Faults> {
  const host = links?.host
  if (host === undefined) return []
  const local = isLocal(env)
  const base = linkBase(env, { links })
  const isTheirs = isOfOrigins(host, origins) || (local && isLoopback(new URL(base).hostname))
  if (!isTheirs || (!local && !isPublicHttps(base))) return [['/links/host', 'host_not_yours']]
  if (host === before?.links?.host) return []
  if ((await whereIs(env, base)) !== 'public') return [['/links/host', 'host_silent']]
  const challenge = crypto.randomUUID()
  const answer = await callUpstream(`${base}/health?challenge=${challenge}`)
  const proof = jsonIn(Health, answer)?.proof
  const isHere = proof !== undefined && proof === (await identityProof(env, challenge))
  return isHere ? [] : [['/links/host', 'host_silent']]
}

/** Which addresses an upstream may have outside local development. */
import ipaddr from 'ipaddr.js'
import { CALL_TIMEOUT_MS } from '../limits.ts'

/**
 * Whether an address is https on a public host name. Literal IP addresses are refused altogether,
 * which covers loopback, private and link-local ranges in all their spellings; so are names that
 * never resolve publicly.
 */
export function isPublicHttps(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const literal = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  const inner = /(^|\.)(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(hostname)
  return protocol === 'https:' && !literal && !inner && hostname.includes('.')
}

/** Whether an IP address is one of the public internet: unicast, in none of the special ranges. */
export function isPublicIp(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}

interface DnsAnswer {
  Answer?: { type: number; data: string }[]
}

// RFC 1035 and 3596.
const A = 1
const AAAA = 28

/** Where a host name leads: `unknown` where it leads nowhere, or nobody can be asked just now. */
export type Whereabouts = 'public' | 'private' | 'unknown'

/**
 * Whether every address that a host name has now is public. Asked over HTTPS (RFC 8484's JSON
 * cousin, as Cloudflare and Google answer it), because a Worker has no resolver of its own.
 */
export async function whereIs(env: Env, hostname: string): Promise<Whereabouts> {
  try {
    const answers = await Promise.all([A, AAAA].map((type) => resolve(env, hostname, type)))
    const addresses = answers.flat()
    if (addresses.length === 0) return 'unknown'
    return addresses.every(isPublicIp) ? 'public' : 'private'
  } catch {
    return 'unknown'
  }
}

async function resolve(env: Env, hostname: string, type: number): Promise<string[]> {
  const url = new URL(env.DNS_URL)
  url.searchParams.set('name', hostname)
  url.searchParams.set('type', String(type))
  const response = await fetch(url, {
    headers: { Accept: 'application/dns-json' },
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`the resolver answered ${response.status}`)
  const { Answer = [] } = await response.json<DnsAnswer>()
  return Answer.filter((one) => one.type === type).map(({ data }) => data)
}

/** Whether the Worker may ask there: anywhere in local development, else in public only. */
export const isReachable = (env: Env, address: string): boolean =>
  env.LOCAL === 'true' || isPublicHttps(address)

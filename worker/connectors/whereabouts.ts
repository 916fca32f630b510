/** Where a host name leads, looked up over HTTPS: a Worker has no resolver of its own. */
import * as v from 'valibot'
import { callUpstream } from './client.ts'
import { jsonIn, statusOf } from './answer.ts'
import { isPublicIp } from './public-address.ts'

/** `unknown`: the name has no address, or the resolver does not answer now. */
export type Whereabouts = 'public' | 'private' | 'unknown'

// RFC 1035 and 3596.
const A = 1
const AAAA = 28

/** The JSON of Cloudflare's and Google's resolvers (`application/dns-json`). */
const DnsAnswer = v.object({
  Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() })), () => []),
})

/** Whether every address that a host name has now is public. */
export async function whereIs(env: Env, hostname: string): Promise<Whereabouts> {
  const answers = await Promise.all([A, AAAA].map((type) => resolve(env, hostname, type)))
  if (answers.includes(undefined)) return 'unknown'
  const addresses = answers.flatMap((some = []) => some)
  if (addresses.length === 0) return 'unknown'
  return addresses.every(isPublicIp) ? 'public' : 'private'
}

/** The addresses of one type; undefined when the resolver does not answer. */
async function resolve(env: Env, hostname: string, type: number): Promise<string[] | undefined> {
  const url = new URL(env.DNS_URL)
  url.searchParams.set('name', hostname)
  url.searchParams.set('type', String(type))
  const answer = await callUpstream(url.href, { headers: { Accept: 'application/dns-json' } })
  if (statusOf(answer) !== 200) return undefined
  return jsonIn(DnsAnswer, answer)
    ?.Answer.filter((one) => one.type === type)
    .map(({ data }) => data)
}

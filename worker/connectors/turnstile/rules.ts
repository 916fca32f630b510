/** What an answer of Turnstile means, and which settings it cannot work with. Pure. */
import * as v from 'valibot'
import type { Turnstile } from './options.ts'
import type { Outcome } from '../destinations/outcome.ts'
import { isPublicHttps } from '../public-address.ts'

/** The name that the form renders Turnstile under: a token of another form of the shop is none here. */
export const ACTION = 'shelfbell'

/** What came of a check, as evidence: `skipped` where it could not be made. */
export type BotCheck = 'passed' | 'skipped'

/**
 * Whether a key, of a site or secret, is one of those that Cloudflare publishes for tests. Whoever
 * knows such a secret needs no token: it takes the same one from everybody.
 */
export const isTestKey = (key: string): boolean => /^[123]x0{20,}[ABF]{2}$/.test(key)

/** Settings of the right shape that still cannot work, or would check nothing: pointers and codes. */
export function turnstileFaults(
  { siteKey, secret, baseUrl }: Turnstile,
  local: boolean,
): [pointer: string, code: string][] {
  const faults: [string, string][] = []
  if (secret === undefined) faults.push(['/turnstile/secret', 'missing'])
  if (!local && isTestKey(siteKey)) faults.push(['/turnstile/siteKey', 'test_key'])
  if (!local && !isPublicHttps(baseUrl)) faults.push(['/turnstile/baseUrl', 'url_not_public'])
  return faults
}

// Cloudflare, "Validate the token": an answer to a failed check is 200 as well.
const Said = v.object({
  success: v.boolean(),
  hostname: v.optional(v.string(), ''),
  action: v.optional(v.string(), ''),
  'error-codes': v.optional(v.array(v.string()), []),
})
const SHOPS_OWN = ['missing-input-secret', 'invalid-input-secret']

/**
 * What an answer says of the person: `accepted` or `refused`. Else nothing of the person at all:
 * `retry` where it may be another one the next time, `parked` where the shop's secret is wrong.
 * `hosts` are those that the shop's pages are on; without them, a token of any page will do.
 */
export function verdict(status: number, body: string, hosts: string[] | undefined): Outcome {
  const said = v.safeParse(v.pipe(v.string(), v.parseJson(), Said), body)
  const odd = status === 200 ? 'unreadable' : `http_${status}`
  if (!said.success) return { kind: 'retry', reason: odd }
  const { success, hostname, action, 'error-codes': codes } = said.output
  const own = SHOPS_OWN.find((code) => codes.includes(code))
  if (own) return { kind: 'parked', reason: own }
  if (codes.includes('internal-error')) return { kind: 'retry', reason: 'internal-error' }
  if (!success) return { kind: 'refused', reason: 'failed' }
  const here = !hosts || (hosts.includes(hostname) && action === ACTION)
  return here ? { kind: 'accepted' } : { kind: 'refused', reason: 'elsewhere' }
}

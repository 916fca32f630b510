/** What an answer of Turnstile means, and which settings cannot work. Pure. */
import * as v from 'valibot'
import { jsonOf } from '../answer.ts'
import type { Faults } from '../contract.ts'
import { isLocal } from '../../env.ts'
import { each, Flag, ListOrOne, needed, Word } from '../../lenient.ts'
import { type Turnstile, TURNSTILE_ADDRESS } from './options.ts'

/** The name under which the form renders Turnstile: tokens of the shop's other forms do not count. */
export const ACTION = 'shelfbell'

/** The result of a check, as evidence: `skipped` when the check could not be made. */
export type BotCheck = 'passed' | 'skipped'

/**
 * Whether a key is one of those that Cloudflare publishes for tests. A person who knows a test
 * secret needs no token: Turnstile accepts the same token from everybody.
 */
export const isTestKey = (key: string): boolean => /^[123]x0{20,}[ABF]{2}$/.test(key)

/** Settings of the right shape that still cannot work, or would check nothing. */
export function turnstileFaults({ siteKey, secret, baseUrl }: Turnstile, local: boolean): Faults {
  const faults: Faults = []
  if (secret === undefined) faults.push(['/turnstile/secret', 'missing'])
  if (!local && isTestKey(siteKey)) faults.push(['/turnstile/siteKey', 'test_key'])
  if (!local && baseUrl !== TURNSTILE_ADDRESS) faults.push(['/turnstile/baseUrl', 'local_only'])
  return faults
}

/**
 * The base address of Turnstile: the setting in local development, else always Cloudflare's own.
 */
export const turnstileAddress = (env: Env, { baseUrl }: Pick<Turnstile, 'baseUrl'>): string =>
  isLocal(env) ? baseUrl : TURNSTILE_ADDRESS

/** What Turnstile says about a request. `reason` is short and stable. */
export type Judgement =
  | { kind: 'passed' }
  /** Not from a person, or with a token of another page. */
  | { kind: 'refused'; reason: string }
  /** Nothing about the person. `again`: asking again may help. */
  | { kind: 'unknown'; reason: string; again: boolean }

// Cloudflare, "Validate the token": a failed check is answered with 200 as well.
// Only `success` is required: it is the decision.
const Verified = v.object({
  success: needed(Flag),
  hostname: Word,
  action: Word,
  'error-codes': each(needed(Word), ListOrOne),
})
const WRONG_SECRET = ['missing-input-secret', 'invalid-input-secret']

/**
 * Reads an answer. `hosts` are the host names of the shop's pages; without them a token of any page
 * is accepted.
 */
export function judgementOf(
  status: number,
  body: string,
  hosts: readonly string[] | undefined,
): Judgement {
  const verified = jsonOf(Verified, body)
  if (!verified) {
    const reason = status === 200 ? 'unreadable' : `http_${status}`
    return { kind: 'unknown', reason, again: true }
  }
  const { success, hostname, action, 'error-codes': codes } = verified
  const wrongSecret = WRONG_SECRET.find((code) => codes.includes(code))
  if (wrongSecret) return { kind: 'unknown', reason: wrongSecret, again: false }
  if (codes.includes('internal-error')) {
    return { kind: 'unknown', reason: 'internal-error', again: true }
  }
  if (!success) return { kind: 'refused', reason: 'failed' }
  const ours = !hosts || (hostname !== undefined && hosts.includes(hostname) && action === ACTION)
  return ours ? { kind: 'passed' } : { kind: 'refused', reason: 'elsewhere' }
}

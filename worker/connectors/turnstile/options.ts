/** Options of Cloudflare Turnstile, for shops that block bots. */
import type * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import type { Belonging } from '../contract.ts'
import { baseUrl, secret } from '../options.ts'

/**
 * The keys of the shop's own Turnstile widget. `siteKey` is public. `secret` is write-only, and may
 * be left out of a change that keeps the `siteKey`. `baseUrl` is the address of the script that the
 * form loads, and of the check.
 */
export const Turnstile = strictObject({
  siteKey: line(100),
  secret,
  baseUrl: baseUrl('https://challenges.cloudflare.com'),
})
export type Turnstile = v.InferOutput<typeof Turnstile>

/** What is secret, and to whom the secret belongs. */
export const TURNSTILE = {
  secrets: ['secret'],
  addresses: ['baseUrl'],
  account: ['siteKey'],
} as const satisfies Belonging<keyof Turnstile>

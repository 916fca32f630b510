/** Options of Cloudflare Turnstile, for shops that block bots. */
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import type { Belonging } from '../contract.ts'
import { baseUrl, secret } from '../options.ts'

/** The base address of Turnstile's script and of its check. */
export const TURNSTILE_ADDRESS = 'https://challenges.cloudflare.com'

/**
 * The keys of the shop's own Turnstile widget. `siteKey` is public. `secret` is write-only, and may
 * be left out of a change that keeps the `siteKey`. `baseUrl` counts in local development only: the
 * form loads a script from there into the shop's page.
 */
export const Turnstile = strictObject({
  siteKey: line(100),
  secret,
  baseUrl: baseUrl(TURNSTILE_ADDRESS),
  /** How to treat requests while Turnstile is down: `confirm` asks people to confirm them. */
  whenDown: v.optional(v.picklist(['accept', 'confirm'], 'choice_unknown'), 'accept'),
})
export type Turnstile = v.InferOutput<typeof Turnstile>

/** The secret option, and the options that name its account. */
export const TURNSTILE = {
  secrets: ['secret'],
  addresses: ['baseUrl'],
  account: ['siteKey'],
} as const satisfies Belonging<keyof Turnstile>

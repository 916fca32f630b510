/** Options of Cloudflare Turnstile, for shops that block bots. */
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import type { Belonging } from '../contract.ts'
import { baseUrl, secret } from '../options.ts'

/** Where Turnstile's script and its check are. */
export const TURNSTILE_ADDRESS = 'https://challenges.cloudflare.com'

/**
 * The keys of the shop's own Turnstile widget. `siteKey` is public. `secret` is write-only, and may
 * be left out of a change that keeps the `siteKey`. `baseUrl` is for local development alone: the
 * form loads a script from there into the shop's page, so no setting may choose it elsewhere.
 */
export const Turnstile = strictObject({
  siteKey: line(100),
  secret,
  baseUrl: baseUrl(TURNSTILE_ADDRESS),
  /** What becomes of a request while Turnstile cannot be asked: `confirm` has the person confirm it. */
  whenDown: v.optional(v.picklist(['accept', 'confirm'], 'choice_unknown'), 'accept'),
})
export type Turnstile = v.InferOutput<typeof Turnstile>

/** What is secret, and to whom the secret belongs. */
export const TURNSTILE = {
  secrets: ['secret'],
  addresses: ['baseUrl'],
  account: ['siteKey'],
} as const satisfies Belonging<keyof Turnstile>

/** Cloudflare Turnstile, where a shop wants its form to be filled in by people only. */
import * as v from 'valibot'
import { baseUrl } from '../destinations/options.ts'
import { line, objectFault } from '../../../shared/text.ts'

/**
 * The keys of the shop's own widget with Turnstile. `siteKey` is public; `secret` is write-only, and
 * may be left out of a change that keeps the `siteKey`. Under `baseUrl` are the script that the form
 * loads, and the Worker's check.
 */
export const Turnstile = v.strictObject(
  {
    siteKey: line(100),
    secret: v.optional(line(200)),
    baseUrl: baseUrl('https://challenges.cloudflare.com'),
  },
  objectFault,
)
export type Turnstile = v.InferOutput<typeof Turnstile>

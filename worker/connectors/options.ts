/** Options that connectors have in common. */
import * as v from 'valibot'
import { line, strictObject, WebAddress, whole } from '../../shared/text.ts'

/** For `v.pipe`: removes slashes at the end, so that a path can be appended to a base address. */
export const withoutEndSlash = v.transform((address: string) => address.replace(/\/+$/, ''))

/** The base address of an API, at most 300 characters, without a slash at the end. */
export const BaseUrl = v.pipe(line(300), WebAddress, withoutEndSlash)

/** The vendors' standard addresses. */
export const STANDARD_ADDRESSES = new Set<string>()

/** Where a vendor's API listens. Change it only to use a server of your own in development. */
export function baseUrl(standard: string) {
  STANDARD_ADDRESSES.add(standard)
  return v.optional(BaseUrl, () => standard)
}

/** Requests that an upstream may be sent; the slower of the two holds. */
export const rate = (standard: { perSecond?: number; perMinute?: number }) =>
  v.optional(
    strictObject({
      perSecond: v.optional(whole(1, 10_000)),
      perMinute: v.optional(whole(1, 100_000)),
    }),
    standard,
  )

/** A secret as the shop sends it, or masked as it was read back (`••••1234`). */
export const secret = v.optional(line(200))

/** A secret that nobody signs with, only compares: at least 16 characters. */
export const hookSecret = v.optional(
  v.pipe(
    line(200),
    v.check((text) => text.startsWith('••••') || text.length >= 16, 'secret_short'),
  ),
)

/** The secret of a Standard Webhooks signature: `whsec_` and base64 of 24 to 64 bytes; or masked. */
export const signingSecret = v.optional(
  v.pipe(
    line(200),
    v.check((text) => /^••••|^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(text), 'secret_invalid'),
  ),
)

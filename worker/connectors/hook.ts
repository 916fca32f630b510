/** A webhook, whichever connector it is for. */

/** A webhook as it arrived. */
export interface Hook {
  /** The body exactly as it was sent: signatures are computed over it. */
  body: string
  headers: Headers
  query: URLSearchParams
  /** When it arrived: milliseconds since 1970. */
  now: number
}

/**
 * Whether the vendor sent a webhook. `good`: yes. `bad`: the signature is wrong or missing
 * (answered 401). `stale`: well signed, but too long ago (401). `ping`: a greeting without content
 * (200).
 */
export type Verification = 'good' | 'bad' | 'stale' | 'ping'

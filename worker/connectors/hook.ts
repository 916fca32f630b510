/** A webhook, whoever it is for. */

/** A webhook as it came. */
export interface Hook {
  /** The body exactly as it was sent: what a signature is over. */
  body: string
  headers: Headers
  query: URLSearchParams
  /** Milliseconds since 1970. */
  now: number
}

/**
 * Whether a webhook is the vendor's: `good`; wrongly signed or not at all (`bad`, answered 401);
 * well signed but too long ago (`stale`, 401); or a greeting that says nothing (`ping`, 200).
 */
export type Verdict = 'good' | 'bad' | 'stale' | 'ping'

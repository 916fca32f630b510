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

/** A person as the vendor knows them. */
export interface NamedPerson {
  email?: string
  phone?: string
  /** The ids of the person in the shop, in every form that the shop may use for them. */
  customerIds?: string[]
}

/** A request about personal data, which a vendor must pass on by law. */
export type PrivacyCall =
  /** A person wants to know what is stored about them. */
  | { kind: 'export'; person: NamedPerson }
  /** A person wants to be erased. */
  | { kind: 'erase'; person: NamedPerson }
  /** The shop has left the vendor. All its people and its catalogue must be erased. */
  | { kind: 'erase_shop' }

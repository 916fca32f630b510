/** A consent to marketing without a request for a product, in the domain's words. */
import type { Channel } from '../../shared/channels.ts'

/** What a person agreed to over one channel, in words that the shop declares for its own form. */
export interface MarketingConsent {
  channel: Channel
  version: string
  text: string
  /** When the person agreed, if that was before the request: milliseconds since 1970. */
  at?: number | undefined
}

/** What one person agreed to. */
export interface ConsentRequest {
  email?: string | undefined
  /** As the person wrote it; national numbers are of `country`, else of the shop's country. */
  phone?: string | undefined
  /** ISO 3166-1: of the phone number, and a reason to ask for a confirmation. */
  country?: string | undefined
  /** BCP 47, canonical. */
  locale?: string | undefined
  /** At most one for each channel. */
  consents: MarketingConsent[]
  /** The address of the page with the form. */
  page?: string | undefined
}

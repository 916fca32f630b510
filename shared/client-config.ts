/** The part of a shop's settings that the widget reads. */
import type { Channel } from './text.ts'

/** The channels that a form on a page asks for. */
export const FORM_CHANNELS = ['email', 'sms'] as const
export type FormChannel = (typeof FORM_CHANNELS)[number]

/** What `GET /v1/client/config` gives the widget. Nothing here is secret. */
export interface ClientConfig {
  name: string
  locale: string
  /** The visitor's country, else the shop's: preselected for phone numbers. */
  country?: string
  /** The countries of phone numbers; present if the form asks for them. */
  countries?: string[]
  /** Texts for fault codes that the widget's languages do not have, in the language of `locale`. */
  errors: Record<string, string>
  /** The channels that a form offers. A backend may use more. */
  channels: FormChannel[]
  /** Whether a request by e-mail from this country must be confirmed from a mail. */
  doubleOptIn: boolean
  /** Countries that require a confirmation; present if the form asks for phone numbers. */
  doubleOptInCountries?: string[]
  /** `locale` is the language of the texts, which may differ from the one asked for. */
  consent: {
    version: string
    texts: Partial<Record<Channel | 'marketing', string>>
    locale: string
  }
  /** The words of the button that takes a request back, and of the message after it. */
  undo: { button: string; title: string; done: string }
  privacyUrl?: string
  /** If present, the form asks how many units the person wants, at most this many. */
  maxQuantity?: number
  /** If present, each request needs a Turnstile token. Its script is at `baseUrl`. */
  turnstile?: { siteKey: string; baseUrl: string }
}

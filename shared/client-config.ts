/** What the widget is told of a shop: which channels it may ask for, and how. */
import type { Channel } from './text.ts'

/** The channels that a form on a page asks for. */
export const FORM_CHANNELS = ['email', 'sms'] as const
export type FormChannel = (typeof FORM_CHANNELS)[number]

/** What `GET /v1/client/config` gives the widget. Nothing here is secret. */
export interface ClientConfig {
  name: string
  locale: string
  /** Where the shopper seems to be, else the shop's: what a number is taken to be from at first. */
  country?: string
  /** Those that a page can ask for; an app and a backend know of more. */
  channels: FormChannel[]
  /** Whether a request from here by e-mail counts only once it is confirmed from a mail. */
  doubleOptIn: boolean
  /** Where it does in any case, also for a number from there; said where numbers are asked for. */
  doubleOptInCountries?: string[]
  /** `locale` is what the texts are written in: a shop may have none in the one that was asked for. */
  consent: {
    version: string
    texts: Partial<Record<Channel | 'marketing', string>>
    locale: string
  }
  privacyUrl?: string
  /** Present: the form asks how many are wanted, at most so many. */
  maxQuantity?: number
  /** Present: each request needs a token of Turnstile, whose script is at `baseUrl`. */
  turnstile?: { siteKey: string; baseUrl: string }
}

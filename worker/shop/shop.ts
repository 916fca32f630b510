/** What a shop is, to the engine and to the shoppers' routes. */
import type { ConsentSettings } from '../../shared/consent.ts'
import type { ShopSettings } from './settings.ts'
import type { Channel } from '../../shared/text.ts'
import type { Turnstile } from '../connectors/turnstile/options.ts'

/** A shop as the engine knows it; secrets in `settings` are sealed. */
export interface Shop {
  id: string
  publicKey: string
  /** The name of the D1 binding that holds everything of this shop. */
  database: string
  settings: ShopSettings
}

/**
 * What answering a shopper needs of a shop. Cached, so nothing in it is secret in clear: the one
 * secret among it is sealed as in the shop's row, and no use to who reads the cache. It is here,
 * and not read from the row for each request, so that the check needs nothing of a database that
 * has too much to do.
 */
export interface ClientShop {
  id: string
  database: string
  name: string
  origins: string[]
  defaultLocale: string
  country?: string
  channels: Channel[]
  /** The most that a shopper may ask for at once; absent where the shop does not ask how many. */
  maxQuantity?: number
  catalog: 'open' | 'strict'
  consent?: ConsentSettings
  threshold: number
  doubleOptIn: boolean
  doubleOptInCountries: string[]
  /** What sends confirmation mails: the name of a destination, or `OWN_MAIL`. */
  confirmer: string
  /**
   * The destinations that take subscriptions, and the channels that each is asked for. One that
   * `listens` hears of another quantity, too.
   */
  relays: { name: string; channels: Channel[]; listens: boolean }[]
  /** With its secret sealed. */
  turnstile?: Turnstile
}

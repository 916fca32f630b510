/** A shop: the whole of it for the engine, and the part that shoppers' requests need. */
import type { ConsentSettings } from '../../shared/consent-settings.ts'
import type { ShopSettings } from './settings.ts'
import type { Channel } from '../../shared/text.ts'
import type { Turnstile } from '../connectors/turnstile/options.ts'

/** A shop with all its settings. Their secrets are sealed. */
export interface Shop {
  id: string
  publicKey: string
  /** The name of the D1 binding that holds all other data of this shop. */
  database: string
  settings: ShopSettings
}

/**
 * The part of a shop that answering a shopper needs. It is cached, so it holds no secret in clear.
 * Turnstile's secret is part of it, sealed: the bot check must also work while D1 is overloaded.
 */
export interface ClientShop {
  id: string
  database: string
  name: string
  origins: string[]
  defaultLocale: string
  country?: string
  channels: Channel[]
  /** How many units a shopper may ask for; absent if the shop does not ask how many. */
  maxQuantity?: number
  catalog: 'open' | 'strict'
  consent?: ConsentSettings
  /** Present if its SMS are stopped by a link, because nobody can reply to their sender. */
  stopSmsBy?: 'link'
  threshold: number
  doubleOptIn: boolean
  doubleOptInCountries: string[]
  /** The name of the destination that sends confirmation mails, or `OWN_MAIL`. */
  confirmer: string
  /**
   * The destinations that take subscriptions, each with the channels it takes. One that `listens`
   * is also called when only the quantity changes.
   */
  relays: { name: string; channels: Channel[]; listens: boolean }[]
  /** Its secret is sealed. */
  turnstile?: Turnstile
}

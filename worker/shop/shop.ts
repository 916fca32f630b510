/** A shop: the whole of it for the engine, and the part that shoppers' requests need. */
import type { ShopSettings } from './settings.ts'
import type { Channel } from '../../shared/text.ts'
import type { KeyedShop } from '../secret.ts'

/** A shop with all its settings. Their secrets are sealed. */
export interface Shop extends KeyedShop {
  publicKey: string
  /** The name of the D1 binding that holds all other data of this shop. */
  database: string
  settings: ShopSettings
  /** The domains that the Worker's owner lets it send from, over the Worker's own mail binding. */
  senderDomains: string[]
  /** The version of the standard consent texts that are stored for this shop. */
  standardTexts: string
}

/** The settings that answering a shopper needs. */
export const CLIENT_SETTINGS = [
  'name',
  'origins',
  'imageHosts',
  'defaultLocale',
  'country',
  'channels',
  'smsCountries',
  'limits',
  'maxQuantity',
  'catalog',
  'oversell',
  'consent',
  'look',
  'reminders',
  'doubleOptIn',
  'doubleOptInCountries',
  'acknowledge',
  'dialects',
  'turnstile',
  'identify',
] as const satisfies (keyof ShopSettings)[]
export type ClientSettings = Pick<ShopSettings, (typeof CLIENT_SETTINGS)[number]>

/**
 * The part of a shop that answering a shopper needs. It is cached, so it holds no secret in clear.
 * Turnstile's secret is part of it, sealed: the bot check must also work while D1 is overloaded.
 */
export interface ClientShop extends ClientSettings, KeyedShop {
  database: string
  /** The version of the standard consent texts that are stored for this shop. */
  standardTexts: string
  /** Present if its SMS are stopped by a link, because nobody can reply to their sender. */
  stopSmsBy?: 'link'
  /** What product/rule-sql.ts binds to decide whether a level is sellable: a number, or rules as JSON. */
  threshold: number | string
  /** JSON of the rules that decide which products are offered; missing if all are. */
  offers?: string
  /** The names of its sources that read everything there is: what they lack does not exist. */
  readers: string[]
  /** Present if the shop's conditions read attributes that its backend gives for people. */
  comparesPeople?: true
  /**
   * The names of the destinations that ask people to confirm an address: by mail, or `OWN_MAIL`; by
   * SMS, missing if none can.
   */
  confirmers: { email: string; phone?: string }
  /**
   * The destinations that take subscriptions, each with the channels it takes. One that `listens`
   * is also called when only the quantity changes.
   */
  relays: { name: string; channels: Channel[]; listens: boolean }[]
  /** The destinations that take consents to marketing without a product, with the channels of each. */
  consentTakers: { name: string; channels: Channel[] }[]
}

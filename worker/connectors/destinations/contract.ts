/**
 * What a destination is to the engine. A connector is one file: its name, what it can do, which of
 * its options are secret, and a factory of functions. The engine calls what it can and never knows
 * whom it called.
 */
import type { Destination } from './union.ts'
import type { Product } from '../../../shared/product.ts'
import type { ShopSettings } from '../../shop/settings.ts'
import type { Channel } from '../../../shared/text.ts'
import type { Hook, Verdict } from '../hook.ts'
import type { Shop } from '../../shop/shop.ts'
import type { Outcome } from './outcome.ts'

/** One outgoing call about one person, in clear, for the moment in which it is made. */
export interface Call {
  /** Minted when the row was written; the same at every attempt. */
  key: string
  /**
   * When what it is about began, the restock or else the request: milliseconds since 1970. The same
   * at every attempt, unlike the moment.
   */
  at: number
  subscriptionId: string
  contactId: string
  channels: Channel[]
  email?: string
  /** E.164 */
  phone?: string
  /** What the shop's system calls the person. */
  customerId?: string
  sku: string
  locale?: string
  externalId?: string
  product?: Product
  /** How many units the person would buy. */
  quantity: number
  /** What the destination called the subscription when it took it. */
  relayId?: string
  /** Of a message that was sent: over which destination, and what that called it. */
  sent?: { destination: string; messageId?: string }
  /** Where the connector `knowsPeople`. */
  person?: Person
  /**
   * Of `subscribe`, where the connector `wantsSiblings`: all variants of the product, this one
   * included, as they are whenever it is asked.
   */
  siblings?: () => Promise<Variant[]>
}

/** What is known about a person beyond the addresses. */
export interface Person {
  /** As the shop's backend says. */
  attributes: Record<string, string | number | boolean>
  /** What was agreed to with this subscription and not withdrawn. */
  consents: Agreed[]
}

export interface Agreed {
  purpose: 'alert' | 'marketing'
  channel: Channel
  text: string
  version: string
  page?: string
  /** Milliseconds since 1970. */
  at: number
}

/** A level as it is now, for a destination that wants to know. */
export interface Level {
  sku: string
  quantity: number
  /** By the shop's rule. */
  sellable: boolean
  locale?: string
  externalId?: string
  product?: Product
  /** All variants of the product, this one included, where the connector `wantsSiblings`. */
  siblings?: Variant[]
}

/** A variant of a product as it is now, over all locales and externalIds together. */
export interface Variant {
  sku: string
  /** The highest of its levels; missing where there is none. */
  quantity?: number
  /** By the shop's rule; false where nothing is known. */
  sellable: boolean
  product?: Product
  /** Not in the catalogue: only a page told of it, so there may be siblings that nobody told of. */
  fromPage?: true
}

/** Something about the shop's own systems that somebody has to look at. */
export interface News {
  key: string
  /** Milliseconds since 1970. */
  at: number
  type: 'source.silent' | 'feed.held'
  data: Record<string, string | number>
}

/** What a check found, in words for the shop's owner. */
export interface Finding {
  /** Short and stable: `key`, `scope`, `catalog`, `flow`, … */
  what: string
  ok: boolean
  /** What is so; where it is not ok, what to mend and where. */
  detail: string
}

/** What a destination says of an address of its own accord. */
export type Heard = ({ email: string } | { phone: string }) & {
  /** It is dead, its owner protested, or asked to be left alone; or (`start`) to be told again. */
  reason: 'bounce' | 'complaint' | 'stop' | 'start'
}

export interface Calls {
  /** Takes a subscription over. */
  subscribe?(call: Call): Promise<Outcome>
  /** Takes it back. `relayId` is missing where the answer to `subscribe` never arrived. */
  cancel?(call: Call): Promise<Outcome>
  /** Tells the person that the variant is back. */
  notify?(call: Call): Promise<Outcome>
  /** Asks the person to confirm the subscription (double opt-in). */
  confirm?(call: Call): Promise<Outcome>
  /** Hears of a message that was accepted somewhere else. */
  report?(call: Call): Promise<Outcome>
  /** Hears of levels: absolute, so the same twice or an older call after a newer is harmless. */
  updateStock?(levels: Level[]): Promise<Outcome>
  /** Hears of something about the shop's own systems. */
  announce?(news: News): Promise<Outcome>
  /** Whether a webhook is the destination's own. */
  verify?(hook: Hook): Promise<Verdict>
  /** What a verified webhook says of addresses; undefined where its shape is unknown. */
  hear?(hook: Hook): Heard[] | undefined
  /** Makes the harmless calls that prove that the settings work. */
  check?(): Promise<Finding[]>
}

export type Capability = Exclude<keyof Calls, 'check' | 'verify' | 'hear'>

/** What a connector may use. */
export interface Context {
  env: Env
  shop: Shop
}

type Of<T extends Destination['type']> = Extract<Destination, { type: T }>

export interface Connector<T extends Destination['type']> {
  type: T
  /** What it can do with these options. */
  can(options: Of<T>): readonly Capability[]
  /** Over which channels it sees to it, with these options, that people are told. */
  tells(options: Of<T>): readonly Channel[]
  /** Hears of subscriptions over every channel, and tells nobody because of it. */
  listens?: (options: Of<T>) => boolean
  /** Options that are write-only. */
  secrets: readonly string[]
  /** Calls that it takes with these options, where that is less than their `rate`. */
  pace?: (options: Of<T>) => { perSecond: number; perMinute: number }
  /** Options that hold addresses: https on public hosts, outside local development. */
  addresses: readonly string[]
  /** Wants `Call.person`. */
  knowsPeople?: true
  /** Wants `Call.siblings` and `Level.siblings`. */
  wantsSiblings?: true
  /** Requests that one call makes, where that is more than one: a `rate` counts requests. */
  requestsPerCall?: number
  /** Options of the right shape that still cannot work: pointers within them, and codes. */
  faults?: (options: Of<T>, settings: ShopSettings) => [pointer: string, code: string][]
  create(options: Of<T>, context: Context): Calls
}

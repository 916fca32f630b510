/** What the engine gives a destination with a call: about a person, about stock, about the shop. */
import type { Data } from '../../../shared/data.ts'
import type { Product } from '../../../shared/product.ts'
import type { Notice } from '../../message/notice.tsx'
import { type Channel, CHANNELS } from '../../../shared/channels.ts'

/** One outgoing call about one person. Everything is in clear, for the moment of the call. */
export interface Call {
  /** Minted when the call was planned; the same at every attempt. */
  key: string
  /**
   * When the restock began, or the request was made: milliseconds since 1970. The same at every
   * attempt.
   */
  at: number
  subscriptionId: string
  contactId: string
  /** The channels that this call is about. */
  channels: Channel[]
  /** All known addresses of the person, by channel; numbers in E.164. */
  to: Partial<Record<Channel, string>>
  /** What the shop's own system calls the person. */
  customerId?: string
  sku: string
  locale?: string
  externalId?: string
  /** `restockAt`: only the catalogue says it. */
  product?: Product & { restockAt?: string | undefined }
  /** How many units the person would buy. */
  quantity: number
  /** What the page with the form said of its own, by name. Anybody may have written it. */
  data?: Data
  /** What the destination called the subscription when it accepted it. */
  relayId?: string
  /** Of `report`: the destination that sent the message, and what it called the message. */
  sent?: { destination: string; messageId?: string }
  /** With `notify`, when the connector `joins`: the same message is about further products. */
  also?: Also
  /** With `notify`: another person waits or waited in the same restock. Does not change between attempts. */
  othersWaiting?: true
  /**
   * With `notify`: a reminder may follow, so the message may not say that it is the only one. Does not change
   * between attempts.
   */
  mayFollow?: true
  /** With `remind`: the first reminder or the second. */
  reminder?: 1 | 2
  /** With `close`: another product of the shop's choice. */
  alternative?: { sku: string; product: Product }
  /** With `consent`: the person agreed before the shop brought the consent here. */
  historical?: true
  /** With `confirm`. */
  ask?: Ask
  /** With `acknowledge`: the products that the person waits for. */
  wanted?: Names
  /** With `move`: the contact of the old address, and the new address, sealed for a link. */
  move?: { from: string; sealed: string }
  /** With `notice`: what the mail is about. The contact is a member of the shop's team. */
  notice?: Notice | { kind: 'invite' }
  /** Given when the connector `knowsPeople`. */
  person?: Person
  /**
   * Given with `subscribe` when the connector `wantsSiblings`: reads all variants of the product,
   * this one included, as they are at that moment.
   */
  siblings?: () => Promise<SiblingVariant[]>
}

/** The further products of a message. */
export interface Also {
  /** The key of the whole message: the same at every attempt that is about the same products. */
  key: string
  products: {
    /** Names the notification about the product, for the link that counts clicks. */
    key: string
    sku: string
    product: Product
  }[]
}

/** Names of products, for a message that may reach somebody who never asked for it. */
export interface Names {
  /** The first of the products. Their names contain no links. */
  items: (Pick<Product, 'title' | 'variantTitle'> & { restockAt?: string | undefined })[]
  /** How many more products there are. */
  more: number
}

/** The requests that a person confirms with one press. */
export interface Ask extends Names {
  /** The id of the confirmation, for short links. */
  confirmation: string
  /** The address that the link confirms. */
  about: string
}

const BY_PHONE = (Object.keys(CHANNELS) as Channel[]).filter(
  (channel) => CHANNELS[channel] === 'phone',
)

/** The phone number of a call, in E.164: one number serves all channels that need one. */
export const phoneOf = ({ to }: Pick<Call, 'to'>): string | undefined =>
  BY_PHONE.map((channel) => to[channel]).find((number) => number !== undefined)

/** What is known about a person besides the addresses. */
export interface Person {
  /** As the shop's backend sent them. */
  attributes: Record<string, string | number | boolean>
  /** Consents given with this subscription and not withdrawn. */
  consents: Agreed[]
}

/** One consent of a person. */
export interface Agreed {
  purpose: 'alert' | 'marketing'
  channel: Channel
  text: string
  version: string
  /** Where the person gave it: `form` on a page, `api` in the shop's backend. */
  method: 'form' | 'api'
  /**
   * `published`: words of a form of the shop. `declared`: words that the shop says its own form shows.
   * `caller`: own words that the backend vouches for.
   */
  words: 'published' | 'declared' | 'caller'
  page?: string
  /** Milliseconds since 1970. */
  at: number
}

/** Whether a person agreed to marketing over a channel. */
export const agreedToMarketing = ({ person }: Call, over: Channel): boolean =>
  person?.consents.some(({ purpose, channel }) => purpose === 'marketing' && channel === over) ??
  false

/** A stock level as it is now. */
export interface Level {
  sku: string
  quantity: number
  /** By the shop's rule. */
  sellable: boolean
  locale?: string
  externalId?: string
  product?: Product
  /** All variants of the product, this one included; given when the connector `wantsSiblings`. */
  siblings?: SiblingVariant[]
}

/** A variant of a product as it is now, over all locales and externalIds together. */
export interface SiblingVariant {
  sku: string
  /** The highest of its levels; missing when it has none. */
  quantity?: number
  /** By the shop's rule; false when nothing is known. */
  sellable: boolean
  product?: Product
  /** The catalogue lacks it, and only a page named it: it may have more siblings than are known. */
  fromPage?: true
}

/** What happened at a shop: with a request, a restock, or the shop's own systems. */
export interface News {
  key: string
  /** Milliseconds since 1970. */
  at: number
  type:
    | 'source.silent'
    | 'feed.held'
    | 'subscription.confirmed'
    | 'subscription.expired'
    | 'restock.awaiting_approval'
    | 'restock.finished'
    | 'subscription.held'
  data: Record<string, string | number>
}

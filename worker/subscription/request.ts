/** A request for a subscription in the domain's words; each door makes both values from its own wire. */
import type { Consent } from '../../shared/consent.ts'
import type { Data } from '../../shared/data.ts'
import type { Identity } from '../identity.ts'
import type { LooseProduct } from '../loose-product.ts'
import type { Channel } from '../../shared/text.ts'

/** What is asked for. */
export interface SubscriptionRequest {
  sku: string
  /** BCP 47, canonical. */
  locale?: string | undefined
  externalId?: string | undefined
  channels: Channel[]
  email?: string | undefined
  /** As the person wrote it; national numbers are of `country`, else of the shop's country. */
  phone?: string | undefined
  /** ISO 3166-1: of the phone number, and a reason to ask for a confirmation. */
  country?: string | undefined
  /** What the shop's own system calls the person. */
  customerId?: string | undefined
  consents: Consent[]
  /** A backend's is whole; of a shopper's page, what can be used. */
  product?: LooseProduct | undefined
  /** How many units the person would buy. */
  quantity?: number | undefined
  /** What the page says of its own, by name: anybody may have written it. */
  data?: Data | undefined
  /** Who the page says is signed in. */
  identity?: Identity | undefined
  /** The address of the page with the form. */
  page?: string | undefined
  /** What a backend says about the person, for the shop's conditions. */
  attributes?: Record<string, string | number | boolean> | undefined
}

/** What a request's headers say of the person who sent it. */
export interface Visitor {
  /** In full: it is truncated before it is stored. */
  ip: string | undefined
  userAgent: string | undefined
  /** The country that the network sees, ISO 3166-1, or Cloudflare's XX and T1 for none. */
  country: string | undefined
}

/** How a door blocks bots, if the shop uses Turnstile. */
export type BotProof =
  /** With the token that the form got from Turnstile; undefined if it sent none. */
  | { by: 'token'; token: string | undefined }
  /** By a confirmation mail: the door runs no script. */
  | { by: 'mail' }

/**
 * Who asks, as the door knows it. A shopper is held to what the shop's forms offer, to the rate limits
 * and to the bot check; a backend has the shop's secret key and acts for the shop.
 */
export type RequestEvidence = (
  | { asker: 'shopper'; visitor: Visitor; proof: BotProof }
  | { asker: 'backend' }
) &
  CallerTerms

/** What the callers of a door expect, where that differs from the widget and our own API. */
export interface CallerTerms {
  /**
   * The request itself carries no words: its consents have those that the shop declares for its own form
   * (`dialects` in the settings).
   */
  words?: 'declared'
  /** A request for a variant that is in stock waits for the next restock. Default: it is refused. */
  inStock?: 'waits'
  /**
   * What stands as `sku` in the request is the variant's id in the shop's own system: `variantId` in the
   * catalogue, else a sku.
   */
  names?: 'id'
}

/** A request for a subscription as the widget sends it, and what comes back. */
import * as v from 'valibot'
import { Consent } from './consent.ts'
import { Email } from './email.ts'
import { Channels, Country, ExternalId, line, objectFault, Sku, whole } from './text.ts'

/** The most units in one request. A person who wants more should talk to the shop's sales. */
export const MOST_WANTED = 100

/** What every request names, whoever sends it. */
export const REQUEST = {
  sku: Sku,
  externalId: v.optional(ExternalId),
  email: v.optional(Email),
  /** As the person typed it. The Worker converts it to E.164; national numbers belong to `country`. */
  phone: v.optional(line(40)),
  country: v.optional(Country),
  channels: Channels,
  consents: v.pipe(
    v.array(Consent, 'not_a_list'),
    v.minLength(1, 'consent_missing'),
    v.maxLength(8, 'too_many'),
  ),
  /** How many units the person would buy. Default 1; the last request counts. */
  quantity: v.optional(whole(1, MOST_WANTED)),
}

/** The body of `POST /v1/client/subscriptions`. `website` is a honeypot: people leave it empty. */
export const ClientSubscription = v.object(
  {
    shop: line(100),
    ...REQUEST,
    // Nothing of these refuses a shopper: the Worker leaves out what it cannot use, and takes
    // its shop's locale for one that its page's template did not write.
    locale: v.optional(v.unknown()),
    product: v.optional(v.unknown()),
    page: v.optional(v.unknown()),
    /** What the page says of its own, by name (`Data`). The last request with any counts. */
    data: v.optional(v.unknown()),
    /** Who the page says is signed in: `customerId`, `attributes`, and the backend's `proof` of it. */
    identity: v.optional(v.unknown()),
    website: v.optional(v.string('not_text')),
    /** The Turnstile token of this request, if the shop uses Turnstile. */
    turnstileToken: v.optional(line(2048)),
  },
  objectFault,
)
export type ClientSubscription = v.InferOutput<typeof ClientSubscription>

/**
 * The answer to an accepted subscription. It is the same for a new one and for one that existed.
 * For an hour, `undo` takes back what the request added.
 */
export type Accepted = { status: 'accepted'; undo: string }

/** The body of `POST /v1/client/undo`. */
export const ClientUndo = v.object({ shop: line(100), undo: line(500) }, objectFault)

/** Requests for a subscription: from a shopper through the widget, or from a shop's backend. */
import * as v from 'valibot'
import { Consent } from './consent.ts'
import { Email } from './email.ts'
import { Product } from './product.ts'
import {
  Channels,
  Country,
  ExternalId,
  line,
  Locale,
  objectFault,
  Sku,
  strictObject,
  WebAddress,
  whole,
} from './text.ts'

/** The most units in one request. A person who wants more should talk to the shop's sales. */
export const MOST_WANTED = 100

const request = {
  sku: Sku,
  locale: v.optional(Locale),
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
  product: v.optional(Product),
  /** How many units the person would buy. Default 1; the last request counts. */
  quantity: v.optional(whole(1, MOST_WANTED)),
  page: v.optional(WebAddress),
}

/** The body of `POST /v1/client/subscriptions`. `website` is a honeypot: people leave it empty. */
export const ClientSubscription = v.object(
  {
    shop: line(100),
    ...request,
    website: v.optional(v.string('not_text')),
    /** The Turnstile token of this request, if the shop uses Turnstile. */
    turnstileToken: v.optional(line(2048)),
  },
  objectFault,
)
export type ClientSubscription = v.InferOutput<typeof ClientSubscription>

/** What a shop's backend says about a person; conditions and the pace read it. */
const Attributes = v.pipe(
  v.record(
    v.pipe(line(60), v.regex(/^[\w-]+$/, 'name_invalid')),
    v.union([line(200), v.number(), v.boolean()], 'value_invalid'),
    'not_an_object',
  ),
  v.check((all) => Object.keys(all).length <= 50, 'too_many'),
)

/** The body of `POST /v1/subscriptions`: the shop is known by its key. */
export const BackendSubscription = strictObject({
  ...request,
  /** The shop's own id of the person: for `push`, and for platforms that know it. */
  customerId: v.optional(line(200)),
  attributes: v.optional(Attributes),
})
export type BackendSubscription = v.InferOutput<typeof BackendSubscription>

/**
 * The answer to an accepted subscription. It is the same for a new one and for one that existed.
 * For an hour, `undo` takes back what the request added.
 */
export type Accepted = { status: 'accepted'; undo: string }

/** The body of `POST /v1/client/undo`. */
export const ClientUndo = v.object({ shop: line(100), undo: line(500) }, objectFault)

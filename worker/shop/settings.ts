/**
 * A shop's settings: one schema for making (`POST /v1/admin/shops`), changing (`PATCH /v1/shop`)
 * and, later, the merchant's page. Whatever is accepted here is acted upon.
 */
import * as v from 'valibot'
import { Condition } from '../../shared/condition.ts'
import { ConsentSettings } from '../../shared/consent.ts'
import { Destination } from '../connectors/destinations/list.ts'
import { Sources } from '../connectors/sources/union.ts'
import { MOST_WANTED } from '../../shared/subscription.ts'
import { Channels, Country, line, Locale, objectFault, whole } from '../../shared/text.ts'
import { Turnstile } from '../connectors/turnstile/options.ts'

/** `https://shop.example`, as browsers send it; plain http only for a shop on one's own machine. */
export const Origin = v.pipe(
  line(300),
  v.check((text) => {
    if (!URL.canParse(text)) return false
    const { origin, protocol, hostname } = new URL(text)
    const own = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    return origin === text && (protocol === 'https:' || (protocol === 'http:' && own))
  }, 'origin_invalid'),
)

/**
 * How fast people are told: all at once; or in waves of as many as want `perUnit` units for each
 * one in stock, one every `everyMinutes`, first come first served, those with `first` before the
 * others. Nobody is passed over for wanting many: the last of a wave may want more than is left.
 */
export const Pace = v.variant(
  'mode',
  [
    v.strictObject({ mode: v.literal('everyone') }, objectFault),
    v.strictObject(
      {
        mode: v.literal('waves'),
        perUnit: whole(1, 1000),
        everyMinutes: whole(1, 1440),
        first: v.optional(
          v.strictObject(
            {
              attribute: v.pipe(
                line(60),
                v.check((name) => /^[\w-]+$/.test(name), 'name_invalid'),
              ),
              value: v.union([line(200), v.number(), v.boolean()], 'value_invalid'),
            },
            objectFault,
          ),
        ),
      },
      objectFault,
    ),
  ],
  (issue) => (issue.received === 'undefined' ? 'missing' : 'choice_unknown'),
)
export type Pace = v.InferOutput<typeof Pace>

/** When a level is a restock, whom it tells, and how fast. */
export const Rules = v.strictObject(
  {
    /** A level is sellable when its quantity is above this. */
    threshold: v.optional(whole(0, Number.MAX_SAFE_INTEGER), 0),
    /** A level must stay sellable this long before anybody is told. */
    stableForSeconds: v.optional(whole(0, 86_400), 0),
    /** After a shorter time sold out, a level must stay sellable as long as this, too. */
    soldOutForSeconds: v.optional(whole(0, 86_400), 0),
    /** Nobody is told about the same sku twice within this time. */
    coolDownHours: v.optional(whole(0, 720), 0),
    /** The shop's own conditions. Whoever fails them is used up without a message … */
    conditions: v.optional(Condition),
    /** … or, with this, goes on waiting. */
    keepUnmatched: v.optional(v.boolean('choice_unknown'), false),
    pace: v.optional(Pace, { mode: 'everyone' }),
  },
  objectFault,
)
export type Rules = v.InferOutput<typeof Rules>

const entries = {
  name: line(100),
  origins: v.pipe(
    v.array(Origin, 'not_a_list'),
    v.minLength(1, 'empty'),
    v.maxLength(20, 'too_many'),
  ),
  defaultLocale: v.optional(Locale, 'en'),
  /** Where national phone numbers are taken to be from. */
  country: v.optional(Country),
  channels: v.optional(Channels, () => ['email' as const]),
  /** Present: forms ask how many somebody would like, at most so many. */
  maxQuantity: v.optional(whole(2, MOST_WANTED)),
  /** Whether everybody who asks by e-mail confirms it from a mail first. */
  doubleOptIn: v.optional(v.boolean('not_a_boolean'), false),
  /** Where it is asked for in any case: there a ticked form alone proves nothing. */
  doubleOptInCountries: v.optional(
    v.pipe(v.array(Country, 'not_a_list'), v.maxLength(50, 'too_many')),
    () => ['DE', 'AT'],
  ),
  /** Whoever has waited for longer is dropped: at most ten years. */
  expireAfterDays: v.optional(
    v.pipe(
      v.number('days_invalid'),
      v.check((days) => Number.isSafeInteger(days) && days >= 1 && days <= 3650, 'days_invalid'),
    ),
    365,
  ),
  catalog: v.optional(v.picklist(['open', 'strict'], 'choice_unknown'), 'open'),
  consent: v.optional(ConsentSettings),
  rules: v.optional(Rules, {}),
  destinations: v.optional(
    v.pipe(
      v.array(Destination, 'not_a_list'),
      v.minLength(1, 'empty'),
      v.maxLength(10, 'too_many'),
    ),
    () => [{ type: 'email' as const, name: 'email', rate: {} }],
  ),
  /** Where stock comes from besides the shop's own `PUT /v1/stock-levels`. */
  sources: Sources,
  /** Present: a request from a page needs a token of Turnstile. */
  turnstile: v.optional(Turnstile),
}

/** A shop's settings, complete. */
export const ShopSettings = v.strictObject(entries, objectFault)
export type ShopSettings = v.InferOutput<typeof ShopSettings>

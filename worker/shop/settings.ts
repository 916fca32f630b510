/**
 * A shop's settings: one schema for creating a shop (`POST /v1/admin/shops`) and for changing it
 * (`PATCH /v1/shop`). settings/check.ts checks what a schema cannot say.
 */
import * as v from 'valibot'
import { Condition } from '../../shared/condition.ts'
import { CODES } from '../../shared/countries.ts'
import { ConsentSettings } from '../../shared/consent-settings.ts'
import { Destination } from '../connectors/destinations/list.ts'
import { isLoopback } from '../connectors/public-address.ts'
import { Sources } from '../connectors/sources/list.ts'
import { Oversell } from '../../shared/stock.ts'
import { MOST_WANTED } from '../../shared/subscription.ts'
import {
  ATTRIBUTION_DAYS,
  APPROVAL_ABOVE_MOST,
  DIGEST_MINUTES,
  MESSAGES_A_DAY,
  MESSAGES_PER_PERSON_PER_DAY,
  NEW_CONTACTS_PER_HOUR,
  OPEN_PER_CONTACT,
  PRODUCT_RULES,
  REMINDER_HOURS,
  REMINDERS,
  RULE_NAMES,
  SMS_PER_NUMBER_PER_DAY,
  SMS_PER_RANGE_PER_HOUR,
} from '../limits.ts'
import { Host, LinkSettings } from '../link/settings.ts'
import { LookSettings } from '../message/look.ts'
import { MessageSettings, SenderSettings } from '../message/texts.ts'
import { Channels, Country, line, listOf, Locale, strictObject, whole } from '../../shared/text.ts'
import { Identify } from './identify.ts'
import { LastWord } from '../connectors/last-word/options.ts'
import { Turnstile } from '../connectors/turnstile/options.ts'
import { Dialects } from './dialects.ts'
import { ProductMatch } from './product-match.ts'

/**
 * An origin as browsers send it: `https://shop.example`. Plain http only for loopback hosts, which
 * settings/check.ts refuses where the Worker is deployed. An origin with `*` would never match.
 */
export const Origin = v.pipe(
  line(300),
  v.check((text) => !text.includes('*'), 'origin_wildcard'),
  v.check((text) => {
    if (!URL.canParse(text)) return false
    const { origin, protocol, hostname } = new URL(text)
    const isPlain = protocol === 'http:' && isLoopback(hostname)
    return origin === text && (protocol === 'https:' || isPlain)
  }, 'origin_invalid'),
)

/**
 * How fast people are notified: `everyone` at once, or in `waves`. A wave starts every
 * `everyMinutes`. It notifies people until they want `perUnit` units for each unit in stock: first
 * those who have the attribute `first`, then the others, in the order in which they subscribed. The
 * last person of a wave may want more units than are left, so nobody is skipped for wanting many.
 */
export const Pace = v.variant(
  'mode',
  [
    strictObject({ mode: v.literal('everyone') }),
    strictObject({
      mode: v.literal('waves'),
      perUnit: whole(1, 1000),
      everyMinutes: whole(1, 1440),
      first: v.optional(
        strictObject({
          attribute: v.pipe(line(60), v.regex(/^[\w-]+$/, 'name_invalid')),
          value: v.union([line(200), v.number(), v.boolean()], 'value_invalid'),
        }),
      ),
    }),
  ],
  (issue) => (issue.received === 'undefined' ? 'missing' : 'choice_unknown'),
)
export type Pace = v.InferOutput<typeof Pace>

/**
 * Which restocks wait for the shop's approval before anybody is notified: none, each, or those that more
 * than N people wait for when they start.
 */
export const Approval = v.lazy((input) =>
  typeof input === 'object' && !Array.isArray(input)
    ? strictObject({ above: whole(0, APPROVAL_ABOVE_MOST) })
    : v.picklist(['never', 'always'], 'choice_unknown'),
)
export type Approval = v.InferOutput<typeof Approval>

/** A rule for some products: what it sets there, in place of the shop's own settings. */
export const ProductRule = strictObject({
  match: ProductMatch,
  /** Whether people may ask for the products at all. */
  offer: v.optional(v.boolean('not_a_boolean')),
  threshold: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  pace: v.optional(Pace),
  approval: v.optional(Approval),
})
export type ProductRule = v.InferOutput<typeof ProductRule>

/** How many skus, tags, collections and brands some rules name together. */
const namesIn = (rules: ProductRule[]): number =>
  rules.reduce((sum, { match: { skus, tags, collections, brands } }) => {
    const lists = [skus, tags, collections, brands]
    return sum + lists.reduce((all, list) => all + (list?.length ?? 0), 0)
  }, 0)

/** When a level is a restock, who is notified, and how fast. */
export const Rules = strictObject({
  /** A level is sellable when its quantity is above this. */
  threshold: v.optional(whole(0, Number.MAX_SAFE_INTEGER), 0),
  /** How long a level must stay sellable before anybody is notified. */
  stableForSeconds: v.optional(whole(0, 86_400), 0),
  /** A level that was sold out for a shorter time must also stay sellable for this long. */
  soldOutForSeconds: v.optional(whole(0, 86_400), 0),
  /** Nobody is notified twice about the same sku within this time. */
  coolDownHours: v.optional(whole(0, 720), 0),
  /** The shop's own conditions. A subscription that fails them is removed without a message … */
  conditions: v.optional(Condition),
  /** … unless this is true: then it keeps waiting. */
  keepUnmatched: v.optional(v.boolean('choice_unknown'), false),
  pace: v.optional(Pace, { mode: 'everyone' }),
  /** How long a mail to a person who waits for several products waits for the others; 0: not at all. */
  digestMinutes: v.optional(whole(0, 120), DIGEST_MINUTES),
  approval: v.optional(Approval, 'never'),
  /**
   * What notifies the people who wait: a level that changes, or every level above the threshold that
   * arrives, also if the same was known before (as Voyado Engage has it). Default: `every_update` if the
   * dialect `voyado` is on, else `change`.
   */
  restockOn: v.optional(v.picklist(['change', 'every_update'], 'choice_unknown')),
  /** Other rules for some products. Which one counts: product-rules.ts. */
  products: v.optional(
    v.pipe(
      v.array(ProductRule, 'not_a_list'),
      v.maxLength(PRODUCT_RULES, 'too_many'),
      v.check((rules) => namesIn(rules) <= RULE_NAMES, 'too_many'),
    ),
    () => [],
  ),
})
export type Rules = v.InferOutput<typeof Rules>

/** A country that has phone numbers: `UK`, for example, would be none, and silently offer nobody. */
const NumberCountry = v.pipe(
  Country,
  v.check((code) => CODES.includes(code), 'country_invalid'),
)

/** Ceilings that a shop may move. What is above them is put off or refused, and the log says so. */
export const Limits = strictObject({
  /** Requests of one contact that are open at a time; forms take no more. */
  openPerContact: v.optional(whole(1, 10_000), OPEN_PER_CONTACT),
  /** New contacts that forms may make in an hour. Above fifty, some of them stand for all. */
  newContactsPerHour: v.optional(whole(1, 1_000_000), NEW_CONTACTS_PER_HOUR),
  /** Messages of this shop to one person a day (UTC), over all products. The rest wait in their place. */
  messagesPerPersonPerDay: v.optional(whole(1, 100), MESSAGES_PER_PERSON_PER_DAY),
  /** SMS to one number a day, counted over all shops. */
  smsPerNumberPerDay: v.optional(whole(1, MESSAGES_A_DAY), SMS_PER_NUMBER_PER_DAY),
  /** SMS of this shop an hour to numbers that begin alike: country code and four more digits. */
  smsPerRangePerHour: v.optional(whole(1, 2_000), SMS_PER_RANGE_PER_HOUR),
})
export type Limits = v.InferOutput<typeof Limits>

/** When the shop's team gets mails. */
export const Notices = strictObject({
  /** A mail goes out when more people than this wait for a variant. */
  listAbove: v.optional(whole(1, 1_000_000), 50),
})

/** Reminders: one or two, each so many hours after the first message was accepted. */
export const Reminders = strictObject({
  afterHours: v.pipe(
    v.array(whole(1, REMINDER_HOURS), 'not_a_list'),
    v.minLength(1, 'empty'),
    v.maxLength(REMINDERS, 'too_many'),
    v.check((hours) => hours.every((one, at) => one > (hours[at - 1] ?? 0)), 'not_ascending'),
  ),
})

/** How the shop counts in its reports. */
export const Reports = strictObject({
  /** A purchase counts for a message that was sent at most this many days before. */
  attributionDays: v.optional(whole(1, 30), ATTRIBUTION_DAYS),
})

const entries = {
  name: line(100),
  origins: listOf(Origin, 20),
  /** Hosts of images, besides the origins: a picture that only a form named is shown from no others. */
  imageHosts: v.optional(
    v.pipe(v.array(Host, 'not_a_list'), v.maxLength(20, 'too_many')),
    () => [],
  ),
  defaultLocale: v.optional(Locale, 'en'),
  /** The country of phone numbers without a country code. */
  country: v.optional(Country),
  channels: v.optional(Channels, () => ['email' as const]),
  /**
   * The countries whose numbers may get SMS and WhatsApp messages. Default: `country` alone, because
   * numbers of some countries cost a hundred times as much, and their owners earn from it.
   */
  smsCountries: v.optional(listOf(NumberCountry, 250)),
  /** If present, forms ask how many units the person would buy: at most this many. */
  maxQuantity: v.optional(whole(2, MOST_WANTED)),
  /** Whether everybody who subscribes by e-mail has to confirm it from a mail. */
  doubleOptIn: v.optional(v.boolean('not_a_boolean'), false),
  /** Countries that always need double opt-in: there, a ticked box alone is no proof of consent. */
  doubleOptInCountries: v.optional(
    v.pipe(v.array(Country, 'not_a_list'), v.maxLength(50, 'too_many')),
    () => ['DE', 'AT'],
  ),
  /** Whether a mail names to people what they wait for, right after a request that needs no confirmation. */
  acknowledge: v.optional(v.boolean('not_a_boolean'), false),
  /** A subscription that has waited for longer is removed. At most ten years. */
  expireAfterDays: v.optional(
    v.pipe(
      v.number('days_invalid'),
      v.check((days) => Number.isSafeInteger(days) && days >= 1 && days <= 3650, 'days_invalid'),
    ),
    365,
  ),
  catalog: v.optional(v.picklist(['open', 'strict'], 'choice_unknown'), 'open'),
  /** What counts as in stock: a variant that can be bought although it is out of stock, or not. */
  oversell: v.optional(Oversell, 'by_quantity'),
  consent: v.optional(ConsentSettings),
  /** What mails and pages look like. */
  look: v.optional(LookSettings),
  /** What messages say, where it is not Shelfbell's own text. */
  messages: v.optional(MessageSettings),
  /** The name in the sender of mails, and the address for replies. */
  sender: v.optional(SenderSettings),
  /** The host of links in messages, and what is added to the addresses of products. */
  links: v.optional(LinkSettings),
  /** Reminders of a product that is still in stock, for those whose consent allows them. Default: none. */
  reminders: v.optional(Reminders),
  rules: v.optional(Rules, {}),
  limits: v.optional(Limits, {}),
  notices: v.optional(Notices, {}),
  reports: v.optional(Reports, {}),
  destinations: v.optional(listOf(Destination, 10), () => [
    { type: 'email' as const, name: 'email', rate: {} },
  ]),
  /** Systems that stock is read from, besides the shop's own `PUT /v1/stock-levels`. */
  sources: Sources,
  /** The APIs of other systems in which the shop's callers speak to the Worker. */
  dialects: v.optional(Dialects, {}),
  /** If present, a request from a page needs a Turnstile token. */
  turnstile: v.optional(Turnstile),
  /** If present, a page may prove who is signed in: its backend signs that with the secret. */
  identify: v.optional(Identify),
  /** If present, the shop's own system is asked before each restock's first message. */
  lastWord: v.optional(LastWord),
}

/** A shop's settings, complete. */
export const ShopSettings = strictObject(entries)
export type ShopSettings = v.InferOutput<typeof ShopSettings>

/**
 * A subscription as Klaviyo's callers send it, in every revision since 2023-07-15. What an alert does not
 * need is ignored: further attributes, ids of Klaviyo's profiles, `null` in place of a value. Pure.
 */
import * as v from 'valibot'
import { CHANNELS, type Channel } from '../../../../shared/channels.ts'
import { normalizeEmail } from '../../../../shared/email.ts'
import { localeIn } from '../../../../shared/locale.ts'
import { line, Sku } from '../../../../shared/text.ts'
import { parse } from '../../../parse.ts'
import { done, failed, type Result } from '../../../result.ts'
import type { ClientShop } from '../../../shop/shop.ts'
import type { SubscriptionRequest } from '../../../subscription/request.ts'
import { alertConsents, inDeclaredWords } from '../consents.ts'
import type { CallingPage } from '../page.ts'
import { E164, object, shapeError, textIn } from './body-shape.ts'
import {
  CHANNEL_NOT_OFFERED,
  INVALID_EMAIL,
  INVALID_PHONE,
  invalidInput,
  type KlaviyoError,
  VARIANT_NOT_FOUND,
} from './errors.ts'
import { externalIdOf } from './variant-id.ts'

const TYPE = 'back-in-stock-subscription'

/** Klaviyo's channels, as its revision 2026-01-15 and later have them. */
const OURS = {
  EMAIL: 'email',
  PUSH: 'push',
  SMS: 'sms',
  WHATSAPP: 'whatsapp',
} as const satisfies Record<string, Channel>
const NAMES = Object.keys(OURS) as (keyof typeof OURS)[]

const Identifiers = v.object({
  email: v.optional(v.unknown()),
  phone_number: v.optional(v.unknown()),
  external_id: v.optional(v.unknown()),
  locale: v.optional(v.unknown()),
})
type Identifiers = v.InferOutput<typeof Identifiers>

const Profile = object({
  data: object({
    type: v.literal('profile', 'type_wrong'),
    attributes: v.nullish(object(Identifiers.entries), {}),
  }),
})

const Body = object({
  data: object({
    type: v.literal(TYPE, 'type_wrong'),
    attributes: object({
      channels: v.pipe(
        v.array(v.picklist(NAMES, 'channel_unknown'), 'not_a_list'),
        v.minLength(1, 'empty'),
      ),
      profile: v.nullish(Profile),
    }),
    relationships: object({
      variant: object({
        data: object({
          type: v.literal('catalog-variant', 'type_wrong'),
          id: v.string('not_text'),
        }),
      }),
    }),
  }),
})

/** The addresses of a request. */
type Addresses = Pick<SubscriptionRequest, 'email' | 'phone' | 'customerId'>

/**
 * The request in a body; `page` is the page that sent it. Its `sku` is the variant's id in
 * the shop's system. Or the first thing that is wrong, in Klaviyo's order: the body, the addresses, the variant.
 */
export function requestOf(
  body: unknown,
  shop: ClientShop,
  { page, isBackend }: { page: CallingPage; isBackend: boolean },
): Result<SubscriptionRequest, KlaviyoError> {
  const parsed = parse(Body, body)
  if (!parsed.ok) return failed(shapeError(parsed.error, SHAPES))
  const { attributes, relationships } = parsed.value.data
  const compositeId = relationships.variant.data.id
  const id = externalIdOf(compositeId)
  if (!id) return failed(NO_COMPOSITE_ID)

  const said: Identifiers = attributes.profile?.data.attributes ?? {}
  const channels = [...new Set(attributes.channels.map((name) => OURS[name]))]
  // A page cannot prove which of the shop's customers its visitor is.
  if (!isBackend && channels.includes('push')) return failed(CHANNEL_NOT_OFFERED)
  const addresses = addressesOf(said, channels, isBackend)
  if (!addresses.ok) return addresses
  const locale = localeIn(said.locale)
  if (isBackend && textIn(said.locale) !== undefined && !locale) return failed(INVALID_LOCALE)

  const sku = parse(Sku, id)
  if (!sku.ok) return failed(VARIANT_NOT_FOUND)
  const { dialects, defaultLocale } = shop
  const words = dialects.klaviyo?.consent
  return done({
    ...addresses.value,
    sku: sku.value,
    ...(locale && { locale }),
    channels,
    consents: words
      ? inDeclaredWords(words, alertConsents(channels), { locale, defaultLocale })
      : [],
    ...page,
  })
}

/**
 * The addresses that the channels need. An address that is not needed is checked, as Klaviyo does, and not
 * used. `isBackend`: only a backend may say which customer a person is.
 */
function addressesOf(
  said: Identifiers,
  channels: Channel[],
  isBackend: boolean,
): Result<Addresses, KlaviyoError> {
  const needed = new Set<string>(channels.map((channel) => CHANNELS[channel]))
  const address = textIn(said.email)
  const email = address && normalizeEmail(address)
  if (!email && (address !== undefined || needed.has('email'))) return failed(INVALID_EMAIL)
  const phone = textIn(said.phone_number)
  if (phone === undefined ? needed.has('phone') : !E164.test(phone)) return failed(INVALID_PHONE)
  const customer = isBackend ? parse(line(200), said.external_id) : undefined
  const customerId = customer?.ok ? customer.value : undefined
  if (needed.has('customerId') && !customerId) return failed(NO_EXTERNAL_ID)
  return done({
    ...(email && needed.has('email') && { email }),
    ...(phone && needed.has('phone') && { phone }),
    ...(customerId && { customerId }),
  })
}

const VARIANT_ID = '/data/relationships/variant/data/id'
const NO_COMPOSITE_ID = invalidInput(
  VARIANT_ID,
  'A variant id has three parts: integrationType:::catalogId:::externalId.',
)
const NO_EXTERNAL_ID = invalidInput(
  '/data/attributes/external_id',
  'The channel PUSH needs an external_id.',
)
const INVALID_LOCALE = invalidInput('/data/attributes/locale', 'Invalid locale')

const SHAPES = {
  channel_unknown: `Each channel is one of ${NAMES.join(', ')}.`,
  empty: 'Name at least one channel.',
}

/** What Klaviyo is sent about a person. Pure. */
import type { KlaviyoOptions } from './options.ts'
import type { Channel } from '../../../../shared/text.ts'
import type { Call } from '../contract.ts'

const CHANNELS: Record<Channel, string> = {
  email: 'EMAIL',
  sms: 'SMS',
  push: 'PUSH',
  whatsapp: 'WHATSAPP',
}

const SOURCE = 'Back in stock form'

/** Klaviyo's name for a variant: the shop's own id of it, else its sku, within a catalogue. */
export const variantId = (
  catalog: string | undefined,
  { product, sku }: Pick<Call, 'product' | 'sku'>,
): string => `${catalog ?? ''}:::${product?.variantId ?? sku}`

/** A person: Klaviyo's own id where the shop's backend gave it, and whatever else names them. */
function profile(call: Call) {
  const { email, phone, customerId } = call
  return {
    data: {
      type: 'profile',
      ...klaviyoId(call),
      attributes: {
        ...(email && { email }),
        ...(phone && { phone_number: phone }),
        ...(customerId && { external_id: customerId }),
      },
    },
  }
}

function klaviyoId({ person }: Call) {
  const id = person?.attributes['klaviyoId']
  return typeof id === 'string' && id !== '' ? { id } : {}
}

export function subscription({ catalog }: KlaviyoOptions, call: Call) {
  return {
    data: {
      type: 'back-in-stock-subscription',
      attributes: {
        channels: call.channels.map((channel) => CHANNELS[channel]),
        profile: profile(call),
      },
      relationships: {
        variant: { data: { type: 'catalog-variant', id: variantId(catalog, call) } },
      },
    },
  }
}

/** That the variant is back. The key makes it one event, however often it is sent. */
export function event({ metric }: KlaviyoOptions, call: Call) {
  const { sku, product } = call
  const { title, variantTitle, url, image, price, currency } = product ?? {}
  return {
    data: {
      type: 'event',
      attributes: {
        unique_id: call.key,
        properties: {
          ...(title && { title }),
          ...(variantTitle && { variant: variantTitle }),
          sku,
          ...(url && { url }),
          ...(image && { image }),
          ...(price !== undefined && { price }),
          ...(currency && { currency }),
          channels: call.channels.map((channel) => CHANNELS[channel]),
        },
        metric: { data: { type: 'metric', attributes: { name: metric } } },
        profile: profile(call),
      },
    },
  }
}

const SUBSCRIBED = { consent: 'SUBSCRIBED' } as const

type Agreement = Partial<
  Record<
    'email' | 'sms' | 'whatsapp',
    { marketing?: typeof SUBSCRIBED; transactional?: typeof SUBSCRIBED }
  >
>

/**
 * What Klaviyo has to know that the person agreed to; undefined where that is nothing. An alert by
 * e-mail needs no record there. Push needs a device's token, which the shop's app gives itself.
 */
export function agreedTo({ channels, email, phone, person }: Call): Agreement | undefined {
  const agreed: Agreement = {}
  for (const channel of ['email', 'sms', 'whatsapp'] as const) {
    if (!channels.includes(channel) || !(channel === 'email' ? email : phone)) continue
    const to = (purpose: 'alert' | 'marketing') =>
      person?.consents.some((one) => one.channel === channel && one.purpose === purpose) ?? false
    const transactional = channel !== 'email' && to('alert')
    if (!transactional && !to('marketing')) continue
    agreed[channel] = {
      ...(to('marketing') && { marketing: SUBSCRIBED }),
      ...(transactional && { transactional: SUBSCRIBED }),
    }
  }
  return Object.keys(agreed).length > 0 ? agreed : undefined
}

// Both addresses go along, so that consent and subscription meet in one profile; `subscriptions`
// alone says over which of them anything was agreed to.
const consenting = ({ email, phone }: Call, subscriptions: Agreement) => ({
  ...(email && { email }),
  ...(phone && { phone_number: phone }),
  subscriptions,
})

const list = (id: string) => ({ list: { data: { type: 'list', id } } })

/** For Subscribe Profiles. Without a list the account's own opt-in applies. */
export function consentJob({ listId }: KlaviyoOptions, call: Call, agreed: Agreement) {
  const attributes = consenting(call, agreed)
  return {
    data: {
      type: 'profile-subscription-bulk-create-job',
      attributes: {
        custom_source: SOURCE,
        profiles: { data: [{ type: 'profile', ...klaviyoId(call), attributes }] },
      },
      ...(listId && { relationships: list(listId) }),
    },
  }
}

/** For Create Client Subscription. */
export function consentOfClient(listId: string, call: Call, agreed: Agreement) {
  const attributes = consenting(call, agreed)
  return {
    data: {
      type: 'subscription',
      attributes: {
        custom_source: SOURCE,
        profile: { data: { type: 'profile', ...klaviyoId(call), attributes } },
      },
      relationships: list(listId),
    },
  }
}

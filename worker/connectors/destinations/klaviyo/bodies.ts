/** What Klaviyo is sent about a person and a variant. Pure. */
import type { Channel } from '../../../../shared/text.ts'
import { type Call, phoneOf } from '../call.ts'
import type { KlaviyoOptions } from './options.ts'
import { variantId } from './variant.ts'

const CHANNELS: Record<Channel, string> = {
  email: 'EMAIL',
  sms: 'SMS',
  push: 'PUSH',
  whatsapp: 'WHATSAPP',
}

const channelsOf = ({ channels }: Call) => channels.map((channel) => CHANNELS[channel])

/** Klaviyo's own id of the profile, when the shop's backend sent it as attribute `klaviyoId`. */
export function klaviyoId({ person }: Call) {
  const id = person?.attributes['klaviyoId']
  return typeof id === 'string' && id !== '' ? { id } : {}
}

/** All known addresses of the person. */
export const addresses = ({ to }: Call) => ({ email: to.email, phone_number: phoneOf({ to }) })

/** A person, by everything that identifies a profile. */
const profile = (call: Call) => ({
  data: {
    type: 'profile',
    ...klaviyoId(call),
    attributes: { ...addresses(call), external_id: call.customerId },
  },
})

/** For "Create Back In Stock Subscription". */
export function subscription(options: KlaviyoOptions, call: Call) {
  return {
    data: {
      type: 'back-in-stock-subscription',
      attributes: {
        channels: channelsOf(call),
        profile: profile(call),
      },
      relationships: {
        variant: { data: { type: 'catalog-variant', id: variantId(options, call) } },
      },
    },
  }
}

/** For "Create Event": the variant is back. Klaviyo counts events with the same `unique_id` once. */
export function event({ metric }: KlaviyoOptions, call: Call) {
  const { sku, product } = call
  const { title, variantTitle: variant, url, image, price, currency } = product ?? {}
  const channels = channelsOf(call)
  return {
    data: {
      type: 'event',
      attributes: {
        unique_id: call.key,
        properties: { title, variant, sku, url, image, price, currency, channels },
        metric: { data: { type: 'metric', attributes: { name: metric } } },
        profile: profile(call),
      },
    },
  }
}

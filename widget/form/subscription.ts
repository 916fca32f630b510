/** Turns the form's input into a subscription. */
import type { ClientConfig, FormChannel } from '../../shared/client-config.ts'
import type { ClientSubscription } from '../../shared/subscription.ts'
import type { Variant } from '../contract.ts'

/** The form's fields by name, as the browser gives them. */
export interface Typed {
  email?: string
  phone?: string
  /** The number's country, used if the number has no country code. */
  country?: string
  quantity?: string
  marketing?: 'on' | undefined
  remember?: 'on' | undefined
  website?: string
}

/** The error code of each field at fault. */
export type Faults = { [field in 'email' | 'phone' | 'variant']?: string | undefined }

/** The channels that the form offers: those of the shop that have a consent text. */
export const offered = ({ channels, consent }: ClientConfig): FormChannel[] =>
  channels.filter((channel) => consent.texts[channel])

/** The required fields that are missing. */
export function faultsIn({ email, phone }: Typed, chosen: Variant[], config: ClientConfig): Faults {
  if (!chosen[0]) return { variant: 'variant_missing' }
  const [first, second] = offered(config)
  if (email || phone) return {}
  return first === 'sms'
    ? { phone: second ? 'contact_missing' : 'phone_missing' }
    : { email: second ? 'contact_missing' : 'email_missing' }
}

/** Whether the shopper must confirm each address from a message. */
export const mustConfirm = (
  { phone, country = '' }: Typed,
  { doubleOptIn, doubleOptInCountries }: ClientConfig,
) => doubleOptIn || (phone && doubleOptInCountries?.includes(country))

/** The subscription, with the consent texts exactly as the form showed them. */
export function subscriptionOf(
  { email, phone, country, quantity, marketing, website }: Typed,
  shop: string,
  { sku, externalId, locale }: Variant,
  config: ClientConfig,
): ClientSubscription {
  const { version, texts } = config.consent
  const channels = offered(config).filter((channel) => (channel === 'email' ? email : phone))
  const consents: ClientSubscription['consents'] = channels.map((channel) => ({
    purpose: 'alert',
    channel,
    version,
    text: texts[channel] ?? '',
  }))
  if (marketing && email && texts.marketing) {
    consents.push({ purpose: 'marketing', channel: 'email', version, text: texts.marketing })
  }
  return {
    shop,
    sku,
    locale: locale || config.locale,
    externalId,
    email: email || undefined,
    phone: phone || undefined,
    country: (phone && country) || undefined,
    channels,
    consents,
    quantity: config.maxQuantity && Number(quantity ?? 1),
    website,
  }
}

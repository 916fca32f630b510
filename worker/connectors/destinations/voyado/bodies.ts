/** What Voyado is sent about a person. Pure. */
import type { Context } from '../../contract.ts'
import { type Call, phoneOf } from '../call.ts'
import type { Send } from './api.ts'
import type { VoyadoOptions } from './options.ts'

/** One shop's Voyado Engage. */
export interface Engage {
  options: VoyadoOptions
  context: Context
  send: Send
}

/** The locale of a call. Voyado finds the product feed by it, so a subscription must have one. */
export const localeOf = ({ context }: Engage, { locale }: Call): string =>
  locale ?? context.shop.settings.defaultLocale

/** A new contact, with the consents that the person gave. */
export function contactBody(engage: Engage, call: Call) {
  const { options, context } = engage
  const locale = localeOf(engage, call)
  const countryCode = new Intl.Locale(locale).region ?? context.shop.settings.country
  const { email } = call.to
  const phone = phoneOf(call)
  const consents = consentsOf(options, call)
  return {
    contactType: options.contactType,
    email,
    // Voyado gets the number of a person with an e-mail address only for messages to that number.
    mobilePhone: !email || call.channels.includes('sms') ? phone : undefined,
    countryCode,
    language: locale,
    ...(consents.length > 0 && { consents }),
  }
}

/**
 * The consents that have an id in Voyado; if several have the same id, the one given first.
 * Voyado's ids name no channel. So only consents for the channels of this call are sent, and for
 * marketing only a consent by e-mail.
 */
function consentsOf({ consentIds, source }: VoyadoOptions, { channels, person }: Call) {
  const byId = new Map(
    person?.consents.toReversed().flatMap(({ purpose, channel, version, at }) => {
      const id = consentIds[purpose]
      const isMeant = channels.includes(channel) && (purpose === 'alert' || channel === 'email')
      if (!id || !isMeant) return []
      const date = new Date(at).toISOString()
      return [[id, { id, value: true, date, source, comment: `Shelfbell, text ${version}` }]]
    }),
  )
  return [...byId.values()]
}

/** A subscription of a contact. */
export function subscriptionBody(engage: Engage, call: Call, contactId: string) {
  const { sku, externalId } = call
  return { contactId, sku, locale: localeOf(engage, call), externalId }
}

/** The settings of a shop that the widget gets. Pure. */
import { type ClientConfig, FORM_CHANNELS } from '../../../shared/client-config.ts'
import { consentTexts } from '../../../shared/languages/consent-texts.ts'
import { turnstileAddress } from '../../connectors/turnstile/rules.ts'
import { countryOf, mayAskForNumber, mustConfirm } from '../../confirmation/rules.ts'
import { textsFor } from '../../../shared/languages/texts.ts'
import { preselectedOf, smsCountriesOf } from '../../shop/rules.ts'
import type { ClientShop } from '../../shop/shop.ts'

/** The answer to a visitor whose page speaks `locale`, and whom the network sees in `network`. */
export function configOf(
  env: Env,
  shop: ClientShop,
  locale: string,
  network: string | undefined,
): ClientConfig {
  const { name, consent, doubleOptInCountries, maxQuantity, turnstile } = shop
  const country = countryOf(shop, network)
  const channels = FORM_CHANNELS.filter(
    (each) => shop.channels.includes(each) && (each === 'email' || mayAskForNumber(shop, country)),
  )
  const countries = smsCountriesOf(shop)
  const preselected = channels.includes('sms') ? preselectedOf(shop, country) : country
  const { texts, ...shown } = consentTexts(shop, locale, country)
  const { form, pages } = textsFor(locale)
  const { undo, refused } = pages
  return {
    name,
    locale,
    ...(preselected && { country: preselected }),
    ...(channels.includes('sms') && texts.sms && { countries }),
    // To shoppers, what the shop does not offer is as what it does not have.
    errors: { ...refused, not_offered: form.errors.variant_not_found },
    channels,
    doubleOptIn: mustConfirm(shop, country),
    ...(channels.includes('sms') && { doubleOptInCountries }),
    consent: {
      ...shown,
      texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text)),
    },
    undo,
    ...(consent?.privacyUrl && { privacyUrl: consent.privacyUrl }),
    ...(maxQuantity && { maxQuantity }),
    ...(turnstile && {
      turnstile: { siteKey: turnstile.siteKey, baseUrl: turnstileAddress(env, turnstile) },
    }),
  }
}

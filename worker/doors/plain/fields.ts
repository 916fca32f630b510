/** The fields of the plain form, and what its lists offer. Pure. */
import { FORM_CHANNELS, type FormChannel } from '../../../shared/client-config.ts'
import { consentTexts } from '../../../shared/languages/consent-texts.ts'
import { countriesIn } from '../../../shared/countries.ts'
import { mayAskForNumber } from '../../confirmation/rules.ts'
import { preselectedOf, smsCountriesOf } from '../../shop/rules.ts'
import type { ClientShop } from '../../shop/shop.ts'

/**
 * The channels that the form asks for, with the shop's own texts. For a shop with Turnstile it asks
 * for no number: without scripts, nothing shows that a person sent the form. Nor does it ask for a
 * number that would need a confirmation which the shop cannot send. `country` is the shopper's
 * probable country.
 */
export function questions(shop: ClientShop, locale: string, country?: string) {
  const { texts, ...rest } = consentTexts(shop, locale, country)
  const offered = FORM_CHANNELS.filter((each) => shop.channels.includes(each) && texts[each])
  const byMail = shop.turnstile !== undefined || !mayAskForNumber(shop, country)
  const channels = byMail ? offered.filter((each) => each === 'email') : offered
  return { ...rest, texts, channels }
}

/** The name of a channel's field. */
export const fieldOf = (channel: FormChannel) => (channel === 'sms' ? 'phone' : 'email')

/** The name of the hidden field with the text that was shown. */
export const shownAs = (purpose: FormChannel | 'marketing') => `shown-${purpose}`

/** What a list of the form offers, and what it shows at first. */
export interface Choice {
  options: [value: string, label: string][]
  chosen: string
}

/** How many units somebody may ask for, in the figures of a locale. */
export function quantities(most: number, locale: string, form?: URLSearchParams): Choice {
  const { format } = new Intl.NumberFormat(locale)
  return {
    options: Array.from({ length: most }, (_, index) => [`${index + 1}`, format(index + 1)]),
    chosen: form?.get('quantity') ?? '1',
  }
}

/**
 * The countries of phone numbers, with their names in a language. The sent country is chosen, else
 * `here`; if neither is offered, an empty entry.
 */
export function countries(
  shop: ClientShop,
  here: string | undefined,
  language: string,
  form?: URLSearchParams,
): Choice {
  const said = form?.get('country') || preselectedOf(shop, here)
  const options = countriesIn(language, smsCountriesOf(shop), said)
  return { options, chosen: options.some(([code]) => code === said) ? (said ?? '') : '' }
}

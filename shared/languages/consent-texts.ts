/**
 * The consent texts of a shop: its own, or the standard ones of every language. The same functions
 * give the texts to the form and check what comes back, so what is recorded is what was read.
 */
import type { ConsentSettings, ConsentTexts } from '../consent-settings.ts'
import { fill } from './fill.ts'
import { languageOf } from './look-up.ts'
import { textsFor, TAGS } from './texts.ts'

/** Changes with every change of any standard text in any language: what was agreed to stays known. */
export const STANDARD_VERSION = 'standard-2'

/** What the texts depend on: the shop, and how its SMS are stopped. */
export interface ConsentShop {
  name: string
  defaultLocale: string
  consent?: ConsentSettings | undefined
  /** By a link where nobody can reply to the sender; otherwise by the word STOP. */
  stopSmsBy?: 'link' | undefined
}

/** Whose carriers ask for a line about rates and for HELP (CTIA): the United States and Canada. */
const AMERICAN = new Set(['US', 'PR', 'CA'])

/** The shop's own texts that fit a locale best, by their key; undefined if none fit. */
function ownOf({ consent, defaultLocale }: ConsentShop, locale: string): string | undefined {
  const own = Object.keys(consent?.texts ?? {})
  return languageOf(locale, own) ?? languageOf(defaultLocale, own)
}

/** The language of the standard texts for a locale. */
const standardOf = ({ defaultLocale }: ConsentShop, locale: string): string =>
  languageOf(locale, TAGS) ?? languageOf(defaultLocale, TAGS) ?? 'en'

/**
 * The texts that a shop shows in `locale`, their version, and the locale that they are written in.
 * `country` is the shopper's likely country (ISO 3166-1 alpha-2).
 */
export function consentTexts(
  shop: ConsentShop,
  locale: string,
  country?: string,
): { version: string; texts: ConsentTexts; locale: string } {
  const own = ownOf(shop, locale)
  if (own && shop.consent) {
    const { version, texts } = shop.consent
    return { version, texts: texts[own] ?? {}, locale: own }
  }
  const language = standardOf(shop, locale)
  const { email, sms, smsByLink, smsAmerican } = textsFor(language).consent
  const american = country !== undefined && AMERICAN.has(country)
  const text = shop.stopSmsBy === 'link' ? smsByLink : american ? smsAmerican : sms
  return {
    version: STANDARD_VERSION,
    texts: { email: fill(email, { shop: shop.name }), sms: fill(text, { shop: shop.name }) },
    locale: language,
  }
}

/**
 * Whether a shopper may have seen a text under the shop's present version. Each of the three standard
 * texts for SMS counts: nothing checks again in which country the shopper was, or how SMS are stopped.
 */
export function wasShown(
  shop: ConsentShop,
  locale: string,
  purpose: keyof ConsentTexts,
  text: string,
): boolean {
  const { texts } = consentTexts(shop, locale)
  if (purpose !== 'sms' || ownOf(shop, locale)) return texts[purpose] === text
  const { sms, smsByLink, smsAmerican } = textsFor(standardOf(shop, locale)).consent
  return [sms, smsByLink, smsAmerican].some((each) => fill(each, { shop: shop.name }) === text)
}

/**
 * The consent texts of a shop: its own, or the standard ones of every language. The same functions
 * give the texts to the form and check what comes back, so what is recorded is what was read.
 */
import type { ConsentSettings, ConsentTexts } from '../consent-settings.ts'
import type { Consent } from '../consent.ts'
import type { Channel } from '../text.ts'
import { fill } from './fill.ts'
import { languageOf } from './look-up.ts'
import { textsFor, TAGS } from './texts.ts'

/** Changes with every change of any standard text in any language: what was agreed to stays known. */
export const STANDARD_VERSION = 'standard-2'

/** How many messages about an item the shop may send: the first one, and its reminders. */
export type MessagesAgreed = 1 | 2 | 3

/** The versions of the standard texts, by how many messages their words allow. */
const VERSIONS: Record<MessagesAgreed, string> = {
  1: STANDARD_VERSION,
  2: `${STANDARD_VERSION}-two`,
  3: `${STANDARD_VERSION}-three`,
}

/** What the texts depend on: the shop, and how its SMS are stopped. */
export interface ConsentShop {
  name: string
  defaultLocale: string
  consent?: ConsentSettings | undefined
  /** By a link where nobody can reply to the sender; otherwise by the word STOP. */
  stopSmsBy?: 'link' | undefined
  /** The reminders that the shop sends after the first message, each by its hours. */
  reminders?: { afterHours: readonly number[] } | undefined
}

/** How many messages the standard texts of a shop ask for. */
const messagesAsked = ({ reminders }: ConsentShop): MessagesAgreed => {
  const planned = reminders?.afterHours.length ?? 0
  return planned > 1 ? 3 : planned === 1 ? 2 : 1
}

/** The version of the standard texts that a shop shows. */
const standardVersion = (shop: ConsentShop): string => VERSIONS[messagesAsked(shop)]

/** Whose carriers ask for a line about rates and for HELP (CTIA): the United States and Canada. */
const AMERICAN = new Set(['US', 'PR', 'CA'])

/** What decides in which language a page shows the texts. */
export interface Offer {
  /** The languages of the shop's own texts. */
  own: string[]
  /** The languages of the standard texts. */
  standard: string[]
  defaultLocale: string
}

/** What a shop offers now. */
const offerOf = ({ consent, defaultLocale }: ConsentShop): Offer => ({
  own: Object.keys(consent?.texts ?? {}),
  standard: TAGS,
  defaultLocale,
})

/**
 * The language of the texts that a page in `locale` shows, and whether they are the shop's own: these
 * come first, also in the shop's default language.
 */
export function languageShown(
  { own, standard, defaultLocale }: Offer,
  locale: string,
): { language: string; isOwn: boolean } {
  const mine = languageOf(locale, own) ?? languageOf(defaultLocale, own)
  if (mine) return { language: mine, isOwn: true }
  const language = languageOf(locale, standard) ?? languageOf(defaultLocale, standard) ?? 'en'
  return { language, isOwn: false }
}

/** The field of a shop's texts that a consent is about. */
export const fieldOf = ({ purpose, channel }: Pick<Consent, 'purpose' | 'channel'>) =>
  purpose === 'marketing' ? purpose : channel

/**
 * The texts that a shop shows in `locale`, their version, and the locale that they are written in.
 * `country` is the shopper's likely country (ISO 3166-1 alpha-2).
 */
export function consentTexts(
  shop: ConsentShop,
  locale: string,
  country?: string,
): { version: string; texts: ConsentTexts; locale: string } {
  const { language, isOwn } = languageShown(offerOf(shop), locale)
  if (isOwn && shop.consent) {
    const { version, texts } = shop.consent
    return { version, texts: texts[language] ?? {}, locale: language }
  }
  const { sms, smsByLink, smsAmerican } = textsFor(language).consent
  const american = country !== undefined && AMERICAN.has(country)
  const text = shop.stopSmsBy === 'link' ? smsByLink : american ? smsAmerican : sms
  return {
    version: standardVersion(shop),
    texts: { email: standardEmail(shop, language), sms: filledSms(shop, language, text) },
    locale: language,
  }
}

/**
 * Whether a page in `locale` may show the words of a consent now, under that version. Each of the
 * three standard texts for SMS counts: nothing checks again in which country the shopper was, or how
 * SMS are stopped.
 */
export function isShown(shop: ConsentShop, locale: string, consent: Consent): boolean {
  const field = fieldOf(consent)
  const { language, isOwn } = languageShown(offerOf(shop), locale)
  if (isOwn) {
    const { version, texts } = shop.consent ?? {}
    return consent.version === version && texts?.[language]?.[field] === consent.text
  }
  if (consent.version !== standardVersion(shop)) return false
  if (field === 'sms') return standardSms(shop, language).includes(consent.text)
  return field === 'email' && standardEmail(shop, language) === consent.text
}

/**
 * How many messages about an item the words of a consent allow. A standard text of a shop's pages allows
 * what its version names. A shop's own text that its pages show now allows what the shop declares. All other
 * words allow one: those of a backend, of an imported list, and those that the shop has changed since.
 */
export function messagesAllowed(
  shop: ConsentShop,
  locale: string,
  consent: Consent & { words?: string },
): MessagesAgreed {
  if (consent.words !== undefined || consent.purpose !== 'alert') return 1
  const { language, isOwn } = languageShown(offerOf(shop), locale)
  if (isOwn && isShown(shop, locale, consent)) return shop.consent?.messages ?? 1
  const counts: MessagesAgreed[] = [3, 2]
  return counts.find((count) => isStandard(count, shop, language, consent)) ?? 1
}

/** Whether the words of a consent are the standard ones for so many messages. */
const isStandard = (
  count: MessagesAgreed,
  { name }: ConsentShop,
  language: string,
  { version, channel, text }: Consent,
): boolean => {
  if (version !== VERSIONS[count]) return false
  const reminders = { afterHours: Array.from({ length: count - 1 }, () => 0) }
  const shop = { name, defaultLocale: language, reminders }
  return channel === 'sms'
    ? standardSms(shop, language).includes(text)
    : channel === 'email' && standardEmail(shop, language) === text
}

/** The standard text for mails in a language. */
function standardEmail(shop: ConsentShop, language: string): string {
  const { email, emails } = textsFor(language).consent
  return fill(email, { shop: shop.name, messages: emails[messagesAsked(shop) - 1] ?? '' })
}

/** A standard text for SMS with its places filled. */
function filledSms(shop: ConsentShop, language: string, text: string): string {
  const { texts } = textsFor(language).consent
  return fill(text, { shop: shop.name, messages: texts[messagesAsked(shop) - 1] ?? '' })
}

/** The standard texts for SMS in a language: which of them is shown depends on the shopper. */
function standardSms(shop: ConsentShop, language: string): string[] {
  const { sms, smsByLink, smsAmerican } = textsFor(language).consent
  return [sms, smsByLink, smsAmerican].map((each) => filledSms(shop, language, each))
}

/** A text that a shop shows on some page. */
export interface ShownText {
  version: string
  field: keyof ConsentTexts
  /** The language of the text: a key of the shop's own texts, or one of the standard texts. */
  language: string
  isOwn: boolean
  text: string
}

/**
 * Every text that a shop's pages may show now, and what decides in which language they show it. The
 * standard texts for SMS are left out where the shop does not offer SMS.
 */
export function shownTexts(shop: ConsentShop & { channels: Channel[] }): {
  offer: Offer
  texts: ShownText[]
} {
  const offer = offerOf(shop)
  const { version = '', texts = {} } = shop.consent ?? {}
  const own = Object.entries(texts).flatMap(([language, some]) =>
    Object.entries(some).flatMap(([field, text]): ShownText[] => {
      const about = { version, field: field as keyof ConsentTexts, language, isOwn: true }
      return text ? [{ ...about, text }] : []
    }),
  )
  // The default locale finds own texts for every page.
  if (languageShown(offer, shop.defaultLocale).isOwn) return { offer, texts: own }
  const standard = TAGS.flatMap((language): ShownText[] => {
    const about = { version: standardVersion(shop), language, isOwn: false }
    const sms = shop.channels.includes('sms') ? standardSms(shop, language) : []
    return [
      { ...about, field: 'email', text: standardEmail(shop, language) },
      ...sms.map((text): ShownText => ({ ...about, field: 'sms', text })),
    ]
  })
  return { offer, texts: [...own, ...standard] }
}

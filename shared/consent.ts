/**
 * Consent: for which purposes it is asked, and the exact words that are shown. The same function
 * gives the words to the widget and checks what comes back, so what is recorded is what was read.
 */
import * as v from 'valibot'
import { STANDARD_VERSION, standardTexts } from './consent-texts.ts'
import { Channel, line, Locale, objectFault, prose } from './text.ts'

/** `alert`: this one message about this one product. `marketing`: anything else, asked apart. */
export const Purpose = v.picklist(['alert', 'marketing'], 'purpose_unknown')
export type Purpose = v.InferOutput<typeof Purpose>

/** One thing agreed to: why, over which channel, and the text that stood there. */
export const Consent = v.object(
  { purpose: Purpose, channel: Channel, version: line(40), text: prose(2000) },
  objectFault,
)
export type Consent = v.InferOutput<typeof Consent>

const Texts = v.strictObject(
  {
    email: v.optional(prose(2000)),
    sms: v.optional(prose(2000)),
    push: v.optional(prose(2000)),
    whatsapp: v.optional(prose(2000)),
    marketing: v.optional(prose(2000)),
  },
  objectFault,
)
export type ConsentTexts = v.InferOutput<typeof Texts>

/** A shop's consent settings: texts by locale under one version, and its privacy page. */
export const ConsentSettings = v.strictObject(
  {
    version: line(40),
    texts: v.record(Locale, Texts, 'not_an_object'),
    privacyUrl: v.optional(v.pipe(line(2000), v.url('url_invalid'))),
  },
  objectFault,
)
export type ConsentSettings = v.InferOutput<typeof ConsentSettings>

/** The entry of `byLocale` that fits `locale` best: itself, its language, then the fallback. */
export function forLocale<T>(
  byLocale: Record<string, T>,
  locale: string,
  fallback: string,
): T | undefined {
  const own = Object.hasOwn.bind(Object, byLocale)
  const tries = [locale, language(locale), fallback, language(fallback)]
  const found = tries.find((key) => own(key))
  return found === undefined ? undefined : byLocale[found]
}

const language = (locale: string) => locale.split('-', 1)[0] ?? locale

/** The words that a shop shows in `locale`, and their version. */
export function consentTexts(
  shop: { name: string; defaultLocale: string; consent?: ConsentSettings | undefined },
  locale: string,
): { version: string; texts: ConsentTexts } {
  const own = shop.consent && forLocale(shop.consent.texts, locale, shop.defaultLocale)
  if (shop.consent && own) return { version: shop.consent.version, texts: own }
  const standard = standardTexts(shop.name)
  const texts = forLocale(standard, locale, shop.defaultLocale)
  return { version: STANDARD_VERSION, texts: texts ?? standard['en'] ?? {} }
}

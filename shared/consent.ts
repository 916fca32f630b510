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

const Text = v.optional(prose(2000))
const Texts = v.strictObject(
  {
    ...(Object.fromEntries(Channel.options.map((channel) => [channel, Text])) as Record<
      Channel,
      typeof Text
    >),
    marketing: Text,
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
  const found = keyFor(byLocale, locale, fallback)
  return found === undefined ? undefined : byLocale[found]
}

/** The key of that entry. */
function keyFor(byLocale: object, locale: string, fallback: string): string | undefined {
  const tries = [locale, language(locale), fallback, language(fallback)]
  return tries.find((key) => Object.hasOwn(byLocale, key))
}

const language = (locale: string) => locale.split('-', 1)[0] ?? locale

/** The words that a shop shows in `locale`, their version, and the locale that they are written in. */
export function consentTexts(
  shop: { name: string; defaultLocale: string; consent?: ConsentSettings | undefined },
  locale: string,
): { version: string; texts: ConsentTexts; locale: string } {
  const { version = STANDARD_VERSION, texts = {} } = shop.consent ?? {}
  const own = keyFor(texts, locale, shop.defaultLocale)
  if (own) return { version, texts: texts[own] ?? {}, locale: own }
  const standard = standardTexts(shop.name)
  const key = keyFor(standard, locale, shop.defaultLocale) ?? 'en'
  return { version: STANDARD_VERSION, texts: standard[key] ?? {}, locale: key }
}

/**
 * Dialects: the APIs of other systems that a shop's callers already speak, and that the Worker answers
 * as the originals do (doors/dialects). Their calls carry no words of consent, so a shop that switches a
 * dialect on declares the words that its own form shows.
 */
import * as v from 'valibot'
import { ConsentSettings, type ConsentTexts } from '../../shared/consent-settings.ts'
import type { Consent } from '../../shared/consent.ts'
import { fieldOf } from '../../shared/languages/consent-texts.ts'
import { languageOf } from '../../shared/languages/look-up.ts'
import { line, listOf, strictObject } from '../../shared/text.ts'

/** The words that the shop's own form shows, by language, under one version. */
const Words = v.omit(ConsentSettings, ['privacyUrl'])
export type DeclaredWords = v.InferOutput<typeof Words>

const declared = { consent: Words }

/** A name for the shop that its callers already send: a company id of Klaviyo, as a URL has it. */
const Alias = v.pipe(line(40), v.regex(/^[A-Za-z0-9_-]+$/, 'name_invalid'))

/** A name of a JSON field. */
const FieldName = v.pipe(line(60), v.regex(/^\w+$/, 'name_invalid'))

/** The dialects that a shop has switched on. */
export const Dialects = strictObject({
  klaviyo: v.optional(
    strictObject({
      ...declared,
      /** Company ids that count as the shop's public key. No other shop of the Worker may have them. */
      companyIds: v.optional(
        v.pipe(v.array(Alias, 'not_a_list'), v.maxLength(5, 'too_many')),
        () => [],
      ),
    }),
  ),
  voyado: v.optional(
    strictObject({
      ...declared,
      /** The tenant's ids of consents that are consents to marketing by e-mail. */
      marketingConsentIds: v.optional(listOf(line(100), 20)),
    }),
  ),
  voyadoCentra: v.optional(
    strictObject({
      ...declared,
      /** The values of `store` that its callers may send: `tenant`, or `tenant-CentraStoreID`. */
      stores: listOf(line(100), 20),
      /** The names of the six values, which no published copy of the original's page has in full. */
      names: v.optional(
        strictObject({
          email: v.optional(FieldName, 'email'),
          sku: v.optional(FieldName, 'sku'),
          newsletter: v.optional(FieldName, 'newsletter'),
          store: v.optional(FieldName, 'store'),
          locale: v.optional(FieldName, 'locale'),
          externalId: v.optional(FieldName, 'externalId'),
        }),
        {},
      ),
    }),
  ),
  sequenzy: v.optional(strictObject(declared)),
})
export type Dialects = v.InferOutput<typeof Dialects>
export type DialectName = keyof Dialects

/** The channels that the callers of each dialect can ask for. */
export const DIALECT_CHANNELS = {
  klaviyo: ['email', 'sms', 'push', 'whatsapp'],
  voyado: ['email', 'sms'],
  voyadoCentra: ['email'],
  sequenzy: ['email'],
} as const satisfies Record<DialectName, readonly Consent['channel'][]>

/** The language of the words for a locale: the nearest, else that of the default locale. */
const languageIn = ({ texts }: DeclaredWords, locale: string, defaultLocale: string) => {
  const languages = Object.keys(texts)
  return languageOf(locale, languages) ?? languageOf(defaultLocale, languages)
}

/** The words that the shop's form shows in a locale; none of the channels that it does not name. */
export function declaredTexts(
  words: DeclaredWords,
  locale: string,
  defaultLocale: string,
): ConsentTexts {
  const language = languageIn(words, locale, defaultLocale)
  return (language && words.texts[language]) || {}
}

/** A consent in the declared words; undefined if the shop declares none for it. */
export function declaredConsent(
  words: DeclaredWords,
  about: Pick<Consent, 'purpose' | 'channel'>,
  locale: string,
  defaultLocale: string,
): Consent | undefined {
  const text = declaredTexts(words, locale, defaultLocale)[fieldOf(about)]
  return text === undefined ? undefined : { ...about, version: words.version, text }
}

/** A declared text. */
export interface DeclaredText {
  version: string
  /** The dialect and the field: `klaviyo:email`. No page shows it, so no page's consent has this field. */
  field: string
  language: string
  text: string
}

/** Every text that the dialects of a shop declare. */
export function declaredTextsOf(dialects: Dialects): DeclaredText[] {
  const all: [string, { consent: DeclaredWords } | undefined][] = Object.entries(dialects)
  return all.flatMap(([name, dialect]) => {
    const { version = '', texts = {} } = dialect?.consent ?? {}
    return Object.entries(texts).flatMap(([language, some]) =>
      Object.entries(some).flatMap(([field, text]) =>
        text ? [{ version, field: `${name}:${field}`, language, text }] : [],
      ),
    )
  })
}

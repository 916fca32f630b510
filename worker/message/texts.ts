/**
 * The settings `messages` and `sender`: a shop's own texts by kind, channel and language, and from whom
 * its mails come. Pure.
 *
 * Mails that may reach a person who never asked for anything stay Shelfbell's own: they are the proof of
 * an opt-in, and more than its bare question may count as advertising.
 */
import * as v from 'valibot'
import { byLocale } from '../../shared/by-locale.ts'
import { Email } from '../../shared/email.ts'
import { languageOf } from '../../shared/languages/look-up.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { line, prose, strictObject } from '../../shared/text.ts'
import { type OwnMail, type OwnSms, placesIn } from './own.ts'

/** What can stand in every text: the shop, and the product with or without its variant. */
const COMMON = ['shop', 'item', 'product']
const VARIANT = [...COMMON, 'variant']
const OFFER = [...VARIANT, 'price', 'expected']
const LINKS = ['link', 'stop']

/** The names of a page's own data (shared/data.ts), which the texts about one product may have. */
const DATA = /^data\.[a-z0-9-]{1,30}$/

/** Whether a text has no other places than these, and no brace besides. */
const fits = (text: string, places: readonly string[], data: boolean): boolean =>
  !/[{}]/.test(text.replaceAll(/\{[\w.-]+\}/g, '')) &&
  placesIn(text).every((place) => places.includes(place) || (data && DATA.test(place)))

/** Several lines. Line breaks are stored as LF. */
const lines = (most: number) =>
  v.pipe(
    prose(most),
    v.transform((text) => text.replaceAll(/\r\n?/g, '\n')),
    v.check((text) => !/[^\P{Cc}\n]/u.test(text), 'control_character'),
  )

/** The texts of a mail with these places. */
function mailTexts(places: readonly string[], data = true) {
  const filled = <S extends v.GenericSchema<unknown, string>>(schema: S) =>
    v.optional(
      v.pipe(
        schema,
        v.check((text) => fits(text, places, data), 'placeholder_unknown'),
      ),
    )
  return byLocale(
    strictObject({
      subject: filled(line(200)),
      preheader: filled(line(200)),
      heading: filled(line(200)),
      text: filled(lines(2000)),
      button: filled(line(60)),
      footer: filled(lines(1000)),
    }),
  )
}

/** The text of an SMS with these places. Two segments hold 306 plain letters. */
const smsTexts = (places: readonly string[]) =>
  byLocale(
    strictObject({
      text: v.optional(
        v.pipe(
          line(320),
          v.check((text) => fits(text, [...places, ...LINKS], true), 'placeholder_unknown'),
        ),
      ),
    }),
  )

const offer = strictObject({
  email: v.optional(mailTexts(OFFER)),
  sms: v.optional(smsTexts(OFFER)),
})
const fixed = v.optional(v.never('text_fixed'))

/** The setting `messages`. */
export const MessageSettings = strictObject({
  alert: v.optional(offer),
  reminder: v.optional(offer),
  // By SMS, several products are the alert of the first with the links of the others.
  digest: v.optional(strictObject({ email: v.optional(mailTexts(COMMON, false)) })),
  closed: v.optional(
    strictObject({ email: v.optional(mailTexts(VARIANT)), sms: v.optional(smsTexts(VARIANT)) }),
  ),
  confirmation: fixed,
  acknowledgement: fixed,
  list: fixed,
  move: fixed,
})
export type MessageSettings = v.InferOutput<typeof MessageSettings>

/** The setting `sender`: the name that mails come from (default: the shop's), and where replies go. */
export const SenderSettings = strictObject({
  name: v.optional(line(100)),
  replyTo: v.optional(Email),
})
export type SenderSettings = v.InferOutput<typeof SenderSettings>

/** The kinds of mails, and of SMS, that a shop may word. */
export type MailKind = 'alert' | 'reminder' | 'digest' | 'closed'
export type SmsKind = 'alert' | 'reminder' | 'closed'

/** The shop's texts of a kind of mail for a locale, and the language that they are in. */
export const ownMail = (
  messages: MessageSettings | undefined,
  kind: MailKind,
  locale: string,
): OwnMail | undefined => nearest(messages?.[kind]?.email, locale)

/** The same of an SMS. */
export const ownSms = (
  messages: MessageSettings | undefined,
  kind: SmsKind,
  locale: string,
): OwnSms | undefined => nearest(messages?.[kind]?.sms, locale)

/**
 * The texts that fit a locale. If none do, those in the language of the standard texts do: a person
 * whose language neither the shop nor Shelfbell has gets English, and then the shop's English.
 */
function nearest<T extends object>(
  texts: Partial<Record<string, T>> | undefined,
  locale: string,
): (T & { language: string }) | undefined {
  if (!texts) return undefined
  const tags = Object.keys(texts)
  const language = languageOf(locale, tags) ?? languageOf(textsFor(locale).language, tags)
  const found = language === undefined ? undefined : texts[language]
  return found && language !== undefined ? { ...found, language } : undefined
}

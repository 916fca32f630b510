/** A shop's own consent texts. The widget reads the texts and never this schema, so it is a file of its own. */
import * as v from 'valibot'
import { localeIn } from './locale.ts'
import { Channel, line, Locale, objectFault, prose, WebAddress } from './text.ts'

/** Line breaks are stored as LF. So a form that sends the text back sends the same text. */
const Text = v.optional(
  v.pipe(
    prose(2000),
    v.transform((text) => text.replaceAll(/\r\n?/g, '\n')),
  ),
)
const Texts = v.strictObject(
  {
    ...v.entriesFromList(Channel.options, Text),
    marketing: Text,
  },
  objectFault,
)
export type ConsentTexts = v.InferOutput<typeof Texts>

/** More languages than any shop has. Each change of the settings stores all their texts. */
const MOST_LANGUAGES = 60

/** Whether no two tags are one: `nn` and `no` are `nb`, and nobody could say whose words count. */
function isEachOnce(tags: string[]): boolean {
  const locales = tags.map((tag) => localeIn(tag) ?? tag)
  return new Set(locales).size === locales.length
}

/** A shop's consent settings: texts by locale under one version, and its privacy page. */
export const ConsentSettings = v.strictObject(
  {
    version: line(40),
    texts: v.pipe(
      v.record(v.string(), v.unknown(), 'not_an_object'),
      v.check((texts) => isEachOnce(Object.keys(texts)), 'locale_repeated'),
      v.record(Locale, Texts, 'not_an_object'),
      v.check((texts) => Object.keys(texts).length <= MOST_LANGUAGES, 'too_many'),
    ),
    privacyUrl: v.optional(WebAddress),
  },
  objectFault,
)
export type ConsentSettings = v.InferOutput<typeof ConsentSettings>

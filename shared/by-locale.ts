/** Texts by language. */
import * as v from 'valibot'
import { localeIn } from './locale.ts'
import { Locale } from './text.ts'

/** More languages than any shop has. */
const MOST_LANGUAGES = 60

/** Whether no two tags are one: `nn` and `no` are `nb`, and it would be open whose words count. */
function isEachOnce(tags: string[]): boolean {
  const locales = tags.map((tag) => localeIn(tag) ?? tag)
  return new Set(locales).size === locales.length
}

/** An object whose keys are language tags, each once, in their canonical form. */
export const byLocale = <const S extends v.GenericSchema>(value: S) =>
  v.pipe(
    v.unknown(),
    // valibot takes a list for a record.
    v.check((texts) => !Array.isArray(texts), 'not_an_object'),
    v.record(v.string(), v.unknown(), 'not_an_object'),
    v.check((texts) => isEachOnce(Object.keys(texts)), 'locale_repeated'),
    v.record(Locale, value, 'not_an_object'),
    v.check((texts) => Object.keys(texts).length <= MOST_LANGUAGES, 'too_many'),
  )

/**
 * Which locales fit each other although they are not the same, in SQL and in JavaScript. Catalogue
 * entries, stock levels and requests are matched by it: the same locale first, then what fits.
 *
 * A tag fits a locale
 *
 * - if it is the locale without its last parts: `fr` fits `fr-FR` (RFC 4647, 3.4, "lookup"), and
 * - the other way round, if no part names another language: `fr-FR` fits `fr`. A region or a script
 *   that has words of its own in shared/languages is another language: `pt-BR` does not fit `pt`,
 *   and `zh-Hant` does not fit `zh`.
 *
 * Two regions never fit each other: `fr-CA` is not for `fr-FR`, because their stock and their prices
 * differ. Chinese is compared with its script: `zh-TW` is `zh-Hant-TW`, and `zh` is `zh-Hans`.
 */
import { TAGS } from '../../shared/languages/texts.ts'

/** SQL: the language of a locale: `sv` for `sv-SE`; `''` for `''`. */
export const languageSql = (locale: string): string =>
  `substr(${locale}, 1, instr(${locale} || '-', '-') - 1)`

const withScript = (tag: string) =>
  tag.replace(/^zh(?=-(?:TW|HK|MO))/, 'zh-Hant').replace(/^zh(?=-[A-Z]{2}|$)/, 'zh-Hans')

const withScriptSql = (tag: string) =>
  `CASE WHEN substr(${tag}, 1, 5) IN ('zh-TW', 'zh-HK', 'zh-MO') THEN 'zh-Hant' || substr(${tag}, 3)
    WHEN ${tag} = 'zh' OR ${tag} GLOB 'zh-[A-Z][A-Z]*' THEN 'zh-Hans' || substr(${tag}, 3)
    ELSE ${tag} END`

/** Whether a tag equals `start` or continues it with `-`: `fr-FR` begins with `fr`, `frr` does not. */
const beginsWith = (tag: string, start: string) => `${tag}-`.startsWith(`${start}-`)

const beginsWithSql = (tag: string, start: string) =>
  `instr((${tag}) || '-', (${start}) || '-') = 1`

// A Chinese tag without its script cannot begin one with another script, so Chinese needs no entry.
const OTHER_LANGUAGES = TAGS.filter((tag) => tag.includes('-') && !tag.startsWith('zh-'))

/** Whether an entry or a level with this tag is for a locale that is not the same. Canonical tags. */
export function fits(tag: string, locale: string): boolean {
  if (tag === '' || locale === '') return false
  const [own, wanted] = [withScript(tag), withScript(locale)]
  return (
    beginsWith(locale, tag) ||
    beginsWith(wanted, own) ||
    (beginsWith(own, wanted) &&
      !OTHER_LANGUAGES.some((one) => beginsWith(tag, one) && !beginsWith(locale, one)))
  )
}

/** SQL: the same of two expressions. */
export function fitsSql(tag: string, locale: string): string {
  const [own, wanted] = [withScriptSql(tag), withScriptSql(locale)]
  const others = OTHER_LANGUAGES.map(
    (one) => ` AND (NOT ${beginsWithSql(tag, `'${one}'`)} OR ${beginsWithSql(locale, `'${one}'`)})`,
  )
  return `(${tag} <> '' AND ${locale} <> '' AND (${beginsWithSql(locale, tag)}
    OR ${beginsWithSql(wanted, own)} OR (${beginsWithSql(own, wanted)}${others.join('')})))`
}

// More than any tag is long.
const FAR = 100

/**
 * How far a tag that fits is from a locale. A tag with fewer parts is nearer than one with more, and
 * of those with fewer the longest. `zh`, which is read as simplified, comes last for who reads
 * traditional characters.
 */
function distance(tag: string, locale: string): number {
  const [own, wanted] = [withScript(tag), withScript(locale)]
  const further = own.length - wanted.length
  return further > 0 ? FAR + further : beginsWith(wanted, own) ? -further : 2 * FAR
}

/** SQL: the same, for ORDER BY and `min`. */
export function distanceSql(tag: string, locale: string): string {
  const [own, wanted] = [withScriptSql(tag), withScriptSql(locale)]
  const further = `length(${own}) - length(${wanted})`
  return `CASE WHEN ${further} > 0 THEN ${FAR} + ${further}
    WHEN ${beginsWithSql(wanted, own)} THEN -(${further}) ELSE ${2 * FAR} END`
}

/** Of some tags the one for a locale: the same, else the nearest that fits; undefined if none does. */
export function nearest(tags: readonly string[], locale: string): string | undefined {
  if (tags.includes(locale)) return locale
  return tags
    .filter((tag) => fits(tag, locale))
    .toSorted((a, b) => distance(a, locale) - distance(b, locale) || (a < b ? -1 : 1))[0]
}

/**
 * SQL: a range of `column` that holds every tag that may fit a locale, and few others. It lets a
 * statement find them by an index; `fitsSql` decides. (`.` follows `-` in ASCII.)
 */
export const nearSql = (column: string, locale: string): string =>
  `${column} >= ${languageSql(locale)} AND ${column} < ${languageSql(locale)} || '.'`

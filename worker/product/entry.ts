/**
 * Which catalogue entry describes a variant in a locale: the entry for exactly that locale, else the
 * nearest that fits it (homes/language.ts: `fr` fits `fr-FR`, and the other way round), else the
 * entry for all locales. In SQL; catalog/lookup.ts has the same in JavaScript.
 */
import { distanceSql, fitsSql, languageSql, nearSql } from '../homes/language.ts'

/** Each field is a SQL expression. */
export interface VariantKey {
  shop: string
  sku: string
  locale: string
}

/** SQL: the catalogue's JSON for a variant, or another expression of its entry `p`; NULL when it has no entry. */
export const catalogProduct = (key: VariantKey, what = 'p.data'): string =>
  `coalesce((SELECT ${what} ${entryOf(key)} AND p.locale = ${key.locale}),
    (SELECT ${what} ${fittingEntry(key)} ORDER BY ${distanceSql('p.locale', key.locale)}, p.locale LIMIT 1),
    (SELECT ${what} ${entryOf(key)} AND p.locale = ''))`

/** SQL: whether the catalogue has the variant. */
export const isInCatalog = (key: VariantKey): string =>
  `(EXISTS (SELECT 1 ${entryOf(key)} AND p.locale IN (${key.locale}, ''))
    OR EXISTS (SELECT 1 ${fittingEntry(key)}))`

/** SQL: the entries `p` of a variant, in all locales. */
export const entryOf = ({ shop, sku }: VariantKey) =>
  `FROM product p WHERE p.shop_id = ${shop} AND p.sku = ${sku}`

const fittingEntry = (key: VariantKey) =>
  `${entryOf(key)} AND ${nearSql('p.locale', key.locale)} AND ${fitsSql('p.locale', key.locale)}`

/** SQL: the entry in the same language, else the first, whatever its locale; NULL if there is none. */
export const anyEntrySql = (key: VariantKey, what = 'p.data'): string =>
  `(SELECT ${what} ${entryOf(key)}
    ORDER BY ${languageSql('p.locale')} <> ${languageSql(key.locale)}, p.locale LIMIT 1)`

/**
 * SQL: the entry by which the shop's rules judge a variant; NULL if the catalogue has none. Where no entry
 * fits the locale, it is the one for the shop's `defaultLocale`, else any: a request in a language that
 * the catalogue lacks gets round no rule.
 */
export const judgedEntrySql = (key: VariantKey, defaultLocale: string, what = 'p.data'): string =>
  `coalesce(${catalogProduct(key, what)}, ${catalogProduct({ ...key, locale: defaultLocale }, what)},
    ${anyEntrySql(key, what)})`

/**
 * Which description of a variant a message has in a locale: from the catalogue (worker/product/entry.ts, here
 * in JavaScript as well), a backend, a page or a form.
 */
import type { Product } from '../../shared/product.ts'
import { distanceSql, fitsSql, languageSql, nearest } from '../homes/language.ts'
import { anyEntrySql, catalogProduct, entryOf, type VariantKey } from '../product/entry.ts'
import { productIn, type Snapshot } from './snapshot.ts'

/**
 * SQL: JSON of the product data of a variant, chosen as `describedAs` chooses it for messages; NULL if there
 * is none. `own`: the product data in the subscription. The two EXISTS are evaluated once for all rows:
 * most shops have no such data.
 */
export const describedSql = (key: VariantKey, own: string): string => {
  const page = `FROM page_product d WHERE d.shop_id = ${key.shop} AND d.sku = ${key.sku} AND d.data IS NOT NULL`
  const ids = `json_patch('{}', json_object('id', ${own} ->> 'id', 'variantId', ${own} ->> 'variantId'))`
  return `coalesce(
    ${catalogProduct(key)},
    CASE WHEN ${own} ->> 'vouched' THEN ${own} END,
    CASE WHEN EXISTS (SELECT 1 ${entryOf(key)}) THEN ${anyEntrySql(key)} END,
    CASE WHEN EXISTS (SELECT 1 ${page}) THEN (SELECT json_patch(${ids}, d.data) ${page}) END,
    ${own})`
}

/**
 * SQL: how far the locale of an entry `p` is from `locale`: 0 is the same, then come those that fit,
 * the entry for all locales, other entries in the language, and entries in other languages.
 */
export const localeRank = (locale: string): string =>
  `CASE WHEN p.locale = ${locale} THEN 0
    WHEN ${fitsSql('p.locale', locale)} THEN ${distanceSql('p.locale', locale)}
    WHEN p.locale = '' THEN 1000
    WHEN ${languageSql('p.locale')} = ${languageSql(locale)} THEN 2000 ELSE 3000 END`

/** Catalogue entries in memory, by `entryKey`. */
export type Catalog = ReadonlyMap<string, Product>

/** The key of an entry in a `Catalog`. */
export const entryKey = (sku: string, locale: string): string => JSON.stringify([sku, locale])

/** Stands for a locale in entries that a page gave. No language tag looks like it. */
export const FROM_PAGE = '*'

/**
 * Describes the variant of a subscription. The catalogue wins over the request, and the shop's own
 * page wins over a form. An entry for another language comes after the words of a backend, but
 * before those of a form: otherwise a stranger could avoid the catalogue by naming a language that
 * it lacks.
 */
export const describedAs = (
  catalog: Catalog,
  sku: string,
  locale: string,
  snapshot: Snapshot | undefined,
): Product | undefined => {
  const own = snapshot && productIn(snapshot)
  const ownFirst = snapshot?.vouched ? own : undefined
  const entry = productFor(catalog, sku, locale) ?? ownFirst ?? anyEntry(catalog, sku, locale)
  const page = catalog.get(entryKey(sku, FROM_PAGE))
  return entry ?? (page ? { ...idsIn(own), ...page } : own)
}

/** The ids in the shop's system. Platforms need them, and pages do not have them. */
const idsIn = ({ id, variantId }: Partial<Product> = {}): Pick<Product, 'id' | 'variantId'> => ({
  ...(id && { id }),
  ...(variantId && { variantId }),
})

/** The entry for a variant, from entries in memory; undefined when there is none. */
export function productFor(catalog: Catalog, sku: string, locale: string): Product | undefined {
  const own = catalog.get(entryKey(sku, locale))
  if (own) return own
  const tag = nearest(localesOf(catalog, sku), locale) ?? ''
  return catalog.get(entryKey(sku, tag))
}

/** An entry for another locale: one in the same language, else the first. */
function anyEntry(catalog: Catalog, sku: string, locale: string): Product | undefined {
  const locales = localesOf(catalog, sku)
  const language = locale.split('-', 1)[0]
  const tag = locales.find((one) => one.split('-', 1)[0] === language) ?? locales[0]
  return tag === undefined ? undefined : catalog.get(entryKey(sku, tag))
}

/** The locales that the shop has entries of a sku for. */
function localesOf(catalog: Catalog, sku: string): string[] {
  const start = entryKey(sku, '').slice(0, -2)
  const keys = [...catalog.keys()].filter((key) => key.startsWith(start))
  const locales = keys.map((key) => (JSON.parse(key) as [string, string])[1])
  return locales.filter((locale) => locale !== FROM_PAGE)
}

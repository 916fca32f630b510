/**
 * The catalogue's word for a variant in a locale: the entry of that very locale, else of its
 * language, else the entry for every locale. The same rule in SQL and in JavaScript.
 */
import type { Product } from '../../shared/product.ts'
import { languageSql } from '../homes/sql.ts'

/** SQL expressions. */
export interface VariantKey {
  shop: string
  sku: string
  locale: string
}

/** SQL: the catalogue's JSON for a variant; NULL where it has no entry. */
export const catalogWord = ({ shop, sku, locale }: VariantKey): string =>
  `coalesce(${[locale, languageSql(locale), "''"]
    .map(
      (tag) => `(SELECT p.data FROM product p
        WHERE p.shop_id = ${shop} AND p.sku = ${sku} AND p.locale = ${tag})`,
    )
    .join(', ')})`

/** SQL: whether the catalogue has the variant. */
export const isInCatalog = ({ shop, sku, locale }: VariantKey): string =>
  `EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ${shop} AND p.sku = ${sku}
     AND p.locale IN (${locale}, ${languageSql(locale)}, ''))`

/** SQL: how well the locale of an entry `p` fits; lower is better, and any entry is better than none. */
export const localeRank = (locale: string): string =>
  `CASE p.locale WHEN ${locale} THEN 0 WHEN ${languageSql(locale)} THEN 1 WHEN '' THEN 2 ELSE 3 END`

/** Entries of some skus, by sku and locale. */
export type Catalog = ReadonlyMap<string, Product>

/** The key of an entry in a `Catalog`. */
export const entryKey = (sku: string, locale: string): string => JSON.stringify([sku, locale])

/** The catalogue's word, out of entries that were read before. */
export function wordFor(catalog: Catalog, sku: string, locale: string): Product | undefined {
  const [language = ''] = locale.split('-', 1)
  for (const tag of [locale, language, '']) {
    const entry = catalog.get(entryKey(sku, tag))
    if (entry) return entry
  }
  return undefined
}

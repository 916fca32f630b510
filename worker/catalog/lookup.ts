/**
 * Which catalogue entry describes a variant in a locale: the entry for exactly that locale, else
 * for its language, else the entry for all locales. The same rule in SQL and in JavaScript.
 */
import type { Product } from '../../shared/product.ts'
import { languageSql } from '../homes/sql.ts'
import { productIn, type Snapshot } from './snapshot.ts'

/** Each field is a SQL expression. */
export interface VariantKey {
  shop: string
  sku: string
  locale: string
}

/** SQL: the catalogue's JSON for a variant; NULL when it has no entry. */
export const catalogProduct = ({ shop, sku, locale }: VariantKey): string =>
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

/**
 * SQL: how well the locale of an entry `p` fits `locale`, from 0 (exactly) to 3 (another locale).
 */
export const localeRank = (locale: string): string =>
  `CASE p.locale WHEN ${locale} THEN 0 WHEN ${languageSql(locale)} THEN 1 WHEN '' THEN 2 ELSE 3 END`

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
  const entry = productFor(catalog, sku, locale) ?? ownFirst ?? anyEntry(catalog, sku)
  const page = catalog.get(entryKey(sku, FROM_PAGE))
  return entry ?? (page ? { ...idsIn(own), ...page } : own)
}

/** The ids in the shop's system. Platforms need them, and pages do not have them. */
const idsIn = ({ id, variantId }: Partial<Product> = {}): Pick<Product, 'id' | 'variantId'> => ({
  ...(id && { id }),
  ...(variantId && { variantId }),
})

/** The first entry of a sku, whatever its locale. */
function anyEntry(catalog: Catalog, sku: string): Product | undefined {
  const start = entryKey(sku, '').slice(0, -2)
  const page = entryKey(sku, FROM_PAGE)
  for (const [key, entry] of catalog) if (key.startsWith(start) && key !== page) return entry
  return undefined
}

/** The entry for a variant, from entries in memory; undefined when there is none. */
export function productFor(catalog: Catalog, sku: string, locale: string): Product | undefined {
  const [language = ''] = locale.split('-', 1)
  for (const tag of [locale, language, '']) {
    const entry = catalog.get(entryKey(sku, tag))
    if (entry) return entry
  }
  return undefined
}

/** The catalogue in D1: what a shop says about its variants. */
import type { CatalogEntry, Product } from '../../shared/product.ts'
import { write } from '../homes/d1.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'
import { sha256 } from '../vault.ts'
import { type Catalog, entryKey, FROM_PAGE, localeRank } from './lookup.ts'

/** Stores entries, and writes only those that are new or changed. Gives the number written. */
export async function storeEntries(
  db: D1Database,
  shopId: string,
  entries: CatalogEntry[],
  now: number,
): Promise<number> {
  const json = JSON.stringify(
    entries.map(({ sku, locale = '', ...data }) => ({
      sku,
      locale,
      productId: data.id,
      data: JSON.stringify(data),
    })),
  )
  const [stored] = await write(db, [
    db
      .prepare(
        `INSERT INTO product (shop_id, sku, locale, product_id, data, updated_at)
         SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'productId',
           j.value ->> 'data', ?3
         FROM json_each(?2) j WHERE true
         ON CONFLICT (shop_id, sku, locale) DO UPDATE SET
           product_id = excluded.product_id, data = excluded.data,
           updated_at = excluded.updated_at
         WHERE excluded.data <> data`,
      )
      .bind(shopId, json, now),
  ])
  return stored?.meta.changes ?? 0
}

/** Stores descriptions of variants from pages. Writes only those that are new or changed. */
export async function storeDescriptions(
  db: D1Database,
  shopId: string,
  variants: { sku: string; product: Product }[],
  now: number,
): Promise<void> {
  if (variants.length === 0) return
  const json = JSON.stringify(
    variants.map((one) => ({ ...one, product: JSON.stringify(one.product) })),
  )
  await write(db, [
    db
      .prepare(
        `INSERT INTO page_product (shop_id, sku, data, read_at)
         SELECT ?1, j.value ->> 'sku', j.value ->> 'product', ?3 FROM json_each(?2) j WHERE true
         ON CONFLICT (shop_id, sku) DO UPDATE SET data = excluded.data, read_at = excluded.read_at
         WHERE excluded.data IS NOT data`,
      )
      .bind(shopId, json, now),
  ])
}

/** Stores the description of one variant from its page; `undefined` if the page has none. */
export async function storeDescription(
  db: D1Database,
  shopId: string,
  sku: string,
  product: Product | undefined,
  now: number,
): Promise<void> {
  if (product) return storeDescriptions(db, shopId, [{ sku, product }], now)
  await write(db, [
    db
      .prepare(
        `INSERT INTO page_product (shop_id, sku, read_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (shop_id, sku) DO UPDATE SET read_at = excluded.read_at`,
      )
      .bind(shopId, sku, now),
  ])
}

/** Reads the entries of some skus, for all locales, and their descriptions from pages. */
export async function entriesOf(db: D1Database, shopId: string, skus: string[]): Promise<Catalog> {
  const { results } = await db
    .prepare(
      `SELECT j.value AS sku, p.locale, p.data, d.data AS page FROM json_each(?2) j
       LEFT JOIN product p ON p.shop_id = ?1 AND p.sku = j.value
       LEFT JOIN page_product d ON d.shop_id = ?1 AND d.sku = j.value`,
    )
    .bind(shopId, JSON.stringify(skus))
    .all<{ sku: string; locale: string | null; data: string | null; page: string | null }>()
  const entries = results.flatMap(({ sku, locale, data, page }) => [
    ...(data === null ? [] : [[entryKey(sku, locale ?? ''), data] as const]),
    ...(page === null ? [] : [[entryKey(sku, FROM_PAGE), page] as const]),
  ])
  return new Map(entries.map(([key, json]) => [key, JSON.parse(json) as Product]))
}

/** A variant in the product feed: its catalogue entry for one locale, and its highest level. */
export interface FeedRow {
  sku: string
  /** JSON of shared/product.ts. */
  data: string
  quantity: number | null
}

/**
 * The next `limit` variants whose sku is greater than `after`, each once. If a variant has several
 * entries, the one that fits `locale` best is taken. (SQLite takes the other columns from the row
 * that has the minimum.)
 */
export async function catalogPage(
  db: D1Database,
  shopId: string,
  locale: string,
  after: string,
  limit: number,
): Promise<FeedRow[]> {
  const { results } = await db
    .prepare(
      `SELECT p.sku, p.data,
         min(${localeRank('?2')}) AS choice,
         (SELECT max(l.quantity) FROM ${levelsFor({ shop: '?1', sku: 'p.sku', locale: '?2' })}
          WHERE ${levelServes({ locale: '?2', externalId: 'l.external_id' })}) AS quantity
       FROM product p WHERE p.shop_id = ?1 AND p.sku > ?3
       GROUP BY p.sku ORDER BY p.sku LIMIT ?4`,
    )
    .bind(shopId, locale, after, limit)
    .all<FeedRow>()
  return results
}

/** A hash that changes when anything in the shop's catalogue or its levels changes. For an ETag. */
export async function catalogVersion(
  db: D1Database,
  shopId: string,
  locale: string,
): Promise<string> {
  const row = await db
    .prepare(
      `SELECT count(*) AS products, max(updated_at) AS updated,
         (SELECT count(*) || '-' || total(quantity) || '-' || max(at) || '-' || max(since)
          FROM stock_level WHERE shop_id = ?1) AS levels
       FROM product WHERE shop_id = ?1`,
    )
    .bind(shopId)
    .first()
  return (await sha256(JSON.stringify([locale, row]))).slice(0, 32)
}

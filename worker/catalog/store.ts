/** The catalogue in D1: what the shop says about its variants. */
import type { CatalogEntry, Product } from '../../shared/product.ts'
import { languageSql } from '../homes/sql.ts'
import { write } from '../homes/d1.ts'
import { sha256 } from '../vault.ts'
import { type Catalog, entryKey, localeRank } from './word.ts'

/** Stores entries, writing only those that say something new. Gives the number written. */
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

/** The entries of some skus. */
export async function entriesOf(db: D1Database, shopId: string, skus: string[]): Promise<Catalog> {
  const { results } = await db
    .prepare(
      `SELECT sku, locale, data FROM product
       WHERE shop_id = ?1 AND sku IN (SELECT value FROM json_each(?2))`,
    )
    .bind(shopId, JSON.stringify(skus))
    .all<{ sku: string; locale: string; data: string }>()
  return new Map(
    results.map((row) => [entryKey(row.sku, row.locale), JSON.parse(row.data) as Product]),
  )
}

/** A variant, as the catalogue knows it in a language, and how much of it there is. */
export interface FeedRow {
  sku: string
  /** JSON of shared/product.ts. */
  data: string
  quantity: number | null
}

/**
 * The next variants after one, each once: in the locale where there is such an entry, else in the
 * one for every locale, else in any. (SQLite takes the other columns from the row of the min.)
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
         (SELECT max(l.quantity) FROM stock_level l
          WHERE l.shop_id = ?1 AND l.sku = p.sku
            AND l.locale IN ('', ?2, ${languageSql('?2')})) AS quantity
       FROM product p WHERE p.shop_id = ?1 AND p.sku > ?3
       GROUP BY p.sku ORDER BY p.sku LIMIT ?4`,
    )
    .bind(shopId, locale, after, limit)
    .all<FeedRow>()
  return results
}

/** A text that is another after anything in the shop's catalogue or levels has changed. */
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

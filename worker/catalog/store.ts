/** The catalogue in D1: what a shop says about its variants. */
import type { CatalogEntry, Product } from '../../shared/product.ts'
import { write } from '../homes/d1.ts'
import type { SourceEntry } from '../connectors/sources/entry.ts'
import { ifAnyActive, wake, wokenRestocks } from '../restock/again.ts'
import { levelServes, levelsFor } from '../restock/serves.ts'
import type { Shop } from '../shop/shop.ts'
import { sha256 } from '../vault.ts'
import { liftedIn, lookAtEntered, type Stored } from './entered.ts'
import { discontinued, entryJson, withKeptFacts } from './facts.ts'
import { type Catalog, entryKey, FROM_PAGE, localeRank } from './lookup.ts'

// The skus of which this transaction has written an entry or a description.
const entered = (
  skus: string,
) => `SELECT DISTINCT p.sku AS value FROM json_each(${skus}) j CROSS JOIN product p
  ON p.shop_id = ?1 AND p.sku = j.value ->> 'sku' AND p.locale = j.value ->> 'locale'
  WHERE p.updated_at = ?3`
const ENTERED = entered(ifAnyActive('?2'))
const DESCRIBED = `SELECT d.sku FROM json_each(${ifAnyActive('?2')}) j CROSS JOIN page_product d
  ON d.shop_id = ?1 AND d.sku = j.value ->> 'sku'
  WHERE d.read_at = ?3`

/**
 * Stores entries, and writes only those that are new or changed. With `patch`, facts that an entry leaves out
 * stay as they are; else the entry replaces the stored one.
 */
export async function storeEntries(
  db: D1Database,
  shop: Shop,
  entries: readonly (CatalogEntry | SourceEntry)[],
  now: number,
  how?: 'patch',
): Promise<Stored> {
  const json = JSON.stringify(
    entries.map(({ sku, locale = '', ...data }) => ({
      sku,
      locale,
      productId: data.id,
      data: entryJson(data),
    })),
  )
  const logged = discontinued(db, shop.id, entries)
  const results = await write(db, [
    ...logged,
    db.prepare(statementFor(entries, how)).bind(shop.id, json, now),
    ...lookAtEntered(db, shop, { ifActive: ENTERED, any: entered('?2'), value: json }, now),
  ])
  const [stored, ...woken] = results.slice(logged.length)
  return { written: stored?.meta.changes ?? 0, restocks: wokenRestocks(woken) }
}

const SAID = `j.value ->> 'data'`

const upsert = (inserted: string, from: string, updated: string): string =>
  `INSERT INTO product (shop_id, sku, locale, product_id, data, updated_at)
   SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'productId', ${inserted}, ?3
   FROM json_each(?2) j ${from}
   ON CONFLICT (shop_id, sku, locale) DO UPDATE SET
     product_id = excluded.product_id, data = ${updated}, updated_at = excluded.updated_at
   WHERE ${updated} <> product.data`

const REPLACE = upsert(SAID, 'WHERE true', 'excluded.data')
const PATCH = upsert(SAID, 'WHERE true', withKeptFacts('product.data', 'excluded.data'))
// An entry with nulls cannot be stored first and merged then. So this reads the stored entry, one row more.
const MERGED = withKeptFacts('p.data', SAID)
const PATCH_WITH_NULLS = upsert(
  MERGED,
  `LEFT JOIN product p
     ON p.shop_id = ?1 AND p.sku = j.value ->> 'sku' AND p.locale = j.value ->> 'locale'
   WHERE ${MERGED} IS NOT p.data`,
  'excluded.data',
)

const statementFor = (
  entries: readonly (CatalogEntry | SourceEntry)[],
  how: 'patch' | undefined,
): string => {
  if (how === undefined) return REPLACE
  const hasNulls = entries.some((entry) => Object.values(entry).includes(null))
  return hasNulls ? PATCH_WITH_NULLS : PATCH
}

/** Removes the entries of some skus, in all locales. Gives the number of rows. */
export async function removeEntries(
  db: D1Database,
  shopId: string,
  skus: string[],
): Promise<number> {
  const [removed] = await write(db, [
    db
      .prepare(
        `DELETE FROM product WHERE shop_id = ?1 AND sku IN (SELECT value FROM json_each(?2))`,
      )
      .bind(shopId, JSON.stringify(skus)),
  ])
  return removed?.meta.changes ?? 0
}

/**
 * Stores descriptions of variants from pages. Writes only those that are new or changed. `except`: the
 * id of the restock whose match read the page: it looks at its people next anyway.
 */
export async function storeDescriptions(
  db: D1Database,
  shop: Shop,
  variants: { sku: string; product: Product }[],
  now: number,
  except?: string,
): Promise<Stored> {
  if (variants.length === 0) return { written: 0, restocks: [] }
  const json = JSON.stringify(
    variants.map((one) => ({ ...one, product: JSON.stringify(one.product) })),
  )
  const [stored, woken] = await write(db, [
    db
      .prepare(
        `INSERT INTO page_product (shop_id, sku, data, read_at)
         SELECT ?1, j.value ->> 'sku', j.value ->> 'product', ?3 FROM json_each(?2) j WHERE true
         ON CONFLICT (shop_id, sku) DO UPDATE SET data = excluded.data, read_at = excluded.read_at
         WHERE excluded.data IS NOT data`,
      )
      .bind(shop.id, json, now),
    wake(db, shop.id, { sql: DESCRIBED, value: json }, now, {
      lifts: liftedIn(shop),
      ...(except && { except }),
    }),
  ])
  return { written: stored?.meta.changes ?? 0, restocks: wokenRestocks([woken]) }
}

/** Stores that the page of a variant says nothing about it. */
export async function storeNoDescription(
  db: D1Database,
  shopId: string,
  sku: string,
  now: number,
): Promise<void> {
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

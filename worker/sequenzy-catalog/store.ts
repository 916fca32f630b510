/** Products that were upserted in Sequenzy's dialect, in D1. */
import { rows, write } from '../homes/d1.ts'
import { statementsOf } from '../chunks.ts'
import { TRIGGERED_COUNTED } from '../limits.ts'
import { isServedBy } from '../restock/serves.ts'
import type { KeptProduct } from './rules.ts'

/** A product with its times, milliseconds since 1970. */
export interface StoredProduct {
  product: KeptProduct
  createdAt: number
  updatedAt: number
}

interface Row {
  data: string
  created_at: number
  updated_at: number
}

const storedIn = ({ data, created_at, updated_at }: Row): StoredProduct => ({
  product: JSON.parse(data) as KeptProduct,
  createdAt: created_at,
  updatedAt: updated_at,
})

/** A product, and whether there is a stock level for it as a whole. */
export type FoundProduct = StoredProduct & { awaited: boolean }

/** The products with these ids, by id. */
export async function findProducts(
  db: D1Database,
  shopId: string,
  ids: string[],
): Promise<Map<string, FoundProduct>> {
  const { results } = await db
    .prepare(
      `SELECT p.data, p.created_at, p.updated_at,
         EXISTS (SELECT 1 FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = p.product_id) AS awaited
       FROM json_each(?2) j
       CROSS JOIN sequenzy_product p ON p.shop_id = ?1 AND p.product_id = j.value`,
    )
    .bind(shopId, JSON.stringify(ids))
    .all<Row & { awaited: number }>()
  return new Map(
    results.map((row) => {
      const stored = storedIn(row)
      return [stored.product.productId, { ...stored, awaited: row.awaited === 1 }]
    }),
  )
}

/** The upserted product to which the catalogue says that each sku belongs, by sku. */
export async function ownersOf(
  db: D1Database,
  shopId: string,
  skus: string[],
): Promise<Map<string, string>> {
  const { results } = await db
    .prepare(
      `SELECT p.sku, p.product_id FROM json_each(?2) j
       CROSS JOIN product p ON p.shop_id = ?1 AND p.sku = j.value AND p.locale = ''
       CROSS JOIN sequenzy_product q ON q.shop_id = ?1 AND q.product_id = p.product_id`,
    )
    .bind(shopId, JSON.stringify(skus))
    .all<{ sku: string; product_id: string }>()
  return new Map(results.map((row) => [row.sku, row.product_id]))
}

/** Those of some skus that people wait for. */
export async function awaitedOf(
  db: D1Database,
  shopId: string,
  skus: string[],
): Promise<ReadonlySet<string>> {
  if (skus.length === 0) return new Set()
  const { results } = await db
    .prepare(
      `SELECT j.value AS sku FROM json_each(?2) j WHERE EXISTS (
         SELECT 1 FROM subscription s
         WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = j.value)`,
    )
    .bind(shopId, JSON.stringify(skus))
    .all<{ sku: string }>()
  return new Set(results.map(({ sku }) => sku))
}

/** Stores products, and writes only those that are new or changed. */
export async function storeProducts(
  db: D1Database,
  shopId: string,
  products: KeptProduct[],
  now: number,
): Promise<void> {
  const store = (some: KeptProduct[]) =>
    db
      .prepare(
        `INSERT INTO sequenzy_product (shop_id, product_id, data, created_at, updated_at)
         SELECT ?1, j.value ->> 'productId', j.value, ?3, ?3 FROM json_each(?2) j WHERE true
         ON CONFLICT (shop_id, product_id) DO UPDATE SET
           data = excluded.data, updated_at = excluded.updated_at
         WHERE excluded.data <> data`,
      )
      .bind(shopId, JSON.stringify(some), now)
  const lists = statementsOf(products)
  await write(db, lists.map(store))
}

/** Removes a product. */
export async function dropProduct(db: D1Database, shopId: string, id: string): Promise<void> {
  await write(db, [
    db
      .prepare('DELETE FROM sequenzy_product WHERE shop_id = ?1 AND product_id = ?2')
      .bind(shopId, id),
  ])
}

/** A page of products, sorted by id, and how many there are in all. `search`: a part of the title. */
export async function listProducts(
  db: D1Database,
  shopId: string,
  { search = '', limit, offset }: { search?: string | undefined; limit: number; offset: number },
): Promise<{ products: StoredProduct[]; total: number }> {
  const where = `shop_id = ?1 AND (?2 = '' OR instr(lower(data ->> 'title'), lower(?2)))`
  const [page, counted] = await db.batch([
    db
      .prepare(
        `SELECT data, created_at, updated_at FROM sequenzy_product
         WHERE ${where} ORDER BY product_id LIMIT ?3 OFFSET ?4`,
      )
      .bind(shopId, search, limit, offset),
    db.prepare(`SELECT count(*) AS n FROM sequenzy_product WHERE ${where}`).bind(shopId, search),
  ])
  return {
    products: rows<Row>(page).map(storedIn),
    total: rows<{ n: number }>(counted)[0]?.n ?? 0,
  }
}

/** How many people wait for what these restocks are about, up to `TRIGGERED_COUNTED`. */
export async function countWaiting(
  db: D1Database,
  shopId: string,
  restockIds: string[],
): Promise<number> {
  if (restockIds.length === 0) return 0
  const level = { locale: 'r.locale', externalId: 'r.external_id', since: 'r.since' }
  const row = await db
    .prepare(
      `SELECT count(*) AS n FROM (
         SELECT 1 FROM json_each(?2) j
         CROSS JOIN restock r ON r.id = j.value AND r.shop_id = ?1
         CROSS JOIN subscription s ON s.shop_id = ?1 AND s.sku = r.sku
           AND s.status = 'waiting' AND ${isServedBy(level)}
         LIMIT ${TRIGGERED_COUNTED})`,
    )
    .bind(shopId, JSON.stringify(restockIds))
    .first<{ n: number }>()
  return row?.n ?? 0
}

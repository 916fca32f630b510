/** The catalogue in D1: what the shop says about its variants. */
import type { CatalogEntry } from '../../shared/product.ts'
import { write } from '../d1.ts'

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

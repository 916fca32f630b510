/**
 * SKUs that were in the last feed and are missing from this one, for shops where that means sold
 * out. A stock level does not say which source it came from, so the table `feed_sku` keeps the SKUs
 * of each feed: a row is added when a SKU appears, and removed when it disappears.
 */
import type { StockLevel } from '../../../../shared/stock.ts'
import { rows, write } from '../../../homes/d1.ts'
import { SOURCE_CHUNK } from '../../../limits.ts'

/** One feed of a shop, and the database that its rows are in. */
export interface FeedTable {
  db: D1Database
  shopId: string
  /** The name of the source. */
  name: string
}

/** Records that the feed has these SKUs. */
export async function recordSkus(
  { db, shopId, name }: FeedTable,
  skus: readonly string[],
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `INSERT INTO feed_sku (shop_id, name, sku) SELECT ?1, ?2, j.value FROM json_each(?3) j
         WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, name, JSON.stringify(skus)),
  ])
}

/**
 * For every recorded SKU that the feed no longer `has`: stores a level of 0, then removes the
 * record. Gives how many there were.
 */
export async function sellOutMissing(
  { db, shopId, name }: FeedTable,
  has: (sku: string) => boolean,
  storeLevels: (levels: StockLevel[]) => Promise<void>,
): Promise<number> {
  let count = 0
  for (let after = ''; ;) {
    const page = await db
      .prepare(
        `SELECT sku FROM feed_sku WHERE shop_id = ?1 AND name = ?2 AND sku > ?3
         ORDER BY sku LIMIT ?4`,
      )
      .bind(shopId, name, after, SOURCE_CHUNK)
      .all<{ sku: string }>()
    const skus = rows<{ sku: string }>(page).map(({ sku }) => sku)
    const missing = skus.filter((sku) => !has(sku))
    if (missing.length > 0) {
      await storeLevels(missing.map((sku) => ({ sku, quantity: 0 })))
      await write(db, [
        db
          .prepare(
            `DELETE FROM feed_sku WHERE shop_id = ?1 AND name = ?2
               AND sku IN (SELECT value FROM json_each(?3))`,
          )
          .bind(shopId, name, JSON.stringify(missing)),
      ])
      count += missing.length
    }
    after = skus.at(-1) ?? ''
    if (skus.length < SOURCE_CHUNK) return count
  }
}

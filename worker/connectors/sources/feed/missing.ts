/**
 * Skus that were in the last feed and are not in this one, for shops to whom that means sold out.
 * A level does not know where it came from, so the skus of the feed are kept beside it: written
 * when they appear, removed when they go.
 */
import type { StockLevel } from '../../../../shared/stock.ts'
import { rows, write } from '../../../homes/d1.ts'
import { SOURCE_CHUNK } from '../../../limits.ts'

/** Notes that these skus are in the feed. */
export async function noteSkus(
  db: D1Database,
  shopId: string,
  name: string,
  skus: string[],
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
 * Hands over a level of 0 for every sku that is not `there` any more, and forgets it after that.
 * Gives how many there were.
 */
export async function takeMissing(
  db: D1Database,
  shopId: string,
  name: string,
  there: (sku: string) => boolean,
  handOver: (levels: StockLevel[]) => Promise<void>,
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
    const gone = skus.filter((sku) => !there(sku))
    if (gone.length > 0) {
      await handOver(gone.map((sku) => ({ sku, quantity: 0 })))
      await write(db, [
        db
          .prepare(
            `DELETE FROM feed_sku WHERE shop_id = ?1 AND name = ?2
               AND sku IN (SELECT value FROM json_each(?3))`,
          )
          .bind(shopId, name, JSON.stringify(gone)),
      ])
      count += gone.length
    }
    after = skus.at(-1) ?? ''
    if (skus.length < SOURCE_CHUNK) return count
  }
}

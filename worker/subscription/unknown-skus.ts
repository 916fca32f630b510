/**
 * Which skus shoppers asked for that neither the catalogue nor any stock level knows. A shop whose
 * pages call a variant otherwise than its stock does would never learn why nobody gets a message.
 * Once an hour the requests of an hour are looked at, so that no request costs a row for it.
 */
import { write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { lowestId, newId } from '../ids.ts'
import { DAY_MS, HOUR_MS, UNKNOWN_SKUS } from '../limits.ts'

/**
 * Writes one entry into the log of each shop with such skus: those that most people asked for, at
 * most `UNKNOWN_SKUS.named`, each once a day. Strangers choose skus, so one that may be an address is
 * not named. `now`: milliseconds since 1970.
 */
export async function logUnknownSkus(db: D1Database, now: number): Promise<void> {
  const end = now - UNKNOWN_SKUS.graceMs
  await write(db, [
    db
      .prepare(
        `${ALL_SHOPS} WITH asked AS (
           SELECT shop_id, sku, count(*) AS people, min(id) AS first FROM (
             SELECT shop_id, sku, id FROM subscription WHERE id >= ?1 AND id < ?2 LIMIT ?3)
           GROUP BY shop_id, sku),
         strange AS MATERIALIZED (
           SELECT a.shop_id, a.sku,
             row_number() OVER (PARTITION BY a.shop_id ORDER BY a.people DESC, a.first) AS place
           FROM asked a
           WHERE instr(a.sku, '@') = 0
             AND NOT EXISTS (SELECT 1 FROM product p WHERE p.shop_id = a.shop_id AND p.sku = a.sku)
             AND NOT EXISTS (SELECT 1 FROM stock_level l WHERE l.shop_id = a.shop_id AND l.sku = a.sku)),
         logged AS MATERIALIZED (
           SELECT o.shop_id, j.value AS sku
           FROM (SELECT DISTINCT shop_id FROM strange) s
           JOIN log o ON o.shop_id = s.shop_id AND o.id >= ?4 AND o.kind = 'sku_unknown'
           JOIN json_each(o.detail, '$.skus') j)
         INSERT INTO log (shop_id, id, kind, detail)
         SELECT s.shop_id, ?5, 'sku_unknown', json_object('skus', json_group_array(s.sku))
         FROM strange s
         WHERE s.place <= ?6
           AND NOT EXISTS (SELECT 1 FROM logged g WHERE g.shop_id = s.shop_id AND g.sku = s.sku)
         GROUP BY s.shop_id
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        lowestId(end - HOUR_MS),
        lowestId(end),
        UNKNOWN_SKUS.requests,
        lowestId(now - DAY_MS),
        newId(now),
        UNKNOWN_SKUS.named,
      ),
  ])
}

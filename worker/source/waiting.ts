/**
 * Which SKUs have waiting subscribers, and what is known about their products. The query jumps from
 * SKU to SKU in the index of waiting subscriptions, so a SKU of the catalogue costs one step however
 * many wait. For others, the addresses that subscribers named are counted.
 */
import type { WaitedForSku } from '../connectors/sources/contract.ts'

/** Subscriptions of a SKU whose addresses are counted: the oldest, so that nobody outvotes them. */
const COUNTED_SUBSCRIPTIONS = 100
/** Addresses of a SKU that a source may try, one after the other. */
const NAMED_ADDRESSES = 10

/** The SKUs that follow `after`, in ascending order, at most `limit` of them. */
export async function waitedFor(
  db: D1Database,
  shopId: string,
  after: string,
  limit: number,
): Promise<WaitedForSku[]> {
  const next = `SELECT min(sku) FROM subscription
    WHERE status = 'waiting' AND shop_id = ?1 AND sku >`
  const { results } = await db
    .prepare(
      `WITH RECURSIVE hop (sku) AS (
         SELECT (${next} ?2)
         UNION ALL SELECT (${next} hop.sku) FROM hop WHERE hop.sku IS NOT NULL LIMIT ?3),
       known AS MATERIALIZED (
         SELECT hop.sku,
           (SELECT p.data ->> 'url' FROM product p
            WHERE p.shop_id = ?1 AND p.sku = hop.sku ORDER BY p.locale LIMIT 1) AS url,
           (SELECT p.product_id FROM product p
            WHERE p.shop_id = ?1 AND p.sku = hop.sku AND p.product_id IS NOT NULL
            ORDER BY p.locale LIMIT 1) AS product
         FROM hop WHERE hop.sku IS NOT NULL)
       SELECT known.sku, known.url, known.product, CASE WHEN known.url IS NULL THEN (
         SELECT json_group_array(one.url) FROM (
           SELECT old.url FROM (
             SELECT s.product ->> 'url' AS url, s.contact_id, s.id FROM subscription s
             WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = known.sku
             ORDER BY s.id LIMIT ?4) old
           WHERE old.url IS NOT NULL GROUP BY old.url
           ORDER BY count(DISTINCT old.contact_id) DESC, min(old.id) LIMIT ?5) one
         ) END AS named
       FROM known`,
    )
    .bind(shopId, after, limit, COUNTED_SUBSCRIPTIONS, NAMED_ADDRESSES)
    .all<Omit<WaitedForSku, 'named'> & { named: string | null }>()
  return results.map((row) => ({ ...row, named: JSON.parse(row.named ?? '[]') as string[] }))
}

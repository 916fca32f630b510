/**
 * Which SKUs have waiting subscribers, and what is known about their products. The query jumps from
 * SKU to SKU in the index of waiting subscriptions, so a SKU of the catalogue costs one step however
 * many wait. For others, the addresses that subscribers named are counted.
 */
import type { WaitedForSku } from '../connectors/sources/contract.ts'
import { namedAddresses } from '../subscription/named.ts'

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
       SELECT known.sku, known.url, known.product, CASE WHEN known.url IS NULL THEN ${namedAddresses('?1', 'known.sku')} END AS named
       FROM known`,
    )
    .bind(shopId, after, limit)
    .all<Omit<WaitedForSku, 'named'> & { named: string | null }>()
  return results.map((row) => ({ ...row, named: JSON.parse(row.named ?? '[]') as string[] }))
}

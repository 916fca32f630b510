/**
 * For which skus people wait, and what is known of them. Hops from sku to sku in the index of those
 * who wait: however many wait for a sku, it costs one look.
 */

export interface WaitedFor {
  sku: string
  /** From the catalogue, else as the last person's page said; null where nobody knows. */
  url: string | null
  /** The product's id in the shop's system; null where no catalogue entry names it. */
  product: string | null
}

/** The next skus after one, in their order. */
export async function waitedFor(
  db: D1Database,
  shopId: string,
  after: string,
  limit: number,
): Promise<WaitedFor[]> {
  const next = `SELECT min(sku) FROM subscription WHERE status = 'waiting' AND shop_id = ?1 AND sku >`
  const { results } = await db
    .prepare(
      `WITH RECURSIVE hop (sku) AS (
         SELECT (${next} ?2)
         UNION ALL SELECT (${next} hop.sku) FROM hop WHERE hop.sku IS NOT NULL LIMIT ?3)
       SELECT hop.sku, coalesce(
         (SELECT p.data ->> 'url' FROM product p
          WHERE p.shop_id = ?1 AND p.sku = hop.sku ORDER BY p.locale LIMIT 1),
         (SELECT s.product ->> 'url' FROM subscription s
          WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = hop.sku
          ORDER BY s.id DESC LIMIT 1)) AS url,
         (SELECT p.product_id FROM product p
          WHERE p.shop_id = ?1 AND p.sku = hop.sku AND p.product_id IS NOT NULL
          ORDER BY p.locale LIMIT 1) AS product
       FROM hop WHERE hop.sku IS NOT NULL`,
    )
    .bind(shopId, after, limit)
    .all<WaitedFor>()
  return results
}

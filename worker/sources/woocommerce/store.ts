/** For which products people wait, as far as the catalogue knows their ids in WooCommerce. */

export interface WaitedProduct {
  sku: string
  /** Null where no catalogue entry names it. */
  product: string | null
}

/** The next skus after one that people wait for, in their order; one look for each. */
export async function waitedProducts(
  db: D1Database,
  shopId: string,
  after: string,
  limit: number,
): Promise<WaitedProduct[]> {
  const next = `SELECT min(sku) FROM subscription WHERE status = 'waiting' AND shop_id = ?1 AND sku >`
  const { results } = await db
    .prepare(
      `WITH RECURSIVE hop (sku) AS (
         SELECT (${next} ?2)
         UNION ALL SELECT (${next} hop.sku) FROM hop WHERE hop.sku IS NOT NULL LIMIT ?3)
       SELECT hop.sku, (SELECT p.product_id FROM product p
         WHERE p.shop_id = ?1 AND p.sku = hop.sku AND p.product_id IS NOT NULL
         ORDER BY p.locale LIMIT 1) AS product
       FROM hop WHERE hop.sku IS NOT NULL`,
    )
    .bind(shopId, after, limit)
    .all<WaitedProduct>()
  return results
}

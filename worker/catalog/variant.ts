/** Finds the sku of a variant that a caller names by its id in the shop's system. */
import type { ClientShop } from '../shop/shop.ts'

/** A variant of the shop. */
export interface FoundVariant {
  /** The caller's id, if the shop is not known to have the variant. */
  sku: string
  /** Whether the catalogue or a stock level has it. */
  known: boolean
}

/**
 * The variant whose `variantId` in the catalogue is `id`, else the one whose sku it is. Undefined if there
 * is none and the shop would know it: its catalogue is strict, or a source has read everything. Reads at
 * most five rows. Throws if D1 gives no answer.
 */
export async function findVariant(
  db: D1Database,
  { id: shopId, catalog, readers }: Pick<ClientShop, 'id' | 'catalog' | 'readers'>,
  id: string,
): Promise<FoundVariant | undefined> {
  const row = await db
    .prepare(
      `SELECT (SELECT p.sku FROM product p INDEXED BY product_variant_id
           WHERE p.shop_id = ?1 AND p.data ->> 'variantId' = ?2
             AND p.data ->> 'variantId' IS NOT NULL LIMIT 1) AS by_id,
         EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = ?2) AS listed,
         EXISTS (SELECT 1 FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = ?2) AS stocked,
         EXISTS (SELECT 1 FROM json_each(?3) j CROSS JOIN source o ON o.shop_id = ?1
           AND o.name = j.value AND o.last_success_at IS NOT NULL) AS complete`,
    )
    .bind(shopId, id, JSON.stringify(readers))
    .first<{ by_id: string | null; listed: number; stocked: number; complete: number }>()
  if (row?.by_id) return { sku: row.by_id, known: true }
  if (row?.listed) return { sku: id, known: true }
  if (catalog === 'strict') return undefined
  if (row?.stocked) return { sku: id, known: true }
  return row?.complete ? undefined : { sku: id, known: false }
}

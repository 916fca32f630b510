/**
 * Variants that share a sku, as a product and the draft that was copied from it do. The catalogue
 * holds what is published, so it knows which variant the sku is sold as.
 */
import type { StockLevel } from '../../../../shared/stock.ts'
import { numberOf, type Variant } from './variant.ts'

/** The ids of the variants that these skus are sold as, where those are others than these. */
export async function soldAsOthers(
  db: D1Database,
  shopId: string,
  variants: { sku: StockLevel['sku']; variant: Variant }[],
): Promise<Map<string, string>> {
  const others = new Map<string, string>()
  if (variants.length === 0) return others
  const { results } = await db
    .prepare(
      `SELECT p.sku, p.data ->> 'variantId' AS id FROM json_each(?2) j CROSS JOIN product p
       ON p.shop_id = ?1 AND p.sku = j.value AND p.locale = ''`,
    )
    .bind(shopId, JSON.stringify(variants.map(({ sku }) => sku)))
    .all<{ sku: string; id: string | null }>()
  const known = new Map(results.map(({ sku, id }) => [sku, id]))
  for (const { sku, variant } of variants) {
    const id = known.get(sku)
    if (id && /^\d+$/.test(id) && id !== numberOf(variant.id)) others.set(sku, id)
  }
  return others
}

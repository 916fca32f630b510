/**
 * Variants that share a SKU, for example a product and the draft that was copied from it. The
 * catalogue holds published variants only, so it knows which of them shoppers buy under the SKU.
 */
import type { StockLevel } from '../../../../shared/stock.ts'
import type { KnownVariant } from './variant.ts'

/** One level for each SKU: of several variants with one SKU, the highest counts. */
export function highestLevels(variants: readonly Omit<KnownVariant, 'variant'>[]): StockLevel[] {
  const levels = new Map<string, number>()
  for (const { sku, quantity } of variants) {
    levels.set(sku, Math.max(quantity, levels.get(sku) ?? 0))
  }
  return Array.from(levels, ([sku, quantity]) => ({ sku, quantity }))
}

/**
 * For SKUs that shoppers buy as another variant than the given one: the number of that variant, by
 * SKU. SKUs that the catalogue does not know are left out.
 */
export async function variantsSoldInstead(
  db: D1Database,
  shopId: string,
  variants: readonly KnownVariant[],
): Promise<Map<string, string>> {
  const soldInstead = new Map<string, string>()
  if (variants.length === 0) return soldInstead
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
    if (id && /^\d+$/.test(id) && id !== variant.id) soldInstead.set(sku, id)
  }
  return soldInstead
}

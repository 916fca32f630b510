/** Finds the variants that the lines of a file name by a sku, or by an id of the shop's own system. */
import type { ClientShop } from '../shop/shop.ts'
import type { PersonLine } from './line.ts'
import type { Placed } from './sealed.ts'

type Line = PersonLine & { line: number }

// An id is looked up as the catalogue's `variantId`, then as a sku. At most two rows for each name.
const FIND = `SELECT j.value AS name,
    (SELECT p.sku FROM product p INDEXED BY product_variant_id
     WHERE p.shop_id = ?1 AND p.data ->> 'variantId' = j.value
       AND p.data ->> 'variantId' IS NOT NULL LIMIT 1) AS by_id,
    EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = j.value) AS listed,
    EXISTS (SELECT 1 FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = j.value) AS stocked
  FROM json_each(?2) j`

interface Row {
  name: string
  by_id: string | null
  listed: number
  stocked: number
}

/**
 * The lines whose variant is found. A sku counts as the shop's own, unless its catalogue is strict and lacks it;
 * an id must lead to a variant that the catalogue or a level has. `skips` gets the others.
 */
export async function findVariants(
  db: D1Database,
  { id: shopId, catalog }: Pick<ClientShop, 'id' | 'catalog'>,
  lines: readonly Line[],
  skips: { add(line: number, reason: string): void },
): Promise<Placed<PersonLine>[]> {
  const names = new Set(
    lines.flatMap(({ sku, ids }) => (sku === undefined ? ids : catalog === 'strict' ? [sku] : [])),
  )
  const known = new Map<string, Row>()
  if (names.size > 0) {
    const { results } = await db
      .prepare(FIND)
      .bind(shopId, JSON.stringify([...names]))
      .all<Row>()
    for (const row of results) known.set(row.name, row)
  }
  const skuOf = ({ sku, ids }: Line): string | undefined => {
    if (sku !== undefined) {
      return catalog === 'open' || known.get(sku)?.listed ? sku : undefined
    }
    for (const id of ids) {
      const row = known.get(id)
      if (row?.by_id) return row.by_id
      if (row?.listed || (row?.stocked && catalog === 'open')) return id
    }
    return undefined
  }
  return lines.flatMap((line) => {
    const sku = skuOf(line)
    if (sku === undefined) skips.add(line.line, 'variant_unknown')
    return sku === undefined ? [] : [{ ...line, sku }]
  })
}

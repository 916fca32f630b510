/**
 * Families: products with all their variants and current levels, for destinations that store a
 * product as a whole. They come from the catalogue. If only a page described a variant, its family
 * may have further variants that the Worker does not know.
 */
import type { Product } from '../../shared/product.ts'
import { localeRank } from '../catalog/lookup.ts'
import { rows } from '../homes/d1.ts'
import type { SiblingVariant } from '../connectors/destinations/call.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import type { Shop } from '../shop/shop.ts'

interface LevelRow {
  sku: string
  quantity: number | null
  threshold: number
}

interface FamilyRow extends LevelRow {
  product_id: string | null
  data: string
}

// ?4: the shop's default locale, ?5: the thresholds.
const HIGHEST_QUANTITY = (sku: string) =>
  `(SELECT max(l.quantity) FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = ${sku}) AS quantity,
   ${thresholdSql({ shop: '?1', sku, locale: '?4' }, '?5')} AS threshold`

/**
 * The families of some skus, by sku; each family is sorted by sku. `product`: what a page said,
 * used if the catalogue has no entry. If a variant has several entries, the one that fits the
 * shop's default locale best is taken. (SQLite takes the other columns from the row that has the
 * minimum.)
 */
export async function familiesOf(
  db: D1Database,
  shop: Shop,
  wanted: { sku: string; product?: Product | undefined }[],
): Promise<Map<string, SiblingVariant[]>> {
  const { defaultLocale } = shop.settings
  const thresholds = thresholdsOf(shop.settings)
  const skus = JSON.stringify([...new Set(wanted.map(({ sku }) => sku))])
  const ids = JSON.stringify([...new Set(wanted.flatMap(({ product }) => product?.id ?? []))])
  const [known, levels] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `SELECT p.sku, p.product_id, p.data,
           min(${localeRank('?4')}) AS choice,
           ${HIGHEST_QUANTITY('p.sku')}
         FROM product p
         WHERE p.shop_id = ?1 AND (p.sku IN (SELECT value FROM json_each(?2))
           OR p.product_id IN (
             SELECT value FROM json_each(?3)
             UNION
             SELECT q.product_id FROM product q
             WHERE q.shop_id = ?1 AND q.sku IN (SELECT value FROM json_each(?2))
               AND q.product_id IS NOT NULL))
         GROUP BY p.sku ORDER BY p.sku`,
      )
      .bind(shop.id, skus, ids, defaultLocale, thresholds),
    db
      .prepare(
        `SELECT j.value AS sku, ${HIGHEST_QUANTITY('j.value')} FROM json_each(?2) j WHERE ?3 IS NOT NULL`,
      )
      .bind(shop.id, skus, ids, defaultLocale, thresholds),
  ])
  const catalog = rows<FamilyRow>(known)
  const asked = new Map(rows<LevelRow>(levels).map((row) => [row.sku, row]))
  const variant = (sku: string, level: LevelRow | undefined): SiblingVariant => ({
    sku,
    ...(typeof level?.quantity === 'number' && { quantity: level.quantity }),
    sellable: level !== undefined && (level.quantity ?? 0) > level.threshold,
  })
  const inCatalog = (row: FamilyRow): SiblingVariant => ({
    ...variant(row.sku, row),
    product: JSON.parse(row.data) as Product,
  })
  return new Map(
    wanted.map(({ sku, product }) => {
      const own = catalog.find((row) => row.sku === sku)
      const id = own ? own.product_id : product?.id
      const family = id ? catalog.filter((row) => row.product_id === id) : own ? [own] : []
      const fromPage: SiblingVariant[] = own
        ? []
        : [{ ...variant(sku, asked.get(sku)), ...(product && { product }), fromPage: true }]
      const all = [...family.map(inCatalog), ...fromPage]
      return [sku, all.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))]
    }),
  )
}

/** Reads single items and variants, and what a request needs to know of others. */
import {
  ITEM_COLUMNS,
  itemIn,
  type ItemRow,
  KEY_COLUMNS,
  variantIn,
  type VariantRow,
  WITH_ITEM,
} from './rows.ts'
import type { Item, Variant } from './rules.ts'

/** Which of some names are taken. */
export interface Taken {
  items: Set<string>
  /** The skus of variants, by their external ids. */
  variants: Map<string, string>
  /** The external ids of variants, by their skus. */
  skus: Map<string, string>
}

/** Finds which external ids of items and variants, and which skus, a shop has. */
export async function takenOf(
  db: D1Database,
  shopId: string,
  asked: { items?: string[]; variants?: string[]; skus?: string[] },
): Promise<Taken> {
  const wanted = (name: string) => `IN (SELECT value FROM json_each(?2, '$.${name}'))`
  const { results } = await db
    .prepare(
      `SELECT NULL AS sku, external_id AS id FROM klaviyo_item
         WHERE shop_id = ?1 AND external_id ${wanted('items')}
       UNION ALL
       SELECT sku, external_id FROM klaviyo_variant
         WHERE shop_id = ?1 AND external_id ${wanted('variants')}
       UNION ALL
       SELECT sku, external_id FROM klaviyo_variant WHERE shop_id = ?1 AND sku ${wanted('skus')}`,
    )
    .bind(shopId, JSON.stringify(asked))
    .all<{ sku: string | null; id: string }>()
  const variants = results.flatMap(({ sku, id }) => (sku === null ? [] : [{ sku, id }]))
  return {
    items: new Set(results.filter(({ sku }) => sku === null).map(({ id }) => id)),
    variants: new Map(variants.map(({ sku, id }) => [id, sku])),
    skus: new Map(variants.map(({ sku, id }) => [sku, id])),
  }
}

/** The items of some external ids. */
export async function itemsOf(
  db: D1Database,
  shopId: string,
  externalIds: string[],
): Promise<Item[]> {
  const { results } = await db
    .prepare(
      `SELECT ${ITEM_COLUMNS} FROM klaviyo_item i
       WHERE i.shop_id = ?1 AND i.external_id IN (SELECT value FROM json_each(?2)) ORDER BY i.id`,
    )
    .bind(shopId, JSON.stringify(externalIds))
    .all<ItemRow>()
  return results.map(itemIn)
}

/** The variants of some external ids. */
export async function variantsOf(
  db: D1Database,
  shopId: string,
  externalIds: string[],
): Promise<Variant[]> {
  const { results } = await db
    .prepare(
      `SELECT ${KEY_COLUMNS}, v.data FROM klaviyo_variant v ${WITH_ITEM}
       WHERE v.shop_id = ?1 AND v.external_id IN (SELECT value FROM json_each(?2)) ORDER BY v.id`,
    )
    .bind(shopId, JSON.stringify(externalIds))
    .all<VariantRow>()
  return results.map(variantIn)
}

/** The variants of some items, in the order in which they were created. */
export async function variantsOfItems(
  db: D1Database,
  shopId: string,
  itemIds: string[],
  most: number,
): Promise<Variant[]> {
  const { results } = await db
    .prepare(
      `SELECT ${KEY_COLUMNS}, v.data FROM klaviyo_variant v ${WITH_ITEM}
       WHERE v.shop_id = ?1 AND v.item_id IN (SELECT value FROM json_each(?2))
       ORDER BY v.item_id, v.id LIMIT ?3`,
    )
    .bind(shopId, JSON.stringify(itemIds), most)
    .all<VariantRow>()
  return results.map(variantIn)
}

/** The next `most` variants of an item after one, without what the engine does not need. */
export async function nextOfItem(
  db: D1Database,
  shopId: string,
  itemId: string,
  after: string,
  most: number,
): Promise<Variant[]> {
  const { results } = await db
    .prepare(
      `SELECT ${KEY_COLUMNS}, json_remove(v.data, '$.description', '$.metadata') AS data
       FROM klaviyo_variant v ${WITH_ITEM}
       WHERE v.shop_id = ?1 AND v.item_id = ?2 AND v.id > ?3 ORDER BY v.id LIMIT ?4`,
    )
    .bind(shopId, itemId, after, most)
    .all<VariantRow>()
  return results.map(variantIn)
}

/** A variant of which the engine lacks something. */
export interface Unreceived {
  variant: Variant
  hasEntry: boolean
  hasLevel: boolean
}

/**
 * Those of some variants for which the engine has no entry or no level: the request that created them
 * ended half-way, or their quantity is not known.
 */
export async function unreceived(
  db: D1Database,
  shopId: string,
  externalIds: string[],
): Promise<Unreceived[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM (
         SELECT ${KEY_COLUMNS}, v.data,
           EXISTS (SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = v.sku) AS has_entry,
           EXISTS (SELECT 1 FROM stock_level l WHERE l.shop_id = ?1 AND l.sku = v.sku) AS has_level
         FROM klaviyo_variant v ${WITH_ITEM}
         WHERE v.shop_id = ?1 AND v.external_id IN (SELECT value FROM json_each(?2))
       ) WHERE NOT (has_entry AND has_level)`,
    )
    .bind(shopId, JSON.stringify(externalIds))
    .all<VariantRow & { has_entry: number; has_level: number }>()
  return results.map(({ has_entry, has_level, ...row }) => ({
    variant: variantIn(row),
    hasEntry: has_entry === 1,
    hasLevel: has_level === 1,
  }))
}

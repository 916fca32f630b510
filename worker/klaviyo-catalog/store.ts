/**
 * Items and variants in D1. Each function takes entries that fit into one statement (`statementsOf`) and
 * may be repeated. What the rows mean for the engine is not written here: see receive.ts.
 */
import { rows, write } from '../homes/d1.ts'
import {
  ITEM_COLUMNS,
  itemIn,
  type ItemRow,
  KEY_COLUMNS,
  variantIn,
  type VariantRow,
  WITH_ITEM,
} from './rows.ts'
import type { Change, Fields, Item, Variant } from './rules.ts'

/** An item that is not stored yet. */
export interface NewItem {
  externalId: string
  fields: Fields
}

/** A variant that is not stored yet. */
export interface NewVariant extends NewItem {
  itemId: string
  sku: string
}

/** With the id under which it is stored. */
type WithId<T> = T & { id: string }

const ONE_OF = `IN (SELECT value ->> 'externalId' FROM json_each(?2))`
const READ_ITEMS = `SELECT ${ITEM_COLUMNS} FROM klaviyo_item i WHERE i.shop_id = ?1 AND i.external_id ${ONE_OF}`
const READ_VARIANTS = `SELECT ${KEY_COLUMNS}, v.data FROM klaviyo_variant v ${WITH_ITEM}
  WHERE v.shop_id = ?1 AND v.external_id ${ONE_OF}`

// Materialized with the shop, so that SQLite looks each row up. Else it joins all rows of the shop with all
// changes.
const CHANGES = `WITH j AS MATERIALIZED (SELECT ?1 AS shop_id, value FROM json_each(?2))`
const itsRow = (table: string) =>
  `FROM j WHERE ${table}.shop_id = j.shop_id AND ${table}.external_id = j.value ->> 'externalId'`

/** Changes the fields of existing rows. A row that would stay the same is not written. */
const changeFields = (table: string) =>
  `${CHANGES} UPDATE ${table} SET data = json_patch(data, j.value -> 'change'), updated_at = ?3
   ${itsRow(table)} AND json_patch(data, j.value -> 'change') <> data`

/** Sets new skus, except those that another variant has. */
const CHANGE_SKUS = `${CHANGES}
  UPDATE OR IGNORE klaviyo_variant SET sku = j.value ->> 'sku', updated_at = ?3
  ${itsRow('klaviyo_variant')} AND sku <> j.value ->> 'sku'`

/** Stores items; gives those of these external ids that are stored then. */
export async function insertItems(
  db: D1Database,
  shopId: string,
  items: WithId<NewItem>[],
  now: number,
): Promise<Item[]> {
  const json = JSON.stringify(items)
  const [, stored] = await write(db, [
    db
      .prepare(
        `INSERT INTO klaviyo_item (shop_id, external_id, id, data, updated_at)
         SELECT ?1, j.value ->> 'externalId', j.value ->> 'id', j.value -> 'fields', ?3
         FROM json_each(?2) j WHERE true
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, json, now),
    db.prepare(READ_ITEMS).bind(shopId, json),
  ])
  return rows<ItemRow>(stored).map(itemIn)
}

/** Stores variants whose items are stored; gives those of these external ids that are stored then. */
export async function insertVariants(
  db: D1Database,
  shopId: string,
  variants: WithId<NewVariant>[],
  now: number,
): Promise<Variant[]> {
  const json = JSON.stringify(variants)
  const [, stored] = await write(db, [
    db
      .prepare(
        `INSERT INTO klaviyo_variant (shop_id, external_id, id, item_id, sku, data, updated_at)
         SELECT ?1, j.value ->> 'externalId', j.value ->> 'id', j.value ->> 'itemId',
           j.value ->> 'sku', j.value -> 'fields', ?3
         FROM json_each(?2) j
         WHERE EXISTS (SELECT 1 FROM klaviyo_item i
           WHERE i.shop_id = ?1 AND i.external_id = j.value ->> 'itemId')
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, json, now),
    db.prepare(READ_VARIANTS).bind(shopId, json),
  ])
  return rows<VariantRow>(stored).map(variantIn)
}

/** A change of an item or a variant. */
export interface Changed {
  externalId: string
  change: Change
}

/** The changes of each item or variant as one, by external id: of two values of a field the later counts. */
export function mergedById<C extends Changed>(changes: C[]): Map<string, C> {
  const merged = new Map<string, C>()
  for (const one of changes) {
    const before = merged.get(one.externalId)
    merged.set(one.externalId, { ...before, ...one, change: { ...before?.change, ...one.change } })
  }
  return merged
}

/** Changes items; gives those that exist. */
export async function changeItems(
  db: D1Database,
  shopId: string,
  changes: Changed[],
  now: number,
): Promise<Item[]> {
  const json = JSON.stringify(changes)
  const [, stored] = await write(db, [
    db.prepare(changeFields('klaviyo_item')).bind(shopId, json, now),
    db.prepare(READ_ITEMS).bind(shopId, json),
  ])
  return rows<ItemRow>(stored).map(itemIn)
}

/** Changes variants; gives those that exist. One whose new sku is another variant's keeps its own. */
export async function changeVariants(
  db: D1Database,
  shopId: string,
  changes: (Changed & { sku?: string })[],
  now: number,
): Promise<Variant[]> {
  const json = JSON.stringify(changes)
  const renamed = changes.some(({ sku }) => sku !== undefined)
  const written = await write(db, [
    db.prepare(changeFields('klaviyo_variant')).bind(shopId, json, now),
    ...(renamed ? [db.prepare(CHANGE_SKUS).bind(shopId, json, now)] : []),
    db.prepare(READ_VARIANTS).bind(shopId, json),
  ])
  return rows<VariantRow>(written.at(-1)).map(variantIn)
}

/** Deletes variants. */
export async function dropVariants(
  db: D1Database,
  shopId: string,
  externalIds: string[],
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `DELETE FROM klaviyo_variant
         WHERE shop_id = ?1 AND external_id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(shopId, JSON.stringify(externalIds)),
  ])
}

/** Deletes an item that has no variants. Gives whether it is gone. */
export async function dropItem(
  db: D1Database,
  shopId: string,
  externalId: string,
): Promise<boolean> {
  const [, left] = await write(db, [
    db
      .prepare(
        `DELETE FROM klaviyo_item WHERE shop_id = ?1 AND external_id = ?2 AND NOT EXISTS (
           SELECT 1 FROM klaviyo_variant v WHERE v.shop_id = ?1 AND v.item_id = ?2)`,
      )
      .bind(shopId, externalId),
    db
      .prepare('SELECT 1 FROM klaviyo_item WHERE shop_id = ?1 AND external_id = ?2')
      .bind(shopId, externalId),
  ])
  return rows(left).length === 0
}

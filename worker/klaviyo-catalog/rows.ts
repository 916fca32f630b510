/** Rows of the tables `klaviyo_item` and `klaviyo_variant`, as the Worker reads them. */
import type { Fields, Item, Variant } from './rules.ts'

export interface ItemRow {
  external_id: string
  id: string
  data: string
  updated_at: number
}

export interface VariantRow extends ItemRow {
  item_id: string
  sku: string
  item_title: string | null
  item_image: string | null
  item_published: number
}

/** The columns of `ItemRow`, of an item `i`. */
export const ITEM_COLUMNS = 'i.external_id, i.id, i.data, i.updated_at'

/** The columns of `VariantRow` but `data`, of a variant `v` and its item `i`. */
export const KEY_COLUMNS = `v.external_id, v.id, v.updated_at, v.item_id, v.sku,
  i.data ->> 'title' AS item_title,
  coalesce(i.data ->> 'image', i.data ->> 'thumbnail', i.data ->> '$.images[0]') AS item_image,
  coalesce(i.data ->> 'published', 1) AS item_published`

/** The item of a variant `v`. ?1: the shop. */
export const WITH_ITEM = `LEFT JOIN klaviyo_item i ON i.shop_id = ?1 AND i.external_id = v.item_id`

export const itemIn = ({ external_id, id, data, updated_at }: ItemRow): Item => ({
  externalId: external_id,
  id,
  fields: JSON.parse(data) as Fields,
  updatedAt: updated_at,
})

export const variantIn = (row: VariantRow): Variant => ({
  ...itemIn(row),
  itemId: row.item_id,
  sku: row.sku,
  item: {
    ...(row.item_title !== null && { title: row.item_title }),
    ...(row.item_image !== null && { image: row.item_image }),
    published: row.item_published !== 0,
  },
})

/** The tables that hold rows of shops, for erasing a shop. A test compares them with the database. */

/** A table, and the key by which its rows are deleted in steps. */
export interface ShopTable {
  name: string
  /** `own`: the columns of the primary key after `shop_id`. Else its first column. */
  key: string
  /** Whether the primary key begins with `shop_id`, so that the rows of a shop lie together. */
  own: boolean
}

const own = (name: string, key: string): ShopTable => ({ name, key, own: true })
const mixed = (name: string, key: string): ShopTable => ({ name, key, own: false })

/** People first. Keys of the shop went with its own row. */
export const SHOP_TABLES: readonly ShopTable[] = [
  mixed('contact', 'id'),
  mixed('member', 'id'),
  own('notice_made', 'kind, about'),
  own('alias', 'contact_id, address_index'),
  own('moved', 'contact_id, at'),
  mixed('subscription', 'id'),
  mixed('outbox', 'id'),
  mixed('reminder', 'id'),
  mixed('consent', 'contact_id'),
  mixed('confirmation', 'contact_id'),
  own('consent_text', 'hash'),
  own('published_text', 'text_hash, version, field, language, is_own, offer'),
  mixed('notification', 'contact_id'),
  own('closing_click', 'subscription_id'),
  own('purchase', 'contact_id, sku, order_id'),
  own('suppression', 'address_index, channel'),
  own('stopped', 'contact_id, sku'),
  mixed('restock', 'id'),
  mixed('second_look', 'shop_id'),
  own('list_job', 'id'),
  own('stock_level', 'sku, locale, external_id'),
  own('product', 'sku, locale'),
  own('page_product', 'sku'),
  own('sequenzy_product', 'product_id'),
  own('source', 'name'),
  own('feed_sku', 'name, sku'),
  own('klaviyo_item', 'external_id'),
  own('klaviyo_variant', 'external_id'),
  own('klaviyo_job', 'id'),
  own('import_piece', 'import_id, piece'),
  own('hook_seen', 'name, id'),
  own('gate', 'destination'),
  own('sender', 'domain'),
  own('sender_day', 'domain, day'),
  own('log', 'id'),
  // After the rows that their triggers count.
  own('demand', 'sku, locale, external_id'),
  own('daily', 'day, sku'),
  own('level_change', 'sku, locale, external_id, at'),
  own('waited', 'sku, id'),
  mixed('secret_key', 'hash'),
  mixed('shop_alias', 'alias'),
]

/** Clicks in D1: when a message's link was first followed, and how many of a restock's were. */
import { write } from '../d1.ts'

/** A message, by the key of its row. */
export interface Message {
  shopId: string
  contactId: string
  sku: string
  id: string
}

/**
 * Records the first click of a message and counts it for its restock, in one transaction. A later
 * one writes nothing, nor does one about a message that is forgotten or not recorded yet.
 */
export async function recordClick(
  db: D1Database,
  { shopId, contactId, sku, id }: Message,
  now: number,
): Promise<void> {
  const key = 'contact_id = ?2 AND sku = ?3 AND id = ?4 AND shop_id = ?1'
  await write(db, [
    db
      .prepare(`UPDATE notification SET clicked_at = ?5 WHERE ${key} AND clicked_at IS NULL`)
      .bind(shopId, contactId, sku, id, now),
    // changes() is what the statement before has changed: one row, or none.
    db
      .prepare(
        `UPDATE restock SET clicked = clicked + 1
         WHERE changes() = 1 AND id = (SELECT restock_id FROM notification WHERE ${key})`,
      )
      .bind(shopId, contactId, sku, id),
  ])
}

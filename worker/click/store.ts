/** Clicks in D1: when a message's link was first followed, and how many of a restock's were. */
import { write } from '../homes/d1.ts'
import type { Code } from '../link/short.ts'

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

/** A message that a short link names. */
export interface ShortMessage {
  contact_id: string
  sku: string
  id: string
  link: string
  /** The subscription's; empty where it named none. */
  locale: string
}

/** The message of a short link; undefined before it is recorded, and after it is forgotten. */
export async function messageOf(
  db: D1Database,
  { shopId, contact, subscription }: Code,
): Promise<ShortMessage | undefined> {
  const row = await db
    .prepare(
      `SELECT n.contact_id, n.sku, n.id, n.link, coalesce((
         SELECT c.locale FROM consent c
         WHERE c.contact_id = n.contact_id AND c.subscription_id = n.subscription_id LIMIT 1
       ), '') AS locale
       FROM notification n
       WHERE n.contact_id >= ?2 AND n.contact_id < ?2 || '~' AND n.shop_id = ?1
         AND substr(n.subscription_id, -?4) = ?3 AND n.link IS NOT NULL
       LIMIT 1`,
    )
    .bind(shopId, contact, subscription, subscription.length)
    .first<ShortMessage>()
  return row ?? undefined
}

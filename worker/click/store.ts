/**
 * Clicks in D1: the first click of each message, and the number of clicked messages of a restock.
 */
import { write } from '../homes/d1.ts'
import { presentSql } from '../contact/moved.ts'
import { CLOSING } from '../outbox/row.ts'
import type { Code } from '../link/short.ts'

/** A message, by the key of its row in `notification`. */
export interface Message {
  shopId: string
  contactId: string
  sku: string
  id: string
}

// The consent's end shows that the list was closed, and that the person was not erased since.
const RECORD_CLOSING = `INSERT INTO closing_click (shop_id, subscription_id, sku, clicked_at)
  SELECT ?1, ?4, ?3, ?5 WHERE EXISTS (
    SELECT 1 FROM consent c WHERE c.contact_id = ${presentSql('?1', '?2')} AND c.subscription_id = ?4
      AND c.shop_id = ?1 AND c.action = 'ended')
  ON CONFLICT DO NOTHING`

/**
 * Records the first click of a message and counts it for its restock, in one transaction. Later
 * clicks write nothing. Neither does a click on a message that is not recorded yet or already
 * deleted. Of a last message about a closed list, which names no restock, it counts the first click for
 * the report of the closed sku.
 */
export async function recordClick(
  db: D1Database,
  { shopId, contactId, sku, id }: Message,
  now: number,
): Promise<void> {
  const [subscription, name] = id.split(CLOSING)
  if (subscription !== undefined && name !== undefined) {
    await write(db, [db.prepare(RECORD_CLOSING).bind(shopId, contactId, sku, subscription, now)])
    return
  }
  const key = `contact_id = ${presentSql('?1', '?2')} AND sku = ?3 AND id = ?4 AND shop_id = ?1`
  await write(db, [
    db
      .prepare(`UPDATE notification SET clicked_at = ?5 WHERE ${key} AND clicked_at IS NULL`)
      .bind(shopId, contactId, sku, id, now),
    // changes() is the number of rows that the statement before this one changed: one or none.
    db
      .prepare(
        `UPDATE restock SET clicked = clicked + 1
         WHERE changes() = 1 AND shop_id = ?1 AND id = (SELECT restock_id FROM notification WHERE ${key})`,
      )
      .bind(shopId, contactId, sku, id),
  ])
}

/** A message that was found by its short link. */
export interface ShortMessage {
  contact_id: string
  sku: string
  id: string
  link: string
  /** The subscription's locale; empty when it had none. */
  locale: string
}

/**
 * Finds the message of a short link: the alert and its reminders have the same one, so the latest counts.
 * Undefined if it is not recorded yet or already deleted.
 */
export async function messageOf(
  db: D1Database,
  { shopId, contact, subscription }: Code,
): Promise<ShortMessage | undefined> {
  const row = await db
    .prepare(
      `SELECT n.contact_id, n.sku, n.id, n.link, coalesce((
         SELECT c.locale FROM consent c
         WHERE c.contact_id = n.contact_id AND c.subscription_id = n.subscription_id
           AND c.shop_id = ?1 LIMIT 1
       ), '') AS locale
       FROM notification n
       WHERE n.contact_id >= ?2 AND n.contact_id < ?2 || '~' AND n.shop_id = ?1
         AND substr(n.subscription_id, -?4) = ?3 AND n.link IS NOT NULL
       ORDER BY n.sent_at DESC, n.id DESC LIMIT 1`,
    )
    .bind(shopId, contact, subscription, subscription.length)
    .first<ShortMessage>()
  return row ?? undefined
}

/** Reads the facts of a subscription's history from D1. */
import { rows } from '../homes/d1.ts'
import { timeOf } from '../ids.ts'
import { channelsFromBits } from '../address/channels.ts'
import { levelServes } from '../restock/serves.ts'
import type { Facts } from './rules.ts'

type NotificationRow = Omit<Facts['notifications'][number], 'channels'> & { channels: number }

/**
 * Reads what is stored about a subscription, even after it was deleted; undefined if the shop never
 * had it. After that, only `consent` leads to the contact, and it has no index on the subscription,
 * so the whole table is read: use this to look into a single case.
 */
export async function factsOf(
  db: D1Database,
  shopId: string,
  id: string,
): Promise<Facts | undefined> {
  const subscription = await db
    .prepare(
      `SELECT contact_id, sku, locale, external_id, relays, 1 AS waiting, unconfirmed FROM subscription
       WHERE id = ?2 AND shop_id = ?1
       UNION ALL
       SELECT * FROM (SELECT contact_id, sku, locale, external_id, NULL, 0, 0 FROM consent
         WHERE subscription_id = ?2 AND shop_id = ?1 ORDER BY at DESC LIMIT 1)
       LIMIT 1`,
    )
    .bind(shopId, id)
    .first<{
      contact_id: string
      sku: string
      locale: string
      external_id: string
      relays: string | null
      waiting: number
      unconfirmed: number
    }>()
  if (!subscription) return undefined
  const { contact_id, sku, locale, external_id, relays, waiting, unconfirmed } = subscription
  const [consents, calls, notifications, purchases, restocks, asked] = await db.batch<
    Record<string, unknown>
  >([
    db
      .prepare(
        `SELECT action, channel, method, sku, at FROM consent
         WHERE contact_id = ?2 AND subscription_id = ?3 AND shop_id = ?1 AND purpose = 'alert'`,
      )
      .bind(shopId, contact_id, id),
    db
      .prepare(
        `SELECT call, destination, state, reason, due_at AS dueAt, restock_id AS restock FROM outbox
         WHERE shop_id = ?1 AND (subscription_id = ?2 OR (call = 'confirm' AND contact_id = ?3
           AND EXISTS (SELECT 1 FROM subscription s
             WHERE s.id = ?2 AND s.shop_id = ?1 AND s.unconfirmed <> 0)))
         UNION ALL
         SELECT 'remind', destination, 'open', NULL, due_at, restock_id FROM reminder
         WHERE id BETWEEN ?2 || ':' AND ?2 || ';' AND shop_id = ?1`,
      )
      .bind(shopId, id, contact_id),
    db
      .prepare(
        `SELECT destination, channels, restock_id AS restock, sent_at AS at, clicked_at AS clickedAt,
           id GLOB '*:reminder:[12]' AS reminds
         FROM notification
         WHERE contact_id = ?2 AND sku = ?3 AND subscription_id = ?4 AND shop_id = ?1`,
      )
      .bind(shopId, contact_id, sku, id),
    db
      .prepare(
        `SELECT quantity, at FROM purchase
         WHERE shop_id = ?1 AND contact_id = ?2 AND sku = ?3 AND restock_id IN (
           SELECT restock_id FROM notification
           WHERE contact_id = ?2 AND sku = ?3 AND subscription_id = ?4 AND shop_id = ?1)`,
      )
      .bind(shopId, contact_id, sku, id),
    db
      .prepare(
        `SELECT l.id, l.state, l.quantity, l.since FROM restock l
         WHERE l.shop_id = ?1 AND l.sku = ?2 AND l.since >= ?5
           AND ${levelServes({ locale: '?3', externalId: '?4' })}`,
      )
      .bind(shopId, sku, locale, external_id, timeOf(id)),
    db
      .prepare(
        `SELECT kind, sent_at AS at FROM confirmation
         WHERE contact_id = ?2 AND shop_id = ?1 AND sent_at IS NOT NULL`,
      )
      .bind(shopId, contact_id),
  ])
  const isConfirming = rows<{ action: string; method: string }>(consents).some(
    ({ action, method }) => action === 'confirmed' && method === 'link',
  )
  const relayed = JSON.parse(relays ?? '{}') as Record<string, { at: number }>
  return {
    consents: rows<Facts['consents'][number]>(consents),
    // A request may have joined a message that was sent earlier.
    asked: (unconfirmed || isConfirming ? rows<Facts['asked'][number]>(asked) : []).map((one) => ({
      ...one,
      at: Math.max(one.at, timeOf(id)),
    })),
    relays: Object.entries(relayed).map(([destination, { at }]) => ({ destination, at })),
    calls: rows<Facts['calls'][number]>(calls),
    notifications: rows<NotificationRow>(notifications).map((row) => ({
      ...row,
      channels: channelsFromBits(row.channels),
    })),
    purchases: rows<Facts['purchases'][number]>(purchases),
    restocks: rows<Facts['restocks'][number]>(restocks),
    waiting: waiting === 1,
  }
}

/** Reads the facts of a subscription's history from D1. */
import { rows } from '../homes/d1.ts'
import { timeOf } from '../ids.ts'
import type { OutboxCall } from '../outbox/store.ts'
import { channelsFromBits } from '../address/channels.ts'
import { levelServes } from '../restock/serves.ts'
import type { Facts } from './rules.ts'

interface ConsentRow {
  action: string
  channel: string
  method: string
  at: number
}

interface CallRow {
  call: OutboxCall
  destination: string
  state: 'open' | 'dead'
  reason: string | null
  due_at: number
  restock_id: string | null
}

interface NotificationRow {
  destination: string
  channels: number
  restock_id: string
  sent_at: number
  clicked_at: number | null
}

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
      `SELECT contact_id, sku, locale, external_id, relays, 1 AS waiting FROM subscription
       WHERE id = ?2 AND shop_id = ?1
       UNION ALL
       SELECT contact_id, sku, locale, external_id, NULL, 0 FROM consent
       WHERE subscription_id = ?2 AND shop_id = ?1
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
    }>()
  if (!subscription) return undefined
  const { contact_id, sku, locale, external_id, relays, waiting } = subscription
  const [consents, calls, notifications, purchases, restocks] = await db.batch<
    Record<string, unknown>
  >([
    db
      .prepare(
        `SELECT action, channel, method, at FROM consent
         WHERE contact_id = ?1 AND subscription_id = ?2 AND purpose = 'alert'`,
      )
      .bind(contact_id, id),
    db
      .prepare(
        `SELECT call, destination, state, reason, due_at, restock_id FROM outbox
         WHERE subscription_id = ?2 AND shop_id = ?1`,
      )
      .bind(shopId, id),
    db
      .prepare(
        `SELECT destination, channels, restock_id, sent_at, clicked_at FROM notification
         WHERE contact_id = ?1 AND sku = ?2 AND subscription_id = ?3`,
      )
      .bind(contact_id, sku, id),
    db
      .prepare(
        `SELECT quantity, at FROM purchase
         WHERE contact_id = ?1 AND sku = ?2 AND restock_id IN (
           SELECT restock_id FROM notification
           WHERE contact_id = ?1 AND sku = ?2 AND subscription_id = ?3)`,
      )
      .bind(contact_id, sku, id),
    db
      .prepare(
        `SELECT l.id, l.state, l.quantity, l.since FROM restock l
         WHERE l.shop_id = ?1 AND l.sku = ?2 AND l.since >= ?5
           AND ${levelServes({ locale: '?3', externalId: '?4' })}`,
      )
      .bind(shopId, sku, locale, external_id, timeOf(id)),
  ])
  const relayed = JSON.parse(relays ?? '{}') as Record<string, { at: number }>
  return {
    consents: rows<ConsentRow>(consents),
    relays: Object.entries(relayed).map(([destination, { at }]) => ({ destination, at })),
    calls: rows<CallRow>(calls).map(({ due_at: dueAt, restock_id: restock, ...call }) => ({
      ...call,
      dueAt,
      restock,
    })),
    notifications: rows<NotificationRow>(notifications).map((row) => ({
      destination: row.destination,
      channels: channelsFromBits(row.channels),
      restock: row.restock_id,
      at: row.sent_at,
      clickedAt: row.clicked_at,
    })),
    purchases: rows<Facts['purchases'][number]>(purchases),
    restocks: rows<Facts['restocks'][number]>(restocks),
    waiting: waiting === 1,
  }
}

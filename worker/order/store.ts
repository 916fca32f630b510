/** Purchases in D1: what a contact bought, and the restock that each purchase counts for. */
import { reads } from '../../shared/condition-reads.ts'
import type { Order } from '../../shared/order.ts'
import { presentUnlessKnown } from '../contact/moved.ts'
import { write } from '../homes/d1.ts'
import { DAY_MS, LOOK_DELAY_MS } from '../limits.ts'
import { wake } from '../restock/again.ts'
import type { Shop } from '../shop/shop.ts'

/** Whether the shop has a contact with this id. */
export async function isContact(db: D1Database, shopId: string, id: string): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM contact WHERE id = ?2 AND shop_id = ?1')
    .bind(shopId, id)
    .first()
  return row !== null
}

// The skus for which the person waits, if the order is not stored yet. ?2: the order.
const BOUGHT = `SELECT j.value ->> 'sku'
  FROM (SELECT ${presentUnlessKnown('?1', `?2 ->> 'contact'`)} AS id LIMIT 1) p,
    json_each(?2, '$.items') j
  WHERE EXISTS (SELECT 1 FROM subscription s
      WHERE s.contact_id = p.id AND s.shop_id = ?1 AND s.sku = j.value ->> 'sku')
    AND NOT EXISTS (SELECT 1 FROM purchase b WHERE b.shop_id = ?1 AND b.contact_id = p.id
      AND b.sku = j.value ->> 'sku' AND b.order_id = ?2 ->> 'id')`

/**
 * Records an order once, with one purchase for each sku. A purchase counts for the restock of the
 * last notification about that sku before `at`, if that is at most `reports.attributionDays` ago. `at`: when
 * the order was placed, in milliseconds since 1970. An address that a person had before counts for the
 * person, unless it belongs to another contact now. If the shop's conditions read purchases, the person is
 * looked at again; the sweep queues that.
 */
export async function recordOrder(
  db: D1Database,
  { id: shopId, settings }: Shop,
  contactId: string,
  { id, items }: Order,
  at: number,
): Promise<void> {
  const value = JSON.stringify({ contact: contactId, id, items })
  await write(db, [
    ...(reads(settings.rules.conditions, 'purchased')
      ? [
          wake(db, shopId, { sql: BOUGHT, value }, Date.now(), {
            lifts: ['conditions'],
            delayMs: LOOK_DELAY_MS,
          }),
        ]
      : []),
    db
      .prepare(
        `INSERT INTO purchase
           (shop_id, contact_id, sku, order_id, quantity, price, currency, at, restock_id)
         SELECT ?1, p.id, j.value ->> 'sku', ?3, sum(j.value ->> 'quantity'),
           sum((j.value ->> 'quantity') * (j.value ->> 'price')), max(j.value ->> 'currency'), ?5,
           (SELECT n.restock_id FROM notification n
            WHERE n.contact_id = p.id AND n.sku = j.value ->> 'sku' AND n.shop_id = ?1
              AND n.sent_at BETWEEN ?5 - ?6 AND ?5
            ORDER BY n.sent_at DESC LIMIT 1)
         FROM (SELECT ${presentUnlessKnown('?1', '?2')} AS id LIMIT 1) p, json_each(?4) j
         GROUP BY j.value ->> 'sku'
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        shopId,
        contactId,
        id,
        JSON.stringify(items),
        at,
        settings.reports.attributionDays * DAY_MS,
      ),
  ])
}

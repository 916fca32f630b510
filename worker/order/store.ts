/** Purchases in D1: that a contact bought a sku. */
import type { Order } from '../../shared/order.ts'
import { write } from '../d1.ts'

/** Records an order once. Items of the same sku count together. */
export async function recordOrder(
  db: D1Database,
  shopId: string,
  contactId: string,
  { id, items }: Order,
  at: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `INSERT INTO purchase (contact_id, sku, order_id, shop_id, quantity, price, currency, at)
         SELECT ?2, j.value ->> 'sku', ?3, ?1, sum(j.value ->> 'quantity'),
           sum((j.value ->> 'quantity') * (j.value ->> 'price')), max(j.value ->> 'currency'), ?5
         FROM json_each(?4) j GROUP BY j.value ->> 'sku'
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, contactId, id, JSON.stringify(items), at),
  ])
}

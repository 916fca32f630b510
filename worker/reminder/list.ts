/** The reminders that a person may still get. */
import { productIn, type Snapshot } from '../catalog/snapshot.ts'
import type { Product } from '../../shared/product.ts'

/** A variant of which a reminder is planned or queued. */
export interface PlannedReminder {
  sku: string
  /** Empty: none is known. */
  locale: string
  /** As the page described it. */
  product?: Product
}

const COLUMNS = 'sku, locale, product FROM'

/** The variants of which a contact may still get a reminder, each once; the oldest first. */
export async function plannedReminders(
  db: D1Database,
  shopId: string,
  contactId: string,
): Promise<PlannedReminder[]> {
  const { results } = await db
    .prepare(
      `SELECT id, ${COLUMNS} reminder WHERE shop_id = ?1 AND contact_id = ?2
       UNION ALL
       SELECT id, ${COLUMNS} outbox
       WHERE contact_id = ?2 AND call IN ('notify', 'remind') AND call = 'remind' AND shop_id = ?1
       ORDER BY id`,
    )
    .bind(shopId, contactId)
    .all<{ sku: string; locale: string; product: string | null }>()
  const bySku = Map.groupBy(results, ({ sku }) => sku)
  return [...bySku.values()].flatMap((rows) =>
    rows.slice(0, 1).map(({ sku, locale, product }) => ({
      sku,
      locale,
      ...(product && { product: productIn(JSON.parse(product) as Snapshot) }),
    })),
  )
}

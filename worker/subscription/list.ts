/** What a contact waits for, as its backend and the person's own page see it. */
import type { Channel } from '../../shared/channels.ts'
import type { Product } from '../../shared/product.ts'
import { channelsFromBits } from '../address/channels.ts'
import { rows } from '../homes/d1.ts'
import { timeOf } from '../ids.ts'

export interface StoredSubscription {
  id: string
  contactId: string
  sku: string
  locale?: string
  externalId?: string
  channels: Channel[]
  /** How many units the person would buy. */
  quantity: number
  /** `pending` until the person confirms it, where the shop asks for that. */
  status: 'pending' | 'waiting'
  product?: Product
  /** ISO 8601 */
  createdAt: string
}

interface SubscriptionRow {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  channels: number
  wanted: number
  status: 'pending' | 'waiting'
  product: string | null
}

/** What a contact waits for, first asked first; undefined for a contact that the shop never had. */
export async function subscriptionsOf(
  db: D1Database,
  shopId: string,
  contactId: string,
): Promise<StoredSubscription[] | undefined> {
  const [contact, waiting] = await db.batch<Record<string, unknown>>([
    db.prepare('SELECT 1 FROM contact WHERE id = ?2 AND shop_id = ?1').bind(shopId, contactId),
    db
      .prepare(
        `SELECT id, contact_id, sku, locale, external_id, channels, wanted, status, product
         FROM subscription
         WHERE contact_id = ?2 AND shop_id = ?1 ORDER BY id`,
      )
      .bind(shopId, contactId),
  ])
  if (rows(contact).length === 0) return undefined
  return rows<SubscriptionRow>(waiting).map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    sku: row.sku,
    ...(row.locale && { locale: row.locale }),
    ...(row.external_id && { externalId: row.external_id }),
    channels: channelsFromBits(row.channels),
    quantity: row.wanted,
    status: row.status,
    ...(row.product && { product: JSON.parse(row.product) as Product }),
    createdAt: new Date(timeOf(row.id)).toISOString(),
  }))
}

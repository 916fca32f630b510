/** Lists the subscriptions of a contact. */
import type { Channel } from '../../shared/channels.ts'
import type { Data } from '../../shared/data.ts'
import type { Product } from '../../shared/product.ts'
import { channelsFromBits } from '../address/channels.ts'
import { productIn, type Snapshot } from '../catalog/snapshot.ts'
import { rows } from '../homes/d1.ts'
import { timeOf } from '../ids.ts'

/** A subscription as the API and the manage page show it. */
export interface StoredSubscription {
  id: string
  contactId: string
  sku: string
  locale?: string
  externalId?: string
  channels: Channel[]
  /** How many units the person would buy. */
  quantity: number
  /** `pending`: the person has not confirmed it yet (double opt-in). */
  status: 'pending' | 'waiting'
  product?: Product
  /** What the page said of its own, by name. */
  data?: Data
  /** ISO 8601 */
  createdAt: string
}

interface Row extends Pick<StoredSubscription, 'id' | 'contactId' | 'sku' | 'quantity' | 'status'> {
  locale: string
  externalId: string
  channels: number
  product: string | null
  data: string | null
}

/**
 * The subscriptions of a contact, oldest first; undefined if the shop does not know the contact.
 */
export async function subscriptionsOf(
  db: D1Database,
  shopId: string,
  contactId: string,
): Promise<StoredSubscription[] | undefined> {
  const [contact, waiting] = await db.batch<Record<string, unknown>>([
    db.prepare('SELECT 1 FROM contact WHERE id = ?2 AND shop_id = ?1').bind(shopId, contactId),
    db
      .prepare(
        `SELECT id, contact_id AS contactId, sku, locale, external_id AS externalId, channels,
           wanted AS quantity, status, product, data
         FROM subscription
         WHERE contact_id = ?2 AND shop_id = ?1 ORDER BY id`,
      )
      .bind(shopId, contactId),
  ])
  if (rows(contact).length === 0) return undefined
  return rows<Row>(waiting).map(({ locale, externalId, channels, product, data, ...row }) => ({
    ...row,
    ...(locale && { locale }),
    ...(externalId && { externalId }),
    channels: channelsFromBits(channels),
    ...(product && { product: productIn(JSON.parse(product) as Snapshot) }),
    ...(data && { data: JSON.parse(data) as Data }),
    createdAt: new Date(timeOf(row.id)).toISOString(),
  }))
}

/** Reads from D1 the subscriptions that a restock serves, oldest first. */
import { catalogProduct } from '../catalog/lookup.ts'
import { PROVEN_CHANNELS } from '../outbox/row.ts'
import { isServedBy } from '../restock/serves.ts'
import type { Restock } from './lease.ts'

/**
 * A waiting subscription, with what decides whether it is served. Times: milliseconds since 1970.
 */
export interface WaitingSubscription {
  id: string
  contact_id: string
  sku: string
  locale: string
  external_id: string
  /** Bits of the channels that need no confirmation (any more). */
  channels: number
  /** How many units the person would buy. */
  wanted: number
  /** JSON of the product, for the subscription's locale: from the catalogue, else from the page. */
  product_data: string | null
  /** JSON: when each platform took the subscription over, by the platform's name. */
  relays: string | null
  /** JSON of what the shop's backend says about the person. */
  attributes: string | null
  /** When the person last bought the sku. */
  bought_at: number | null
  /** When the person was last notified about the sku. */
  notified_at: number | null
}

/** A condition on `s`: the restock serves it. Binds ?1 shop, ?2 sku, ?3 locale, ?4 externalId. */
export const IS_SERVED = `s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = ?2
  AND ${isServedBy({ locale: '?3', externalId: '?4' })}`

const PRODUCT_DATA = `coalesce(
  ${catalogProduct({ shop: '?1', sku: '?2', locale: 's.locale' })}, s.product)`

/** People whose attribute has a value, or (`has` is false) all others. */
export interface Tier {
  attribute: string
  value: string | number | boolean
  has: boolean
}

/**
 * The next `limit` subscriptions that a restock serves, oldest first, whose id is greater than
 * `after`. With `tier`, only those of people in that tier.
 */
export async function nextWaiting(
  db: D1Database,
  { shop_id, sku, locale, external_id }: Restock,
  after: string,
  limit: number,
  tier: Tier | undefined,
): Promise<WaitingSubscription[]> {
  const value = typeof tier?.value === 'boolean' ? Number(tier.value) : (tier?.value ?? null)
  const { results } = await db
    .prepare(
      `SELECT s.id, s.contact_id, s.sku, s.locale, s.external_id, ${PROVEN_CHANNELS} AS channels, s.wanted,
         s.relays, ${PRODUCT_DATA} AS product_data, k.attributes,
         (SELECT max(b.at) FROM purchase b
          WHERE b.shop_id = ?1 AND b.contact_id = s.contact_id AND b.sku = s.sku) AS bought_at,
         (SELECT max(n.sent_at) FROM notification n
          WHERE n.contact_id = s.contact_id AND n.sku = s.sku AND n.shop_id = ?1) AS notified_at
       FROM subscription s INDEXED BY subscription_in_order 
         JOIN contact k ON k.id = s.contact_id AND k.shop_id = s.shop_id
       WHERE ${IS_SERVED} AND s.id > ?5
         AND (?7 IS NULL OR ((k.attributes ->> ?7) IS ?8) = ?9)
       ORDER BY s.id LIMIT ?6`,
    )
    .bind(
      shop_id,
      sku,
      locale,
      external_id,
      after,
      limit,
      tier ? `$."${tier.attribute}"` : null,
      value,
      tier?.has ? 1 : 0,
    )
    .all<WaitingSubscription>()
  return results
}

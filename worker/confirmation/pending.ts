/** Reads the requests that a person is asked to confirm. */
import { bitsAt } from '../address/suppressed.ts'

/** SQL: whether the subscription `s` has an unconfirmed channel whose address has this index. */
export const isAskedAt = (index: string): string =>
  `(s.unconfirmed & ${bitsAt('s.addresses', index)}) <> 0`

/** A request that is not confirmed yet. */
export interface PendingRow {
  id: string
  sku: string
  locale: string
  /** JSON: the product as the request describes it. */
  product: string | null
}

/** The open confirmation of one address of a contact. */
export interface Asked {
  /** The id of the confirmation: all its messages have the same. */
  confirmation: string
  pending: PendingRow[]
}

/**
 * The unconfirmed requests of each address, oldest first, at most `limit` in all. `of` lists
 * contacts and addresses (`index`); each has a `row`, which is its key in the result. An address
 * without unconfirmed requests has no entry.
 */
export async function askedOf(
  db: D1Database,
  shopId: string,
  of: { row: string; contact: string; index: string }[],
  limit: number,
): Promise<Map<string, Asked>> {
  if (of.length === 0) return new Map()
  const { results } = await db
    .prepare(
      `SELECT j.value ->> 'row' AS row, c.id AS confirmation, s.id, s.sku, s.locale, s.product
       FROM json_each(?2) j
         JOIN confirmation c ON c.contact_id = j.value ->> 'contact'
           AND c.address_index = j.value ->> 'index' AND c.shop_id = ?1
         JOIN subscription s ON s.contact_id = j.value ->> 'contact' AND s.shop_id = ?1
           AND ${isAskedAt(`(j.value ->> 'index')`)}
       ORDER BY s.id LIMIT ?3`,
    )
    .bind(shopId, JSON.stringify(of), limit)
    .all<PendingRow & { row: string; confirmation: string }>()
  const asked = new Map<string, Asked>()
  for (const { row, confirmation, ...one } of results) {
    const known = asked.get(row) ?? { confirmation, pending: [] }
    known.pending.push(one)
    asked.set(row, known)
  }
  return asked
}

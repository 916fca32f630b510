/** Reads what a person is asked to confirm. */
import { bitsAt } from '../address/suppressed.ts'

/** SQL: whether the subscription `s` has a channel at the address with an index that is unconfirmed. */
export const isAskedAt = (index: string): string =>
  `(s.unconfirmed & ${bitsAt('s.addresses', index)}) <> 0`

/** A request that is not confirmed yet. */
export interface PendingRow {
  id: string
  sku: string
  locale: string
  /** JSON: what the request said about the product. */
  product: string | null
}

/** What is asked of an address of a contact. */
export interface Asked {
  /** The id of the confirmation: it is the same in each message. */
  confirmation: string
  pending: PendingRow[]
}

/**
 * What is unconfirmed at each address, oldest request first, at most `limit` in all. `of` names the
 * contacts and addresses (`index`) by a `row`, by which the result is keyed. An address that nothing
 * is asked of has no entry.
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

/**
 * Addresses that are never to be written to again. Only their index is kept, so that it can outlive
 * everything else that is known of a person.
 */

/** On whose word: the person's, the shop's, or what a mail or SMS service said. */
export type SuppressionReason = 'person' | 'shop' | 'bounce' | 'complaint' | 'stop'

/** A statement that suppresses an address. `reason` says on whose word. */
export const suppress = (
  db: D1Database,
  shopId: string,
  addressIndex: string,
  reason: SuppressionReason,
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO suppression (shop_id, address_index, reason, at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT DO NOTHING`,
    )
    .bind(shopId, addressIndex, reason, now)

/** Drops outbox rows to suppressed people, whoever wrote them. Gives what was dropped. */
export async function dropSuppressed(
  db: D1Database,
  shopId: string,
  ids: string[],
): Promise<{ call: string; destination: string }[]> {
  const { results } = await db
    .prepare(
      `DELETE FROM outbox
       WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1 AND EXISTS (
         SELECT 1 FROM suppression x
         WHERE x.shop_id = ?1 AND x.address_index = outbox.contact_id)
       RETURNING call, destination`,
    )
    .bind(shopId, JSON.stringify(ids))
    .all<{ call: string; destination: string }>()
  return results
}

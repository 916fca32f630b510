/** Deletes contacts that are no longer needed. */
import { write } from '../homes/d1.ts'

// No subscription, no outbox row, and no consent or purchase after `term`.
const IS_UNUSED = (term: string) => `
  NOT EXISTS (SELECT 1 FROM subscription s WHERE s.contact_id = k.id AND s.shop_id = k.shop_id)
  AND NOT EXISTS (SELECT 1 FROM consent c 
    WHERE c.contact_id = k.id AND c.shop_id = k.shop_id AND c.at >= ${term})
  AND NOT EXISTS (SELECT 1 FROM purchase p 
    WHERE p.shop_id = k.shop_id AND p.contact_id = k.id AND p.at >= ${term})
  AND NOT EXISTS (SELECT 1 FROM reminder m WHERE m.shop_id = k.shop_id AND m.contact_id = k.id)
  AND (k.shop_id, k.id) NOT IN (SELECT shop_id, contact_id FROM outbox)`

/**
 * Deletes at most `limit` unused contacts that were created before `createdBefore`, with their
 * notifications, purchases and consents, which are all older than `term`. A contact with attributes
 * from the shop's backend is kept until `term`, and so is one with a consent: that may have been given
 * long before the shop brought it here. Reads all contacts. May run twice: the transaction
 * that deletes a contact checks it again. Times are milliseconds since 1970.
 */
export async function dropContacts(
  db: D1Database,
  createdBefore: number,
  term: number,
  limit: number,
): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT k.id FROM contact k
       WHERE k.created_at < CASE WHEN k.attributes IS NULL AND NOT EXISTS (
           SELECT 1 FROM consent c WHERE c.contact_id = k.id AND c.shop_id = k.shop_id)
         THEN ?1 ELSE ?2 END
         AND ${IS_UNUSED('?2')}
       LIMIT ?3`,
    )
    .bind(createdBefore, term, limit)
    .all<{ id: string }>()
  if (results.length === 0) return
  const ids = JSON.stringify(results.map(({ id }) => id))
  const STILL_UNUSED = `SELECT k.shop_id, k.id FROM json_each(?1) j JOIN contact k ON k.id = j.value
     WHERE ${IS_UNUSED('?2')}`
  await write(
    db,
    ['notification', 'purchase', 'consent', 'alias', 'moved', 'contact'].map((name) => {
      const key = name === 'contact' ? 'id' : name === 'moved' ? 'to_id' : 'contact_id'
      return db
        .prepare(`DELETE FROM ${name} WHERE (shop_id, ${key}) IN (${STILL_UNUSED})`)
        .bind(ids, term)
    }),
  )
}

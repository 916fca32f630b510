/**
 * Dropping what has been kept long enough. Each drops at most `limit` rows, and may run twice or at
 * once with itself: what is dropped is looked at again in the transaction that drops it.
 */
import { copyConsents } from '../consent/rows.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'

/** For how many days a shop keeps somebody waiting. */
export interface Patience {
  shopId: string
  days: number
}

/**
 * Drops subscriptions that have waited for longer than their shop keeps anybody waiting, and notes
 * it beside the consent. Ids begin with their time, so only what is old enough for the most
 * impatient shop is read.
 */
export async function expireWaiting(
  db: D1Database,
  patience: Patience[],
  dayMs: number,
  limit: number,
  now: number,
): Promise<void> {
  if (patience.length === 0) return
  const before = (days: number) => newId(now - days * dayMs)
  const byShop = Object.fromEntries(patience.map(({ shopId, days }) => [shopId, before(days)]))
  const latest = before(Math.min(...patience.map(({ days }) => days)))
  const { results } = await db
    .prepare(
      `SELECT id FROM subscription
       WHERE id < ?1 AND status = 'waiting' AND id < (?2 ->> ('$."' || shop_id || '"')) LIMIT ?3`,
    )
    .bind(latest, JSON.stringify(byShop), limit)
    .all<{ id: string }>()
  if (results.length === 0) return
  const ids = JSON.stringify(results.map(({ id }) => id))
  await write(db, [
    db
      .prepare(
        copyConsents(
          { action: 'expired', method: `'retention'`, at: '?2' },
          '(SELECT s.id, s.contact_id FROM json_each(?1) j JOIN subscription s ON s.id = j.value) s',
          'true',
        ),
      )
      .bind(ids, now),
    db
      .prepare('DELETE FROM outbox WHERE subscription_id IN (SELECT value FROM json_each(?1))')
      .bind(ids),
    db.prepare('DELETE FROM subscription WHERE id IN (SELECT value FROM json_each(?1))').bind(ids),
  ])
}

// Nobody waits, nothing is on its way, and no consent or purchase is younger than the term.
const NOTHING_LEFT = (term: string) => `
  NOT EXISTS (SELECT 1 FROM subscription s WHERE s.contact_id = k.id)
  AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.contact_id = k.id AND c.at >= ${term})
  AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.contact_id = k.id AND p.at >= ${term})
  AND k.id NOT IN (SELECT contact_id FROM outbox)`

/**
 * Drops contacts of whom nothing is left, with what is older than the term. One whom the shop's
 * backend has described is kept for the whole term. Reads all contacts through.
 */
export async function dropContacts(
  db: D1Database,
  madeBefore: number,
  term: number,
  limit: number,
): Promise<void> {
  const { results } = await db
    .prepare(
      `SELECT k.id FROM contact k
       WHERE k.created_at < CASE WHEN k.attributes IS NULL THEN ?1 ELSE ?2 END
         AND ${NOTHING_LEFT('?2')}
       LIMIT ?3`,
    )
    .bind(madeBefore, term, limit)
    .all<{ id: string }>()
  if (results.length === 0) return
  const ids = JSON.stringify(results.map(({ id }) => id))
  const STILL = `SELECT k.id FROM json_each(?1) j JOIN contact k ON k.id = j.value
     WHERE ${NOTHING_LEFT('?2')}`
  await write(
    db,
    ['notification', 'purchase', 'consent', 'contact'].map((name) => {
      const key = name === 'contact' ? 'id' : 'contact_id'
      return db.prepare(`DELETE FROM ${name} WHERE ${key} IN (${STILL})`).bind(ids, term)
    }),
  )
}

/**
 * Drops calls that were given up before a time; gives how many. A row keeps the end of its last
 * lease, which is within minutes of that. Reads the table through.
 */
export async function dropDead(db: D1Database, before: number, limit: number): Promise<number> {
  const [dropped] = await write(db, [
    db
      .prepare(
        `DELETE FROM outbox WHERE id IN (
           SELECT id FROM outbox WHERE state = 'dead' AND due_at < ?1 LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
  return dropped?.meta.changes ?? 0
}

/**
 * Drops purchases before a time of people whom the shop does not otherwise know: nobody can be
 * told of them, and no restock brought them about. Reads the table through.
 */
export async function dropStrayPurchases(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `DELETE FROM purchase WHERE (contact_id, sku, order_id) IN (
           SELECT p.contact_id, p.sku, p.order_id FROM purchase p
           WHERE p.at < ?1 AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = p.contact_id)
           LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
}

/** Drops notifications sent before a time. Reads the table through. */
export async function dropNotifications(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  await write(db, [
    db
      .prepare(
        `DELETE FROM notification WHERE (contact_id, sku, id) IN (
           SELECT contact_id, sku, id FROM notification WHERE sent_at < ?1 LIMIT ?2)`,
      )
      .bind(before, limit),
  ])
}

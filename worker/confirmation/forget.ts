/** Deletes unconfirmed requests, and confirmations whose links have expired. */
import { bitOf } from '../address/channels.ts'
import { addressesWithout } from '../address/suppressed.ts'
import { write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { newId } from '../ids.ts'

// The subscriptions of ?1 that are still unconfirmed and whose request was not repeated: both may
// have changed since ?1 was read.
const STILL_UNCONFIRMED = `(s.id, s.shop_id) IN (
    SELECT j.value ->> 'id', j.value ->> 'shop_id' FROM json_each(?1) j)
  AND s.unconfirmed <> 0 AND s.request_id < ?2`
const STILL_PENDING = `SELECT s.id, s.shop_id FROM subscription s
  WHERE ${STILL_UNCONFIRMED} AND s.status = 'pending'`

const FORGET = [
  `DELETE FROM consent
   WHERE contact_id IN (SELECT j.value ->> 'contact_id' FROM json_each(?1) j)
     AND EXISTS (SELECT 1 FROM subscription s
       WHERE ${STILL_UNCONFIRMED} AND s.id = consent.subscription_id AND s.shop_id = consent.shop_id
         AND (s.status = 'pending' OR (${bitOf('consent.channel')} & s.unconfirmed)))`,

  `DELETE FROM outbox WHERE (subscription_id, shop_id) IN (${STILL_PENDING})`,

  `DELETE FROM subscription WHERE (id, shop_id) IN (${STILL_PENDING})`,

  // All other channels stay.
  `UPDATE subscription AS s SET
     channels = channels & ~unconfirmed,
     addresses = ${addressesWithout('addresses', 'unconfirmed')},
     unconfirmed = 0
   WHERE ${STILL_UNCONFIRMED}`,
]

/**
 * Forgets at most `limit` unconfirmed requests that were last made before a time. It removes the
 * unconfirmed channels with their addresses and consents. A subscription without any other channel
 * is deleted, with its outbox rows. `before` is in milliseconds since 1970.
 */
export async function forgetUnconfirmed(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  const madeBefore = newId(before)
  const { results } = await db
    .prepare(
      `SELECT id, shop_id, contact_id FROM subscription INDEXED BY subscription_unconfirmed
       WHERE unconfirmed <> 0 AND request_id < ?1 LIMIT ?2`,
    )
    .bind(madeBefore, limit)
    .all<{ id: string; shop_id: string; contact_id: string }>()
  if (results.length === 0) return
  const json = JSON.stringify(results)
  await write(
    db,
    FORGET.map((sql) => db.prepare(sql).bind(json, madeBefore)),
  )
}

/**
 * Deletes confirmations that were requested before a time: their links have expired. Reads the
 * whole table. `before` is in milliseconds since 1970.
 */
export async function dropConfirmations(db: D1Database, before: number): Promise<void> {
  await db
    .prepare(`DELETE FROM confirmation WHERE request_id < ?1 ${ALL_SHOPS}`)
    .bind(newId(before))
    .run()
}

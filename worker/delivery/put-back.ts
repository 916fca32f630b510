/**
 * Which messages are not sent now, and what becomes of them. SQL. People whose
 * variant sold out before their message was sent are put back on the waiting list.
 */
import { HOUR_MS, RETRY_LONGEST_MS } from '../limits.ts'
import { STOPPED } from '../outbox/waits.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import type { WhyNot } from '../reminder/rules.ts'
import { mootSql, rulesFor } from '../reminder/why-not.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import type { Shop } from '../shop/shop.ts'

const THRESHOLD = thresholdSql({ shop: '?1', sku: 'r.sku', locale: 'r.locale' }, '?3')

/** A restock whose alerts are not sent now, or a reminder (the id of its row) that is not sent now. */
export interface Barred {
  id: string
  /** `over`: sold out again, or the shop ended it: its people wait again. `stopped`: the shop stopped it. */
  why: 'over' | WhyNot
}

/** A query for `Barred`: which of these restocks may send no alert, and which of these reminders is not sent. */
export function barredNow(
  db: D1Database,
  { id, settings }: Shop,
  { restocks, reminders }: { restocks: string[]; reminders: string[] },
): D1PreparedStatement {
  const values = [id, JSON.stringify(restocks), thresholdsOf(settings)]
  if (reminders.length === 0) return db.prepare(BARRED_RESTOCKS).bind(...values)
  return db
    .prepare(`${BARRED_RESTOCKS} UNION ALL ${mootSql({ shop: '?1', ids: '?4', rules: '?5' })}`)
    .bind(...values, JSON.stringify(reminders), rulesFor(settings))
}

const BARRED_RESTOCKS = `SELECT r.id, iif(r.state = 'stopped' AND (r.kind = 'manual' OR l.quantity > ${THRESHOLD}),
           'stopped', 'over') AS why
       FROM restock r LEFT JOIN stock_level l
         ON l.shop_id = r.shop_id AND l.sku = r.sku AND l.locale = r.locale
         AND l.external_id = r.external_id AND r.kind = 'level'
       WHERE r.id IN (SELECT value FROM json_each(?2)) AND r.shop_id = ?1
         AND (r.state IN ('stopped', 'ended')
           OR (r.kind = 'level' AND coalesce(l.quantity, 0) <= ${THRESHOLD}))`

/**
 * A statement that ends the lease of rows whose restock is stopped, and puts them off until the shop lets it
 * go on; it looks again every few hours, and every hour for a reminder, which any stopped restock of its
 * variant holds. Rows whose restock goes on already are due at once. Gives `id` and `due_at`. The reason
 * names the rows that a change of the restock makes due: a lease removes it.
 */
export const keepStoppedStatement = (
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE outbox SET attempts = attempts - 1,
         together = iif(together IS NULL, NULL, ''),
         due_at = CASE WHEN outbox.call = 'remind' THEN ?5 WHEN r.state = 'stopped' THEN ?4 ELSE ?3 END,
         reason = iif(outbox.call = 'remind' OR r.state = 'stopped', '${STOPPED}', reason)
       FROM restock r
       WHERE outbox.id IN (SELECT value FROM json_each(?2)) AND outbox.shop_id = ?1
         AND r.id = outbox.restock_id AND r.shop_id = outbox.shop_id
       RETURNING outbox.id, outbox.due_at`,
    )
    .bind(shopId, JSON.stringify(ids), now, now + RETRY_LONGEST_MS, now + HOUR_MS)

/**
 * Statements that turn `notify` rows back into subscriptions. Each gets its old id, and with it its
 * old place. A person who was already notified over another channel is not put back. If the person
 * has asked again since then, the newer subscription stays and gets the channels of the message.
 * These count as confirmed: they were, if necessary, before the message was written.
 */
export function putBackStatements(
  db: D1Database,
  shopId: string,
  ids: string[],
): D1PreparedStatement[] {
  const json = JSON.stringify(ids)
  return [
    db
      .prepare(
        `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels,
           addresses, product, wanted, data, relays, request_id, undo)
         SELECT o.subscription_id, o.shop_id, o.contact_id, o.sku, o.locale, o.external_id,
           o.channels, o.addresses, o.product, o.wanted, o.data, o.detail ->> '$.relays',
           coalesce(o.detail ->> '$.undo[0]', o.subscription_id),
           coalesce(o.detail ->> '$.undo[1]', 0)
         FROM outbox o
         WHERE o.id IN (SELECT value FROM json_each(?2)) AND o.shop_id = ?1 AND NOT EXISTS (
           SELECT 1 FROM notification n WHERE n.contact_id = o.contact_id AND n.sku = o.sku
             AND n.shop_id = o.shop_id AND n.subscription_id = o.subscription_id)
         ON CONFLICT (id) DO UPDATE SET channels = channels | excluded.channels
         ON CONFLICT (contact_id, sku, locale, external_id) DO UPDATE SET
           addresses = json_patch(addresses, excluded.addresses),
           channels = channels | excluded.channels,
           unconfirmed = unconfirmed & ~excluded.channels
           WHERE unconfirmed & excluded.channels
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, json),
    db
      .prepare('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1')
      .bind(shopId, json),
  ]
}

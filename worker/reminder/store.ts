/**
 * Planned reminders in D1. A row waits in `reminder` until it is due. One transaction moves it to the outbox,
 * so it is always in one of the two, and asks once more whether it may be sent.
 */
import { dayOf } from '../ceiling/rules.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { DAY_MS, HOUR_MS } from '../limits.ts'
import { logStatement } from '../log/store.ts'
import { messagesToday } from '../match/enough.ts'
import { about, insertRows } from '../outbox/row.ts'
import type { Shop } from '../shop/shop.ts'
import { countDropped, type Due, type Taken } from './rules.ts'
import { rulesFor, whyNotSql } from './why-not.ts'

/** Reminders of all shops of a home that are due, the oldest first. */
export async function dueReminders(
  db: D1Database,
  now: number,
  limit: number,
): Promise<{ id: string; shop_id: string }[]> {
  const { results } = await db
    .prepare(
      `${ALL_SHOPS} SELECT id, shop_id FROM reminder WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2`,
    )
    .bind(now, limit)
    .all<{ id: string; shop_id: string }>()
  return results
}

const todayOf = (day: string) => messagesToday({ shop: 'm.shop_id', contact: 'm.contact_id', day })

/** Reads these reminders of a shop, with what decides about each. `now`: milliseconds since 1970. */
export async function readDue(
  db: D1Database,
  shop: Shop,
  ids: readonly string[],
  now: number,
): Promise<Due[]> {
  const { results } = await db
    .prepare(
      `SELECT m.id, m.number, m.contact_id, m.destination, m.sku,
         ${whyNotSql({ toldAt: 'm.told_at', rules: '?3' })} AS why, ${todayOf('?4')} AS today
       FROM json_each(?2) j CROSS JOIN reminder m ON m.id = j.value AND m.shop_id = ?1
       ORDER BY m.due_at, m.id`,
    )
    .bind(shop.id, JSON.stringify(ids), rulesFor(shop.settings), dayOf(now))
    .all<Due>()
  return results
}

const MOVE = insertRows(
  'remind',
  {
    ...about('m'),
    subscription_id: 'm.subscription_id',
    id: 'm.id',
    destination: 'm.destination',
    due_at: '?4',
    restock_id: 'm.restock_id',
    detail: `json_object('at', m.due_at, 'reminder', m.number, 'toldAt', m.told_at)`,
  },
  `FROM json_each(?2) j CROSS JOIN reminder m ON m.id = j.value ->> 'id' AND m.shop_id = ?1
   WHERE ${whyNotSql({ toldAt: 'm.told_at', rules: '?3' })} IS NULL
     AND ${todayOf('?5')} <= j.value ->> 'today'`,
)

/**
 * Statements that do what was decided: move reminders to the outbox, drop others with an entry in the log, and
 * put off those that wait. The first one gives the ids of the outbox rows. A reminder for which something has
 * changed since it was read stays due. `now`: milliseconds since 1970.
 */
export function takeStatements(
  db: D1Database,
  shop: Shop,
  { send, tomorrow, stopped, dropped }: Taken,
  now: number,
): D1PreparedStatement[] {
  const OF_THESE = 'shop_id = ?1 AND id IN (SELECT value FROM json_each(?2))'
  const idsOf = (some: readonly Due[]) => JSON.stringify(some.map(({ id }) => id))
  const putOff = (some: readonly Due[], until: number) =>
    some.length > 0
      ? [
          db
            .prepare(`UPDATE reminder SET due_at = ?3 WHERE ${OF_THESE}`)
            .bind(shop.id, idsOf(some), until),
        ]
      : []
  const skus = new Set(dropped.map(({ row }) => row.sku))
  return [
    db
      .prepare(MOVE)
      .bind(
        shop.id,
        JSON.stringify(send.map(({ id, today }) => ({ id, today }))),
        rulesFor(shop.settings),
        now,
        dayOf(now),
      ),
    db
      .prepare(
        `DELETE FROM reminder WHERE ${OF_THESE}
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = reminder.id AND o.shop_id = ?1)`,
      )
      .bind(shop.id, idsOf(send)),
    ...(dropped.length > 0
      ? [
          db
            .prepare(`DELETE FROM reminder WHERE ${OF_THESE}`)
            .bind(shop.id, idsOf(dropped.map(({ row }) => row))),
          logStatement(
            db,
            shop.id,
            'reminders_dropped',
            { dropped: countDropped(dropped) },
            { sku: skus.size === 1 ? [...skus][0] : undefined, ifChanged: true },
          ),
        ]
      : []),
    // At the same hour of the next day: the alerts of that day come first.
    ...putOff(tomorrow, now + DAY_MS),
    ...putOff(stopped, now + HOUR_MS),
  ]
}

/** A statement that puts off the reminders of a shop that is not known (any more). */
export const putOffStatement = (
  db: D1Database,
  shopId: string,
  ids: readonly string[],
  until: number,
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE reminder SET due_at = ?3
       WHERE shop_id = ?1 AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(shopId, JSON.stringify(ids), until)

/**
 * Messages beyond a person's day. A claim keeps within the limit of a day, but two kinds of messages come
 * beside it: those that the shop tries again after they were given up; and the parts of one message about several
 * products, if the shop has changed its destination to one that sends a message for each product. They have the
 * reason `enough_today`, and wait until their person's day has room for them.
 */
import { dayOf } from '../ceiling/rules.ts'
import { rows as rowsOf, write } from '../homes/d1.ts'
import { DAY_MS } from '../limits.ts'
import { messagesToday } from '../match/enough.ts'
import type { OutboxRow } from '../outbox/store.ts'
import { ENOUGH_TODAY } from '../outbox/waits.ts'
import { count, type Work } from './work.ts'

// Each of these rows is a message of its own from now on.
const SPLIT = `UPDATE outbox SET together = NULL, reason = '${ENOUGH_TODAY}'
  WHERE id IN (SELECT value FROM json_each(?2)) AND shop_id = ?1`

// What was sent today and what will be: also messages that another consumer has found to be within the day.
const IN_FLIGHT = messagesToday({
  shop: '?1',
  contact: 'g.contact_id',
  day: '?3',
  counts: `t.reason IS NOT '${ENOUGH_TODAY}'`,
})

// The oldest messages of each person take the places that are left; the others are due on the next day.
const DECIDE = `WITH message AS (
    SELECT o.id, o.contact_id, coalesce(nullif(o.together, ''), o.id) AS name
    FROM json_each(?2) j CROSS JOIN outbox o ON o.id = j.value AND o.shop_id = ?1
    WHERE o.reason = '${ENOUGH_TODAY}'),
  ranked AS (SELECT id, contact_id, dense_rank() OVER (PARTITION BY contact_id ORDER BY name) AS place
    FROM message),
  judged AS (SELECT g.id, g.place + ${IN_FLIGHT} > ?4 AS beyond FROM ranked g)
  UPDATE outbox SET reason = iif(g.beyond, reason, NULL), attempts = max(0, attempts - g.beyond),
    due_at = iif(g.beyond, ?3 + ${DAY_MS}, due_at),
    together = iif(g.beyond AND together IS NOT NULL, '', together)
  FROM judged g WHERE outbox.id = g.id AND outbox.shop_id = ?1
  RETURNING id, reason`

/**
 * The leased rows that may be sent today. The others are put off until the next day (UTC), in one statement,
 * so that two consumers do not both take the last place. For other rows it reads nothing.
 */
export async function withinDay(
  work: Pick<Work, 'db' | 'shop' | 'destinations' | 'counts'>,
  rows: OutboxRow[],
): Promise<OutboxRow[]> {
  const { db, shop, destinations } = work
  const splits = rows.filter(
    ({ together, destination }) =>
      together !== null && destinations.get(destination)?.joins === false,
  )
  const split = new Set(splits.map(({ id }) => id))
  const extra = rows.filter(({ id, reason }) => split.has(id) || reason === ENOUGH_TODAY)
  if (extra.length === 0) return rows
  const idsOf = (some: OutboxRow[]) => JSON.stringify(some.map(({ id }) => id))
  const { messagesPerPersonPerDay: most } = shop.settings.limits
  const [, decided] = await write(db, [
    db.prepare(SPLIT).bind(shop.id, idsOf(splits)),
    db.prepare(DECIDE).bind(shop.id, idsOf(extra), dayOf(Date.now()), most),
  ])
  const beyond = new Set(
    rowsOf<{ id: string; reason: string | null }>(decided).flatMap(({ id, reason }) =>
      reason === null ? [] : id,
    ),
  )
  for (const row of rows.filter(({ id }) => beyond.has(id)))
    count(work, `${row.call}:${row.destination}:${ENOUGH_TODAY}`)
  return rows
    .filter(({ id }) => !beyond.has(id))
    .map((row) => (split.has(row.id) ? { ...row, together: null } : row))
}

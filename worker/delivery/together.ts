/**
 * Messages about several products. A person who waits for several gets one mail about those that come
 * back at about the same time. Their rows wait, each for itself. When the first is due, the lease
 * gives all of them one name, so that each attempt sends the same mail, and delivers them as one row
 * with the others in `also`.
 */
import { DIGEST_ITEMS } from '../limits.ts'
import { type OutboxRow, partsOf } from '../outbox/store.ts'
import type { OpenDestination } from './open.ts'

/**
 * A statement that joins the rows that wait with those of `ids` that are due, for each person and
 * destination: the oldest `DIGEST_ITEMS` to the first message, the next ones to another. Run it in the
 * transaction of the lease, before it. `now`: milliseconds since 1970.
 */
export const joinStatement = (
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `WITH person AS (
         SELECT DISTINCT d.contact_id, d.destination FROM json_each(?2) j
           CROSS JOIN outbox d ON d.id = j.value AND d.shop_id = ?1
         WHERE d.call = 'notify' AND d.state = 'open' AND d.due_at <= ?3
           AND d.together = '' AND d.attempts = 0),
       numbered AS (
         SELECT o.id, o.contact_id, o.destination,
           (row_number() OVER (PARTITION BY o.contact_id, o.destination ORDER BY o.id) - 1)
             / ${DIGEST_ITEMS} AS part
         FROM person p
           CROSS JOIN outbox o ON o.contact_id = p.contact_id AND o.call IN ('notify', 'remind')
             AND o.destination = p.destination AND o.shop_id = ?1
         WHERE o.call = 'notify' AND o.state = 'open' AND o.together = '' AND o.attempts = 0),
       joined AS (
         SELECT id, min(id) OVER message AS first, count(*) OVER message AS n FROM numbered
         WINDOW message AS (PARTITION BY contact_id, destination, part))
       UPDATE outbox SET together = g.first, due_at = min(outbox.due_at, ?3)
       FROM joined g WHERE outbox.id = g.id AND outbox.shop_id = ?1 AND g.n > 1`,
    )
    .bind(shopId, JSON.stringify(ids), now)

/**
 * Leased rows as messages: rows that were joined are one, the oldest with the others in `also`. A destination
 * that a shop has changed since, or a fallback, may send only one product a message: then each row is one.
 */
export function messagesOf(
  rows: OutboxRow[],
  destinations: Map<string, OpenDestination>,
): OutboxRow[] {
  const nameOf = ({ id, together, destination }: OutboxRow) =>
    together && destinations.get(destination)?.joins ? `${together} ${destination}` : id
  return [...Map.groupBy(rows, nameOf).values()].flatMap(asOne)
}

/** The parts of a message that pass a test, as one message; none if no part passes. */
export const partly = (row: OutboxRow, passes: (part: OutboxRow) => boolean): OutboxRow[] =>
  asOne(partsOf(row).filter(passes))

/** A message without the parts that pass a test, and each of these as a message of its own. */
export const aloneIf = (row: OutboxRow, passes: (part: OutboxRow) => boolean): OutboxRow[] => [
  ...partly(row, (part) => !passes(part)),
  ...partsOf(row)
    .filter(passes)
    .flatMap((part) => asOne([part])),
]

function asOne([first, ...others]: OutboxRow[]): OutboxRow[] {
  if (!first) return []
  const { also: _also, ...row } = first
  return [others.length > 0 ? { ...row, also: others } : row]
}

/**
 * Counts of messages in D1: a row for each address and day, or for each range of numbers and hour.
 */
import { rows } from '../homes/d1.ts'
import { type Counts, type Ids, type Key, nameOf, type Others } from './rules.ts'

interface CountRow extends Key {
  ids: string
}

/** Reads all counts of some indexes. */
export async function readCounts(db: D1Database, who: string[]): Promise<Counts> {
  if (who.length === 0) return new Map()
  const { results } = await db
    .prepare('SELECT who, span, ids FROM ceiling WHERE who IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify([...new Set(who)]))
    .all<CountRow>()
  return new Map(
    results.map((row) => [
      nameOf(row),
      new Map(Object.entries(JSON.parse(row.ids) as Record<string, string>)),
    ]),
  )
}

/** Messages that the store adds to one count. */
export interface Addition extends Key {
  ids: Ids
  /** The count when it was read; undefined if there was no row. */
  before: number | undefined
  /** The addition is made only if the count is not above this. */
  most: number
}

const INSERT_COUNTS = `INSERT INTO ceiling (who, span, n, ids)
  SELECT j.value ->> 'who', j.value ->> 'span', j.value ->> 'n', j.value ->> 'ids'
  FROM json_each(?1) j WHERE true
  ON CONFLICT DO NOTHING
  RETURNING who, span`

const UPDATE_COUNTS = `UPDATE ceiling SET n = n + (j.value ->> 'n'),
    ids = json_patch(ids, j.value ->> 'ids')
  FROM json_each(?1) j
  WHERE ceiling.who = j.value ->> 'who' AND ceiling.span = j.value ->> 'span'
    AND ceiling.n <= j.value ->> 'most' AND json_patch(ids, j.value ->> 'ids') <> ids
  RETURNING who, span`

/**
 * Statements that count messages. Each makes its whole addition, or nothing if another consumer was
 * faster. `addedIn` reads from their results which were made. A repetition counts nothing twice.
 */
export function countStatements(db: D1Database, additions: Addition[]): D1PreparedStatement[] {
  const json = (some: Addition[]) =>
    JSON.stringify(
      some.map(({ ids, ...one }) => ({
        ...one,
        n: ids.size,
        ids: JSON.stringify(Object.fromEntries(ids)),
      })),
    )
  const [fresh, known] = [
    additions.filter(({ before }) => before === undefined),
    additions.filter(({ before }) => before !== undefined),
  ]
  return [
    ...(fresh.length > 0 ? [db.prepare(INSERT_COUNTS).bind(json(fresh))] : []),
    ...(known.length > 0 ? [db.prepare(UPDATE_COUNTS).bind(json(known))] : []),
  ]
}

/** The names of the keys whose additions were made, from the results of `countStatements`. */
export const addedIn = (results: (D1Result<unknown> | undefined)[]): Set<string> =>
  new Set(results.flatMap(rows<Key>).map(nameOf))

/**
 * The state of some messages about a restock of `sku`: whether the message was sent (`told`), and
 * when its row is due if it is still open.
 */
export async function readOthers(
  db: D1Database,
  shopId: string,
  asked: { id: string; contact: string; sku: string }[],
): Promise<Others> {
  if (asked.length === 0) return new Map()
  const { results } = await db
    .prepare(
      `SELECT j.value ->> 'id' AS id, o.due_at AS dueAt, EXISTS (
         SELECT 1 FROM notification n
         WHERE n.contact_id = j.value ->> 'contact' AND n.sku = j.value ->> 'sku'
           AND n.id = j.value ->> 'id' AND n.shop_id = ?2) AS told
       FROM json_each(?1) j
       LEFT JOIN outbox o ON o.id = j.value ->> 'id' AND o.shop_id = ?2 AND o.state = 'open'`,
    )
    .bind(JSON.stringify(asked), shopId)
    .all<{ id: string; dueAt: number | null; told: number }>()
  return new Map(results.map(({ id, dueAt, told }) => [id, { told: told === 1, dueAt }]))
}

/**
 * Deletes at most `limit` counts that began before a time (ms since 1970). Reads the whole table.
 */
export async function dropCounts(db: D1Database, before: number, limit: number): Promise<void> {
  await db
    .prepare(
      `DELETE FROM ceiling WHERE (who, span) IN (
         SELECT who, span FROM ceiling WHERE span < ?1 LIMIT ?2)`,
    )
    .bind(before, limit)
    .run()
}

/**
 * Looks again at people who wait although the variant is back. Every person whom a sellable level serves
 * belongs to an active restock of that level: `open` (to be matched), or `held` (everybody was looked at,
 * and at least one person has to wait). So a change that may let a person be served has to wake the restocks
 * of the sku, in its own transaction. If a restock is being matched at that moment, the change sets
 * `again`, and it is matched once more. A restock that waits for approval or is stopped is not woken:
 * when the shop lets it go on, it looks at all people.
 */
import { rows } from '../homes/d1.ts'
import { MATCH_LEASE_MS } from '../limits.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import type { Shop } from '../shop/shop.ts'
import type { HoldReason } from './hold.ts'
import { HAS_ACTIVE, IS_ACTIVE, IS_MATCHED, insertRestocks, type StartedRestock } from './start.ts'

/** The effect that a change may have on people who are held. */
export interface Change {
  /** The reasons that it can lift; any if undefined. */
  lifts?: HoldReason[]
  /** The wait before the look, in milliseconds: changes within that time share one look. */
  delayMs?: number
  /** Whether restocks between two waves are looked at now: the shop may have ended or sped up its waves. */
  ahead?: boolean
  /** The id of the restock that causes the change: its match looks anyway. */
  except?: string
}

/** Skus: a list; or a subquery that gives each once, in a column `value`. It may read `value` as ?2, the shop as ?1, now as ?3. */
export type Skus = string[] | { sql: string; value: string }

// One column of a subquery; the index of active restocks finds the rest.
const EACH = 'SELECT j.value FROM json_each(?2) j'

const skusIn = (skus: Skus) =>
  Array.isArray(skus) ? { sql: EACH, value: JSON.stringify(skus) } : skus

/**
 * SQL: the JSON list `list`; `[]` if no restock of the shop ?1 is active, so that a statement then reads one
 * row only. In WHERE the same test would run for each row.
 */
export const ifAnyActive = (list: string): string =>
  `iif(EXISTS (SELECT 1 FROM restock a INDEXED BY restock_active
    WHERE a.shop_id = ?1 AND a.${IS_ACTIVE}), ${list}, '[]')`

/** A condition on a restock: it holds people for one of the reasons in ?4 (JSON). NULL: for any reason. */
const CAN_BE_LIFTED = `(?4 IS NULL OR EXISTS (
  SELECT 1 FROM json_each(?4) w WHERE json_extract(held, '$.' || w.value) > 0))`

/** Skus for which a person waits. ?2: the contact. */
export const WAITED_FOR = `SELECT s.sku FROM subscription s WHERE s.contact_id = ?2 AND s.shop_id = ?1`

// Due later than a lease lasts: no match has leased it. Without a wave, it waits for its stable time.
const IS_BETWEEN_WAVES = `state = 'open' AND wave_at IS NOT NULL AND due_at > ?3 + ${MATCH_LEASE_MS}`

/** SQL: how a restock is woken. `isAhead`: whether one that is open is due as well. */
export const WAKES = (dueAt: string, isAhead = 'false') =>
  `again = iif(state = 'open', 1, 0), state = 'open',
   due_at = iif(state = 'open' AND NOT (${isAhead}), due_at, min(due_at, ${dueAt}))`

/**
 * A statement that wakes the active restocks of skus: the held ones that the change can help are due,
 * and the open ones are marked. Its result goes to `wokenRestocks`.
 */
export function wake(
  db: D1Database,
  shopId: string,
  skus: Skus,
  now: number,
  { lifts, delayMs = 0, ahead = false, except = '' }: Change = {},
): D1PreparedStatement {
  const { sql, value } = skusIn(skus)
  const isAhead = ahead ? IS_BETWEEN_WAVES : 'false'
  return db
    .prepare(
      `UPDATE restock INDEXED BY restock_active SET ${WAKES('?3 + ?6', isAhead)}
       WHERE shop_id = ?1 AND ${IS_ACTIVE} AND ${IS_MATCHED} AND sku IN (${sql}) AND id <> ?5
         AND iif(state = 'open', again = 0 OR (${isAhead}), ${CAN_BE_LIFTED})
       RETURNING id, due_at, again`,
    )
    .bind(shopId, value, now, lifts ? JSON.stringify(lifts) : null, except, delayMs)
}

/**
 * A statement that starts a restock for each sellable level of some skus that serves people who wait and
 * has no active restock. The join is a CROSS JOIN because SQLite does not reorder those: in the other
 * order it would read all levels of the shop.
 */
export function startMissing(
  db: D1Database,
  { id, settings }: Pick<Shop, 'id' | 'settings'>,
  skus: Skus,
  now: number,
): D1PreparedStatement {
  const { sql: which, value } = skusIn(skus)
  const { stableForSeconds } = settings.rules
  const sql = insertRestocks(
    {
      shop: '?1',
      sku: 'l.sku',
      locale: 'l.locale',
      externalId: 'l.external_id',
      quantity: 'l.quantity',
      since: 'l.since',
      now: '?3',
      dueAt: 'max(?3, l.since + ?5)',
    },
    `FROM (${which}) j CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value
     WHERE l.quantity > ${thresholdSql({ shop: '?1', sku: 'l.sku', locale: 'l.locale' }, '?4')}
       AND NOT ${HAS_ACTIVE}`,
  )
  return db.prepare(sql).bind(id, value, now, thresholdsOf(settings), stableForSeconds * 1000)
}

/**
 * Statements that look again at everybody who waits for some skus: they wake active restocks and start
 * those that are missing. For people who were put back or came late, and for a change of the rules.
 */
export const lookAgain = (
  db: D1Database,
  shop: Pick<Shop, 'id' | 'settings'>,
  skus: string[],
  now: number,
): D1PreparedStatement[] => [wake(db, shop.id, skus, now), startMissing(db, shop, skus, now)]

/** The restocks that a statement made due. Those that are being matched, or that it closed, are left out. */
export const wokenRestocks = (results: (D1Result<unknown> | undefined)[]): StartedRestock[] =>
  results
    .flatMap((result) => rows<{ id: string; due_at: number | null; again?: number }>(result))
    .flatMap(({ id, due_at, again }) => (again || due_at === null ? [] : [{ id, dueAt: due_at }]))

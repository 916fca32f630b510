/** Starts restocks in D1, for sellable levels that serve at least one waiting subscription. */
import { rows } from '../homes/d1.ts'
import { newRestockIdSql } from './id.ts'
import { isServedBy } from './serves.ts'

/** A restock that has started. `dueAt`: when it may be matched, in milliseconds since 1970. */
export interface StartedRestock {
  id: string
  dueAt: number
}

/** The restocks that a statement made by `insertRestocks` started. */
export const startedRestocks = (result: D1Result<unknown> | undefined): StartedRestock[] =>
  rows<{ id: string; due_at: number }>(result).map((row) => ({ id: row.id, dueAt: row.due_at }))

/** Each field is a SQL expression. */
interface RestockSql {
  shop: string
  sku: string
  locale: string
  externalId: string
  quantity: string
  since: string
  now: string
  dueAt: string
}

/** SQL: whether a restock is active, as the index restock_active has it: it may still notify people. */
export const IS_ACTIVE = `state IN ('open', 'held', 'awaiting', 'stopped')`

/** SQL: whether an active restock is matched: it neither waits for approval nor is it stopped. */
export const IS_MATCHED = 'due_at IS NOT NULL'

const IS_OF_LEVEL = `r.kind = 'level' AND r.locale = l.locale AND r.external_id = l.external_id
  AND r.since = l.since`

/**
 * SQL: whether the level `l` of the shop ?1 has a restock that is active, or that the shop ended: it
 * starts no other one until it falls and rises again. One that started before the level last fell (`since`)
 * does not count: it is closed at its next look.
 */
export const HAS_ACTIVE = `(EXISTS (
  SELECT 1 FROM restock r INDEXED BY restock_active
  WHERE r.shop_id = ?1 AND r.sku = l.sku AND r.${IS_ACTIVE} AND ${IS_OF_LEVEL})
OR EXISTS (
  SELECT 1 FROM restock r INDEXED BY restock_ended
  WHERE r.shop_id = ?1 AND r.sku = l.sku AND r.state = 'ended' AND ${IS_OF_LEVEL}))`

/** SQL that writes a restock for each row of `from` whose level serves a waiting subscription. */
export const insertRestocks = (row: RestockSql, from: string): string =>
  `INSERT INTO restock (id, shop_id, sku, locale, external_id, quantity, since, state, due_at)
   SELECT ${newRestockIdSql(row.now)}, ${row.shop}, ${row.sku}, ${row.locale}, ${row.externalId},
     ${row.quantity}, ${row.since}, 'open', ${row.dueAt}
   ${from} AND EXISTS (
     SELECT 1 FROM subscription s
     WHERE s.status = 'waiting' AND s.shop_id = ${row.shop} AND s.sku = ${row.sku}
       AND ${isServedBy(row)})
   RETURNING id, due_at`

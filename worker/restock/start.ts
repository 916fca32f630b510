/** Starts restocks in D1, for sellable levels that serve at least one waiting subscription. */
import { rows } from '../homes/d1.ts'
import type { Shop } from '../shop/shop.ts'
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

// Time in hex and then 80 random bits: sorting ids sorts restocks by the time at which they
// started.
const newRestockId = (now: string) => `printf('%012x', ${now}) || lower(hex(randomblob(10)))`

/** SQL that writes a restock for each row of `from` whose level serves a waiting subscription. */
export const insertRestocks = (row: RestockSql, from: string): string =>
  `INSERT INTO restock (id, shop_id, sku, locale, external_id, quantity, since, state, due_at)
   SELECT ${newRestockId(row.now)}, ${row.shop}, ${row.sku}, ${row.locale}, ${row.externalId},
     ${row.quantity}, ${row.since}, 'open', ${row.dueAt}
   ${from} AND EXISTS (
     SELECT 1 FROM subscription s
     WHERE s.status = 'waiting' AND s.shop_id = ${row.shop} AND s.sku = ${row.sku}
       AND ${isServedBy(row)})
   RETURNING id, due_at`

/**
 * A statement that starts restocks for skus whose level is already sellable, if somebody waits and
 * no restock is open: after the catalogue has changed, or after people were put back. The join is a
 * CROSS JOIN because SQLite does not reorder those: in the other order it would read all levels of
 * the shop.
 */
export function startRestocks(
  db: D1Database,
  shop: Shop,
  skus: string[],
  now: number,
): D1PreparedStatement {
  const sql = insertRestocks(
    {
      shop: '?1',
      sku: 'l.sku',
      locale: 'l.locale',
      externalId: 'l.external_id',
      quantity: 'l.quantity',
      since: 'l.since',
      now: '?3',
      dueAt: '?3',
    },
    `FROM json_each(?2) j CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value
     WHERE l.quantity > ?4 AND NOT EXISTS (
       SELECT 1 FROM restock r WHERE r.state = 'open' AND r.shop_id = ?1 AND r.sku = l.sku
         AND r.locale = l.locale AND r.external_id = l.external_id)`,
  )
  return db.prepare(sql).bind(shop.id, JSON.stringify(skus), now, shop.settings.rules.threshold)
}

/**
 * Stock levels in D1. One statement stores a whole batch, and writes only the levels that changed.
 */
import type { StockLevels } from '../../shared/stock.ts'
import { idsOf, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { SNAPSHOTS_COMPARED } from '../limits.ts'
import { insertRows } from '../outbox/row.ts'
import { type StartedRestock, startedRestocks, insertRestocks } from '../restock/start.ts'
import { stockReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

// All levels come in one JSON parameter `j`; `l` is the stored level. `dated`: the sender named
// `at`.
const LEVELS = `
  json_each(?2) j LEFT JOIN stock_level l
    ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku' AND l.locale = j.value ->> 'locale'
    AND l.external_id = j.value ->> 'externalId'`

const IS_CHANGED = `(l.sku IS NULL
  OR (j.value ->> 'at' >= l.at AND j.value ->> 'quantity' <> l.quantity))`

// When the level crossed the threshold, by our clock: the sender's time only decides the order.
const CROSSED_AT = 'CASE WHEN l.sku IS NULL THEN ?3 ELSE max(?3, l.since + 1) END'

// A level that was sold out for less than `soldOutForSeconds` must stay sellable for that long.
const INSERT_RESTOCKS = insertRestocks(
  {
    shop: '?1',
    sku: `(j.value ->> 'sku')`,
    locale: `(j.value ->> 'locale')`,
    externalId: `(j.value ->> 'externalId')`,
    quantity: `j.value ->> 'quantity'`,
    since: CROSSED_AT,
    now: '?3',
    dueAt: '?3 + CASE WHEN ?3 - l.since < ?6 THEN max(?5, ?6) ELSE ?5 END',
  },
  `FROM ${LEVELS}
   WHERE j.value ->> 'quantity' > ?4
     AND (l.sku IS NULL OR (l.quantity <= ?4 AND j.value ->> 'at' >= l.at))`,
)

// A level with the same quantity is written only if the sender named a later time: then an older
// event that arrives later is still recognised. A shop that sends its whole stock every quarter of
// an hour without times writes nothing.
const UPSERT_LEVELS = `
  INSERT INTO stock_level (shop_id, sku, locale, external_id, quantity, at, since)
  SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'externalId',
    j.value ->> 'quantity', j.value ->> 'at',
    CASE WHEN (l.quantity > ?4) = (j.value ->> 'quantity' > ?4) THEN l.since ELSE ${CROSSED_AT} END
  FROM ${LEVELS}
  WHERE ${IS_CHANGED} OR (j.value ->> 'at' > l.at AND j.value ->> 'dated')
  ON CONFLICT (shop_id, sku, locale, external_id)
    DO UPDATE SET quantity = excluded.quantity, at = excluded.at, since = excluded.since`

// The product as requests described it; NULL if the catalogue has an entry. A backend's word counts
// before a form's, and then what most of the first subscriptions say, the oldest among equals: one
// stranger alone names no product at a platform. The value is text: SQLite forgets through a sort that
// it is JSON.
const PRODUCT_FROM_PAGE = `CASE WHEN EXISTS (
    SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = j.value ->> 'sku') THEN NULL
  ELSE (SELECT f.product FROM (
      SELECT s.id, s.product FROM subscription s
      WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = j.value ->> 'sku'
        AND s.product IS NOT NULL
      ORDER BY s.id LIMIT ${SNAPSHOTS_COMPARED}) f
    GROUP BY f.product ->> 'vouched', f.product ->> 'id', f.product ->> 'variantId'
    ORDER BY f.product ->> 'vouched' DESC, count(*) DESC, min(f.id) LIMIT 1)
  END`

// One row tells a destination which levels changed. The quantities are read when the call is made,
// so two such rows may overtake each other.
const INSERT_STOCK_ROWS = insertRows(
  'stock',
  {
    id: `?5 || ':stock:' || d.value`,
    shop_id: '?1',
    destination: 'd.value',
    due_at: '?3',
    sku: 'changed.sku',
    detail: 'changed.detail',
  },
  `FROM json_each(?4) d, (
     SELECT CASE count(*) WHEN 1 THEN max(j.value ->> 'sku') ELSE '' END AS sku,
       json_object('levels', json_group_array(json_object('sku', j.value ->> 'sku',
         'locale', j.value ->> 'locale', 'externalId', j.value ->> 'externalId',
         'product', json(${PRODUCT_FROM_PAGE})))) AS detail,
       count(*) AS levels
     FROM ${LEVELS} WHERE ${IS_CHANGED}
   ) changed
   WHERE changed.levels > 0`,
)

/** The result of storing levels. */
export interface Recorded {
  /** How many levels were written: new ones, other quantities, later times. */
  written: number
  /** Restocks that started. */
  restocks: StartedRestock[]
  /** Ids of the outbox rows that were written; the caller queues them. */
  outbox: string[]
}

/**
 * Stores levels, and in the same transaction the restocks and outbox rows that they cause. `now`:
 * milliseconds since 1970, the time of a level that names none.
 */
export async function recordLevels(
  db: D1Database,
  shop: Shop,
  levels: StockLevels,
  now: number,
): Promise<Recorded> {
  const { threshold, stableForSeconds, soldOutForSeconds } = shop.settings.rules
  const json = JSON.stringify(
    levels.map((level) => ({
      sku: level.sku,
      quantity: level.quantity,
      locale: level.locale ?? '',
      externalId: level.externalId ?? '',
      // A time in the future would make the Worker ignore all levels until then.
      at: level.at ? Math.min(Date.parse(level.at), now) : now,
      dated: level.at ? 1 : 0,
    })),
  )
  const receivers = stockReceivers(shop.settings)
  const [restocked, ...results] = await write(db, [
    db
      .prepare(INSERT_RESTOCKS)
      .bind(shop.id, json, now, threshold, stableForSeconds * 1000, soldOutForSeconds * 1000),
    ...(receivers.length > 0
      ? [
          db
            .prepare(INSERT_STOCK_ROWS)
            .bind(shop.id, json, now, JSON.stringify(receivers), newId(now)),
        ]
      : []),
    db.prepare(UPSERT_LEVELS).bind(shop.id, json, now, threshold),
  ])
  return {
    written: results.at(-1)?.meta.changes ?? 0,
    restocks: startedRestocks(restocked),
    outbox: idsOf(results.slice(0, -1)),
  }
}

/** Stock levels in D1. A batch of levels is one statement that writes only what changed. */
import type { StockLevels } from '../../shared/stock.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { idsOf, insertRows } from '../outbox/row.ts'
import { type Begun, begun, insertRestocks } from '../restock/begin.ts'
import { stockReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

// One JSON parameter holds all levels. `dated` says that the sender named the time itself.
const LEVELS = `
  json_each(?2) j LEFT JOIN stock_level l
    ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku' AND l.locale = j.value ->> 'locale'
    AND l.external_id = j.value ->> 'externalId'`

const IS_NEWS = `(l.sku IS NULL
  OR (j.value ->> 'at' >= l.at AND j.value ->> 'quantity' <> l.quantity))`

// When the level crossed the threshold, by our own clock: a sender's time decides only the order.
const CROSSED = 'CASE WHEN l.sku IS NULL THEN ?3 ELSE max(?3, l.since + 1) END'

// A level that was sold out for too short a time must stay sellable for as long.
const RESTOCK = insertRestocks(
  {
    shop: '?1',
    sku: `(j.value ->> 'sku')`,
    locale: `(j.value ->> 'locale')`,
    externalId: `(j.value ->> 'externalId')`,
    quantity: `j.value ->> 'quantity'`,
    since: CROSSED,
    now: '?3',
    dueAt: '?3 + CASE WHEN ?3 - l.since < ?6 THEN max(?5, ?6) ELSE ?5 END',
  },
  `FROM ${LEVELS}
   WHERE j.value ->> 'quantity' > ?4
     AND (l.sku IS NULL OR (l.quantity <= ?4 AND j.value ->> 'at' >= l.at))`,
)

// An equal level moves its time only if the sender named one: a shop that sends its whole stock
// every quarter of an hour writes nothing, and a late older event is still recognised.
const STORE = `
  INSERT INTO stock_level (shop_id, sku, locale, external_id, quantity, at, since)
  SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'externalId',
    j.value ->> 'quantity', j.value ->> 'at',
    CASE WHEN (l.quantity > ?4) = (j.value ->> 'quantity' > ?4) THEN l.since ELSE ${CROSSED} END
  FROM ${LEVELS}
  WHERE ${IS_NEWS} OR (j.value ->> 'at' > l.at AND j.value ->> 'dated')
  ON CONFLICT (shop_id, sku, locale, external_id)
    DO UPDATE SET quantity = excluded.quantity, at = excluded.at, since = excluded.since`

// Where the catalogue has no entry: what the page told of the first who waits.
const FROM_PAGE = `CASE WHEN EXISTS (
    SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = j.value ->> 'sku') THEN NULL
  ELSE (SELECT json(s.product) FROM subscription s
    WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = j.value ->> 'sku' ORDER BY s.id LIMIT 1)
  END`

// A destination that keeps stock of its own is told which levels changed. The quantities are read
// when it is called, so two such rows may overtake each other.
const PUSH = insertRows(
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
         'product', ${FROM_PAGE}))) AS detail,
       count(*) AS levels
     FROM ${LEVELS} WHERE ${IS_NEWS}
   ) changed
   WHERE changed.levels > 0`,
)

export interface Recorded {
  /** Levels written: new, of another quantity, or of a later time. */
  written: number
  /** Restocks that began. */
  restocks: Begun[]
  /** Outbox rows written, to be put on the queue. */
  outbox: string[]
}

/** Records levels, and in the same transaction the restocks and the calls that they cause. */
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
      // A time in the future would silence every level until then.
      at: level.at ? Math.min(Date.parse(level.at), now) : now,
      dated: level.at ? 1 : 0,
    })),
  )
  const pushed = stockReceivers(shop.settings)
  const [restocked, ...results] = await write(db, [
    db
      .prepare(RESTOCK)
      .bind(shop.id, json, now, threshold, stableForSeconds * 1000, soldOutForSeconds * 1000),
    ...(pushed.length > 0
      ? [db.prepare(PUSH).bind(shop.id, json, now, JSON.stringify(pushed), newId(now))]
      : []),
    db.prepare(STORE).bind(shop.id, json, now, threshold),
  ])
  return {
    written: results.at(-1)?.meta.changes ?? 0,
    restocks: begun(restocked),
    outbox: pushed.length > 0 ? idsOf([results[0]]) : [],
  }
}

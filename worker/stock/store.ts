/** Stock levels in D1. A batch of levels is one statement that writes only what changed. */
import type { StockLevels } from '../../shared/stock.ts'
import { rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { stockedOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

// One JSON parameter holds all levels. `dated` says that the sender named the time itself.
const LEVELS = `
  json_each(?2) j LEFT JOIN stock_level l
    ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku' AND l.locale = j.value ->> 'locale'
    AND l.external_id = j.value ->> 'externalId'`

// Voyado's table: what the level names, the subscription must have; what it does not, may be any.
const HAS_WAITERS = `EXISTS (
  SELECT 1 FROM subscription s
  WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = j.value ->> 'sku'
    AND (j.value ->> 'locale' = '' OR s.locale = j.value ->> 'locale')
    AND (j.value ->> 'externalId' = '' OR s.external_id = j.value ->> 'externalId'))`

// When the level crossed the threshold, in our own time: what a sender says of times is about order.
const CROSSED = 'CASE WHEN l.sku IS NULL THEN ?3 ELSE max(?3, l.since + 1) END'

// Its time and then chance, so that the order of ids is the order in which restocks began.
const RESTOCK_ID = `printf('%012x', ?3) || lower(hex(randomblob(10)))`

// After too short a time sold out, the level has to prove itself for as long.
const RESTOCK = `
  INSERT INTO restock (id, shop_id, sku, locale, external_id, quantity, since, state, due_at)
  SELECT ${RESTOCK_ID}, ?1, j.value ->> 'sku', j.value ->> 'locale',
    j.value ->> 'externalId', j.value ->> 'quantity', ${CROSSED}, 'open',
    ?3 + CASE WHEN ?3 - l.since < ?6 THEN max(?5, ?6) ELSE ?5 END
  FROM ${LEVELS}
  WHERE j.value ->> 'quantity' > ?4
    AND (l.sku IS NULL OR (l.quantity <= ?4 AND j.value ->> 'at' >= l.at))
    AND ${HAS_WAITERS}
  RETURNING id, due_at`

// A level that says the same again moves its time only when the sender named one: a whole shelf
// synchronised every quarter of an hour writes nothing, and a late older event is still known as such.
const STORE = `
  INSERT INTO stock_level (shop_id, sku, locale, external_id, quantity, at, since)
  SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'externalId',
    j.value ->> 'quantity', j.value ->> 'at',
    CASE WHEN (l.quantity > ?4) = (j.value ->> 'quantity' > ?4) THEN l.since ELSE ${CROSSED} END
  FROM ${LEVELS}
  WHERE l.sku IS NULL
    OR (j.value ->> 'at' >= l.at AND j.value ->> 'quantity' <> l.quantity)
    OR (j.value ->> 'at' > l.at AND j.value ->> 'dated')
  ON CONFLICT (shop_id, sku, locale, external_id)
    DO UPDATE SET quantity = excluded.quantity, at = excluded.at, since = excluded.since`

// What the catalogue does not know, the page of the first who waits for it told of.
const TOLD = `CASE WHEN EXISTS (
    SELECT 1 FROM product p WHERE p.shop_id = ?1 AND p.sku = j.value ->> 'sku') THEN NULL
  ELSE (SELECT json(s.product) FROM subscription s
    WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = j.value ->> 'sku' ORDER BY s.id LIMIT 1)
  END`

// A destination that keeps stock of its own hears which levels changed; what they are is read when
// it is told, so that two such rows may overtake each other.
const PUSH = `
  INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id, channels,
    sku, locale, external_id, detail)
  SELECT ?5 || ':stock:' || d.value, ?1, 'stock', d.value, ?3, '', '', 0, changed.sku, '', '',
    changed.detail
  FROM json_each(?4) d, (
    SELECT CASE count(*) WHEN 1 THEN max(j.value ->> 'sku') ELSE '' END AS sku,
      json_object('levels', json_group_array(json_object('sku', j.value ->> 'sku',
        'locale', j.value ->> 'locale', 'externalId', j.value ->> 'externalId',
        'product', ${TOLD}))) AS detail,
      count(*) AS levels
    FROM ${LEVELS}
    WHERE l.sku IS NULL OR (j.value ->> 'at' >= l.at AND j.value ->> 'quantity' <> l.quantity)
  ) changed
  WHERE changed.levels > 0
  RETURNING id`

/** A restock that began, and when it is to be matched. */
export interface Begun {
  id: string
  dueAt: number
}

export interface Recorded {
  /** Levels written: new, of another quantity, or of a later time. */
  written: number
  /** Restocks that began: a level became sellable, and somebody waits for it. */
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
      // A time that has not come yet would silence every level until then.
      at: level.at ? Math.min(Date.parse(level.at), now) : now,
      dated: level.at ? 1 : 0,
    })),
  )
  const pushed = stockedOf(shop.settings)
  const [restocked, ...results] = await write(db, [
    db
      .prepare(RESTOCK)
      .bind(shop.id, json, now, threshold, stableForSeconds * 1000, soldOutForSeconds * 1000),
    ...(pushed.length > 0
      ? [db.prepare(PUSH).bind(shop.id, json, now, JSON.stringify(pushed), newId(now))]
      : []),
    db.prepare(STORE).bind(shop.id, json, now, threshold),
  ])
  const outbox = pushed.length > 0 ? rows<{ id: string }>(results[0]).map(({ id }) => id) : []
  return { written: results.at(-1)?.meta.changes ?? 0, restocks: begun(restocked), outbox }
}

/** The restocks that a statement began. */
export const begun = (result: D1Result<unknown> | undefined): Begun[] =>
  rows<{ id: string; due_at: number }>(result).map((row) => ({ id: row.id, dueAt: row.due_at }))

/**
 * A statement that begins restocks for skus whose level is sellable already, while somebody waits
 * whom nobody is serving: after the catalogue has changed, or after people were put back. The
 * planner may not reorder a CROSS JOIN: it would read every level of the shop.
 */
export function restockAgain(
  db: D1Database,
  shop: Shop,
  skus: string[],
  now: number,
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO restock
         (id, shop_id, sku, locale, external_id, quantity, since, state, due_at)
       SELECT ${RESTOCK_ID}, ?1, l.sku, l.locale, l.external_id, l.quantity, l.since,
         'open', ?3
       FROM json_each(?2) j CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value
       WHERE l.quantity > ?4
         AND EXISTS (
           SELECT 1 FROM subscription s
           WHERE s.status = 'waiting' AND s.shop_id = ?1 AND s.sku = l.sku
             AND (l.locale = '' OR s.locale = l.locale)
             AND (l.external_id = '' OR s.external_id = l.external_id))
         AND NOT EXISTS (
           SELECT 1 FROM restock r WHERE r.state = 'open' AND r.shop_id = ?1 AND r.sku = l.sku
             AND r.locale = l.locale AND r.external_id = l.external_id)
       RETURNING id, due_at`,
    )
    .bind(shop.id, JSON.stringify(skus), now, shop.settings.rules.threshold)
}

/**
 * Stock levels in D1. One statement stores a whole batch, and writes only the levels that changed.
 */
import { quantityCuts } from '../../shared/condition-reads.ts'
import type { StockLevels } from '../../shared/stock.ts'
import { idsOf, rows, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { SNAPSHOTS_COMPARED } from '../limits.ts'
import { insertRows } from '../outbox/row.ts'
import { thresholdSql } from '../product/rule-sql.ts'
import { thresholdsOf } from '../shop/rule-parameter.ts'
import { ifAnyActive, WAKES, wokenRestocks } from '../restock/again.ts'
import { announceFinished } from '../restock/finished.ts'
import { NO_LEVEL_YET } from '../restock/no-level.ts'
import { isNamedBy } from '../restock/serves.ts'
import {
  HAS_ACTIVE,
  insertRestocks,
  IS_ACTIVE,
  IS_MATCHED,
  type StartedRestock,
  startedRestocks,
} from '../restock/start.ts'
import { announcersOf, restocksOnUpdates, stockReceivers } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'

// All levels come in one JSON parameter `j`; `l` is the stored level. `dated`: the sender named
// `at`.
const LEVELS = `
  json_each(?2) j LEFT JOIN stock_level l
    ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku' AND l.locale = j.value ->> 'locale'
    AND l.external_id = j.value ->> 'externalId'`

// A level must be above this to be sellable. Only where rules by product set it, it comes with the level.
const THRESHOLD = `coalesce(j.value ->> 'threshold', ?4)`

const IS_CHANGED = `(l.sku IS NULL
  OR (j.value ->> 'at' >= l.at AND j.value ->> 'quantity' <> l.quantity))`

// When the level crossed the threshold, by our clock: the sender's time only decides the order.
const CROSSED_AT = 'CASE WHEN l.sku IS NULL THEN ?3 ELSE max(?3, l.since + 1) END'

// A level above the threshold that is no older than the stored one.
const IS_NEWS = `(j.value ->> 'quantity' > ${THRESHOLD} AND (l.sku IS NULL OR j.value ->> 'at' >= l.at))`

const WAS_SELLABLE = `l.quantity > ${THRESHOLD}`

// A level that was sold out for less than `soldOutForSeconds` must stay sellable for that long. A level
// that was sellable before starts a restock only if it serves people and has no active one.
const INSERT_RESTOCKS = insertRestocks(
  {
    shop: '?1',
    sku: `(j.value ->> 'sku')`,
    locale: `(j.value ->> 'locale')`,
    externalId: `(j.value ->> 'externalId')`,
    quantity: `j.value ->> 'quantity'`,
    since: `CASE WHEN ${WAS_SELLABLE} THEN l.since ELSE ${CROSSED_AT} END`,
    now: '?3',
    dueAt: `CASE WHEN ${WAS_SELLABLE} THEN max(?3, l.since + ?5)
      ELSE ?3 + CASE WHEN ?3 - l.since < ?6 THEN max(?5, ?6) ELSE ?5 END END`,
  },
  `FROM ${LEVELS}
   WHERE j.value ->> 'quantity' > ${THRESHOLD}
     AND (l.sku IS NULL OR (j.value ->> 'at' >= l.at AND (l.quantity <= ${THRESHOLD}
       OR ((?7 OR j.value ->> 'quantity' <> l.quantity) AND NOT ${HAS_ACTIVE}))))`,
)

// The active restocks of levels, but none that this transaction started.
const activeOf = (which: string) => `SELECT r.id FROM json_each(${ifAnyActive('?2')}) j
  CROSS JOIN stock_level l ON l.shop_id = ?1 AND l.sku = j.value ->> 'sku'
    AND l.locale = j.value ->> 'locale' AND l.external_id = j.value ->> 'externalId'
  CROSS JOIN restock r INDEXED BY restock_active ON r.shop_id = ?1 AND r.sku = l.sku
    AND r.${IS_ACTIVE} AND r.kind = 'level' AND r.locale = l.locale
    AND r.external_id = l.external_id
  WHERE r.since <= l.since AND ${which}`

const STAYS_SELLABLE = `(${WAS_SELLABLE} AND j.value ->> 'quantity' > ${THRESHOLD})`

const CROSSES = `${IS_CHANGED} AND NOT ${STAYS_SELLABLE}`

// A level that falls, or rises again, ends the restock that holds people, waits for approval or is
// stopped. A restock that is open is marked: its match may be under way. Runs before the levels are written.
const END_HELD = `UPDATE restock SET
    again = iif(state = 'open', 1, 0),
    due_at = iif(state = 'open', due_at, NULL),
    finished_at = iif(state = 'open', finished_at, coalesce(finished_at, ?3)),
    state = iif(state = 'open', 'open', 'sold_out')
  WHERE id IN (${activeOf(CROSSES)}) AND shop_id = ?1`

const ANNOUNCE_ENDS = announceFinished(
  { shop: '?1', state: `'sold_out'`, held: 'restock.held', now: '?3', names: '?5' },
  `restock.state <> 'open' AND restock.id IN (${activeOf(CROSSES)})`,
)

// People whom a condition on the quantity holds are looked at when the level crosses one of its cuts ?5.
const WAKE_AT_CUTS = `UPDATE restock SET ${WAKES('?3')}
  WHERE id IN (${activeOf(`r.${IS_MATCHED} AND ${IS_CHANGED} AND ${STAYS_SELLABLE} AND EXISTS (SELECT 1 FROM json_each(?5) c
    WHERE (l.quantity < c.value) <> (j.value ->> 'quantity' < c.value))`)}) AND shop_id = ?1
  RETURNING id, due_at, again`

// Where every level above the threshold notifies people, it also ends the wait of those who asked while
// the variant was in stock. Runs before restocks start.
const END_WAITS = `UPDATE subscription SET not_before = 0
  WHERE id IN (SELECT s.id FROM ${LEVELS}
      CROSS JOIN subscription s INDEXED BY subscription_not_before
        ON s.shop_id = ?1 AND s.sku = j.value ->> 'sku' AND s.not_before > 0 AND s.not_before < ${NO_LEVEL_YET}
      WHERE ${IS_NEWS} AND ${isNamedBy({ locale: `(j.value ->> 'locale')`, externalId: `(j.value ->> 'externalId')` })})
    AND shop_id = ?1`

// There, too, it makes the active restocks of the level look again.
const WAKE_ALL = `UPDATE restock SET ${WAKES('?3')}
  WHERE id IN (${activeOf(`r.${IS_MATCHED} AND ${STAYS_SELLABLE} AND j.value ->> 'at' >= l.at`)}) AND shop_id = ?1
  RETURNING id, due_at, again`

// A level with the same quantity is written only if the sender named a later time: then an older
// event that arrives later is still recognised. A shop that sends its whole stock every quarter of
// an hour without times writes nothing.
const UPSERT_LEVELS = `
  INSERT INTO stock_level (shop_id, sku, locale, external_id, quantity, at, since)
  SELECT ?1, j.value ->> 'sku', j.value ->> 'locale', j.value ->> 'externalId',
    j.value ->> 'quantity', j.value ->> 'at',
    CASE WHEN (${WAS_SELLABLE}) = (j.value ->> 'quantity' > ${THRESHOLD}) THEN l.since ELSE ${CROSSED_AT} END
  FROM ${LEVELS}
  WHERE ${IS_CHANGED} OR (j.value ->> 'at' > l.at AND j.value ->> 'dated')
  ON CONFLICT (shop_id, sku, locale, external_id)
    DO UPDATE SET quantity = excluded.quantity, at = excluded.at, since = excluded.since`

const LEVEL = { shop: '?1', sku: `(j.value ->> 'sku')`, locale: `(j.value ->> 'locale')` }
const THRESHOLDS = `SELECT ${thresholdSql(LEVEL, '?3')} AS threshold, ?1 AS shop_id
  FROM json_each(?2) j ORDER BY j.key`

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
  /** Restocks that are looked at again. */
  woken: StartedRestock[]
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
  const { threshold, stableForSeconds, soldOutForSeconds, conditions } = shop.settings.rules
  const thresholds = await thresholdsFor(db, shop, levels)
  const json = JSON.stringify(
    levels.map((level, index) => ({
      sku: level.sku,
      quantity: level.quantity,
      locale: level.locale ?? '',
      externalId: level.externalId ?? '',
      // A time in the future would make the Worker ignore all levels until then.
      at: level.at ? Math.min(Date.parse(level.at), now) : now,
      dated: level.at ? 1 : 0,
      threshold: thresholds[index],
    })),
  )
  const receivers = stockReceivers(shop.settings)
  const cuts = quantityCuts(conditions)
  const onUpdates = restocksOnUpdates(shop.settings)
  const wakes = onUpdates
    ? [db.prepare(WAKE_ALL).bind(shop.id, json, now, threshold)]
    : cuts.length > 0
      ? [db.prepare(WAKE_AT_CUTS).bind(shop.id, json, now, threshold, JSON.stringify(cuts))]
      : []
  const waits = onUpdates ? [db.prepare(END_WAITS).bind(shop.id, json, now, threshold)] : []
  const names = announcersOf(shop.settings, 'restock.finished')
  const ends =
    names.length > 0
      ? [db.prepare(ANNOUNCE_ENDS).bind(shop.id, json, now, threshold, JSON.stringify(names))]
      : []
  const written = await write(db, [
    ...waits,
    db
      .prepare(INSERT_RESTOCKS)
      .bind(
        shop.id,
        json,
        now,
        threshold,
        stableForSeconds * 1000,
        soldOutForSeconds * 1000,
        onUpdates ? 1 : 0,
      ),
    ...ends,
    db.prepare(END_HELD).bind(shop.id, json, now, threshold),
    ...wakes,
    ...(receivers.length > 0
      ? [
          db
            .prepare(INSERT_STOCK_ROWS)
            .bind(shop.id, json, now, JSON.stringify(receivers), newId(now)),
        ]
      : []),
    db.prepare(UPSERT_LEVELS).bind(shop.id, json, now, threshold),
    // `meta.changes` would also count what triggers write.
    db.prepare('SELECT changes() AS written, ?1 AS shop_id').bind(shop.id),
  ])
  const [restocked, ...rest] = written.slice(waits.length)
  const announced = rest.slice(0, ends.length)
  const results = rest.slice(ends.length + 1)
  return {
    written: rows<{ written: number }>(results.at(-1))[0]?.written ?? 0,
    restocks: startedRestocks(restocked),
    woken: wokenRestocks(results.slice(0, wakes.length)),
    outbox: idsOf([...announced, ...results.slice(wakes.length, -2)]),
  }
}

/**
 * The thresholds of levels, in their order; none where no rule by product sets one. They are read before the
 * levels are stored: a change of the catalogue meanwhile looks at the levels itself.
 */
async function thresholdsFor(
  db: D1Database,
  { id, settings }: Shop,
  levels: StockLevels,
): Promise<(number | undefined)[]> {
  const parameter = thresholdsOf(settings)
  if (typeof parameter === 'number') return []
  const keys = levels.map(({ sku, locale = '' }) => ({ sku, locale }))
  const { results } = await db
    .prepare(THRESHOLDS)
    .bind(id, JSON.stringify(keys), parameter)
    .all<{ threshold: number }>()
  return results.map(({ threshold }) => threshold)
}

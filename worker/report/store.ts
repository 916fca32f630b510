/** Reads the counters of days from D1, and drops old ones. */
import { rows, write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { ASKED_DAYS, ASKED_DAYS_BYTES, COUNT_ROWS, DAILY_DAYS, GROWTH_DAYS } from '../limits.ts'
import { added, dateOf, dayOf, percentile, type Steps } from './rules.ts'

/** What happened, each event on its own day. */
export interface Counts {
  /** Questions of widgets about a variant that was sold out. */
  views: number
  /** New requests; of these, the ones that had to be confirmed; and requests that were confirmed. */
  asked: number
  toConfirm: number
  confirmed: number
  /** People whose first message was accepted; people who followed its link. */
  told: number
  clicked: number
  /** Orders that count for a restock, and their units. */
  bought: number
  units: number
  money: { currency: string; amount: number }[]
  /** From the level's arrival to the message's acceptance. Missing if no message was accepted. */
  timeToTell?: { p50Ms: number; p95Ms: number }
}

/** A row of a report. */
export interface ReportRow extends Counts {
  day?: string
  sku?: string
}

/** How the rows of a report are grouped. */
export const GROUPINGS = ['day', 'sku', 'day,sku'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** A page of a report. The first page has the totals of all days that were asked for. */
export interface Report {
  totals?: Counts
  rows: ReportRow[]
  cursor?: string
}

/** What a report is about. Days are counted from 1970 (UTC). */
export interface ReportQuery {
  first: number
  last: number
  sku?: string | undefined
  by: Grouping
  limit: number
  after?: { day: number; sku: string } | undefined
}

interface Row {
  day: number
  sku: string
  views: number
  asked: number
  to_confirm: number
  confirmed: number
  told: number
  clicked: number
  bought: number
  units: number
  /** JSON: a list of records of numbers. */
  money: string
  told_ms: string
}

const SUMS = ['views', 'asked', 'to_confirm', 'confirmed', 'told', 'clicked', 'bought', 'units']
  .map((name) => `total(d.${name}) AS ${name}`)
  .join(', ')

const LISTS = `json_group_array(json(d.money)) FILTER (WHERE d.money <> '{}') AS money,
  json_group_array(json(d.told_ms)) FILTER (WHERE d.told_ms <> '{}') AS told_ms`

// SQLite adds the values up, key by key: a year of a large shop has many rows.
const added_up = (column: string) =>
  `(SELECT json_array(json_group_object(key, n)) FROM (
     SELECT j.key, sum(j.value) AS n FROM daily d, json_each(d.${column}) j WHERE WHERE_CLAUSE GROUP BY j.key))`

const within = (sku: string | undefined) =>
  `d.shop_id = ?1 AND d.day BETWEEN ?2 AND ?3${sku === undefined ? '' : ' AND d.sku = ?4'}`

// Newest days first; skus in their order.
const PAGES: Record<Grouping, { group: string; after: string; order: string }> = {
  day: { group: 'd.day', after: 'd.day < ?5', order: 'd.day DESC' },
  sku: { group: 'd.sku', after: 'd.sku > ?6', order: 'd.sku' },
  'day,sku': {
    group: 'd.day, d.sku',
    after: '(d.day < ?5 OR (d.day = ?5 AND d.sku > ?6))',
    order: 'd.day DESC, d.sku',
  },
}

/** Reads a page of a report, with the totals on the first page. */
export async function readReport(
  db: D1Database,
  shopId: string,
  { first, last, sku, by, limit, after }: ReportQuery,
): Promise<Report> {
  const page = PAGES[by]
  const bound = [shopId, first, last, sku ?? null]
  const where = within(sku)
  const totals = db
    .prepare(
      `SELECT ${SUMS}, ${added_up('money').replace('WHERE_CLAUSE', where)} AS money,
         ${added_up('told_ms').replace('WHERE_CLAUSE', where)} AS told_ms
       FROM daily d WHERE ${where}`,
    )
    .bind(...(sku === undefined ? bound.slice(0, 3) : bound))
  const [found, summed] = await db.batch([
    db
      .prepare(
        `SELECT d.day, d.sku, ${SUMS}, ${LISTS} FROM daily d
         WHERE ${where}${after ? ` AND ${page.after}` : ''}
         GROUP BY ${page.group} ORDER BY ${page.order} LIMIT ?7`,
      )
      .bind(...bound, after?.day ?? null, after?.sku ?? null, limit + 1),
    ...(after ? [] : [totals]),
  ])
  const all = rows<Row>(found)
  const shown = all.slice(0, limit)
  const end = all.length > limit ? shown.at(-1) : undefined
  const [total] = rows<Row>(summed)
  return {
    ...(total && { totals: countsOf(total) }),
    rows: shown.map((row) => ({
      ...(by !== 'sku' && { day: dateOf(row.day) }),
      ...(by !== 'day' && { sku: row.sku }),
      ...countsOf(row),
    })),
    ...(end && { cursor: `${by === 'sku' ? '' : end.day}:${by === 'day' ? '' : end.sku}` }),
  }
}

/** The place in a cursor; undefined if it is none. */
export function placeIn(cursor: string): { day: number; sku: string } | undefined {
  const [, day, sku] = /^(\d{0,6}):(.*)$/.exec(cursor) ?? []
  return day === undefined || sku === undefined ? undefined : { day: Number(day), sku }
}

const recordsIn = (json: string) => JSON.parse(json) as Record<string, number>[]

function countsOf(row: Row): Counts {
  const { views, asked, confirmed, told, clicked, bought, units } = row
  const steps: Steps = added(recordsIn(row.told_ms))
  const [p50Ms, p95Ms] = [percentile(steps, 0.5), percentile(steps, 0.95)]
  return {
    views,
    asked,
    toConfirm: row.to_confirm,
    confirmed,
    told,
    clicked,
    bought,
    units,
    money: Object.entries(added(recordsIn(row.money)))
      .map(([currency, amount]) => ({ currency, amount: Math.round(amount * 10_000) / 10_000 }))
      .toSorted((one, other) => (one.currency < other.currency ? -1 : 1)),
    ...(p50Ms !== undefined && p95Ms !== undefined && { timeToTell: { p50Ms, p95Ms } }),
  }
}

/**
 * Drops counters of days that are too old, and of variants for which no person waits or waited in the days
 * of the growth; and folds days of asking that are too old into one. Reads both tables, so it runs once a night.
 */
export async function dropCounters(db: D1Database, now: number): Promise<void> {
  const today = dayOf(now)
  const statement = (sql: string, day: number) =>
    db.prepare(`${ALL_SHOPS} ${sql}`).bind(day, COUNT_ROWS)
  await write(db, [
    statement(
      `DELETE FROM daily WHERE (shop_id, day, sku) IN (
         SELECT shop_id, day, sku FROM daily WHERE day < ?1 LIMIT ?2)`,
      today - DAILY_DAYS,
    ),
    statement(
      `DELETE FROM demand WHERE (shop_id, sku, locale, external_id) IN (
         SELECT shop_id, sku, locale, external_id FROM demand
         WHERE people = 0 AND unconfirmed = 0 AND changed_day < ?1 LIMIT ?2)`,
      today - GROWTH_DAYS,
    ),
    statement(
      `UPDATE demand SET days = (SELECT json_group_object(k, n) FROM (
           SELECT iif(c.key + 0 < ?1, '0', c.key) AS k, sum(c.value) AS n
           FROM json_each(demand.days) c GROUP BY 1))
       WHERE (shop_id, sku, locale, external_id) IN (
         SELECT w.shop_id, w.sku, w.locale, w.external_id FROM demand w
         WHERE octet_length(w.days) > ${ASKED_DAYS_BYTES} AND EXISTS (
           SELECT 1 FROM json_each(w.days) c WHERE c.key + 0 BETWEEN 1 AND ?1 - 1)
         LIMIT ?2)`,
      today - ASKED_DAYS,
    ),
  ])
}

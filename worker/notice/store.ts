/** What the notices to a shop's team are made of, and which were made: SQL. */
import { rows, write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { DAY_MS, NOTICE_ITEMS } from '../limits.ts'
import type { Counted, Notice, WeeklyReport } from '../message/notice.tsx'
import type { Shop } from '../shop/shop.ts'
import { noticeStatement } from '../team/store.ts'

// The title of a variant: that of the catalogue, with the variant's own; NULL if it has no entry.
const titleOf = (sku: string) => `(SELECT p.data ->> 'title'
    || coalesce(', ' || nullif(p.data ->> 'variantTitle', ''), '')
  FROM product p WHERE p.shop_id = ?1 AND p.sku = ${sku} ORDER BY p.locale LIMIT 1)`

/** A variant with a count, as a query below gives it. */
interface CountedRow {
  sku: string
  title: string | null
  count: number
}

const countedIn = (result: D1Result<unknown> | undefined): Counted[] =>
  rows<CountedRow>(result).map(({ sku, title, count }) => ({
    sku,
    count,
    ...(title !== null && { title }),
  }))

// A number from 0 to 255: the last two digits of a shop's id, which are random.
const DIGIT = (at: number) => `(instr('0123456789abcdef', substr(m.shop_id, ${at}, 1)) - 1)`
const OF_SHOP = `(16 * ${DIGIT(-2)} + ${DIGIT(-1)})`

/**
 * The shops of a home with a confirmed member whose turn is in this minute of an hour (0 to 59): each has
 * one, so that no sweep makes the notices of all shops.
 */
export async function shopsOfMinute(db: D1Database, minute: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      `${ALL_SHOPS} SELECT DISTINCT m.shop_id AS id FROM member m
       WHERE m.confirmed_at IS NOT NULL AND ${OF_SHOP} % 60 = ?1`,
    )
    .bind(minute)
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}

/** Whether a notice was made. */
export async function wasMade(
  db: D1Database,
  shopId: string,
  kind: Notice['kind'],
  about: string,
): Promise<boolean> {
  const row = await db
    .prepare('SELECT 1 FROM notice_made WHERE shop_id = ?1 AND kind = ?2 AND about = ?3')
    .bind(shopId, kind, about)
    .first()
  return row !== null
}

/** Marks notices as made. The mark is written in the transaction of the notice. */
const markStatement = (
  db: D1Database,
  shopId: string,
  kind: Notice['kind'],
  about: string[],
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO notice_made (shop_id, kind, about, at) SELECT ?1, ?2, value, ?4
       FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING`,
    )
    .bind(shopId, kind, JSON.stringify(about), now)

/** Marks notices as made and writes their mails, in one transaction. A repetition writes nothing. */
export async function makeNotice(
  db: D1Database,
  shop: Shop,
  id: string,
  { about, notice }: { about: string[]; notice: Notice },
  now: number,
): Promise<D1Result<unknown> | undefined> {
  const [, queued] = await write(db, [
    markStatement(db, shop.id, notice.kind, about, now),
    noticeStatement(db, shop, id, notice, now, { ifChanged: true }),
  ])
  return queued
}

/** Marks a notice as made of which there is nothing to say. */
export const markOnly = (
  db: D1Database,
  shopId: string,
  kind: Notice['kind'],
  about: string,
  now: number,
) => write(db, [markStatement(db, shopId, kind, [about], now)])

/**
 * The variants for which more than `above` people wait, and no notice was made yet: the most wanted first.
 * Forgets the notice of a variant for which half as many wait. Reads a row for each variant that people
 * wait for.
 */
export async function longLists(db: D1Database, shopId: string, above: number): Promise<Counted[]> {
  const [, found] = await write(db, [
    db
      .prepare(
        `DELETE FROM notice_made WHERE shop_id = ?1 AND kind = 'list_long'
           AND (SELECT coalesce(sum(d.people), 0) FROM demand d
             WHERE d.shop_id = ?1 AND d.sku = notice_made.about) * 2 <= ?2`,
      )
      .bind(shopId, above),
    db
      .prepare(
        `SELECT d.sku, ${titleOf('d.sku')} AS title, sum(d.people) AS count FROM demand d
         WHERE d.shop_id = ?1 AND NOT EXISTS (SELECT 1 FROM notice_made n
           WHERE n.shop_id = ?1 AND n.kind = 'list_long' AND n.about = d.sku)
         GROUP BY d.sku HAVING sum(d.people) > ?2 ORDER BY count DESC, d.sku`,
      )
      .bind(shopId, above),
  ])
  return countedIn(found)
}

/** How many people wait for a variant, over all locales and externalIds; with its title. */
export async function wantedNow(db: D1Database, shopId: string, sku: string): Promise<Counted> {
  const found = await db
    .prepare(
      `SELECT ?2 AS sku, ${titleOf('?2')} AS title, coalesce(sum(d.people), 0) AS count
       FROM demand d WHERE d.shop_id = ?1 AND d.sku = ?2`,
    )
    .bind(shopId, sku)
    .all()
  return countedIn(found)[0] ?? { sku, count: 0 }
}

/** The figures of the week that begins at `from` (a Monday, milliseconds since 1970, UTC). */
export async function weekOf(
  db: D1Database,
  shopId: string,
  from: number,
): Promise<Omit<WeeklyReport, 'from' | 'until' | 'attributionDays'>> {
  const first = from / DAY_MS
  const days = `d.shop_id = ?1 AND d.day BETWEEN ?2 AND ?2 + 6`
  const people = '(SELECT sum(e.people) FROM demand e WHERE e.shop_id = ?1 AND e.sku = r.sku)'
  const [sums, money, wanted, missed] = await db.batch([
    db
      .prepare(
        `SELECT coalesce(sum(asked), 0) AS asked, coalesce(sum(told), 0) AS told,
           coalesce(sum(clicked), 0) AS clicked, coalesce(sum(bought), 0) AS bought
         FROM daily d WHERE ${days}`,
      )
      .bind(shopId, first),
    db
      .prepare(
        `SELECT m.key AS currency, sum(m.value) AS amount FROM daily d, json_each(d.money) m
         WHERE ${days} GROUP BY m.key ORDER BY m.key`,
      )
      .bind(shopId, first),
    db
      .prepare(
        `SELECT d.sku, ${titleOf('d.sku')} AS title, sum(d.people) AS count FROM demand d
         WHERE d.shop_id = ?1 GROUP BY d.sku HAVING count > 0 ORDER BY count DESC, d.sku LIMIT ?2`,
      )
      .bind(shopId, NOTICE_ITEMS),
    db
      .prepare(
        `SELECT r.sku, ${titleOf('r.sku')} AS title, ${people} AS count FROM restock r
         WHERE r.shop_id = ?1 AND r.id >= printf('%012x', ?2) AND r.id < printf('%012x', ?3)
           AND r.state = 'sold_out'
         GROUP BY r.sku HAVING count > 0 ORDER BY count DESC, r.sku LIMIT ?4`,
      )
      .bind(shopId, from, from + 7 * DAY_MS, NOTICE_ITEMS),
  ])
  const [counts] = rows<Pick<WeeklyReport, 'asked' | 'told' | 'clicked' | 'bought'>>(sums)
  return {
    ...(counts ?? { asked: 0, told: 0, clicked: 0, bought: 0 }),
    money: rows<WeeklyReport['money'][number]>(money),
    wanted: countedIn(wanted),
    missed: countedIn(missed),
  }
}

/** Deletes the marks of a shop's weekly reports from before a time. */
export const dropReportMarks = (db: D1Database, shopId: string, before: number) =>
  write(db, [
    db
      .prepare(`DELETE FROM notice_made WHERE shop_id = ?1 AND kind = 'weekly_report' AND at < ?2`)
      .bind(shopId, before),
  ])

/** What is known of the domains that a shop sends mails from, in D1. Days are counted from 1970, in UTC. */
import { rows, write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { COMPLAINT_DAYS, DAY_MS, SENDER_CHECK_MS } from '../limits.ts'
import type { Day, Finding } from './rules.ts'

const dayOf = (now: number) => Math.floor(now / DAY_MS)
const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** What is counted of a sender's mails. */
export type Counted = 'sent' | 'bounced' | 'complained'

const countSql = (what: Counted, condition: string) =>
  `INSERT INTO sender_day (shop_id, domain, day, ${what}) SELECT ?1, ?2, ?3, ?4 WHERE ${condition}
   ON CONFLICT DO UPDATE SET ${what} = ${what} + excluded.${what}`

/**
 * A statement that adds to a count of today. `ifChanged`: only if the statement before it in the
 * transaction changed a row. `now`: milliseconds since 1970.
 */
export const countMails = (
  db: D1Database,
  shopId: string,
  domain: string,
  what: Counted,
  by: number,
  now: number,
  ifChanged = false,
): D1PreparedStatement =>
  db
    .prepare(countSql(what, ifChanged ? 'changes() > 0' : 'true'))
    .bind(shopId, domain, dayOf(now), by)

/** How many mails a domain has sent today, and how many days ago it sent its first one. */
export async function sentToday(
  db: D1Database,
  shopId: string,
  domain: string,
  now: number,
): Promise<{ sent: number; age: number }> {
  const row = await db
    .prepare(
      `SELECT (SELECT sent FROM sender_day WHERE shop_id = ?1 AND domain = ?2 AND day = ?3) AS sent,
         (SELECT day FROM sender_day WHERE shop_id = ?1 AND domain = ?2 ORDER BY day LIMIT 1) AS first`,
    )
    .bind(shopId, domain, dayOf(now))
    .first<{ sent: number | null; first: number | null }>()
  const today = dayOf(now)
  return { sent: row?.sent ?? 0, age: today - (row?.first ?? today) }
}

/** The counts of the last days by which a sender's complaints are judged, today included. */
export async function lately(
  db: D1Database,
  shopId: string,
  domain: string,
  now: number,
): Promise<{ sent: number; bounced: number; complained: number }> {
  const row = await db
    .prepare(
      `SELECT coalesce(sum(sent), 0) AS sent, coalesce(sum(bounced), 0) AS bounced,
         coalesce(sum(complained), 0) AS complained
       FROM sender_day WHERE shop_id = ?1 AND domain = ?2 AND day > ?3`,
    )
    .bind(shopId, domain, dayOf(now) - COMPLAINT_DAYS)
    .first<{ sent: number; bounced: number; complained: number }>()
  return row ?? { sent: 0, bounced: 0, complained: 0 }
}

/** The counts of the last `days` days, oldest first; days without mails are left out. */
export async function daysOf(
  db: D1Database,
  shopId: string,
  domain: string,
  days: number,
  now: number,
): Promise<Day[]> {
  const { results } = await db
    .prepare(
      `SELECT day, sent, bounced, complained FROM sender_day
       WHERE shop_id = ?1 AND domain = ?2 AND day > ?3 ORDER BY day`,
    )
    .bind(shopId, domain, dayOf(now) - days)
    .all<Omit<Day, 'day'> & { day: number }>()
  return results.map((row) => ({ ...row, day: dateOf(row.day) }))
}

/** The last check of a domain. Times are ISO 8601. */
export interface Check {
  checkedAt: string
  findings: Finding[]
}

/** The last check of a domain; undefined before the first. */
export async function lastCheck(
  db: D1Database,
  shopId: string,
  domain: string,
): Promise<Check | undefined> {
  const row = await db
    .prepare(
      `SELECT checked_at, findings FROM sender
       WHERE shop_id = ?1 AND domain = ?2 AND checked_at IS NOT NULL`,
    )
    .bind(shopId, domain)
    .first<{ checked_at: number; findings: string }>()
  if (!row) return undefined
  const checkedAt = new Date(row.checked_at).toISOString()
  return { checkedAt, findings: JSON.parse(row.findings) as Finding[] }
}

/** Plans a check, now, of each domain that has none planned; and forgets the other domains of the shop. */
export async function planChecks(
  db: D1Database,
  shopId: string,
  domains: string[],
  now: number,
): Promise<void> {
  const json = JSON.stringify(domains)
  await write(db, [
    db
      .prepare(
        `INSERT INTO sender (shop_id, domain, due_at) SELECT ?1, value, ?3 FROM json_each(?2)
         WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, json, now),
    db
      .prepare(
        `DELETE FROM sender WHERE shop_id = ?1 AND domain NOT IN (SELECT value FROM json_each(?2))`,
      )
      .bind(shopId, json),
  ])
}

/** Statement: stores a check, and plans the next one a week later. */
export const storeCheck = (
  db: D1Database,
  shopId: string,
  domain: string,
  findings: Finding[],
  now: number,
): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO sender (shop_id, domain, checked_at, due_at, findings) VALUES (?1, ?2, ?3, ?4, ?5)
       ON CONFLICT DO UPDATE SET checked_at = excluded.checked_at, due_at = excluded.due_at,
         findings = excluded.findings`,
    )
    .bind(shopId, domain, now, now + SENDER_CHECK_MS, JSON.stringify(findings))

/** The domains of all shops of a home whose check is due. */
export async function dueChecks(
  db: D1Database,
  now: number,
  limit: number,
): Promise<{ shop: string; domain: string }[]> {
  const found = await db
    .prepare(
      `${ALL_SHOPS} SELECT shop_id AS shop, domain FROM sender WHERE due_at <= ?1
       ORDER BY due_at LIMIT ?2`,
    )
    .bind(now, limit)
    .all()
  return rows<{ shop: string; domain: string }>(found)
}

/** Puts a check off that cannot be made now. */
export async function putOffCheck(
  db: D1Database,
  shopId: string,
  domain: string,
  until: number,
): Promise<void> {
  await write(db, [
    db
      .prepare('UPDATE sender SET due_at = ?3 WHERE shop_id = ?1 AND domain = ?2')
      .bind(shopId, domain, until),
  ])
}

/** Deletes the counts of all shops from before a time. Reads the whole table. */
export async function dropSenderDays(db: D1Database, before: number): Promise<void> {
  await db.prepare(`${ALL_SHOPS} DELETE FROM sender_day WHERE day < ?1`).bind(dayOf(before)).run()
}

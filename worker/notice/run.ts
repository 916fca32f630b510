/**
 * Mails to the teams of shops that the sweep makes: once an hour about lists that have become long, and on
 * Mondays the report of the week before. A mail is written in the transaction of its mark, so that a sweep that
 * runs twice makes it once.
 */
import { idsOf } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  NOTICE_ITEMS,
  REPORT_HOUR,
  REPORT_MARK_DAYS,
} from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import {
  dropReportMarks,
  longLists,
  makeNotice,
  markOnly,
  shopsOfMinute,
  wasMade,
  weekOf,
} from './store.ts'

/** Writes the mails of a home that are due. `now`: when the sweep was due, milliseconds since 1970. */
export async function sweepNotices(env: Env, db: D1Database, now: number): Promise<void> {
  for (const id of await shopsOfMinute(db, Math.floor(now / MINUTE_MS) % 60)) {
    // A fault of one shop must not stop the others.
    try {
      const shop = await shopById(env, id)
      if (!shop) continue
      await reportLongLists(env, db, shop, now)
      await reportLastWeek(env, db, shop, now)
    } catch (error) {
      logLine('error', 'notice_failed', { shop: id, error: errorName(error) })
    }
  }
}

async function reportLongLists(env: Env, db: D1Database, shop: Shop, now: number): Promise<void> {
  const { listAbove: above } = shop.settings.notices
  const items = await longLists(db, shop.id, above)
  if (items.length === 0) return
  const notice = {
    kind: 'list_long',
    above,
    items: items.slice(0, NOTICE_ITEMS),
    more: Math.max(0, items.length - NOTICE_ITEMS),
  } as const
  const about = items.map(({ sku }) => sku)
  const queued = await makeNotice(db, shop, newId(now), { about, notice }, now)
  await enqueueOutbox(env, shop.id, idsOf([queued]))
}

async function reportLastWeek(env: Env, db: D1Database, shop: Shop, now: number): Promise<void> {
  const monday = mondayOf(now)
  if (now - monday < REPORT_HOUR * HOUR_MS || now - monday >= DAY_MS) return
  const from = monday - 7 * DAY_MS
  const about = dateOf(from)
  if (await wasMade(db, shop.id, 'weekly_report', about)) return
  await dropReportMarks(db, shop.id, now - REPORT_MARK_DAYS * DAY_MS)
  const week = await weekOf(db, shop.id, from)
  const isEmpty = week.asked + week.told + week.bought + week.wanted.length === 0
  if (isEmpty) {
    await markOnly(db, shop.id, 'weekly_report', about, now)
    return
  }
  const report = {
    ...week,
    from: about,
    until: dateOf(from + 6 * DAY_MS),
    attributionDays: shop.settings.reports.attributionDays,
  }
  const notice = { kind: 'weekly_report', report } as const
  const queued = await makeNotice(db, shop, newId(now), { about: [about], notice }, now)
  await enqueueOutbox(env, shop.id, idsOf([queued]))
}

/** The Monday, 00:00 UTC, of the week of a time: the first of January 1970 was a Thursday. */
function mondayOf(now: number): number {
  const day = Math.floor(now / DAY_MS)
  return (day - ((day + 3) % 7)) * DAY_MS
}

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)

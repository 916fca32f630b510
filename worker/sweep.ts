/**
 * The sweep runs every minute. It queues rows that have been due for a while (their message was
 * lost), and deletes data whose retention period is over. Every part may run twice, also at the
 * same time: a consumer leases a row before it works on it, and deleting twice does no harm.
 */
import { dropOldListJobs, takeListJobs } from './action/list.ts'
import { dropCounts } from './ceiling/store.ts'
import { dropConfirmations, forgetUnconfirmed } from './confirmation/forget.ts'
import { sweepSenders } from './health/check.ts'
import { dropSenderDays } from './health/store.ts'
import { dropSeen } from './hook/store.ts'
import {
  COUNT_DAYS,
  COUNT_ROWS,
  DAY_MS,
  HOOK_SEEN_DAYS,
  IMPORT_DAYS,
  LOG_DAYS,
  PENDING_LIFE_MS,
  RETENTION_ROWS,
  SENDER_DAYS,
  STOPPED_DAYS,
  SWEEP_GRACE_MS,
  SWEEP_ROWS,
} from './limits.ts'
import { takeReminders } from './reminder/run.ts'
import { enqueueMatches, enqueueOutbox } from './queue.ts'
import { overdueRestocks } from './match/lease.ts'
import { overdueRows } from './outbox/store.ts'
import { dropLog } from './log/store.ts'
import { dropPieces } from './lists/drop.ts'
import { dropJobs } from './klaviyo-catalog/jobs.ts'
import { eraseClosed } from './settings/close.ts'
import { sweepNotices } from './notice/run.ts'
import { dropCounters } from './report/store.ts'
import { runRetention } from './retention/run.ts'
import { publishNewStandard } from './settings/upgrade.ts'
import { planNightlyLooks, takeSecondLooks } from './restock/second-look.ts'
import { announcersOf } from './shop/rules.ts'
import { expiryOfShops, shopById } from './shop/store.ts'
import { dropStopped } from './subscription/stopped.ts'
import { logUnknownSkus } from './subscription/unknown-skus.ts'
import { homeOf, homes } from './homes/home.ts'
import { sweepSources } from './source/run.ts'

// Retention reads whole tables, so it runs at night: in ten sweeps from 03:00 UTC, each with a
// limit.
const isNight = (now: number) => {
  const minute = Math.floor((now % DAY_MS) / 60_000) - 3 * 60
  return minute >= 0 && minute < 10
}
const isHourly = (now: number) => Math.floor(now / 60_000) % 60 === 0
const isDailyMinute = (now: number) => Math.floor((now % DAY_MS) / 60_000) === 3 * 60

/** Sweeps all homes. `now`: when the cron was due, in milliseconds since 1970. */
export async function sweep(env: Env, now: number): Promise<void> {
  if (isNight(now)) await publishNewStandard(env, now)
  for (const database of await homes(env)) {
    const db = homeOf(env, { database })
    const before = now - SWEEP_GRACE_MS
    if (isDailyMinute(now)) await planNightlyLooks(db, now)
    await takeSecondLooks(env, db, now)
    await takeListJobs(env, db, now)
    await takeReminders(env, db, now)
    for (const [shop, restocks] of byShop(await overdueRestocks(db, before, SWEEP_ROWS))) {
      await enqueueMatches(
        env,
        shop,
        restocks.map((id) => ({ id, dueAt: now })),
      )
    }
    for (const [shop, rows] of byShop(await overdueRows(db, before, SWEEP_ROWS))) {
      await enqueueOutbox(env, shop, rows)
    }
    await sweepSources(env, database, db, now)
    await sweepSenders(env, db, now)
    await sweepNotices(env, db, now)
    if (isHourly(now)) await logUnknownSkus(db, now)
    await forgetUnconfirmed(db, now - PENDING_LIFE_MS, RETENTION_ROWS)
    if (isNight(now)) {
      await runRetention(db, await expiryOfShops(env), now, async (id) => {
        const shop = await shopById(env, id)
        return shop ? announcersOf(shop.settings, 'subscription.expired') : []
      })
      await dropConfirmations(db, now - PENDING_LIFE_MS)
      await dropCounts(db, now - COUNT_DAYS * DAY_MS, COUNT_ROWS)
    }
    if (isDailyMinute(now)) {
      await dropLog(db, now - LOG_DAYS * DAY_MS)
      await dropSeen(db, now - HOOK_SEEN_DAYS * DAY_MS)
      await dropStopped(db, now - STOPPED_DAYS * DAY_MS)
      await dropJobs(db, now)
      await dropPieces(db, now - IMPORT_DAYS * DAY_MS)
      await dropOldListJobs(db, now)
      await dropCounters(db, now)
      await dropSenderDays(db, now - SENDER_DAYS * DAY_MS)
    }
  }
  await eraseClosed(env, now)
}

function byShop(rows: { id: string; shop_id: string }[]): [shop: string, ids: string[]][] {
  const groups = Map.groupBy(rows, (row) => row.shop_id)
  return [...groups].map(([shop, some]) => [shop, some.map((row) => row.id)])
}

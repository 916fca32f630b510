/** Deletes data whose retention period is over. The sweep calls it in ten minutes of each night. */
import {
  CONSENT_DAYS,
  DAY_MS,
  DEAD_DAYS,
  NOTIFICATION_DAYS,
  PAST_DAYS,
  PAST_ROWS,
  PENDING_LIFE_MS,
  RETENTION_ROWS,
} from '../limits.ts'
import { logLine } from '../log-line.ts'
import { dropContacts } from './contacts.ts'
import {
  dropDead,
  dropLevelChanges,
  dropClosingClicks,
  dropNotifications,
  dropUnconfirmedConsents,
  dropUnknownPurchases,
  dropVouched,
  dropWaited,
} from './drop.ts'
import { type AnnouncersOf, type Expiry, expireWaiting } from './expire.ts'

/** Runs all retention of one home once. `now` is in milliseconds since 1970. */
export async function runRetention(
  db: D1Database,
  expiry: Expiry[],
  now: number,
  announcersOf: AnnouncersOf,
): Promise<void> {
  await expireWaiting(db, expiry, announcersOf, RETENTION_ROWS, now)
  await dropNotifications(db, now - NOTIFICATION_DAYS * DAY_MS, RETENTION_ROWS)
  await dropClosingClicks(db, now - NOTIFICATION_DAYS * DAY_MS, RETENTION_ROWS)
  await dropLevelChanges(db, now - PAST_DAYS * DAY_MS, PAST_ROWS)
  await dropWaited(db, now - PAST_DAYS * DAY_MS, PAST_ROWS)
  await dropUnknownPurchases(db, now - PENDING_LIFE_MS, RETENTION_ROWS)
  const dead = await dropDead(db, now - DEAD_DAYS * DAY_MS, RETENTION_ROWS)
  if (dead > 0) logLine('info', 'dead_dropped', { rows: dead })
  const term = now - CONSENT_DAYS * DAY_MS
  await dropUnconfirmedConsents(db, now - PENDING_LIFE_MS, RETENTION_ROWS)
  await dropContacts(db, now - PENDING_LIFE_MS, term, RETENTION_ROWS)
  await dropVouched(db, RETENTION_ROWS)
}

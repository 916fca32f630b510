/** The night's tick: in ten minutes of the night, what has been kept long enough is dropped. */
import {
  CONSENT_DAYS,
  DAY_MS,
  NOTIFICATION_DAYS,
  PENDING_LIFE_MS,
  RETENTION_ROWS,
} from '../limits.ts'
import { dropContacts, dropNotifications, expireWaiting, type Patience } from './store.ts'

export async function runRetention(
  db: D1Database,
  patience: Patience[],
  now: number,
): Promise<void> {
  await expireWaiting(db, patience, DAY_MS, RETENTION_ROWS, now)
  await dropNotifications(db, now - NOTIFICATION_DAYS * DAY_MS, RETENTION_ROWS)
  const term = now - CONSENT_DAYS * DAY_MS
  await dropContacts(db, now - PENDING_LIFE_MS, term, RETENTION_ROWS)
}

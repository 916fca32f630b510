/** The night's tick: in ten minutes of the night, what has been kept long enough is dropped. */
import {
  CONSENT_DAYS,
  DAY_MS,
  DEAD_DAYS,
  NOTIFICATION_DAYS,
  PENDING_LIFE_MS,
  RETENTION_ROWS,
} from '../limits.ts'
import {
  dropContacts,
  dropDead,
  dropNotifications,
  dropStrayPurchases,
  expireWaiting,
  type Patience,
} from './store.ts'

export async function runRetention(
  db: D1Database,
  patience: Patience[],
  now: number,
): Promise<void> {
  await expireWaiting(db, patience, DAY_MS, RETENTION_ROWS, now)
  await dropNotifications(db, now - NOTIFICATION_DAYS * DAY_MS, RETENTION_ROWS)
  await dropStrayPurchases(db, now - PENDING_LIFE_MS, RETENTION_ROWS)
  const dead = await dropDead(db, now - DEAD_DAYS * DAY_MS, RETENTION_ROWS)
  if (dead > 0) console.log(JSON.stringify({ level: 'info', event: 'dead_dropped', rows: dead }))
  const term = now - CONSENT_DAYS * DAY_MS
  await dropContacts(db, now - PENDING_LIFE_MS, term, RETENTION_ROWS)
}

/**
 * The ramp of a domain that is new to sending: mail providers distrust a new sender of many mails. The
 * number of mails about restocks doubles each day. Consumers that run at the same moment may exceed it a little.
 */
import type { Sender } from '../connectors/destinations/sender.ts'
import { rampLimit } from '../health/rules.ts'
import { sentToday } from '../health/store.ts'
import { DAY_MS, RAMP_DAYS, RAMP_FIRST } from '../limits.ts'
import type { OutboxRow } from '../outbox/store.ts'

/** The rows that may be sent today, and those that wait until `until` (milliseconds since 1970). */
export interface Ramped {
  due: OutboxRow[]
  later: OutboxRow[]
  until: number
}

/** Divides rows, in their order, by what a sender may send today. Rows about no restock are never put off. */
export async function withinRamp(
  db: D1Database,
  shopId: string,
  sender: Sender | undefined,
  rows: OutboxRow[],
  now: number,
): Promise<Ramped> {
  const until = now - (now % DAY_MS) + DAY_MS
  const about = rows.filter((row) => row.restock_id !== null)
  if (!sender?.ramps || about.length === 0) return { due: rows, later: [], until }
  const { sent, age } = await sentToday(db, shopId, sender.domain, now)
  const left = rampLimit(age, RAMP_FIRST, RAMP_DAYS) - sent
  const later = about.slice(Math.max(0, left))
  return { due: rows.filter((row) => !later.includes(row)), later, until }
}

/** Stops a destination's mails when too many people report them as spam. */
import { idsOf, write } from '../homes/d1.ts'
import { mustHold } from '../health/rules.ts'
import { lately } from '../health/store.ts'
import { newId } from '../ids.ts'
import { COMPLAINTS_HELD, COMPLAINT_DAYS } from '../limits.ts'
import { writeLog } from '../log/store.ts'
import { enqueueOutbox } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { noticeStatement } from '../team/store.ts'
import { disableStatement } from './gate.ts'

/** The reason of a destination that is stopped by complaints. Its rows wait; they move to no fallback. */
export const COMPLAINTS = 'complaints'

/**
 * Closes the gate of a destination whose sender had too many complaints in the last days, until the shop
 * opens it. The log and the team's mail say so, once. Call it after a complaint was counted.
 */
export async function holdIfComplaints(
  env: Env,
  db: D1Database,
  shop: Shop,
  { destination, domain }: { destination: string; domain: string },
  now: number,
): Promise<void> {
  const counts = await lately(db, shop.id, domain, now)
  if (!mustHold(counts, COMPLAINTS_HELD)) return
  const { sent, complained } = counts
  const advice = [
    `In the last ${COMPLAINT_DAYS} days ${complained} of ${sent} mails were reported as spam. Mail providers tolerate 0.3 %.`,
    'Look at who asked for these mails, and how. Then open the destination again (POST /v1/destinations/:name/open): every mail that waits goes out.',
  ]
  const [held, queued] = await write(db, [
    disableStatement(db, shop.id, destination, COMPLAINTS),
    noticeStatement(
      db,
      shop,
      newId(now),
      { kind: 'sender_health', domain, held: true, advice },
      now,
      { except: destination, ifChanged: true },
    ),
  ])
  if ((held?.meta.changes ?? 0) === 0) return
  await writeLog(db, shop.id, 'sender_held', { destination, sent, complained })
  await enqueueOutbox(env, shop.id, idsOf([queued]))
}

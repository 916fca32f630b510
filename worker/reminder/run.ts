/**
 * A step of the sweep: moves the reminders that are due to the outbox, and drops those that must not be sent any
 * more, each with its reason. It may be killed at any point, and may run twice at the same time.
 */
import { idsOf, write } from '../homes/d1.ts'
import { HOUR_MS, REMINDER_ROWS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { enqueueOutbox } from '../queue.ts'
import { shopById } from '../shop/store.ts'
import { decide } from './rules.ts'
import { dueReminders, putOffStatement, readDue, takeStatements } from './store.ts'

/** Takes the reminders of a home that are due at `now` (milliseconds since 1970), a bounded number in a run. */
export async function takeReminders(env: Env, db: D1Database, now: number): Promise<void> {
  const due = await dueReminders(db, now, REMINDER_ROWS)
  for (const [shopId, rows] of Map.groupBy(due, (row) => row.shop_id)) {
    const ids = rows.map(({ id }) => id)
    // A fault in one shop must not hold up the others, nor the rest of the sweep. Its rows stay due.
    await take(env, db, shopId, ids, now).catch((error: unknown) =>
      logLine('error', 'reminders_failed', { shop: shopId, error: errorName(error) }),
    )
  }
}

async function take(
  env: Env,
  db: D1Database,
  shopId: string,
  ids: string[],
  now: number,
): Promise<void> {
  const shop = await shopById(env, shopId)
  if (!shop) {
    // It is being erased. Its rows must not fill every run until then.
    await write(db, [putOffStatement(db, shopId, ids, now + HOUR_MS)])
    return
  }
  const taken = decide(shop.settings, await readDue(db, shop, ids, now))
  const [moved] = await write(db, takeStatements(db, shop, taken, now))
  await enqueueOutbox(env, shopId, idsOf([moved]))
}

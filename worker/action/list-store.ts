/** List jobs in D1: how one starts, whom its next step is about, and when it is done. */
import { idsOf, rows, write } from '../homes/d1.ts'
import { ALL_SHOPS } from '../homes/sql.ts'
import { newId } from '../ids.ts'
import { OUTBOX_LEASE_MS } from '../limits.ts'
import { logStatement } from '../log/store.ts'
import { STOPPED } from '../outbox/waits.ts'
import { announceFinished, finished } from '../restock/finished.ts'
import { IS_ACTIVE } from '../restock/start.ts'
import type { ListJob } from './list-rules.ts'

const OF_JOB = `shop_id = ?1 AND sku = ?2 AND (?3 = '' OR locale = ?3)
  AND (?4 = '' OR external_id = ?4) AND id < ?5`

const WAITING = `SELECT id FROM subscription INDEXED BY subscription_in_order
  WHERE status = 'waiting' AND ${OF_JOB}`

// No index has them by sku. Those of all shops are of the last seven days, and few.
const PENDING = `SELECT id FROM subscription INDEXED BY subscription_unconfirmed
  WHERE unconfirmed <> 0 AND status = 'pending' AND ${OF_JOB}`

const QUEUED = `SELECT restock_id FROM outbox
  WHERE shop_id = ?1 AND sku = ?2 AND call = 'notify' AND state = 'open'`

/**
 * Starts a job, with its log entry; or continues the one with that id. `again`: the id was derived from the
 * wish, so a job that is done starts once more if people wait. A list that closes sends no alert any more:
 * its restocks end, and its reminders go, in the same transaction. Gives the job, and the outbox rows to
 * queue: messages whose people are put back, and the end of restocks for destinations of the names given.
 */
export async function startJob(
  db: D1Database,
  job: Omit<ListJob, 'until' | 'due_at' | 'people'>,
  { again, detail }: { again: boolean; detail: Record<string, unknown> },
  announcers: string[],
  now: number,
): Promise<{ job: ListJob | undefined; due: string[] }> {
  const { shop_id, id, kind, sku, locale, external_id, to_sku, message } = job
  const until = newId(now + 1)
  const closes = kind === 'close'
  const reminders = closes
    ? `EXISTS (SELECT 1 FROM reminder m WHERE m.shop_id = ?1 AND ${OF_SKU('m.restock_id')})`
    : 'false'
  const somebody = `(EXISTS (${named(WAITING)}) OR EXISTS (${named(PENDING)}) OR ${reminders})`
  const names = JSON.stringify(announcers)
  const [, , found, ...ended] = await write(db, [
    db
      .prepare(
        `INSERT INTO list_job (shop_id, id, kind, sku, locale, external_id, to_sku, message, until, due_at)
         SELECT ?1, ?6, ?7, ?2, ?3, ?4, ?8, ?9, ?5, ?10
         WHERE NOT EXISTS (SELECT 1 FROM list_job x WHERE x.shop_id = ?1 AND x.id = ?6
           AND (x.due_at IS NOT NULL OR NOT ?11 OR NOT ${somebody}))
         ON CONFLICT (shop_id, id) DO UPDATE SET until = excluded.until, due_at = excluded.due_at,
           message = excluded.message, people = 0`,
      )
      .bind(
        shop_id,
        sku,
        locale,
        external_id,
        until,
        id,
        kind,
        to_sku,
        message,
        now,
        again ? 1 : 0,
      ),
    logStatement(db, shop_id, closes ? 'demand_closed' : 'demand_moved', detail, {
      sku,
      ifChanged: true,
    }),
    db.prepare('SELECT * FROM list_job WHERE shop_id = ?1 AND id = ?2').bind(shop_id, id),
    ...(closes && announcers.length > 0
      ? [db.prepare(ANNOUNCE_CLOSING).bind(shop_id, sku, now, names)]
      : []),
    ...(closes
      ? [
          db
            .prepare(
              `UPDATE restock SET state = 'ended', due_at = NULL, ${finished('?3')}
               WHERE shop_id = ?1 AND ${ENDS_BY_CLOSING}`,
            )
            .bind(shop_id, sku, now),
          db
            .prepare(
              `UPDATE outbox SET due_at = ?3, reason = nullif(reason, '${STOPPED}')
               WHERE shop_id = ?1 AND sku = ?2 AND call = 'notify' AND state = 'open' AND due_at > ?3
                 AND (reason = '${STOPPED}' OR due_at > ?3 + ${OUTBOX_LEASE_MS}) AND ${IS_CLOSING}
               RETURNING id`,
            )
            .bind(shop_id, sku, now),
          db
            .prepare(
              `DELETE FROM reminder WHERE shop_id = ?1 AND ${OF_SKU('restock_id')} AND ${IS_CLOSING}`,
            )
            .bind(shop_id, sku),
          db
            .prepare(
              `DELETE FROM outbox WHERE shop_id = ?1 AND sku = ?2 AND call = 'remind' AND ${IS_CLOSING}`,
            )
            .bind(shop_id, sku),
        ]
      : []),
  ])
  return {
    job: rows<ListJob>(found)[0],
    due: idsOf(ended),
  }
}

// Reminders are found by the restocks of the variant.
const OF_SKU = (restock: string) =>
  `${restock} IN (SELECT k.id FROM restock k WHERE k.shop_id = ?1 AND k.sku = ?2)`

const IS_CLOSING = `EXISTS (SELECT 1 FROM list_job c INDEXED BY list_job_closing
  WHERE c.shop_id = ?1 AND c.sku = ?2 AND c.kind = 'close' AND c.due_at IS NOT NULL)`

const ENDS_BY_CLOSING = `restock.sku = ?2 AND ${IS_CLOSING}
  AND (${IS_ACTIVE} OR (state = 'done' AND restock.id IN (${QUEUED})))`

const ANNOUNCE_CLOSING = announceFinished(
  { shop: '?1', state: `'ended'`, held: 'restock.held', now: '?3', names: '?4' },
  ENDS_BY_CLOSING,
)

// The columns of a subquery need their table where the statement has another one.
const named = (sql: string) => sql.replace('SELECT id', 'SELECT 1')

/** The ids of the next subscriptions of a job, oldest first; those that are not confirmed come last. */
export async function nextOfJob(
  db: D1Database,
  { shop_id, sku, locale, external_id, until }: ListJob,
  limit: number,
): Promise<string[]> {
  const read = async (sql: string, order: string) => {
    const { results } = await db
      .prepare(`${sql} ${order} LIMIT ?6`)
      .bind(shop_id, sku, locale, external_id, until, limit)
      .all<{ id: string }>()
    return results.map(({ id }) => id)
  }
  const waiting = await read(WAITING, 'ORDER BY id')
  return waiting.length > 0 ? waiting : read(PENDING, '')
}

/**
 * Ends a job that has no people left. While messages of a closing list are in the outbox, their people will be
 * put back: then it goes on later. Gives when; null if it is done.
 */
export async function endJob(
  db: D1Database,
  { shop_id, id, kind, sku }: ListJob,
  later: number,
): Promise<number | null> {
  const isLeft = kind === 'close' ? `EXISTS (${QUEUED.replaceAll('?2', '?4')})` : 'false'
  const [ended] = await write(db, [
    db
      .prepare(
        `UPDATE list_job SET due_at = iif(${isLeft} AND ?4 <> '', ?3, NULL)
         WHERE shop_id = ?1 AND id = ?2 RETURNING due_at`,
      )
      .bind(shop_id, id, later, sku),
  ])
  return rows<{ due_at: number | null }>(ended)[0]?.due_at ?? null
}

/** The jobs of a home that are due. */
export async function dueJobs(db: D1Database, now: number, limit: number): Promise<ListJob[]> {
  const { results } = await db
    .prepare(`${ALL_SHOPS} SELECT * FROM list_job WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2`)
    .bind(now, limit)
    .all<ListJob>()
  return results
}

/** Deletes jobs that were done before a time. */
export async function dropListJobs(db: D1Database, before: number): Promise<void> {
  await write(db, [
    db
      .prepare(`${ALL_SHOPS} DELETE FROM list_job WHERE due_at IS NULL AND until < ?1`)
      .bind(newId(before)),
  ])
}

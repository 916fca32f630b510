/**
 * Bulk jobs. A job is carried out before its request is answered and stored with its outcome: so none is
 * ever under way, and a request that ends half-way leaves no job, only entries that may be sent again.
 */
import { ALL_SHOPS } from '../homes/sql.ts'
import { write } from '../homes/d1.ts'
import { lowestId, newId } from '../ids.ts'
import { DAY_MS, KLAVIYO_JOB_DAYS, KLAVIYO_PAGE } from '../limits.ts'

/** What went wrong with one entry. */
export interface JobError {
  code: string
  title: string
  detail: string
  pointer: string
}

/** The outcome of a job. */
export interface Outcome {
  /** Entries that were sent. */
  total: number
  failed: number
  errors: JobError[]
  /** The external ids of the entries that were carried out. */
  ids: string[]
  /** Milliseconds since 1970. */
  completedAt: number
}

/** A stored job. Its id has the time at which it came. */
export interface Job {
  id: string
  outcome: Outcome
}

interface JobRow {
  id: string
  data: string
}

const jobIn = ({ id, data }: JobRow): Job => ({ id, outcome: JSON.parse(data) as Outcome })

const oldest = (now: number) => lowestId(now - KLAVIYO_JOB_DAYS * DAY_MS)

/** Stores a job that came at `now` (milliseconds since 1970). `kind`: what its caller names it. */
export async function storeJob(
  db: D1Database,
  shopId: string,
  kind: string,
  outcome: Outcome,
  now: number,
): Promise<Job> {
  const id = newId(now)
  await write(db, [
    db
      .prepare(
        `INSERT INTO klaviyo_job (shop_id, id, kind, data) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING`,
      )
      .bind(shopId, id, kind, JSON.stringify(outcome)),
  ])
  return { id, outcome }
}

/** A job of a kind; undefined if there is none, or it has expired. */
export async function jobOf(
  db: D1Database,
  shopId: string,
  kind: string,
  id: string,
  now: number,
): Promise<Job | undefined> {
  const row = await db
    .prepare(
      `SELECT id, data FROM klaviyo_job WHERE shop_id = ?1 AND id = ?2 AND kind = ?3 AND id >= ?4`,
    )
    .bind(shopId, id, kind, oldest(now))
    .first<JobRow>()
  return row ? jobIn(row) : undefined
}

/** A page of the jobs of a kind that have not expired, newest first, after the one with the id `after`. */
export async function listJobs(
  db: D1Database,
  shopId: string,
  kind: string,
  after: string | undefined,
  now: number,
): Promise<{ jobs: Job[]; isMore: boolean }> {
  const { results } = await db
    .prepare(
      `SELECT id, data FROM klaviyo_job
       WHERE shop_id = ?1 AND kind = ?2 AND id >= ?3 AND (?4 IS NULL OR id < ?4)
       ORDER BY id DESC LIMIT ?5`,
    )
    .bind(shopId, kind, oldest(now), after ?? null, KLAVIYO_PAGE + 1)
    .all<JobRow>()
  return { jobs: results.slice(0, KLAVIYO_PAGE).map(jobIn), isMore: results.length > KLAVIYO_PAGE }
}

/** Deletes expired jobs. Reads the whole table. `now`: milliseconds since 1970. */
export async function dropJobs(db: D1Database, now: number): Promise<void> {
  await write(db, [
    db.prepare(`${ALL_SHOPS} DELETE FROM klaviyo_job WHERE id < ?1`).bind(oldest(now)),
  ])
}

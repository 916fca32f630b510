/**
 * Bulk jobs: up to 100 items or variants in one request. One that is at fault stops no other. A job is
 * carried out before its answer, so it is complete from the first.
 */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { jobOf, listJobs, storeJob } from '../../../../klaviyo-catalog/jobs.ts'
import { itemsOf, variantsOf } from '../../../../klaviyo-catalog/read.ts'
import { KLAVIYO_JOB_BYTES, KLAVIYO_JOB_ENTRIES } from '../../../../limits.ts'
import type { DialectApp } from '../../caller.ts'
import { both } from '../../paths.ts'
import { jsonApi } from '../body.ts'
import { klaviyoKey } from '../key.ts'
import { JOBS, type JobWork } from './carry.ts'
import { inBody, missing, refused } from './faults.ts'
import { many, one } from './answers.ts'
import { cursorIn, includeIn, type Shown, shownIn, statusIn } from './query.ts'
import {
  ITEM_ATTRIBUTES,
  itemResource,
  JOB_ATTRIBUTES,
  jobResource,
  VARIANT_ATTRIBUTES,
  variantResource,
} from './render.ts'
import { entriesOf } from './resources.ts'

const KEY = klaviyoKey('stock')
const BODY: MiddlewareHandler<DialectApp> = jsonApi(KLAVIYO_JOB_BYTES)

export const jobRoutes = new Hono<DialectApp>()
for (const job of JOBS) {
  jobRoutes
    .on('GET', both(`/${job.type}s`), KEY, (c) => listed(c, job))
    .on('POST', both(`/${job.type}s`), KEY, BODY, (c) => carriedOut(c, job))
    .on('GET', both(`/${job.type}s/:job`), KEY, (c) => read(c, job))
}

type Asked = Context<DialectApp>

async function carriedOut(c: Asked, job: JobWork): Promise<Response> {
  const shown = shownIn(c, job.type, JOB_ATTRIBUTES)
  if (!shown.ok) return refused(c, [shown.error])
  const entries = entriesOf(c.var.body, job.type, job.of, KLAVIYO_JOB_ENTRIES)
  if (!entries.ok) return refused(c, inBody(entries.error, ''))
  const now = Date.now()
  const { db, shop } = c.var
  const base = `/data/attributes/${job.of}/data`
  const carried = await job.carry(c.env, shop, entries.value, base, now)
  const outcome = { total: entries.value.length, ...carried, completedAt: Date.now() }
  const stored = await storeJob(db, shop.id, job.type, outcome, now)
  return one(c, jobResource(c.env, job, stored, { shown: shown.value }), { status: 202 })
}

async function listed(c: Asked, job: JobWork): Promise<Response> {
  const shown = shownIn(c, job.type, JOB_ATTRIBUTES)
  if (!shown.ok) return refused(c, [shown.error])
  const status = statusIn(c)
  if (!status.ok) return refused(c, [status.error])
  const cursor = cursorIn(c)
  if (!cursor.ok) return refused(c, [cursor.error])
  // Every job is complete when it is stored.
  if (status.value !== undefined && status.value !== 'complete') {
    return many(c, [], { before: undefined, after: undefined })
  }
  const { db, shop } = c.var
  const after = cursor.value?.id
  const { jobs, isMore } = await listJobs(db, shop.id, job.type, after, Date.now())
  const last = jobs.at(-1)
  return many(
    c,
    jobs.map((stored) => jobResource(c.env, job, stored, { shown: shown.value })),
    { before: undefined, after: isMore && last ? { id: last.id, back: false } : undefined },
  )
}

async function read(c: Asked, job: JobWork): Promise<Response> {
  const shown = shownIn(c, job.type, JOB_ATTRIBUTES)
  if (!shown.ok) return refused(c, [shown.error])
  const fields =
    job.of === 'items'
      ? shownIn(c, 'catalog-item', ITEM_ATTRIBUTES)
      : shownIn(c, 'catalog-variant', VARIANT_ATTRIBUTES)
  if (!fields.ok) return refused(c, [fields.error])
  const isIncluded = includeIn(c, job.of)
  if (!isIncluded.ok) return refused(c, [isIncluded.error])
  const id = c.req.param('job') ?? ''
  const stored = await jobOf(c.var.db, c.var.shop.id, job.type, id, Date.now())
  if (!stored) return refused(c, [missing()])
  const isLinked = isIncluded.value
  return one(c, jobResource(c.env, job, stored, { shown: shown.value, isLinked }), {
    ...(isLinked && { included: await related(c, job, stored.outcome.ids, fields.value) }),
  })
}

/** What a job was about, as it is now. What has been deleted since is missing. */
async function related(c: Asked, job: JobWork, ids: string[], shown: Shown): Promise<unknown[]> {
  const { db, shop } = c.var
  return job.of === 'items'
    ? (await itemsOf(db, shop.id, ids)).map((item) => itemResource(c.env, item, shown))
    : (await variantsOf(db, shop.id, ids)).map((variant) => variantResource(c.env, variant, shown))
}

/** `GET /v1/log`: what came in, what was matched, what was sent on, what failed and why. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, Sku } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { LOG_PAGE } from '../../limits.ts'
import { problem } from '../problem.ts'
import { check } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { readLog } from '../../log/store.ts'

const Time = v.pipe(
  v.string('time_invalid'),
  v.isoTimestamp('time_invalid'),
  v.transform((text) => Date.parse(text)),
)

/** What every list is paged by: the cursor of the page before, and how many at most. */
export const PageQuery = {
  cursor: v.optional(line(200)),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= LOG_PAGE, 'limit_invalid'),
      v.transform(Number),
    ),
    '50',
  ),
}

const Query = v.object({
  ...PageQuery,
  sku: v.optional(Sku),
  kind: v.optional(line(40)),
  since: v.optional(Time),
  until: v.optional(Time),
})

export const logRoutes = new Hono<App>().get('/', backend, async (c) => {
  const query = check(Query, c.req.query())
  if (!query.ok) return problem(c, query.failure)
  const { shop } = c.var
  const entries = await readLog(homeOf(c.env, shop), shop.id, query.value)
  const last = entries.length === query.value.limit ? entries.at(-1)?.id : undefined
  return c.json({ entries, ...(last && { cursor: last }) }, 200)
})

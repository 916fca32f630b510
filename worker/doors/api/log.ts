/** `GET /v1/log`: what came in, what was matched, what was sent on, what failed and why. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, Sku } from '../../../shared/text.ts'
import { readLog } from '../../log/store.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { cursorAfter, PageQuery } from './paging.ts'

const Time = v.pipe(
  v.string('time_invalid'),
  v.isoTimestamp('time_invalid'),
  v.transform((text) => Date.parse(text)),
)

const LogQuery = v.object({
  ...PageQuery,
  sku: v.optional(Sku),
  kind: v.optional(line(40)),
  since: v.optional(Time),
  until: v.optional(Time),
})

export const logRoutes = new Hono<BackendApp>().get('/', backend, query(LogQuery), async (c) => {
  const { shop, db } = c.var
  const asked = c.req.valid('query')
  const entries = await readLog(db, shop.id, asked)
  return c.json({ entries, ...cursorAfter(entries, asked.limit) }, 200)
})

/** `GET /v1/restocks`: what became of each restock, from the people served to what they bought. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Sku } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { PageQuery } from './log.ts'
import { problem } from '../problem.ts'
import { check } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { listRestocks } from '../../restock/store.ts'

const Query = v.object({ ...PageQuery, sku: v.optional(Sku) })

export const restockRoutes = new Hono<App>().get('/', backend, async (c) => {
  const query = check(Query, c.req.query())
  if (!query.ok) return problem(c, query.failure)
  const { shop } = c.var
  const restocks = await listRestocks(homeOf(c.env, shop), shop.id, query.value)
  const last = restocks.length === query.value.limit ? restocks.at(-1)?.id : undefined
  return c.json({ restocks, ...(last && { cursor: last }) }, 200)
})

/** `GET /v1/restocks`: what became of each restock, from the people served to what they bought. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Sku } from '../../../shared/text.ts'
import { listRestocks } from '../../restock/store.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { cursorAfter, PageQuery } from './paging.ts'

const RestockQuery = v.object({ ...PageQuery, sku: v.optional(Sku) })

export const restockRoutes = new Hono<BackendApp>().get(
  '/',
  backend,
  query(RestockQuery),
  async (c) => {
    const { shop, db } = c.var
    const asked = c.req.valid('query')
    const restocks = await listRestocks(db, shop.id, asked)
    return c.json({ restocks, ...cursorAfter(restocks, asked.limit) }, 200)
  },
)

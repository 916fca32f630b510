/** `GET /v1/held`: who waits although the variant is in stock, and why. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Sku } from '../../../shared/text.ts'
import { listHeld, WAIT_REASONS } from '../../match/held.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { PageQuery } from './paging.ts'

const HeldQuery = v.object({
  ...PageQuery,
  sku: v.optional(Sku),
  reason: v.optional(v.picklist(WAIT_REASONS, 'choice_unknown')),
})

export const heldRoutes = new Hono<BackendApp>().get('/', backend, query(HeldQuery), async (c) => {
  const { shop, db } = c.var
  return c.json(await listHeld(c.env, db, shop, c.req.valid('query'), Date.now()), 200)
})

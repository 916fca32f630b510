/** `PUT /v1/products`: the catalogue, told by the shop's backend. */
import { Hono } from 'hono'
import { CatalogEntries } from '../../../shared/product.ts'
import type { App } from '../context.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { receiveEntries } from '../../catalog/receive.ts'

export const catalogRoutes = new Hono<App>().put('/', backend, async (c) => {
  const entries = await readBody(c, CatalogEntries, BACKEND_BODY_BYTES)
  if (!entries.ok) return problem(c, entries.failure)
  await receiveEntries(c.env, c.var.shop, entries.value, Date.now())
  return c.json({ accepted: entries.value.length }, 202)
})

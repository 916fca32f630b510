/** `PUT /v1/products`: the shop's backend says what its catalogue has. */
import { Hono } from 'hono'
import { CatalogEntries } from '../../../shared/product.ts'
import { receiveEntries } from '../../catalog/receive.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const productRoutes = new Hono<BackendApp>().put(
  '/',
  backend,
  json(CatalogEntries, BACKEND_BODY_BYTES),
  async (c) => {
    const entries = c.req.valid('json')
    await receiveEntries(c.env, c.var.shop, entries, Date.now())
    return c.json({ accepted: entries.length }, 202)
  },
)

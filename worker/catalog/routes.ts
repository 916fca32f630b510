/** `PUT /v1/products`: the catalogue, told by the shop's backend. */
import { Hono } from 'hono'
import { CatalogEntries } from '../../shared/product.ts'
import type { App } from '../app-types.ts'
import { write } from '../d1.ts'
import { BACKEND_BODY_BYTES } from '../limits.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { unpark } from '../outbox/store.ts'
import { problem } from '../problem.ts'
import { readBody } from '../request.ts'
import { backend } from '../shop/auth.ts'
import { databaseOf } from '../shop/store.ts'
import { begun, restockAgain } from '../stock/store.ts'
import { storeEntries } from './store.ts'

export const catalogRoutes = new Hono<App>().put('/', backend, async (c) => {
  const entries = await readBody(c, CatalogEntries, BACKEND_BODY_BYTES)
  if (!entries.ok) return problem(c, entries.failure)
  const { shop } = c.var
  const db = databaseOf(c.env, shop)
  const now = Date.now()
  const written = await storeEntries(db, shop.id, entries.value, now)
  if (written > 0) {
    const skus = [...new Set(entries.value.map(({ sku }) => sku))]
    const [restocked] = await write(db, [restockAgain(db, shop, skus, now)])
    await enqueueMatches(c.env, shop.id, begun(restocked))
    // A platform that did not know the variant may know it now.
    await enqueueOutbox(c.env, shop.id, await unpark(db, shop.id, skus, now))
  }
  return c.json({ accepted: entries.value.length }, 202)
})

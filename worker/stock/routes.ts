/** `PUT /v1/stock-levels`: what the shop has, told by its backend. */
import { Hono } from 'hono'
import { StockLevels } from '../../shared/stock.ts'
import type { App } from '../app-types.ts'
import { BACKEND_BODY_BYTES } from '../limits.ts'
import { entry, writeLog } from '../log/store.ts'
import { enqueueMatches, enqueueOutbox } from '../queue.ts'
import { problem } from '../problem.ts'
import { readBody } from '../request.ts'
import { backend } from '../shop/auth.ts'
import { databaseOf } from '../shop/store.ts'
import { recordLevels } from './store.ts'

export const stockRoutes = new Hono<App>().put('/', backend, async (c) => {
  const levels = await readBody(c, StockLevels, BACKEND_BODY_BYTES)
  if (!levels.ok) return problem(c, levels.failure)
  const { shop } = c.var
  const db = databaseOf(c.env, shop)
  const { written, restocks, outbox } = await recordLevels(db, shop, levels.value, Date.now())
  await enqueueMatches(c.env, shop.id, restocks)
  await enqueueOutbox(c.env, shop.id, outbox)
  if (written > 0) {
    const detail = {
      source: 'api',
      levels: levels.value.length,
      written,
      restocks: restocks.length,
    }
    const sku = levels.value.length === 1 ? levels.value[0]?.sku : undefined
    await writeLog(db, [entry(shop.id, 'stock_received', detail, sku)])
  }
  return c.json({ accepted: levels.value.length }, 202)
})

/** `PUT /v1/stock-levels`: what the shop has, told by its backend. */
import { Hono } from 'hono'
import { StockLevels } from '../../../shared/stock.ts'
import type { App } from '../context.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { logReceived, receiveLevels } from '../../stock/receive.ts'

export const stockRoutes = new Hono<App>().put('/', backend, async (c) => {
  const levels = await readBody(c, StockLevels, BACKEND_BODY_BYTES)
  if (!levels.ok) return problem(c, levels.failure)
  const { shop } = c.var
  const { written, restocks } = await receiveLevels(c.env, shop, levels.value, Date.now())
  await logReceived(c.env, shop, {
    source: 'api',
    levels: levels.value.length,
    written,
    restocks: restocks.length,
    sku: levels.value.length === 1 ? levels.value[0]?.sku : undefined,
  })
  return c.json({ accepted: levels.value.length }, 202)
})

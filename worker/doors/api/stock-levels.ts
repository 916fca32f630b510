/** `PUT /v1/stock-levels`: the shop's backend says what is in stock. */
import { Hono } from 'hono'
import { StockLevels } from '../../../shared/stock.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { logReceived, receiveLevels } from '../../stock/receive.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const stockRoutes = new Hono<BackendApp>().put(
  '/',
  backend,
  json(StockLevels, BACKEND_BODY_BYTES),
  async (c) => {
    const { shop } = c.var
    const levels = c.req.valid('json')
    const { written, restocks } = await receiveLevels(c.env, shop, levels, Date.now())
    await logReceived(c.env, shop, {
      source: 'api',
      levels: levels.length,
      written,
      restocks: restocks.length,
      sku: levels.length === 1 ? levels[0]?.sku : undefined,
    })
    return c.json({ accepted: levels.length }, 202)
  },
)

/** `POST /v1/orders`: the shop's backend says who bought what. */
import { Hono } from 'hono'
import { Order } from '../../../shared/order.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { receiveOrder } from '../../order/receive.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const orderRoutes = new Hono<BackendApp>().post(
  '/',
  backend,
  json(Order, BACKEND_BODY_BYTES),
  async (c) => {
    const { shop, vault } = c.var
    const order = c.req.valid('json')
    const received = await receiveOrder(c.env, shop, vault, order, Date.now())
    if (!received.ok) return problem(c, 'request_invalid', received.error)
    return c.json({ accepted: order.items.length }, 202)
  },
)

/** What the shop does with the people who wait for a variant: notify them now. */
import { type Context, Hono } from 'hono'
import { type Notified, notify, NotifyBody } from '../../action/notify.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

/** Answers what became of the wish to notify people. */
export function notified(c: Context<BackendApp>, result: Notified): Response {
  switch (result.kind) {
    case 'done':
      return c.json({ restock: result.restock, sku: result.sku }, 202)
    case 'id_used':
      return problem(c, 'id_used')
    case 'nobody':
      return problem(c, 'nobody_waits')
    case 'unknown':
      return problem(c, 'subscription_unknown')
    case 'unconfirmed':
      return problem(c, 'subscription_unconfirmed')
    default:
      return result satisfies never
  }
}

export const demandActionRoutes = new Hono<BackendApp>().post(
  '/:sku/notify',
  backend,
  json(NotifyBody, CLIENT_BODY_BYTES),
  async (c) => {
    const { shop, by } = c.var
    const body = c.req.valid('json')
    return notified(c, await notify(c.env, shop, c.req.param('sku'), body, by, Date.now()))
  },
)

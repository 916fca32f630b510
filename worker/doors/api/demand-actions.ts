/** What the shop does with the people who wait for a variant: notify, move, close. */
import { type Context, Hono } from 'hono'
import { type Notified, notify, NotifyBody } from '../../action/notify.ts'
import { closeList, type ListDone, moveList } from '../../action/list.ts'
import { CloseBody, MoveBody } from '../../action/list-rules.ts'
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

/** Answers what became of a whole list. `pointer`: the field that names the other variant. */
function listDone(c: Context<BackendApp>, result: ListDone, pointer: string): Response {
  switch (result.kind) {
    case 'done':
      return c.json({ people: result.people, more: result.more }, 202)
    case 'variant_unknown':
      return problem(c, 'variant_not_found')
    case 'same_variant':
      return problem(c, 'request_invalid', [{ pointer, code: 'same_variant' }])
    case 'id_used':
      return problem(c, 'id_used')
    default:
      return result satisfies never
  }
}

export const demandActionRoutes = new Hono<BackendApp>()
  .post('/:sku/notify', backend, json(NotifyBody, CLIENT_BODY_BYTES), async (c) => {
    const { shop, by } = c.var
    const body = c.req.valid('json')
    return notified(c, await notify(c.env, shop, c.req.param('sku'), body, by, Date.now()))
  })

  .post('/:sku/move', backend, json(MoveBody, CLIENT_BODY_BYTES), async (c) => {
    const { shop, by } = c.var
    const body = c.req.valid('json')
    const done = await moveList(c.env, shop, c.req.param('sku'), body, by, Date.now())
    return listDone(c, done, '/to')
  })

  .post('/:sku/close', backend, json(CloseBody, CLIENT_BODY_BYTES), async (c) => {
    const { shop, by } = c.var
    const body = c.req.valid('json')
    const done = await closeList(c.env, shop, c.req.param('sku'), body, by, Date.now())
    return listDone(c, done, '/alternative')
  })

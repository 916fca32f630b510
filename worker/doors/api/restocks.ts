/**
 * `GET /v1/restocks`: what became of each restock, from the people served to what they bought. And what the
 * shop does with one: approve, hold, resume, end.
 */
import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { ActionBody, type RestockAction } from '../../action/rules.ts'
import { act } from '../../action/run.ts'
import { Sku } from '../../../shared/text.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { listRestocks } from '../../restock/store.ts'
import { problem } from '../problem.ts'
import { optionalJson, query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { cursorAfter, PageQuery } from './paging.ts'

const RestockQuery = v.object({ ...PageQuery, sku: v.optional(Sku) })

const actionBody = optionalJson(ActionBody, CLIENT_BODY_BYTES)

async function acted(
  c: Context<BackendApp>,
  id: string,
  action: RestockAction,
  reason: string | undefined,
): Promise<Response> {
  const { shop, by } = c.var
  const done = await act(c.env, shop, id, action, { by, reason }, Date.now())
  switch (done.kind) {
    case 'done':
      return c.json(done.restock, 200)
    case 'unknown':
      return problem(c, 'restock_unknown')
    case 'closed':
      return problem(c, 'restock_closed')
    case 'stopped':
      return problem(c, 'restock_stopped')
    default:
      return done satisfies never
  }
}

export const restockRoutes = new Hono<BackendApp>()
  .get('/', backend, query(RestockQuery), async (c) => {
    const { shop, db } = c.var
    const asked = c.req.valid('query')
    const restocks = await listRestocks(db, shop.id, asked)
    return c.json({ restocks, ...cursorAfter(restocks, asked.limit) }, 200)
  })

  .post('/:id/approve', backend, actionBody, (c) =>
    acted(c, c.req.param('id'), 'approve', c.req.valid('json').reason),
  )
  .post('/:id/hold', backend, actionBody, (c) =>
    acted(c, c.req.param('id'), 'hold', c.req.valid('json').reason),
  )
  .post('/:id/resume', backend, actionBody, (c) =>
    acted(c, c.req.param('id'), 'resume', c.req.valid('json').reason),
  )
  .post('/:id/end', backend, actionBody, (c) =>
    acted(c, c.req.param('id'), 'end', c.req.valid('json').reason),
  )

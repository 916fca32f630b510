/** What was given up: `GET /v1/notifications`, `POST /v1/notifications/retry` and `…/:id/retry`. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, objectFault } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { PageQuery } from './log.ts'
import { problem } from '../problem.ts'
import { enqueueOutbox } from '../../queue.ts'
import { check, readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { deadRows, revive } from '../../outbox/store.ts'

const Query = v.object({ ...PageQuery, reason: v.optional(line(100)) })
const Bulk = v.strictObject({ reason: line(100) }, objectFault)

export const outboxRoutes = new Hono<App>()
  .get('/', backend, async (c) => {
    const query = check(Query, c.req.query())
    if (!query.ok) return problem(c, query.failure)
    const { shop } = c.var
    const dead = await deadRows(homeOf(c.env, shop), shop.id, query.value)
    const last = dead.length === query.value.limit ? dead.at(-1)?.id : undefined
    return c.json({ dead, ...(last && { cursor: last }) }, 200)
  })

  .post('/retry', backend, async (c) => {
    const body = await readBody(c, Bulk, CLIENT_BODY_BYTES)
    if (!body.ok) return problem(c, body.failure)
    const { shop } = c.var
    const revived = await revive(homeOf(c.env, shop), shop.id, body.value, Date.now())
    await enqueueOutbox(c.env, shop.id, revived)
    return c.json({ retried: revived.length }, 202)
  })

  .post('/:id/retry', backend, async (c) => {
    const { shop } = c.var
    const id = c.req.param('id')
    const revived = await revive(homeOf(c.env, shop), shop.id, { id }, Date.now())
    if (revived.length === 0) return problem(c, { code: 'notification_unknown' })
    await enqueueOutbox(c.env, shop.id, revived)
    return c.json({ retried: 1 }, 202)
  })

/**
 * Messages that were given up: `GET /v1/notifications` lists them, `POST /v1/notifications/retry`
 * tries all of one reason again, and `POST /v1/notifications/:id/retry` one.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { deadRows, revive } from '../../outbox/dead.ts'
import { enqueueOutbox } from '../../queue.ts'
import { problem } from '../problem.ts'
import { json, query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { cursorAfter, PageQuery } from './paging.ts'

const DeadQuery = v.object({ ...PageQuery, reason: v.optional(line(100)) })
const RetryAll = strictObject({ reason: line(100) })

export const notificationRoutes = new Hono<BackendApp>()
  .get('/', backend, query(DeadQuery), async (c) => {
    const { shop, db } = c.var
    const asked = c.req.valid('query')
    const dead = await deadRows(db, shop.id, asked)
    return c.json({ dead, ...cursorAfter(dead, asked.limit) }, 200)
  })

  .post('/retry', backend, json(RetryAll, CLIENT_BODY_BYTES), async (c) => {
    const { shop, db } = c.var
    const rows = await revive(db, shop.id, c.req.valid('json'), Date.now())
    await enqueueOutbox(c.env, shop.id, rows)
    return c.json({ retried: rows.length }, 202)
  })

  .post('/:id/retry', backend, async (c) => {
    const { shop, db } = c.var
    const id = c.req.param('id')
    const rows = await revive(db, shop.id, { id }, Date.now())
    if (rows.length === 0) return problem(c, 'notification_unknown')
    await enqueueOutbox(c.env, shop.id, rows)
    return c.json({ retried: 1 }, 202)
  })

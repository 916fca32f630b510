/**
 * `POST /v1/messages/preview`: a message as it would be sent. `POST /v1/messages/test`: sends one to a
 * member of the shop's team.
 */
import { Hono } from 'hono'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { PreviewRequest, TestRequest } from '../../preview/rules.ts'
import { preview, sendTest } from '../../preview/run.ts'
import { problem, tooManyRequests } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const messageRoutes = new Hono<BackendApp>()
  .post('/preview', backend, json(PreviewRequest, BACKEND_BODY_BYTES), async (c) => {
    const { shop, db } = c.var
    const shown = await preview(c.env, db, shop, c.req.valid('json'), Date.now())
    return shown.ok ? c.json(shown.value, 200) : problem(c, 'request_invalid', shown.error)
  })

  .post('/test', backend, json(TestRequest, BACKEND_BODY_BYTES), async (c) => {
    const { shop, db, vault } = c.var
    const now = Date.now()
    const tested = await sendTest(c.env, db, shop, vault, c.req.valid('json'), now)
    switch (tested.kind) {
      case 'refused':
        return problem(c, 'request_invalid', tested.faults)
      case 'ceiling':
        return tooManyRequests(c, Math.ceil((tested.at - now) / 1000))
      case 'tried': {
        const { subject, outcome } = tested
        if (outcome.kind !== 'accepted') {
          return c.json({ sent: false, subject, reason: outcome.reason }, 200)
        }
        return c.json({ sent: true, subject, ...(outcome.id && { id: outcome.id }) }, 200)
      }
      default:
        return tested satisfies never
    }
  })

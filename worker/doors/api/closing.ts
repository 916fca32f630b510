/** `DELETE /v1/admin/shops/:id`: closes a shop for good and erases all its data. */
import { Hono } from 'hono'
import { line, strictObject } from '../../../shared/text.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { closeShop } from '../../settings/close.ts'
import type { App } from '../context.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { owner } from './auth.ts'

// The caller must repeat the name, so that nobody closes the wrong shop by a slip in its id.
const Closing = strictObject({ name: line(100) })

export const closingRoutes = new Hono<App>().delete(
  '/:id',
  owner,
  json(Closing, CLIENT_BODY_BYTES),
  async (c) => {
    const { name } = c.req.valid('json')
    const closed = await closeShop(c.env, c.req.param('id'), name, Date.now())
    switch (closed) {
      case 'erased':
        return c.body(null, 204)
      case 'erasing':
        return c.json({ status: 'erasing' as const }, 202)
      case 'unknown':
        return problem(c, 'shop_unknown')
      case 'name_different':
        return problem(c, 'request_invalid', [{ pointer: '/name', code: 'name_different' }])
      default:
        return closed satisfies never
    }
  },
)

/** `POST /v1/admin/rotate`: seals the data keys of shops anew after the Worker got a new secret. */
import { Hono } from 'hono'
import { rotateDataKeys } from '../../shop/rotate.ts'
import type { App } from '../context.ts'
import { owner } from './auth.ts'

export const rotationRoutes = new Hono<App>().post('/', owner, async (c) =>
  c.json(await rotateDataKeys(c.env), 200),
)

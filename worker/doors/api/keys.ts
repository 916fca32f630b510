/**
 * A shop's secret keys: `GET`, `POST` and `DELETE /v1/keys`, and `POST /v1/admin/shops/:id/keys`,
 * with which the Worker's owner helps a shop that has lost all its keys.
 */
import { Hono } from 'hono'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { NewSecretKey } from '../../shop/keys.ts'
import { keysOf, makeKey, revokeKey } from '../../shop/secret-keys.ts'
import type { App } from '../context.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp, owner } from './auth.ts'

export const keyRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => c.json({ keys: await keysOf(c.env, c.var.shop.id) }, 200))

  .post('/', backend, json(NewSecretKey, CLIENT_BODY_BYTES), async (c) => {
    const made = await makeKey(c.env, c.var.shop.id, c.req.valid('json'), Date.now())
    if (made === 'unknown') return problem(c, 'key_unknown')
    return made === 'too_many' ? problem(c, 'too_many_keys') : c.json(made, 201)
  })

  .delete('/:id', backend, async (c) => {
    const outcome = await revokeKey(c.env, c.var.shop.id, c.req.param('id'))
    switch (outcome) {
      case 'revoked':
        return c.body(null, 204)
      case 'unknown':
        return problem(c, 'secret_key_unknown')
      case 'last':
        return problem(c, 'last_key')
      default:
        return outcome satisfies never
    }
  })

export const adminKeyRoutes = new Hono<App>().post(
  '/:id/keys',
  owner,
  json(NewSecretKey, CLIENT_BODY_BYTES),
  async (c) => {
    const made = await makeKey(c.env, c.req.param('id'), c.req.valid('json'), Date.now(), true)
    return typeof made === 'string' ? problem(c, 'shop_unknown') : c.json(made, 201)
  },
)

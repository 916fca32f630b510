/** `POST /v1/admin/shops` makes a shop; `GET` and `PATCH /v1/shop` read and change its settings. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { changeSettings, createShop } from '../../settings/save.ts'
import { SenderDomains } from '../../shop/sender-domains.ts'
import { ShopSettings } from '../../shop/settings.ts'
import type { App } from '../context.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp, owner } from './auth.ts'
import { shown } from './shown.ts'

// Only `npm run dev` and tests may choose keys, and only the demo's.
const NewShop = strictObject({
  ...ShopSettings.entries,
  keys: v.optional(v.literal('demo', 'choice_unknown')),
  senderDomains: v.optional(SenderDomains),
})

export const adminRoutes = new Hono<App>().post(
  '/shops',
  owner,
  json(NewShop, BACKEND_BODY_BYTES),
  async (c) => {
    const { keys, senderDomains, ...settings } = c.req.valid('json')
    const created = await createShop(c.env, settings, { keys, senderDomains }, Date.now())
    switch (created.kind) {
      case 'created': {
        const { id, publicKey, secretKey } = created
        return c.json({ id, publicKey, secretKey }, 201)
      }
      case 'exists':
        return c.body(null, 204)
      case 'refused':
        return problem(c, 'request_invalid', created.faults)
      default:
        return created satisfies never
    }
  },
)

// RFC 7396: null takes a setting out, so that its default applies.
const Patch = v.record(line(40), v.unknown(), 'not_an_object')

export const shopRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => c.json(await shown(c.env, c.var.shop, c.var.vault), 200))

  .patch('/', backend, json(Patch, BACKEND_BODY_BYTES), async (c) => {
    const { shop, vault } = c.var
    const changed = await changeSettings(c.env, shop, vault, c.req.valid('json'), Date.now())
    if (!changed.ok) return problem(c, 'request_invalid', changed.error)
    return c.json(await shown(c.env, changed.value, vault), 200)
  })

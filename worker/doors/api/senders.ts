/**
 * `PUT /v1/admin/shops/:id/sender-domains`: the Worker's owner lists the domains from which a shop
 * may send over the Worker's own mail binding. No key of a shop can change the list.
 */
import { Hono } from 'hono'
import { strictObject } from '../../../shared/text.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { allowSenders } from '../../settings/save.ts'
import { SenderDomains } from '../../shop/sender-domains.ts'
import type { App } from '../context.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { owner } from './auth.ts'

const Body = strictObject({ domains: SenderDomains })

export const senderRoutes = new Hono<App>().put(
  '/:id/sender-domains',
  owner,
  json(Body, CLIENT_BODY_BYTES),
  async (c) => {
    const { domains } = c.req.valid('json')
    const shop = await allowSenders(c.env, c.req.param('id'), domains, Date.now())
    return shop ? c.json({ domains: shop.senderDomains }, 200) : problem(c, 'shop_unknown')
  },
)

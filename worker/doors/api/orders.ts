/** `POST /v1/orders`: who bought what, told by the shop's backend. */
import { Hono } from 'hono'
import { Order } from '../../../shared/order.ts'
import type { App } from '../context.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { invalid } from '../../result.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { e164 } from '../../address/phone.ts'
import { contactIdOf } from '../../address/contact.ts'
import { recordOrder } from '../../order/store.ts'

export const orderRoutes = new Hono<App>().post('/', backend, async (c) => {
  const order = await readBody(c, Order, BACKEND_BODY_BYTES)
  if (!order.ok) return problem(c, order.failure)
  const { shop, vault } = c.var
  const { email, at } = order.value
  const country = order.value.country ?? shop.settings.country
  const phone = order.value.phone === undefined ? undefined : e164(order.value.phone, country)
  if (order.value.phone !== undefined && !phone) {
    return problem(c, invalid([['/phone', 'phone_invalid']]).failure)
  }
  const person = { ...(email && { email }), ...(phone && { phone }) }
  const contactId = order.value.contactId ?? (await contactIdOf(vault, person))
  const now = Date.now()
  const placed = at === undefined ? now : Math.min(Date.parse(at), now)
  await recordOrder(homeOf(c.env, shop), shop.id, contactId, order.value, placed)
  return c.json({ accepted: order.value.items.length }, 202)
})

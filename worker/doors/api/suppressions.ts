/**
 * `PUT` and `DELETE /v1/suppressions`: the shop says that an address is never to be written to
 * again, or that it may be. The address stands in the body, and so in no log of what was asked for.
 */
import { type Context, Hono } from 'hono'
import { Address } from '../../../shared/contact.ts'
import type { App } from '../context.ts'
import { addressIndexOf } from '../../address/find.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { problem, type ProblemCode } from '../problem.ts'
import { type Result } from '../../result.ts'
import { enqueueOutbox } from '../../queue.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { liftSuppression, suppressAddress } from '../../suppression/store.ts'
import { type AddressIndex } from '../../address/find.ts'

export const suppressionRoutes = new Hono<App>()
  .put('/', backend, async (c) => {
    const address = await addressOf(c)
    if (!address.ok) return problem(c, address.failure)
    const { shop } = c.var
    const db = homeOf(c.env, shop)
    const outbox = await suppressAddress(db, shop, address.value, 'shop', Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
    return c.body(null, 204)
  })

  .delete('/', backend, async (c) => {
    const address = await addressOf(c)
    if (!address.ok) return problem(c, address.failure)
    const { shop } = c.var
    const index = 'phone' in address.value ? address.value.phone : address.value.contact
    const db = homeOf(c.env, shop)
    // What a message met is not the shop's to undo: the address is dead, or its owner protested.
    const kept = await liftSuppression(db, shop.id, index, ['person', 'shop'])
    return kept ? problem(c, { code: 'suppression_kept' }) : c.body(null, 204)
  })

async function addressOf(c: Context<App>): Promise<Result<AddressIndex, ProblemCode>> {
  const body = await readBody(c, Address, CLIENT_BODY_BYTES)
  return body.ok ? addressIndexOf(c.var.vault, body.value, c.var.shop.settings.country) : body
}

/**
 * `PUT` and `DELETE /v1/suppressions`: the shop says that an address is never to be written to again, or
 * that it may be. The address is in the body, so that no log of requests holds it.
 */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { Address } from '../../../shared/contact.ts'
import { type AddressIndex, addressIndexOf } from '../../address/find.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { liftSuppression, suppressAddress } from '../../suppression/store.ts'
import type { With } from '../context.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

type SuppressionApp = With<BackendApp['Variables'] & { address: AddressIndex }>

/** Sets `address`: the index of the address in the body. */
const addressed = createMiddleware<SuppressionApp, string, { out: { json: Address } }>(
  async (c, next) => {
    const { shop, vault } = c.var
    const address = await addressIndexOf(vault, c.req.valid('json'), shop.settings.country)
    if (!address.ok) return problem(c, 'request_invalid', address.error)
    c.set('address', address.value)
    return next()
  },
)

export const suppressionRoutes = new Hono<SuppressionApp>()
  .put('/', backend, json(Address, CLIENT_BODY_BYTES), addressed, async (c) => {
    await suppressAddress(c.env, c.var.shop, c.var.address, 'shop', Date.now())
    return c.body(null, 204)
  })

  .delete('/', backend, json(Address, CLIENT_BODY_BYTES), addressed, async (c) => {
    const { shop, db, address } = c.var
    // Only what the shop or the person set: a bounce or a complaint is not the shop's to undo.
    const kept = await liftSuppression(db, shop.id, address.index, ['person', 'shop'])
    return kept ? problem(c, 'suppression_kept') : c.body(null, 204)
  })

/** What a shop's backend asks about subscriptions and contacts. */
import { Hono } from 'hono'
import { BackendSubscription } from '../../../shared/subscription.ts'
import type { App } from '../context.ts'
import { historyOf } from '../../history/rules.ts'
import { factsOf } from '../../history/store.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { enqueueOutbox } from '../../queue.ts'
import { problem } from '../problem.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { clientShop } from '../../shop/rules.ts'
import { homeOf } from '../../homes/home.ts'
import { prepare } from '../../subscription/rules.ts'
import { cancelFor, contactOf } from '../../subscription/cancel.ts'
import { subscribe } from '../../subscription/store.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { sealRequest } from '../../subscription/seal.ts'
import { contactIdOf } from '../../address/contact.ts'

export const subscriptionRoutes = new Hono<App>()
  .post('/subscriptions', backend, async (c) => {
    const request = await readBody(c, BackendSubscription, CLIENT_BODY_BYTES)
    if (!request.ok) return problem(c, request.failure)
    const shop = clientShop(c.var.shop)
    const wanted = prepare(request.value, shop, 'backend')
    if (!wanted.ok) return problem(c, wanted.failure)
    const { vault } = c.var
    const contactId = await contactIdOf(vault, wanted.value)
    const asked = await sealRequest(vault, shop, contactId, wanted.value, { method: 'api' })
    const subscribed = await subscribe(homeOf(c.env, shop), shop, asked)
    if (subscribed.inStock) return problem(c, { code: 'in_stock' })
    if (!subscribed.id && !subscribed.known) return problem(c, { code: 'variant_not_found' })
    await enqueueOutbox(c.env, shop.id, subscribed.outbox)
    const { id } = subscribed
    // The shop may know what a page may not: this person is never to be written to again.
    if (!id) return c.json({ status: 'suppressed' as const, contactId }, 202)
    return c.json({ status: 'accepted' as const, id, contactId }, 202)
  })

  .get('/subscriptions/:id/history', backend, async (c) => {
    const { shop } = c.var
    const facts = await factsOf(homeOf(c.env, shop), shop.id, c.req.param('id'))
    if (!facts) return problem(c, { code: 'subscription_unknown' })
    return c.json({ history: historyOf(facts, Date.now()) }, 200)
  })

  .delete('/subscriptions/:id', backend, async (c) => {
    const { shop } = c.var
    const db = homeOf(c.env, shop)
    const subscriptionId = c.req.param('id')
    const contactId = await contactOf(db, shop.id, subscriptionId)
    if (!contactId) return problem(c, { code: 'subscription_unknown' })
    const outbox = await cancelFor(db, shop, contactId, { subscriptionId }, 'api', Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
    return c.body(null, 204)
  })

  .get('/contacts/:id/subscriptions', backend, async (c) => {
    const { shop } = c.var
    const subscriptions = await subscriptionsOf(homeOf(c.env, shop), shop.id, c.req.param('id'))
    if (!subscriptions) return problem(c, { code: 'contact_unknown' })
    return c.json({ subscriptions }, 200)
  })

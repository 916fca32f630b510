/** Subscriptions for the shop's backend: made, looked into, cancelled. */
import { Hono } from 'hono'
import { BackendSubscription } from '../../../shared/backend-subscription.ts'
import { notifyOne, NotifyOneBody } from '../../action/notify.ts'
import { askAgain } from '../../confirmation/again.ts'
import { historyOf } from '../../history/rules.ts'
import { factsOf } from '../../history/store.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { linkFor } from '../../link/token.ts'
import { clientShop } from '../../shop/rules.ts'
import { accept } from '../../subscription/accept.ts'
import { cancelFor, contactOf } from '../../subscription/cancel.ts'
import { problem } from '../problem.ts'
import { refusal } from '../refusal.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { notified } from './demand-actions.ts'

export const subscriptionRoutes = new Hono<BackendApp>()
  .post('/', backend, json(BackendSubscription, CLIENT_BODY_BYTES), async (c) => {
    const request = c.req.valid('json')
    const accepted = await accept(c.env, clientShop(c.var.shop), request, { asker: 'backend' })
    const { shop } = c.var
    const manageUrlOf = (contactId: string) => {
      const locale = request.locale ?? shop.settings.defaultLocale
      return linkFor(c.env, shop, 'manage', { contactId, locale }, Date.now())
    }
    switch (accepted.kind) {
      case 'accepted': {
        const { id, contactId } = accepted
        const manageUrl = await manageUrlOf(contactId)
        return c.json({ status: 'accepted' as const, id, contactId, manageUrl }, 202)
      }
      // It is not stored yet. If an equal request is stored already, the id will be another one.
      case 'deferred': {
        const { contactId } = accepted
        const manageUrl = await manageUrlOf(contactId)
        return c.json({ status: 'accepted' as const, contactId, manageUrl }, 202)
      }
      // Only the shop may learn this, not a page: nobody may write to this person again.
      case 'suppressed':
        return c.json({ status: 'suppressed' as const, contactId: accepted.contactId }, 202)
      default:
        return refusal(c, accepted)
    }
  })

  .get('/:id/history', backend, async (c) => {
    const { shop, db } = c.var
    const facts = await factsOf(db, shop.id, c.req.param('id'))
    if (!facts) return problem(c, 'subscription_unknown')
    return c.json({ history: historyOf(facts, Date.now()) }, 200)
  })

  .post('/:id/confirmation', backend, async (c) => {
    const asked = await askAgain(c.env, c.var.shop, c.req.param('id'), Date.now())
    switch (asked) {
      case 'queued':
        return c.json({ status: 'accepted' as const }, 202)
      case 'unknown':
        return problem(c, 'subscription_unknown')
      case 'nothing_to_confirm':
        return problem(c, 'nothing_to_confirm')
      default:
        return asked satisfies never
    }
  })

  .post('/:id/notify', backend, json(NotifyOneBody, CLIENT_BODY_BYTES), async (c) => {
    const { shop, by } = c.var
    const body = c.req.valid('json')
    return notified(c, await notifyOne(c.env, shop, c.req.param('id'), body, by, Date.now()))
  })

  .delete('/:id', backend, async (c) => {
    const { shop, db } = c.var
    const subscriptionId = c.req.param('id')
    const contactId = await contactOf(db, shop.id, subscriptionId)
    if (!contactId) return problem(c, 'subscription_unknown')
    await cancelFor(c.env, shop, contactId, { subscriptionId }, 'api', Date.now())
    return c.body(null, 204)
  })

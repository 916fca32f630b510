/** A person's data for the shop's backend: found by address, exported, erased. */
import { Hono } from 'hono'
import { ContactLookup } from '../../../shared/contact.ts'
import { lookupIndexOf } from '../../address/find.ts'
import { eraseContact, exportContact, findContacts } from '../../contact/store.ts'
import { CLIENT_BODY_BYTES, FOUND_CONTACTS } from '../../limits.ts'
import { linkFor } from '../../link/token.ts'
import { enqueueOutbox } from '../../queue.ts'
import { subscriptionsOf } from '../../subscription/list.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const contactRoutes = new Hono<BackendApp>()
  // A POST, so that the address stands in no log of addresses that were asked for.
  .post('/lookup', backend, json(ContactLookup, CLIENT_BODY_BYTES), async (c) => {
    const { shop, db, vault } = c.var
    const index = await lookupIndexOf(vault, c.req.valid('json'), shop.settings.country)
    if (!index.ok) return problem(c, 'request_invalid', index.error)
    const [id, ...others] = await findContacts(db, shop.id, [index.value])
    if (!id) return problem(c, 'contact_unknown')
    return c.json(
      { id, ...(others.length > 0 && { others: others.slice(0, FOUND_CONTACTS) }) },
      200,
    )
  })

  .get('/:id', backend, async (c) => {
    const { shop, db, vault } = c.var
    const contactId = c.req.param('id')
    const contact = await exportContact(db, vault, shop.id, contactId)
    if (!contact) return problem(c, 'contact_unknown')
    const locale = contact.locale ?? shop.settings.defaultLocale
    const manageUrl = await linkFor(c.env, shop, 'manage', { contactId, locale }, Date.now())
    return c.json({ ...contact.data, manageUrl }, 200)
  })

  .delete('/:id', backend, async (c) => {
    const { shop, db } = c.var
    const { found, outbox } = await eraseContact(db, shop, c.req.param('id'), Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
    return found ? c.body(null, 204) : problem(c, 'contact_unknown')
  })

  .get('/:id/subscriptions', backend, async (c) => {
    const { shop, db } = c.var
    const subscriptions = await subscriptionsOf(db, shop.id, c.req.param('id'))
    return subscriptions ? c.json({ subscriptions }, 200) : problem(c, 'contact_unknown')
  })

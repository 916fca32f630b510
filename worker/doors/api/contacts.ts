/** A person's data for the shop's backend: found by address, given out, erased. */
import { Hono } from 'hono'
import { ContactLookup } from '../../../shared/contact.ts'
import type { App } from '../context.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { enqueueOutbox } from '../../queue.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { addressIndexOf } from '../../address/find.ts'
import { eraseContact, exportContact, findContact } from '../../contact/store.ts'

export const contactRoutes = new Hono<App>()
  // A POST, so that the address stands in no log of addresses that were asked for.
  .post('/lookup', backend, async (c) => {
    const lookup = await readBody(c, ContactLookup, CLIENT_BODY_BYTES)
    if (!lookup.ok) return problem(c, lookup.failure)
    const { shop, vault } = c.var
    const address = await addressIndexOf(vault, lookup.value, shop.settings.country)
    if (!address.ok) return problem(c, address.failure)
    const index = 'phone' in address.value ? address.value.phone : address.value.contact
    const id = await findContact(homeOf(c.env, shop), shop.id, index)
    return id ? c.json({ id }, 200) : problem(c, { code: 'contact_unknown' })
  })

  .get('/:id', backend, async (c) => {
    const { shop, vault } = c.var
    const db = homeOf(c.env, shop)
    const contact = await exportContact(db, vault, shop.id, c.req.param('id'))
    return contact ? c.json(contact, 200) : problem(c, { code: 'contact_unknown' })
  })

  .delete('/:id', backend, async (c) => {
    const { shop } = c.var
    const db = homeOf(c.env, shop)
    const { found, outbox } = await eraseContact(db, shop, c.req.param('id'), Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
    return found ? c.body(null, 204) : problem(c, { code: 'contact_unknown' })
  })

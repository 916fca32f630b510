/** A person's data for the shop's backend: found by address, given out, erased. */
import { Hono } from 'hono'
import { ContactLookup } from '../../shared/contact.ts'
import type { App } from '../app-types.ts'
import { CLIENT_BODY_BYTES } from '../limits.ts'
import { invalid, problem } from '../problem.ts'
import { enqueueOutbox } from '../queue.ts'
import { readBody } from '../request.ts'
import { backend } from '../shop/auth.ts'
import { databaseOf } from '../shop/store.ts'
import { e164 } from '../subscription/rules.ts'
import { eraseContact, exportContact, findContact } from './store.ts'

export const contactRoutes = new Hono<App>()
  // A POST, so that the address stands in no log of addresses that were asked for.
  .post('/lookup', backend, async (c) => {
    const lookup = await readBody(c, ContactLookup, CLIENT_BODY_BYTES)
    if (!lookup.ok) return problem(c, lookup.failure)
    const { shop, vault } = c.var
    const { email, phone, country = shop.settings.country } = lookup.value
    if (!email && !phone) return problem(c, invalid([['/email', 'missing']]).failure)
    const number = email || !phone ? undefined : e164(phone, country)
    if (!email && !number) return problem(c, invalid([['/phone', 'phone_invalid']]).failure)
    const index = email ? vault.index('email', email) : vault.index('phone', number ?? '')
    const id = await findContact(databaseOf(c.env, shop), shop.id, await index)
    return id ? c.json({ id }, 200) : problem(c, { code: 'contact_unknown' })
  })

  .get('/:id', backend, async (c) => {
    const { shop, vault } = c.var
    const db = databaseOf(c.env, shop)
    const contact = await exportContact(db, vault, shop.id, c.req.param('id'))
    return contact ? c.json(contact, 200) : problem(c, { code: 'contact_unknown' })
  })

  .delete('/:id', backend, async (c) => {
    const { shop } = c.var
    const db = databaseOf(c.env, shop)
    const { found, outbox } = await eraseContact(db, shop, c.req.param('id'), Date.now())
    await enqueueOutbox(c.env, shop.id, outbox)
    return found ? c.body(null, 204) : problem(c, { code: 'contact_unknown' })
  })

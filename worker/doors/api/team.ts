/** `/v1/team`: the shop's own people, who get mails about the shop. */
import { Hono } from 'hono'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { enqueueOutbox } from '../../queue.ts'
import { MemberChange, NewMember } from '../../team/rules.ts'
import { addMember, changeMember, removeMember, teamOf } from '../../team/store.ts'
import { problem } from '../problem.ts'
import { json } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

export const teamRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => {
    const { shop, db, vault } = c.var
    return c.json({ members: await teamOf(db, shop.id, vault) }, 200)
  })

  .post('/', backend, json(NewMember, CLIENT_BODY_BYTES), async (c) => {
    const { shop, db, vault } = c.var
    const added = await addMember(db, shop, vault, c.req.valid('json'), Date.now())
    if (added === 'full') return problem(c, 'team_full')
    await enqueueOutbox(c.env, shop.id, added.queue)
    return c.json(added.member, added.isNew ? 201 : 200)
  })

  .patch('/:id', backend, json(MemberChange, CLIENT_BODY_BYTES), async (c) => {
    const { shop, db, vault } = c.var
    const member = await changeMember(db, shop.id, vault, c.req.param('id'), c.req.valid('json'))
    return member ? c.json(member, 200) : problem(c, 'member_unknown')
  })

  .delete('/:id', backend, async (c) => {
    const removed = await removeMember(c.var.db, c.var.shop.id, c.req.param('id'))
    return removed ? c.body(null, 204) : problem(c, 'member_unknown')
  })

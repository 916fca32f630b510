/**
 * `GET /v1/destinations`: how each is doing. `POST …/:name/check`: whether its settings work.
 * `POST …/:name/replay`: sends it everybody who waits and whom it does not have. `POST …/:name/open`:
 * calls it again after it asked never to be called.
 */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { REPLAY_ROWS } from '../../limits.ts'
import { openDestination } from '../../delivery/open.ts'
import { reopen } from '../../delivery/gate.ts'
import { problem } from '../problem.ts'
import { enqueueOutbox } from '../../queue.ts'
import { backend } from '../auth.ts'
import { clientShop } from '../../shop/rules.ts'
import { homeOf } from '../../homes/home.ts'
import { relayBits } from '../../shop/rules.ts'
import { connectorOf } from '../../connectors/destinations/list.ts'
import { gatesOf, replay } from '../../delivery/status.ts'

export const destinationRoutes = new Hono<App>()
  .get('/', backend, async (c) => {
    const { shop } = c.var
    const gates = await gatesOf(homeOf(c.env, shop), shop.id, Date.now())
    const destinations = shop.settings.destinations.map((options) => ({
      name: options.name,
      type: options.type,
      can: connectorOf(options).can(options),
      tells: connectorOf(options).tells(options),
      ...(options.fallback && { fallback: options.fallback }),
      ...gates(options.name),
    }))
    return c.json({ destinations }, 200)
  })

  .post('/:name/check', backend, async (c) => {
    const open = await openDestination(c.env, c.var.shop, c.req.param('name'))
    if (!open) return problem(c, { code: 'destination_missing' })
    const findings = (await open.calls.probe?.()) ?? []
    return c.json({ ok: findings.every(({ ok }) => ok), findings }, 200)
  })

  .post('/:name/replay', backend, async (c) => {
    const { shop } = c.var
    const name = c.req.param('name')
    const options = shop.settings.destinations.find((one) => one.name === name)
    if (!options) return problem(c, { code: 'destination_missing' })
    const { fallback } = options
    const relay = relayBits(clientShop(shop)).find((one) => one.name === name)
    if (!relay) return problem(c, { code: 'cannot_replay' })
    const db = homeOf(c.env, shop)
    const queued = await replay(db, shop.id, { ...relay, fallback }, REPLAY_ROWS, Date.now())
    await enqueueOutbox(c.env, shop.id, queued)
    return c.json({ queued: queued.length, more: queued.length === REPLAY_ROWS }, 202)
  })

  .post('/:name/open', backend, async (c) => {
    const { shop } = c.var
    const name = c.req.param('name')
    if (!shop.settings.destinations.some((one) => one.name === name)) {
      return problem(c, { code: 'destination_missing' })
    }
    const due = await reopen(homeOf(c.env, shop), shop.id, name, Date.now())
    await enqueueOutbox(c.env, shop.id, due)
    return c.json({ due: due.length }, 202)
  })

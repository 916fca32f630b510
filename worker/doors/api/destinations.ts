/**
 * `GET /v1/destinations`: the state of each. `POST …/:name/check`: whether its settings work.
 * `POST …/:name/replay`: sends it all subscriptions that it does not have. `POST …/:name/open`: calls it
 * again after it asked never to be called. `POST …/:name/feed-key`: a new key for the feed that it reads.
 */
import { Hono } from 'hono'
import { connectorOf } from '../../connectors/destinations/list.ts'
import { reopen } from '../../delivery/gate.ts'
import { openDestination } from '../../delivery/open.ts'
import { gatesOf, replay } from '../../delivery/status.ts'
import { REPLAY_ROWS } from '../../limits.ts'
import { enqueueOutbox } from '../../queue.ts'
import { replaceIssued } from '../../settings/save.ts'
import { clientShop, relayBits } from '../../shop/rules.ts'
import { problem } from '../problem.ts'
import { backend, type BackendApp } from './auth.ts'
import { feedAddress } from './shown.ts'

export const destinationRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => {
    const { shop, db } = c.var
    const gates = await gatesOf(db, shop.id, Date.now())
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
    if (!open) return problem(c, 'destination_missing')
    const findings = (await open.calls.probe?.()) ?? []
    return c.json({ ok: findings.every(({ ok }) => ok), findings }, 200)
  })

  .post('/:name/feed-key', backend, async (c) => {
    const name = c.req.param('name')
    const known = c.var.shop.settings.destinations.some((one) => one.name === name)
    if (!known) return problem(c, 'destination_missing')
    const changed = await replaceIssued(c.env, c.var.shop, name, Date.now())
    if (!changed) return problem(c, 'feed_off')
    const found = changed.settings.destinations.find((one) => one.name === name)
    const key = found?.type === 'klaviyo' ? (found.feedKey ?? '') : ''
    return c.json({ feedKey: feedAddress(c.env, changed.publicKey, key) }, 200)
  })

  .post('/:name/replay', backend, async (c) => {
    const { shop, db } = c.var
    const name = c.req.param('name')
    const options = shop.settings.destinations.find((one) => one.name === name)
    if (!options) return problem(c, 'destination_missing')
    const { fallback } = options
    const relay = relayBits(clientShop(shop)).find((one) => one.name === name)
    if (!relay) return problem(c, 'cannot_replay')
    const queued = await replay(db, shop.id, { ...relay, fallback }, REPLAY_ROWS, Date.now())
    await enqueueOutbox(c.env, shop.id, queued)
    return c.json({ queued: queued.length, more: queued.length === REPLAY_ROWS }, 202)
  })

  .post('/:name/open', backend, async (c) => {
    const { shop, db } = c.var
    const name = c.req.param('name')
    const known = shop.settings.destinations.some((one) => one.name === name)
    if (!known) return problem(c, 'destination_missing')
    const due = await reopen(db, shop.id, name, Date.now())
    await enqueueOutbox(c.env, shop.id, due)
    return c.json({ due: due.length }, 202)
  })

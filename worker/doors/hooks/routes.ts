/**
 * `POST /hooks/:name/:shop`: webhooks of a shop's sources and destinations, verified over the raw body.
 * A webhook in an unknown shape is answered 202, because many vendors disable one that is refused.
 */
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type HookReceiver, hookReceiver } from '../../hook/receive.ts'
import { HOOK_BODY_BYTES } from '../../limits.ts'
import { shopByEitherKey } from '../../shop/store.ts'
import type { With } from '../context.ts'
import { problem } from '../problem.ts'
import { configured, textOf, withinBytes } from '../request.ts'

type HookApp = With<{ receive: HookReceiver }>

const receiver = createMiddleware<HookApp, '/:name/:shop'>(async (c, next) => {
  const { name, shop: key } = c.req.param()
  const shop = await shopByEitherKey(c.env, key)
  if (!shop) return problem(c, 'shop_unknown')
  const receive = await hookReceiver(c.env, shop, name)
  if (!receive) return problem(c, 'hook_unknown')
  c.set('receive', receive)
  return next()
})

export const hookRoutes = new Hono<HookApp>().post(
  '/:name/:shop',
  configured,
  receiver,
  withinBytes(HOOK_BODY_BYTES),
  async (c) => {
    const outcome = await c.var.receive({
      body: await textOf(c),
      headers: c.req.raw.headers as Headers,
      query: new URL(c.req.url).searchParams,
      now: Date.now(),
    })
    switch (outcome.kind) {
      case 'bad':
        return problem(c, 'signature_invalid')
      case 'stale':
        return problem(c, 'signature_stale')
      case 'ping':
        return c.json({ status: 'heard' }, 200)
      case 'reports':
        // Some take nothing but 200 for an answer, and one would read a text out as a reply.
        return c.body(null, 200)
      case 'unreadable':
        return c.json({ status: 'unreadable' }, 202)
      case 'repeated':
        return c.json({ status: 'seen' }, 200)
      case 'obeyed':
        return c.json({ status: 'done' }, 200)
      case 'stored':
        return c.json({ status: 'accepted' }, 202)
      default:
        return outcome satisfies never
    }
  },
)

/**
 * `POST /hooks/:name/:shop`: webhooks of a shop's sources and destinations, verified over the raw body. Whatever is
 * answered 2xx is stored or on a queue; what a vendor sends in an unknown shape is answered 202,
 * because many disable a webhook that is refused. Nothing of the body reaches the log.
 */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { HOOK_BODY_BYTES } from '../../limits.ts'
import { entry, writeLog } from '../../log/store.ts'
import { openDestination } from '../../delivery/open.ts'
import { problem } from '../problem.ts'
import { enqueueHints } from '../../queue.ts'
import { textOf } from '../request.ts'
import { shopByEitherKey } from '../../shop/store.ts'
import { homeOf } from '../../homes/home.ts'
import { openSource } from '../../source/open.ts'
import { openSink } from '../../source/sink.ts'
import type { Delivery, SourceCalls } from '../../connectors/sources/contract.ts'
import { recordPush } from '../../source/store.ts'
import { secretUsable, sha256 } from '../../vault.ts'
import { applyReports } from '../../suppression/reported.ts'
import type { Hook, Verification } from '../../connectors/hook.ts'
import { markSeen, wasSeen } from '../../hook/store.ts'

export const hookRoutes = new Hono<App>().post('/:name/:shop', async (c) => {
  const { name, shop: key } = c.req.param()
  if (!secretUsable(c.env)) return problem(c, { code: 'not_configured' })
  const shop = key.length <= 100 ? await shopByEitherKey(c.env, key) : undefined
  if (!shop) return problem(c, { code: 'shop_unknown' })
  const source = await openSource(c.env, shop, name)
  const calls = source ?? (await openDestination(c.env, shop, name))?.calls
  if (!calls?.verify) return problem(c, { code: 'hook_unknown' })
  const body = await textOf(c, HOOK_BODY_BYTES)
  if (body === undefined) return problem(c, { code: 'body_too_large' })

  const now = Date.now()
  const query = new URL(c.req.url).searchParams
  const hook: Hook = { body, headers: c.req.raw.headers as Headers, query, now }
  switch (await verificationOf(calls, hook)) {
    case 'bad':
      return problem(c, { code: 'signature_invalid' })
    case 'stale':
      return problem(c, { code: 'signature_stale' })
    case 'ping':
      return c.json({ status: 'heard' }, 200)
    case 'good':
  }
  const db = homeOf(c.env, shop)
  const heard = 'readReports' in calls ? orNothing(() => calls.readReports?.(hook)) : undefined
  if (heard) {
    await applyReports(c.env, shop, heard, now)
    // Some take nothing but 200 for an answer, and one would read a text out as a reply.
    return c.body(null, 200)
  }
  const delivery = 'read' in calls ? orNothing(() => calls.read?.(hook)) : undefined
  if (!delivery) {
    const detail = { source: name, characters: body.length }
    await writeLog(db, [entry(shop.id, 'hook_unreadable', detail)])
    return c.json({ status: 'unreadable' }, 202)
  }
  const id = delivery.id === undefined ? undefined : await sha256(delivery.id)
  if (id && (await wasSeen(db, shop.id, name, id))) return c.json({ status: 'seen' }, 200)

  const { levels = [], entries = [], hints = [] } = delivery
  const sink = openSink(c.env, shop, name, now)
  await sink.entries(entries)
  await sink.levels(levels)
  await enqueueHints(c.env, shop.id, name, hints)
  await sink.log()
  if (id) await markSeen(db, shop.id, name, id, now)
  const { written, restocks } = sink.tally
  const lagMs = lagOf(delivery, now)
  await recordPush(db, shop.id, name, { heardAt: now, lagMs, written, restocks }, now)
  return c.json({ status: 'accepted' }, 202)
})

/** What cannot be verified is not the vendor's. */
async function verificationOf(
  { verify }: Pick<SourceCalls, 'verify'>,
  hook: Hook,
): Promise<Verification> {
  try {
    return (await verify?.(hook)) ?? 'bad'
  } catch {
    return 'bad'
  }
}

/** What a reader gives, or nothing where it stumbles over an unknown shape. */
function orNothing<T>(read: () => T | undefined): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** How old the newest level is, where the vendor dates them. */
function lagOf({ levels = [] }: Delivery, now: number): number | undefined {
  const times = levels.map(({ at }) => (at === undefined ? Number.NaN : Date.parse(at)))
  const known = times.filter((at) => Number.isFinite(at))
  return known.length > 0 ? Math.max(0, now - Math.max(...known)) : undefined
}

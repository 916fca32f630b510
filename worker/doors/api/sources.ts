/** `GET /v1/sources`: how each source is doing. `POST /v1/sources/:name/poll`: ask it now. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { objectFault } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { CLIENT_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { enqueueSources } from '../../queue.ts'
import { readBody } from '../request.ts'
import { backend } from '../auth.ts'
import { homeOf } from '../../homes/home.ts'
import { pollNow, type SourceRow, sourceRows } from '../../source/store.ts'

// `accept`: what was held back is right, take it.
const Poll = v.strictObject({ accept: v.optional(v.boolean('not_a_boolean'), false) }, objectFault)

export const sourceRoutes = new Hono<App>()
  .get('/', backend, async (c) => {
    const { shop } = c.var
    const states = await sourceRows(homeOf(c.env, shop), shop.id)
    const sources = shop.settings.sources.map(({ name, type, everyMinutes }) => {
      const state = states.find((row) => row.name === name)
      return { name, type, everyMinutes, ...(state && stateOf(state)) }
    })
    return c.json({ sources }, 200)
  })

  .post('/:name/poll', backend, async (c) => {
    const bare = c.req.header('Content-Type') === undefined
    const body = bare
      ? ({ ok: true, value: { accept: false } } as const)
      : await readBody(c, Poll, CLIENT_BODY_BYTES)
    if (!body.ok) return problem(c, body.failure)
    const { shop } = c.var
    const source = c.req.param('name')
    const db = homeOf(c.env, shop)
    if (!(await pollNow(db, shop.id, source, body.value.accept, Date.now()))) {
      return problem(c, { code: 'source_unknown' })
    }
    await enqueueSources(c.env, [{ shop: shop.id, source }])
    return c.json({ status: 'accepted' }, 202)
  })

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const stateOf = (row: SourceRow) => ({
  nextAt: time(row.due_at),
  lastSuccessAt: time(row.last_success_at),
  lastChangeAt: time(row.last_change_at),
  /** The last webhook. */
  heardAt: time(row.heard_at),
  error:
    row.last_error === null
      ? null
      : { reason: row.last_error, ...(row.last_error_item && { item: row.last_error_item }) },
  lagSeconds: row.lag_ms === null ? null : Math.round(row.lag_ms / 1000),
  items: row.items,
  restocks: { pushed: row.restocks_pushed, polled: row.restocks_polled },
})

/**
 * `GET /v1/sources`: the state of each source. `POST /v1/sources/:name/poll`: reads one now.
 * `POST /v1/sources/try`: reads one that need not be set up, and changes nothing.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, strictObject } from '../../../shared/text.ts'
import { openFaults } from '../../connectors/sources/item-faults.ts'
import { CLIENT_BODY_BYTES, SHOWN_FAULTY_ITEMS } from '../../limits.ts'
import { enqueueSources } from '../../queue.ts'
import { trySource } from '../../settings/try.ts'
import { pollNow } from '../../source/due.ts'
import { type SourceRow, sourceRows } from '../../source/store.ts'
import { problem } from '../problem.ts'
import { json, optionalJson } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { answerOf } from './trial.ts'

// `accept`: a feed that was held back is right, and is to be stored.
const Poll = strictObject({ accept: v.optional(v.boolean('not_a_boolean'), false) })

// The options of a source; for pages, the address of one as well.
const Attempt = v.record(line(40), v.unknown(), 'not_an_object')

export const sourceRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => {
    const { shop, db } = c.var
    const states = await sourceRows(db, shop.id)
    const sources = shop.settings.sources.map(({ name, type, everyMinutes }) => {
      const state = states.find((row) => row.name === name)
      return { name, type, everyMinutes, ...(state && stateOf(state)) }
    })
    return c.json({ sources }, 200)
  })

  .post('/try', backend, json(Attempt, CLIENT_BODY_BYTES), async (c) => {
    const { shop, vault } = c.var
    const tried = await trySource(c.env, shop, vault, c.req.valid('json'), Date.now())
    switch (tried.kind) {
      case 'tried':
        return c.json(answerOf(tried), 200)
      case 'refused':
        return problem(c, 'request_invalid', tried.faults)
      case 'untriable':
        return problem(c, 'source_untriable')
      default:
        return tried satisfies never
    }
  })

  .post('/:name/poll', backend, optionalJson(Poll, CLIENT_BODY_BYTES), async (c) => {
    const { shop, db } = c.var
    const source = c.req.param('name')
    const { accept } = c.req.valid('json')
    const known = await pollNow(db, shop.id, source, accept, Date.now())
    if (!known) return problem(c, 'source_unknown')
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
  faults: faultsOf(row.faults),
})

/** The number of faulty items, and those that failed last. */
function faultsOf(stored: string | null) {
  const all = openFaults(stored, Date.now()).list()
  const items = all
    .slice(0, SHOWN_FAULTY_ITEMS)
    .map(({ item, reason, failures, until, names }) => ({
      item,
      reason,
      failures,
      nextAt: time(until),
      ...(names && { names }),
    }))
  return { count: all.length, items }
}

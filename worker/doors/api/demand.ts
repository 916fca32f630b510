/** `GET /v1/demand` and `GET /v1/demand/:sku`: who waits for what. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, Sku } from '../../../shared/text.ts'
import { listPeople, placeAfter } from '../../demand/people.ts'
import { DEMAND_QUERY } from '../../demand/query.ts'
import { listDemand } from '../../demand/store.ts'
import { problem } from '../problem.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { PageQuery } from './paging.ts'

const DemandListQuery = v.pipe(
  v.object({ limit: PageQuery.limit, ...DEMAND_QUERY }),
  v.transform(({ cursor: after, order, ...asked }) => {
    const { sort } = asked
    return {
      ...asked,
      after,
      order: order ?? (sort === 'sku' ? ('asc' as const) : ('desc' as const)),
    }
  }),
  // A place in another order is no place in this one.
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { after, sort, order } = dataset.value
    if (!after || (after.sort === sort && after.order === order)) return
    const path = { type: 'object', origin: 'value', input: {}, key: 'cursor', value: '' } as const
    addIssue({ message: 'cursor_invalid', path: [path] })
  }),
)

const PeopleQuery = v.object({
  limit: PageQuery.limit,
  cursor: v.optional(
    v.pipe(
      line(200),
      v.check((text) => placeAfter(text) !== undefined, 'cursor_invalid'),
    ),
  ),
})

export const demandRoutes = new Hono<BackendApp>()
  .get('/', backend, query(DemandListQuery), async (c) => {
    const { shop, db } = c.var
    return c.json(await listDemand(db, shop, c.req.valid('query'), Date.now()), 200)
  })

  .get('/:sku', backend, query(PeopleQuery), async (c) => {
    const { shop, db, vault, scopes } = c.var
    const { limit, cursor } = c.req.valid('query')
    const sku = c.req.param('sku')
    const page = v.is(Sku, sku)
      ? await listPeople(
          { env: c.env, db, shop, vault },
          sku,
          {
            after: cursor === undefined ? undefined : placeAfter(cursor),
            limit,
            inClear: scopes.some((scope) => scope === 'all' || scope === 'people'),
          },
          Date.now(),
        )
      : undefined
    return page ? c.json(page, 200) : problem(c, 'sku_unknown')
  })

/** `GET /v1/reports/daily`: from the view of a sold-out variant to the order, by day and sku. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { line, Sku } from '../../../shared/text.ts'
import { dateOf, dayOf, spanOf } from '../../report/rules.ts'
import { GROUPINGS, placeIn, readReport } from '../../report/store.ts'
import { problem } from '../problem.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'
import { PageQuery } from './paging.ts'

const ReportsQuery = v.object({
  limit: PageQuery.limit,
  from: v.optional(line(40)),
  until: v.optional(line(40)),
  sku: v.optional(Sku),
  by: v.optional(v.picklist(GROUPINGS, 'choice_unknown'), 'day'),
  // A day and a sku.
  cursor: v.optional(
    v.pipe(
      line(220),
      v.check((text) => placeIn(text) !== undefined, 'cursor_invalid'),
    ),
  ),
})

export const reportRoutes = new Hono<BackendApp>().get(
  '/daily',
  backend,
  query(ReportsQuery),
  async (c) => {
    const { shop, db } = c.var
    const { from, until, cursor, ...asked } = c.req.valid('query')
    const span = spanOf(from, until, dayOf(Date.now()))
    if ('fault' in span) {
      return problem(c, 'request_invalid', [{ pointer: span.fault, code: 'date_invalid' }])
    }
    const after = cursor === undefined ? undefined : placeIn(cursor)
    const report = await readReport(db, shop.id, { ...asked, ...span, after })
    return c.json(
      {
        from: dateOf(span.first),
        until: dateOf(span.last),
        attributionDays: shop.settings.reports.attributionDays,
        ...report,
      },
      200,
    )
  },
)

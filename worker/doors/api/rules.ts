/** `GET /v1/rules/explain`: which rules count for a variant, and why. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Locale, objectFault, Sku } from '../../../shared/text.ts'
import { explainRules } from '../../explain/read.ts'
import { query } from '../request.ts'
import { backend, type BackendApp } from './auth.ts'

const ExplainQuery = v.object(
  {
    sku: Sku,
    locale: v.optional(Locale),
    /** A quantity to try: what a level of it would do. */
    quantity: v.optional(
      v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'quantity_invalid'), v.transform(Number)),
    ),
  },
  objectFault,
)

export const ruleRoutes = new Hono<BackendApp>().get(
  '/explain',
  backend,
  query(ExplainQuery),
  async (c) => c.json(await explainRules(c.var.db, c.var.shop, c.req.valid('query')), 200),
)

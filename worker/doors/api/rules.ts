/**
 * `GET /v1/rules/explain`: which rules count for a variant, and why. `POST /v1/rules/simulate`: what other
 * rules would have done in the last days.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { listOf, Locale, objectFault, Sku, strictObject, whole } from '../../../shared/text.ts'
import { explainRules } from '../../explain/read.ts'
import { BACKEND_BODY_BYTES, PAST_DAYS } from '../../limits.ts'
import { canEverHold } from '../../settings/check.ts'
import { Rules } from '../../shop/settings.ts'
import { simulateRules } from '../../simulate/run.ts'
import { json, query } from '../request.ts'
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

const SimulateBody = v.pipe(
  strictObject({
    /** Complete rules, as `rules` of `PATCH /v1/shop`: what is missing has its default. */
    rules: Rules,
    days: v.optional(whole(1, PAST_DAYS), PAST_DAYS),
    skus: v.optional(listOf(Sku, 500)),
  }),
  v.forward(
    v.check(({ rules }) => canEverHold(rules), 'never_true'),
    ['rules', 'conditions'],
  ),
)

export const ruleRoutes = new Hono<BackendApp>()
  .get('/explain', backend, query(ExplainQuery), async (c) =>
    c.json(await explainRules(c.var.db, c.var.shop, c.req.valid('query')), 200),
  )
  .post('/simulate', backend, json(SimulateBody, BACKEND_BODY_BYTES), async (c) =>
    c.json(await simulateRules(c.env, c.var.shop, c.req.valid('json'), Date.now()), 200),
  )

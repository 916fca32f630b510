/** Centra: free-to-allocate quantities, from the event queue of its Integration API. */
import * as v from 'valibot'
import { ExternalId, line, listOf, Locale, strictObject, whole } from '../../../../shared/text.ts'
import { common, SourceBaseUrl } from '../options.ts'
import { GRAPHQL_INT_MAX } from './limits.ts'

const Id = whole(1, GRAPHQL_INT_MAX)

/** A market's id, as subscriptions name it in `externalId`, and the warehouses that serve it. */
export const CentraMarket = strictObject({
  id: ExternalId,
  warehouses: listOf(Id, 100),
})
export type CentraMarket = v.InferOutput<typeof CentraMarket>

export const CentraOptions = strictObject({
  type: v.literal('centra'),
  ...common('centra', 1),
  /** `https://TENANT.centra.com`; `/graphql` is appended. */
  baseUrl: SourceBaseUrl,
  token: line(4000),
  /** The token's integration name: Centra keeps one event queue for each. */
  integration: line(200),
  /** Levels for each market, from its own warehouses. Default: one level over all warehouses. */
  markets: v.optional(listOf(CentraMarket, 50)),
  /** The locale that the levels are for. Default: every locale. */
  locale: v.optional(Locale),
  /** `false` while Centra has not enabled events for the account: every poll reads everything. */
  events: v.optional(v.boolean('not_a_boolean'), true),
  /** How often everything is read, besides the events. */
  reconcileMinutes: v.optional(whole(10, 10_080), 1440),
  /** The field of `StockChange` that holds its lines. It takes a `limit`. */
  linesField: v.optional(v.pipe(line(100), v.regex(/^[_A-Za-z]\w*$/, 'name_invalid')), 'lines'),
  /** The secret of the webhook endpoint. Without it, no webhooks are accepted. */
  webhookSecret: v.optional(line(500)),
})
export type CentraOptions = v.InferOutput<typeof CentraOptions>

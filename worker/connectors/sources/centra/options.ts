/** Centra: free-to-allocate quantities, from the event queue of its Integration API. */
import * as v from 'valibot'
import { ExternalId, line, Locale, Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, SourceBaseUrl } from '../options.ts'

const Id = whole(1, 2 ** 31 - 1)

/** A market's id, as subscriptions name it in `externalId`, and the warehouses that serve it. */
export const CentraMarket = v.strictObject(
  {
    id: ExternalId,
    warehouses: v.pipe(
      v.array(Id, 'not_a_list'),
      v.minLength(1, 'empty'),
      v.maxLength(100, 'too_many'),
    ),
  },
  objectFault,
)
export type CentraMarket = v.InferOutput<typeof CentraMarket>

export const CentraOptions = v.strictObject(
  {
    type: v.literal('centra'),
    name: v.optional(Name, 'centra'),
    everyMinutes: everyMinutes(1),
    /** `https://TENANT.centra.com`; `/graphql` is appended. */
    baseUrl: SourceBaseUrl,
    token: line(4000),
    /** The token's integration name: Centra keeps one event queue for each. */
    integration: line(200),
    /** Levels for each market, from its own warehouses. Default: one level over all warehouses. */
    markets: v.optional(
      v.pipe(
        v.array(CentraMarket, 'not_a_list'),
        v.minLength(1, 'empty'),
        v.maxLength(50, 'too_many'),
      ),
    ),
    /** The locale that the levels are for. Default: every locale. */
    locale: v.optional(Locale),
    /** `false` while Centra has not enabled events for the account: every poll reads everything. */
    events: v.optional(v.boolean('not_a_boolean'), true),
    /** How often everything is read, besides the events. */
    reconcileMinutes: v.optional(whole(10, 10_080), 1440),
    /** The field of `StockChange` that holds its lines. */
    linesField: v.optional(
      v.pipe(
        line(100),
        v.check((name) => /^[_A-Za-z]\w*$/.test(name), 'name_invalid'),
      ),
      'lines',
    ),
    /** The secret of the webhook endpoint. Without it, no webhooks are accepted. */
    webhookSecret: v.optional(line(500)),
  },
  objectFault,
)
export type CentraOptions = v.InferOutput<typeof CentraOptions>

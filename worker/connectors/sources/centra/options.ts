/** Centra: free-to-allocate quantities, by the event queue of its Integration API. */
import * as v from 'valibot'
import { ExternalId, line, Locale, Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, SourceUrl } from '../options.ts'

const Id = whole(1, 2 ** 31 - 1)

/** A market's id, as subscriptions name it, and the warehouses that serve it. */
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
    /** `https://TENANT.centra.com`: `/graphql` is added. */
    baseUrl: SourceUrl,
    token: line(4000),
    /** The token's integration name: Centra keeps one queue of events for each. */
    integration: line(200),
    /** Levels of each market, from its own warehouses; without it, of all warehouses together. */
    markets: v.optional(
      v.pipe(
        v.array(CentraMarket, 'not_a_list'),
        v.minLength(1, 'empty'),
        v.maxLength(50, 'too_many'),
      ),
    ),
    /** The levels are of this locale only. */
    locale: v.optional(Locale),
    /** `false` where Centra has not switched its events on: then everything is read, each time. */
    events: v.optional(v.boolean('not_a_boolean'), true),
    /** How often everything is read, whatever the events say. */
    reconcileMinutes: v.optional(whole(10, 10_080), 1440),
    /** The field of StockChange that holds its lines. */
    linesField: v.optional(
      v.pipe(
        line(100),
        v.check((name) => /^[_A-Za-z]\w*$/.test(name), 'name_invalid'),
      ),
      'lines',
    ),
    /** The secret of the webhook endpoint. */
    webhookSecret: v.optional(line(500)),
  },
  objectFault,
)
export type CentraOptions = v.InferOutput<typeof CentraOptions>

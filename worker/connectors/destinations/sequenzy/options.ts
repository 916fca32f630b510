/** Options of the Sequenzy destination. */
import * as v from 'valibot'
import { line, strictObject } from '../../../../shared/text.ts'
import { baseUrl, rate, secret } from '../../options.ts'
import { common } from '../options.ts'

/**
 * `relay`: Sequenzy keeps the waiting list and sends. `deferred`: Sequenzy gets an event for a
 * person when the variant is back.
 */
export const SequenzyOptions = strictObject({
  type: v.literal('sequenzy'),
  ...common('sequenzy'),
  apiKey: secret,
  /** Which company is meant, for a key of a whole account. */
  companyId: v.optional(line(100)),
  mode: v.optional(v.picklist(['relay', 'deferred'], 'choice_unknown'), 'relay'),
  /** The event that `deferred` sends. */
  event: v.optional(line(100), 'back_in_stock'),
  /** Whether Shelfbell writes products and stock. False when something else writes them. */
  sendStock: v.optional(v.boolean('not_a_boolean'), true),
  /** Sequenzy publishes no limit: slow enough for most. */
  rate: rate({ perSecond: 10 }),
  baseUrl: baseUrl('https://api.sequenzy.com/api/v1'),
})
export type SequenzyOptions = v.InferOutput<typeof SequenzyOptions>

/** Options of the Sequenzy destination. */
import * as v from 'valibot'
import { line, objectFault } from '../../../../shared/text.ts'
import { baseUrl, common, rate } from '../options.ts'

/**
 * With `mode: 'relay'` Sequenzy keeps the waiting list and sends; with `deferred` it hears of a
 * person only when the variant is back, as an event.
 */
export const SequenzyOptions = v.strictObject(
  {
    type: v.literal('sequenzy'),
    ...common('sequenzy'),
    apiKey: v.optional(line(200)),
    /** Which company is meant, where the key is one of a whole account. */
    companyId: v.optional(line(100)),
    mode: v.optional(v.picklist(['relay', 'deferred'], 'choice_unknown'), 'relay'),
    /** The event that `deferred` sends. */
    event: v.optional(line(100), 'back_in_stock'),
    /** Whether Sequenzy hears of products and stock from here; not where something else tells it. */
    sendStock: v.optional(v.boolean('not_a_boolean'), true),
    /** The limit is not published: slow enough for most. */
    rate: rate({ perSecond: 10 }),
    baseUrl: baseUrl('https://api.sequenzy.com/api/v1'),
  },
  objectFault,
)
export type SequenzyOptions = v.InferOutput<typeof SequenzyOptions>

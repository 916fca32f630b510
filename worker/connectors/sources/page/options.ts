/** Product pages with schema.org data, read for the SKUs with waiting subscribers. */
import * as v from 'valibot'
import { strictObject, whole } from '../../../../shared/text.ts'
import type { WithOversell } from '../availability.ts'
import { common } from '../options.ts'

export const PageOptions = strictObject({
  type: v.literal('page'),
  ...common('page', 15),
  /** How many SKUs one run looks up. The shop's own server answers, one page at a time. */
  pagesPerRun: v.optional(whole(1, 200), 50),
})
/** The options, and the shop's choice about variants that are sold while out of stock. */
export type PageOptions = WithOversell<v.InferOutput<typeof PageOptions>>

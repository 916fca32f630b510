/** Product pages with schema.org data, read for the SKUs with waiting subscribers. */
import * as v from 'valibot'
import { strictObject, whole } from '../../../../shared/text.ts'
import { common, oversell } from '../options.ts'

export const PageOptions = strictObject({
  type: v.literal('page'),
  ...common('page', 15),
  /** How many SKUs one run looks up. The shop's own server answers, one page at a time. */
  pagesPerRun: v.optional(whole(1, 200), 50),
  oversell,
})
export type PageOptions = v.InferOutput<typeof PageOptions>

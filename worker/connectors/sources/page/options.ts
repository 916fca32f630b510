/** Product pages with schema.org data, read for the SKUs with waiting subscribers. */
import * as v from 'valibot'
import { Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, oversell } from '../options.ts'

export const PageOptions = v.strictObject(
  {
    type: v.literal('page'),
    name: v.optional(Name, 'page'),
    everyMinutes: everyMinutes(15),
    /** How many SKUs one run looks up. The shop's own server answers, one page at a time. */
    pagesPerRun: v.optional(whole(1, 200), 50),
    oversell,
  },
  objectFault,
)
export type PageOptions = v.InferOutput<typeof PageOptions>

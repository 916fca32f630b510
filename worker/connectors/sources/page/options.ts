/** Product pages with schema.org data, read for the skus that people wait for. */
import * as v from 'valibot'
import { Name, objectFault, whole } from '../../../../shared/text.ts'
import { everyMinutes, oversell } from '../options.ts'

export const PageOptions = v.strictObject(
  {
    type: v.literal('page'),
    name: v.optional(Name, 'page'),
    everyMinutes: everyMinutes(15),
    /** Pages in one run: the shop's own server answers them, one after the other. */
    pagesPerRun: v.optional(whole(1, 200), 50),
    oversell,
  },
  objectFault,
)
export type PageOptions = v.InferOutput<typeof PageOptions>

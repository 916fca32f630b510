/** Options that sources have in common. */
import * as v from 'valibot'
import { Name, WebAddress, whole } from '../../../shared/text.ts'
import { withoutEndSlash } from '../options.ts'

/**
 * The name of a source, by default its type, and how often it is polled: from once a minute to once
 * a day, by default every `minutes`.
 */
export const common = (type: string, minutes: number) => ({
  name: v.optional(Name, type),
  everyMinutes: v.optional(whole(1, 1440), minutes),
})

/** The base address of a vendor's API, without a slash at the end. */
export const SourceBaseUrl = v.pipe(WebAddress, withoutEndSlash)

/** Which text becomes the SKU: the platform's own SKU, or the variant id that many themes use. */
export const skuFrom = v.optional(v.picklist(['sku', 'variant_id'], 'choice_unknown'), 'sku')

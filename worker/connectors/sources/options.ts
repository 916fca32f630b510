/** Options that sources have in common. */
import * as v from 'valibot'
import { line, whole } from '../../../shared/text.ts'
import { withoutEndSlash } from '../options.ts'

/** How often a source is polled: from once a minute to once a day. */
export const everyMinutes = (standard: number) => v.optional(whole(1, 1440), standard)

/**
 * An address that a source reads: http or https, without a user name or password. A connector
 * lists it in `addresses`, so that outside local development it must be https on a public host.
 */
export const SourceUrl = v.pipe(
  line(2000),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === ''
  }, 'url_invalid'),
)

/** The base address of a vendor's API, without a slash at the end. */
export const SourceBaseUrl = v.pipe(SourceUrl, withoutEndSlash)

/**
 * How to count a variant that can be bought while it is out of stock (policy "continue",
 * backorder, preorder): as in stock, or by its quantity. Without a quantity, `by_quantity` counts
 * it as sold out.
 */
export const oversell = v.optional(
  v.picklist(['in_stock', 'by_quantity'], 'choice_unknown'),
  'by_quantity',
)

/** Which text becomes the SKU: the platform's own SKU, or the variant id that many themes use. */
export const skuFrom = v.optional(v.picklist(['sku', 'variant_id'], 'choice_unknown'), 'sku')

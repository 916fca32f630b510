/** The options that sources have in common. A source's own schema lies beside this file. */
import * as v from 'valibot'
import { line, whole } from '../../../shared/text.ts'

/** How often a source is asked, from once a minute to once a day. */
export const everyMinutes = (standard: number) => v.optional(whole(1, 1440), standard)

/**
 * An address that a source reads. That it is https and public is checked with the settings as a
 * whole, because on one's own machine it may be anything (the source names it in `addresses`).
 */
export const SourceUrl = v.pipe(
  line(2000),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === ''
  }, 'url_invalid'),
)

/**
 * What becomes of a variant that may be bought while it is out of stock (policy "continue",
 * backorder, preorder): in stock, or as its quantity says. Where there is no quantity,
 * `by_quantity` takes it to be sold out.
 */
export const oversell = v.optional(
  v.picklist(['in_stock', 'by_quantity'], 'choice_unknown'),
  'by_quantity',
)

/** What a platform's variant is called here: its sku, or the id that many themes name it by. */
export const skuFrom = v.optional(v.picklist(['sku', 'variant_id'], 'choice_unknown'), 'sku')

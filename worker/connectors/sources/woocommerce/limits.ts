/** Every number that shapes this source, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000

/** Products, or variations of one product, in a page: WooCommerce allows no more. */
export const ITEMS_PER_PAGE = 100
/** How long one run reads; the next run continues. It must fit into a source's lease. */
export const RUN_MS = 5 * MINUTE_MS
/** How far the clock of a shop's server may be off. */
export const CLOCK_SKEW_MS = 10 * MINUTE_MS
/** Products with waiting subscribers that each run reads, changed or not. */
export const WAITED_FOR_PRODUCTS = 100
/** The longest time between two full readings: not every change of stock leaves a date. */
export const FULL_READING_MS = 24 * 60 * MINUTE_MS

/** Every number that shapes this source, with its unit in the name and its reason beside it. */

/** Variants or inventory items in one query. They cost about 550 points; Shopify allows 1,000 a query. */
export const NODES_PER_QUERY = 25
/** Variants of an inventory item in that query. Today an item has one; the ids of more are read first. */
export const VARIANTS_OF_ITEM = 2
/** Variants of a product in one page, for the same reason. */
export const VARIANTS_PER_PAGE = 100
/** Ids of variants in one page: the most that Shopify returns. */
export const IDS_PER_PAGE = 250
/** Tries of a query that Shopify throttles. */
export const THROTTLED_TRIES = 3
/** The longest wait for one of them: a bucket of points is full again by then. */
export const THROTTLED_LONGEST_MS = 20_000
/** The wait for a bulk operation: it takes seconds, for a large shop minutes. */
export const BULK_AGAIN_SECONDS = 10
/** The wait while a bulk operation of another app runs. */
export const BULK_BUSY_SECONDS = 120
/** The file of a bulk operation: some 100 MB for 100,000 variants. The time includes storing. */
export const BULK_ANSWER = {
  bytes: 512 * 1024 * 1024,
  timeoutMs: 8 * 60_000,
  headersMs: 60_000,
  bytesPerSecond: 10 * 1024,
  graceMs: 30_000,
}
/** A line of that file is one variant, about 1 KB; a longer line is not Shopify's. */
export const LINE_CHARACTERS = 8 * 1024 * 1024
/** Ids that one webhook may name: enough for the products and variants of an order of 100 lines. */
export const HINTS_OF_HOOK = 250

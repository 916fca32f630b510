/** Every number that shapes this source, with its unit in the name and its reason beside it. */

/** Products in one request: with their variants, a few hundred KB of JSON. */
export const PRODUCTS_PER_REQUEST = 50
/** Inventory items in one answer; BigCommerce allows 1,000. */
export const ITEMS_PER_PAGE = 250
/** Pages of products that one run reads. Each takes two requests or more. */
export const PAGES_PER_RUN = 100
/** With fewer requests left in the rate limit's window, pause: other apps share the quota. */
export const REQUESTS_LEFT_FOR_OTHERS = 10

/** Every number that shapes this source, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000

/** Events in one request, and therefore event ids in one `confirmEvents` mutation. */
export const EVENTS_PER_REQUEST = 200
/** Requests for events in one run: 1,000 events a minute. Centra allows 20 mutations in 10 s. */
export const EVENT_ROUNDS_PER_RUN = 5
/** Centra's lists have 20 entries by default: a stock change with so many lines may have more. */
export const LINES_THAT_MAY_BE_CUT = 20
/** Sizes in one query. Centra allows 200; half of that keeps the query's complexity low. */
export const SIZES_PER_QUERY = 100
/** Pages of the full reading in one run: with the events, well below 60 requests in 10 s. */
export const PAGES_PER_RUN = 20
/** The share of the quota that is left to other tokens: all tokens of a Centra share one quota. */
export const QUOTA_FOR_OTHERS = 0.25
/** The wait after a spent quota: longer than Centra's short window of 10 s. */
export const THROTTLED_SECONDS = 60
/** Orders and returns cause a full reading at most this often. */
export const FULL_READING_AFTER_ORDERS_MS = 60 * MINUTE_MS
/** Centra signs the time: a webhook whose time differs by more than this may be a replay. */
export const HOOK_AGE_MS = 5 * MINUTE_MS

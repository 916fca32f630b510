/** Every number that shapes this source, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000

/** The largest id: GraphQL's `Int` has 32 bits. */
export const GRAPHQL_INT_MAX = 2 ** 31 - 1
/**
 * Lines of one stock change. Centra gives 20 by default and 200 at most, so a change with 200 may
 * have more.
 */
export const LINES_PER_EVENT = 200
/**
 * Events in one request, and therefore event ids in one `confirmEvents` mutation. Centra takes the limits
 * of nested lists times each other for a query's complexity: 50 events are 50 × (2 + 200 × 2) = 20,100
 * points.
 */
export const EVENTS_PER_REQUEST = 50
/**
 * Requests for events in one run: 350 events a minute. They are 140,700 points: the smallest plan has
 * 150,000 in 10 s.
 */
export const EVENT_ROUNDS_PER_RUN = 7
/**
 * Mutations that confirm the events of one request: one; or as many as it takes to find one refused event
 * among 50, by halving. Centra allows 20 in 10 s.
 */
export const CONFIRMATIONS_PER_REQUEST = 13
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

/** Every number that shapes the Worker, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000
export const DAY_MS = 24 * 60 * MINUTE_MS

/** A subscription with its texts is about 2 KB; four times that is never a shopper's. */
export const CLIENT_BODY_BYTES = 8 * 1024
/** 1,000 levels or catalogue entries at the longest that their schemas allow in practice. */
export const BACKEND_BODY_BYTES = 2 * 1024 * 1024
/** The period of both rate limits in wrangler.toml: after that long a refused request may pass. */
export const RATE_LIMIT_SECONDS = 60
/** How much of a browser's name is stored as evidence: real ones have 100 to 250 characters. */
export const USER_AGENT_CHARACTERS = 300
/** The plain form repeats the texts that it showed, percent-encoded: up to twelve bytes a letter. */
export const PLAIN_BODY_BYTES = 32 * 1024

/** A cached shop is dropped when its settings change; this bounds a dropped delete. */
export const SHOP_CACHE_SECONDS = 300
/** How long an isolate keeps a shop, beyond what KV's own delay adds; and how many shops. */
export const KEPT_SHOP_MS = 10_000
export const KEPT_SHOPS = 200
/** How long an isolate keeps what it told a page of stock; and how many answers, of 40 kB at most. */
export const KEPT_ANSWER_MS = 10_000
export const KEPT_ANSWERS = 500
/** Skus in one question for availability: one page's variants, with room. */
export const AVAILABILITY_SKUS = 100

/** CASL wants an unsubscribe link to work for 60 days; a person may clean an inbox after a year. */
export const TOKEN_LIFE_MS = 400 * DAY_MS

/** A request that nobody confirms is forgotten after this; the link works as long. */
export const PENDING_LIFE_MS = 7 * DAY_MS
/** Confirmation mails to one address in a day, all shops together: a form must be no mail cannon. */
export const CONFIRMATIONS_A_DAY = 3
/** Asking again sends another confirmation mail after this; sooner is a second click. */
export const CONFIRM_AGAIN_MS = MINUTE_MS

/** Subscriptions read and claimed in one D1 batch. */
export const MATCH_CHUNK = 500
/** A match that dies is taken up again after this. A chunk takes well under a second. */
export const MATCH_LEASE_MS = 2 * MINUTE_MS

/** Outbox rows in one queue message: at six at once, some ten seconds of a slow upstream. */
export const OUTBOX_CHUNK = 50
/** workerd opens at most six connections at once per invocation. */
export const CALLS_AT_ONCE = 6
/** Longer than the slowest chunk: 50 rows, six at once, every call at its timeout, and again. */
export const OUTBOX_LEASE_MS = 4 * MINUTE_MS
/** Before a lease ends: two calls of a row at their timeouts, and their record. */
export const LEASE_SPARE_MS = MINUTE_MS / 2
/** Tries before a row is `dead`; with the delays below that is about two days. */
export const MAX_ATTEMPTS = 14
/** Tries before what was answered with a failure goes to the destination that stands in. */
export const MOVE_ATTEMPTS = 3
/** The first delay; each further one is twice as long, up to the longest. */
export const RETRY_FIRST_MS = MINUTE_MS / 2
export const RETRY_LONGEST_MS = 6 * 60 * MINUTE_MS
/** No upstream may hold a connection longer. */
export const CALL_TIMEOUT_MS = 10_000
/** Enough for every documented answer to a call; a proxy's HTML page may be longer, and is cut. */
export const CALL_ANSWER_BYTES = 512 * 1024

/** A product's title in an SMS: with link and words around it one segment as a rule, never three. */
export const SMS_TITLE_CHARACTERS = 40
/** The name of the shop in an SMS. */
export const SMS_SHOP_CHARACTERS = 25
/** The steps in which an hour without quiet is looked for: zones differ by quarters of an hour. */
export const QUIET_STEP_MS = 15 * MINUTE_MS

/** How far ahead a consumer books, and for how long at most; the rest is put off. Within a lease. */
export const RATE_AHEAD_MS = MINUTE_MS
/** The part of a rate that is used: what begins late falls into the next minute, and has room there. */
export const RATE_USED = 0.99
/** The part of a rate that may begin together. */
export const RATE_AT_ONCE = 0.1
/** Failures in a row, of whatever rows, after which a destination is left alone for a while. */
export const BREAKER_FAILURES = 12
export const BREAKER_MS = MINUTE_MS
/** What is due to a destination that is disabled is looked at again after this, and put off again. */
export const DISABLED_MS = 30 * DAY_MS

/** People whom one request hands to a destination that does not have them. */
export const REPLAY_ROWS = 5_000

/** The sweep leaves rows alone that are younger: their queue message is on its way. */
export const SWEEP_GRACE_MS = MINUTE_MS
/** Rows that one sweep puts back on the queue, per table. */
export const SWEEP_ROWS = 5_000
/** Rows that one tick drops of what has been kept long enough, of each kind: well within a query's 30 s. */
export const RETENTION_ROWS = 1_000
/** Messages that were sent are remembered for a year, and a while for whoever looks back at it. */
export const NOTIFICATION_DAYS = 400
/**
 * Consent is proof for as long as somebody may claim that it was never given: in Germany three
 * years from the end of the year (BGB §§ 195, 199), so four at most.
 */
export const CONSENT_DAYS = 4 * 365 + 1

/**
 * A purchase counts for the restock that somebody was told of at most this long before: a week is
 * the shorter of the windows that mail platforms commonly offer, so the figure claims too little
 * rather than too much.
 */
export const ATTRIBUTION_DAYS = 7
/** What was given up is kept for a quarter: long enough to be seen, mended and tried again. */
export const DEAD_DAYS = 90
/** The longest that Cloudflare lets a queue consumer run; a source whose run died is free after it. */
export const SOURCE_LEASE_MS = 15 * MINUTE_MS
/** The longest delay between tries of a source that fails, unless its own rhythm is slower. */
export const SOURCE_RETRY_LONGEST_MS = 15 * MINUTE_MS
/** A source without success for so many of its own rhythms is reported. */
export const SILENT_RHYTHMS = 3
/** Levels or catalogue entries that a source stores in one statement: as many as the API takes. */
export const SOURCE_CHUNK = 1_000
/** … and no longer than this as JSON: D1 takes parameters of 2 MB, and a character may be 3 bytes. */
export const SOURCE_CHUNK_CHARACTERS = 500_000
/** Sources that one tick puts on the queue, and reports as silent. */
export const SOURCE_ROWS = 1_000
/** Ids to be read again in one queue message. */
export const HINTS_IN_MESSAGE = 100
/** No call to a source's API may take longer; a whole feed has a limit of its own. */
export const SOURCE_CALL_TIMEOUT_MS = 20_000
/** The longest answer that is held in memory at once: a page of an API, an HTML page. */
export const SOURCE_ANSWER_BYTES = 8 * 1024 * 1024
/** As many hops as a shop's move to another host leaves behind. */
export const SOURCE_REDIRECTS = 3
/** How long others may keep the feed that goes out: Klaviyo reads it every six hours. */
export const FEED_CACHE_SECONDS = 300
/** Rows of the feed that goes out, read and written at once: some 500 KB. */
export const FEED_PAGE_ROWS = 1_000
/** A product with two thousand variants, as Shopify sends it. */
export const HOOK_BODY_BYTES = 4 * 1024 * 1024
/** While no check can be made, each request finds that out, and the shop is told no more often. */
export const BOT_CHECK_REPORT_MS = 10 * MINUTE_MS
/** Longer than any vendor repeats a webhook (BigCommerce: 48 hours). */
export const HOOK_SEEN_DAYS = 7

/** The longest page of the log. */
export const LOG_PAGE = 200
/** The log is kept this long. */
export const LOG_DAYS = 90

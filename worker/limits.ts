/** The numbers that limit the Worker: the unit is in the name, the reason is beside it. */

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/**
 * A body from the widget: a subscription with its consent texts has about 2 KB, so 8 KB is ample.
 */
export const CLIENT_BODY_BYTES = 8 * 1024
/** A body from a shop's backend: 1,000 levels or catalogue entries with long texts. */
export const BACKEND_BODY_BYTES = 2 * 1024 * 1024
/**
 * The settings of a shop as JSON: its row in D1 holds at most two million bytes (Cloudflare, "D1: limits"),
 * and each isolate reads it. Own texts of four kinds of messages in twenty languages have some 120 KB.
 */
export const SETTINGS_BYTES = 500_000
/** The same consent to marketing again within this time is a repetition; later, it is a new consent. */
export const CONSENT_REPEAT_MS = DAY_MS
/** People whose consents are stored in one statement: with two addresses each has some 1.5 KB as JSON. */
export const CONSENT_CHUNK = 250
/** For how long security.txt is valid: RFC 9116 recommends less than a year. */
export const SECURITY_TEXT_DAYS = 180
/** How deep JSON in a body may nest: settings with the deepest conditions need 30. */
export const JSON_DEPTH = 40
/** The period of all rate limits in wrangler.toml. A refused request may pass after this time. */
export const RATE_LIMIT_SECONDS = 60
/** When to try again while D1 gives no answer: its overloads last for seconds to minutes. */
export const UNAVAILABLE_SECONDS = 60
/** How long the form that sent a request may take it back: a visit, with time to change one's mind. */
export const UNDO_LIFE_MS = 60 * MINUTE_MS
/** Presses for the link to one's own page within this time are one mail. */
export const LIST_SLOT_MS = 5 * MINUTE_MS
/** A User-Agent is stored as evidence up to this length: real ones have 100 to 250 characters. */
export const USER_AGENT_CHARACTERS = 300
/** The address of a page is stored as evidence up to this length: it is all ASCII by then. */
export const PAGE_CHARACTERS = 500
/**
 * The sku and the externalId of a page's request together, in UTF-8: two of 200 Latin letters. Each is
 * stored up to six times.
 */
export const PAGE_KEY_BYTES = 400
/** What a page says of a product, as JSON: real descriptions have 200 to 600 bytes. */
export const SNAPSHOT_BYTES = 2 * 1024
/** A page in a cache or an open tab may show a text for so long after the shop has changed it. */
export const TEXT_LIFE_MS = 365 * DAY_MS
/**
 * Rows read to find one text: more than one only where a shop changed its languages and kept the text.
 */
export const PUBLISHED_ROWS = 20
/** Texts that are stored in one statement: 50 of 2,000 characters are far below D1's 2 MB. */
export const PUBLISHED_TEXTS_CHUNK = 50
/** Shops whose standard texts one sweep publishes again after an upgrade: up to 160 rows each. */
export const PUBLISHED_SHOPS = 50
/**
 * A body from the plain form: it repeats the texts, percent-encoded, at up to 12 bytes a letter.
 */
export const PLAIN_BODY_BYTES = 32 * 1024

/** Rows that one statement looks at while a closed shop is erased, and statements of one call. */
export const ERASED_ROWS = 5000
export const ERASE_STEPS = 100
/**
 * When a closed shop is erased once more: an isolate or KV may have known it for a minute, and a run of
 * a source may have been under way.
 */
export const ERASE_AGAIN_MS = 60 * MINUTE_MS

/** Contacts that a look-up by a number answers: a family shares one, a made-up number many. */
export const FOUND_CONTACTS = 100

/** Variants that one mail to a team names: a longer list is not read. */
export const NOTICE_ITEMS = 10
/** The hour of Monday, in UTC, at which the weekly report goes out: before work begins in Europe. */
export const REPORT_HOUR = 6
/** How long it is known that a report was made: longer than the week in which it could be made again. */
export const REPORT_MARK_DAYS = 30

/** Members of a shop's team: each gets every mail about the shop that they have not switched off. */
export const TEAM_MEMBERS = 50
/** A member who has not confirmed is asked again after this time. Sooner, it is a double click. */
export const TEAM_ASK_AGAIN_MS = MINUTE_MS

/** Data keys that one call of a rotation seals anew: four derivations and one small row each. */
export const ROTATED_SHOPS = 100

/** Secret keys of one shop: one for each system that calls, each with a second one while it changes. */
export const SECRET_KEYS = 20
/** How exactly the last use of a secret key is known: each note is a row written. */
export const KEY_USED_MS = 60 * MINUTE_MS

/** A caller's `X-Request-Id` up to this length: a UUID has 36 characters, a trace id 32 or 55. */
export const REQUEST_ID_CHARACTERS = 64

/**
 * How long KV's copy of a shop counts before D1 is read again. A change of settings writes it anew;
 * this limits a failed write.
 */
export const SHOP_FRESH_MS = 5 * MINUTE_MS
/** How long the copy counts while D1 gives no answer: longer than any overload, shorter than a month. */
export const SHOP_COPY_SECONDS = 7 * 24 * 60 * 60
/** How old the copy may be when messages with links are sent. */
export const SHOP_COPY_MS = 24 * 60 * MINUTE_MS
/** How long an isolate caches a shop, in addition to KV's own delay; and how many shops. */
export const KEPT_SHOP_MS = 10_000
export const KEPT_SHOPS = 200
/**
 * How long an isolate caches the availability that a page asked for; how many answers of up to 40
 * kB.
 */
export const KEPT_ANSWER_MS = 10_000
export const KEPT_ANSWERS = 500
/** Skus in one request for availability: more than the variants on any page. */
export const AVAILABILITY_SKUS = 100

/**
 * How long links work. CASL demands 60 days for unsubscribing; people clean inboxes after a year.
 */
export const TOKEN_LIFE_MS = 400 * DAY_MS

/** A request that nobody confirms is deleted after this time; the link works for as long. */
export const PENDING_LIFE_MS = 7 * DAY_MS
/**
 * Confirmation mails to one address a day, over all shops: forms must not be a way to flood an
 * inbox.
 */
export const CONFIRMATIONS_A_DAY = 3
/**
 * How long a confirmation waits before it is sent: requests that a form makes together go into one
 * message. Sooner than anybody has opened the mailbox.
 */
export const CONFIRM_DELAY_MS = 3_000
/** How often a move to another address is tried while the person's data changes under it. */
export const MOVE_TRIES = 3
/**
 * A repeated request sends another confirmation after this time. Sooner, it is a double click.
 */
export const CONFIRM_AGAIN_MS = MINUTE_MS
/**
 * A request for something else joins a confirmation that was sent a shorter time ago: its link confirms
 * both. Later, the person may have forgotten the message, so another one goes out.
 */
export const CONFIRM_JOIN_MS = 60 * MINUTE_MS
/** Products that a confirmation mail names: more would be no mail that anybody reads. */
export const CONFIRM_ITEMS = 10
/** Requests that one page shows and confirms. A contact has no more open requests as a rule. */
export const CONFIRM_AT_ONCE = 100

/** Rules by product of one shop. They are looked through for each level and each request. */
export const PRODUCT_RULES = 100
/** Skus, tags, collections and brands in one list of a rule, and in all rules of a shop together. */
export const RULE_NAMES_PER_LIST = 500
export const RULE_NAMES = 2_000

/** The most people that one wish of the shop may name; it may also say `all`. */
export const NOTIFY_PEOPLE_MOST = 100_000

/** Subscriptions that one transaction of a list job moves or ends: a few statements each. */
export const LIST_STEP = 200
/** Steps that one request, or one sweep, makes of a job: within the subrequests of a Worker. */
export const LIST_STEPS = 20
/** Jobs that one sweep continues. */
export const LIST_JOBS = 3
/** How long a job that is done is remembered, so that a repeated wish is recognised. */
export const LIST_JOB_DAYS = 30

/** The most people that `rules.approval` counts: a match reads a few rows for each of them, once. */
export const APPROVAL_ABOVE_MOST = 100_000
/** How long changes of levels and ended subscriptions are kept for simulations: a season. */
export const PAST_DAYS = 90
/** Rows of that history that one sweep of the night deletes: with ten of them, more than a large shop writes a day. */
export const PAST_ROWS = 20_000
/**
 * Changes of levels, and people, that one simulation reads at most, and looks at restocks that it makes for
 * each set of rules: a Worker has 128 MB, and 30 seconds of CPU.
 */
export const SIMULATED_ROWS = 50_000
export const SIMULATED_LOOKS = 20_000
/** Skus that an answer to a simulation lists. */
export const SIMULATED_SKUS = 20
/** A product that sells out within this time after a message counts as sold out again. */
export const SOLD_OUT_AGAIN_MS = HOUR_MS
/** Levels that the explanation of a sku shows: one for each locale and market, of which shops have some dozens. */
export const EXPLAINED_LEVELS = 200

/** Subscriptions read and claimed in one D1 batch. */
export const MATCH_CHUNK = 500
/**
 * How long a restock may wait for a page, before its first message: most answer within a second or two.
 */
export const FIRST_PAGE_MS = 10_000
/**
 * A restock that holds people is looked at again after this time at the latest, in case a change did not
 * wake it.
 */
export const LOOK_LONGEST_MS = DAY_MS
/** The shortest time between two looks that time alone causes: each look reads all people who are held. */
export const LOOK_PAUSE_MS = 15 * MINUTE_MS
/** The wait before a look after a person's data changed: many people changed at once need one look. */
export const LOOK_DELAY_MS = MINUTE_MS
/**
 * The wait between a change of a shop's rules and the walk through its waiting list, and between that walk
 * and the second one. Within this time an isolate or KV may still apply the old rules to a request.
 */
export const SECOND_LOOK_MS = MINUTE_MS
/** How many skus of each shop one sweep walks, and of how many shops. Each sku reads up to ten rows. */
export const SECOND_LOOK_SKUS = 500
export const SECOND_LOOK_SHOPS = 50
/** Another consumer may continue a match after this time. A chunk takes well under a second. */
export const MATCH_LEASE_MS = 2 * MINUTE_MS

/**
 * Outbox rows in one queue message: six at a time, that is some ten seconds with a slow upstream.
 */
export const OUTBOX_CHUNK = 50
/** Calls at the same time: workerd opens at most six connections for each invocation. */
export const CALLS_AT_ONCE = 6
/** Longer than the slowest queue message: 50 rows, six at a time, each call timing out twice. */
export const OUTBOX_LEASE_MS = 4 * MINUTE_MS
/** No call starts this shortly before its lease ends: time for two timeouts and for the record. */
export const LEASE_SPARE_MS = MINUTE_MS / 2
/** Attempts before a row is dead: with the delays below, about two days. */
export const MAX_ATTEMPTS = 14
/** Attempts before a row moves to the fallback, if the destination answers each with a failure. */
export const FALLBACK_ATTEMPTS = 3
/** The first delay between attempts. Each further delay is twice as long, up to the longest. */
export const RETRY_FIRST_MS = MINUTE_MS / 2
export const RETRY_LONGEST_MS = 6 * 60 * MINUTE_MS
/** The timeout of a call to a destination. */
export const CALL_TIMEOUT_MS = 10_000
/** How long a restock waits for the last word of a shop's own system. Other restocks go on meanwhile. */
export const LAST_WORD_MS = 3_000
/** The longest answer to a GET of a call: all documented lists fit. A proxy's page may be cut. */
export const CALL_ANSWER_BYTES = 512 * 1024
/** The longest answer to any other call: only its status counts, or a short document. */
export const STATUS_ANSWER_BYTES = 64 * 1024

/** A price that a form may name: more than a house costs in any currency, and short enough to read. */
export const MOST_MONEY = 1e11
/** The first subscriptions to a variant whose word on its ids is compared, if no catalogue has it. */
export const SNAPSHOTS_COMPARED = 20
/** Entries of the catalogue that are read to learn where a shop has its images: one host as a rule. */
export const IMAGE_HOST_ENTRIES = 20
/**
 * A product's title in an SMS, in UTF-16 units. A message in plain letters then has one segment as a
 * rule and two at most; with an emoji, which may take a dozen units, four at most.
 */
export const SMS_TITLE_UNITS = 40
/** The name of the shop in an SMS. */
export const SMS_SHOP_UNITS = 25
/** The step of the search for the end of quiet hours: time zones differ by quarters of an hour. */
export const QUIET_STEP_MS = 15 * MINUTE_MS

/**
 * Messages of any kind to one address a day, over all shops of a database. The rest go out on the next
 * day: nobody reads more, and a mailbox that gets more calls it spam.
 */
export const MESSAGES_A_DAY = 20
/** Messages of one shop to one person a day, unless the shop sets another number: more would be spam. */
export const MESSAGES_PER_PERSON_PER_DAY = 3
/** How long a mail waits for further products of a person who waits for several, unless the shop moves it. */
export const DIGEST_MINUTES = 5
/** Products in one mail: Gmail cuts mails off at 102 kB, and with them the link that stops them. */
export const DIGEST_ITEMS = 25
/** Open requests of one contact from forms: more than anybody waits for. */
export const OPEN_PER_CONTACT = 100
/** New contacts from a shop's forms an hour: a busy drop has some hundreds, a flood has thousands. */
export const NEW_CONTACTS_PER_HOUR = 1_000
/** How many are counted before that ceiling is reached: the fewer, the fewer rows are written. */
export const NEW_CONTACTS_COUNTED = 50
/** The log says once in this time that a ceiling for forms was reached. */
export const CEILING_REPORT_MS = HOUR_MS
/** The log says once in this time that callers of a dialect send a consent without declared words. */
export const WORDS_REPORT_MS = HOUR_MS
/** SMS to one number a day, and to one range of numbers (country and four digits) an hour and shop. */
export const SMS_PER_NUMBER_PER_DAY = 5
export const SMS_PER_RANGE_PER_HOUR = 200
/** Consumers that count the same address at the same moment try again this often, … */
export const CEILING_TRIES = 3
/** … and then leave the message to a later run. */
export const CEILING_BUSY_MS = 5_000
/** How long counts of messages are kept: a message about a restock may be put off for a day or two. */
export const COUNT_DAYS = 3
/** Counts that one sweep deletes at night: a shop may write to a hundred thousand people a day. */
export const COUNT_ROWS = 20_000

/** Mails about restocks that a domain new to sending may send on its first day; each day twice as many, … */
export const RAMP_FIRST = 1_000
/** … and after so many days as many as there are: more than half a million on the last one. */
export const RAMP_DAYS = 10
/** The days over which a sender's complaints are judged. */
export const COMPLAINT_DAYS = 7
/**
 * Complaints that stop a sender: Gmail's and Yahoo's rules for senders name 0.3 %. Of few mails, one or two
 * complaints are no share.
 */
export const COMPLAINTS_HELD = { share: 0.003, least: 3 }
/** How often the DNS of a sender is checked, and how many senders one sweep checks. */
export const SENDER_CHECK_MS = 7 * DAY_MS
export const SENDER_CHECKS = 20
/** How long the counts of a sender's mails are kept: after a year of silence a domain is new again. */
export const SENDER_DAYS = 400
/** How many days of counts `GET /v1/sender` shows. */
export const SENDER_DAYS_SHOWN = 30

/** How far ahead a consumer books calls; further rows are put off. Shorter than a lease. */
export const RATE_AHEAD_MS = MINUTE_MS
/** The share of a rate that is used: a call that starts late still fits into the next window. */
export const RATE_USED = 0.99
/** The share of a rate that may start at the same time. */
export const RATE_AT_ONCE = 0.1
/** After this many failures in a row, of any rows, a destination gets no calls for BREAKER_MS. */
export const BREAKER_FAILURES = 12
export const BREAKER_MS = MINUTE_MS
/** Rows of a disabled destination are put off for this time, again and again. */
export const DISABLED_MS = 30 * DAY_MS

/** Subscriptions that one replay request relays to a destination. */
export const REPLAY_ROWS = 5_000

/**
 * The sweep skips rows that have been due for a shorter time: their queue message is on its way.
 */
export const SWEEP_GRACE_MS = MINUTE_MS
/** Rows of each table for which one sweep sends messages. */
export const SWEEP_ROWS = 5_000
/** Rows of each kind that one sweep deletes: well within the 30 s that D1 allows for a query. */
export const RETENTION_ROWS = 1_000
/** The growth of a waiting list is that of a week: it evens out the days of the week. */
export const GROWTH_DAYS = 7
/** How long the counters of a day are kept: a year, and a month for looking back at it. */
export const DAILY_DAYS = 400
/** Days of a report that names none. */
export const REPORT_DAYS = 30
/** An isolate writes the views that it has counted at most this often, and counts so many skus in between. */
export const VIEWS_FLUSH_MS = MINUTE_MS
export const VIEWED_SKUS = 2_000
/** Days of asking that a variant's counters keep apart: longer than people wait as a rule (`expireAfterDays`). */
export const ASKED_DAYS = 400
/** A row of counters is looked at by the night if its days are longer than this: more than 400 days of ten characters. */
export const ASKED_DAYS_BYTES = 4_000
/** How long notifications are kept: a year, and a month for looking back at it. */
export const NOTIFICATION_DAYS = 400
/**
 * How long consents are kept: as long as a person may claim that there was none. In Germany that is
 * three years from the end of the year (BGB §§ 195, 199), so at most four years.
 */
export const CONSENT_DAYS = 4 * 365 + 1

/**
 * A purchase counts for a restock if the person was notified at most this long before, unless the shop says
 * otherwise. A week is the shorter of the windows that mail platforms offer, so the figure is too low rather than
 * too high.
 */
export const ATTRIBUTION_DAYS = 7
/** How long dead rows are kept: long enough to notice them, solve the problem and revive them. */
export const DEAD_DAYS = 90
/** The lease of a source: Cloudflare stops a queue consumer after this time. */
export const SOURCE_LEASE_MS = 15 * MINUTE_MS
/** Sources of one shop that are read at the same time: the queue has ten consumers for all shops. */
export const RUNS_OF_SHOP = 3
/** The longest delay between polls of a source that fails, unless its own rhythm is slower. */
export const SOURCE_RETRY_LONGEST_MS = 15 * MINUTE_MS
/** An item that failed is asked for again after this time; then after twice as long, up to a day. */
export const ITEM_RETRY_FIRST_MS = 15 * MINUTE_MS
/** Faulty items that a source remembers: 50 KB of its row, whatever strangers ask for. */
export const FAULTY_ITEMS = 500
/** Skus that shoppers asked for and nobody knows: once an hour the shops' logs name them. */
export const UNKNOWN_SKUS = {
  /** Requests of an hour that are looked at, over all shops of a database. */
  requests: 20_000,
  /** Skus that one entry names: those that most people asked for. */
  named: 20,
  /** A source has this time to bring the first level of a sku: twice its usual rhythm. */
  graceMs: 30 * MINUTE_MS,
}
/** People whom one run erases when a shop has left its platform: each is a transaction of its own. */
export const ERASED_IN_RUN = 100
/** Faulty items that `GET /v1/sources` names. */
export const SHOWN_FAULTY_ITEMS = 20
/** A source is reported as silent after this many of its rhythms without success. */
export const SILENT_RHYTHMS = 3
/**
 * Levels or catalogue entries that a source stores in one statement: as many as the API accepts.
 */
export const SOURCE_CHUNK = 1_000
/**
 * … and no longer than this as JSON: D1 allows parameters of 2 MB, and a character has up to 3
 * bytes.
 */
export const SOURCE_CHUNK_CHARACTERS = 500_000
/** Sequenzy, "Upsert Products": products in one call. */
export const UPSERT_PRODUCTS = 100
/** Variants in such a call: more than one product of Shopify may have (2,048). */
export const UPSERT_VARIANTS = 2_500
/** The body of such a call: each product is a row, and D1 allows rows of 2 MB. */
export const UPSERT_BYTES = 1024 * 1024
/** Former skus that are kept of a variant: each of them has a stock level. A sku rarely changes. */
export const FORMER_SKUS = 5
/** The answer to such a call counts the people who wait, up to this many: each is a row to read. */
export const TRIGGERED_COUNTED = 1_000
/** Products on a page of `GET /api/v1/products`, unless the caller asks for another number; and at most. */
export const LISTED_PRODUCTS = 50
export const MOST_LISTED_PRODUCTS = 100
/** Sources that one sweep queues, and that it reports as silent. */
export const SOURCE_ROWS = 1_000
/** Hints (ids to read again) in one queue message. */
export const HINTS_IN_MESSAGE = 100
/**
 * An answer of a source's API: a page of a list, or one item. A feed or a file has bounds of its
 * own.
 */
export const API_ANSWER = {
  bytes: 8 * 1024 * 1024,
  timeoutMs: 20_000,
  bytesPerSecond: 1024,
  graceMs: 10_000,
}
/** How long an isolate keeps where a host leads; and how long while no resolver answers. */
export const HOST_FRESH_MS = 5 * MINUTE_MS
export const HOST_STALE_MS = 60 * MINUTE_MS
/** Hosts that an isolate keeps. */
export const HOSTS_KEPT = 500
/** The time for one lookup: resolvers answer in a hundredth of that. */
export const LOOKUP_TIMEOUT_MS = 5_000
/** Redirects that a call follows: as many as a shop has after a move to another host. */
export const SOURCE_REDIRECTS = 3
/** How long others may cache the product feed: Klaviyo reads it every six hours. */
export const FEED_CACHE_SECONDS = 300
/** Variants of one item that Klaviyo's dialect reads at a time, to store their entries: some 500 KB. */
export const KLAVIYO_VARIANTS_AT_ONCE = 200
/** Entries of one job, and the body of its request: what Klaviyo allows. */
export const KLAVIYO_JOB_ENTRIES = 100
export const KLAVIYO_JOB_BYTES = 5 * 1024 * 1024
/** Profiles in one job of consents: what Klaviyo allows. */
export const KLAVIYO_PROFILES = 1_000
/** An item or a variant as JSON: Klaviyo allows 100 kB of the shop's own data in each. */
export const KLAVIYO_ENTRY_CHARACTERS = 200_000
/** Entries of a page of Klaviyo's lists, at most and unless the caller asks for fewer. */
export const KLAVIYO_PAGE = 100
/** Variants that one answer includes beside their items: ten of each on a full page. */
export const KLAVIYO_INCLUDED = 1_000
/** For how long a finished job can be read: pollers give up sooner. */
export const KLAVIYO_JOB_DAYS = 7
/** Rows of the product feed that are read and written at a time: some 500 KB. */
export const FEED_PAGE_ROWS = 1_000
/** A webhook's body: Shopify sends a product with 2,000 variants as one. */
export const HOOK_BODY_BYTES = 4 * 1024 * 1024
/** While the bot check cannot be made, the shop's log says so at most once in this time. */
export const BOT_CHECK_REPORT_MS = 10 * MINUTE_MS
/**
 * How long ids of webhooks are kept: longer than any vendor repeats one (BigCommerce: 48 hours).
 */
export const HOOK_SEEN_DAYS = 7

/** Entries on a page of the log. */
export const LOG_PAGE = 200
/**
 * How long the Worker remembers that a person stopped or was erased: longer than a queue keeps a
 * message (Cloudflare, "Queues: limits": four days unless set otherwise).
 */
export const STOPPED_DAYS = 5
/** How long the log is kept. */
export const LOG_DAYS = 90

/** Lines of one piece of an import: a second of CPU, and one transaction of D1. */
export const IMPORT_LINES = 1_000
/** … and its bytes: with its addresses sealed a piece is one parameter of SQL, and D1 allows 2 MB. */
export const IMPORT_BYTES = 512 * 1024
/** A line that is longer is skipped: the longest that an export writes has a tenth of that. */
export const IMPORT_LINE_CHARACTERS = 64 * 1024
/** Suppressions in one piece: each that concerns a person who waits is a transaction of its own. */
export const IMPORT_SUPPRESSIONS = 200
/** The most pieces of an import: a million lines. */
export const IMPORT_PIECES = 1_000
/** Skipped lines that the answer to a piece names one by one. */
export const IMPORT_SHOWN = 100
/** How long it is remembered which pieces of a file were stored. */
export const IMPORT_DAYS = 90
/** Rows of an export that are read at a time. */
export const EXPORT_PAGE_ROWS = 500
/** Reminders of all shops that one sweep looks at. Others are due in the next minute. */
export const REMINDER_ROWS = 200
/** Reminders of a product: a first one, and one more. The standard consent texts have words for as many. */
export const REMINDERS = 2
/** The longest time from the first message to a reminder: two weeks. Later, few remember what they asked for. */
export const REMINDER_HOURS = 14 * 24

/** Every number that shapes this source, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000

/** The longest feed. Klaviyo documents 100 MB for custom catalogue feeds; "MB" may mean MiB. */
export const FEED_BYTES = 110 * 1024 * 1024
/** The longest feed after compression, as a rule a tenth of its size. An isolate has 128 MB. */
export const BUFFERED_BYTES = 32 * 1024 * 1024
/** Bytes that are parsed before other requests in the isolate get their turn: about 50 ms. */
export const TURN_BYTES = 1024 * 1024
/** Memory for all feeds of an isolate, which has 128 MB: for their bytes and for parsing. */
export const FEEDS_BYTES = 64 * 1024 * 1024
/** Memory for parsing one feed: the hashes of its SKUs, and some items. */
export const PARSED_BYTES = 32 * 1024 * 1024
/** Items of one feed. Their hashes take 25 MB. */
export const FEED_ITEMS = 500_000
/** The delay while other feeds use all memory. Reading a large feed takes half a minute. */
export const BUSY_SECONDS = 30
/**
 * One download: 100 MB at 200 KB a second, from a slow server that begins as late as proxies allow.
 * A program that writes the feed item by item is slow, but gives at least 2 KB a second.
 */
export const FEED_ANSWER = {
  bytes: FEED_BYTES,
  timeoutMs: 8 * MINUTE_MS,
  headersMs: 100_000,
  bytesPerSecond: 2 * 1024,
  graceMs: 30_000,
}
/** A feed with less than this share of the last good feed's SKUs is held back. */
export const SHRUNK_BELOW = 0.5
/** A CSV record that is longer is none: a quote was never closed. */
export const RECORD_CHARACTERS = 1024 * 1024
/** Levels of nesting in XML and JSON. Real feeds have up to ten. */
export const NESTING_LEVELS = 64
/**
 * Elements, attributes or values of one item. A Google item with 200 attributes has 500 of them.
 */
export const ITEM_FIELDS = 5_000
/** The longest name of an element or attribute. A field mapping accepts 100 characters. */
export const NAME_CHARACTERS = 200
/** Columns of a CSV. Exports with many custom fields have up to 500. */
export const CSV_COLUMNS = 1_000
/** The longest SKU that `StockLevel` accepts. */
export const SKU_CHARACTERS = 200
/** Different names of fields that one feed may have: those of its first items, as a rule. */
export const FEED_NAMES = 5_000
/** Products of WooCommerce's export whose variations are to come: 20,000 records take 20 MB. */
export const REMEMBERED_PARENTS = 20_000
/** Bytes in which a JSON feed has to begin its list: answers of APIs have counts before it. */
export const SEARCHED_BYTES = 4 * 1024 * 1024
/** Words for availability that nobody knows, of one feed: enough to see what it writes. */
export const UNKNOWN_WORDS = 20
/** One download of a trial: somebody waits for the answer. */
export const TRIAL_ANSWER = { ...FEED_ANSWER, timeoutMs: MINUTE_MS, headersMs: 30_000 }
/** How much a trial shows, and how many SKUs with waiting subscribers it looks for. */
export const SHOWN = { levels: 10, entries: 3, names: 50, waiting: 100 }
/** Bytes in which an XML feed shows what its items are called; they are read once for each element. */
export const SEARCHED_XML_BYTES = 256 * 1024

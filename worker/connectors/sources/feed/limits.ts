/** Every number that shapes this source, with its unit in the name and its reason beside it. */

const MINUTE_MS = 60_000

/** The longest feed. Klaviyo documents 100 MB for custom catalogue feeds; "MB" may mean MiB. */
export const FEED_BYTES = 110 * 1024 * 1024
/** The longest feed after compression, as a rule a tenth of its size. An isolate has 128 MB. */
export const BUFFERED_BYTES = 32 * 1024 * 1024
/** Bytes that are parsed before other requests in the isolate get their turn: about 50 ms. */
export const TURN_BYTES = 1024 * 1024
/** What feeds may hold together in an isolate of 128 MB: compressed, and while they are parsed. */
export const FEEDS_BYTES = 64 * 1024 * 1024
/** What parsing a feed holds at most: the hashes of its SKUs, and some items. */
export const PARSED_BYTES = 32 * 1024 * 1024
/** Items of one feed: their hashes take 25 MB. */
export const FEED_ITEMS = 500_000
/** The wait while other feeds use up the memory. Reading a large one takes half a minute. */
export const BUSY_SECONDS = 30
/**
 * One download: 100 MB at 200 KB a second, from a shop's own slow server, which may take as long to
 * begin as proxies allow. What a program writes item by item is slow, but not slower than 2 KB a
 * second.
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
/** Levels of nesting in XML and JSON: real feeds have up to ten. */
export const NESTING_LEVELS = 64
/** Elements, attributes or values of one item. An item of Google's with 200 attributes has 500. */
export const ITEM_FIELDS = 5_000
/** The longest name of an element or attribute; a field mapping takes 100 characters. */
export const NAME_CHARACTERS = 200
/** Columns of a CSV: exports with many custom fields have up to 500. */
export const CSV_COLUMNS = 1_000
/** The longest SKU that `StockLevel` accepts. */
export const SKU_CHARACTERS = 200

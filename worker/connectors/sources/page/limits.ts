/** Every number that shapes this source, with its unit in the name and its reason beside it. */

/** How long one run reads; the next run continues. It must fit into a source's lease. */
export const RUN_MS = 5 * 60_000
/** The longest pause between two pages; else it is as long as the last page took to answer. */
export const PAUSE_LONGEST_MS = 10_000
/** Pages whose ETag or Last-Modified is kept: those of the last ten runs, at the default of 50. */
export const REMEMBERED_PAGES = 500
/** RFC 9309, 2.5: a crawler has to read at least 500 KiB of a robots.txt. */
export const ROBOTS_ANSWER = {
  bytes: 512 * 1024,
  timeoutMs: 10_000,
  bytesPerSecond: 1024,
  graceMs: 5_000,
}
/** Words for availability that nobody knows: so many are remembered, to be logged once each. */
export const UNKNOWN_WORDS = 20
export const UNKNOWN_WORD_CHARACTERS = 100
/** Names that `faults` and the log show of a page that does not name the sku asked for. */
export const SHOWN_NAMES = 5
export const SHOWN_NAME_CHARACTERS = 60
/** A product page. Large ones, with all data inlined, have 2 MB. */
export const PAGE_ANSWER = {
  bytes: 4 * 1024 * 1024,
  timeoutMs: 15_000,
  bytesPerSecond: 4 * 1024,
  graceMs: 8_000,
}
/** Variants, and unknown words, that a trial of a page shows. */
export const SHOWN_VARIANTS = 10

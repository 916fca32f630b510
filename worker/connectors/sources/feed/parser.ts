/**
 * What the parsers of all feed formats have in common. A parser takes bytes as they arrive and
 * gives items as soon as they are complete, so it never holds more than a piece of the feed.
 */

/** One item: texts by the names that the feed uses; nested ones by their path, joined with `/`. */
export type FeedItem = Record<string, string>

/**
 * A parser throws when the feed is not well-formed. The items that it has added by then say where.
 */
export interface Parser {
  /** Adds the items that are complete now. Wait for it before the next call. */
  write(bytes: Uint8Array, items: FeedItem[]): void | Promise<void>
  /** Adds the last items. Throws when the feed ends too early. */
  end(items: FeedItem[]): void | Promise<void>
}

/**
 * Decodes UTF-8 that arrives in pieces. Throws on other bytes: a wrong letter in a SKU would make
 * it another SKU.
 */
export function textDecoder(): { write(bytes: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

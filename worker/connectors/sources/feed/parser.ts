/**
 * What the feed's formats have in common: a parser takes bytes as they come and gives items as they
 * are complete, so that no more than one piece of a feed is in memory. It throws on what is not
 * well-formed; the items given so far tell where.
 */

/** One item: texts by the name that they have in the feed; what is nested, by its path with `/`. */
export type Item = Record<string, string>

export interface Parser {
  /** Adds the items that are complete now; those before a fault, too. */
  write(bytes: Uint8Array, items: Item[]): void
  /** Throws where something is missing at the end. */
  end(items: Item[]): void
}

/**
 * Texts from bytes that come in pieces. Throws on what is not UTF-8: a wrong letter in a sku
 * would be another sku.
 */
export function textDecoder(): { write(bytes: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

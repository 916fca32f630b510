/**
 * What the parsers of all feed formats have in common. A parser takes bytes as they arrive and
 * gives items as soon as they are complete, so it never holds more than a piece of the feed.
 */
import { ITEM_FIELDS, NESTING_LEVELS, RECORD_CHARACTERS } from './limits.ts'

/** One item: texts by the names that the feed uses; nested ones by their path, joined with `/`. */
export type FeedItem = Record<string, string>

/** Stands for a record whose cells cannot be assigned to columns. */
export const MISSHAPEN: FeedItem = Object.freeze({})

/**
 * A parser throws when the feed is not well-formed, and throws a `FeedFault` when the feed exceeds
 * a limit. The number of items that it has added shows where.
 */
export interface Parser {
  /** Adds the items that are complete now. Wait for it before the next call. */
  write(bytes: Uint8Array, items: FeedItem[]): void | Promise<void>
  /** Adds the last items. Throws when the feed ends too early. */
  end(items: FeedItem[]): void | Promise<void>
}

/** A feed exceeds a limit: a short stable code says which. */
export class FeedFault extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

/**
 * The limits of a format. Its `name` begins the fault codes: `NAME_too_deep`, `NAME_too_wide`,
 * `NAME_text_too_long`. A step costs the same at every depth and width.
 */
export function bounds(name: string) {
  let depth = 0
  let fields = 0
  let characters = 0
  return {
    /** An element, object or list begins. */
    open() {
      depth += 1
      if (depth > NESTING_LEVELS) throw new FeedFault(`${name}_too_deep`)
    },
    close() {
      depth -= 1
    },
    /** A field of the item: an element, an attribute, a token, a column. */
    field() {
      fields += 1
      if (fields > ITEM_FIELDS) throw new FeedFault(`${name}_too_wide`)
    },
    /** An item begins. */
    item() {
      fields = 0
    },
    /** Call it before each piece is parsed: the parser keeps incomplete text in memory. */
    piece(length: number) {
      if (characters > RECORD_CHARACTERS) throw new FeedFault(`${name}_text_too_long`)
      characters += length
    },
    /** A text is complete. */
    complete() {
      characters = 0
    },
  }
}

/**
 * Decodes UTF-8 that arrives in pieces. Throws on other bytes: a wrong letter in a SKU would make
 * it another SKU.
 */
export function textDecoder(): { write(bytes: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

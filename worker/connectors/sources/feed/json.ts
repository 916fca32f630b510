/**
 * JSON feeds: a list of objects, at the top (Klaviyo's custom catalogue) or anywhere below it, as the
 * APIs of shops answer. A path names its keys from the top: lists on the way stand for each of their
 * elements, so `products/variants` is every variant of every product. A variant then has what its
 * product says as `../title`.
 */
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { holdsNames } from './field-names.ts'
import { type Walker, walker } from './json-walk.ts'
import { ITEM_FIELDS } from './limits.ts'
import { bounds, FeedFault, type FeedItem, type Parser } from './parser.ts'

/** Gives numbers as the text that was written: an id may be longer than a number holds. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    // The parser puts the result into the value as it is, whatever its type.
    return text as unknown as number
  }
}

/** An object on the way to the list, which stands in a list itself; and its items so far. */
interface Outer {
  item: FeedItem
  inner: FeedItem[]
}

/** Reads the items of the list at `path`. Fails with `path_missing` if there is no list. */
export function jsonParser(path: readonly string[] = []): Parser {
  let items: FeedItem[] = []
  let isThere = false
  /** What the open elements are: an item, an object on the way to it, or something within one. */
  const inside: ('item' | 'outer' | 'other')[] = []
  const outers: Outer[] = []
  let item: FeedItem = {}
  const within = bounds('json')

  /** How an element of the list at `keys` is on the way. */
  function kindOf(keys: readonly string[]): 'item' | 'outer' | 'other' {
    const isIn = inside.at(-1) ?? 'outer'
    const isOnWay = isIn === 'outer' && keys.every((key, at) => key === path[at])
    return !isOnWay ? 'other' : keys.length === path.length ? 'item' : 'outer'
  }

  function give(complete: FeedItem): void {
    within.item()
    const outer = outers.at(-1)
    if (!outer) items.push(complete)
    // A product with more variants than any has: they wait for its end in memory.
    else if (outer.inner.push(complete) > ITEM_FIELDS) throw new FeedFault('json_too_wide')
  }

  const walk = walker({
    list(keys) {
      isThere ||= keys.length === path.length && keys.every((key, at) => key === path[at])
    },
    element(keys, isObject) {
      const kind = kindOf(keys)
      if (isObject) inside.push(kind)
      if (kind === 'item') item = {}
      if (kind === 'outer' && isObject) outers.push({ item: {}, inner: [] })
      // No object: an item without any field.
      if (kind === 'item' && !isObject) give(item)
    },
    value(name, text) {
      const kind = inside.at(-1)
      const into = kind === 'item' ? item : kind === 'outer' ? outers.at(-1)?.item : undefined
      if (into) into[name] = text
    },
    listed(name, text) {
      const into = inside.at(-1) === 'item' ? item : outers.at(-1)?.item
      // The line's end says that a comma in it separates nothing.
      if (into && inside.at(-1) !== 'other' && holdsNames(name)) {
        into[name] = `${into[name] ?? ''}${text}\n`
      }
    },
    elementEnd() {
      const kind = inside.pop()
      if (kind === 'item') give(item)
      const outer = kind === 'outer' ? outers.pop() : undefined
      if (!outer) return
      const own = Object.entries(outer.item).map(([name, text]) => [`../${name}`, text] as const)
      for (const one of outer.inner) give({ ...Object.fromEntries(own), ...one })
    },
  })
  const reader = jsonReader((token) => {
    // Only what is kept counts.
    if (inside.length === 0) within.item()
    walk(token)
  }, within)
  return {
    write(bytes, into) {
      items = into
      reader.write(bytes)
    },
    end(into) {
      items = into
      reader.end()
      if (!isThere) throw path.length > 0 ? new FeedFault('path_missing') : new Error('not a list')
    },
  }
}

/** Checks that bytes are JSON, within bounds, and hands on its tokens. It keeps nothing. */
export function jsonReader(
  walk: Walker,
  within = bounds('json'),
): { write(bytes: Uint8Array): void; end(): void } {
  const tokenizer = new ExactTokenizer()
  // Nothing has this path: the parser checks the grammar, and drops each value as it ends.
  const grammar = new TokenParser({ paths: ['$.\n.\n.\n'], keepStack: false })
  grammar.onValue = () => {}
  tokenizer.onToken = (token) => {
    within.complete()
    switch (token.token) {
      case TokenType.LEFT_BRACE:
      case TokenType.LEFT_BRACKET:
        within.open()
        break
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        within.close()
        break
      case TokenType.COMMA:
      case TokenType.COLON:
        break
      default:
        within.field()
    }
    grammar.write(token)
    walk(token)
  }
  return {
    write(bytes) {
      within.piece(bytes.byteLength)
      tokenizer.write(bytes)
    },
    end() {
      if (!tokenizer.isEnded) tokenizer.end()
      if (!grammar.isEnded) grammar.end()
    },
  }
}

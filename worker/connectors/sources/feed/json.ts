/** Klaviyo's custom catalogue feed: a JSON array of items. */
import { Tokenizer, TokenParser, TokenType } from '@streamparser/json'
import { bounds, type FeedItem, type Parser } from './parser.ts'

/** Gives numbers as the text that was written: an id may be longer than a number holds. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    // The parser puts the result into the value as it is, whatever its type.
    return text as unknown as number
  }
}

/** Reads the items of an array; anything but an array throws. */
export function jsonParser(): Parser {
  let items: FeedItem[] = []
  const tokenizer = new ExactTokenizer()
  const values = new TokenParser({ paths: ['$.*'], keepStack: false })
  const within = bounds('json')
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
    values.write(token)
  }
  values.onValue = ({ key, value }) => {
    if (typeof key !== 'number') throw new Error('not a list')
    within.item()
    items.push(flatten(value, '', {}))
  }
  return {
    write(bytes, into) {
      items = into
      within.piece(bytes.byteLength)
      tokenizer.write(bytes)
    },
    end(into) {
      items = into
      if (!tokenizer.isEnded) tokenizer.end()
      if (!values.isEnded) values.end()
    },
  }
}

/** Adds the texts of a value by their paths. Lists are skipped; so is a value that is no object. */
function flatten(value: unknown, path: string, item: FeedItem): FeedItem {
  if (Array.isArray(value) || value === null || value === undefined) return item
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, path ? `${path}/${key}` : key, item)
    }
  } else if (path) {
    item[path] = String(value)
  }
  return item
}

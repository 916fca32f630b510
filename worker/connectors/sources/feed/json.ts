/** Klaviyo's custom catalogue feed: a JSON array of items. */
import { Tokenizer, TokenParser } from '@streamparser/json'
import type { Item, Parser } from './parser.ts'

/** Numbers stay as they were written: an id may be greater than a number can be exact. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    // The parser puts whatever this gives into the value as it is.
    return text as unknown as number
  }
}

export function jsonParser(): Parser {
  let items: Item[] = []
  const tokenizer = new ExactTokenizer()
  const values = new TokenParser({ paths: ['$.*'], keepStack: false })
  tokenizer.onToken = (token) => values.write(token)
  values.onValue = ({ key, value }) => {
    if (typeof key !== 'number') throw new Error('not a list')
    items.push(flat(value, '', {}))
  }
  return {
    write(bytes, into) {
      items = into
      tokenizer.write(bytes)
    },
    end(into) {
      items = into
      if (!tokenizer.isEnded) tokenizer.end()
      if (!values.isEnded) values.end()
    },
  }
}

/** Texts by path; an item that is no object has none. Lists are not looked into. */
function flat(value: unknown, at: string, item: Item): Item {
  if (Array.isArray(value) || value === null || value === undefined) return item
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) flat(inner, at ? `${at}/${key}` : key, item)
  } else if (at) {
    item[at] = String(value)
  }
  return item
}

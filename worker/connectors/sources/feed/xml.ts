/**
 * XML feeds, also Google's RSS and Atom: some elements are items, the elements inside them are the
 * fields. Names lose their prefix; names in Google's namespace get the prefix `g:`, whatever the
 * feed uses. An attribute is `element@name`; one of the item itself is `@name`. Of several elements
 * with one name, the first counts. saxes expands only XML's own entities, so none can grow.
 */
import { SaxesParser } from 'saxes'
import { type FeedItem, type Parser, textDecoder } from './parser.ts'

const GOOGLE = 'http://base.google.com/ns/1.0'

/** `names`: the elements that are items. */
export function xmlParser(names: readonly string[]): Parser {
  const decoder = textDecoder()
  const parser = new SaxesParser({ xmlns: true })
  let items: FeedItem[] = []
  let item: FeedItem | undefined
  let path: string[] = []
  let text = ''

  parser.on('opentag', ({ local, uri, attributes }) => {
    const name = uri === GOOGLE ? `g:${local}` : local
    if (!item) {
      if (!names.includes(name)) return
      item = {}
      path = []
    } else {
      path.push(name)
    }
    text = ''
    const at = path.join('/')
    for (const { local: attribute, value, uri: space } of Object.values(attributes)) {
      if (space !== 'http://www.w3.org/2000/xmlns/') item[`${at}@${attribute}`] ??= value
    }
  })
  const addText = (more: string) => {
    if (item) text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    if (!item) return
    const at = path.join('/')
    if (path.length > 0) {
      if (text.trim() !== '') item[at] ??= text.trim()
      path.pop()
    } else {
      items.push(item)
      item = undefined
    }
    text = ''
  })

  return {
    write(bytes, into) {
      items = into
      parser.write(decoder.write(bytes))
    },
    end(into) {
      items = into
      parser.write(decoder.end()).close()
    },
  }
}

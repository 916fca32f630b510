/**
 * XML feeds, and with them Google's RSS and Atom: an element is an item, what it holds are its
 * fields. Names are without their prefix, but for Google's namespace, whatever its prefix there:
 * `g:id`. An attribute is `element@name`, one of the item itself `@name`. The first of several
 * elements of a name holds. saxes expands no entities but XML's own, so none can grow.
 */
import { SaxesParser } from 'saxes'
import { type Item, type Parser, textDecoder } from './parser.ts'

const GOOGLE = 'http://base.google.com/ns/1.0'

/** `names`: the elements that are items. */
export function xmlParser(names: readonly string[]): Parser {
  const decoder = textDecoder()
  const parser = new SaxesParser({ xmlns: true })
  let items: Item[] = []
  let item: Item | undefined
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
  parser.on('text', (more) => {
    if (item) text += more
  })
  parser.on('cdata', (more) => {
    if (item) text += more
  })
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

/**
 * XML feeds, also Google's RSS and Atom: some elements are items, the elements inside them are the
 * fields. Names lose their prefix; names in Google's namespace get the prefix `g:`, whatever the
 * feed uses. An attribute is `element@name`; one of the item itself is `@name`. Of several elements
 * with one name, the first counts. saxes expands only XML's own entities, so none can grow.
 *
 * saxes looks up a prefix in every open element, so the limit on depth also limits the cost of one
 * element.
 */
import { SaxesParser } from 'saxes'
import { NAME_CHARACTERS } from './limits.ts'
import { bounds, FeedFault, type FeedItem, type Parser, textDecoder } from './parser.ts'

const GOOGLE = 'http://base.google.com/ns/1.0'

/** `names`: the elements that are items. */
export function xmlParser(names: readonly string[]): Parser {
  const decoder = textDecoder()
  const parser = new SaxesParser({ xmlns: true })
  const within = bounds('xml')
  let items: FeedItem[] = []
  let item: FeedItem | undefined
  /** The paths of the open elements within the item; that of the item itself is ''. */
  let paths: string[] = []
  let text = ''

  // Names and attributes count as soon as they are read: the element may never end.
  parser.on('opentagstart', ({ name }) => {
    within.complete()
    within.open()
    if (name.length > NAME_CHARACTERS) throw new FeedFault('xml_name_too_long')
    if (!item) within.item()
    within.field()
  })
  parser.on('attribute', ({ name }) => {
    within.complete()
    if (name.length > NAME_CHARACTERS) throw new FeedFault('xml_name_too_long')
    within.field()
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    const name = uri === GOOGLE ? `g:${local}` : local
    if (!item) {
      if (!names.includes(name)) return
      item = {}
      paths = ['']
    } else {
      const outer = paths.at(-1)
      paths.push(outer ? `${outer}/${name}` : name)
    }
    text = ''
    const at = paths.at(-1) ?? ''
    for (const { local: attribute, value, uri: space } of Object.values(attributes)) {
      if (space !== 'http://www.w3.org/2000/xmlns/') item[`${at}@${attribute}`] ??= value
    }
  })
  const addText = (more: string) => {
    within.complete()
    if (item) text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('comment', within.complete)
  parser.on('processinginstruction', within.complete)
  parser.on('closetag', () => {
    within.complete()
    within.close()
    if (!item) return
    const at = paths.pop() ?? ''
    if (paths.length > 0) {
      if (text.trim() !== '') item[at] ??= text.trim()
    } else {
      items.push(item)
      item = undefined
      within.item()
    }
    text = ''
  })

  const parse = (piece: string) => {
    within.piece(piece.length)
    return parser.write(piece)
  }
  return {
    write(bytes, into) {
      items = into
      parse(decoder.write(bytes))
    },
    end(into) {
      items = into
      parse(decoder.end()).close()
    },
  }
}

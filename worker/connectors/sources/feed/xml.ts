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
import { holdsNames } from './field-names.ts'
import { NAME_CHARACTERS, NESTING_LEVELS } from './limits.ts'
import { bounds, FeedFault, type FeedItem, type Parser, textDecoder } from './parser.ts'

const GOOGLE = 'http://base.google.com/ns/1.0'

/** The name of an element as a feed's fields have it. */
const nameOf = ({ uri, local }: { uri: string; local: string }): string =>
  uri === GOOGLE ? `g:${local}` : local

/** The names of the elements that have others in them, or several attributes; in their order. */
export function outerElements(start: Uint8Array): string[] {
  const parser = new SaxesParser({ xmlns: true })
  const decoder = new TextDecoder()
  const found = new Set<string>()
  const open: string[] = []
  parser.on('opentag', (tag) => {
    const outer = open.at(-1)
    if (outer !== undefined) found.add(outer)
    const name = nameOf(tag)
    if (Object.keys(tag.attributes).length > 1) found.add(name)
    open.push(name)
    if (open.length > NESTING_LEVELS) throw new FeedFault('xml_too_deep')
  })
  parser.on('closetag', () => void open.pop())
  try {
    parser.write(decoder.decode(start, { stream: true }))
  } catch {
    // As far as it is well-formed.
  }
  return [...found]
}

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
    const name = nameOf({ local, uri })
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
      const said = text.trim()
      const before = item[at]
      if (said !== '' && before !== undefined && holdsNames(at)) item[at] = `${before}\n${said}`
      else if (said !== '') item[at] ??= said
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

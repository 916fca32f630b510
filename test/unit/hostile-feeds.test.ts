/**
 * Feeds that are made to cost: deep, wide, with endless names, texts, entities and quotes. Each is
 * fed in pieces of 1 kB. What counts is how many pieces were parsed before the feed was refused,
 * and how many items it could produce until then: a budget of steps, not of seconds.
 */
import { describe, expect, it } from 'vitest'
import { csvParser } from '../../worker/connectors/sources/feed/csv.ts'
import { jsonParser } from '../../worker/connectors/sources/feed/json.ts'
import {
  CSV_COLUMNS,
  ITEM_FIELDS,
  NESTING_LEVELS,
  RECORD_CHARACTERS,
} from '../../worker/connectors/sources/feed/limits.ts'
import {
  type FeedItem,
  FeedFault,
  type Parser,
} from '../../worker/connectors/sources/feed/parser.ts'
import { xmlParser } from '../../worker/connectors/sources/feed/xml.ts'
import { OFFERS } from '../../shared/page/products.ts'
import { readPage } from '../../shared/page/read.ts'

const PIECE = 1024
/** Longer than every limit. */
const MANY = 300_000
const LONG = 3 * RECORD_CHARACTERS

interface Parsed {
  /** The code of the fault; `broken` for a feed that is not well-formed; undefined for none. */
  fault: string | undefined
  pieces: number
  items: FeedItem[]
}

async function parse(parser: Parser, text: string): Promise<Parsed> {
  const bytes = new TextEncoder().encode(text)
  const items: FeedItem[] = []
  let pieces = 0
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      pieces += 1
      await parser.write(bytes.subarray(at, at + PIECE), items)
    }
    await parser.end(items)
    return { fault: undefined, pieces, items }
  } catch (error) {
    return { fault: error instanceof FeedFault ? error.reason : 'broken', pieces, items }
  }
}

const xml = () => xmlParser(['item'])
const inItem = (text: string) => `<rss><item>${text}</item></rss>`
const many = (one: (n: number) => string, count = MANY) =>
  Array.from({ length: count }, (_, n) => one(n)).join('')

const pieces = (characters: number) => Math.ceil(characters / PIECE) + 3

describe('a hostile feed is refused within a budget of steps', () => {
  it.each<[string, () => Parser, string, string, number]>([
    ['XML nested deeply', xml, '<a>'.repeat(MANY), 'xml_too_deep', 1],
    ['XML nested deeply in an item', xml, `<item>${'<a>'.repeat(MANY)}`, 'xml_too_deep', 1],
    [
      'XML nested deeply, with a namespace at each level',
      xml,
      many((n) => `<p${n}:a xmlns:p${n}="urn:${n}">`),
      'xml_too_deep',
      pieces(NESTING_LEVELS * 30),
    ],
    [
      'XML with many attributes',
      xml,
      `<rss><item ${many((n) => `a${n}="" `)}/></rss>`,
      'xml_too_wide',
      pieces(ITEM_FIELDS * 12),
    ],
    [
      'XML with many attributes outside of items',
      xml,
      `<rss ${many((n) => `a${n}="" `)}/>`,
      'xml_too_wide',
      pieces(ITEM_FIELDS * 12),
    ],
    [
      'an XML item with many elements',
      xml,
      inItem(many((n) => `<a${n}/>`)),
      'xml_too_wide',
      pieces(ITEM_FIELDS * 12),
    ],
    [
      'an endless name',
      xml,
      `<${'a'.repeat(LONG)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    ['a long name', xml, `<${'a'.repeat(500)}>`, 'xml_name_too_long', 1],
    ['a long name of an attribute', xml, `<a ${'b'.repeat(500)}="">`, 'xml_name_too_long', 1],
    [
      'an endless attribute',
      xml,
      `<a b="${'c'.repeat(LONG)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless text',
      xml,
      `<rss><item>${'a'.repeat(LONG)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless text of entities',
      xml,
      `<rss><item>${'&amp;'.repeat(LONG / 5)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless comment',
      xml,
      `<rss><!-- ${'a'.repeat(LONG)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless document type',
      xml,
      `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(LONG / 15)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless section of character data',
      xml,
      `<rss><item><![CDATA[${'a'.repeat(LONG)}`,
      'xml_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'entities that would grow',
      xml,
      `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><item>&b;</item></rss>`,
      'broken',
      1,
    ],
    ['JSON nested deeply', jsonParser, '['.repeat(MANY), 'json_too_deep', 1],
    ['JSON objects nested deeply', jsonParser, `[${'{"a":'.repeat(MANY)}`, 'json_too_deep', 1],
    [
      'a JSON item with many keys',
      jsonParser,
      `[{${many((n) => `"a${n}":1,`)}"b":1}]`,
      'json_too_wide',
      pieces(ITEM_FIELDS * 12),
    ],
    [
      'a JSON item with a long list',
      jsonParser,
      `[{"a":[${'1,'.repeat(MANY)}1]}]`,
      'json_too_wide',
      pieces(ITEM_FIELDS * 2),
    ],
    [
      'an endless JSON text',
      jsonParser,
      `[{"a":"${'a'.repeat(LONG)}`,
      'json_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'an endless JSON number',
      jsonParser,
      `[{"a":${'1'.repeat(LONG)}`,
      'json_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'a CSV with many columns',
      csvParser,
      `${many((n) => `a${n},`, 2 * CSV_COLUMNS)}b\n${'1\n'.repeat(MANY)}`,
      'csv_too_wide',
      pieces(CSV_COLUMNS * 20),
    ],
    [
      'a CSV whose first line never ends',
      csvParser,
      'a'.repeat(LONG),
      'csv_text_too_long',
      pieces(RECORD_CHARACTERS),
    ],
    [
      'a CSV with a quote that never ends',
      csvParser,
      `a,b\n1,"${'2'.repeat(LONG)}`,
      'broken',
      pieces(RECORD_CHARACTERS),
    ],
  ])('%s', async (_what, parser, text, fault, budget) => {
    const parsed = await parse(parser(), text)
    expect(parsed).toMatchObject({ fault, items: [] })
    expect(parsed.pieces).toBeLessThanOrEqual(budget)
  })
})

describe('data of a hostile page', () => {
  it.each([
    ['nested deeply', '{"@graph":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    [
      'nested deeply, each level with a product',
      `${'{"@type":"Product","sku":"A","offers":{"availability":"InStock"},"hasVariant":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    ],
    [
      'of many offers',
      `{"@type":"Product","sku":"A","offers":[${'{"availability":"InStock"},'.repeat(MANY)}{}]}`,
    ],
  ])('gives a bounded number of offers: %s', (_what, script) => {
    const page = { address: 'https://acme.example/p', things: [], metas: [] }
    const { own, others } = readPage({ ...page, scripts: [script, script] }, 0)
    expect(own.length + others.length).toBeLessThanOrEqual(2 * OFFERS)
  })
})

describe('a feed at the edge of what is allowed', () => {
  const deep = NESTING_LEVELS - 2
  it.each<[string, () => Parser, string, number]>([
    ['nested XML', xml, inItem('<a>'.repeat(deep) + '</a>'.repeat(deep)), 1],
    ['XML items without end', xml, `<rss>${'<item><a>1</a></item>'.repeat(20_000)}</rss>`, 20_000],
    ['XML with many comments', xml, `<rss>${'<!-- a -->'.repeat(200_000)}<item/></rss>`, 1],
    ['a long XML text', xml, inItem(`<a>${'b'.repeat(RECORD_CHARACTERS / 2)}</a>`), 1],
    ['many JSON items', jsonParser, `[${'{"a":1},'.repeat(20_000)}{"a":1}]`, 20_001],
    ['nested JSON', jsonParser, `[${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}]`, 1],
    ['a CSV of short records', csvParser, `a,b\n${'1\n'.repeat(20_000)}`, 20_000],
  ])('is read: %s', async (_what, parser, text, items) => {
    const parsed = await parse(parser(), text)
    expect(parsed.fault).toBeUndefined()
    expect(parsed.items).toHaveLength(items)
  })
})

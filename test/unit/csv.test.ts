/** The CSV parser, with feeds that arrive in pieces of any size. */
import { describe, expect, it } from 'vitest'
import { csvParser } from '../../worker/connectors/sources/feed/csv.ts'
import { RECORD_CHARACTERS } from '../../worker/connectors/sources/feed/limits.ts'
import { type FeedItem, MISSHAPEN } from '../../worker/connectors/sources/feed/parser.ts'

/** The items of a feed that arrives in pieces of `size` bytes. */
async function itemsOf(feed: string | Uint8Array, size = Infinity): Promise<FeedItem[]> {
  const bytes = typeof feed === 'string' ? new TextEncoder().encode(feed) : feed
  const parser = csvParser()
  const items: FeedItem[] = []
  for (let at = 0; at < bytes.length; at += size) {
    await parser.write(bytes.slice(at, at + size), items)
  }
  await parser.end(items)
  return items
}

const QUOTED = [
  '\uFEFFsku,"the, title",quantity',
  'Ä-1,"Tee, ""fine""\nand soft",3',
  '',
  'B,"",0',
  '   ',
  'C,plain,7,,',
]
const QUOTED_ITEMS = [
  { sku: 'Ä-1', 'the, title': 'Tee, "fine"\nand soft', quantity: '3' },
  { sku: 'B', quantity: '0' },
  { sku: 'C', 'the, title': 'plain', quantity: '7' },
]

describe('the CSV parser', () => {
  it.each([1, 2, 3, 7, 64, Infinity])(
    'reads a feed that arrives in pieces of %s bytes',
    async (size) => {
      expect(await itemsOf(QUOTED.join('\n'), size)).toEqual(QUOTED_ITEMS)
      expect(await itemsOf(`${QUOTED.join('\n')}\n`, size)).toEqual(QUOTED_ITEMS)
    },
  )

  it('reads lines that end with CR LF, or some with LF', async () => {
    expect(await itemsOf('sku,n\r\nA,1\r\nB,"2"\r\n', 5)).toEqual([
      { sku: 'A', n: '1' },
      { sku: 'B', n: '2' },
    ])
    expect(await itemsOf('sku,n\r\nA,1\nB,"2"\r\n', 5)).toEqual([
      { sku: 'A', n: '1' },
      { sku: 'B', n: '2' },
    ])
  })

  it('reads lines that end with CR alone', async () => {
    expect(await itemsOf('sku,n\rA,1\rB,2\r')).toEqual([
      { sku: 'A', n: '1' },
      { sku: 'B', n: '2' },
    ])
  })

  it.each([
    ['semicolons', 'sku;n\nA;"1,5"\n', { sku: 'A', n: '1,5' }],
    ['bars', 'sku|n\nA|"1|5"\n', { sku: 'A', n: '1|5' }],
    ['what the first line says', 'sep=;\r\nsku,x;n\r\nA;1\r\n', { 'sku,x': 'A', n: '1' }],
    ['tabs, where a quote is a letter', 'sku\tn\nA\t15" wide\n', { sku: 'A', n: '15" wide' }],
    ['tabs, with quotes around a cell', 'sku\tn\nA\t"15"" wide"\n', { sku: 'A', n: '15" wide' }],
  ])('reads cells that are separated by %s', async (_by, feed, item) => {
    expect(await itemsOf(feed, 4)).toEqual([item])
  })

  it.each<[what: string, lines: string[], items: FeedItem[]]>([
    [
      'a quoted line break in the middle of a record',
      ['sku\tt\tn', 'A\t"one', 'two"\t1', 'B\t\t2'],
      [
        { sku: 'A', t: 'one\ntwo', n: '1' },
        { sku: 'B', n: '2' },
      ],
    ],
    [
      'quoted line breaks at its end, and an empty line in one',
      ['sku\tt', 'A\t"one', '', 'two ""x""', 'three"', 'B\tc'],
      [
        { sku: 'A', t: 'one\n\ntwo "x"\nthree' },
        { sku: 'B', t: 'c' },
      ],
    ],
    ['a quoted tab', ['sku\tt\tn', 'A\t"one\ttwo"\t1'], [{ sku: 'A', t: 'one\ttwo', n: '1' }]],
    [
      'cells that begin with a quote that is a letter',
      ['sku\tt', 'A\t"15 inch', 'B\t"16 inch', 'C\t"17" wide', 'D\t"18'],
      [
        { sku: 'A', t: '"15 inch' },
        { sku: 'B', t: '"16 inch' },
        { sku: 'C', t: '"17" wide' },
        { sku: 'D', t: '"18' },
      ],
    ],
  ])('reads tabs with %s', async (_what, lines, items) => {
    for (const size of [1, 5, Infinity]) {
      expect(await itemsOf(lines.join('\n'), size)).toEqual(items)
      expect(await itemsOf(`${lines.join('\r\n')}\r\n`, size)).toEqual(items)
    }
  })

  it.each([',', ';', '\t', '|'])(
    'gives an item without any field for a record with text beyond its columns (%j)',
    async (mark) => {
      const feed = 'sku,n\nA,1,more\nB,2,\nC,3\n'.replaceAll(',', mark)
      const items = await itemsOf(feed)
      expect(items).toEqual([{}, { sku: 'B', n: '2' }, { sku: 'C', n: '3' }])
      expect(items[0]).toBe(MISSHAPEN)
    },
  )

  it('gives no items for a feed without records', async () => {
    expect(await itemsOf('sku,quantity')).toEqual([])
  })
})

describe('the CSV parser refuses a feed', () => {
  it.each([
    ['that ends within quotes', 'sku,n\nA,"1\nB,2\n'],
    ['with a quote in the middle of a cell', 'sku,n\nA,1"\nB,2\n'],
    ['whose first line has no end', 'x'.repeat(RECORD_CHARACTERS + 1)],
    ['whose quote is never closed, with tabs', `sku\tn\nA\t"${'1\n'.repeat(RECORD_CHARACTERS)}`],
    ['whose quote is never closed', `sku,n\nA,"${'1\n'.repeat(RECORD_CHARACTERS)}`],
  ])('%s', async (_what, feed) => {
    await expect(itemsOf(feed, 65_536)).rejects.toThrow(Error)
  })

  it('that is not UTF-8', async () => {
    const latin1 = new Uint8Array([...new TextEncoder().encode('sku,n\nA,1\nB,'), 0xe5, 0x0a])
    await expect(itemsOf(latin1, 4)).rejects.toThrow(TypeError)
    const cutOff = new TextEncoder().encode('sku,n\nA,1\nB,å').slice(0, -1)
    await expect(itemsOf(cutOff)).rejects.toThrow(TypeError)
  })

  it('with a fault only after it gave the records before that', async () => {
    const items: FeedItem[] = []
    const parser = csvParser()
    const parse = async () => {
      await parser.write(new TextEncoder().encode('sku,n\nA,1\nB,2\nC,"3"x\nD,4\n'), items)
      await parser.end(items)
    }
    await expect(parse()).rejects.toThrow(Error)
    expect(items.map(({ sku }) => sku)).toEqual(['A', 'B'])
  })
})

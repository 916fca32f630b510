/**
 * What is read from feeds as shops have them: the exports of platforms, files for Google and Meta, and
 * answers of APIs. test/fixtures/feeds holds one of each, written here after its published columns.
 */
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { CatalogEntry } from '../../shared/product.ts'
import type { Oversell } from '../../shared/stock.ts'
import type { SourceFailure } from '../../worker/connectors/sources/contract.ts'
import type { BufferedFeed } from '../../worker/connectors/sources/feed/buffer.ts'
import { quantityIn } from '../../worker/connectors/sources/feed/facts.ts'
import { inspect } from '../../worker/connectors/sources/feed/inspect.ts'
import { FeedOptions } from '../../worker/connectors/sources/feed/options.ts'
import { readableFeed } from '../../worker/connectors/sources/feed/request.ts'
import { usableItems } from '../../worker/connectors/sources/feed/usable.ts'
import { brokenFields, retypedFields } from '../contract/broken.ts'

const FEEDS = import.meta.glob<string>('../fixtures/feeds/*.{csv,tsv,xml,json}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const fixture = (name: string): string => FEEDS[`../fixtures/feeds/${name}`] ?? ''

const NOW = Date.parse('2026-11-28T12:00:00Z')
const ORIGINS = ['https://brook.example', 'https://fjord.example']

/** What a feed says: its levels by sku, its entries, and what is wrong with it. */
interface Read {
  levels: Record<string, number>
  entries: Record<string, unknown>[]
  faulty: Record<string, string>
  words: string[]
  changesAt?: number | undefined
}

/** Reads a feed that arrives in pieces of `size` bytes, as a poll does. */
async function read(
  text: string,
  { oversell = 'by_quantity', now = NOW, size = 7, ...options }: Record<string, unknown> = {},
): Promise<Read | SourceFailure> {
  const bytes = new TextEncoder().encode(text)
  const feed: BufferedFeed = {
    kind: 'buffered',
    digest: '',
    async *read() {
      for (let at = 0; at < bytes.length; at += Number(size)) {
        yield bytes.slice(at, at + Number(size))
      }
    },
  }
  const own = { type: 'feed', url: 'https://files.example/feed', ...options }
  const parsed = { ...v.parse(FeedOptions, own), oversell: oversell as Oversell }
  const readable = await readableFeed(feed, parsed, ORIGINS, Number(now))
  const inspection = await inspect(readable)
  if (inspection.kind === 'failed') return inspection
  const { faulty, words, changesAt } = inspection
  const levels: Read['levels'] = {}
  const entries: Read['entries'] = []
  for await (const list of usableItems(readable, inspection, 2)) {
    for (const { sku, quantity, entry: described } of list) {
      if (quantity !== undefined) levels[sku] = quantity
      const entry = described()
      // Nothing that the sink would refuse.
      if (entry) entries.push(v.parse(CatalogEntry, entry))
    }
  }
  return {
    levels,
    entries,
    faulty: Object.fromEntries(faulty.map(({ name, reason }) => [name, reason])),
    words,
    changesAt,
  }
}

describe('a feed', () => {
  it.each<[file: string, levels: Record<string, number>, faulty: Record<string, string>]>([
    [
      'shopify-products.csv',
      { 'LIN-S': 4, 'LIN-M': 0, 'LIN-L': 0, CAP: 0, TOTE: 0 },
      { 'item 7': 'sku_missing' },
    ],
    ['shopify-inventory.csv', { 'LIN-S': 7, 'LIN-M': 0, 'LIN-L': 2 }, {}],
    ['shopify-inventory-available.csv', { 'LIN-S': 7, 'LIN-M': 0, 'LIN-L': 2 }, {}],
    ['shopify-locations.csv', { 'LIN-S': 7, 'LIN-M': 0, 'LIN-L': 0 }, {}],
    ['shopify-products.json', { 'LIN-S': 1, 'LIN-M': 0, TOTE: 1 }, {}],
    [
      'woocommerce-products.csv',
      {
        MUG: 12,
        BOWL: 1,
        PLATE: 0,
        JUG: 0,
        TRAY: 0,
        PAN: 0,
        '107': 5,
        TEE: 6,
        'TEE-S': 6,
        'TEE-M': 0,
        'TEE-L': 2,
        CAP: 0,
        'CAP-S': 0,
      },
      {},
    ],
    [
      'google.tsv',
      { 'ROD-1': 1, 'ROD-2': 0, NET: 1, REEL: 1, LINE: 0 },
      { HOOK: 'availability_unknown' },
    ],
    ['meta.xml', { 'ROD-1': 3, NET: 0 }, {}],
    ['shop-api.json', { 'OAK-1': 4, 'ASH-1': 0 }, { 'ELM-1': 'quantity_missing' }],
    ['prestashop.csv', { 'REF-1': 5, 'REF-2': 0, 'REF-3': 0 }, {}],
    ['squarespace.csv', { 'SOAP-1': 3, 'SOAP-2': 1, BRUSH: 0 }, {}],
    ['wix.csv', { CANDLE: 1, WICK: 0, WAX: 14, OIL: 0 }, {}],
    ['magento.csv', { 'BAG-1': 12, 'BAG-2': 0, 'BAG-3': 0 }, {}],
    [
      'cosmetics.csv',
      { 'CREAM-100': 1, 'CREAM-50': 0, SOAP: 1250 },
      { 'OIL-30': 'quantity_invalid' },
    ],
  ])('%s gives its levels, without any mapping', async (file, levels, faulty) => {
    expect(fixture(file)).not.toBe('')
    expect(await read(fixture(file))).toMatchObject({ levels, faulty })
    expect(await read(fixture(file), { size: 100_000 })).toMatchObject({ levels, faulty })
  })

  it('counts what is sold while out of stock as the shop chooses', async () => {
    const shopify = await read(fixture('shopify-products.csv'), { oversell: 'in_stock' })
    expect(shopify).toMatchObject({ levels: { 'LIN-M': 0, 'LIN-L': 1 } })
    const woo = await read(fixture('woocommerce-products.csv'), { oversell: 'in_stock' })
    expect(woo).toMatchObject({ levels: { PAN: 1, PLATE: 0 } })
    const google = await read(fixture('google.tsv'), { oversell: 'in_stock' })
    expect(google).toMatchObject({ levels: { LINE: 1 } })
  })
})

const FIELDS = [
  ['Variant SKU', 'Variant Inventory Qty'],
  ['variant sku', 'variant_inventory_qty'],
  ['Variant_SKU', 'QUANTITY'],
  ['SKU', 'Inventory quantity'],
  ['sku', 'inventoryQuantity'],
  ['Product-SKU', 'Stock Quantity'],
  ['ID', 'In stock?'],
  ['GTIN', 'Stock'],
  ['SKU:', 'Qty.'],
  ['Artikelnummer', 'Lagerbestand'],
  ['Art. nr', 'Lagersaldo'],
]

describe('the names of fields', () => {
  it.each(FIELDS)('count in any case and spacing: %s and %s', async (sku, quantity) => {
    const levels = { A: 1, B: 0 }
    expect(await read(`${sku},${quantity}\nA,1\nB,0\n`)).toMatchObject({ levels })
    const items = [
      { [sku ?? '']: 'A', [quantity ?? '']: 1 },
      { [sku ?? '']: 'B', [quantity ?? '']: 0 },
    ]
    expect(await read(JSON.stringify(items))).toMatchObject({ levels })
  })

  it('count so for what the shop maps, too, and then no others do', async () => {
    const fields = { sku: 'Art Nr', quantity: 'available (bergen)' }
    const text = 'art_nr,SKU,Quantity,Available (Bergen),Available (Oslo)\nA,X,9,2,5\n'
    expect(await read(text, { fields })).toMatchObject({ levels: { A: 2 } })
  })

  it.each([
    'Available (Bergen),Available (Oslo)',
    'On hand (current),On hand (Oslo)',
    'Quantity: Bergen,Quantity: Oslo',
    'Stock - Bergen,Stock - Oslo',
    'Bergen (available),Oslo (available)',
    'Qty at Bergen,Qty @ Oslo',
  ])('of single locations add up: %s', async (names) => {
    expect(await read(`sku,${names}\nA,2,3\nB,-4,1\nC,not stocked,\n`)).toMatchObject({
      levels: { A: 5, B: 0, C: 0 },
    })
  })

  it('take what can be sold before what lies there, and neither from a unit', async () => {
    const text = 'sku,On hand (Oslo),Available (Oslo),Quantity (ml)\nA,9,2,100\n'
    expect(await read(text)).toMatchObject({ levels: { A: 2 } })
    expect(await read('sku,Quantity (ml)\nA,100\n')).toMatchObject({ reason: 'quantity_missing' })
  })
})

describe('a feed is refused, and names why,', () => {
  const rows = Array.from({ length: 45 }, (_, n) => `S${n},Tee ${n},9.90`).join('\n')
  it.each<[what: string, text: string, reason: string]>([
    ['without any quantity or availability', `sku,title,price\n${rows}`, 'quantity_missing'],
    ['of JSON without any', JSON.stringify([{ sku: 'A', title: 'Tee' }]), 'quantity_missing'],
    ['of XML without any', '<a><item><sku>A</sku></item></a>', 'quantity_missing'],
    [
      'whose hidden items alone have levels',
      'Handle,Title,Status,Variant SKU\na,A,draft,A\nb,B,active,B\n',
      'quantity_missing',
    ],
    ['without any sku', 'title,quantity\nTee,3\n', 'sku_missing'],
    ['whose skus are all empty', 'sku,quantity\n,3\n,4\n', 'sku_missing'],
    ['of pictures alone', 'Handle,Title,SKU,Image Src\na,A,,https://a.example/1\n', 'sku_missing'],
    ['of JSON without any sku', '[{"quantity":3}]', 'sku_missing'],
    ['of XML without any sku', '<a><item><quantity>1</quantity></item></a>', 'sku_missing'],
    ['with nothing but units', 'sku,quantity\nA,100 ML\nB,50 ML\n', 'quantity_invalid'],
    ['of JSON without a list', '{"error":"no such feed"}', 'feed_broken'],
  ])('%s', async (_what, text, reason) => {
    expect(await read(text)).toEqual({ kind: 'failed', reason, item: 1 })
  })

  it('if its list is not where the shop says', async () => {
    const text = fixture('shop-api.json')
    expect(await read(text, { path: 'data/items' })).toMatchObject({ reason: 'path_missing' })
  })
})

describe('a word for availability', () => {
  it.each([
    ['OnlineOnly', 1],
    ['InStoreOnly', 0],
    ['PreSale', 0],
    ['Reserved', 0],
    ['http://www.schema.org/InStock', 1],
    ['available for order', 1],
    ['Sold_Out', 0],
  ])('%s is known', async (word, level) => {
    expect(await read(`id,availability\nA,${word}\n`)).toMatchObject({ levels: { A: level } })
  })

  it('that nobody knows refuses no feed: the others are stored, and it is named', async () => {
    const text = 'id,availability,title,link\nA,soon,Tee,https://brook.example/a\nB,in stock,,\n'
    expect(await read(text)).toMatchObject({
      levels: { B: 1 },
      entries: [{ sku: 'A' }],
      faulty: { A: 'availability_unknown' },
      words: ['soon'],
    })
  })

  it('that nobody knows refuses no feed if there are only such', async () => {
    expect(await read('id,availability\nA,soon\nB,perhaps\n')).toMatchObject({
      levels: {},
      words: ['soon', 'perhaps'],
    })
  })

  it('that nobody knows matters little beside a quantity', async () => {
    const text = 'id,availability,quantity\nA,ships in 3 days,4\n'
    expect(await read(text)).toMatchObject({ levels: { A: 4 }, faulty: {} })
  })
})

it.each<[text: string, quantity: number | undefined]>([
  ['12', 12],
  ['-3', -3],
  ['0.0', 0],
  ['4,0', 4],
  ['0,000', 0],
  ['1 250', 1250],
  ['1’250', 1250],
  ['1,250.00', 1250],
  ['1.250,00', 1250],
  ['1,250,000', 1_250_000],
  ['> 10', 10],
  ['10+', 10],
  ['not stocked', 0],
  ['1,250', undefined],
  ['100 ML', undefined],
  ['3-4', undefined],
  ['many', undefined],
  ['', undefined],
])('a quantity of %j is read as %s', (text, quantity) => {
  expect(quantityIn(text)).toBe(quantity)
})

describe('a list in JSON', () => {
  const three = [1, 2, 3].map((n) => ({ sku: `S${n}`, quantity: n }))
  const levels = { S1: 1, S2: 2, S3: 3 }
  it.each<[what: string, value: unknown]>([
    ['at the top', three],
    ['in an object', { products: three }],
    ['deeper', { response: { data: { items: three } } }],
    [
      'after longer lists of other things',
      { tags: [1, 2, 3, 4], pages: [{ a: 1 }, {}, {}, {}], three },
    ],
    [
      'beside a list without stock',
      { related: [...three, ...three].map(({ sku }) => ({ sku })), three },
    ],
    ['in each of a list', [{ variants: three.slice(0, 1) }, { variants: three.slice(1) }]],
    ['in a list in a list', { pages: [three.slice(0, 2), three.slice(2)] }],
  ])('is found by itself: %s', async (_what, value) => {
    expect(await read(JSON.stringify(value))).toMatchObject({ levels, faulty: {} })
  })

  it('is where the shop says', async () => {
    const other = three.map(({ sku }) => ({ sku: `${sku}-B`, quantity: 9 }))
    const text = JSON.stringify({ a: { list: [...other, ...other] }, b: { list: three } })
    expect(await read(text, { path: 'b/list' })).toMatchObject({ levels })
  })

  it('is found by the names that the shop maps', async () => {
    const items = [{ no: 'A', free: 2 }]
    const fields = { sku: 'no', quantity: 'free' }
    const text = JSON.stringify({ others: [{ x: 1 }, { x: 2 }], items })
    expect(await read(text, { fields })).toMatchObject({ levels: { A: 2 } })
  })

  it('gives variants what their product says', async () => {
    const shirt = { title: 'Linen Shirt', url: 'https://fjord.example/products/linen-shirt' }
    expect(await read(fixture('shopify-products.json'))).toMatchObject({
      entries: [
        { sku: 'LIN-S', ...shirt, variantTitle: 'S / Sand', price: 49.9, id: '11' },
        { sku: 'LIN-M', ...shirt, variantTitle: 'M / Sand', price: 49.9, id: '11' },
        { sku: 'TOTE', title: 'Tote', url: 'https://fjord.example/products/tote', price: 15 },
      ],
    })
  })
})

it.each([
  ['<shop><list><article><sku>A</sku><stock>2</stock></article></list></shop>', {}],
  [
    '<shop><product><name>Tee</name><v><variant><sku>A</sku><qty>2</qty></variant></v></product></shop>',
    {},
  ],
  [
    '<r><item><name>News</name></item><goods><g sku="A" stock="2"/><g sku="B" stock="0"/></goods></r>',
    {},
  ],
  ['<r><p><no>A</no><free>2</free></p></r>', { fields: { sku: 'no', quantity: 'free' } }],
  ['<yml><shop><name>X</name><offers><offer id="A" available="2"/></offers></shop></yml>', {}],
  ['<r><item><id>X</id></item><item><id>A</id><quantity>2</quantity></item></r>', {}],
])('the element that is one item of XML is found by itself: %s', async (text, options) => {
  expect(await read(text, options)).toMatchObject({ levels: { A: 2 } })
})

it.each(['\uFEFF', '\n  ', '\uFEFF\r\n'])('a feed may begin with %j', async (start) => {
  const levels = { A: 1 }
  expect(await read(`${start}[{"sku":"A","quantity":1}]`)).toMatchObject({ levels })
  expect(await read(`${start}{"list":[{"sku":"A","quantity":1}]}`)).toMatchObject({ levels })
  expect(await read(`${start}<r><p><sku>A</sku><qty>1</qty></p></r>`)).toMatchObject({ levels })
  expect(await read(`${start}sku,qty\nA,1`)).toMatchObject({ levels })
  expect(await read(`${start}sku\tqty\nA\t1`)).toMatchObject({ levels })
})

it('what cannot be bought is sold out, whatever its quantity', async () => {
  const items = [
    { sku: 'A', stock: 5, available: false },
    { sku: 'B', stock: 5, available: true },
    { sku: 'C', stock: 5, active: false },
    { sku: 'D', stock: 5, availability: 'discontinued' },
  ]
  const levels = { A: 0, B: 5, C: 0, D: 0 }
  expect(await read(JSON.stringify(items))).toMatchObject({ levels, faulty: {} })
})

it('a status is a word for availability where it is one', async () => {
  const items = ['in stock', 'sold out', 'active', 'draft'].map((status, n) => ({
    id: `S${n}`,
    status,
  }))
  expect(await read(JSON.stringify(items))).toMatchObject({
    levels: { S0: 1, S1: 0, S3: 0 },
    faulty: { S2: 'quantity_missing' },
  })
})

describe('an entry of a feed', () => {
  const entriesOf = async (text: string, options = {}) => {
    const found = await read(text, options)
    return 'entries' in found ? found.entries : found
  }
  const row = (fields: Record<string, string>) => {
    const item = {
      sku: 'A',
      quantity: '1',
      title: 'Tee',
      link: 'https://brook.example/a',
      ...fields,
    }
    return JSON.stringify([item])
  }
  const entryOf = async (fields: Record<string, string>, options = {}) =>
    ((await entriesOf(row(fields), options)) as unknown[])[0]

  it('has the names, options and pictures of Shopify’s export', async () => {
    const text = fixture('shopify-products.csv').replace(/^Title,/, 'Link,Title,')
    const linked = text.replaceAll(
      /\n(Linen Shirt,)/g,
      '\nhttps://fjord.example/products/linen-shirt,$1',
    )
    const rows = linked.replaceAll(/\n(?=,linen|Canvas|Tote|Wool)/g, '\n,')
    const shirt = { title: 'Linen Shirt', price: 49.9, id: 'linen-shirt' }
    expect(await entriesOf(rows)).toMatchObject([
      { ...shirt, variantTitle: 'S / Sand', image: 'https://cdn.fjord.example/linen-1.jpg' },
      { ...shirt, variantTitle: 'M / Sand', image: 'https://cdn.fjord.example/linen-sand.jpg' },
      { ...shirt, variantTitle: 'L / Sand', image: 'https://cdn.fjord.example/linen-1.jpg' },
    ])
  })

  it('is read from TSV with quoted line breaks, inch marks and campaign parameters', async () => {
    expect(await entriesOf(fixture('google.tsv'))).toEqual([
      {
        sku: 'ROD-1',
        title: "Fly rod 9'",
        url: 'https://brook.example/rod?size=9',
        image: 'https://brook.example/rod.jpg',
        price: 149,
        currency: 'EUR',
        id: 'ROD',
      },
      {
        sku: 'ROD-2',
        title: 'Fly rod',
        variantTitle: '7 feet',
        url: 'https://brook.example/rod?size=7',
        price: 189,
        currency: 'EUR',
        id: 'ROD',
      },
      {
        sku: 'NET',
        title: 'Landing net',
        url: 'https://brook.example/net',
        price: 39,
        currency: 'EUR',
      },
      { sku: 'REEL', title: 'Reel', url: 'https://brook.example/reel' },
      { sku: 'LINE', title: 'Line', url: 'https://brook.example/line', price: 29, currency: 'EUR' },
      { sku: 'HOOK', title: 'Hooks', url: 'https://brook.example/hook', price: 5, currency: 'EUR' },
    ])
  })

  it('keeps the query that names a product, on the shop’s own origin', async () => {
    expect(await entriesOf(fixture('meta.xml'))).toEqual([
      {
        sku: 'ROD-1',
        title: 'Fly rod & case',
        url: 'https://brook.example/index.php?route=product/product&product_id=42',
        image: 'https://cdn.brook.example/rod.jpg',
        price: 1299,
        currency: 'SEK',
      },
    ])
  })

  it.each<[what: string, fields: Record<string, string>, entry: unknown]>([
    ['a price of nothing', { price: '0' }, { price: undefined }],
    ['a price that may be another', { price: '1.299', currency: 'EUR' }, { price: undefined }],
    [
      'a currency that is none',
      { price: '9.50', currency: 'points' },
      { price: 9.5, currency: undefined },
    ],
    ['a picture that is no address', { image_link: 'tee.jpg' }, { image: undefined }],
    [
      'a picture with a blank',
      { image_link: 'https://b.example/a b.jpg' },
      { image: 'https://b.example/a%20b.jpg' },
    ],
    ['a title of 300 letters', { title: 'x'.repeat(300) }, { title: `${'x'.repeat(199)}…` }],
    ['a title with tags and breaks', { title: '<b>Tee</b>\n&amp; more' }, { title: 'Tee & more' }],
    ['a variant that is the title', { variant_title: 'Tee' }, { variantTitle: undefined }],
    ['an address from the root', { link: '/p/tee' }, { url: 'https://brook.example/p/tee' }],
  ])('is kept without what cannot be used: %s', async (_what, fields, entry) => {
    expect(await entryOf(fields)).toEqual({
      sku: 'A',
      title: 'Tee',
      url: 'https://brook.example/a',
      ...(entry as object),
    })
  })

  it.each(['tee', 'ftp://brook.example/a', 'https://ada:secret@brook.example/a'])(
    'is none with the address %s, and the level stays',
    async (link) => {
      expect(await read(row({ link }))).toMatchObject({ levels: { A: 1 }, entries: [] })
    },
  )

  it.each<[fields: Record<string, string>, price: number, changesAt: string | undefined]>([
    [{ sale_price: '7.50 EUR' }, 7.5, undefined],
    [
      { sale_price_effective_date: '2026-11-01T00:00+0100/2026-11-30T23:59+0100' },
      7.5,
      '2026-11-30T22:59Z',
    ],
    [
      { sale_price_effective_date: '2026-11-28T14:00+0100 / 2026-11-30T23:59+0100' },
      9,
      '2026-11-28T13:00Z',
    ],
    [{ sale_price_effective_date: '2026-10-01T00:00Z/2026-11-01T00:00Z' }, 9, undefined],
    [{ sale_price_effective_date: 'in winter' }, 9, undefined],
    [{ 'Date sale price starts': '2026-11-28' }, 7.5, undefined],
    [{ 'Date sale price ends': '2026-11-28' }, 7.5, '2026-11-29T00:00Z'],
    [{ special_to_date: '2026-11-28 11:00:00' }, 9, undefined],
    [{ sale_price: '0.00 EUR' }, 9, undefined],
  ])('has the price of a sale while it lasts: %j', async (fields, price, changesAt) => {
    const text = row({ price: '9.00 EUR', sale_price: '7.50 EUR', ...fields })
    expect(await read(text)).toMatchObject({
      entries: [{ price, currency: 'EUR' }],
      changesAt: changesAt && Date.parse(changesAt),
    })
  })
})

/** Items with every usual field; their policy is Klaviyo's, which says nothing about stock. */
const itemsOf = () =>
  ['A', 'B', 'C'].map((sku) => ({
    sku,
    inventory_quantity: 7,
    availability: 'in stock',
    status: 'active',
    title: `Tee ${sku}`,
    link: `https://brook.example/tee?v=${sku}`,
    image_link: 'https://brook.example/tee.jpg',
    price: '39.00 EUR',
    sale_price: '29.00 EUR',
    sale_price_effective_date: '2026-11-01T00:00Z/2026-12-01T00:00Z',
    inventory_policy: 1,
    item_group_id: 'tee',
    color: 'red',
    tags: ['new', 'red'],
    vendor: { name: 'Brook', id: 5 },
  }))
type Items = Record<string, unknown>[]

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
const columns = Object.keys(itemsOf()[0] ?? {})
const quoted = (value: unknown) => `"${textOf(value).replaceAll('"', '""')}"`
const escaped = (value: unknown) => textOf(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const FORMATS: [name: string, write: (items: Items) => string][] = [
  ['JSON', (items) => JSON.stringify({ products: items })],
  [
    'CSV',
    (items) =>
      [columns, ...items.map((item) => columns.map((name) => item[name]))]
        .map((cells) => cells.map(quoted).join(','))
        .join('\n'),
  ],
  [
    'TSV',
    (items) =>
      [columns, ...items.map((item) => columns.map((name) => textOf(item[name])))]
        .map((cells) => cells.join('\t'))
        .join('\n'),
  ],
  [
    'XML',
    (items) => {
      const inner = (item: Record<string, unknown>) =>
        Object.entries(item).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
      return `<feed>${items.map((item) => `<item>${inner(item).join('')}</item>`).join('')}</feed>`
    },
  ],
]

describe.each(FORMATS)('a feed in %s with one odd field', (name, write) => {
  const decides = ['*.sku', '*.inventory_quantity', '*.availability', '*.status']

  it('has the levels of all its items', async () => {
    const odd = [...brokenFields(itemsOf(), decides), ...retypedFields(itemsOf())]
    expect(odd.length).toBe(684)
    for (const { path, instead, payload } of odd) {
      const found = await read(write(payload as Items), { size: 4096 })
      expect([path, instead, found]).toMatchObject([
        path,
        instead,
        { levels: { A: 7, B: 7, C: 7 } },
      ])
    }
  })

  it('has the levels of all other items if the field decides', async () => {
    let cases = 0
    for (const field of decides) {
      for (const { path, instead, payload } of brokenFields(itemsOf(), [])) {
        if (path !== field.replace('*', '1')) continue
        cases += 1
        const found = await read(write(payload as Items), { size: 4096 })
        expect([path, instead, found]).toMatchObject([path, instead, { levels: { A: 7, C: 7 } }])
      }
    }
    expect([name, cases]).toEqual([name, 60])
  })
})

describe('a record with more cells than there are columns', () => {
  it.each([',', ';', '\t'])('costs only itself (%j)', async (mark) => {
    const record = (...cells: string[]) => cells.join(mark)
    const text = [
      record('sku', 'title', 'quantity'),
      record('A', 'Tee', '7'),
      record('B', 'Tee', ' red', '7'),
      record('C', 'Tee', '7'),
    ].join('\n')
    expect(await read(text)).toMatchObject({
      levels: { A: 7, C: 7 },
      faulty: { 'item 2': 'cells_too_many' },
    })
    const all = [record('sku', 'quantity'), record('A', '1', '2'), record('B', '1', '2')]
    expect(await read(all.join('\n'))).toMatchObject({ reason: 'cells_too_many', item: 1 })
  })
})

describe('a JSON feed with an odd item', () => {
  it.each([null, 7, 'text', true, [], {}, [null], { sku: null }, { sku: {} }, [{}]])(
    '(%j) has the levels of all others',
    async (odd) => {
      const [a, , c] = itemsOf()
      for (const items of [
        [odd, a, c],
        [a, odd, c],
        [a, c, odd],
      ]) {
        for (const text of [JSON.stringify(items), JSON.stringify({ products: items })]) {
          expect(await read(text, { size: 4096 })).toMatchObject({ levels: { A: 7, C: 7 } })
        }
      }
    },
  )
})

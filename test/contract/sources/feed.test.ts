/** The feed source against a web server with one file, in every format that it reads. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FEEDS_BYTES } from '../../../worker/connectors/sources/feed/limits.ts'
import { openRoom } from '../../../worker/connectors/sources/feed/room.ts'
import { type Asked, LOGIN } from '../../fakes/feed.ts'
import {
  deliver,
  drain,
  fakeUrl,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, type Vendor } from './suite.ts'

const PATH = '/f'

/** A file on the fake, in a scene. */
function file(scene = 'good') {
  const base = fakeUrl('feed', scene)
  return {
    url: base + PATH,
    put: async (body: string | Uint8Array, path = PATH) => {
      const answer = await fetch(base + path, { method: 'PUT', body })
      if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
    },
    asked: async () => (await fetch(`${base}/requests`)).json() as Promise<Asked[]>,
  }
}

/** Klaviyo's documented item (custom catalogues). */
const klaviyoItem = (id: string, quantity: unknown, changes = {}) => ({
  id,
  title: 'T-shirt, M',
  link: 'https://shop.example/p/tshirt?variant=m',
  description: 'Cotton',
  price: 19.9,
  image_link: 'https://shop.example/i/tshirt.jpg',
  categories: ['Tops'],
  inventory_quantity: quantity,
  inventory_policy: 1,
  ...changes,
})
const klaviyo = (...items: object[]) => JSON.stringify(items)

/** An item as Google's product data specification documents it. */
const googleItem = (id: string, availability: string, more = '') => `
    <item>
      <g:id>${id}</g:id>
      <g:item_group_id>TSHIRT-1</g:item_group_id>
      <g:title>T-shirt, M</g:title>
      <g:link>https://shop.example/p/tshirt?variant=m</g:link>
      <g:image_link>https://shop.example/i/tshirt.jpg</g:image_link>
      <g:price>19.90 EUR</g:price>
      <g:availability>${availability}</g:availability>${more}
    </item>`
const rss = (items: string, ns = 'xmlns:g="http://base.google.com/ns/1.0"') =>
  `<?xml version="1.0"?>\n<rss version="2.0" ${ns}>\n  <channel>${items}\n  </channel>\n</rss>`

const SHOPIFY_COLUMNS =
  'Handle,Title,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,' +
  'Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Status'

async function feedShop(
  format: string,
  { oversell, ...changes }: Record<string, unknown> = {},
  scene?: string,
) {
  const feed = file(scene)
  const shop = await makeShop({
    oversell,
    sources: [{ type: 'feed', url: feed.url, format, missingMeans: 'unchanged', ...changes }],
  })
  return { shop, ...feed }
}

/** The shop's levels by sku, after a feed was read. */
async function levelsAfter(format: string, body: string, changes: Record<string, unknown> = {}) {
  const { shop, put } = await feedShop(format, changes)
  await put(body)
  await poll(shop, 'feed')
  expect(await sourceState(shop)).toMatchObject({ error: null })
  return quantities()
}

async function quantities(): Promise<Record<string, number>> {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

const vendor = (scene: string, body: (quantity: number) => string) => async (): Promise<Vendor> => {
  const { url, put } = file(scene)
  let quantityNow = 0
  return {
    options: { type: 'feed', url, format: 'klaviyo', missingMeans: 'unchanged', ...LOGIN },
    setStock: (quantity) => put(body((quantityNow = quantity))),
    spoil(skus) {
      const all = [...skus, 'TEE-M'].toSorted()
      return put(
        klaviyo(...all.map((sku) => klaviyoItem(sku, sku === 'TEE-M' ? quantityNow : 'many'))),
      )
    },
  }
}

passesSuite({
  type: 'feed',
  secrets: ['password'],
  good: vendor('auth', (quantity) => klaviyo(klaviyoItem('TEE-M', quantity))),
  down: vendor('down', (quantity) => klaviyo(klaviyoItem('TEE-M', quantity))),
  broken: vendor('auth', (quantity) => `${klaviyo(klaviyoItem('TEE-M', quantity)).slice(0, -9)}`),
})

describe('a feed', () => {
  it('in Klaviyo’s format gives levels and products, with numbers as numbers or as text', async () => {
    const { shop, put } = await feedShop('klaviyo', { locale: 'sv-SE' })
    await put(klaviyo(klaviyoItem('A', 3), klaviyoItem('B', '7'), klaviyoItem('C', '0.0')))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3, B: 7, C: 0 })
    const [product] = await table('product')
    expect(product).toMatchObject({ sku: 'A', locale: 'sv-SE' })
    expect(JSON.parse(String(product?.['data']))).toEqual({
      title: 'T-shirt, M',
      url: 'https://shop.example/p/tshirt?variant=m',
      image: 'https://shop.example/i/tshirt.jpg',
      price: 19.9,
      collections: ['Tops'],
    })
    expect(await table('stock_level')).toMatchObject([{ locale: '' }, {}, {}])
  })

  it('keeps ids exact that are too long for a number', async () => {
    const body = '[{"id": 271878346596884015, "inventory_quantity": 2}]'
    expect(await levelsAfter('klaviyo', body)).toEqual({ '271878346596884015': 2 })
  })

  it('gives levels for its locale only if the shop says so', async () => {
    const { shop, put } = await feedShop('klaviyo', { locale: 'sv-SE', levelsByLocale: true })
    await put(klaviyo(klaviyoItem('A', 3)))
    await poll(shop, 'feed')
    expect(await table('stock_level')).toMatchObject([{ sku: 'A', locale: 'sv-SE' }])
  })

  it('is read by the shop’s own field mapping, including nested fields', async () => {
    const fields = { sku: 'article', quantity: 'stock/free' }
    const body = JSON.stringify([{ article: 'A', id: 'x', stock: { free: 4, reserved: 9 } }])
    expect(await levelsAfter('klaviyo', body, { fields })).toEqual({ A: 4 })
  })

  it.each([
    ['in stock', 'in_stock', 1],
    ['in stock, as people write it', 'In Stock', 1],
    ['out of stock', 'out_of_stock', 0],
    ['out of stock, with hyphens', 'out-of-stock', 0],
    ['preorder', 'preorder', 0],
    ['backorder', 'backorder', 0],
  ])('in Google’s format gives a level for %s', async (_what, availability, level) => {
    expect(await levelsAfter('google', rss(googleItem('A', availability)))).toEqual({ A: level })
  })

  it.each(['preorder', 'backorder'])(
    'gives a level of one for %s if the shop sells it',
    async (word) => {
      const body = rss(googleItem('A', word))
      expect(await levelsAfter('google', body, { oversell: 'in_stock' })).toEqual({ A: 1 })
    },
  )

  it('in Google’s format may be Atom, with CDATA, a BOM, another prefix or none', async () => {
    const body = `\uFEFF<?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="http://base.google.com/ns/1.0">
        <title>Shop</title>
        <entry>
          <m:id>A</m:id><title><![CDATA[Tee & more]]></title>
          <link href="https://shop.example/a"/><m:availability>in stock</m:availability>
        </entry>
      </feed>`
    const { shop, put } = await feedShop('google')
    await put(body)
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 1 })
    const [product] = await table('product')
    expect(JSON.parse(String(product?.['data']))).toEqual({
      title: 'Tee & more',
      url: 'https://shop.example/a',
    })
  })

  it('in Google’s format gives the product’s group and price', async () => {
    const { shop, put } = await feedShop('google')
    await put(rss(googleItem('A', 'in_stock')))
    await poll(shop, 'feed')
    const [product] = await table('product')
    expect(JSON.parse(String(product?.['data']))).toMatchObject({
      id: 'TSHIRT-1',
      price: 19.9,
      currency: 'EUR',
    })
  })

  it('in Google’s format may be TSV, with a lone inch mark as text', async () => {
    const body = [
      'id\ttitle\tlink\tavailability\titem group id',
      'A\t15" screen\thttps://shop.example/a\tin stock\tG',
      'B\t"Tee ""M"""\thttps://shop.example/b\tout of stock\tG',
    ].join('\r\n')
    expect(await levelsAfter('google', body)).toEqual({ A: 1, B: 0 })
    const titles = (await table('product')).map(({ data }) => JSON.parse(String(data)).title)
    expect(titles).toEqual(['15" screen', 'Tee "M"'])
  })

  it('in XML is read by the names of its elements and attributes', async () => {
    const body = `<shelf><article no="A"><stock><free>3</free></stock></article>
      <article no="B"><stock><free>0</free></stock></article></shelf>`
    const options = { item: 'article', fields: { sku: '@no', quantity: 'stock/free' } }
    expect(await levelsAfter('xml', body, options)).toEqual({ A: 3, B: 0 })
  })

  it('in CSV is read as Shopify exports it', async () => {
    const body = [
      SHOPIFY_COLUMNS,
      'tee,"Tee, ""fine""\nand soft",true,Size,S,TEE-S,shopify,3,deny,19.90,https://s.example/1.jpg,active',
      'tee,,,,M,TEE-M,shopify,-2,continue,19.90,,',
      'tee,,,,,,,,,,https://s.example/2.jpg,',
      'cap,Cap,false,Title,Default Title,CAP,shopify,9,deny,9.00,,active',
      'cap,,,Title,Red,CAP-R,shopify,9,deny,9.00,,',
      'mug,Mug,true,Title,Default Title,MUG,shopify,9,deny,9.00,,draft',
    ].join('\n')
    const expected = { 'TEE-S': 3, 'TEE-M': 0, CAP: 0, 'CAP-R': 0, MUG: 0 }
    expect(await levelsAfter('csv', body)).toEqual(expected)
  })

  it('in CSV gives a level of one for policy "continue" if the shop sells it', async () => {
    const body = `${SHOPIFY_COLUMNS}\ntee,Tee,true,Size,M,TEE-M,shopify,-2,continue,19.90,,active`
    expect(await levelsAfter('csv', body, { oversell: 'in_stock' })).toEqual({ 'TEE-M': 1 })
  })

  it.each(['gzip', 'gz-file'])('may be compressed: %s', async (scene) => {
    const { shop, put } = await feedShop('klaviyo', {}, scene)
    await put(klaviyo(klaviyoItem('A', 3)))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3 })
  })

  it('may redirect to another address', async () => {
    const { shop, put } = await feedShop('klaviyo', LOGIN, 'moved')
    await put(klaviyo(klaviyoItem('A', 3)), '/g')
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3 })
  })

  it('with a repeated item uses the last one, and counts the others', async () => {
    const { shop, put } = await feedShop('klaviyo')
    await shop.subscribe({ sku: 'A' })
    await put(klaviyo(klaviyoItem('A', 9), klaviyoItem('B', 1), klaviyoItem('A', 0)))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 0, B: 1 })
    expect(await logged(shop, 'stock_received')).toMatchObject([{ levels: 2, repeated: 1 }])
    expect(await table('restock')).toEqual([])
  })
})

describe('two feeds', () => {
  it('are read at the same time: no shop waits for the server of another', async () => {
    const slow = await feedShop('klaviyo', {}, 'never')
    const fast = await feedShop('klaviyo')
    await fast.put(klaviyo(klaviyoItem('FAST', 3)))
    await slow.shop.api('POST', '/v1/sources/feed/poll')
    const waiting = Promise.all(world.queued.splice(0).map(deliver))
    await vi.waitFor(async () => expect(await slow.asked()).toHaveLength(1))
    await poll(fast.shop, 'feed')
    expect(await quantities()).toEqual({ FAST: 3 })
    await fetch(slow.url.replace(PATH, '/release'))
    await waiting
    expect(await sourceState(slow.shop)).toMatchObject({ error: { reason: 'cut_off' } })
  })

  it('share the memory of an isolate, and one is put off when none is left', () => {
    const [first, second] = [openRoom(Date.now()), openRoom(Date.now())]
    expect(first.take(FEEDS_BYTES - 10)).toBe(true)
    expect(second.take(11)).toBe(false)
    expect(second.take(10)).toBe(true)
    first.leave()
    expect(second.take(FEEDS_BYTES)).toBe(true)
    second.leave()
  })

  it('use the memory of a killed run once its lease has ended', () => {
    const killed = openRoom(Date.now() - 16 * 60_000)
    killed.take(FEEDS_BYTES)
    const next = openRoom(Date.now())
    expect(next.take(FEEDS_BYTES)).toBe(true)
    next.leave()
  })
})

describe('a feed without changes', () => {
  it.each([
    ['tagged', 'if-none-match'],
    ['dated', 'if-modified-since'],
  ])('is requested conditionally: %s', async (scene, header) => {
    const { shop, put, asked } = await feedShop('klaviyo', {}, scene)
    await put(klaviyo(klaviyoItem('A', 3)))
    await poll(shop, 'feed')
    await poll(shop, 'feed')
    const [first, second] = await asked()
    expect(first?.headers[header]).toBeUndefined()
    expect(first?.headers['user-agent']).toMatch(/^Shelfbell\//)
    expect(second?.headers[header]).toEqual(expect.any(String))
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 1 })
  })

  it('is not parsed, even if the server has no validators', async () => {
    const { shop, put } = await feedShop('klaviyo', {}, 'bare')
    await put(klaviyo(klaviyoItem('A', 3)))
    await poll(shop, 'feed')
    await shop.setStock({ sku: 'A', quantity: 8 })
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 8 })
  })
})

describe('a sale in a feed', () => {
  afterEach(() => vi.useRealTimers())

  it('ends at its time, although the feed stays the same', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const start = Date.now()
    const at = (ms: number) => new Date(start + ms).toISOString()
    const period = `<g:sale_price_effective_date>${at(-60_000)}/${at(60_000)}</g:sale_price_effective_date>`
    const { shop, put, asked } = await feedShop('google')
    await put(rss(googleItem('A', 'in_stock', `<g:sale_price>9.50 EUR</g:sale_price>${period}`)))
    const price = async () => JSON.parse(String((await table('product'))[0]?.['data'])).price
    await poll(shop, 'feed')
    expect(await price()).toBe(9.5)
    vi.setSystemTime(start + 30_000)
    await poll(shop, 'feed')
    vi.setSystemTime(start + 61_000)
    await poll(shop, 'feed')
    expect(await price()).toBe(19.9)
    const conditional = (await asked()).map(({ headers }) => 'if-none-match' in headers)
    expect(conditional).toEqual([false, true, false])
  })
})

describe('a broken feed', () => {
  const good = Array.from({ length: 1500 }, (_, n) => klaviyoItem(`S${n}`, 5))
  const text = klaviyo(...good)
  it.each([
    ['JSON that ends early', 'klaviyo', text.slice(0, -30), 'feed_broken', 1500],
    [
      'JSON with a syntax error',
      'klaviyo',
      text.replace('"id":"S1200"', '"id":S1200'),
      'feed_broken',
      1201,
    ],
    ['an object instead of a list', 'klaviyo', '{"error":"no such feed"}', 'feed_broken', 1],
    ['a page of HTML', 'klaviyo', '<!doctype html><title>Down</title>', 'feed_broken', 1],
    ['RSS with a stray bracket', 'google', rss('') + '<', 'feed_broken', 1],
    [
      'XML that ends early',
      'google',
      rss(googleItem('A', 'in_stock')).slice(0, -9),
      'feed_broken',
      2,
    ],
    [
      'XML that is nested too deeply',
      'google',
      rss(`${googleItem('A', 'in_stock')}<item>${'<a>'.repeat(100)}`),
      'xml_too_deep',
      2,
    ],
    ['CSV with an open quote', 'csv', 'sku,quantity\nA,1\nB,"2\nC,3\n', 'feed_broken', 2],
  ])(
    'changes nothing, and the log names the item: %s',
    async (_what, format, body, reason, item) => {
      const { shop, put } = await feedShop(format)
      await put(body)
      await poll(shop, 'feed')
      expect(await table('stock_level')).toEqual([])
      expect(await table('product')).toEqual([])
      expect(await logged(shop, 'source_failed')).toEqual([{ source: 'feed', reason, item }])
    },
  )

  it.each([
    ['an item without a sku', 'klaviyo', klaviyo({ inventory_quantity: 1 }), 'sku_missing'],
    ['a quantity in words', 'klaviyo', klaviyo(klaviyoItem('B', 'many')), 'quantity_invalid'],
    ['an item without a quantity', 'klaviyo', klaviyo({ id: 'B' }), 'quantity_missing'],
  ])('changes nothing if all its items cannot be read: %s', async (_what, format, body, reason) => {
    const { shop, put } = await feedShop(format)
    await put(body)
    await poll(shop, 'feed')
    expect(await table('stock_level')).toEqual([])
    expect(await logged(shop, 'source_failed')).toEqual([{ source: 'feed', reason, item: 1 }])
  })

  it('changes nothing if no column of its CSV is a quantity, and the shop is told why', async () => {
    const { shop, put } = await feedShop('csv')
    await shop.subscribe({ sku: 'S7' })
    const rows = Array.from(
      { length: 45 },
      (_, n) => `S${n},Tee ${n},https://acme.example/p/${n},9.90`,
    )
    await put(['SKU,Title,Link,Price', ...rows].join('\n'))
    await poll(shop, 'feed')
    expect(await sourceState(shop)).toMatchObject({
      error: { reason: 'quantity_missing', item: 1 },
      lastSuccessAt: null,
      items: null,
    })
    expect(await table('stock_level')).toEqual([])
    expect(await table('product')).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
    const withStock = (record: string, n: number) => `${record},${n === 7 ? 3 : 0}`
    await put(['SKU,Title,Link,Price,inventory QUANTITY', ...rows.map(withStock)].join('\n'))
    await poll(shop, 'feed')
    expect(world.mails).toMatchObject([
      { to: 'ada@example.com', subject: expect.stringContaining('Tee 7') },
    ])
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 45 })
  })

  it('marks nothing as sold out if a record has more cells than there are columns', async () => {
    const { shop, put } = await feedShop('csv', { missingMeans: 'sold_out' })
    await put('sku,quantity\nA,1\nB,2\nC,3\n')
    await poll(shop, 'feed')
    await put('sku,quantity\nA,4\nB, red,2\nC,3\n')
    await poll(shop, 'feed')
    const levels = await table<{ sku: string; quantity: number }>('stock_level')
    expect(levels.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['A', 4],
      ['B', 2],
      ['C', 3],
    ])
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { items: [{ item: 'item 2', reason: 'cells_too_many' }] },
    })
  })

  it('changes nothing if its bytes are not UTF-8', async () => {
    const { shop, put } = await feedShop('csv')
    await put(new Uint8Array([...new TextEncoder().encode('sku,quantity\nA,1\n'), 0xe5, 0x0a]))
    await poll(shop, 'feed')
    expect(await table('stock_level')).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'feed_broken' } })
  })

  it.each([
    ['cut-off', 'cut_off'],
    ['gone-away', 'unreachable'],
    ['round', 'redirected'],
    ['down', 'http_503'],
    ['auth', 'http_401'],
  ])('changes nothing if its server fails: %s', async (scene, reason) => {
    const { shop, put } = await feedShop('klaviyo', {}, scene)
    await put(text)
    await poll(shop, 'feed')
    expect(await table('stock_level')).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason } })
  })

  it('is read once it is fixed', async () => {
    const { shop, put } = await feedShop('klaviyo')
    await shop.subscribe({ sku: 'S7' })
    await put(text.slice(0, -30))
    await poll(shop, 'feed')
    await put(text)
    await poll(shop, 'feed')
    expect(world.mails).toHaveLength(1)
    expect(await table('stock_level')).toHaveLength(1500)
  })
})

describe('an item of a feed that cannot be read', () => {
  it('has a word that nobody knows: the others are stored, and the word is logged once', async () => {
    const { shop, put } = await feedShop('google')
    await shop.subscribe({ sku: 'B' })
    await put(rss(googleItem('A', 'perhaps') + googleItem('B', 'In_Stock')))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ B: 1 })
    expect(world.mails).toHaveLength(1)
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      items: 2,
      faults: { count: 1, items: [{ item: 'A', reason: 'availability_unknown' }] },
    })
    await put(rss(googleItem('A', 'perhaps') + googleItem('B', 'out_of_stock')))
    await poll(shop, 'feed')
    await put(rss(googleItem('A', 'soon')))
    await poll(shop, 'feed')
    expect(await logged(shop, 'availability_unknown')).toEqual([
      { source: 'feed', words: ['soon'] },
      { source: 'feed', words: ['perhaps'] },
    ])
    expect(await quantities()).toEqual({ B: 0 })
  })

  it.each([
    [
      'without a sku',
      klaviyo(klaviyoItem('A', 1), { inventory_quantity: 1 }),
      'sku_missing',
      'item 2',
    ],
    [
      'with a quantity in words',
      klaviyo(klaviyoItem('A', 1), klaviyoItem('B', 'many')),
      'quantity_invalid',
      'B',
    ],
    ['without a quantity', klaviyo(klaviyoItem('A', 1), { id: 'B' }), 'quantity_missing', 'B'],
  ])('is counted and named, and the others are stored: %s', async (_what, body, reason, item) => {
    const { shop, put } = await feedShop('klaviyo')
    await put(body)
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 1 })
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item, reason }] },
    })
    await put(klaviyo(klaviyoItem('A', 1), klaviyoItem('B', 2)))
    await poll(shop, 'feed')
    expect(await sourceState(shop)).toMatchObject({ faults: { count: 0 } })
  })

  it('is not missing, and no other sku is while some item lacks its sku', async () => {
    const { shop, put } = await feedShop('klaviyo', { missingMeans: 'sold_out' })
    await put(klaviyo(...['A', 'B', 'C'].map((id) => klaviyoItem(id, 3))))
    await poll(shop, 'feed')
    await put(klaviyo(klaviyoItem('A', 3), klaviyoItem('B', 'many'), klaviyoItem('C', 3)))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3, B: 3, C: 3 })
    await put(klaviyo(klaviyoItem('A', 3), { inventory_quantity: 1 }, klaviyoItem('C', 4)))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3, B: 3, C: 4 })
    await put(klaviyo(klaviyoItem('A', 3), klaviyoItem('C', 5)))
    await poll(shop, 'feed')
    expect(await quantities()).toEqual({ A: 3, B: 0, C: 5 })
  })
})

describe('a feed with fewer items than before', () => {
  const shelf = (count: number) =>
    klaviyo(...Array.from({ length: count }, (_, n) => klaviyoItem(`S${n}`, n === 0 ? 0 : 5)))

  async function shrunk(
    to: number,
    options = {},
  ): Promise<{ shop: TestShop; left: () => Promise<number> }> {
    const { shop, put } = await feedShop('klaviyo', options)
    await put(shelf(10))
    await poll(shop, 'feed')
    await put(shelf(to).replace('"inventory_quantity":0', '"inventory_quantity":6'))
    await poll(shop, 'feed')
    const left = async () => Object.values(await quantities()).filter((n) => n > 0).length
    return { shop, left }
  }

  it.each([0, 4])('is held back and reported: %s of 10 items left', async (to) => {
    const { shop } = await shrunk(to, { missingMeans: 'sold_out' })
    expect(await quantities()).toMatchObject({ S0: 0, S9: 5 })
    expect(await logged(shop, 'feed_shrunk')).toEqual([{ source: 'feed', items: to, before: 10 }])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'feed_shrunk' } })
  })

  it('is held back if it is empty at the first read', async () => {
    const { shop, put } = await feedShop('klaviyo')
    await put('[]')
    await poll(shop, 'feed')
    expect(await logged(shop, 'feed_shrunk')).toEqual([{ source: 'feed', items: 0, before: 0 }])
  })

  it('is read once somebody accepts it', async () => {
    const { shop } = await shrunk(4)
    await poll(shop, 'feed', { accept: true })
    expect(await quantities()).toMatchObject({ S0: 6, S9: 5 })
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 4 })
  })

  it('is read if half the items are left, without a change to the missing ones', async () => {
    const { left } = await shrunk(5)
    expect(await left()).toBe(10)
  })

  it('marks missing items as sold out if the shop says so', async () => {
    const { shop, left } = await shrunk(5, { missingMeans: 'sold_out' })
    expect(await left()).toBe(5)
    expect((await logged(shop, 'stock_received'))[0]).toMatchObject({ missing: 5 })
    expect(await table('feed_sku')).toHaveLength(5)
    await shop.api('PATCH', '/v1/shop', { sources: null })
    expect(await table('feed_sku')).toEqual([])
  })

  it('does not change levels that another source reported', async () => {
    const { shop, put } = await feedShop('klaviyo', { missingMeans: 'sold_out' })
    await shop.setStock({ sku: 'ELSEWHERE', quantity: 3 })
    await put(shelf(10))
    await poll(shop, 'feed')
    await put(shelf(9))
    await poll(shop, 'feed')
    expect(await quantities()).toMatchObject({ ELSEWHERE: 3, S9: 0 })
  })
})

describe('the settings of a feed', () => {
  it.each([
    [{ password: 'p' }, '/sources/0/username', 'missing'],
    [{ levelsByLocale: true }, '/sources/0/locale', 'missing'],
    [{ format: 'pdf' }, '/sources/0/format', 'choice_unknown'],
    [{ missingMeans: undefined }, '/sources/0/missingMeans', 'missing_means_unset'],
    [{ missingMeans: 'gone' }, '/sources/0/missingMeans', 'choice_unknown'],
    [{ fields: { colour: 'x' } }, '/sources/0/fields/colour', 'unknown_field'],
  ])('are refused: %j', async (changes, pointer, code) => {
    const shop = await makeShop()
    const options = {
      type: 'feed',
      url: 'https://feed.example/',
      format: 'klaviyo',
      missingMeans: 'unchanged',
      ...changes,
    }
    const answer = await shop.api('PATCH', '/v1/shop', { sources: [options] })
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
    await drain()
  })
})

describe('the facts of a product in a feed', () => {
  const facts = async (): Promise<Record<string, Record<string, unknown>>> => {
    const rows = await table<{ sku: string; data: string }>('product')
    return Object.fromEntries(
      rows.map(({ sku, data }) => {
        const {
          title: _title,
          url: _url,
          id: _id,
          ...rest
        } = JSON.parse(data) as Record<string, unknown>
        return [sku, rest]
      }),
    )
  }
  const google = (...items: string[]) =>
    `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${items.join('')}</channel></rss>`
  const item = (sku: string, rest: string) =>
    `<item><g:id>${sku}</g:id><title>Tee</title><link>https://acme.example/p/${sku}</link>${rest}</item>`
  const PREORDER =
    '<g:availability>preorder</g:availability><g:availability_date>2999-12-24T13:00-0800</g:availability_date>'

  it.each<[what: string, format: string, body: string, read: object]>([
    [
      'Google’s attributes',
      'google',
      google(
        item(
          'A',
          `${PREORDER}<g:brand>Nordwind</g:brand><g:price>20.00 EUR</g:price><g:sale_price>15.00 EUR</g:sale_price>
           <g:product_type>Home &gt; Women, Men</g:product_type><g:product_type>New</g:product_type>
           <g:google_product_category>2271</g:google_product_category>
           <g:custom_label_0>Clearance, late</g:custom_label_0><g:custom_label_4>summer</g:custom_label_4>`,
        ),
      ),
      {
        brand: 'Nordwind',
        tags: ['Clearance, late', 'summer'],
        collections: ['2271', 'Home > Women, Men', 'New'],
        price: 15,
        currency: 'EUR',
        restockAt: '2999-12-24T13:00-0800',
      },
    ],
    [
      'lists in JSON, and schema.org’s words',
      'json',
      JSON.stringify([
        {
          sku: 'A',
          title: 'Tee',
          link: '/p/A',
          availability: 'https://schema.org/Discontinued',
          brand: { name: 'Nordwind' },
          tags: ['a, b', 'c', null, 7],
          categories: ['Tops'],
          labels: ['not a name'],
        },
      ]),
      { brand: 'Nordwind', tags: ['7', 'a, b', 'c'], collections: ['Tops'], state: 'discontinued' },
    ],
    [
      'what a product says for its variants',
      'json',
      JSON.stringify({
        products: [
          {
            title: 'Tee',
            link: '/p/A',
            vendor: 'Nordwind',
            tags: 'new, summer',
            variants: [{ sku: 'A', stock: 2 }],
          },
        ],
      }),
      { brand: 'Nordwind', tags: ['new', 'summer'] },
    ],
    [
      'the columns of an export',
      'csv',
      'Handle,Title,Vendor,Product Category,Tags,Variant SKU,Variant Inventory Qty,Status,link\ntee,Tee,Nordwind,Apparel > Tops,"new, summer",A,2,active,/p/A\n',
      {
        brand: 'Nordwind',
        tags: ['new', 'summer'],
        collections: ['Apparel > Tops'],
        state: 'active',
      },
    ],
  ])('are read from %s', async (_what, format, body, read) => {
    const { shop, put } = await feedShop(format)
    await put(body)
    await poll(shop, 'feed')
    expect(await facts()).toEqual({ A: read })
  })

  it('of which the feed says nothing stay; those that it says go with its last word', async () => {
    const { shop, put } = await feedShop('google')
    await shop.api('PUT', '/v1/products', [
      { sku: 'A', title: 'T', url: 'https://acme.example/p', tags: ['x'], state: 'hidden' },
    ])
    const stock = '<g:availability>out of stock</g:availability>'
    await put(google(item('A', PREORDER), item('B', stock)))
    await poll(shop, 'feed')
    const restockAt = '2999-12-24T13:00-0800'
    expect(await facts()).toEqual({ A: { tags: ['x'], state: 'hidden', restockAt }, B: {} })
    await put(google(item('A', stock), item('B', stock)))
    await poll(shop, 'feed')
    expect(await facts()).toEqual({ A: { tags: ['x'], state: 'hidden' }, B: {} })
    // It no longer speaks for the day: another system may.
    await shop.api('PUT', '/v1/products', [
      { sku: 'A', title: 'T', url: 'https://acme.example/p', restockAt },
    ])
    await put(google(item('A', stock), item('B', `${stock}<g:brand>Nordwind</g:brand>`)))
    await poll(shop, 'feed')
    expect(await facts()).toEqual({ A: { restockAt }, B: { brand: 'Nordwind' } })
  })

  it('hide an item that is not published, and offer it again', async () => {
    const { shop, put } = await feedShop('csv')
    const row = (status: string) =>
      `sku,title,link,qty,status\nA,Tee,/p/A,3,${status}\nB,Tee,/p/B,3,active\n`
    await put(row('active'))
    await poll(shop, 'feed')
    await put(row('draft'))
    await poll(shop, 'feed')
    expect(await facts()).toEqual({ A: { state: 'hidden' }, B: { state: 'active' } })
    await put(row('active'))
    await poll(shop, 'feed')
    expect(await facts()).toEqual({ A: { state: 'active' }, B: { state: 'active' } })
  })
})

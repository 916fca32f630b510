/**
 * Products of WooCommerce as plugins change them, and answers of a server with plugins: an odd field or
 * product affects no other product.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WooCommerceOptions } from '../../../worker/connectors/sources/woocommerce/options.ts'
import { parseWooCommerceDelivery } from '../../../worker/connectors/sources/woocommerce/hook.ts'
import type { FakeProduct } from '../../fakes/woocommerce.ts'
import { deliver, drain, logged, poll, sourceState, table, world } from '../../worker/harness.ts'
import * as v from 'valibot'
import { type Broken, brokenFields, retypedFields } from '../broken.ts'
import {
  hear,
  OPTIONS,
  quantities,
  send,
  shopWith,
  simple,
  store,
  variable,
  variation,
  webhook,
} from './woo-shop.ts'

afterEach(() => vi.restoreAllMocks())

const options = {
  ...v.parse(WooCommerceOptions, { ...OPTIONS, baseUrl: 'https://acme.example' }),
  oversell: 'by_quantity',
} as const

/** The fields that decide: without one of them there is no name, or another level. */
const DECIDES = [
  'id', // its name, if it has no sku; and without it nothing can be read again
  'sku', // its name
  'type', // whether its level is that of its variations
  'variations', // the same
  'variations.*',
  'parent_id', // whether it is a variation
  'status', // whether shoppers can see it
  'purchasable', // whether they can buy it
  'stock_status', // the same
  'stock_quantity', // how many there are
  'manage_stock', // whether the quantity counts
]

/** A product as WooCommerce documents it. A webhook has all of its fields. */
const DOCUMENTED: FakeProduct = {
  ...simple(4),
  date_created: '2026-03-23T17:01:14',
  date_created_gmt: '2026-03-23T20:01:14',
  featured: false,
  short_description: '',
  sale_price: '',
  date_on_sale_from: null,
  date_on_sale_to: null,
  on_sale: false,
  total_sales: 0,
  virtual: false,
  downloadable: false,
  downloads: [],
  download_limit: -1,
  external_url: '',
  button_text: '',
  tax_status: 'taxable',
  tax_class: '',
  low_stock_amount: null,
  sold_individually: false,
  weight: '',
  dimensions: { length: '', width: '', height: '' },
  shipping_required: true,
  shipping_class_id: 0,
  reviews_allowed: true,
  average_rating: '0.00',
  rating_count: 0,
  upsell_ids: [],
  cross_sell_ids: [],
  purchase_note: '',
  categories: [{ id: 9, name: 'Clothing', slug: 'clothing' }],
  tags: [],
  images: [{ id: 792, src: 'https://acme.example/tee.jpg', name: '', alt: '' }],
  attributes: [
    { id: 6, name: 'Color', position: 0, visible: true, variation: false, options: ['Black'] },
  ],
  default_attributes: [],
  grouped_products: [],
  menu_order: 0,
  price_html: '<span>€39.00</span>',
  related_ids: [53, 40],
  meta_data: [{ id: 1, key: '_x', value: '1' }],
  _links: { self: [{ href: 'https://acme.example/wp-json/wc/v3/products/794' }] },
}

const delivered = (payload: unknown, topic = 'product.updated') =>
  parseWooCommerceDelivery(options, {
    body: JSON.stringify(payload),
    headers: new Headers({ 'X-WC-Webhook-Topic': topic }),
    query: new URLSearchParams(),
    now: 0,
  })

/** Products of their own for some broken ones, so that all of them fit into one shop. */
const numbered = (all: readonly Broken[], changes: (n: number) => Record<string, unknown>) =>
  all.map(({ payload }, n) => ({ ...(payload as FakeProduct), ...changes(n) }))

describe('a field of WooCommerce that does not decide', () => {
  it('may be missing or of any type in a webhook', () => {
    const all = [...brokenFields(DOCUMENTED, DECIDES), ...retypedFields(DOCUMENTED)]
    for (const { path, instead, payload } of all) {
      const said = delivered(payload)
      const what = `${path}: ${instead}`
      expect([what, said?.levels, said?.hints]).toEqual([what, [{ sku: 'TEE-M', quantity: 4 }], []])
      expect([what, said?.entries?.length]).toEqual([what, 1])
    }
    expect(all.length).toBe(1207)
  })

  it('may be missing or of any type in a product or in a variation that is read', async () => {
    const at = store()
    const broken = [...brokenFields(simple(4), DECIDES), ...retypedFields(simple(4))]
    const simples = numbered(broken, (n) => ({ id: 10_000 + n, sku: `S-${n}` }))
    const odd = [...brokenFields(variation(4), DECIDES), ...retypedFields(variation(4))]
    const variations = numbered(odd, (n) => ({ id: 20_000 + n, sku: `V-${n}` }))
    await at.put([...simples, variable()] as FakeProduct[], { 800: variations })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    const names = [...broken.map((_, n) => `S-${n}`), ...odd.map((_, n) => `V-${n}`), 'TEE']
    expect(await quantities()).toEqual(Object.fromEntries(names.map((name) => [name, 4])))
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(await table('product')).toHaveLength(names.length)
    expect([broken.length, odd.length]).toEqual([374, 153])
  })
})

describe('a field of WooCommerce that decides', () => {
  const deciding = (payload: unknown) => {
    const others = new Set([...brokenFields(payload, DECIDES)].map(({ path }) => path))
    return [...brokenFields(payload, [])].filter(({ path }) => !others.has(path))
  }

  it('costs at most its product if it is broken, and a webhook is then a hint', () => {
    const all = deciding(DOCUMENTED)
    for (const { path, instead, payload } of all) {
      const said = delivered([payload, simple(7, { id: 795, sku: 'TEE-L' })])
      const what = `${path}: ${instead}`
      expect([what, said?.levels]).toEqual([
        what,
        expect.arrayContaining([{ sku: 'TEE-L', quantity: 7 }]),
      ])
      const { levels = [], hints = [], leftOut = 0 } = said ?? {}
      expect([what, levels.length - 1 + hints.length + leftOut > 0]).toEqual([what, true])
    }
    expect(all.length).toBe(146)
  })

  it('costs at most its product if it is broken in a list', async () => {
    const at = store()
    const all = deciding(simple(4))
    const spoilt = all.map(({ path, payload }, n) => ({
      ...(payload as FakeProduct),
      ...(path !== 'id' && { id: 10_000 + n }),
      ...(path !== 'sku' && { sku: `S-${n}` }),
    }))
    await at.put([...spoilt, simple(4), variable({ sku: 'TEE' })], {
      800: [variation(3, { sku: 'V' })],
    })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toMatchObject({ 'TEE-M': 4, V: 3, TEE: 3 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(all.length).toBe(146)
  })

  it('costs at most its variation, and the product is not sold out because of it', async () => {
    const at = store()
    const all = deciding(variation(0))
    const parents = all.map((_, n) => variable({ id: 1000 + n, sku: `P-${n}`, variations: [1, 2] }))
    const variations = Object.fromEntries(
      all.map(({ payload }, n) => [
        1000 + n,
        [payload as object, variation(5, { id: 5000 + n, sku: `V-${n}` })],
      ]),
    ) as Record<string, Record<string, unknown>[]>
    await at.put(parents, variations)
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    const expected = all.flatMap((_, n) => [
      [`P-${n}`, 5],
      [`V-${n}`, 5],
    ])
    expect(await quantities()).toMatchObject(Object.fromEntries(expected))
    expect(all.length).toBe(132)
  })
})

/** Values that a plugin may write, each with the level and the name of the product. */
const inStock = { stock_status: 'instock' }
const CHANGED: [what: string, changes: Record<string, unknown>, level: number, name?: string][] = [
  ['the sku as a number', { sku: 123 }, 4, '123'],
  ['the sku null', { sku: null }, 4, '1001'],
  ['the quantity as text', { stock_quantity: '12' }, 12],
  ['a fraction as text', { stock_quantity: '12.5' }, 12],
  ['an empty quantity', { stock_quantity: '', ...inStock }, 1],
  ['a quantity in words', { stock_quantity: 'a dozen' }, 1],
  ['an empty quantity and sold out', { stock_quantity: '', stock_status: 'outofstock' }, 0],
  ['the quantity zero as text', { stock_quantity: '0', stock_status: 'outofstock' }, 0],
  ['management “yes”', { manage_stock: 'yes' }, 4],
  ['management “parent”', { manage_stock: 'parent' }, 4],
  ['management 1', { manage_stock: 1 }, 4],
  ['management “no”', { manage_stock: 'no' }, 1],
  ['no word about management', { manage_stock: undefined }, 4],
  ['purchasable as text', { purchasable: '1' }, 4],
  ['purchasable as 0', { purchasable: 0 }, 0],
  ['no word about buying', { purchasable: undefined }, 4],
  ['no images but false', { images: false }, 4],
  ['attributes as an object', { attributes: {} }, 4],
  ['attributes without an option', { attributes: [{ name: 'Size' }] }, 4],
  ['no status', { status: undefined }, 4],
  ['the status in capitals', { status: 'Publish' }, 4],
  ['no word about backorders', { backorders: '' }, 4],
  ['a stock status in words', { stock_status: 'Out of stock' }, 0],
  ['a stock status in capitals', { stock_status: 'OutOfStock' }, 0],
  ['no stock status', { stock_status: null }, 4],
  ['a price as a number', { price: 16 }, 4],
  ['no variations but null', { variations: null }, 4],
  ['its id as text', { id: '2000' }, 4],
]

describe('a product that a plugin of WooCommerce changed', () => {
  it.each<[what: string, read: (products: FakeProduct[]) => Promise<unknown>]>([
    [
      'REST',
      async (products) => {
        const at = store()
        await at.put(products)
        await poll(await shopWith(at), 'woocommerce')
        return quantities()
      },
    ],
    [
      'webhook',
      async (products) => {
        const at = store()
        await at.put(products)
        await hear(await shopWith(at), webhook(JSON.stringify(products)))
        return quantities()
      },
    ],
  ])('has its level by %s', async (_how, read) => {
    const products = CHANGED.map(([, changes], n) => ({
      ...simple(4, { id: 1000 + n, sku: `S-${n}` }),
      ...changes,
    })) as FakeProduct[]
    const names = CHANGED.map(([, , , name], n) => name ?? `S-${n}`)
    const expected = CHANGED.map(([what, , level], n) => [names[n], what, level])
    const levels = (await read(products)) as Record<string, number>
    expect(CHANGED.map(([what], n) => [names[n], what, levels[names[n] ?? '']])).toEqual(expected)
    expect(Object.keys(levels)).toHaveLength(CHANGED.length)
  })

  it('has no level if nothing at all is known of its stock, and that is shown', async () => {
    const at = store()
    await at.put([simple(4, { stock_quantity: null, manage_stock: null, stock_status: null })])
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({})
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: 'product 794', reason: 'level_unknown' }] },
    })
  })

  it('keeps its place in the catalogue with an address that is none, or relative', async () => {
    const at = store()
    await at.put(
      [
        simple(4, {
          id: 1,
          sku: 'A',
          permalink: '/product/a/',
          price: 16,
          images: [false, { src: 'https://acme.example/a.jpg' }],
        }),
        simple(4, { id: 2, sku: 'B', permalink: 'http://' }),
        simple(4, {
          id: 3,
          sku: 'C',
          permalink: false,
          name: 7,
          images: { 0: null, 2: { src: 'https://acme.example/c.jpg' } },
        }),
        variable({ permalink: 'https://acme.example/product/tee/' }),
      ],
      {
        800: [
          variation(4, { sku: 'D', permalink: null, price: 16, attributes: [{ option: 'M' }, {}] }),
        ],
      },
    )
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    const rows = await table<{ sku: string; data: string }>('product')
    const entries = Object.fromEntries(rows.map(({ sku, data }) => [sku, JSON.parse(data)]))
    const { origin } = new URL(at.base)
    expect(entries).toMatchObject({
      A: { url: `${origin}/product/a/`, price: 16, image: 'https://acme.example/a.jpg' },
      B: { url: `${at.base}/?post_type=product&p=2` },
      C: {
        title: '7',
        image: 'https://acme.example/c.jpg',
        url: `${at.base}/?post_type=product&p=3`,
      },
      D: { url: 'https://acme.example/product/tee/', price: 16, variantTitle: 'M' },
    })
  })
})

describe('a product with variations', () => {
  const FAULTS: [string, object | 'hangs'][] = [
    ...[400, 401, 403, 404, 429, 500, 503].map((status): [string, object] => [
      `status ${status}`,
      { status, body: { code: 'x', message: 'x', data: { status } } },
    ]),
    ['a page of HTML', { status: 200, body: '<html><b>Warning</b>' }],
    ['an object instead of a list', { status: 200, body: { code: 'x', message: 'x' } }],
    ['no answer in time', 'hangs'],
  ]

  it.each(FAULTS)('costs nothing else if its variations get %s', async (_what, answer) => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(Math.min(ms, 300)))
    const at = store()
    const others = [simple(4, { id: 10 }), variable({ id: 900, sku: 'LATE', variations: [901] })]
    const good = { 900: [variation(6, { id: 901, sku: 'LATE-M' })] }
    await at.put([...others, variable()], good, {
      instead: { '/products/800/variations': answer as never },
    })
    const shop = await shopWith(at)
    await shop.setStock({ sku: 'TEE', quantity: 2 })
    await poll(shop, 'woocommerce')
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ 'TEE-M': 4, LATE: 6, 'LATE-M': 6, TEE: 2 })
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: 'product 800', failures: 1 }] },
    })
  })

  it('is asked for its variations again only after a while, and then counts again', async () => {
    const at = store()
    await at.put([variable()], {}, { failingVariations: [800] })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    await at.put([variable()], { 800: [variation(3)] })
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({})
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + 16 * 60_000)
    await at.put([variable()], { 800: [variation(3)] })
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ TEE: 3, 'TEE-M': 3 })
    expect(await sourceState(shop)).toMatchObject({ faults: { count: 0 } })
  })

  it('leaves time for the next run if many products make the server wait', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(Math.min(ms, 50)))
    const at = store()
    const hanging = [801, 802, 803, 804, 805, 806]
    await at.put(
      [...hanging, 850].map((id) => variable({ id, sku: `P-${id}`, variations: [1] })),
      { 850: [variation(5, { id: 851, sku: 'V' })] },
      { instead: Object.fromEntries(hanging.map((id) => [`/products/${id}/variations`, 'hangs'])) },
    )
    const shop = await shopWith(at)
    let now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => (now += 30_000))
    await shop.api('POST', '/v1/sources/woocommerce/poll')
    const [first] = world.queued.splice(0)
    if (first) await deliver(first)
    expect(await sourceState(shop)).toMatchObject({ error: null, lastSuccessAt: null })
    await drain()
    expect(await quantities()).toEqual({ 'P-850': 5, V: 5 })
    expect(await sourceState(shop)).toMatchObject({ error: null, faults: { count: 6 } })
  })

  it.each<[string, unknown[], Record<string, number>]>([
    [
      'one that cannot be read and one in stock',
      [{ sku: {} }, { stock_quantity: 3 }],
      { TEE: 3, 'V-1': 3 },
    ],
    [
      'one that cannot be read and one sold out',
      [{ sku: {} }, { stock_quantity: 0, stock_status: 'outofstock' }],
      { 'V-1': 0 },
    ],
    [
      'one without any stock data and one sold out',
      [{ stock_quantity: {}, stock_status: '' }, { stock_quantity: 0 }],
      { 'V-1': 0 },
    ],
    [
      'prices as numbers',
      [
        { price: 16, stock_quantity: 2 },
        { price: 16.5, stock_quantity: 0 },
      ],
      { TEE: 2, 'V-0': 2, 'V-1': 0 },
    ],
    ['null between them', [null, { stock_quantity: 2 }], { TEE: 2, 'V-1': 2 }],
  ])('with %s has its right level', async (_what, changes, levels) => {
    const at = store()
    const list = changes.map(
      (change, n) => change && variation(4, { id: 801 + n, sku: `V-${n}`, ...(change as object) }),
    ) as Record<string, unknown>[]
    await at.put(
      [variable()],
      {},
      { instead: { '/products/800/variations': { status: 200, body: list } } },
    )
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual(levels)
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('is read although PHP writes a list with a gap as an object', async () => {
    const at = store()
    const body = { 0: variation(0), 2: variation(3, { id: 802, sku: 'TEE-L' }) }
    await at.put(
      [variable({ variations: { 0: 801, 2: 802 } })],
      {},
      {
        instead: { '/products/800/variations': { status: 200, body } },
      },
    )
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ TEE: 3, 'TEE-M': 0, 'TEE-L': 3 })
  })

  it('has the levels of its variations whatever its type is and whether it names them', async () => {
    const changes: Record<string, unknown>[] = [
      { type: 'variable-subscription' },
      { type: 'bundle-of-mine' },
      { type: undefined },
      { variations: [] },
      { variations: undefined },
      { variations: ['801'] },
      { variations: [{ id: 801 }] },
    ]
    const products = changes.map((change, n) =>
      variable({
        id: 800 + n,
        sku: `P-${n}`,
        manage_stock: true,
        stock_quantity: 9,
        ...change,
      }),
    )
    const variations = products.map(({ id }, n) => [
      id,
      [variation(5, { id: 900 + n, sku: `V-${n}` })],
    ])
    const at = store()
    await at.put(products, Object.fromEntries(variations))
    const levels = changes.flatMap((_, n) => [
      [`P-${n}`, 5],
      [`V-${n}`, 5],
    ])
    const shop = await shopWith(at)
    await hear(shop, webhook(JSON.stringify(products)))
    expect(await quantities()).toEqual(Object.fromEntries(levels))
    for (const n of changes.keys()) await shop.setStock({ sku: `P-${n}`, quantity: 99 })
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual(Object.fromEntries(levels))
  })

  it.each<[string, Record<string, unknown>, Record<string, number>]>([
    ['none at all', { variations: [] }, { TEE: 0 }],
    ['none that the API gives', { variations: [801] }, {}],
    ['those of others, as a bundle', { type: 'bundle', variations: [801] }, { TEE: 9 }],
  ])('that names %s has the right level or none', async (_what, changes, levels) => {
    const at = store()
    await at.put([variable({ manage_stock: true, stock_quantity: 9, ...changes })])
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual(levels)
  })
})

describe('a page of WooCommerce', () => {
  it('with one odd product of a hundred gives the others, and leads to the next page', async () => {
    const at = store()
    const all = Array.from({ length: 150 }, (_, n) => simple(3, { id: 1000 + n, sku: `S-${n}` }))
    const page = Object.fromEntries(all.slice(0, 100).map((one, n) => [n, n === 7 ? null : one]))
    delete page[8]
    await at.put(all, {}, {})
    const shop = await shopWith(at)
    const fetched = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
      const answer = await fetched(...request)
      const { searchParams, pathname } = new URL(new Request(...request).url)
      if (!pathname.endsWith('/products') || searchParams.get('page') !== '1') return answer
      return Response.json(page, { headers: { 'X-WP-TotalPages': '2' } })
    })
    await poll(shop, 'woocommerce')
    expect(Object.keys(await quantities())).toHaveLength(148)
    expect(await sourceState(shop)).toMatchObject({ error: null, faults: { count: 1 } })
  })

  it('at which the server fails is tried again, and then skipped', async () => {
    const at = store()
    const all = Array.from({ length: 150 }, (_, n) => simple(3, { id: 1000 + n, sku: `S-${n}` }))
    await at.put(all)
    const shop = await shopWith(at)
    const fetched = globalThis.fetch
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
      const { searchParams } = new URL(new Request(...request).url)
      const isFirst = searchParams.get('page') === '1' && searchParams.get('per_page') === '100'
      return isFirst ? new Response('', { status: 500 }) : fetched(...request)
    })
    await poll(shop, 'woocommerce')
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'http_500' } })
    await poll(shop, 'woocommerce')
    await poll(shop, 'woocommerce')
    expect(Object.keys(await quantities())).toHaveLength(50)
    spy.mockRestore()
  })

  it('is read from the first one again after the shop was down', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([simple(3)], {}, { instead: { '/products': { status: 500 } } })
    for (let run = 0; run < 3; run += 1) await poll(shop, 'woocommerce')
    await at.put([simple(3)])
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ 'TEE-M': 3 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })
})

describe('a webhook of WooCommerce in another shape', () => {
  /** The legacy API v3: `get_product_data` and `get_variation_data` of woocommerce-legacy-rest-api. */
  const legacy = (changes: Record<string, unknown> = {}) => ({
    product: {
      title: 'Tee',
      id: 794,
      type: 'simple',
      status: 'publish',
      sku: 'TEE-M',
      price: '39.00',
      managing_stock: true,
      stock_quantity: 99,
      in_stock: true,
      backorders_allowed: false,
      purchaseable: true,
      parent_id: 0,
      variations: [],
      parent: [],
      ...changes,
    },
  })
  const LEGACY_VARIATION = {
    id: 801,
    sku: 'TEE-M',
    managing_stock: true,
    stock_quantity: 99,
    in_stock: true,
  }
  const ACTION = { 'X-WC-Webhook-Topic': 'action.woocommerce_variation_set_stock_status' }

  it.each<[what: string, body: unknown, headers: Record<string, string>, levels: object]>([
    ['of the legacy API', legacy(), {}, { 'TEE-S': 3 }],
    [
      'of the legacy API, with variations in it',
      legacy({ id: 800, type: 'variable', variations: [LEGACY_VARIATION] }),
      {},
      { TEE: 5, 'TEE-M': 5 },
    ],
    [
      'of the legacy API, about a variation',
      legacy({ ...LEGACY_VARIATION, type: 'variation', parent_id: 800, parent: { id: 800 } }),
      {},
      { TEE: 5, 'TEE-M': 5 },
    ],
    [
      'of the legacy API, about a variation without the id of its parent',
      legacy({ ...LEGACY_VARIATION, type: 'variation', parent_id: undefined, parent: { id: 800 } }),
      {},
      { TEE: 5, 'TEE-M': 5 },
    ],
    [
      'with several products',
      { products: [{ product: legacy().product }, { id: 800 }] },
      {},
      { 'TEE-S': 3, TEE: 5, 'TEE-M': 5 },
    ],
    [
      'with a list of products',
      [simple(8, { sku: 'NEW' }), { id: 800 }, null],
      {},
      { NEW: 8, TEE: 5, 'TEE-M': 5 },
    ],
    ['with the id alone, as text', { id: '794' }, {}, { 'TEE-S': 3 }],
    ['with the id of a variation alone', { id: 801 }, {}, { TEE: 5, 'TEE-M': 5 }],
    [
      'that restores a product',
      { id: 794 },
      { 'X-WC-Webhook-Topic': 'product.restored' },
      { 'TEE-S': 3 },
    ],
    [
      'that deletes a product, which is then in the bin',
      { id: 796 },
      { 'X-WC-Webhook-Topic': 'product.deleted' },
      { BIN: 0 },
    ],
    [
      'that deletes a product, with the product as it was',
      simple(9, { id: 796, sku: 'BIN' }),
      { 'X-WC-Webhook-Topic': 'product.deleted' },
      { BIN: 0 },
    ],
    [
      'of an action, with the id of a variation',
      { action: 'woocommerce_variation_set_stock_status', arg: 801 },
      ACTION,
      { TEE: 5, 'TEE-M': 5 },
    ],
    [
      'of an action, with the id of a product as text',
      { action: 'woocommerce_update_product', arg: '794' },
      ACTION,
      { 'TEE-S': 3 },
    ],
    [
      'of an action, with a product',
      { action: 'woocommerce_product_set_stock', arg: { id: 794 } },
      ACTION,
      { 'TEE-S': 3 },
    ],
  ])('%s makes the source read the product', async (_what, body, headers, levels) => {
    const at = store()
    await at.put(
      [
        simple(3, { sku: 'TEE-S' }),
        variable(),
        simple(4, { id: 796, sku: 'BIN', status: 'trash' }),
      ],
      { 800: [variation(5)] },
    )
    const shop = await shopWith(at)
    await hear(shop, webhook(JSON.stringify(body), headers))
    expect(await quantities()).toEqual(levels)
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it.each([
    ['an action about an order', { action: 'woocommerce_payment_complete', arg: 794 }, ACTION],
    [
      'an action with an object that PHP wrote as nothing',
      { action: 'woocommerce_product_set_stock', arg: {} },
      ACTION,
    ],
    ['an empty product', { product: [] }, {}],
    ['nothing', null, {}],
  ])('that is %s is logged and otherwise ignored', async (_what, body, headers) => {
    const shop = await shopWith(store())
    expect((await send(shop, webhook(JSON.stringify(body), headers))).status).toBe(202)
    expect(world.queued).toEqual([])
    expect(await logged(shop, 'hook_unreadable')).toHaveLength(1)
  })

  it('shows how many products of a list it left out', async () => {
    const shop = await shopWith(store())
    await hear(shop, webhook(JSON.stringify([simple(8), null, {}])))
    expect(await quantities()).toEqual({ 'TEE-M': 8 })
    expect(await logged(shop, 'source_skipped')).toMatchObject([{ count: 2 }])
  })

  it('is read again if it comes twice within one second', async () => {
    const at = store()
    const shop = await shopWith(at)
    const twice = webhook(JSON.stringify(variable()))
    await at.put([variable()], { 800: [variation(5)] })
    await hear(shop, twice)
    await at.put([variable()], { 800: [variation(2)] })
    expect((await send(shop, twice)).status).toBe(202)
    await drain()
    expect(await quantities()).toEqual({ TEE: 2, 'TEE-M': 2 })
  })
})

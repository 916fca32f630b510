/** The WooCommerce source against a fake that answers as WooCommerce documents. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import page from '../../../docs/sources/woocommerce.md?raw'
import type { FakeProduct } from '../../fakes/woocommerce.ts'
import {
  deliver,
  drain,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  world,
} from '../../worker/harness.ts'
import { jsonBlocks } from './doc.ts'
import { hmac } from './signed.ts'
import { passesSuite, type Vendor } from './suite.ts'
import {
  hear,
  OPTIONS,
  quantities,
  SECRET,
  send,
  shopWith,
  simple,
  stamp,
  store,
  variable,
  variation,
  webhook,
} from './woo-shop.ts'

const DAY_MS = 24 * 60 * 60_000
const vendor = (scene: string) => async (): Promise<Vendor> => {
  const at = store(scene)
  const bodyOf = (quantity: number) => JSON.stringify(simple(quantity))
  return {
    options: { ...OPTIONS, baseUrl: at.base },
    setStock: (quantity) => at.put([simple(quantity)]),
    async spoil(skus) {
      const ordered = [...skus, 'TEE-M'].toSorted().map((sku, n) => ({ id: 700 + n, sku }))
      const spoilt = ordered.filter(({ sku }) => sku !== 'TEE-M')
      const third = (rest: number) => spoilt.filter((_, n) => n % 3 === rest).map(({ id }) => id)
      const [failing, failingVariations, misshapen] = [third(0), third(1), third(2)]
      const products = ordered.map(({ id, sku }) => {
        if (failingVariations.includes(id)) return variable({ id, sku })
        return simple(4, { id, sku, ...(misshapen.includes(id) && { sku: {} }) })
      })
      await at.put(products, {}, { failing, failingVariations })
    },
    push: {
      good: async (quantity) => webhook(bodyOf(quantity)),
      bad: async (quantity) =>
        webhook(bodyOf(quantity), {
          'X-WC-Webhook-Signature': hmac('another', bodyOf(quantity)),
        }),
      unreadable: async () => webhook('{"stock_status":"instock"}'),
      ping: async () => ({
        body: 'webhook_id=142',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      }),
    },
  }
}

passesSuite({
  type: 'woocommerce',
  secrets: ['consumerKey', 'consumerSecret', 'webhookSecret'],
  push: { ids: true, ping: true },
  good: vendor('good'),
  down: vendor('server-error'),
  broken: vendor('broken'),
})

afterEach(() => vi.restoreAllMocks())

describe('a webhook of WooCommerce', () => {
  it('with the documented signature is accepted, and the product is read', async () => {
    const at = store()
    const shop = await shopWith(at)
    const body = '{"id":794,"stock_status":"instock"}'
    const signature = 'YO6U12oUqrTjuaKt/XbmGCPr6tZEyHKmyhE/cuP03lU='
    expect(hmac(SECRET, body)).toBe(signature)
    await at.put([simple(7)])
    await hear(shop, webhook(body, { 'X-WC-Webhook-Signature': signature }))
    expect(await quantities()).toEqual({ 'TEE-M': 7 })
  })

  it('about a product without variations needs no call to the shop', async () => {
    const at = store()
    const shop = await shopWith(at)
    await hear(shop, webhook(JSON.stringify(simple(3))))
    expect(await quantities()).toEqual({ 'TEE-M': 3 })
    expect(await at.asked()).toEqual([])
  })

  it.each([
    ['a product with variations', variable()],
    ['a variation', variation(5)],
  ])('about %s makes the source read the product', async (_what, payload) => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([variable()], { 800: [variation(5)] })
    await hear(shop, webhook(JSON.stringify(payload)))
    expect(await quantities()).toEqual({ TEE: 5, 'TEE-M': 5 })
  })

  it('about a variation of an unpublished product leaves it at zero', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([variable({ status: 'draft' })], { 800: [variation(5)] })
    await hear(shop, webhook(JSON.stringify(variation(5))))
    expect(await quantities()).toEqual({ TEE: 0, 'TEE-M': 0 })
  })

  it('about a product that no longer exists changes nothing', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([])
    await hear(shop, webhook('{"id":794}', { 'X-WC-Webhook-Topic': 'product.deleted' }))
    expect(await quantities()).toEqual({})
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('about a product that makes the shop’s server fail costs no other product', async () => {
    const at = store()
    const shop = await shopWith(at)
    const products = [1, 2, 3, 4, 5, 6].map((id) => variable({ id, sku: `S-${id}` }))
    const variations = Object.fromEntries(
      products.map(({ id }) => [
        id,
        [variation(4, { id: id + 10, parent_id: id, sku: `V-${id}` })],
      ]),
    )
    await at.put(products, variations, { failing: [1, 2, 3], failingVariations: [4] })
    for (const { id } of products) {
      expect((await send(shop, webhook(JSON.stringify({ id })))).status).toBe(202)
    }
    await drain()
    expect(await quantities()).toEqual({ 'S-5': 4, 'V-5': 4, 'S-6': 4, 'V-6': 4 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('is accepted even if another in the same second has its delivery id', async () => {
    const shop = await shopWith(store())
    const same = { 'X-WC-Webhook-Delivery-ID': 'same' }
    await hear(shop, webhook(JSON.stringify(simple(3)), same))
    await hear(shop, webhook(JSON.stringify(simple(2, { id: 795, sku: 'TEE-L' })), same))
    expect(await quantities()).toEqual({ 'TEE-M': 3, 'TEE-L': 2 })
  })

  it.each(['a&b"c\'d<e', 'a&amp;b&quot;c&#039;d&lt;e'])(
    'is verified with the secret as it was typed: %s',
    async (webhookSecret) => {
      const shop = await shopWith(store(), { webhookSecret })
      const body = JSON.stringify(simple(3))
      await hear(shop, webhook(body, { 'X-WC-Webhook-Signature': hmac('a&b"c\'d<e', body) }))
      expect(await quantities()).toEqual({ 'TEE-M': 3 })
    },
  )

  it('is refused if the shop has no secret for it', async () => {
    const shop = await shopWith(store(), { webhookSecret: undefined })
    expect((await send(shop, webhook('{"id":794}'))).status).toBe(401)
  })

  it.each([
    ['with more fields than a ping has', 'webhook_id=142&stock=9'],
    ['with another number', 'webhook_id=x'],
    ['as JSON', '{"webhook_id":142}'],
  ])('without a signature is refused %s', async (_what, body) => {
    const shop = await shopWith(store())
    expect((await send(shop, { body, headers: {} })).status).toBe(401)
  })

  it('of another topic is logged and otherwise ignored', async () => {
    const shop = await shopWith(store())
    const topic = { 'X-WC-Webhook-Topic': 'order.created' }
    expect((await send(shop, webhook('{"id":1}', topic))).status).toBe(202)
    expect(world.queued).toEqual([])
    expect(await logged(shop, 'hook_unreadable')).toHaveLength(1)
  })
})

describe('a product of WooCommerce', () => {
  const cases: [string, FakeProduct, Record<string, unknown>, number][] = [
    ['in stock', simple(4), {}, 4],
    ['with a quantity of one half', simple(0.5), {}, 0],
    ['that is sold out', simple(0), {}, 0],
    [
      'without stock management, in stock,',
      simple(null, { manage_stock: false, stock_status: 'instock' }),
      {},
      1,
    ],
    ['without stock management, sold out,', simple(null, { manage_stock: false }), {}, 0],
    [
      'without stock management, on backorder,',
      simple(null, { manage_stock: false, stock_status: 'onbackorder' }),
      {},
      0,
    ],
    [
      'without stock management, on backorder in a shop that counts it,',
      simple(null, { manage_stock: false, stock_status: 'onbackorder' }),
      { oversell: 'in_stock' },
      1,
    ],
    [
      'on backorder, in a shop that does not count it,',
      simple(-2, { stock_status: 'onbackorder', backorders: 'notify' }),
      {},
      0,
    ],
    [
      'on backorder, in a shop that counts it,',
      simple(-2, { stock_status: 'onbackorder', backorders: 'yes' }),
      { oversell: 'in_stock' },
      1,
    ],
    [
      'that allows backorders and is in stock',
      simple(6, { backorders: 'yes' }),
      { oversell: 'in_stock' },
      6,
    ],
    [
      'that is set out of stock despite its quantity',
      simple(4, { stock_status: 'outofstock' }),
      {},
      0,
    ],
    ['that cannot be bought', simple(4, { purchasable: false }), {}, 0],
    ['that is a draft', simple(4, { status: 'draft' }), {}, 0],
    ['that is private', simple(4, { status: 'private' }), {}, 0],
  ]
  it.each(cases)(
    '%s has the same level from a webhook and from a full read',
    async (_what, product, options, level) => {
      const at = store()
      await at.put([product])
      const shop = await shopWith(at, options)
      await hear(shop, webhook(JSON.stringify(product)))
      expect(await quantities()).toEqual({ 'TEE-M': level })
      await shop.setStock({ sku: 'TEE-M', quantity: 99 })
      await poll(shop, 'woocommerce')
      expect(await quantities()).toEqual({ 'TEE-M': level })
    },
  )

  it('with variations gives their levels, and the highest of them as its own', async () => {
    const at = store()
    await at.put([variable()], {
      800: [
        variation(0),
        variation(3, { id: 802, sku: 'TEE-L' }),
        variation(9, { id: 803, sku: 'TEE-XL', status: 'private' }),
      ],
    })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ TEE: 3, 'TEE-M': 0, 'TEE-L': 3, 'TEE-XL': 0 })
  })

  it('with one stock for all variations gives it to each', async () => {
    const at = store()
    const parent = variable({ manage_stock: true, stock_quantity: 8 })
    const rest = { manage_stock: 'parent', stock_status: 'instock' }
    await at.put([parent], {
      800: [variation(null, rest), variation(8, { ...rest, id: 802, sku: 'B' })],
    })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ TEE: 8, 'TEE-M': 8, B: 8 })
  })

  it('with more variations than one page gives all of them', async () => {
    const at = store()
    const many = Array.from({ length: 130 }, (_, index) =>
      variation(index, { id: 1000 + index, sku: `S-${index}` }),
    )
    await at.put([variable()], { 800: many })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toMatchObject({ TEE: 129, 'S-0': 0, 'S-129': 129 })
  })

  it('may be identified by its id', async () => {
    const at = store()
    await at.put([variable({ sku: '' })], { 800: [variation(2, { sku: '' })] })
    const shop = await shopWith(at, { skuFrom: 'variant_id' })
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ 800: 2, 801: 2 })
  })

  it.each([
    ['no sku at all', ''],
    ['their product’s sku', 'TEE'],
  ])('whose variations have %s gives each by its id, as in the widget', async (_what, sku) => {
    const at = store()
    await at.put([variable({ sku })], {
      800: [variation(0, { sku }), variation(3, { id: 802, sku })],
    })
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ [sku || 800]: 3, 801: 0, 802: 3 })
    const rows = await table<{ sku: string; data: string }>('product')
    const entries = rows.map((row) => [row.sku, JSON.parse(row.data).variantId])
    expect(Object.fromEntries(entries)).toEqual({ [sku || 800]: '800', 801: '801', 802: '802' })
  })

  it('without a sku goes by its id, also in a webhook', async () => {
    const at = store()
    const shop = await shopWith(at)
    await hear(shop, webhook(JSON.stringify(simple(2, { sku: ' ' }))))
    expect(await quantities()).toEqual({ 794: 2 })
  })

  it('that a plugin made unreadable is counted, and the others are read', async () => {
    const at = store()
    await at.put([simple(4), simple(4, { id: 795, sku: { is: 'no text' } })])
    const shop = await shopWith(at)
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    expect(await logged(shop, 'stock_received')).toMatchObject([{ unreadable: 1 }])
  })

  it('gives the product data for messages', async () => {
    const at = store()
    await at.put([variable()], { 800: [variation(4)] })
    const shop = await shopWith(at, { currency: 'sek', locale: 'sv-se' })
    await poll(shop, 'woocommerce')
    const rows = await table<{ sku: string; locale: string; data: string }>('product')
    const row = rows.find(({ sku }) => sku === 'TEE-M')
    expect({ locale: row?.locale, ...JSON.parse(row?.data ?? '{}') }).toEqual({
      locale: 'sv-SE',
      tags: [],
      collections: ['Clothing'],
      state: 'active',
      title: 'Harbour tee & more',
      variantTitle: 'M',
      url: 'https://acme.example/product/tee/?attribute_size=M',
      image: 'https://acme.example/tee.jpg',
      price: 39,
      currency: 'SEK',
      id: '800',
      variantId: '801',
    })
  })

  it('makes names readable, and takes no price of zero', async () => {
    const at = store()
    await at.put([simple(4, { name: 'Caf&eacute; <b>&quot;Tee&quot;</b>', price: '0.00' })])
    const shop = await shopWith(at, { currency: 'SEK' })
    await poll(shop, 'woocommerce')
    const [row] = await table<{ data: string }>('product')
    const { title, price, currency } = JSON.parse(row?.data ?? '{}') as Record<string, unknown>
    expect([title, price, currency]).toEqual(['Café "Tee"', undefined, undefined])
  })
})

describe('a poll of WooCommerce', () => {
  const pathsOf = async (at: ReturnType<typeof store>) =>
    (await at.asked()).map(({ path }) => new URL(path, 'http://woo').searchParams)

  it('reads everything, then only changes, and everything again after a day', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([simple(4)])
    await poll(shop, 'woocommerce')
    await poll(shop, 'woocommerce')
    const now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => now + DAY_MS + 60_000)
    await poll(shop, 'woocommerce')
    const after = (await pathsOf(at)).map((query) => query.get('modified_after'))
    expect(after).toEqual([null, expect.any(String), null])
    // Ten minutes of overlap, because the shop's clock may be slow.
    expect(now - Date.parse(`${after[1]}Z`)).toBeGreaterThan(9 * 60_000)
  })

  it('finds stock that returned without a new date, if somebody waits', async () => {
    const at = store()
    const long = { date_modified_gmt: stamp(Date.now() - DAY_MS) }
    const shop = await shopWith(at)
    await at.put([variable(long)], { 800: [variation(0)] })
    await poll(shop, 'woocommerce')
    await shop.subscribe()
    await at.put([variable(long)], { 800: [variation(1)] })
    await poll(shop, 'woocommerce')
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
  })

  it('reads only changes if nobody waits', async () => {
    const at = store()
    const long = { date_modified_gmt: stamp(Date.now() - DAY_MS) }
    const shop = await shopWith(at)
    await at.put([variable(long)], { 800: [variation(0)] })
    await poll(shop, 'woocommerce')
    const before = (await at.asked()).length
    await poll(shop, 'woocommerce')
    expect((await at.asked()).length).toBe(before + 1)
  })

  it('continues a long catalogue in the next run, and misses no product', async () => {
    const at = store()
    const shop = await shopWith(at)
    const many = Array.from({ length: 350 }, (_, index) =>
      simple(index, { id: 1000 + index, sku: `S-${index}` }),
    )
    await at.put(many)
    let now = Date.now()
    vi.spyOn(Date, 'now').mockImplementation(() => (now += 40_000))
    await shop.api('POST', '/v1/sources/woocommerce/poll')
    const [first] = world.queued.splice(0)
    if (first) await deliver(first)
    expect(await sourceState(shop)).toMatchObject({ error: null, lastSuccessAt: null })
    expect((await at.asked()).length).toBeLessThan(4)
    await drain()
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      lastSuccessAt: expect.any(String),
    })
    expect(Object.keys(await quantities())).toHaveLength(350)
    expect((await pathsOf(at)).map((query) => query.get('page'))).toEqual(['1', '2', '3', '4'])
  })

  it.each([
    ['a wrong key', 'good', { consumerKey: 'ck_wrong' }, '', 'http_401'],
    ['a wrong address', 'good', {}, '/nowhere', 'http_404'],
    ['a PHP notice in the answers', 'broken', {}, '', 'answer_unreadable'],
    ['a gateway’s error page', 'edge-html', {}, '', 'http_502'],
  ])('reports the reason with %s', async (_what, scene, options, path, reason) => {
    const at = store(scene)
    const shop = await shopWith(at, { ...options, baseUrl: at.base + path })
    await poll(shop, 'woocommerce')
    expect(await sourceState(shop)).toMatchObject({ error: { reason } })
  })

  it('is refused in the settings without its keys', async () => {
    const refused = shopWith(store(), { consumerKey: undefined })
    await expect(refused).rejects.toThrow('"pointer":"/sources/0/consumerKey","code":"missing"')
  })
})

describe('the WooCommerce guide', () => {
  it('has settings that work, and that accept the ping and the webhooks', async () => {
    const at = store()
    await at.put([simple(4)])
    const [settings] = jsonBlocks(page) as [{ sources: object[] }]
    const shop = await makeShop({ sources: [{ ...settings.sources[0], baseUrl: at.base }] })
    await poll(shop, 'woocommerce')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    expect((await send(shop, { body: 'webhook_id=1', headers: {} })).status).toBe(200)
    await hear(shop, webhook(JSON.stringify(simple(2))))
    expect(await quantities()).toEqual({ 'TEE-M': 2 })
  })
})

describe('the facts of a product at WooCommerce', () => {
  const term = (name: string, id = 1) => ({ id, name, slug: name.toLowerCase() })
  const facts = {
    categories: [term('Shoes &amp; Bags', 9), term('Clothing', 15)],
    tags: [term('Summer'), { id: 2 }, term('New')],
    brands: [term('Nordwind'), term('Second')],
  }
  const entries = async (): Promise<Record<string, Record<string, unknown>>> => {
    const rows = await table<{ sku: string; data: string }>('product')
    return Object.fromEntries(
      rows.map(({ sku, data }) => [sku, JSON.parse(data) as Record<string, unknown>]),
    )
  }
  const READ = {
    brand: 'Nordwind',
    tags: ['New', 'Summer'],
    collections: ['Clothing', 'Shoes & Bags'],
    state: 'active',
    price: 39,
    currency: 'EUR',
  }

  it('are those of its tags, categories and brands, in a poll and in a webhook', async () => {
    const at = store()
    const shop = await shopWith(at, { currency: 'EUR' })
    await at.put([simple(3, facts), variable(facts)], { 800: [variation(2, { sku: 'TEE-L' })] })
    await poll(shop, 'woocommerce')
    expect(await entries()).toMatchObject({ 'TEE-M': READ, TEE: READ, 'TEE-L': READ })
    await hear(shop, webhook(JSON.stringify(simple(3, { ...facts, brands: [], tags: [] }))))
    const after = (await entries())['TEE-M']
    expect(after).toMatchObject({ tags: [], collections: READ.collections })
    expect(after).not.toHaveProperty('brand')
  })

  it('stay where a payload lacks them, or has them in another shape', async () => {
    const at = store()
    const shop = await shopWith(at, { currency: 'EUR' })
    const put = {
      sku: 'TEE-M',
      title: 'Tee',
      url: 'https://acme.example/p',
      restockAt: '2999-12-24',
    }
    await shop.api('PUT', '/v1/products', [put])
    await hear(shop, webhook(JSON.stringify(simple(3, facts))))
    const odd = { brands: 'x', tags: { a: 1 }, categories: null, price: '' }
    await hear(shop, webhook(JSON.stringify(simple(4, { ...odd, name: 'T-shirt' }))))
    expect((await entries())['TEE-M']).toMatchObject({
      ...READ,
      title: 'T-shirt',
      restockAt: '2999-12-24',
    })
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
  })

  it('hide it while it is not published, and offer it again', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([simple(3)])
    await poll(shop, 'woocommerce')
    await hear(shop, webhook(JSON.stringify(simple(3, { status: 'private' }))))
    expect((await entries())['TEE-M']).toMatchObject({ state: 'hidden', collections: ['Clothing'] })
    // Another product with the same sku hides nothing.
    await hear(shop, webhook(JSON.stringify(simple(3))))
    await hear(shop, webhook(JSON.stringify(simple(3, { id: 795, status: 'draft' }))))
    expect((await entries())['TEE-M']).toMatchObject({ state: 'active' })
  })

  it('leave a product out by a rule', async () => {
    const at = store()
    const shop = await makeShop({
      sources: [{ ...OPTIONS, baseUrl: at.base }],
      rules: { products: [{ match: { collections: ['Shoes & Bags'] }, offer: false }] },
    })
    await hear(shop, webhook(JSON.stringify(simple(0, facts))))
    const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'not_offered' }])
  })
})

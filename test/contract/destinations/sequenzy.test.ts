/** The Sequenzy destination against the strict server of test/fakes/sequenzy.ts. */
import { describe, expect, it } from 'vitest'
import { KEYS, knownAfter } from '../../fakes/sequenzy.ts'
import { cents } from '../../../worker/connectors/destinations/sequenzy/product.ts'
import {
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, receivedAt, type Suite } from './suite.ts'

const relay: Suite = {
  type: 'sequenzy',
  fake: 'sequenzy',
  options: (baseUrl) => ({
    type: 'sequenzy',
    apiKey: KEYS.apiKey,
    baseUrl: `${baseUrl}/api/v1`,
    // No test here is about the pace.
    rate: { perSecond: 1000 },
  }),
  secrets: [KEYS.apiKey],
  call: 'subscribe',
  statuses: [
    { status: 401, becomes: 'parked', reason: 'http_401' },
    { status: 402, becomes: 'parked', reason: 'http_402' },
    { status: 403, becomes: 'parked', reason: 'http_403' },
    { status: 404, becomes: 'parked', reason: 'variant_not_found' },
    { status: 409, becomes: 'again', reason: 'http_409' },
    { status: 422, becomes: 'dead', reason: 'http_422' },
    { status: 302, becomes: 'dead', reason: 'http_302' },
  ],
}

passesSuite(relay)
passesSuite({
  ...relay,
  type: 'sequenzy in deferred mode',
  options: (baseUrl) => ({ ...relay.options(baseUrl), mode: 'deferred' }),
  call: 'notify',
})

async function open(scene = 'good', options: Record<string, unknown> = {}, settings = {}) {
  const baseUrl = fakeUrl('sequenzy', scene)
  const destinations = [{ ...relay.options(baseUrl), ...options }]
  const shop = await makeShop({ destinations, ...settings })
  const received = () => receivedAt(baseUrl)
  const bodies = async (path: string) =>
    (await received()).filter((one) => one.path === `/api/v1${path}`).map(({ body }) => body)
  const told = async () => knownAfter(await received()).told
  return { shop, received, bodies, told }
}

const SHIRT = { id: 'SHIRT', title: 'Shirt', url: `${ORIGIN}/p/shirt`, currency: 'EUR' }
const page = { ...SHIRT, variantTitle: 'M', price: 19.9 }

/** The catalogue: a shirt in three sizes; only L is in stock. */
async function withShirts(shop: TestShop) {
  const entries = ['L', 'M', 'S'].map((size, index) => ({
    ...SHIRT,
    sku: `SHIRT-${size}`,
    variantTitle: size,
    price: 19.9 + index,
    image: `${ORIGIN}/i/shirt.jpg`,
  }))
  await shop.api('PUT', '/v1/products', entries)
  await shop.setStock({ sku: 'SHIRT-L', quantity: 4 }, { sku: 'SHIRT-M', quantity: 0 })
  await drain()
}

describe('a request to Sequenzy', () => {
  it('has the titles, the person and the locale, and follows an upsert of the product as sold out', async () => {
    const { shop, received } = await open()
    await withShirts(shop)
    const before = (await received()).length
    await shop.api('POST', '/v1/subscriptions', {
      ...shop.request({ sku: 'SHIRT-M', locale: 'en-GB', shop: undefined, product: page }),
      customerId: 'c_123',
      attributes: { firstName: 'Ada', lastName: 'L', vip: true },
    })
    await drain()
    const requests = (await received()).slice(before)
    expect(requests.map(({ method, path }) => [method, path])).toEqual([
      ['POST', '/api/v1/products'],
      ['POST', '/api/v1/back-in-stock'],
    ])
    for (const { headers } of requests) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${KEYS.apiKey}`,
        'content-type': 'application/json',
        accept: 'application/json',
      })
      expect(headers['x-company-id']).toBeUndefined()
    }
    expect(requests[0]?.body).toEqual({
      products: [
        {
          productId: 'SHIRT',
          title: 'Shirt',
          url: `${ORIGIN}/p/shirt`,
          imageUrl: `${ORIGIN}/i/shirt.jpg`,
          priceCents: 1990,
          currency: 'EUR',
          inStock: true,
          variants: [
            {
              variantId: 'SHIRT-L',
              title: 'L',
              sku: 'SHIRT-L',
              priceCents: 1990,
              inStock: true,
              inventoryQuantity: 4,
            },
            {
              variantId: 'SHIRT-M',
              title: 'M',
              sku: 'SHIRT-M',
              priceCents: 2090,
              inStock: false,
              inventoryQuantity: 0,
            },
            // Its level is unknown, and Sequenzy takes a missing value for in stock.
            { variantId: 'SHIRT-S', title: 'S', sku: 'SHIRT-S', priceCents: 2190, inStock: false },
          ],
        },
      ],
    })
    expect(requests[1]?.body).toEqual({
      productId: 'SHIRT',
      variantId: 'SHIRT-M',
      productTitle: 'Shirt',
      variantTitle: 'M',
      customer: {
        email: 'ada@example.com',
        externalId: 'c_123',
        firstName: 'Ada',
        lastName: 'L',
        attributes: { vip: true, locale: 'en-GB' },
      },
    })
    const [subscription] = await table('subscription')
    expect(JSON.parse(String(subscription?.['relays']))).toEqual({
      sequenzy: { at: expect.any(Number), id: 'sub_abc123' },
    })
  })

  it('names a product without id by its sku, and a variant by its own id', async () => {
    const { shop, bodies } = await open()
    const { id: _, ...plain } = page
    await shop.subscribe({ sku: 'VASE', product: plain })
    await shop.subscribe({ sku: 'SHIRT-M', product: { ...page, variantId: '4711' } })
    await drain()
    expect(await bodies('/back-in-stock')).toMatchObject([
      { productId: 'VASE', variantId: 'VASE' },
      { productId: 'SHIRT', variantId: '4711' },
    ])
  })

  it('names the company if the key belongs to a whole account', async () => {
    const { shop, bodies } = await open('account', { companyId: KEYS.companyId })
    await shop.subscribe({ product: page })
    await drain()
    expect(await bodies('/back-in-stock')).toHaveLength(1)
  })

  it('shares one product upsert with other requests for the same variant', async () => {
    const { shop, bodies } = await open()
    await withShirts(shop)
    const before = (await bodies('/products')).length
    for (let n = 0; n < 12; n += 1) {
      await shop.subscribe({ sku: 'SHIRT-M', email: `p${n}@example.com`, product: page })
    }
    const rows = (await table('outbox')).map((row) => row['id'])
    world.queued = [{ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } }]
    await drain()
    expect(await bodies('/back-in-stock')).toHaveLength(12)
    expect(await bodies('/products')).toHaveLength(before + 1)
  })

  it('sends no product if the shop turned stock updates off', async () => {
    const { shop, bodies, received } = await open('good', { sendStock: false })
    await shop.subscribe({ product: page })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(await bodies('/back-in-stock')).toHaveLength(1)
    expect(await received()).toHaveLength(1)
  })

  it('waits until somebody names the product', async () => {
    const { shop, received } = await open()
    await shop.subscribe({ product: undefined })
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'open', reason: 'variant_not_found' }])
    await shop.api('PUT', '/v1/products', [{ ...SHIRT, sku: 'TEE-M' }])
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await received()).toHaveLength(2)
  })
})

describe('an answer of Sequenzy to a request', () => {
  it.each([
    { scene: 'request-answers-409', row: undefined },
    { scene: 'request-answers-404', row: { state: 'open', reason: 'variant_not_found' } },
    { scene: 'request-answers-400', row: { state: 'dead', reason: 'http_400' } },
    { scene: 'unsuccessful', row: { state: 'dead', reason: 'not_successful' } },
  ])('leaves the subscription in place: $scene', async ({ scene, row }) => {
    const { shop } = await open(scene)
    await shop.subscribe({ product: page })
    await drain()
    expect(await table('outbox')).toMatchObject(row ? [row] : [])
    expect(await table('subscription')).toHaveLength(1)
  })
})

describe('a restock in Sequenzy', () => {
  it('sends all variants, makes Sequenzy notify the person, and completes the subscription', async () => {
    const { shop, bodies, told } = await open()
    await withShirts(shop)
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    await drain()
    await shop.setStock({ sku: 'SHIRT-M', quantity: 3 })
    await drain()
    expect((await bodies('/products')).at(-1)).toMatchObject({
      products: [
        {
          productId: 'SHIRT',
          variants: [
            { variantId: 'SHIRT-L', inStock: true },
            { variantId: 'SHIRT-M', inStock: true, inventoryQuantity: 3 },
            { variantId: 'SHIRT-S', inStock: false },
          ],
        },
      ],
    })
    expect(await told()).toEqual(['ada@example.com'])
    expect(await table('subscription')).toEqual([])
    expect(await table('notification')).toEqual([])
    expect(world.mails).toEqual([])

    // As in Sequenzy, the person can ask again.
    await shop.setStock({ sku: 'SHIRT-M', quantity: 0 })
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    await drain()
    expect(await bodies('/back-in-stock')).toHaveLength(2)
    await shop.setStock({ sku: 'SHIRT-M', quantity: 2 })
    await drain()
    expect(await told()).toEqual(['ada@example.com', 'ada@example.com'])
    expect(await table('subscription')).toEqual([])
  })

  it('notifies for each variant that only pages named, although each product list replaces the last', async () => {
    const { shop, told } = await open()
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    await drain()
    await shop.subscribe({ sku: 'SHIRT-L', email: 'eve@example.com', product: page })
    await drain()
    await shop.setStock({ sku: 'SHIRT-M', quantity: 1 })
    await drain()
    expect(await told()).toEqual(['ada@example.com'])
    await shop.setStock({ sku: 'SHIRT-L', quantity: 1 })
    await drain()
    expect(await told()).toEqual(['ada@example.com', 'eve@example.com'])
  })

  it('of two such variants at once notifies both people', async () => {
    const { shop, told } = await open()
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    await shop.subscribe({ sku: 'SHIRT-L', email: 'eve@example.com', product: page })
    await drain()
    await shop.setStock({ sku: 'SHIRT-M', quantity: 1 }, { sku: 'SHIRT-L', quantity: 1 })
    await drain()
    expect((await told()).toSorted()).toEqual(['ada@example.com', 'eve@example.com'])
  })

  it('leaves a subscription waiting that was not handed on yet, and notifies once it is', async () => {
    const { shop, told } = await open()
    await withShirts(shop)
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    const [request] = world.queued.splice(0)
    await shop.setStock({ sku: 'SHIRT-M', quantity: 3 })
    await drain()
    expect(await told()).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
    if (request) world.queued.push(request)
    await drain()
    expect(await told()).toEqual(['ada@example.com'])
    expect(await table('subscription')).toEqual([])
  })

  it('notifies once when the levels are sent again', async () => {
    const { shop, told } = await open()
    await withShirts(shop)
    await shop.subscribe({ sku: 'SHIRT-M', product: page })
    await drain()
    await shop.setStock({ sku: 'SHIRT-M', quantity: 3 })
    await drain()
    await shop.setStock({ sku: 'SHIRT-M', quantity: 2 })
    await shop.setStock({ sku: 'SHIRT-L', quantity: 9 })
    await drain()
    expect(await told()).toEqual(['ada@example.com'])
  })

  it('sends the products a hundred at a time', async () => {
    const { shop, bodies } = await open()
    const skus = Array.from({ length: 250 }, (_, n) => `P${n}`)
    const entries = skus.map((sku) => ({ ...SHIRT, id: sku, sku }))
    await shop.api('PUT', '/v1/products', entries)
    await shop.setStock(...skus.map((sku) => ({ sku, quantity: 1 })))
    await drain()
    const sent = (await bodies('/products')) as { products: unknown[] }[]
    expect(sent.map(({ products }) => products.length)).toEqual([100, 100, 50])
  })

  it('sends a level within the shop’s threshold as out of stock', async () => {
    const { shop, bodies } = await open('good', {}, { rules: { threshold: 2 } })
    await withShirts(shop)
    await shop.setStock({ sku: 'SHIRT-M', quantity: 2 })
    await drain()
    expect((await bodies('/products')).at(-1)).toMatchObject({
      products: [{ variants: [{}, { variantId: 'SHIRT-M', inStock: false }, {}] }],
    })
  })

  it('stays in the outbox if Sequenzy refuses the levels', async () => {
    const { shop } = await open('products-answers-401')
    await withShirts(shop)
    expect(await table('outbox')).toMatchObject([
      { call: 'stock', state: 'open', attempts: 0, reason: 'http_401' },
    ])
  })
})

describe('Sequenzy in deferred mode', () => {
  const deferred = { mode: 'deferred' }

  it('gets a person as an event, and only when the variant is back', async () => {
    const { shop, received } = await open('good', deferred)
    await shop.api('POST', '/v1/subscriptions', {
      ...shop.request({ locale: 'en-GB', externalId: '4', shop: undefined, product: page }),
      customerId: 'c_123',
      attributes: { firstName: 'Ada', vip: true },
    })
    await drain()
    expect(await received()).toEqual([])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect((await received()).map(({ path, body }) => ({ path, body }))).toEqual([
      {
        path: '/api/v1/subscribers/events',
        body: {
          email: 'ada@example.com',
          event: 'back_in_stock',
          eventId: expect.stringMatching(/:sequenzy:1$/),
          externalId: 'c_123',
          firstName: 'Ada',
          properties: {
            productId: 'SHIRT',
            variantId: 'TEE-M',
            sku: 'TEE-M',
            productTitle: 'Shirt',
            variantTitle: 'M',
            url: `${ORIGIN}/p/shirt`,
            price: 19.9,
            currency: 'EUR',
            locale: 'en-GB',
            market: '4',
          },
          customAttributes: { vip: true, locale: 'en-GB' },
        },
      },
    ])
    expect(await table('notification')).toMatchObject([{ destination: 'sequenzy' }])
    expect(await table('outbox')).toEqual([])
  })

  it('gets the same event id again on a retry', async () => {
    const { shop, received } = await open('throttled', deferred)
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    const ids = (await received()).map(({ body }) => (body as { eventId: string }).eventId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })
})

describe('the settings of Sequenzy', () => {
  it('need a key', async () => {
    await expect(makeShop({ destinations: [{ type: 'sequenzy' }] })).rejects.toThrow(
      '/destinations/0/apiKey',
    )
  })

  it.each([
    { name: 'a good key', options: {}, ok: true, says: 'took the key' },
    { name: 'a wrong key', options: { apiKey: 'sq_wrong' }, ok: false, says: 'http_401' },
    { name: 'a wrong company', options: { companyId: 'co_x' }, ok: false, says: 'companyId' },
  ])('are probed by reading only: $name', async ({ options, ok, says }) => {
    const { shop, received } = await open('good', options)
    const answer = await shop.api('POST', '/v1/destinations/sequenzy/check')
    expect(await answer.json()).toMatchObject({
      ok,
      findings: [
        { what: 'key', ok, detail: expect.stringContaining(says) },
        { what: 'flow', ok: true, detail: expect.stringContaining('ecommerce.back_in_stock') },
      ],
    })
    expect((await received()).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/products?limit=1',
    ])
  })

  it.each([
    { price: 19.9, currency: 'EUR', gives: 1990 },
    { price: 0.29, currency: 'USD', gives: 29 },
    { price: 1980, currency: 'JPY', gives: 1980 },
    { price: 1.234, currency: 'KWD', gives: 1234 },
    { price: 5, currency: undefined, gives: undefined },
  ])(
    'convert a price of $price $currency to $gives in the smallest unit',
    ({ price, currency, gives }) => {
      expect(cents({ price, ...(currency && { currency }) })).toBe(gives)
    },
  )
})

describe('a request in Sequenzy’s own dialect', () => {
  const words = { version: '1', texts: { en: { email: 'Tell me when it is back.' } } }
  const dialects = { sequenzy: { consent: words } }
  const customer = {
    email: 'buyer@example.com',
    externalId: 'c_123',
    firstName: 'Ada',
    lastName: 'L',
    attributes: { vip: true, locale: 'en-GB' },
  }

  it('reaches Sequenzy as the caller sent it, with the titles that it had and no others', async () => {
    const { shop, bodies } = await open('good', { sendStock: false }, { dialects })
    const titled = {
      productId: 'PROTEIN',
      variantId: 'PROTEIN-VANILLA',
      productTitle: 'Protein',
      variantTitle: 'Vanilla',
      customer,
    }
    const untitled = { productId: 'PROTEIN', variantId: 'PROTEIN-COCOA', customer }
    for (const asked of [titled, untitled]) {
      expect((await shop.api('POST', '/api/v1/back-in-stock', asked)).status).toBe(200)
      await drain()
    }
    expect(await bodies('/back-in-stock')).toEqual([titled, untitled])
  })

  it('and an upsert reach Sequenzy, which notifies the person', async () => {
    const { shop, told } = await open('good', {}, { dialects })
    const product = (inventoryQuantity: number) => ({
      products: [
        {
          productId: '8',
          title: 'Tee',
          currency: 'EUR',
          variants: [
            { variantId: '81', sku: 'TEE-M', title: 'M', priceCents: 1990, inventoryQuantity },
          ],
        },
      ],
    })
    await shop.api('POST', '/api/v1/products', product(0))
    await drain()
    await shop.api('POST', '/api/v1/back-in-stock', { productId: '8', variantId: '81', customer })
    await drain()
    await shop.api('POST', '/api/v1/products', product(5))
    await drain()
    expect(await told()).toEqual(['buyer@example.com'])
    expect(world.mails).toEqual([])
  })
})

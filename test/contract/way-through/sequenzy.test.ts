/** A backend that speaks Sequenzy, a shop that relays, and Sequenzy behind it. */
import { describe, expect, it } from 'vitest'
import { KEYS, knownAfter } from '../../fakes/sequenzy.ts'
import { table } from '../../worker/harness.ts'
import { receivedAt } from '../destinations/suite.ts'
import { callAgain, expectNoMessage, send, shopBetween, WORDS } from './way.ts'

const REQUEST = {
  productId: 'SKU-PROTEIN-1KG',
  variantId: 'SKU-PROTEIN-1KG-VANILLA',
  productTitle: 'Protein 1 kg',
  variantTitle: 'Vanilla',
  customer: {
    email: 'buyer@example.com',
    externalId: 'c_123',
    firstName: 'Ada',
    lastName: 'L',
    attributes: { tier: 'gold' },
  },
}

const product = (inventoryQuantity: number) => ({
  productId: 'SKU-PROTEIN-1KG',
  title: 'Protein 1 kg',
  url: 'https://shop.example/p/protein',
  currency: 'EUR',
  variants: [
    {
      variantId: 'SKU-PROTEIN-1KG-VANILLA',
      title: 'Vanilla',
      sku: 'SKU-PROTEIN-1KG-VANILLA',
      priceCents: 2990,
      inStock: inventoryQuantity > 0,
      inventoryQuantity,
    },
    {
      variantId: 'SKU-PROTEIN-1KG-COCOA',
      title: 'Cocoa',
      sku: 'SKU-PROTEIN-1KG-COCOA',
      priceCents: 2990,
      inStock: true,
      inventoryQuantity: 9,
    },
  ],
})

async function open(scene = 'good') {
  const { shop, baseUrl } = await shopBetween(
    'sequenzy',
    scene,
    { type: 'sequenzy', apiKey: KEYS.apiKey, path: '/api/v1' },
    { dialects: { sequenzy: WORDS } },
  )
  const key = { Authorization: `Bearer ${shop.secretKey}` }
  const bodies = async (path: string) =>
    (await receivedAt(baseUrl))
      .filter((one) => one.path === `/api/v1${path}`)
      .map(({ body }) => body)
  return {
    baseUrl,
    bodies,
    subscribe: () => send(200, 'POST', '/api/v1/back-in-stock', REQUEST, key),
    upsert: (quantity: number) =>
      send(200, 'POST', '/api/v1/products', { products: [product(quantity)] }, key),
  }
}

describe('from Sequenzy’s dialect to Sequenzy', () => {
  it('passes on the request, and the upsert that notifies the person there and nowhere else', async () => {
    const { baseUrl, bodies, subscribe, upsert } = await open()
    await upsert(0)
    await subscribe()
    expect(await bodies('/back-in-stock')).toEqual([
      { ...REQUEST, customer: { ...REQUEST.customer, attributes: expect.anything() } },
    ])
    expect(await bodies('/back-in-stock')).toMatchObject([
      { customer: { attributes: { tier: 'gold' } } },
    ])
    expect(knownAfter(await receivedAt(baseUrl)).told).toEqual([])

    await upsert(12)
    const known = knownAfter(await receivedAt(baseUrl))
    expect([known.told, known.waiting]).toEqual([['buyer@example.com'], []])
    expect((await bodies('/products')).at(-1)).toMatchObject({
      products: [
        {
          productId: 'SKU-PROTEIN-1KG',
          title: 'Protein 1 kg',
          inStock: true,
          variants: [
            { variantId: 'SKU-PROTEIN-1KG-COCOA', inStock: true },
            { variantId: 'SKU-PROTEIN-1KG-VANILLA', inStock: true, inventoryQuantity: 12 },
          ],
        },
      ],
    })
    expectNoMessage()
    expect([await table('subscription'), await table('outbox')]).toEqual([[], []])
  })

  it('registers a request for a product that only its titles name', async () => {
    const { baseUrl, bodies, subscribe } = await open()
    await subscribe()
    expect(await bodies('/products')).toMatchObject([
      { products: [{ productId: REQUEST.productId, title: REQUEST.productTitle, inStock: false }] },
    ])
    expect(knownAfter(await receivedAt(baseUrl)).waiting).toEqual([
      {
        email: 'buyer@example.com',
        productId: REQUEST.productId,
        variantId: REQUEST.variantId,
      },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('tries again after a 503', async () => {
    const { bodies, subscribe } = await open('busy-at-first')
    await subscribe()
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 1, reason: 'http_503' },
    ])
    await callAgain()
    expect(await bodies('/back-in-stock')).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })
})

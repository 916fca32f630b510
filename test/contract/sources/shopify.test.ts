/** The Shopify source against a fake that answers as Shopify documents. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import page from '../../../docs/sources/shopify.md?raw'
import type { FakeProduct, FakeVariant } from '../../fakes/shopify.ts'
import type { Received } from '../../fakes/upstream.ts'
import { SECRET as RECEIVER_SECRET } from '../../fakes/webhook.ts'
import {
  ask,
  drain,
  fakeUrl,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  type TestShop,
  tick,
  world,
} from '../../worker/harness.ts'
import { jsonBlocks } from './doc.ts'
import { hmac } from './signed.ts'
import { passesSuite, type Sent, type Vendor } from './suite.ts'

// Too long for a JavaScript number.
const VARIANT = '271878346596884100'
const ITEM = '271878346596884015'
const PRODUCT = '271878346596884001'
const SECRET = 'hush'

const OPTIONS = {
  type: 'shopify',
  shop: 'acme.myshopify.com',
  accessToken: 'shpat_0123456789abcdef',
  webhookSecret: SECRET,
}

const tee = (quantity: number | null, rest: Partial<FakeVariant> = {}): FakeVariant => ({
  id: VARIANT,
  item: ITEM,
  sku: 'TEE-M',
  title: 'M',
  quantity,
  ...rest,
})
const product = (variants: FakeVariant[], rest: Partial<FakeProduct> = {}): FakeProduct => ({
  id: PRODUCT,
  variants,
  ...rest,
})

/** A shop with Shopify on the fake, in a scene. */
function store(scene = 'good') {
  const base = fakeUrl('shopify', scene)
  return {
    base,
    put: async (products: FakeProduct[]) => {
      await fetch(`${base}/state`, { method: 'PUT', body: JSON.stringify(products) })
    },
    asked: async () => (await fetch(`${base}/requests`)).json() as Promise<Received[]>,
  }
}

let deliveries = 0

/** A webhook as Shopify sends it. */
function webhook(topic: string, body: string, headers: Record<string, string> = {}): Sent {
  deliveries += 1
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Shopify-Topic': topic,
      'X-Shopify-Hmac-Sha256': hmac(SECRET, body),
      'X-Shopify-Shop-Domain': OPTIONS.shop,
      'X-Shopify-API-Version': '2026-10',
      'X-Shopify-Webhook-Id': `b54557e4-bdd9-4b37-8a5f-${deliveries}`,
      'X-Shopify-Event-Id': '98880550-7158-44d4-b7cd-2c97c8a091b5',
      'X-Shopify-Triggered-At': new Date().toISOString(),
      ...headers,
    },
  }
}

// Written as text: JSON.stringify would round the number.
const levelBody = (item = ITEM, available: number | null = 5) =>
  `{"inventory_item_id":${item},"location_id":24826418,"available":${available},` +
  `"updated_at":"2026-11-21T10:00:00-05:00",` +
  `"admin_graphql_api_id":"gid://shopify/InventoryLevel/24826418?inventory_item_id=${item}"}`

const productBody = `{"id":${PRODUCT},"title":"Harbour tee","status":"active","variants":[{"id":${VARIANT},"sku":"TEE-M","admin_graphql_api_id":"gid://shopify/ProductVariant/${VARIANT}"}],"admin_graphql_api_id":"gid://shopify/Product/${PRODUCT}"}`

const variantBody = (rest: object = {}) => {
  const more = JSON.stringify({ sku: 'TEE-M', inventory_policy: 'deny', ...rest }).slice(1, -1)
  return `{"id":${VARIANT},"product_id":${PRODUCT},"title":"M","admin_graphql_api_id":"gid://shopify/ProductVariant/${VARIANT}",${more}}`
}

const vendor = (scene: string) => async (): Promise<Vendor> => {
  const at = store(scene)
  return {
    options: { ...OPTIONS, baseUrl: at.base },
    setStock: (quantity) => at.put([product([tee(quantity)])]),
    spoil(skus) {
      const products = [...skus, 'TEE-M'].toSorted().map((sku, n) => {
        const one = { id: String(7000 + n), item: String(8000 + n), sku }
        const own = { id: String(6000 + n) }
        if (sku === 'TEE-M') return product([tee(4, one)], own)
        const later = tee(4, { ...one, availableForSale: true })
        if (n % 3 === 0) return product([later], { ...own, status: 'LATER' })
        const misshapen = n % 3 === 1 ? { availableForSale: 'later' } : { sku: { of: 'TEE' } }
        return product([tee(4, { ...one, ...misshapen } as unknown as FakeVariant)], own)
      })
      return at.put(products)
    },
    push: {
      good: async () => webhook('inventory_levels/update', levelBody()),
      bad: async () =>
        webhook('inventory_levels/update', levelBody(), {
          'X-Shopify-Hmac-Sha256': hmac('another', levelBody()),
        }),
      unreadable: async () => webhook('inventory_levels/update', '{"available":5}'),
    },
  }
}

passesSuite({
  type: 'shopify',
  secrets: ['accessToken', 'webhookSecret'],
  push: { ids: true },
  good: vendor('good'),
  down: vendor('server-error'),
  broken: vendor('cut-off'),
})

/** A shop with the source. `oversell` is the shop's, everything else the source's. */
async function shopWith(
  at: { base: string },
  { oversell, ...options }: Record<string, unknown> = {},
) {
  return makeShop({ oversell, sources: [{ ...OPTIONS, baseUrl: at.base, ...options }] })
}

const send = (shop: TestShop, { body, headers }: Sent) =>
  ask(`/hooks/shopify/${shop.publicKey}`, { method: 'POST', body, headers })

async function hear(shop: TestShop, sent: Sent): Promise<void> {
  expect((await send(shop, sent)).status).toBe(202)
  await drain()
}

async function quantities(): Promise<Record<string, number>> {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

afterEach(() => vi.restoreAllMocks())

describe('a webhook of Shopify', () => {
  it('with the documented signature is accepted', async () => {
    const at = store()
    const shop = await shopWith(at)
    const body = '{"inventory_item_id":271878346596884015,"location_id":24826418,"available":5}'
    const signature = 'OVk1DFZZaSSfUe8bE3MF91+bFCWl3jAtKCVDNH+nqng='
    expect(hmac(SECRET, body)).toBe(signature)
    await at.put([product([tee(7)])])
    await hear(
      shop,
      webhook('inventory_levels/update', body, { 'X-Shopify-Hmac-Sha256': signature }),
    )
    expect(await quantities()).toEqual({ 'TEE-M': 7 })
  })

  it('is verified over the exact body: one more space is refused', async () => {
    const shop = await shopWith(store())
    const sent = webhook('inventory_levels/update', levelBody())
    expect((await send(shop, { ...sent, body: `${sent.body} ` })).status).toBe(401)
  })

  it.each(['', '%%%', 'AAAA'])('is refused with the signature "%s"', async (signature) => {
    const shop = await shopWith(store())
    const headers = { 'X-Shopify-Hmac-Sha256': signature }
    const sent = webhook('inventory_levels/update', levelBody(), headers)
    expect((await send(shop, sent)).status).toBe(401)
  })

  it.each([
    ['the webhook secret', { webhookSecret: 'new' }, 'new'],
    ['the previous webhook secret', { webhookSecret: 'new', webhookSecretBefore: SECRET }, SECRET],
    ['the app’s secret', { webhookSecret: undefined, clientId: 'c', clientSecret: 'app' }, 'app'],
  ])('may be signed with %s', async (_what, options, secret) => {
    const at = store()
    const shop = await shopWith(at, options)
    await at.put([product([tee(2)])])
    const signature = { 'X-Shopify-Hmac-Sha256': hmac(secret, levelBody()) }
    await hear(shop, webhook('inventory_levels/update', levelBody(), signature))
    expect(await quantities()).toEqual({ 'TEE-M': 2 })
  })

  it('is refused with a secret that the shop has removed', async () => {
    const at = store()
    const options = { webhookSecret: 'new', webhookSecretBefore: SECRET }
    const shop = await shopWith(at, options)
    const sources = [{ ...OPTIONS, baseUrl: at.base, ...options, webhookSecretBefore: '' }]
    expect((await shop.api('PATCH', '/v1/shop', { sources })).status).toBe(200)
    const sent = webhook('inventory_levels/update', levelBody())
    expect((await send(shop, sent)).status).toBe(401)
    const empty = { 'X-Shopify-Hmac-Sha256': '' }
    expect((await send(shop, webhook('products/update', productBody, empty))).status).toBe(401)
  })

  it('may name its headers without X-', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([product([tee(2)])])
    const sent = webhook('inventory_levels/update', levelBody())
    const headers = Object.fromEntries(
      Object.entries(sent.headers).map(([name, value]) => [name.replace(/^X-/, ''), value]),
    )
    await hear(shop, { ...sent, headers })
    expect(await quantities()).toEqual({ 'TEE-M': 2 })
  })

  it.each([
    ['inventory_levels/update', levelBody()],
    ['inventory_levels/update', levelBody(ITEM, null)],
    ['products/update', productBody],
    ['variants/in_stock', variantBody()],
    ['variants/out_of_stock', variantBody({ inventory_policy: 'continue' })],
  ])(
    'of topic %s makes the source read the variant, by an id too long for a number',
    async (topic, body) => {
      const at = store()
      const shop = await shopWith(at)
      // The ids that the long id would be rounded to.
      const near = tee(1, { id: '271878346596884096', item: '271878346596884000', sku: 'NEAR' })
      await at.put([product([tee(6)]), product([near], { id: '271878346596884000' })])
      await hear(shop, webhook(topic, body))
      expect(await quantities()).toEqual({ 'TEE-M': 6 })
    },
  )

  it('about a product that no longer exists changes nothing', async () => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([])
    await hear(shop, webhook('inventory_levels/update', levelBody()))
    await hear(shop, webhook('products/update', productBody))
    expect(await quantities()).toEqual({})
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('that reports out of stock takes effect before anything is read', async () => {
    const shop = await shopWith(store('server-error'))
    await shop.setStock({ sku: 'TEE-M', quantity: 3, at: '2026-01-01T00:00:00Z' })
    expect((await send(shop, webhook('variants/out_of_stock', variantBody()))).status).toBe(202)
    expect(await quantities()).toEqual({ 'TEE-M': 0 })
  })

  it('that comes late does not undo a newer level', async () => {
    const shop = await shopWith(store('server-error'))
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    const late = { 'X-Shopify-Triggered-At': new Date(Date.now() - 60_000).toISOString() }
    expect((await send(shop, webhook('variants/out_of_stock', variantBody(), late))).status).toBe(
      202,
    )
    expect(await quantities()).toEqual({ 'TEE-M': 3 })
  })

  it('about a variant that sells when empty does not mark it as sold out', async () => {
    const shop = await shopWith(store('server-error'))
    await shop.setStock({ sku: 'TEE-M', quantity: 3, at: '2026-01-01T00:00:00Z' })
    const body = variantBody({ inventory_policy: 'continue' })
    expect((await send(shop, webhook('variants/out_of_stock', body))).status).toBe(202)
    expect(await quantities()).toEqual({ 'TEE-M': 3 })
  })

  it('of another topic is logged and otherwise ignored', async () => {
    const shop = await shopWith(store())
    expect((await send(shop, webhook('orders/create', '{"id":1}'))).status).toBe(202)
    expect(world.queued).toEqual([])
    expect(await logged(shop, 'hook_unreadable')).toHaveLength(1)
  })

  it('reports the reason if the read after it fails', async () => {
    const shop = await shopWith(store('no-scope'))
    await hear(shop, webhook('inventory_levels/update', levelBody()))
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'access_denied' } })
  })

  it('updates the variants that can be read if others cannot', async () => {
    const at = store()
    const shop = await shopWith(at)
    const variants = Array.from({ length: 12 }, (_, n) => {
      const ids = { id: String(5000 + n), item: String(9000 + n), sku: `S-${n}` }
      return tee(4, { ...ids, ...(n < 5 && { failing: true }) })
    })
    const later = tee(4, { id: '6000', item: '9900', sku: 'LATER', availableForSale: true })
    const pages = [product(variants), product([later], { id: '77', status: 'LATER' })]
    await at.put(pages)
    for (const { item } of pages.flatMap((one) => one.variants)) {
      expect((await send(shop, webhook('inventory_levels/update', levelBody(item)))).status).toBe(
        202,
      )
    }
    await drain()
    expect(Object.keys(await quantities()).toSorted()).toEqual(
      variants
        .slice(5)
        .map(({ sku }) => sku)
        .toSorted(),
    )
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it.each([
    ['inventory_levels/update', `{"inventory_item_id":${ITEM}}`],
    ['products/update', `{"id":${PRODUCT},"updated_at":"2026-11-21T10:00:00-05:00"}`],
    ['variants/in_stock', `{"id":${VARIANT},"updated_at":"2026-11-21T10:00:00-05:00"}`],
    ['variants/out_of_stock', `{"id":${VARIANT},"updated_at":"2026-11-21T10:00:00-05:00"}`],
  ])('of topic %s with the fields that the shop chose is a hint', async (topic, body) => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([product([tee(6)])])
    await hear(shop, webhook(topic, body))
    expect(await quantities()).toEqual({ 'TEE-M': 6 })
    expect(await logged(shop, 'hook_unreadable')).toEqual([])
  })

  it.each([1, 2, 3, 300])('about an item of %i variants makes all of them read', async (count) => {
    const at = store()
    const shop = await shopWith(at)
    const sharing = Array.from({ length: count }, (_, n) =>
      tee(n + 1, { id: String(5000 + n), item: ITEM, sku: `S-${n}` }),
    )
    await at.put([product(sharing)])
    await hear(shop, webhook('inventory_levels/update', levelBody()))
    const levels = await quantities()
    expect(Object.keys(levels)).toHaveLength(count)
    expect(levels[`S-${count - 1}`]).toBe(count)
  })

  it.each(['title', 'price', 'media'] as const)(
    'updates the level of a variant whose %s Shopify fails to compute',
    async (failingField) => {
      const at = store()
      const shop = await shopWith(at)
      const other = tee(3, { id: '2', item: '3', sku: 'TEE-L' })
      await at.put([product([tee(4, { failingField }), other])])
      await hear(shop, webhook('inventory_levels/update', levelBody()))
      expect(await quantities()).toEqual({ 'TEE-M': 4 })
      await hear(shop, webhook('products/update', productBody))
      expect(await quantities()).toEqual({ 'TEE-M': 4, 'TEE-L': 3 })
      expect(await logged(shop, 'source_skipped')).toEqual([])
    },
  )

  it.each(['sku', 'inventoryQuantity'] as const)(
    'updates the other variants of a product if Shopify fails to compute the %s of one',
    async (failingField) => {
      const at = store()
      const shop = await shopWith(at)
      const others = Array.from({ length: 120 }, (_, n) =>
        tee(3, { id: String(5000 + n), item: String(9000 + n), sku: `S-${n}` }),
      )
      await at.put([product([...others, tee(4, { failingField })])])
      await hear(shop, webhook('products/update', productBody))
      const levels = await quantities()
      expect(Object.keys(levels)).toHaveLength(120)
      expect(Object.values(levels)).not.toContain(0)
      expect(await logged(shop, 'source_skipped')).toMatchObject([
        { count: 1, items: [{ reason: 'internal_server_error' }] },
      ])
    },
  )

  it('about a product with many variants makes the source read all of them, page by page', async () => {
    const at = store()
    const shop = await shopWith(at)
    const variants = Array.from({ length: 205 }, (_, index) =>
      tee(index, { id: String(5000 + index), item: String(9000 + index), sku: `S-${index}` }),
    )
    await at.put([product(variants)])
    await hear(shop, webhook('products/update', productBody))
    const levels = await quantities()
    expect(Object.keys(levels)).toHaveLength(205)
    expect(levels['S-204']).toBe(204)
  })
})

describe('a variant of Shopify', () => {
  const cases: [string, FakeVariant, Partial<FakeProduct>, Record<string, unknown>, number][] = [
    ['in stock', tee(4), {}, {}, 4],
    ['that is sold out', tee(0), {}, {}, 0],
    ['that was oversold', tee(-2), {}, {}, 0],
    [
      'that sells when empty, in a shop that does not count it,',
      tee(0, { policy: 'CONTINUE' }),
      {},
      {},
      0,
    ],
    [
      'that sells when empty, in a shop that counts it,',
      tee(-3, { policy: 'CONTINUE' }),
      {},
      { oversell: 'in_stock' },
      1,
    ],
    [
      'that sells when empty and is in stock',
      tee(4, { policy: 'CONTINUE' }),
      {},
      { oversell: 'in_stock' },
      4,
    ],
    ['that is not tracked', tee(0, { tracked: false }), {}, {}, 1],
    ['that is not tracked, with an old quantity,', tee(-9, { tracked: false }), {}, {}, 1],
    ['that Shopify does not sell', tee(4, { availableForSale: false }), {}, {}, 0],
    ['of a draft', tee(4), { status: 'DRAFT' }, {}, 0],
    ['of an archived product', tee(4), { status: 'ARCHIVED' }, {}, 0],
    ['that the online store does not show', tee(4), { published: false }, {}, 0],
    [
      'that is sold outside the online store',
      tee(4),
      { published: false },
      { publishedOn: 'anywhere' },
      4,
    ],
  ]
  it.each(cases)(
    '%s has the same level from a webhook and from a full read',
    async (_what, one, rest, options, level) => {
      const at = store()
      await at.put([product([one], rest)])
      const shop = await shopWith(at, options)
      await hear(shop, webhook('inventory_levels/update', levelBody()))
      expect(await quantities()).toEqual({ 'TEE-M': level })
      await shop.setStock({ sku: 'TEE-M', quantity: 99, at: '2026-01-01T00:00:00Z' })
      await poll(shop, 'shopify')
      expect(await quantities()).toEqual({ 'TEE-M': level })
    },
  )

  it('may be identified by its id', async () => {
    const at = store()
    await at.put([product([tee(4, { sku: null })])])
    const shop = await shopWith(at, { skuFrom: 'variant_id' })
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ [VARIANT]: 4 })
  })

  it.each([null, '', '  '])('with the sku %j goes by its number, as in the widget', async (sku) => {
    const at = store()
    const nameless = (quantity: number) => tee(quantity, { id: '2', item: '3', sku })
    await at.put([product([tee(4), nameless(1)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4, 2: 1 })
    const rows = await table<{ sku: string; data: string }>('product')
    const data = rows.find((row) => row.sku === '2')?.data ?? '{}'
    expect(JSON.parse(data).url).toContain('variant=2')

    const body = JSON.stringify({
      id: 2,
      sku,
      inventory_policy: 'deny',
      admin_graphql_api_id: 'gid://shopify/ProductVariant/2',
    })
    await at.put([product([tee(4), nameless(0)])])
    await send(shop, webhook('variants/out_of_stock', body))
    expect(await quantities()).toEqual({ 'TEE-M': 4, 2: 0 })
    await at.put([product([tee(4), nameless(3)])])
    await hear(shop, webhook('variants/in_stock', body))
    expect(await quantities()).toEqual({ 'TEE-M': 4, 2: 3 })
  })

  it('keeps its own level if a draft has the same sku', async () => {
    const at = store()
    const copy = product([tee(0, { id: '2', item: '3' })], { id: '9', status: 'DRAFT' })
    await at.put([product([tee(4)]), copy])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
  })

  it.each([
    ['products/update', `{"id":9,"admin_graphql_api_id":"gid://shopify/Product/9"}`],
    [
      'variants/out_of_stock',
      '{"id":2,"sku":"TEE-M","inventory_policy":"deny","admin_graphql_api_id":"gid://shopify/ProductVariant/2"}',
    ],
  ])('does not sell out with a draft copied from it: %s', async (topic, body) => {
    const at = store()
    const copy = product([tee(0, { id: '2', item: '3' })], { id: '9', status: 'DRAFT' })
    await at.put([product([tee(4)]), copy])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    await hear(shop, webhook(topic, body))
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
  })

  it('has the highest level of all variants of its product with the same sku', async () => {
    const at = store()
    const same = [tee(5), tee(0, { id: '2', item: '3' })]
    const shop = await shopWith(at)
    for (const variants of [same, same.toReversed()]) {
      await at.put([product(variants)])
      await hear(shop, webhook('products/update', productBody))
      expect(await quantities()).toEqual({ 'TEE-M': 5 })
    }
  })

  it('has its own picture, from a webhook and from a full read', async () => {
    const at = store()
    const own = 'https://cdn.shopify.example/own.jpg'
    await at.put([product([tee(4, { picture: own }), tee(1, { id: '2', item: '3', sku: 'L' })])])
    const shop = await shopWith(at)
    const pictures = async () => {
      const rows = await table<{ sku: string; data: string }>('product')
      return Object.fromEntries(rows.map(({ sku, data }) => [sku, JSON.parse(data).image]))
    }
    const all = { 'TEE-M': own, L: `https://cdn.shopify.example/${PRODUCT}.jpg` }
    await hear(shop, webhook('products/update', productBody))
    expect(await pictures()).toEqual(all)
    const before = await table('product')
    await poll(shop, 'shopify')
    expect(await table('product')).toEqual(before)
  })

  it('that is no longer published is sold out', async () => {
    const at = store()
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    await at.put([product([tee(4)], { status: 'DRAFT' })])
    await hear(shop, webhook('products/update', productBody))
    expect(await quantities()).toEqual({ 'TEE-M': 0 })
  })

  it('gives the product data for messages', async () => {
    const at = store()
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    const [row] = await table<{ sku: string; data: string }>('product')
    expect({ sku: row?.sku, ...JSON.parse(row?.data ?? '{}') }).toEqual({
      brand: 'Acme',
      tags: [],
      state: 'active',
      sku: 'TEE-M',
      title: 'Harbour tee',
      variantTitle: 'M',
      url: `https://acme.example/products/tee-${PRODUCT}?variant=${VARIANT}`,
      image: `https://cdn.shopify.example/${PRODUCT}.jpg`,
      price: 39,
      currency: 'SEK',
      id: PRODUCT,
      variantId: VARIANT,
    })
  })
})

describe('a full read of Shopify', () => {
  it('waits for a slow operation, and starts no second one', async () => {
    const at = store('bulk-slow')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({})
    expect(await sourceState(shop)).toMatchObject({ error: null, lastSuccessAt: null })
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    const begun = (await at.asked()).filter(({ text }) => text.includes('bulkOperationRunQuery'))
    expect(begun).toHaveLength(1)
  })

  it('does not undo a level that a webhook brought meanwhile', async () => {
    const at = store('bulk-slow')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    await at.put([product([tee(0)])])
    await hear(shop, webhook('inventory_levels/update', levelBody()))
    await poll(shop, 'shopify')
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ lastSuccessAt: expect.any(String) })
    expect(await quantities()).toEqual({ 'TEE-M': 0 })
  })

  it('starts a new operation after a failed one', async () => {
    const at = store('bulk-fails')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'bulk_failed' } })
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('that Shopify read only partly notifies about the variants in stock', async () => {
    const at = store('bulk-breaks')
    const lost = tee(9, { id: '9', item: '9', sku: 'LOST' })
    const soldOut = tee(0, { id: '2', item: '3', sku: 'SOLD-OUT' })
    await at.put([product([tee(4), soldOut, lost])])
    const shop = await shopWith(at)
    await shop.setStock({ sku: 'SOLD-OUT', quantity: 2 })
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4, 'SOLD-OUT': 2 })
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'bulk_failed' } })
  })

  it('names a line that it cannot read, and stores the others', async () => {
    const at = store('broken')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: 'line 2', reason: 'item_unreadable' }] },
    })
  })

  it('stores nothing of a file that ends early', async () => {
    const at = store('cut-off')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'cut_off' } })
    expect(await quantities()).toEqual({})
  })

  it('does not cancel another operation that is running', async () => {
    const shop = await shopWith(store('bulk-busy'))
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'bulk_refused' } })
  })

  it('of an empty shop succeeds', async () => {
    const shop = await shopWith(store())
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 0 })
  })

  it('waits for query points as long as Shopify says', async () => {
    const at = store('points-run-out')
    await at.put([product([tee(4)])])
    const shop = await shopWith(at)
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
    const asked = (await at.asked()).filter(({ path }) => path.endsWith('/graphql.json'))
    const [first, second] = asked.map(({ at: time }) => Date.parse(time))
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(950)
  })

  it.each([
    ['a wrong token', 'good', { accessToken: 'shpat_wrong' }, 'http_401'],
    ['a wrong secret', 'good', { ...login('wrong') }, 'token_400'],
    ['a missing scope', 'no-scope', {}, 'access_denied'],
    ['a version that Shopify does not have', 'good', { apiVersion: '2099-01' }, 'http_404'],
    ['a gateway’s error page', 'edge-html', {}, 'http_502'],
  ])('reports the reason with %s', async (_what, scene, options, reason) => {
    const shop = await shopWith(store(scene), options)
    await poll(shop, 'shopify')
    expect(await sourceState(shop)).toMatchObject({ error: { reason } })
  })

  it('gets a day’s token with the secret of an app', async () => {
    const at = store()
    await at.put([product([tee(4)])])
    const shop = await shopWith(at, login('shpss_0123456789abcdef'))
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })
  })
})

function login(clientSecret: string) {
  return { accessToken: undefined, clientId: 'client-0123456789', clientSecret }
}

describe('the settings of Shopify', () => {
  it.each([
    ['another domain', { shop: 'acme.example' }, '/sources/0/shop', 'shopify_shop_invalid'],
    ['no key', { accessToken: undefined }, '/sources/0/clientId', 'missing'],
    ['version latest', { apiVersion: 'latest' }, '/sources/0/apiVersion', 'api_version_invalid'],
    ['version 2026-02', { apiVersion: '2026-02' }, '/sources/0/apiVersion', 'api_version_invalid'],
    ['version 2025-10', { apiVersion: '2025-10' }, '/sources/0/apiVersion', 'api_version_too_old'],
    ['version 2020-01', { apiVersion: '2020-01' }, '/sources/0/apiVersion', 'api_version_too_old'],
  ])('are refused with %s', async (_what, options, pointer, code) => {
    const refused = shopWith(store(), options)
    await expect(refused).rejects.toThrow(`"pointer":"${pointer}","code":"${code}"`)
  })
})

describe('the API of Shopify', () => {
  it.each(['2026-01', '2026-04', '2026-07', '2026-10'])(
    'is read in version %s',
    async (apiVersion) => {
      const at = store()
      await at.put([product([tee(4)])])
      const shop = await shopWith(at, { apiVersion })
      await poll(shop, 'shopify')
      await at.put([product([tee(2)])])
      await hear(shop, webhook('inventory_levels/update', levelBody()))
      expect(await quantities()).toEqual({ 'TEE-M': 2 })
      expect(await sourceState(shop)).toMatchObject({ error: null })
      const paths = (await at.asked()).map(({ path }) => path)
      expect(paths).toContain(`/admin/api/${apiVersion}/graphql.json`)
    },
  )
})

describe('the Shopify guide', () => {
  it('has settings that work, and webhooks that Shopify accepts', async () => {
    const at = store()
    await at.put([product([tee(4)])])
    const [settings, subscription] = jsonBlocks(page) as [
      { sources: object[] },
      { query: string; variables: { topic: string; webhook: object } },
    ]
    const [source] = settings.sources
    const shop = await makeShop({ sources: [{ ...source, baseUrl: at.base }] })
    await poll(shop, 'shopify')
    expect(await quantities()).toEqual({ 'TEE-M': 4 })

    const form = /-d (grant_type=\S+) -d (client_id=\S+) -d (client_secret=\S+)/.exec(page)
    const answer = await fetch(`${at.base}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form?.slice(1).join('&') ?? '',
    })
    const { access_token: token } = await answer.json<{ access_token: string }>()
    const topics = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, topic]) => topic)
    expect(topics).toHaveLength(4)
    for (const topic of topics) {
      const variables = { ...subscription.variables, topic }
      const made = await fetch(`${at.base}/admin/api/2026-10/graphql.json`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token },
        body: JSON.stringify({ ...subscription, variables }),
      })
      expect(await made.json()).toMatchObject({
        data: { webhookSubscriptionCreate: { userErrors: [] } },
      })
    }
    const sent = webhook('inventory_levels/update', levelBody(), {
      'X-Shopify-Hmac-Sha256': hmac('shpss_0123456789abcdef', levelBody()),
    })
    expect((await send(shop, sent)).status).toBe(202)
  })
})

describe('a privacy call of Shopify', () => {
  // As documented: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
  const customer = { id: 191167, email: 'ADA@example.com', phone: '+46701234567' }
  const about = (changes: object = {}) =>
    JSON.stringify({
      shop_id: 954889,
      shop_domain: OPTIONS.shop,
      orders_requested: [299938],
      customer,
      data_request: { id: 9999 },
      ...changes,
    })

  /** Ada gave her address, Bob her number, Cleo is known by Shopify's id, Eve is somebody else. */
  async function people() {
    const shop = await makeShop({
      sources: [{ ...OPTIONS, baseUrl: store().base }],
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        {
          type: 'webhook',
          url: `${fakeUrl('webhook')}/hook`,
          secret: RECEIVER_SECRET,
          channels: ['sms'],
        },
      ],
    })
    await shop.subscribe()
    const phone = customer.phone
    await shop.subscribe({ email: 'bob@example.com', phone, channels: ['email', 'sms'] })
    const {
      shop: _,
      page: __,
      ...cleo
    } = shop.request({
      email: 'cleo@example.com',
      customerId: '191167',
    })
    const answer = await shop.api('POST', '/v1/subscriptions', cleo)
    expect(answer.status).toBeLessThan(300)
    await shop.subscribe({ email: 'eve@example.com' })
    await drain()
    return shop
  }
  const everything = async () => {
    const names = ['contact', 'subscription', 'consent', 'product', 'stock_level', 'source', 'log']
    return Promise.all(names.map((name) => table(name)))
  }

  it('for a person’s data logs the path of each export, and no address', async () => {
    const shop = await people()
    expect((await send(shop, webhook('customers/data_request', about()))).status).toBe(200)
    const [entry] = await logged(shop, 'privacy_call')
    expect(entry).toMatchObject({ source: 'shopify', call: 'export', contacts: 3 })
    const emails = await Promise.all(
      ((entry?.['paths'] ?? []) as string[]).map(async (path) => {
        const person = await (await shop.api('GET', path)).json<{ email: string }>()
        return person.email
      }),
    )
    expect(emails.toSorted()).toEqual(['ada@example.com', 'bob@example.com', 'cleo@example.com'])
    expect(JSON.stringify(await table('log'))).not.toMatch(/example|4670|191167/)
  })

  it('for a person’s erasure erases whoever has the address, the number or the id', async () => {
    const shop = await people()
    const sent = webhook('customers/redact', about())
    expect((await send(shop, sent)).status).toBe(200)
    await drain()
    const left = await table('subscription')
    expect(left).toHaveLength(1)
    expect(await table('contact')).toMatchObject([{ id: left[0]?.['contact_id'] }])
    expect(await table('consent')).toHaveLength(1)
    expect(await logged(shop, 'privacy_call')).toEqual([
      { source: 'shopify', call: 'erase', contacts: 3 },
    ])
    // Shopify repeats what it is not sure of.
    expect((await send(shop, sent)).status).toBe(200)
    expect((await send(shop, webhook('customers/redact', about()))).status).toBe(200)
    expect(await table('contact')).toHaveLength(1)
  })

  it.each([
    ['an odd address', { ...customer, email: ['ada@example.com'] }, 2],
    ['an odd number', { ...customer, phone: {} }, 2],
    ['no id', { email: customer.email, phone: customer.phone }, 2],
    ['numbers as numbers and text', { id: '191167', email: null, phone: 46701234567 }, 2],
    ['an address inside it', { default_address: { id: 1 }, ...customer }, 3],
  ])('with %s erases every person who is found by the rest', async (_what, odd, contacts) => {
    const shop = await people()
    const sent = webhook('customers/redact', about({ customer: odd, orders_to_redact: null }))
    expect((await send(shop, sent)).status).toBe(200)
    expect(await logged(shop, 'privacy_call')).toMatchObject([{ call: 'erase', contacts }])
    expect(await table('contact')).toHaveLength(4 - contacts)
  })

  it('for a shop erases all people and the catalogue, and keeps the account', async () => {
    const shop = await people()
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Tee', url: 'https://acme.example/' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    // More than one run erases.
    for (let n = 0; n < 101; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    const body = JSON.stringify({ shop_id: 954889, shop_domain: OPTIONS.shop })
    expect((await send(shop, webhook('shop/redact', body))).status).toBe(200)
    // The queue may lose the message: the sweep finds the source again.
    world.queued = []
    await tick()
    await drain()
    for (const name of ['contact', 'subscription', 'consent', 'product', 'stock_level', 'outbox']) {
      expect(await table(name)).toEqual([])
    }
    expect((await shop.api('GET', '/v1/shop')).status).toBe(200)
    expect(await table('source')).toMatchObject([{ name: 'shopify', erasing: 0 }])
  })

  it.each(['customers/data_request', 'customers/redact', 'shop/redact'])(
    '(%s) changes nothing if it is wrongly signed, or about another shop',
    async (topic) => {
      const shop = await people()
      const before = await everything()
      const forged = webhook(topic, about(), { 'X-Shopify-Hmac-Sha256': hmac('another', about()) })
      expect((await send(shop, forged)).status).toBe(401)
      expect(await everything()).toEqual(before)
      const other = webhook(topic, about({ shop_domain: 'other.myshopify.com' }))
      expect((await send(shop, other)).status).toBe(202)
      await drain()
      const [contacts, subscriptions, consents] = await everything()
      expect([contacts, subscriptions, consents]).toEqual(before.slice(0, 3))
      expect(await logged(shop, 'hook_unreadable')).toHaveLength(1)
    },
  )
})

describe('the facts of a product at Shopify', () => {
  const entryOf = async (sku = 'TEE-M'): Promise<Record<string, unknown>> => {
    const rows = await table<{ sku: string; data: string }>('product')
    return JSON.parse(rows.find((row) => row.sku === sku)?.data ?? '{}') as Record<string, unknown>
  }
  const facts = { vendor: 'Nordwind', tags: ['Summer', 'New'] }
  const READ = {
    brand: 'Nordwind',
    tags: ['New', 'Summer'],
    state: 'active',
    price: 39,
    currency: 'SEK',
  }
  const waits = { sku: 'TEE-M', title: 'Tee', url: 'https://acme.example/p', collections: ['7'] }

  it.each(['a full read', 'a webhook'])('are its vendor and its tags, by %s', async (how) => {
    const at = store()
    const shop = await shopWith(at)
    await shop.api('PUT', '/v1/products', [waits])
    const read = () =>
      how === 'a webhook'
        ? hear(shop, webhook('products/update', productBody))
        : poll(shop, 'shopify')
    await at.put([product([tee(4)], facts)])
    await read()
    // Another system's fact stays.
    expect(await entryOf()).toMatchObject({ ...READ, collections: ['7'] })
    await at.put([product([tee(4)], { vendor: '', tags: [] })])
    await read()
    expect(await entryOf()).toMatchObject({ tags: [], collections: ['7'] })
    expect(await entryOf()).not.toHaveProperty('brand')
  })

  it.each([
    ['DRAFT', {}, 'hidden'],
    ['ARCHIVED', {}, 'discontinued'],
    ['ACTIVE', { published: false }, 'hidden'],
  ])('follow its status: %s %o is %s, and it is active again', async (status, rest, state) => {
    const at = store()
    const shop = await shopWith(at)
    await at.put([product([tee(0)], facts)])
    await poll(shop, 'shopify')
    await shop.subscribe()
    await at.put([product([tee(0)], { ...facts, status, ...rest })])
    await poll(shop, 'shopify')
    expect(await entryOf()).toMatchObject({ ...READ, state })
    expect(await logged(shop, 'product_discontinued')).toEqual(
      state === 'hidden' ? [] : [{ people: 1, close: 'POST /v1/demand/TEE-M/close' }],
    )
    await at.put([product([tee(3)], facts)])
    await hear(shop, webhook('products/update', productBody))
    expect(await entryOf()).toMatchObject(READ)
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
  })

  it('stay those of the published product if a draft with its sku is read', async () => {
    const at = store()
    const shop = await shopWith(at)
    const copy = product([tee(0, { id: '2', item: '3' })], { id: '9', status: 'ARCHIVED' })
    await at.put([product([tee(4)], facts), copy])
    await poll(shop, 'shopify')
    expect(await entryOf()).toMatchObject(READ)
    const before = await table('product')
    await hear(shop, webhook('products/update', '{"id":9}'))
    expect(await table('product')).toEqual(before)
  })

  it('change the entry of another system where the online store does not show the product', async () => {
    const at = store()
    const shop = await shopWith(at, { publishedOn: 'anywhere' })
    await shop.api('PUT', '/v1/products', [waits])
    await at.put([product([tee(4)], { ...facts, published: false })])
    await poll(shop, 'shopify')
    expect(await entryOf()).toMatchObject({ ...READ, title: 'Tee', url: 'https://acme.example/p' })
  })

  it('have the day of the metafield that the shop names: the variant’s, else its product’s', async () => {
    const at = store()
    const shop = await shopWith(at, { restockMetafield: 'custom.restock_date' })
    const day = (value: string) => ({ metafields: { 'custom.restock_date': value } })
    const own = tee(0, { id: '2', item: '3', sku: 'L', ...day('2999-12-24T10:00:00') })
    await at.put([product([tee(0), own], day('2999-11-01'))])
    await poll(shop, 'shopify')
    expect((await entryOf())['restockAt']).toBe('2999-11-01')
    expect((await entryOf('L'))['restockAt']).toBe('2999-12-24')
    await at.put([product([tee(0), { ...own, ...day('soon') }])])
    await hear(shop, webhook('products/update', productBody))
    expect([await entryOf(), await entryOf('L')]).not.toContainEqual(
      expect.objectContaining({ restockAt: expect.anything() }),
    )
    const named = await shop.api('PATCH', '/v1/shop', {
      sources: [
        { type: 'shopify', shop: 'acme.myshopify.com', restockMetafield: 'custom") { id }' },
      ],
    })
    expect(named.status).toBe(422)
  })
})

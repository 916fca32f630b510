/** A WooCommerce shop on its fake, its products and its webhooks, for the tests of the source. */
import { expect } from 'vitest'
import type { Received } from '../../fakes/upstream.ts'
import type { FakeProduct, State } from '../../fakes/woocommerce.ts'
import { ask, drain, fakeUrl, makeShop, table, type TestShop } from '../../worker/harness.ts'
import { hmac } from './signed.ts'
import type { Sent } from './suite.ts'

export const SECRET = 'wc_secret'
export const OPTIONS = {
  type: 'woocommerce',
  consumerKey: 'ck_0123456789abcdef',
  consumerSecret: 'cs_0123456789abcdef',
  webhookSecret: SECRET,
}

export const stamp = (at = Date.now()) => new Date(at).toISOString().slice(0, 19)

/** A product as REST API v3 returns it, and as a webhook sends it. */
export const simple = (
  quantity: number | null,
  rest: Record<string, unknown> = {},
): FakeProduct => ({
  id: 794,
  name: 'Harbour tee &amp; more',
  slug: 'harbour-tee',
  permalink: 'https://acme.example/product/harbour-tee/',
  date_modified: stamp(),
  date_modified_gmt: stamp(),
  type: 'simple',
  status: 'publish',
  catalog_visibility: 'visible',
  description: '<p>A tee.</p>',
  sku: 'TEE-M',
  price: '39.00',
  regular_price: '39.00',
  purchasable: true,
  manage_stock: true,
  stock_quantity: quantity,
  stock_status: (quantity ?? 0) > 0 ? 'instock' : 'outofstock',
  backorders: 'no',
  backorders_allowed: false,
  backordered: false,
  parent_id: 0,
  images: [{ id: 792, src: 'https://acme.example/tee.jpg', alt: '' }],
  categories: [{ id: 9, name: 'Clothing', slug: 'clothing' }],
  tags: [],
  brands: [],
  attributes: [],
  variations: [],
  ...rest,
})

export const variation = (quantity: number | null, rest: Record<string, unknown> = {}) => ({
  id: 801,
  type: 'variation',
  parent_id: 800,
  status: 'publish',
  sku: 'TEE-M',
  permalink: 'https://acme.example/product/tee/?attribute_size=M',
  price: '39.00',
  purchasable: true,
  manage_stock: true,
  stock_quantity: quantity,
  stock_status: (quantity ?? 0) > 0 ? 'instock' : 'outofstock',
  backorders: 'no',
  image: null,
  attributes: [{ id: 6, name: 'Size', option: 'M' }],
  date_modified_gmt: stamp(),
  ...rest,
})

export const variable = (rest: Record<string, unknown> = {}) =>
  simple(null, {
    id: 800,
    type: 'variable',
    sku: 'TEE',
    manage_stock: false,
    stock_status: 'instock',
    variations: [801],
    ...rest,
  })

/** A shop on the fake, in a scene. */
export function store(scene = 'good') {
  const base = fakeUrl('woocommerce', scene)
  return {
    base,
    put: async (
      products: FakeProduct[],
      variations: State['variations'] = {},
      odd: Pick<State, 'failing' | 'failingVariations' | 'instead'> = {},
    ) => {
      await fetch(`${base}/state`, {
        method: 'PUT',
        body: JSON.stringify({ products, variations, ...odd } satisfies State),
      })
    },
    asked: async () => {
      const all = (await (await fetch(`${base}/requests`)).json()) as Received[]
      return all.filter(({ method }) => method === 'GET')
    },
  }
}

let deliveries = 0

/** A webhook as WooCommerce sends it. */
export function webhook(body: string, headers: Record<string, string> = {}): Sent {
  deliveries += 1
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)',
      'X-WC-Webhook-Source': 'https://acme.example/',
      'X-WC-Webhook-Topic': 'product.updated',
      'X-WC-Webhook-Resource': 'product',
      'X-WC-Webhook-Event': 'updated',
      'X-WC-Webhook-Signature': hmac(SECRET, body),
      'X-WC-Webhook-ID': '142',
      'X-WC-Webhook-Delivery-ID': `e1ba9ac1${deliveries}`,
      ...headers,
    },
  }
}

/** A shop with the source. `oversell` is the shop's, everything else the source's. */
export const shopWith = (
  at: { base: string },
  { oversell, ...options }: Record<string, unknown> = {},
): Promise<TestShop> =>
  makeShop({ oversell, sources: [{ ...OPTIONS, baseUrl: at.base, ...options }] })

export const send = (shop: TestShop, { body, headers }: Sent) =>
  ask(`/hooks/woocommerce/${shop.publicKey}`, { method: 'POST', body, headers })

export async function hear(shop: TestShop, sent: Sent): Promise<void> {
  expect((await send(shop, sent)).status).toBe(202)
  await drain()
}

export async function quantities(): Promise<Record<string, number>> {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

/** The BigCommerce source against a fake of its catalogue and inventory. */
import { describe, expect, it } from 'vitest'
import type { ShelfItem, ShelfProduct } from '../../fakes/bigcommerce.ts'
import { ask, drain, logged, makeShop, poll, sourceState, table } from '../../worker/harness.ts'
import { bigcommerce, hook, item, levels, location, product, SKU } from './bigcommerce-store.ts'
import { passesSuite, type Vendor } from './suite.ts'

const vendor = (scene?: string) => async (): Promise<Vendor> => {
  const { options, put } = bigcommerce(scene)
  return {
    options,
    setStock: (quantity) =>
      put([product(206, 'TEE-M')], [item(206, 'TEE-M', location(1, quantity))]),
    // Products in a shape that nobody knows, around TEE-M.
    spoil(skus) {
      const bad = skus.map((sku, n) => ({ ...product(1000 + n, sku), inventory_tracking: 7 }))
      const all = [...bad.slice(0, -1), product(206, 'TEE-M'), ...bad.slice(-1)] as ShelfProduct[]
      return put(all, [item(206, 'TEE-M', location(1, 4))])
    },
    push: {
      good: async () => hook(SKU),
      bad: async () => hook(SKU, undefined, 'bigcommerce-hook-secreT'),
      unreadable: async () => hook({ type: 'moon' }),
    },
  }
}

passesSuite({
  type: 'bigcommerce',
  secrets: ['accessToken', 'hookSecret'],
  push: {},
  good: vendor(),
  down: vendor('down'),
  broken: vendor('broken'),
})

async function levelsAfter(
  products: ShelfProduct[],
  items: ShelfItem[],
  { oversell, ...changes }: Record<string, unknown> = {},
) {
  const { options, put } = bigcommerce()
  const shop = await makeShop({ oversell, sources: [{ ...options, ...changes }] })
  await put(products, items)
  await poll(shop, 'bigcommerce')
  expect(await sourceState(shop)).toMatchObject({ error: null })
  return levels()
}

describe('a level at BigCommerce', () => {
  const spread = [location(1, 3), location(2, 4, false), location(3, 2), location(4, -1)]
  it('is the sum over the locations that are enabled', async () => {
    expect(await levelsAfter([product(1, 'A')], [item(1, 'A', ...spread)])).toEqual({ A: 5 })
  })

  it('is the sum over the locations that the shop names', async () => {
    const changes = { locations: [3] }
    expect(await levelsAfter([product(1, 'A')], [item(1, 'A', ...spread)], changes)).toEqual({
      A: 2,
    })
  })

  it('excludes a location that does not sell it', async () => {
    const off = { ...location(1, 3), settings: { safety_stock: 0, is_in_stock: false } }
    expect(await levelsAfter([product(1, 'A')], [item(1, 'A', off)])).toEqual({ A: 0 })
  })

  it.each([
    ['is one if stock is not tracked', { inventory_tracking: 'none' }, {}, 1],
    [
      'of an untracked preorder is zero',
      { inventory_tracking: 'none', availability: 'preorder' },
      {},
      0,
    ],
    [
      'of an untracked preorder is one if the shop sells preorders',
      { inventory_tracking: 'none', availability: 'preorder' },
      { oversell: 'in_stock' },
      1,
    ],
    [
      'of an untracked product that cannot be bought is zero',
      { inventory_tracking: 'none', availability: 'disabled' },
      { oversell: 'in_stock' },
      0,
    ],
    ['is zero if the product is hidden', { is_visible: false }, {}, 0],
    ['is zero if the product cannot be bought', { availability: 'disabled' }, {}, 0],
    ['of a preorder is its quantity', { availability: 'preorder' }, {}, 0],
    [
      'of a preorder is one if the shop sells preorders',
      { availability: 'preorder' },
      { oversell: 'in_stock' },
      1,
    ],
  ])('%s', async (_what, product_, changes, level) => {
    const items = [item(1, 'A', location(1, 0))]
    expect(await levelsAfter([product(1, 'A', product_)], items, changes)).toEqual({ A: level })
  })

  it('of a variant that cannot be bought is zero', async () => {
    const variants = [{ id: 1001, product_id: 1, sku: 'A', purchasing_disabled: true }]
    const items = [item(1, 'A', location(1, 6))]
    expect(await levelsAfter([product(1, 'A', { variants })], items)).toEqual({ A: 0 })
  })

  it('tracked by product applies to all its variants', async () => {
    const variants = ['A', 'B'].map((sku, n) => ({
      id: n + 50,
      product_id: 1,
      sku,
      purchasing_disabled: false,
    }))
    const items = [{ identity: { sku: '', product_id: 1 }, locations: [location(1, 6)] }]
    const shelf = [product(1, '', { inventory_tracking: 'product', variants })]
    expect(await levelsAfter(shelf, items)).toEqual({ A: 6, B: 6 })
  })

  it('of a variant without a sku is under its number, as in the widget', async () => {
    const items = [item(1, '', location(1, 6)), item(2, '', location(1, 4))]
    const alone = { base_variant_id: 1002 }
    expect(await levelsAfter([product(1, ''), product(2, '', alone)], items)).toEqual({ 1001: 6 })
  })

  it('that BigCommerce does not mention stays unknown', async () => {
    expect(await levelsAfter([product(1, 'A')], [])).toEqual({})
  })
})

describe('a webhook of BigCommerce', () => {
  it.each([
    [
      'of a product without variants',
      'store/product/inventory/updated',
      {
        type: 'product',
        id: 206,
        inventory: { product_id: 206, method: 'relative', value: 1 },
      },
    ],
    ['of an order', 'store/sku/inventory/order/updated', SKU],
    [
      'of a channel',
      'store/channel/1/inventory/product/stock_changed',
      {
        variant_id: 1206,
        product_id: 206,
        location_id: 1,
      },
    ],
  ])('%s makes the source read the product', async (_what, scope, data) => {
    const { options, put, asked } = bigcommerce()
    const shop = await makeShop({ sources: [options] })
    await put([product(206, 'TEE-M'), product(7, 'B')], [item(206, 'TEE-M', location(1, 9))])
    const answer = await ask(`/hooks/bigcommerce/${shop.id}`, {
      method: 'POST',
      ...hook(data, scope),
    })
    expect(answer.status).toBe(202)
    await drain()
    expect(await levels()).toEqual({ 'TEE-M': 9 })
    expect((await asked())[0]).toContain('id:in=206&')
  })

  it('is not found if the shop has no secret for it', async () => {
    const { hookSecret: _, ...options } = bigcommerce().options
    const shop = await makeShop({ sources: [options] })
    const answer = await ask(`/hooks/bigcommerce/${shop.id}`, { method: 'POST', ...hook(SKU) })
    expect(answer.status).toBe(404)
  })
})

describe('a full read of BigCommerce', () => {
  const shelf = Array.from({ length: 120 }, (_, n) => product(n + 1, `S${n}`))
  const items = shelf.map(({ id }, n) => item(id, `S${n}`, location(1, n)))

  it('reads page by page', async () => {
    expect(Object.keys(await levelsAfter(shelf, items))).toHaveLength(120)
  })

  it('pauses when little is left of the rate limit, and continues later', async () => {
    const { options, put } = bigcommerce('tight')
    const shop = await makeShop({ sources: [options] })
    await put(shelf, items)
    for (const count of [50, 100, 120]) {
      await poll(shop, 'bigcommerce')
      expect(Object.keys(await levels())).toHaveLength(count)
    }
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 120 })
  })

  it('waits as long as a spent rate limit says', async () => {
    const shop = await makeShop({ sources: [bigcommerce('busy').options] })
    await poll(shop, 'bigcommerce')
    const state = await sourceState(shop)
    expect(state).toMatchObject({ error: { reason: 'http_429' } })
    expect(Date.parse(String(state['nextAt'])) - Date.now()).toBeGreaterThan(80_000)
  })
})

describe('the facts of a product at BigCommerce', () => {
  it('change the entries that the catalogue has, in a full reading and after a webhook', async () => {
    const { options, put } = bigcommerce()
    const shop = await makeShop({ sources: [options] })
    const known = { title: 'Tee', url: 'https://acme.example/p/tee', brand: 'Nordwind' }
    await shop.api('PUT', '/v1/products', [{ ...known, sku: 'TEE-M', restockAt: '2999-01-01' }])
    const entry = async () => {
      const rows = await table<{ data: string }>('product')
      return rows.map(({ data }) => JSON.parse(data) as unknown)
    }
    const items = [item(206, 'TEE-M', location(1, 0))]
    await put([product(206, 'TEE-M'), product(207, 'UNKNOWN')], items)
    await poll(shop, 'bigcommerce')
    const read = { ...known, collections: ['21', '23'], state: 'active', restockAt: '2999-01-01' }
    expect(await entry()).toEqual([read])

    const preorder = {
      availability: 'preorder',
      preorder_release_date: '2999-09-05T20:42:07+00:00',
      categories: [],
      is_visible: false,
    }
    await put([product(206, 'TEE-M', preorder)], items)
    const sent = hook({ ...SKU, id: 206 })
    expect((await ask(`/hooks/bigcommerce/${shop.id}`, { method: 'POST', ...sent })).status).toBe(
      202,
    )
    await drain()
    const restockAt = preorder.preorder_release_date
    expect(await entry()).toEqual([{ ...read, collections: [], state: 'hidden', restockAt }])
    expect(await logged(shop, 'product_discontinued')).toEqual([])
  })

  it('that cannot be read change nothing, and cost no level', async () => {
    const { options, put } = bigcommerce()
    const shop = await makeShop({ sources: [options] })
    const known = { title: 'Tee', url: 'https://acme.example/p/tee' }
    await shop.api('PUT', '/v1/products', [{ ...known, sku: 'TEE-M', collections: ['7'] }])
    const odd = { categories: 'x', is_visible: 'perhaps', availability: 'preorder' }
    const products = [product(206, 'TEE-M', { ...odd, preorder_release_date: 'soon' } as never)]
    await put(products, [item(206, 'TEE-M', location(1, 4))])
    await poll(shop, 'bigcommerce')
    const [row] = await table<{ data: string }>('product')
    expect(JSON.parse(row?.data ?? '{}')).toEqual({ ...known, collections: ['7'] })
    expect(await levels()).toEqual({ 'TEE-M': 4 })
  })
})

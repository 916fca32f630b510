/** Odd fields and faults of BigCommerce: none affects another product, and no unknown quantity is zero. */
import { describe, expect, it } from 'vitest'
import { bigcommerce as source } from '../../../worker/connectors/sources/bigcommerce/bigcommerce.ts'
import type { SourceContext } from '../../../worker/connectors/sources/contract.ts'
import type { Shelf, ShelfItem, ShelfProduct } from '../../fakes/bigcommerce.ts'
import {
  ask,
  drain,
  logged,
  makeShop,
  poll,
  sourceState,
  type TestShop,
} from '../../worker/harness.ts'
import { type Broken, brokenFields, retypedFields } from '../broken.ts'
import { bigcommerce, hook, item, levels, location, product, SKU } from './bigcommerce-store.ts'

/** A product as the Catalog API documents it with its variants, as far as a source asks for it. */
const DOCUMENTED = product(1, 'A', {
  base_variant_id: 1001,
  variants: [
    {
      id: 1001,
      product_id: 1,
      sku: 'A',
      sku_id: null,
      price: 25,
      calculated_price: 25,
      sale_price: 0,
      retail_price: 0,
      map_price: {},
      weight: null,
      calculated_weight: 1,
      is_free_shipping: false,
      purchasing_disabled: false,
      purchasing_disabled_message: '',
      image_url: '',
      cost_price: 0,
      upc: '',
      mpn: '',
      gtin: '',
      inventory_level: 4,
      inventory_warning_level: 0,
      bin_picking_number: '',
      option_values: [{ id: 95, label: 'M', option_id: 109, option_display_name: 'Size' }],
    },
  ],
})
/** The fields that decide: without them there is no name or no level. */
const PRODUCT_DECIDES = [
  'id',
  'inventory_tracking', // which quantity counts
  'is_visible', // whether shoppers can see it
  'variants.*.id', // its name, if it has no sku; and its quantity
  'variants.*.sku', // its name
  'variants.*.purchasing_disabled', // whether shoppers can buy it
]
const ITEM_DECIDES = [
  'identity', // one of its parts is enough
  'locations.*.available_to_sell', // the quantity
  'locations.*.location_enabled', // whether it counts
  'locations.*.settings.is_in_stock', // the same
]

/** Each broken product under a name of its own, so that one reading has all of them. */
const productsOf = (broken: readonly Broken[]) =>
  broken.map(({ path, payload }, n) => {
    const one = payload as ShelfProduct
    const own = (variant: unknown) =>
      typeof variant === 'object' && variant !== null && !Array.isArray(variant)
        ? {
            ...variant,
            ...(path !== 'variants.0.id' && { id: 20_000 + n }),
            ...(path !== 'variants.0.sku' && { sku: `S-${n}` }),
          }
        : variant
    return {
      ...one,
      ...(path !== 'id' && { id: 10_000 + n }),
      ...(path === 'id' && `${one.id}` === '1' && { id: `${10_000 + n}` }),
      ...(Array.isArray(one.variants) && { variants: one.variants.map(own) }),
    } as ShelfProduct
  })
const itemsFor = (broken: readonly Broken[]) =>
  broken.map((_, n) => ({
    identity: { sku: `S-${n}`, variant_id: 20_000 + n, product_id: 10_000 + n },
    locations: [location(1, 4)],
  }))
const named = (count: number, level: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`S-${n}`, level]))

async function polled(
  products: ShelfProduct[],
  items: ShelfItem[],
  odd: Partial<Shelf> = {},
  { oversell, ...changes }: Record<string, unknown> = {},
): Promise<TestShop> {
  const { options, put } = bigcommerce()
  const shop = await makeShop({ oversell, sources: [{ ...options, ...changes }] })
  await put(products, items, odd)
  await poll(shop, 'bigcommerce')
  return shop
}

const deciding = (payload: unknown, decides: readonly string[]) => {
  const others = new Set([...brokenFields(payload, decides)].map(({ path }) => path))
  return [...brokenFields(payload, [])].filter(({ path }) => !others.has(path))
}

/** Values that mean that there is nothing to sell. */
const ZEROS = [
  'locations: []',
  'locations.0: missing',
  'locations.0.location_enabled: 0',
  'locations.0.location_enabled: false',
  'locations.0.available_to_sell: 0',
  'locations.0.available_to_sell: -1',
  'locations.0.settings.is_in_stock: 0',
  'locations.0.settings.is_in_stock: false',
]

describe('a field of BigCommerce', () => {
  it('of a product may be missing or of any type if it does not decide', async () => {
    const broken = [...brokenFields(DOCUMENTED, PRODUCT_DECIDES), ...retypedFields(DOCUMENTED)]
    const shop = await polled(productsOf(broken), itemsFor(broken))
    expect(await levels()).toEqual(named(broken.length, 4))
    expect(await sourceState(shop)).toMatchObject({ error: null, faults: { count: 0 } })
    expect(broken.length).toBe(482)
  })

  it('of an inventory item may be missing or of any type if it does not decide', async () => {
    const documented = {
      ...item(1, 'A', { ...location(1, 4), location_code: 'L', location_name: 'L' } as never),
    }
    const broken = [...brokenFields(documented, ITEM_DECIDES), ...retypedFields(documented)]
    const products = broken.map((_, n) =>
      product(10_000 + n, `S-${n}`, {
        variants: [
          { id: 20_000 + n, product_id: 10_000 + n, sku: `S-${n}`, purchasing_disabled: false },
        ],
      }),
    )
    const items = broken.map(({ path, payload }, n) => {
      const one = payload as ShelfItem
      const own = { sku: `S-${n}`, variant_id: 20_000 + n, product_id: 10_000 + n }
      const inner = path.startsWith('identity.') ? path.slice('identity.'.length) : ''
      const identity = { ...own, ...(inner && { [inner]: one.identity[inner as 'sku'] }) }
      return { ...one, identity, of: 10_000 + n }
    })
    const shop = await polled(products, items)
    const unknown = broken.flatMap(({ path }, n) => (path === 'locations' ? [n] : []))
    const expected = named(broken.length, 4)
    for (const n of unknown) delete expected[`S-${n}`]
    expect(await levels()).toEqual(expected)
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(broken.length).toBe(125)
  })

  it('that decides costs at most its product', async () => {
    const products = deciding(DOCUMENTED, PRODUCT_DECIDES)
    const spoilt = productsOf(products)
    const shelf = [...spoilt, product(1, 'GOOD')]
    const shop = await polled(shelf, [...itemsFor(products), item(1, 'GOOD', location(1, 7))])
    expect(await levels()).toMatchObject({ GOOD: 7 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(products.length).toBe(118)
  })

  it('of the inventory that decides costs at most its variant, and makes nothing sold out', async () => {
    const decides = deciding(item(1, 'A', location(1, 4)), [...ITEM_DECIDES, 'locations'])
    const items = decides.map(({ path, payload }, n) => ({
      ...(payload as ShelfItem),
      ...(path !== 'identity' && { identity: item(10_000 + n, `S-${n}`).identity }),
      of: 10_000 + n,
    }))
    const products = decides.map((_, n) => product(10_000 + n, `S-${n}`))
    const shop = await polled(
      [...products, product(1, 'GOOD')],
      [...items, item(1, 'GOOD', location(1, 7))],
    )
    const read = await levels()
    expect(read).toMatchObject({ GOOD: 7 })
    const zeros = decides.flatMap(({ path, instead }, n) =>
      read[`S-${n}`] === 0 ? [`${path}: ${instead}`] : [],
    )
    expect(zeros).toEqual(ZEROS)
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(decides.length).toBe(103)
  })
})

describe('a quantity of BigCommerce', () => {
  const at = (...changes: Record<string, unknown>[]) =>
    changes.map((change, n) => ({ ...location(n + 1, 4), ...change }))
  it.each<[string, unknown, Record<string, number>]>([
    ['as text', at({ available_to_sell: '6' }), { A: 6 }],
    [
      'null, beside what is on hand',
      at({ available_to_sell: null, total_inventory_onhand: '9', settings: { safety_stock: 2 } }),
      { A: 7 },
    ],
    ['null alone', at({ available_to_sell: null, total_inventory_onhand: null }), {}],
    [
      'null at one location and something at another',
      at({ available_to_sell: null, total_inventory_onhand: null }, {}),
      { A: 4 },
    ],
    [
      'null at one location and nothing at another',
      at({ available_to_sell: null, total_inventory_onhand: null }, { available_to_sell: 0 }),
      {},
    ],
    [
      'null at a location that is disabled',
      at(
        { available_to_sell: null, total_inventory_onhand: null, location_enabled: false },
        { available_to_sell: 0 },
      ),
      { A: 0 },
    ],
    ['without locations', undefined, {}],
    ['with locations as PHP’s object', { 0: location(1, 1), 2: location(2, 2) }, { A: 3 }],
    ['with one location null', [null, location(1, 2)], { A: 2 }],
    ['with settings as an empty list', at({ settings: [] }), { A: 4 }],
    ['with an empty list of locations', [], { A: 0 }],
  ])(
    '%s is what is known, and never zero because of what is not',
    async (_what, locations, expected) => {
      const one = { identity: item(1, 'A').identity, locations } as unknown as ShelfItem
      const shop = await polled([product(1, 'A')], [one])
      expect(await levels()).toEqual(expected)
      expect(await sourceState(shop)).toMatchObject({ error: null })
    },
  )

  it('of a preorder is unknown, not zero, if it cannot be read', async () => {
    await polled([product(1, 'A', { availability: 'preorder' })], [])
    expect(await levels()).toEqual({})
  })

  it('is found by the sku, or by the product if that has one variant', async () => {
    const byId = (id: unknown) => ({ variant_id: id, product_id: 1, sku: 'A' })
    const rest = { locations: [location(1, 4)], of: 1 }
    const odd = [{ ...rest, identity: byId(null) }] as unknown as ShelfItem[]
    await polled([product(1, 'A')], odd)
    expect(await levels()).toEqual({ A: 4 })
  })

  it.each([
    ['null', null, { 1001: 4 }],
    ['a number', 123, { 123: 4 }],
    ['an object', { is: 'no text' }, {}],
  ])('of a variant whose sku is %s belongs to the right name', async (_what, sku, expected) => {
    await polled([product(1, sku as never)], [item(1, 'A', location(1, 4))])
    expect(await levels()).toEqual(expected)
  })
})

describe('an answer of BigCommerce', () => {
  const shelf = Array.from({ length: 120 }, (_, n) => product(n + 1, `S-${n}`))
  const items = shelf.map(({ id }, n) => item(id, `S-${n}`, location(1, 4)))
  const without = (...gone: number[]) => {
    const all = named(120, 4)
    for (const n of gone) delete all[`S-${n}`]
    return all
  }

  it('without page numbers is read to the end', async () => {
    const shop = await polled(shelf, items, { withoutMeta: true })
    expect(await levels()).toEqual(named(120, 4))
    expect(await sourceState(shop)).toMatchObject({ error: null, items: 120 })
  })

  it.each([400, 404, 409, 422, 500, 503])(
    'with status %i because of one product costs only that product',
    async (status) => {
      const shop = await polled(shelf, items, {
        failing: { 8: status },
        failingInventory: { 70: status },
      })
      expect(await levels()).toEqual(without(7, 69))
      const state = await sourceState(shop)
      expect(state).toMatchObject({ error: null, items: 119, faults: { count: 2 } })
      const reasons = (state['faults'] as { items: object[] }).items
      expect(reasons).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ item: 'product 8', reason: `http_${status}` }),
          expect.objectContaining({ item: 'product 70', reason: `http_${status}` }),
        ]),
      )
    },
  )

  it('with a fault because of one of several hints costs only that one', async () => {
    const { options, put } = bigcommerce()
    const shop = await makeShop({ sources: [options] })
    await put(shelf, items, { failing: { 8: 422 }, failingInventory: { 9: 422 } })
    const data = [7, 8, 9, 10].map((id) => ({ type: 'product', id }))
    await ask(`/hooks/bigcommerce/${shop.id}`, { method: 'POST', ...hook(data as never) })
    await drain()
    expect(await levels()).toEqual({ 'S-6': 4, 'S-9': 4 })
    expect(await logged(shop, 'source_skipped')).toMatchObject([{ count: 2 }])
  })
})

describe('a webhook of BigCommerce', () => {
  const calls = source.create(
    {
      type: 'bigcommerce',
      name: 'bigcommerce',
      everyMinutes: 60,
      baseUrl: 'https://api.example',
      accessToken: 't',
      hookSecret: 'bigcommerce-hook-secret',
      oversell: 'by_quantity',
    },
    { env: {} } as unknown as SourceContext,
  )
  const read = (payload: unknown) =>
    calls.readDelivery?.({
      body: JSON.stringify(payload),
      headers: new Headers(),
      query: new URLSearchParams(),
      now: 0,
    })
  const full = (data: unknown, scope = 'store/sku/inventory/updated') =>
    JSON.parse(hook(data as never, scope).body) as Record<string, unknown>

  it('names its product whatever else is broken in it', () => {
    const payload = full(SKU)
    const decides = ['data.inventory.product_id']
    const all = [...brokenFields(payload, decides), ...retypedFields(payload)]
    for (const broken of all)
      expect([broken.path, read(broken.payload)?.hints]).toEqual([broken.path, ['206']])
    expect(all.length).toBe(156)
  })

  it.each<[string, unknown, string]>([
    ['in the inventory', SKU, 'store/sku/inventory/updated'],
    ['as text', { type: 'product', id: '206' }, 'store/product/updated'],
    ['without a type', { id: 206 }, 'store/product/inventory/updated'],
    [
      'beside an odd inventory',
      { type: 'product', id: 206, inventory: null },
      'store/product/inventory/updated',
    ],
    [
      'in the sku',
      { type: 'sku', id: 461, sku: { product_id: 206, variant_id: 509 } },
      'store/sku/updated',
    ],
    [
      'directly',
      { variant_id: 1, product_id: '206', location_id: 1 },
      'store/channel/1/inventory/product/stock_changed',
    ],
    ['in a list', [{ type: 'product', id: 206 }], 'store/product/updated'],
  ])('names its product %s', (_where, data, scope) => {
    expect(read(full(data, scope))?.hints).toEqual(['206'])
  })

  it.each([
    ['a sku without its product', { type: 'sku', id: 461 }],
    ['null', null],
    ['a location', { location_id: 2 }],
    ['an order', { type: 'order', id: 206 }],
  ])('about %s names none', (_what, data) => {
    expect(read(full(data))).toBeUndefined()
  })

  it('about a second change within one second is read as well', async () => {
    const { options, put } = bigcommerce()
    const shop = await makeShop({ sources: [options] })
    const same = hook(SKU)
    const send = () => ask(`/hooks/bigcommerce/${shop.id}`, { method: 'POST', ...same })
    for (const quantity of [9, 3]) {
      await put([product(206, 'TEE-M')], [item(206, 'TEE-M', location(1, quantity))])
      expect((await send()).status).toBe(202)
      await drain()
      expect(await levels()).toEqual({ 'TEE-M': quantity })
    }
  })
})

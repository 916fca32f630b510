/**
 * Odd fields in what Shopify sends: each documented payload with each field broken in turn. A field that
 * does not decide may be of any type: the level is stored all the same.
 */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { CatalogEntry } from '../../../shared/product.ts'
import type { StockLevel } from '../../../shared/stock.ts'
import type { Hook } from '../../../worker/connectors/hook.ts'
import {
  type Admin,
  Envelope,
  readAnswer,
} from '../../../worker/connectors/sources/shopify/admin.ts'
import { readEverything } from '../../../worker/connectors/sources/shopify/bulk.ts'
import { storeBulkFile } from '../../../worker/connectors/sources/shopify/bulk-file.ts'
import { parseLong } from '../../../worker/connectors/sources/shopify/gid.ts'
import { parseShopifyDelivery } from '../../../worker/connectors/sources/shopify/hook.ts'
import { ShopifyOptions } from '../../../worker/connectors/sources/shopify/options.ts'
import {
  LEVELS,
  nodesWith,
  variantsWith,
} from '../../../worker/connectors/sources/shopify/queries.ts'
import { rereadShopify } from '../../../worker/connectors/sources/shopify/reread.ts'
import { openFaults } from '../../../worker/connectors/sources/item-faults.ts'
import { type Broken, brokenFields, retypedFields } from '../broken.ts'

const SHOP = 'acme.myshopify.com'
const OPTIONS: ShopifyOptions = {
  ...v.parse(ShopifyOptions, { type: 'shopify', shop: SHOP, accessToken: 'shpat_0' }),
  oversell: 'by_quantity',
}
const gid = (kind: string, id: number | string) => `gid://shopify/${kind}/${id}`

/** All payloads with one field broken or retyped. */
const oddFields = (payload: object, decides: readonly string[] = []): Broken[] => [
  ...brokenFields(payload, decides),
  ...retypedFields(payload),
]

const hookOf = (topic: string, body: string, headers: Record<string, string> = {}): Hook => ({
  body,
  headers: new Headers({
    'X-Shopify-Topic': topic,
    'X-Shopify-Webhook-Id': 'b54557e4',
    'X-Shopify-Shop-Domain': SHOP,
    'X-Shopify-Triggered-At': '2026-11-21T10:00:00Z',
    ...headers,
  }),
  query: new URLSearchParams(),
  now: Date.parse('2026-11-21T10:00:01Z'),
})
const deliveryOf = (topic: string, payload: unknown, headers = {}) =>
  parseShopifyDelivery(OPTIONS, hookOf(topic, JSON.stringify(payload), headers))

// As https://shopify.dev/docs/api/webhooks has them, shortened to one of each kind of field.
const VARIANT_BODY = {
  admin_graphql_api_id: gid('ProductVariant', 4711),
  barcode: null,
  compare_at_price: '54.00',
  created_at: '2026-11-21T10:00:00-05:00',
  id: 4711,
  image_id: null,
  inventory_item_id: 9001,
  inventory_policy: 'deny',
  inventory_quantity: 0,
  old_inventory_quantity: 3,
  option1: 'Small',
  position: 1,
  price: '44.00',
  product_id: 77,
  sku: 'TEE-M',
  taxable: true,
  title: 'M',
}
const PAYLOADS = {
  'inventory_levels/update': {
    admin_graphql_api_id: `${gid('InventoryLevel', 24826418)}?inventory_item_id=9001`,
    available: 5,
    inventory_item_id: 9001,
    location_id: 24826418,
    updated_at: '2026-11-21T10:00:00-05:00',
  },
  'inventory_items/update': {
    admin_graphql_api_id: gid('InventoryItem', 9001),
    cost: null,
    country_code_of_origin: 'SE',
    country_harmonized_system_codes: [{ code: '1', country_code: 'SE' }],
    id: 9001,
    sku: 'TEE-M',
    tracked: true,
  },
  'products/update': {
    admin_graphql_api_id: gid('Product', 77),
    body_html: '<p>A tee.</p>',
    handle: 'tee',
    id: 77,
    image: { id: 5, src: 'https://cdn.shopify.example/tee.jpg', variant_ids: [] },
    options: [{ id: 6, name: 'Size', position: 1, product_id: 77, values: ['M'] }],
    status: 'active',
    tags: 'cotton',
    title: 'Tee',
    variants: [VARIANT_BODY],
  },
  'variants/in_stock': VARIANT_BODY,
  'variants/out_of_stock': VARIANT_BODY,
}
const HINTS: Record<keyof typeof PAYLOADS, string> = {
  'inventory_levels/update': gid('InventoryItem', 9001),
  'inventory_items/update': gid('InventoryItem', 9001),
  'products/update': gid('Product', 77),
  'variants/in_stock': gid('ProductVariant', 4711),
  'variants/out_of_stock': gid('ProductVariant', 4711),
}

describe('a webhook of Shopify with one odd field', () => {
  it.each([
    ['inventory_levels/update', 78],
    ['inventory_items/update', 150],
    ['products/update', 576],
    ['variants/in_stock', 257],
    ['variants/out_of_stock', 257],
  ] as const)('of topic %s still names what to read again', (topic, cases) => {
    const odd = oddFields(PAYLOADS[topic])
    expect(odd.length).toBe(cases)
    for (const { path, instead, payload } of odd) {
      expect([path, instead, deliveryOf(topic, payload)?.hints]).toEqual([
        path,
        instead,
        [HINTS[topic]],
      ])
    }
  })

  it('is a level if the sku and the policy can be read', () => {
    // A positive quantity contradicts the topic.
    const odd = oddFields(VARIANT_BODY, ['sku', 'inventory_policy', 'inventory_quantity'])
    expect(odd.length).toBe(213)
    for (const { path, instead, payload } of odd) {
      const levels = deliveryOf('variants/out_of_stock', payload)?.levels
      expect([path, instead, levels]).toMatchObject([
        path,
        instead,
        [{ sku: 'TEE-M', quantity: 0 }],
      ])
    }
  })

  it('is no level if one of these is odd', () => {
    for (const payload of [
      { ...VARIANT_BODY, sku: undefined },
      { ...VARIANT_BODY, sku: {} },
      { ...VARIANT_BODY, inventory_policy: 7 },
      { ...VARIANT_BODY, inventory_policy: 'continue' },
      { ...VARIANT_BODY, inventory_quantity: '3' },
    ]) {
      const delivery = deliveryOf('variants/out_of_stock', payload)
      expect(delivery?.hints).toEqual([HINTS['variants/out_of_stock']])
      expect(delivery?.levels).toBeUndefined()
    }
    const untimed = deliveryOf('variants/out_of_stock', VARIANT_BODY, {
      'X-Shopify-Triggered-At': 'yesterday',
    })
    expect(untimed?.levels).toBeUndefined()
  })

  it.each([
    ['0042', '0042'],
    [42, '42'],
    [null, '4711'],
    ['', '4711'],
    [false, '4711'],
  ])('with the sku %j is a level of %s', (sku, name) => {
    const { levels } = deliveryOf('variants/out_of_stock', { ...VARIANT_BODY, sku }) ?? {}
    expect(levels).toMatchObject([{ sku: name }])
  })
})

describe('a webhook of Shopify', () => {
  const id = '271878346596884015'
  it.each<[string, string, string, string[]]>([
    [
      'id and time',
      'products/update',
      `{"id":${id},"updated_at":"2026-11-21"}`,
      [gid('Product', id)],
    ],
    [
      'id and time',
      'variants/in_stock',
      `{"id":${id},"updated_at":""}`,
      [gid('ProductVariant', id)],
    ],
    [
      'id and time',
      'variants/out_of_stock',
      `{"id":"${id}","updated_at":""}`,
      [gid('ProductVariant', id)],
    ],
    ['id and time', 'inventory_items/update', `{"id":${id}}`, [gid('InventoryItem', id)]],
    [
      'its item',
      'inventory_levels/update',
      `{"inventory_item_id":"${id}"}`,
      [gid('InventoryItem', id)],
    ],
    [
      'its item',
      'inventory_levels/connect',
      `{"inventory_item_id":${id}}`,
      [gid('InventoryItem', id)],
    ],
    [
      'the ids of variants',
      'products/update',
      `{"updated_at":"","variants":[{"id":2},{"id":null},7,{"id":3}]}`,
      [gid('ProductVariant', 3), gid('ProductVariant', 2)],
    ],
    [
      'their items',
      'products/update',
      `{"variants":[{"inventory_item_id":2},{"inventory_item_id":${id}}]}`,
      [gid('InventoryItem', id), gid('InventoryItem', 2)],
    ],
    ['its product', 'variants/in_stock', '{"product_id":7}', [gid('Product', 7)]],
    [
      'a listing',
      'product_listings/update',
      '{"product_listing":{"product_id":7}}',
      [gid('Product', 7)],
    ],
    ['a product in a wrapper', 'products/update', '{"product":{"id":7}}', [gid('Product', 7)]],
    [
      'a list',
      'products/update',
      '[{"id":7},null,{"id":8}]',
      [gid('Product', 8), gid('Product', 7)],
    ],
    [
      'lines',
      'orders/create',
      '{"id":1,"line_items":[{"id":2,"variant_id":3,"product_id":4},{"id":5,"variant_id":null}]}',
      [gid('ProductVariant', 3)],
    ],
    [
      'a global id',
      '',
      `{"query_variables":{"productId":"${gid('Product', id)}"}}`,
      [gid('Product', id)],
    ],
    [
      'a global id as its id',
      'products/update',
      `{"id":"${gid('Product', id)}"}`,
      [gid('Product', id)],
    ],
  ])('that has nothing but %s (%s) is a hint', (_what, topic, body, hints) => {
    const delivery = parseShopifyDelivery(OPTIONS, hookOf(topic, body))
    expect(delivery).toEqual({ id: `${topic} b54557e4`, hints })
  })

  it.each([
    ['orders/create', '{"id":1}'],
    ['inventory_levels/update', '{"id":1,"location_id":24826418,"available":5}'],
    ['products/update', '{"id":0}'],
    ['products/update', '[]'],
    ['products/update', 'null'],
    ['constructor/update', '{"id":1}'],
  ])('without an id (%s %s) is not read', (topic, body) => {
    expect(parseShopifyDelivery(OPTIONS, hookOf(topic, body))).toBeUndefined()
  })

  it('that names too many ids is a hint of the first 250', () => {
    const variants = Array.from({ length: 2000 }, (_, n) => ({ id: n + 1 }))
    expect(deliveryOf('products/update', { variants })?.hints).toHaveLength(250)
  })

  it('keeps every digit of a long id', () => {
    expect(parseLong(`[${id}, 7, 1.5, -${id}, "7"]`)).toEqual([id, 7, 1.5, `-${id}`, '7'])
  })
})

describe('a privacy call of Shopify with one odd field', () => {
  const CALL = {
    shop_id: 954889,
    shop_domain: SHOP,
    customer: { id: 191167, email: 'ada@example.com', phone: '+46701234567' },
    orders_to_redact: [299938, 280263],
  }
  it('is obeyed with the data of the person that can be read', () => {
    // The shop's name decides: the address may be another shop's.
    const odd = oddFields(CALL, ['shop_domain', 'customer.*'])
    expect(odd.length).toBe(64)
    const { email, phone } = CALL.customer
    const unnamed = { email, phone }
    const all = ['191167', 'gid://shopify/Customer/191167']
    for (const { path, instead, payload } of odd) {
      const { privacy } = deliveryOf('customers/redact', payload) ?? {}
      expect([path, instead, privacy]).toEqual([
        path,
        instead,
        { kind: 'erase', person: { ...unnamed, customerIds: all } },
      ])
    }
    const odder = oddFields(CALL.customer)
    expect(odder.length).toBe(46)
    for (const { path, instead, payload } of odder) {
      const { privacy } = deliveryOf('customers/redact', { ...CALL, customer: payload }) ?? {}
      const person = privacy?.kind === 'erase' ? privacy.person : {}
      const broken = path === 'id' ? 'customerIds' : path
      expect([path, instead, { ...person, [broken]: 'any' }]).toEqual([
        path,
        instead,
        { ...unnamed, customerIds: all, [broken]: 'any' },
      ])
    }
  })

  it('finds the person by an id too long for a number, wherever it stands', () => {
    const body = `{"shop_domain":"${SHOP}","customer":{"default_address":{"id":1},"id":271878346596884015}}`
    const { privacy } = parseShopifyDelivery(OPTIONS, hookOf('customers/redact', body)) ?? {}
    expect(privacy).toMatchObject({
      person: { customerIds: ['271878346596884015', expect.any(String)] },
    })
  })

  it('has a phone number that was written as a number', () => {
    const call = { ...CALL, customer: { phone: 46701234567 } }
    expect(deliveryOf('customers/redact', call)).toMatchObject({
      privacy: { kind: 'erase', person: { phone: '+46701234567' } },
    })
  })

  it('about a person needs the shop’s name in the body or the header, about a shop in the body', () => {
    const { shop_domain: _, ...unnamed } = CALL
    expect(deliveryOf('customers/redact', unnamed)).toMatchObject({ privacy: { kind: 'erase' } })
    const other = { 'X-Shopify-Shop-Domain': 'other.myshopify.com' }
    expect(deliveryOf('customers/redact', unnamed, other)).toBeUndefined()
    expect(
      deliveryOf('customers/redact', { ...CALL, shop_domain: 'other.myshopify.com' }),
    ).toBeUndefined()
    expect(deliveryOf('shop/redact', unnamed)).toBeUndefined()
    expect(deliveryOf('shop/redact', CALL)).toMatchObject({ privacy: { kind: 'erase_shop' } })
  })

  it('that names nobody is not obeyed', () => {
    for (const customer of [null, {}, 7, { email: '' }, { email: false }]) {
      expect(deliveryOf('customers/redact', { ...CALL, customer })).toBeUndefined()
    }
  })
})

const NODES = nodesWith({})
const VARIANTS = variantsWith({})

const product = () => ({
  id: gid('Product', 77),
  status: 'ACTIVE',
  onlineStoreUrl: 'https://acme.example/products/tee',
  title: 'Tee',
  vendor: 'Nordwind',
  tags: ['New'],
  featuredMedia: { preview: { image: { url: 'https://cdn.shopify.example/tee.jpg' } } },
})
const PRODUCT = product()
const bare = (sku: string, number: number) => ({
  id: gid('ProductVariant', number),
  sku,
  availableForSale: true,
  inventoryQuantity: 7,
  inventoryPolicy: 'DENY',
  inventoryItem: { tracked: true },
  title: 'M',
  price: '44.00',
})
const picture = () => ({ preview: { image: { url: 'https://cdn.shopify.example/m.jpg' } } })
const MEDIA = picture()
const variant = (sku: string, number: number) => ({
  ...bare(sku, number),
  media: { nodes: [picture()] },
  product: product(),
})
const COST = {
  requestedQueryCost: 102,
  actualQueryCost: 52,
  throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1898, restoreRate: 100 },
}

/** The fields that decide: whether the variant can be bought, and its name. */
const DECIDING = ['sku', 'availableForSale', 'product.status', 'product.onlineStoreUrl']
/** Without these the variant is in stock with an unknown quantity. */
const QUANTITY = /(inventoryQuantity|inventoryItem(\.tracked)?)$/

/** Levels; 7 stands for any quantity in stock. */
const known = (levels: Record<string, number>, path: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(levels).map(([sku, quantity]) => [
      sku,
      QUANTITY.test(path) && quantity > 0 ? 7 : quantity,
    ]),
  )

/** A sink that keeps what it gets, in the order of the SKUs. */
function collector() {
  const levels: StockLevel[] = []
  const entries: CatalogEntry[] = []
  const sink = {
    levels: async (some: StockLevel[]) => void levels.push(...some),
    entries: async (some: CatalogEntry[]) => void entries.push(...some),
    facts: async () => {},
    described: async () => {},
  }
  const found = () => Object.fromEntries(levels.map(({ sku, quantity }) => [sku, quantity]))
  return { sink, entries, found }
}

/** Reads hints again from a Shopify with these answers. */
async function reread(hints: string[], answers: Map<string, unknown>) {
  const { sink, found, entries } = collector()
  const faults = openFaults(null, Date.now())
  const admin: Admin = async (query, _variables, schema, how) => {
    const envelope = v.safeParse(
      Envelope,
      answers.get(query) ?? { data: { shop: {}, nodes: [null] } },
    )
    if (!envelope.success) return { kind: 'failed', reason: 'answer_unreadable' }
    return readAnswer(envelope.output, schema, how)
  }
  // The catalogue, which may know another variant under a SKU: it is empty.
  const none = { bind: () => ({ all: async () => ({ results: [] }) }) }
  const context = { db: { prepare: () => none }, shop: { id: 's' } } as never
  const outcome = await rereadShopify(admin, hints, sink, OPTIONS, context, faults)
  return { outcome, levels: found(), entries, faults: faults.list() }
}

describe('an answer of Shopify with one odd field', () => {
  const IDS = [gid('ProductVariant', 1), gid('InventoryItem', 2), gid('ProductVariant', 4)]
  const pageInfo = { hasNextPage: false, endCursor: null }
  const NODES_ANSWER = {
    data: {
      shop: { currencyCode: 'SEK' },
      nodes: [
        variant('A', 1),
        { variants: { pageInfo, nodes: [variant('B', 2), variant('C', 3)] } },
        null,
      ],
    },
    extensions: { cost: COST },
  }
  const PLACES = ['data.nodes.0', 'data.nodes.1.variants.nodes.0', 'data.nodes.1.variants.nodes.1']
  const decides = PLACES.flatMap((place) => DECIDING.map((field) => `${place}.${field}`))

  it('gives the levels of all variants', async () => {
    // A list that does not say whether it goes on, ends.
    const odd = oddFields(NODES_ANSWER, [...decides, 'data.nodes.2'])
    expect(odd.length).toBe(1188)
    for (const { path, instead, payload } of odd) {
      const { outcome, levels } = await reread(IDS, new Map([[NODES, payload]]))
      expect([path, instead, outcome, known(levels, path)]).toEqual([
        path,
        instead,
        { kind: 'done' },
        { A: 7, B: 7, C: 7 },
      ])
    }
  })

  it('gives the levels of all other variants if a field that decides is odd', async () => {
    let cases = 0
    for (const [at, place] of PLACES.entries()) {
      const others = ['A', 'B', 'C'].filter((_, n) => n !== at)
      for (const { path, instead, payload } of brokenFields(NODES_ANSWER, ['data.nodes.2'])) {
        if (!decides.includes(path) || !path.startsWith(place)) continue
        cases += 1
        const { outcome, levels, faults } = await reread(IDS, new Map([[NODES, payload]]))
        const left = Object.fromEntries(others.map((sku) => [sku, 7]))
        expect([path, instead, outcome, levels]).toMatchObject([
          path,
          instead,
          { kind: 'done' },
          left,
        ])
        // The variant has another name, is sold out, or is noted as a fault: it is never lost in silence.
        expect([path, instead, Object.keys(levels).length + faults.length]).toEqual([
          path,
          instead,
          3,
        ])
      }
    }
    expect(cases).toBe(177)
  })

  it('gives the levels of all variants of a product', async () => {
    const own = (sku: string, number: number) => ({
      ...bare(sku, number),
      media: { nodes: [picture()] },
    })
    const page = { pageInfo, nodes: [own('A', 1), own('B', 2)] }
    const answer = {
      data: { shop: { currencyCode: 'SEK' }, product: { ...product(), variants: page } },
      extensions: { cost: COST },
    }
    const deciding = ['sku', 'availableForSale'].flatMap((field) => [
      `data.product.variants.nodes.*.${field}`,
    ])
    const odd = oddFields(answer, [
      ...deciding,
      'data.product.status',
      'data.product.onlineStoreUrl',
    ])
    expect(odd.length).toBe(723)
    for (const { path, instead, payload } of odd) {
      const { outcome, levels } = await reread([gid('Product', 77)], new Map([[VARIANTS, payload]]))
      expect([path, instead, outcome, known(levels, path)]).toEqual([
        path,
        instead,
        { kind: 'done' },
        { A: 7, B: 7 },
      ])
    }
  })

  it('leaves out what cannot be read of the catalogue entry, and nothing else', async () => {
    const odd = {
      ...variant('A', 1),
      id: 7,
      title: null,
      price: 'ask',
      media: { nodes: [{ preview: null }] },
      product: { ...PRODUCT, title: 7, vendor: {}, tags: 'New', featuredMedia: false },
    }
    const payload = { data: { shop: null, nodes: [odd] } }
    const { entries } = await reread([gid('ProductVariant', 1)], new Map([[NODES, payload]]))
    expect(entries).toEqual([
      {
        sku: 'A',
        state: 'active',
        title: '7',
        url: 'https://acme.example/products/tee?variant=7',
        id: '77',
        variantId: '7',
      },
    ])
    const nowhere = { ...variant('A', 1), product: { ...PRODUCT, onlineStoreUrl: 'https://' } }
    const other = { data: { shop: null, nodes: [nowhere] } }
    const read = await reread([gid('ProductVariant', 1)], new Map([[NODES, other]]))
    expect([read.levels, read.entries]).toEqual([{ A: 7 }, []])
  })

  it.each<[string, object, Record<string, number>]>([
    ['numbers as text', { price: 44, inventoryQuantity: '7', sku: 42 }, { 42: 7 }],
    ['words for yes and no', { availableForSale: 'true', inventoryItem: { tracked: 1 } }, { A: 7 }],
    [
      'small words',
      { inventoryPolicy: 'deny', product: { ...PRODUCT, status: 'active' } },
      { A: 7 },
    ],
    ['no quantity', { inventoryQuantity: null }, { A: 1 }],
    ['an odd policy, and units', { inventoryPolicy: {} }, { A: 7 }],
    ['an odd policy, and no units', { inventoryPolicy: {}, inventoryQuantity: 0 }, {}],
    ['nothing that tells of tracking', { inventoryItem: null, inventoryQuantity: 7 }, { A: 7 }],
    ['an odd status', { product: { ...PRODUCT, status: 'PAUSED' } }, {}],
    ['an odd status, and not for sale', { availableForSale: false, product: null }, { A: 0 }],
    ['no page', { product: { ...PRODUCT, onlineStoreUrl: null } }, { A: 0 }],
    ['an odd page', { product: { ...PRODUCT, onlineStoreUrl: { url: 1 } } }, {}],
    ['an odd sku', { sku: ['A'] }, {}],
  ])('(%s) gives a level or none: unknown is not zero', async (_what, rest, expected) => {
    const payload = { data: { shop: {}, nodes: [{ ...variant('A', 1), ...rest }] } }
    const { levels, faults } = await reread([gid('ProductVariant', 1)], new Map([[NODES, payload]]))
    expect(levels).toEqual(expected)
    expect(faults.length).toBe(Object.keys(expected).length === 0 ? 1 : 0)
  })

  it.each([
    ['null', null],
    ['an empty list', []],
  ])('(errors: %s) has no errors', async (_what, errors) => {
    const { levels } = await reread(IDS, new Map([[NODES, { ...NODES_ANSWER, errors }]]))
    expect(levels).toEqual({ A: 7, B: 7, C: 7 })
  })

  it.each([
    ['a text', 'Not found', 'graphql_error'],
    ['a list of texts', ['Not found'], 'graphql_error'],
    ['an odd code', [{ extensions: { code: 7 }, path: null }], 'graphql_error'],
    [
      'an access denied',
      [{ extensions: { code: 'ACCESS_DENIED' }, path: ['nodes', 0] }],
      'access_denied',
    ],
  ])('(errors: %s) is a failure of the whole', async (_what, errors, reason) => {
    const envelope = v.parse(Envelope, { ...NODES_ANSWER, errors })
    expect(readAnswer(envelope, v.unknown(), 'partly')).toMatchObject({ kind: 'failed', reason })
  })

  it('(an error of one node) costs that node, and an error of a picture costs none', async () => {
    const failed = { extensions: { code: 'INTERNAL_SERVER_ERROR' } }
    const [a, ...others] = NODES_ANSWER.data.nodes
    const errors = [
      { ...failed, path: ['nodes', 0, 'sku'] },
      { ...failed, path: ['nodes', 1, 'variants', 'nodes', 0, 'media'] },
    ]
    const payload = { data: { ...NODES_ANSWER.data, nodes: [a, ...others] }, errors }
    const again = { data: { shop: {}, nodes: [null] }, errors: errors.slice(0, 1) }
    const read = await reread(
      IDS,
      new Map<string, unknown>([
        [NODES, payload],
        [LEVELS, again],
      ]),
    )
    expect(read.levels).toEqual({ B: 7, C: 7 })
    expect(read.faults).toMatchObject([{ item: IDS[0], reason: 'internal_server_error' }])
    const alone = { data: { shop: {}, nodes: [{ ...variant('A', 1), inventoryQuantity: 3 }] } }
    const other = await reread(
      IDS,
      new Map<string, unknown>([
        [NODES, payload],
        [LEVELS, alone],
      ]),
    )
    expect(other.levels).toEqual({ A: 3, B: 7, C: 7 })
    expect(other.entries.map(({ sku }) => sku)).toEqual(['B', 'C'])
  })
})

describe('the state of a bulk operation of Shopify with one odd field', () => {
  const cursor = JSON.stringify({ operation: gid('BulkOperation', 1), startedAt: 1 })
  const stateOf = (status: string) => ({
    data: {
      shop: { currencyCode: 'SEK' },
      bulkOperation: {
        id: gid('BulkOperation', 1),
        status,
        url: null,
        partialDataUrl: null,
        objectCount: '0',
      },
    },
    extensions: { cost: COST },
  })
  const look = (payload: unknown) => {
    const admin: Admin = async (_query, _variables, schema) =>
      readAnswer(v.parse(Envelope, payload), schema)
    const faults = openFaults(null, Date.now())
    return readEverything({} as Env, admin, cursor, collector().sink, OPTIONS, faults)
  }

  it.each([
    ['RUNNING', 'more', 214],
    ['running', 'more', 214],
    ['COMPLETED', 'done', 200],
    ['FAILED', 'failed', 200],
  ])('(%s) is read', async (status, kind, cases) => {
    const isRunning = kind === 'more'
    const address = status === 'FAILED' ? 'partialDataUrl' : 'url'
    const decides = ['status', ...(isRunning ? [] : [address])]
    const odd = oddFields(
      stateOf(status),
      decides.map((field) => `data.bulkOperation.${field}`),
    )
    expect(odd.length).toBe(cases)
    for (const { path, instead, payload } of odd) {
      expect([path, instead, await look(payload)]).toMatchObject([path, instead, { kind }])
    }
  })

  it('begins anew if the address of the file is none', async () => {
    const { data } = stateOf('COMPLETED')
    const bulkOperation = { ...data.bulkOperation, url: 'nonsense' }
    expect(await look({ data: { ...data, bulkOperation } })).toEqual({
      kind: 'failed',
      reason: 'bulk_unreadable',
      cursor: '',
    })
  })
})

describe('a bulk file of Shopify with one odd field', () => {
  const child = (n: number) => ({
    id: gid('MediaImage', n),
    ...picture(),
    __parentId: gid('ProductVariant', n),
  })
  const LINES = ['A', 'B', 'C'].flatMap((sku, n) => [
    { ...bare(sku, n + 1), product: product() },
    child(n + 1),
  ])

  async function stored(lines: readonly unknown[], isPartial = false) {
    const { sink, found, entries } = collector()
    const faults = openFaults(null, Date.now())
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    const file = { objects: 6, currency: 'SEK', startedAt: 1, isPartial }
    const outcome = await storeBulkFile(new Response(text.join('\n')), file, sink, OPTIONS, faults)
    return { outcome, levels: found(), entries, faults: faults.list() }
  }

  it('gives the levels of all variants', async () => {
    const decides = DECIDING.map((field) => `*.${field}`)
    const odd = oddFields(LINES, decides)
    expect(odd.length).toBe(945)
    for (const { path, instead, payload } of odd) {
      const { outcome, levels } = await stored(payload as unknown[])
      expect([path, instead, outcome.kind, known(levels, path)]).toEqual([
        path,
        instead,
        'stored',
        { A: 7, B: 7, C: 7 },
      ])
    }
  })

  it('gives the levels of all other variants if a field that decides, or a line, is odd', async () => {
    let cases = 0
    for (const field of DECIDING) {
      for (const { path, instead, payload } of brokenFields(LINES, [])) {
        if (path !== `2.${field}`) continue
        cases += 1
        const { outcome, levels, faults } = await stored(payload as unknown[])
        expect([path, instead, outcome.kind, levels]).toMatchObject([
          path,
          instead,
          'stored',
          { A: 7, C: 7 },
        ])
        expect(Object.keys(levels).length + faults.length).toBe(3)
      }
    }
    expect(cases).toBe(59)
    for (const line of [
      '{"id":"gid',
      'null',
      '[]',
      '7',
      '<html>',
      '{}',
      '"text"',
      '{"__parentId":7}',
    ]) {
      const { outcome, levels } = await stored(LINES.with(2, line as never))
      expect([line, outcome.kind, levels]).toMatchObject([line, 'stored', { A: 7, C: 7 }])
    }
  })

  it('has each variant’s own picture, else its product’s', async () => {
    const { entries } = await stored(LINES.toSpliced(3, 1))
    expect(entries.map(({ image }) => image)).toEqual([
      MEDIA.preview.image.url,
      PRODUCT.featuredMedia.preview.image.url,
      MEDIA.preview.image.url,
    ])
  })

  it('that ended early marks variants as in stock, and none as sold out', async () => {
    const lines = LINES.with(2, {
      ...bare('B', 2),
      availableForSale: false,
      product: PRODUCT,
    } as never)
    expect((await stored(lines)).levels).toEqual({ A: 7, B: 0, C: 7 })
    expect((await stored(lines, true)).levels).toEqual({ A: 7, C: 7 })
  })
})

/** Sequenzy's Commerce API as Shelfbell speaks it: products, whose upserts say what is in stock. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { drain, everything, logged, ORIGIN, table, world } from '../harness.ts'
import { openSequenzy } from './sequenzy.ts'

const PATH = '/api/v1/products'

interface Shown extends Record<string, unknown> {
  productId: string
  inStock: boolean
  variants: Record<string, unknown>[]
}

interface Answer {
  success: boolean
  upserted: number
  backInStockEventsTriggered: number
  products: Shown[]
}

type Fields = Record<string, unknown>

/** A shop, and calls that throw unless they succeed. */
async function open(settings: Fields = {}) {
  const { shop, send, post } = await openSequenzy(settings)
  const upsert = async (...products: Fields[]): Promise<Answer> => {
    const answer = await post(PATH, { products })
    if (answer.status !== 200) throw new Error(await answer.text())
    return answer.json()
  }
  const wait = async (email: string, asked: Fields) => {
    const answer = await post('/api/v1/back-in-stock', { ...asked, customer: { email } })
    if (answer.status !== 200) throw new Error(await answer.text())
  }
  const show = async (id: string): Promise<Shown> => {
    const answer = await send(`${PATH}/${id}`, { method: 'GET' })
    return (await answer.json<{ product: Shown }>()).product
  }
  return { shop, send, post, upsert, wait, show }
}

/** Each sku with its quantity. */
const levels = async () => {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

/** Each sku with what the catalogue says of it. */
const entries = async () => {
  const rows = await table<{ sku: string; data: string }>('product')
  return Object.fromEntries(rows.map(({ sku, data }) => [sku, JSON.parse(data) as Fields]))
}

const mailed = async () => {
  await drain()
  return world.mails.splice(0).map(({ to }) => to)
}

/** The product of Sequenzy's page on upserts. */
const PROTEIN = {
  productId: 'SKU-PROTEIN-1KG',
  title: 'Protein 1 kg',
  url: 'https://shop.example/p/protein',
  imageUrl: 'https://shop.example/i/p.jpg',
  priceCents: 2990,
  compareAtPriceCents: null,
  currency: 'EUR',
  variants: [
    {
      variantId: 'SKU-PROTEIN-1KG-VANILLA',
      title: 'Vanilla',
      sku: 'SKU-PROTEIN-1KG-VANILLA',
      priceCents: 2990,
      inStock: true,
      inventoryQuantity: 12,
    },
  ],
}
const soldOut = {
  ...PROTEIN,
  variants: PROTEIN.variants.map((one) => ({ ...one, inStock: false, inventoryQuantity: 0 })),
}
const VANILLA = { productId: 'SKU-PROTEIN-1KG', variantId: 'SKU-PROTEIN-1KG-VANILLA' }

describe('an upsert in Sequenzy’s dialect', () => {
  it('that turns a variant in stock is its restock: from the request to the mail', async () => {
    const { upsert, wait } = await open()
    expect(await upsert(soldOut)).toMatchObject({ upserted: 1, backInStockEventsTriggered: 0 })
    await wait('a@example.com', VANILLA)
    await wait('b@example.com', VANILLA)
    expect(await mailed()).toEqual([])

    const answer = await upsert(PROTEIN)
    expect(answer).toMatchObject({
      success: true,
      upserted: 1,
      backInStockEventsTriggered: 2,
      products: [
        {
          id: expect.stringMatching(/^prod_[0-9a-f]{24}$/),
          provider: 'api',
          productId: PROTEIN.productId,
          providerProductId: PROTEIN.productId,
          title: 'Protein 1 kg',
          url: PROTEIN.url,
          imageUrl: PROTEIN.imageUrl,
          priceCents: 2990,
          currency: 'EUR',
          inStock: true,
          variants: [{ ...PROTEIN.variants[0], currency: 'EUR' }],
        },
      ],
    })
    await drain()
    expect(world.mails).toMatchObject([{ to: 'a@example.com' }, { to: 'b@example.com' }])
    expect(world.mails[0]?.text).toContain('Protein 1 kg')
    expect(world.mails[0]?.text).toContain('€29.90')
    world.mails = []
    expect((await upsert(PROTEIN)).backInStockEventsTriggered).toBe(0)
    expect(await mailed()).toEqual([])
    expect(await table('subscription')).toEqual([])
  })

  it('notifies those who asked before the product was known, and in a strict catalogue lets people ask', async () => {
    const { upsert, wait } = await open()
    await wait('early@example.com', VANILLA)
    expect((await upsert(PROTEIN)).backInStockEventsTriggered).toBe(1)
    expect(await mailed()).toEqual(['early@example.com'])

    await wait('id@example.com', { productId: '8', variantId: '81' })
    await wait('whole@example.com', { productId: '8' })
    const tee = (inventoryQuantity: number) => ({
      productId: '8',
      title: 'Tee',
      variants: [{ variantId: '81', sku: 'TEE-M', inventoryQuantity }],
    })
    await upsert(tee(0))
    expect((await upsert(tee(4))).backInStockEventsTriggered).toBe(2)
    expect((await mailed()).toSorted()).toEqual(['id@example.com', 'whole@example.com'])

    const strict = await open({ catalog: 'strict' })
    await expect(strict.wait('a@example.com', VANILLA)).rejects.toThrow('PRODUCT_NOT_FOUND')
    await strict.upsert(soldOut)
    await strict.wait('a@example.com', VANILLA)
    await strict.upsert(PROTEIN)
    expect(await mailed()).toEqual(['a@example.com'])
  })

  it('writes the stock that it names as levels', async () => {
    const { upsert } = await open()
    const cases: [Fields, number][] = [
      [{ inStock: true, inventoryQuantity: 12 }, 12],
      [{ inStock: true }, 1],
      [{ inStock: true, inventoryQuantity: 0 }, 1],
      [{ inStock: true, inventoryQuantity: -3 }, 1],
      [{ inStock: false, inventoryQuantity: 12 }, 0],
      [{ inStock: false }, 0],
      [{ inventoryQuantity: 7 }, 7],
      [{ inventoryQuantity: 0 }, 0],
      [{ inventoryQuantity: -3 }, 0],
      [{ inStock: null, inventoryQuantity: null }, 1],
      [{}, 1],
    ]
    const variants = cases.map(([fields], n) => ({ variantId: `V${n}`, title: `V${n}`, ...fields }))
    const [shown] = (await upsert({ productId: 'P', title: 'P', variants })).products
    expect(await levels()).toEqual(
      Object.fromEntries(cases.map(([, quantity], n) => [`V${n}`, quantity])),
    )
    expect(shown?.variants.map(({ inStock }) => inStock)).toEqual(cases.map(([, n]) => n > 0))

    const products: [string, Fields, number][] = [
      ['A', {}, 1],
      ['B', { inStock: true }, 1],
      ['C', { inStock: false }, 0],
      ['D', { inStock: null, variants: [] }, 1],
    ]
    await upsert(...products.map(([productId, fields]) => ({ productId, title: 'T', ...fields })))
    expect(await levels()).toMatchObject(
      Object.fromEntries(products.map(([id, , quantity]) => [id, quantity])),
    )
    const none = { variantId: 'N', inStock: false }
    const some = { variantId: 'S', inventoryQuantity: 2 }
    const states = await upsert(
      { productId: 'E', title: 'T', variants: [none, some] },
      { productId: 'F', title: 'T', variants: [{ ...none, variantId: 'N2' }] },
    )
    expect(states.products.map(({ inStock }) => inStock)).toEqual([true, false])
  })

  it('sells out every variant of a product that is not in stock, and brings them back with it', async () => {
    const { upsert, wait } = await open()
    const variants = [
      { variantId: 'M', inventoryQuantity: 3 },
      { variantId: 'L', inventoryQuantity: 0 },
    ]
    const tee = { productId: 'TEE', title: 'Tee' }
    await upsert({ ...tee, variants })
    await upsert({ ...tee, inStock: false })
    expect(await levels()).toEqual({ M: 0, L: 0 })
    await wait('m@example.com', { productId: 'TEE', variantId: 'M' })
    await wait('l@example.com', { productId: 'TEE', variantId: 'L' })
    expect((await upsert({ ...tee, inStock: true })).backInStockEventsTriggered).toBe(1)
    expect(await levels()).toEqual({ M: 3, L: 0 })
    expect(await mailed()).toEqual(['m@example.com'])
  })

  it('keeps what it leaves out, and clears what is null', async () => {
    const { upsert, show } = await open()
    await upsert(PROTEIN)
    const before = await show(PROTEIN.productId)
    const id = { productId: PROTEIN.productId, title: 'Protein 1 kg' }
    expect((await upsert(id)).products).toEqual([before])
    expect(await show(PROTEIN.productId)).toEqual(before)

    const cleared: [string, unknown, string][] = [
      ['url', null, 'url'],
      ['imageUrl', null, 'imageUrl'],
      ['priceCents', null, 'priceCents'],
      ['currency', null, 'currency'],
      ['url', '', 'url'],
    ]
    for (const [field, value, shown] of cleared) {
      await upsert({ ...PROTEIN, [field]: value })
      expect([field, (await show(PROTEIN.productId))[shown]]).toEqual([field, null])
      await upsert(PROTEIN)
    }
    await upsert({ ...id, url: null, imageUrl: null })
    expect(await entries()).toMatchObject({
      [VANILLA.variantId]: { url: `${ORIGIN}/`, price: 29.9, variantTitle: 'Vanilla' },
    })
    expect((await entries())[VANILLA.variantId]).not.toHaveProperty('image')
    await upsert({ ...id, title: 'New name', url: 'https://shop.example/new' })
    expect(await entries()).toMatchObject({
      [VANILLA.variantId]: { title: 'New name', url: 'https://shop.example/new' },
    })
    expect(await levels()).toEqual({ [VANILLA.variantId]: 12 })
  })

  it('that says nothing about the stock changes no level that another system wrote', async () => {
    const { shop, upsert } = await open()
    await upsert(PROTEIN)
    await shop.setStock({ sku: VANILLA.variantId, quantity: 0 })
    await upsert({ productId: PROTEIN.productId, title: 'Protein' })
    expect(await levels()).toEqual({ [VANILLA.variantId]: 0 })
  })

  it('replaces the whole list of variants: those that are missing are sold out and gone', async () => {
    const { upsert, wait, show } = await open()
    const variant = (variantId: string, quantity: number) => ({
      variantId,
      title: variantId,
      priceCents: 500,
      inventoryQuantity: quantity,
    })
    const tee = { productId: 'TEE', title: 'Tee', currency: 'EUR' }
    await upsert({ ...tee, variants: [variant('S', 1), variant('M', 2)] })
    await upsert({ ...tee, variants: [variant('M', 2), { variantId: 'L', inStock: false }] })
    expect(await levels()).toEqual({ S: 0, M: 2, L: 0 })
    expect(Object.keys(await entries())).toEqual(['L', 'M'])
    expect((await show('TEE')).variants.map(({ variantId }) => variantId)).toEqual(['M', 'L'])
    // Its own price was replaced by none.
    expect((await entries())['L']).not.toHaveProperty('price')

    await wait('s@example.com', { productId: 'TEE', variantId: 'S' })
    await upsert({ ...tee, variants: [variant('S', 4)] })
    expect(await mailed()).toEqual(['s@example.com'])

    await upsert({ ...tee, variants: [] })
    expect(await levels()).toEqual({ S: 0, M: 0, L: 0, TEE: 1 })
    expect(Object.keys(await entries())).toEqual(['TEE'])
    await upsert({ ...tee, variants: null })
    expect(Object.keys(await entries())).toEqual(['TEE'])
  })

  it('serves a person who named no variant of a product with variants as soon as one is in stock', async () => {
    const { upsert, wait } = await open()
    const tee = (m: number, l: number) => ({
      productId: 'TEE',
      title: 'Tee',
      url: 'https://shop.example/tee',
      variants: [
        { variantId: 'M', inventoryQuantity: m },
        { variantId: 'L', inventoryQuantity: l },
      ],
    })
    await upsert(tee(1, 0))
    // In stock while asking: waits for the next restock.
    await wait('any@example.com', { productId: 'TEE' })
    await upsert(tee(2, 0))
    await upsert(tee(0, 0))
    expect(await mailed()).toEqual([])
    expect((await upsert(tee(0, 5))).backInStockEventsTriggered).toBe(1)
    await drain()
    expect(world.mails).toMatchObject([{ to: 'any@example.com' }])
    expect(world.mails[0]?.text).toContain('Tee')
    expect(world.mails[0]?.text).toContain('https://shop.example/tee')
  })

  it('takes the sku of a variant, and finds it by its id and by its sku', async () => {
    const { shop, upsert, wait } = await open()
    const variants = [{ variantId: '81', sku: 'TEE-M', title: 'M', inventoryQuantity: 0 }]
    await upsert({ productId: '8', title: 'Tee', variants })
    expect(await entries()).toMatchObject({ 'TEE-M': { id: '8', variantId: '81' } })
    await wait('id@example.com', { productId: '8', variantId: '81' })
    await wait('sku@example.com', { productId: '8', variantId: 'TEE-M' })
    await shop.subscribe({ sku: 'TEE-M', email: 'page@example.com' })
    const [variant] = variants
    await upsert({ productId: '8', title: 'Tee', variants: [{ ...variant, inventoryQuantity: 1 }] })
    expect((await mailed()).toSorted()).toEqual([
      'id@example.com',
      'page@example.com',
      'sku@example.com',
    ])
  })

  it('serves a person who waits for the old sku of a variant whose sku has changed', async () => {
    const { upsert, wait } = await open()
    const tee = (sku: string | undefined, inventoryQuantity: number) => ({
      productId: '8',
      title: 'Tee',
      variants: [{ variantId: '81', sku, inventoryQuantity }],
    })
    await upsert(tee('OLD', 0))
    await wait('old@example.com', { productId: '8', variantId: '81' })
    await upsert(tee('NEW', 0))
    await wait('new@example.com', { productId: '8', variantId: '81' })
    expect(Object.keys(await entries())).toEqual(['NEW'])
    expect((await upsert(tee(undefined, 3))).backInStockEventsTriggered).toBe(2)
    expect((await mailed()).toSorted()).toEqual(['new@example.com', 'old@example.com'])
    expect(await levels()).toEqual({ OLD: 3, NEW: 3, 81: 3 })
  })

  it('gives a variant its id as sku if another variant has the sku', async () => {
    const { upsert } = await open()
    await upsert(
      {
        productId: 'A',
        title: 'A',
        variants: [
          { variantId: 'A1', sku: 'X', inventoryQuantity: 1 },
          { variantId: 'A2', sku: 'X', inventoryQuantity: 2 },
          { variantId: 'A3', sku: 'A1', inventoryQuantity: 3 },
        ],
      },
      {
        productId: 'B',
        title: 'B',
        variants: [{ variantId: 'B1', sku: 'X', inventoryQuantity: 4 }],
      },
    )
    const all = { X: 1, A2: 2, A3: 3, B1: 4 }
    expect(await levels()).toEqual(all)
    // Another call of the second product alone.
    const more = { productId: 'B', title: 'B', variants: [{ variantId: 'B1', sku: 'X' }] }
    await upsert(more)
    expect(await levels()).toEqual({ ...all, B1: 1 })
  })

  it('moves a variant to another product, which then alone decides about it', async () => {
    const { upsert } = await open()
    const variants = [{ variantId: 'V', inventoryQuantity: 3 }]
    await upsert({ productId: 'A', title: 'A', variants })
    await upsert({ productId: 'B', title: 'B', variants })
    await upsert({ productId: 'A', title: 'A', variants: [] })
    expect(await levels()).toEqual({ V: 3, A: 1 })
    expect(await entries()).toMatchObject({ V: { id: 'B' } })
  })

  it('reads prices in the smallest unit of their currency', async () => {
    const { upsert } = await open()
    const price = (productId: string, priceCents: number, currency?: string) => ({
      productId,
      title: productId,
      priceCents,
      currency,
    })
    await upsert(
      price('EUR', 2990, 'eur'),
      price('JPY', 500, 'JPY'),
      price('KWD', 1500, 'KWD'),
      price('NONE', 500),
    )
    expect(await entries()).toMatchObject({
      EUR: { price: 29.9, currency: 'EUR' },
      JPY: { price: 500, currency: 'JPY' },
      KWD: { price: 1.5, currency: 'KWD' },
    })
    expect((await entries())['NONE']).not.toHaveProperty('price')
  })

  it('carries out each product in turn if one comes twice', async () => {
    const { upsert } = await open()
    const answer = await upsert(
      { productId: 'P', title: 'First', inStock: false, url: 'https://shop.example/p' },
      { productId: 'P', title: 'Second', inStock: true },
    )
    expect(answer.upserted).toBe(2)
    expect(await entries()).toMatchObject({ P: { title: 'Second', url: 'https://shop.example/p' } })
    expect(await levels()).toEqual({ P: 1 })
  })

  it('may be repeated after the Worker ended halfway', async () => {
    const { post, upsert, wait, show } = await open()
    await upsert(soldOut)
    await wait('a@example.com', VANILLA)
    const { prepare } = world.env.DB
    const env = world.env
    const DB = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'prepare'
          ? (sql: string) => {
              if (/INSERT INTO sequenzy_product/.test(sql)) throw new Error('the Worker ended')
              return prepare.call(target, sql)
            }
          : (Reflect.get(target, name) as () => unknown).bind(target),
    })
    world.env = { ...env, DB }
    const added = { ...PROTEIN, variants: [...PROTEIN.variants, { variantId: 'NEW' }] }
    expect((await post(PATH, { products: [added] })).status).toBe(500)
    world.env = env
    await upsert(added)
    expect((await show(PROTEIN.productId)).variants).toHaveLength(2)
    expect(await mailed()).toEqual(['a@example.com'])
  })

  it('writes one entry of the log, and none when nothing changed', async () => {
    const { shop, upsert } = await open()
    await upsert(PROTEIN)
    await upsert(PROTEIN)
    expect(await logged(shop, 'stock_received')).toMatchObject([
      { source: 'sequenzy', levels: 1, written: 1, restocks: 0 },
    ])
  })
})

describe('products in Sequenzy’s dialect', () => {
  it('are shown, listed in pages and found by their title', async () => {
    const { send, upsert, show } = await open()
    const title = (n: number) => (n % 2 ? `Mug ${n}` : `ÖL 100% ${n}`)
    await upsert(
      ...[1, 2, 3, 4, 5].map((n) => ({ productId: `P/${n}`, title: title(n), inStock: n > 1 })),
    )
    expect(await show('P%2F2')).toMatchObject({
      productId: 'P/2',
      title: 'ÖL 100% 2',
      inStock: true,
      url: null,
      priceCents: null,
      variants: [],
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const list = async (query: string) => {
      const answer = await send(`${PATH}${query}`, { method: 'GET' })
      const body = await answer.json<{ products: Shown[]; pagination: Fields }>()
      return [body.products.map(({ productId }) => productId), body.pagination]
    }
    const all = ['P/1', 'P/2', 'P/3', 'P/4', 'P/5']
    const page = (count: number, more: boolean, limit: number, offset: number, total = 5) => ({
      count,
      hasMore: more,
      limit,
      offset,
      total,
    })
    expect(await list('')).toEqual([all, page(5, false, 50, 0)])
    expect(await list('/?limit=2')).toEqual([all.slice(0, 2), page(2, true, 2, 0)])
    expect(await list('?limit=2&offset=4')).toEqual([all.slice(4), page(1, false, 2, 4)])
    expect(await list('?offset=9')).toEqual([[], page(0, false, 50, 9)])
    expect(await list('?search=mug')).toEqual([['P/1', 'P/3', 'P/5'], page(3, false, 50, 0, 3)])
    expect(await list('?search=100%25')).toEqual([['P/2', 'P/4'], page(2, false, 50, 0, 2)])
    expect(await list('?search=%C3%96L')).toEqual([['P/2', 'P/4'], page(2, false, 50, 0, 2)])
    expect(await list('?search=%00')).toEqual([[], page(0, false, 50, 0, 0)])
    expect(await list('?provider=api&limit=1000')).toEqual([all, page(5, false, 100, 0)])
    expect(await list('?provider=shopify')).toEqual([[], page(0, false, 50, 0, 0)])
    expect(await list('?limit=0')).toEqual([['P/1'], page(1, true, 1, 0)])
    expect(await list('?limit=x&offset=-1')).toEqual([all, page(5, false, 50, 0)])
  })

  it('are deleted with their entries, and sold out; people go on waiting', async () => {
    const { send, upsert, wait } = await open()
    await upsert(PROTEIN, { productId: 'OTHER', title: 'Other' })
    const remove = (id: string) => send(`${PATH}/${id}`, { method: 'DELETE' })
    const answer = await remove(PROTEIN.productId)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ success: true, deleted: true })
    expect(await levels()).toEqual({ [VANILLA.variantId]: 0, OTHER: 1 })
    expect(Object.keys(await entries())).toEqual(['OTHER'])
    for (const method of ['GET', 'DELETE']) {
      const gone = await send(`${PATH}/${PROTEIN.productId}/`, { method })
      expect(gone.status).toBe(404)
      expect(await gone.json()).toMatchObject({ error: { code: 'PRODUCT_NOT_FOUND' } })
    }
    await wait('a@example.com', VANILLA)
    await upsert(PROTEIN)
    expect(await mailed()).toEqual(['a@example.com'])
    for (const id of ['%00', '__proto__', '%E0%A4%A', 'x'.repeat(3000), "'; --"]) {
      expect((await send(`${PATH}/${id}`, { method: 'GET' })).status).toBe(404)
    }
  })

  it('need a key for stock, or one that reads to see them', async () => {
    const { shop, send } = await open()
    const key = async (scope: string) => {
      const made = await shop.api('POST', '/v1/keys', { name: scope, scopes: [scope] })
      return (await made.json<{ secretKey: string }>()).secretKey
    }
    const body = JSON.stringify({ products: [{ productId: 'P', title: 'P' }] })
    const cases: [string, string, string, number][] = [
      ['stock', 'POST', PATH, 200],
      ['stock', 'GET', PATH, 200],
      ['read', 'GET', `${PATH}/P`, 200],
      ['read', 'POST', PATH, 403],
      ['read', 'DELETE', `${PATH}/P`, 403],
      ['people', 'GET', PATH, 403],
      ['stock', 'DELETE', `${PATH}/P`, 200],
      ['stock', 'PUT', PATH, 405],
      ['stock', 'PATCH', `${PATH}/P`, 405],
      ['stock', 'PUT', `${PATH}/P/delivery`, 404],
    ]
    for (const [scope, method, path, status] of cases) {
      const content = method === 'POST' ? { body } : {}
      const answer = await send(path, { method, key: await key(scope), ...content })
      expect([scope, method, path, answer.status]).toEqual([scope, method, path, status])
    }
  })

  it('that are faulty are refused as a whole, and nothing is stored', async () => {
    const { send } = await open()
    await send(PATH, { body: '{}' })
    const before = await everything()
    const good = { productId: 'GOOD', title: 'Good' }
    const withFields = (fields: Fields) => ({
      products: [good, { productId: 'P', title: 'P', ...fields }],
    })
    const variant = (fields: Fields) => withFields({ variants: [{ variantId: 'V', ...fields }] })
    const cases: [unknown, string][] = [
      [null, 'body:'],
      [[], 'products:'],
      ['x', 'body:'],
      [{}, 'products:'],
      [{ products: null }, 'products:'],
      [{ products: {} }, 'products:'],
      [{ products: [] }, 'products:'],
      [{ products: Array.from({ length: 101 }, () => good) }, 'products:'],
      [{ products: [good, null] }, 'products[1]:'],
      [{ products: [good, []] }, 'products[1].productId:'],
      [withFields({ productId: 7 }), 'products[1].productId:'],
      [withFields({ title: undefined }), 'products[1].title:'],
      [withFields({ title: null }), 'products[1].title:'],
      [withFields({ title: ' ' }), 'products[1].title:'],
      [withFields({ title: 7 }), 'products[1].title:'],
      [withFields({ url: 'secret-value' }), 'products[1].url:'],
      [withFields({ url: 'javascript:alert(1)' }), 'products[1].url:'],
      [withFields({ imageUrl: 7 }), 'products[1].imageUrl:'],
      [withFields({ priceCents: -1 }), 'products[1].priceCents:'],
      [withFields({ priceCents: 1.5 }), 'products[1].priceCents:'],
      [withFields({ priceCents: '2990' }), 'products[1].priceCents:'],
      [withFields({ priceCents: 1e300 }), 'products[1].priceCents:'],
      [withFields({ currency: 'EURO' }), 'products[1].currency:'],
      [withFields({ inStock: 'yes' }), 'products[1].inStock:'],
      [withFields({ inStock: 1 }), 'products[1].inStock:'],
      [withFields({ variants: {} }), 'products[1].variants:'],
      [withFields({ variants: [null] }), 'products[1].variants[0]:'],
      [withFields({ variants: [{ variantId: 'A' }, { variantId: 'A' }] }), 'products[1].variants:'],
      [variant({ variantId: undefined }), 'products[1].variants[0].variantId:'],
      [variant({ variantId: 7 }), 'products[1].variants[0].variantId:'],
      [variant({ sku: 7 }), 'products[1].variants[0].sku:'],
      [variant({ inventoryQuantity: '7' }), 'products[1].variants[0].inventoryQuantity:'],
      [variant({ inventoryQuantity: 1.5 }), 'products[1].variants[0].inventoryQuantity:'],
      [variant({ inStock: 'no' }), 'products[1].variants[0].inStock:'],
      [variant({ imageUrl: {} }), 'products[1].variants[0].imageUrl:'],
      [
        withFields({ variants: Array.from({ length: 2501 }, (_, n) => ({ variantId: `V${n}` })) }),
        'products:',
      ],
    ]
    for (const [body, says] of cases) {
      const answer = await send(PATH, { body: JSON.stringify(body) })
      const text = await answer.text()
      const { success, error } = JSON.parse(text) as {
        success: boolean
        error: { code: string; message: string }
      }
      expect([answer.status, success, error.code]).toEqual([400, false, 'VALIDATION_ERROR'])
      expect(error.message).toContain(`${says} `)
      expect(text).not.toContain('secret-value')
    }
    const large = JSON.stringify(withFields({ description: 'x'.repeat(1024 * 1024) }))
    expect((await send(PATH, { body: large })).status).toBe(413)
    expect(await everything()).toEqual(before)
  })

  it('take fields that are not kept, and titles that are too long', async () => {
    const { upsert } = await open()
    const text = `{"productId":"P","title":"${'x'.repeat(500)}","description":7,"compareAtPriceCents":"x",
      "providerCreatedAt":"2026-01-01","__proto__":{"a":1},"variants":[{"variantId":"V","title":7,
      "options":[{"name":"Size","value":"M"}],"compareAtPriceCents":null}]}`
    const { products } = await upsert(JSON.parse(text) as Fields)
    expect(products).toMatchObject([
      { description: null, variants: [{ title: null, options: [] }] },
    ])
    expect(String(products[0]?.['title']).length).toBeLessThanOrEqual(200)
  })

  it('of another shop stay untouched', async () => {
    const one = await open()
    const other = await open()
    await one.upsert(PROTEIN)
    await other.upsert({ ...PROTEIN, title: 'Theirs', variants: [] })
    await other.send(`${PATH}/${PROTEIN.productId}`, { method: 'DELETE' })
    expect(await one.show(PROTEIN.productId)).toMatchObject({
      title: 'Protein 1 kg',
      inStock: true,
    })
  })

  it('cost few rows: a hundred of them, new, once more, and with other quantities', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const { send, upsert } = await open()
    await send(PATH, { body: '{}' })
    const hundred = (inventoryQuantity: number) =>
      Array.from({ length: 100 }, (_, n) => ({
        productId: `P${String(n).padStart(3, '0')}`,
        title: `Product ${n}`,
        variants: [{ variantId: `V${String(n).padStart(3, '0')}`, inventoryQuantity }],
      }))
    const cost = async (quantity: number) => {
      takeUsed()
      await upsert(...hundred(quantity))
      const { read, written } = takeUsed()
      return { read, written }
    }
    // Each is an entry with its index, a level with its history and a row of its own; and an entry of the log.
    expect(await cost(0)).toEqual({ read: 910, written: 501 })
    expect(await cost(0)).toEqual({ read: 1110, written: 0 })
    expect(await cost(1)).toEqual({ read: 1310, written: 301 })
  })
})

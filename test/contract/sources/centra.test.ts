/** The Centra source against a fake of its Integration API, with its documented payloads. */
import { describe, expect, it } from 'vitest'
import { TOKEN } from '../../fakes/centra.ts'
import type { Received } from '../../fakes/upstream.ts'
import {
  parseCentraDelivery,
  verifyCentra,
} from '../../../worker/connectors/sources/centra/webhook.ts'
import {
  deliver,
  drain,
  fakeUrl,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  tick,
  world,
} from '../../worker/harness.ts'
import { passesSuite, type Sent, type Vendor } from './suite.ts'

const SECRET = 'centra-hook-secret'
const MINUTE_MS = 60_000

/** Centra on its fake, in a scene. */
function centra(scene = 'good') {
  const baseUrl = fakeUrl('centra', scene)
  const put = async (path: string, body: unknown) => {
    const answer = await fetch(baseUrl + path, { method: 'PUT', body: JSON.stringify(body) })
    if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
  }
  const size = (id: number, SKU: string | null, stock: Record<string, number>) => ({
    id,
    SKU,
    stock,
  })
  const received = async () =>
    ((await (await fetch(`${baseUrl}/requests`)).json()) as Received[]).filter(
      ({ method }) => method === 'POST',
    )
  return {
    baseUrl,
    options: { type: 'centra', baseUrl, token: TOKEN, integration: 'shelfbell' },
    size,
    stock: (...sizes: ReturnType<typeof size>[]) => put('/stock', { sizes }),
    quietStock: (...sizes: ReturnType<typeof size>[]) => put('/quiet-stock', { sizes }),
    event: (change: Record<string, unknown>) =>
      put('/event', {
        changeType: 'UPDATED',
        objectReference: '5',
        createdAt: new Date().toISOString(),
        object: null,
        ...change,
      }),
    received,
    /** The operations that the fake received, in order. */
    operations: async () =>
      (await received()).map(({ text }) => /(?:query|mutation) (\w+)/.exec(text)?.[1]),
  }
}

async function centraShop(scene?: string, changes: Record<string, unknown> = {}) {
  const vendor = centra(scene)
  const shop = await makeShop({ sources: [{ ...vendor.options, ...changes }] })
  return { shop, ...vendor }
}

async function levels() {
  const rows = await table<{ sku: string; external_id: string; locale: string; quantity: number }>(
    'stock_level',
  )
  return rows.map(({ sku, external_id, quantity }) => [sku, external_id, quantity])
}

/** The events in the queue of a scene. */
async function queued({ baseUrl }: { baseUrl: string }): Promise<{ id: number }[]> {
  const query = `query poll($limit: Int!) { events(where: { objectType: [Order] }, limit: $limit) {
    id object { ... on StockChange { id lines: lines { productSize { id } } } } } }`
  const answer = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables: { limit: 200 } }),
  })
  return ((await answer.json()) as { data: { events: { id: number }[] } }).data.events
}

async function signed(payload: unknown, at = Date.now(), secret = SECRET): Promise<Sent> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const t = Math.floor(at / 1000)
  const bytes = (text: string) => new TextEncoder().encode(text)
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(secret), hmac, false, ['sign'])
  const v1 = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(`${t}.${body}`))).toHex()
  return {
    body,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Centra-Signature': `t=${t},v1=${v1}`,
    },
  }
}

const CHECKOUT = { products: ['52'], warehouses: [], markets: [] }

const vendor = (scene?: string) => async (): Promise<Vendor> => {
  const { options, stock, size } = centra(scene)
  return {
    options: { ...options, webhookSecret: SECRET },
    setStock: (quantity) => stock(size(5, 'TEE-M', { 1: quantity })),
    // Sizes whose total is no number, around TEE-M.
    spoil(skus) {
      const many = 'many' as unknown as number
      const bad = skus.map((sku, n) => size(1000 + n, sku, { 1: many }))
      return stock(...bad.slice(0, -1), size(5, 'TEE-M', { 1: 4 }), ...bad.slice(-1))
    },
    push: {
      good: () => signed(CHECKOUT),
      bad: () => signed(CHECKOUT, Date.now(), 'another'),
      stale: () => signed(CHECKOUT, Date.now() - 6 * MINUTE_MS),
      unreadable: () => signed({ hello: 'there' }),
    },
  }
}

passesSuite({
  type: 'centra',
  secrets: ['token', 'webhookSecret'],
  push: { times: true, ids: true },
  good: vendor(),
  down: vendor('down'),
  broken: vendor('broken'),
})

describe('the events of Centra', () => {
  it('are registered once, read, and confirmed after their levels are stored', async () => {
    const { shop, stock, size, operations, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    await stock(size(5, 'TEE-M', { 1: 3, 2: 4 }))
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 7]])
    expect(await operations()).toEqual(['listen', 'poll', 'shelf', 'poll', 'levels', 'done'])
    expect(await queued({ baseUrl })).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: null, lagSeconds: expect.any(Number) })
  })

  it('are read page by page until none is left', async () => {
    const { shop, quietStock, size, event, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    await quietStock(size(5, 'TEE-M', { 1: 3 }))
    const one = { objectType: 'ProductSize', objectReference: 5 }
    for (let n = 0; n < 201; n += 1) await event(one)
    await poll(shop, 'centra')
    expect(await queued({ baseUrl })).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })

  it('stay in the queue if the levels cannot be stored', async () => {
    const { shop, stock, size, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    await stock(size(5, 'TEE-M', { 1: 3 }))
    const { DB } = world.env
    await DB.prepare('UPDATE source SET due_at = 0').run()
    const batch = () => Promise.reject(new Error('D1 is away'))
    world.env = { ...world.env, DB: Object.create(DB, { batch: { value: batch } }) }
    Object.defineProperty(world.env.DB, 'prepare', { value: DB.prepare.bind(DB) })
    await deliver({ queue: 'shelfbell-source', body: { shop: shop.id, source: 'centra' } })
    world.env = { ...world.env, DB }
    expect(await levels()).toEqual([])
    expect(await queued({ baseUrl })).toHaveLength(1)
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 3]])
    expect(await queued({ baseUrl })).toEqual([])
  })

  it.each([
    ['of a size that is gone', { objectType: 'ProductSize', objectReference: 404 }],
    ['without its object', { objectType: 'StockChange', changeType: 'DELETED' }],
    ['without a reference', { objectType: 'ProductSize', objectReference: null }],
    ['of an unknown kind', { objectType: 'Moon' }],
    ['of an unreadable shape', { objectType: 7, changeType: [] }],
  ])('%s are confirmed and logged, and block no others', async (_what, change) => {
    const { shop, stock, size, event, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    await event(change)
    await stock(size(5, 'TEE-M', { 1: 3 }))
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 3]])
    expect(await queued({ baseUrl })).toEqual([])
    expect(await logged(shop, 'source_skipped')).toEqual([
      { source: 'centra', count: 1, events: [1] },
    ])
  })

  it('of a size make the source read its level', async () => {
    const { shop, quietStock, size, event } = await centraShop()
    await poll(shop, 'centra')
    await quietStock(size(5, 'TEE-M', { 1: 3 }))
    await event({ objectType: 'ProductSize', objectReference: { id: '5' } })
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 3]])
  })

  it('of a change whose lines may be cut off cause a full read', async () => {
    const { shop, stock, size, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    const many = Array.from({ length: 201 }, (_, n) => size(n + 1, `S${n}`, { 1: n + 1 }))
    await stock(...many)
    await poll(shop, 'centra')
    expect(await levels()).toHaveLength(201)
    expect(await queued({ baseUrl })).toHaveLength(1)
    await poll(shop, 'centra')
    expect(await queued({ baseUrl })).toEqual([])
  })

  it('of a change of 199 sizes cause no full read', async () => {
    const { shop, stock, size, operations } = await centraShop()
    await poll(shop, 'centra')
    await stock(...Array.from({ length: 199 }, (_, n) => size(n + 1, `S${n}`, { 1: n + 1 })))
    await poll(shop, 'centra')
    expect(await levels()).toHaveLength(199)
    expect((await operations()).slice(3)).toEqual(['poll', 'levels', 'levels', 'done'])
  })

  it('of orders are confirmed, and cause a full read at most once an hour', async () => {
    const { shop, quietStock, size, event, baseUrl } = await centraShop()
    await quietStock(size(5, 'TEE-M', { 1: 3 }))
    await poll(shop, 'centra')
    await quietStock(size(5, 'TEE-M', { 1: 0 }))
    await event({ objectType: 'Order', changeType: 'CREATED' })
    await poll(shop, 'centra')
    await poll(shop, 'centra')
    expect(await queued({ baseUrl })).toEqual([])
    expect(await levels()).toEqual([['TEE-M', '', 3]])
    await ago(61)
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 0]])
  })

  it('are not requested if the shop turned them off', async () => {
    const { shop, stock, size, operations } = await centraShop('good', { events: false })
    await stock(size(5, 'TEE-M', { 1: 3 }))
    await poll(shop, 'centra')
    await poll(shop, 'centra')
    expect(await operations()).toEqual(['shelf', 'shelf'])
  })

  it('are read once a minute', async () => {
    const { shop } = await centraShop()
    await poll(shop, 'centra')
    await tick(Date.now() + MINUTE_MS + 1000)
    expect(world.queued).toEqual([
      { queue: 'shelfbell-source', body: { shop: shop.id, source: 'centra' } },
    ])
  })
})

/** Moves the time of the last full read back. */
async function ago(minutes: number): Promise<void> {
  await world.env.DB.prepare(
    `UPDATE source SET cursor = json_set(cursor, '$.reconciledAt', cursor ->> 'reconciledAt' - ?1)`,
  )
    .bind(minutes * MINUTE_MS)
    .run()
}

describe('a full read of Centra', () => {
  it('reads page by page, and again after the interval, to find changes without an event', async () => {
    const { shop, quietStock, size } = await centraShop('good', { reconcileMinutes: 30 })
    const shelf = Array.from({ length: 201 }, (_, n) => size(n + 1, `S${n}`, { 1: n }))
    await quietStock(...shelf, size(999, null, { 1: 9 }))
    await poll(shop, 'centra')
    expect(await levels()).toHaveLength(201)
    await shop.subscribe({ sku: 'S0' })
    await quietStock(size(1, 'S0', { 1: 8 }))
    await poll(shop, 'centra')
    expect(world.mails).toEqual([])
    await ago(31)
    await poll(shop, 'centra')
    expect(world.mails).toHaveLength(1)
    expect(await sourceState(shop)).toMatchObject({ restocks: { polled: 1 } })
  })

  it('reads one page a run when the quota runs low', async () => {
    const { shop, quietStock, size } = await centraShop('tight')
    await quietStock(...Array.from({ length: 201 }, (_, n) => size(n + 1, `S${n}`, { 1: n })))
    await poll(shop, 'centra')
    expect(await levels()).toHaveLength(100)
    await poll(shop, 'centra')
    await poll(shop, 'centra')
    expect(await levels()).toHaveLength(201)
  })
})

describe('a market at Centra', () => {
  const markets = [
    { id: '4', warehouses: [1, 3] },
    { id: '7', warehouses: [2] },
  ]
  it('has the sum of its warehouses’ levels under its id', async () => {
    const { shop, stock, size } = await centraShop('good', { markets, locale: 'sv-SE' })
    await stock(size(5, 'TEE-M', { 1: 3, 2: 0, 3: 2 }))
    await shop.subscribe({ externalId: '4', locale: 'sv-SE' })
    await shop.subscribe({ externalId: '7', locale: 'sv-SE', email: 'bo@example.com' })
    await poll(shop, 'centra')
    const rows = await table('stock_level')
    expect(rows).toMatchObject([
      { sku: 'TEE-M', external_id: '4', locale: 'sv-SE', quantity: 5 },
      { sku: 'TEE-M', external_id: '7', locale: 'sv-SE', quantity: 0 },
    ])
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
  })
})

describe('a refusal of Centra', () => {
  it.each([
    ['spent', 'throttled', 60],
    ['busy', 'http_429', 240],
  ])('makes the source wait as long as Centra says: %s', async (scene, reason, seconds) => {
    const { shop } = await centraShop(scene)
    await poll(shop, 'centra')
    const state = await sourceState(shop)
    expect(state).toMatchObject({ error: { reason } })
    const wait = Date.parse(String(state['nextAt'])) - Date.now()
    expect(wait).toBeGreaterThan((seconds - 5) * 1000)
  })

  it.each([
    ['of the event registration', 'refuses', {}, 'listen_refused'],
    ['of a field, with status 200', 'renamed', {}, 'graphql_error'],
    ['of the token', 'good', { token: 'wrong' }, 'http_401'],
  ])('is reported with its reason: %s', async (_what, scene, changes, reason) => {
    const { shop } = await centraShop(scene, changes)
    await poll(shop, 'centra')
    expect(await sourceState(shop)).toMatchObject({ error: { reason } })
    expect(await logged(shop, 'source_failed')).toEqual([{ source: 'centra', reason }])
  })

  it('of a field’s name is fixed by a setting', async () => {
    const { shop, stock, size } = await centraShop('renamed', { linesField: 'rows' })
    await poll(shop, 'centra')
    await stock(size(5, 'TEE-M', { 1: 3 }))
    await poll(shop, 'centra')
    expect(await levels()).toEqual([['TEE-M', '', 3]])
  })
})

describe('two sources of Centra', () => {
  const two = (second: string) => [
    { ...centra().options, name: 'one' },
    { ...centra().options, name: 'two', integration: second },
  ]
  it('may not share an integration name, because they would share its queue', async () => {
    await expect(makeShop({ sources: two('shelfbell') })).rejects.toThrow(
      /"pointer":"\/sources\/1\/integration","code":"integration_shared"/,
    )
    await expect(makeShop({ sources: two('shelfbell-b') })).resolves.toBeDefined()
  })
})

describe('a webhook of Centra', () => {
  // The secret, time, body and signature that Centra documents.
  const vector = {
    body: 'payload=%7B%22x%22%3A%22test%22%7D',
    headers: new Headers({
      'X-Centra-Signature':
        't=12345678,v1=0b9cd84f5d583e5e1aadfb9f160aa8080b51d5b85ff85808d6b75bdac356c549',
    }),
    query: new URLSearchParams(),
    now: 12_345_678_000,
  }
  it('is verified as Centra documents', async () => {
    expect(await verifyCentra('test123', vector)).toBe('good')
    expect(await verifyCentra('test124', vector)).toBe('bad')
    expect(await verifyCentra('test123', { ...vector, body: 'payload={"x":"test"}' })).toBe('bad')
    expect(await verifyCentra('test123', { ...vector, now: 12_345_678_000 + 301_000 })).toBe(
      'stale',
    )
  })

  it.each([
    ['the Checkout API', CHECKOUT, ['52', 'queue']],
    ['the Integration API', { events: [{ type: 'order', action: 'create', id: 'x' }] }, ['queue']],
    ['the Storefront API', { DisplayItems: [1] }, ['queue']],
  ])('of %s becomes a hint for the source', async (_which, payload, hints) => {
    const { body, headers } = await signed(payload)
    const hook = { body, headers: new Headers(headers), query: new URLSearchParams(), now: 0 }
    expect(parseCentraDelivery(hook)).toMatchObject({ hints })
  })

  it('makes the source read the queue at once, and the next run confirms the events', async () => {
    const { shop, stock, size, baseUrl } = await centraShop()
    await poll(shop, 'centra')
    await stock(size(5, 'TEE-M', { 1: 3 }))
    const body = { shop: shop.id, source: 'centra', hints: ['queue'] }
    world.queued.push({ queue: 'shelfbell-source', body })
    await drain()
    expect(await levels()).toEqual([['TEE-M', '', 3]])
    expect(await queued({ baseUrl })).toHaveLength(1)
    await poll(shop, 'centra')
    expect(await queued({ baseUrl })).toEqual([])
  })
})

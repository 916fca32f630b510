/**
 * People who wait although the variant is back are looked at again when that may have changed: by a
 * level, the catalogue, a person's facts, an order, a platform, time or the shop's rules.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SECOND_LOOK_SKUS } from '../../worker/limits.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import {
  drain,
  fakeUrl,
  logged,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeEach(() => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Names of the people who got a mail since the last call; mails that leave together have no order. */
const told = () => world.mails.splice(0).map(({ to }) => to.split('@', 1)[0] ?? '')

/** Lets time pass without anybody looking, then sweeps once and delivers what is queued. */
async function later(ms: number): Promise<string[]> {
  vi.setSystemTime(Date.now() + ms)
  await tick()
  await drain()
  return told()
}

/** Some minutes, with a sweep in each. */
async function minutes(count: number): Promise<string[]> {
  const all: string[] = []
  for (let n = 0; n < count; n += 1) all.push(...(await later(MINUTE)))
  return all
}

const keeping = (conditions: unknown, rules = {}) => ({
  rules: { conditions, keepUnmatched: true, ...rules },
})
const atLeast = (quantity: number) => ({ field: 'quantity', op: 'gte', value: quantity })
const waited = (hours: number) => ({ field: 'waitingHours', op: 'gte', value: hours })
const isVip = { field: 'contact.vip', op: 'eq', value: true }

async function subscribe(shop: TestShop, ...names: string[]) {
  for (const name of names) {
    await shop.subscribe({ email: `${name}@example.com` })
    vi.setSystemTime(Date.now() + 1)
  }
}

async function stock(shop: TestShop, quantity: number, more = {}): Promise<string[]> {
  await shop.setStock({ sku: 'TEE-M', quantity, ...more })
  await drain()
  vi.setSystemTime(Date.now() + 1)
  return told()
}

const patch = async (shop: TestShop, settings: unknown) =>
  expect((await shop.api('PATCH', '/v1/shop', settings)).status).toBe(200)

const restocks = () =>
  world.env.DB.prepare('SELECT state, held, matched FROM restock ORDER BY id').all()
const states = async () => (await restocks()).results.map(({ state, held }) => [state, held])

/** A request of the shop's backend, which knows the person. */
const tell = (shop: TestShop, name: string, attributes: unknown, sku = 'TEE-M') =>
  shop.api('POST', '/v1/subscriptions', {
    ...shop.request({ email: `${name}@example.com`, sku, shop: undefined }),
    attributes,
  })

describe('people whom a condition on the quantity holds', () => {
  it('are notified once, when the level reaches it, and not read at each level before that', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await stock(shop, 0)
    await subscribe(shop, 'ada', 'eve')
    expect(await stock(shop, 3)).toEqual([])
    expect(await states()).toEqual([['held', '{"conditions":2}']])
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    for (const quantity of [4, 5]) {
      takeUsed()
      await shop.setStock({ sku: 'TEE-M', quantity })
      // The level, its entry in the history and a log entry; of the restock and the people nothing.
      expect(takeUsed()).toMatchObject({ written: 3 })
      expect(world.queued).toEqual([])
    }
    expect(await stock(shop, 12)).toEqual(['ada', 'eve'])
    expect(await stock(shop, 9)).toEqual([])
    expect(await stock(shop, 30)).toEqual([])
    expect(await states()).toEqual([['done', null]])
  })

  it('are looked at again for any comparison with a quantity, however deeply nested', async () => {
    const odd = { not: { any: [{ field: 'quantity', op: 'ne', value: 7 }, { not: atLeast(2) }] } }
    const shop = await makeShop(keeping(odd))
    await subscribe(shop, 'ada')
    for (const quantity of [1, 2, 6, 8, 20]) expect(await stock(shop, quantity)).toEqual([])
    expect(await stock(shop, 7)).toEqual(['ada'])
  })

  it('wait for another restock if the level falls', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await subscribe(shop, 'ada')
    await stock(shop, 3)
    await stock(shop, 0)
    expect(await states()).toEqual([['sold_out', '{"conditions":1}']])
    expect(await stock(shop, 12)).toEqual(['ada'])
    expect(await states()).toEqual([
      ['sold_out', '{"conditions":1}'],
      ['done', null],
    ])
  })

  it('are served by a level of exactly their locale as soon as there is one', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await stock(shop, 0, { locale: 'fr' })
    await shop.subscribe({ email: 'ada@example.com', locale: 'fr-FR' })
    expect(await stock(shop, 3, { locale: 'fr' })).toEqual([])
    expect(await stock(shop, 5, { locale: 'fr-FR' })).toEqual([])
    // The level for the language serves the region no more, however high it is.
    expect(await stock(shop, 20, { locale: 'fr' })).toEqual([])
    expect(await stock(shop, 12, { locale: 'fr-FR' })).toEqual(['ada'])
    expect((await states()).map(([state]) => state)).toEqual(['done', 'done'])
  })

  it('are looked at for the level of their locale, and for no other level', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    for (const locale of ['sv-SE', 'fi-FI']) await stock(shop, 0, { locale })
    await shop.subscribe({ email: 'sweden@example.com', locale: 'sv-SE' })
    await shop.subscribe({ email: 'finland@example.com', locale: 'fi-FI' })
    for (const locale of ['sv-SE', 'fi-FI']) await stock(shop, 3, { locale })
    await shop.setStock({ sku: 'TEE-M', quantity: 10, locale: 'fi-FI' })
    expect(world.queued).toHaveLength(1)
    await drain()
    expect(told()).toEqual(['finland'])
    expect(await states()).toEqual([
      ['held', '{"conditions":1}'],
      ['done', null],
    ])
  })
})

describe('when the rules of a shop change, people who wait', () => {
  it('do not wait for the next wave if waves end, or come sooner', async () => {
    const waves = (everyMinutes: number) => ({ mode: 'waves', perUnit: 1, everyMinutes })
    const shop = await makeShop({ rules: { pace: waves(1440) } })
    await subscribe(shop, 'ada', 'bob', 'cy', 'dan')
    expect(await stock(shop, 1)).toEqual(['ada'])
    await patch(shop, { rules: { pace: waves(1440), threshold: 0, coolDownHours: 1 } })
    // The wave has no units left, so no other change matters.
    expect(await minutes(6)).toEqual([])
    await patch(shop, { rules: { pace: waves(10) } })
    expect(await minutes(3)).toEqual([])
    expect(await minutes(4)).toEqual(['bob'])
    await patch(shop, { rules: { pace: { mode: 'everyone' } } })
    expect((await minutes(3)).toSorted()).toEqual(['cy', 'dan'])
  })

  it('are notified by the sweep after the threshold was lowered; new requests are refused', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await stock(shop, 4)
    await subscribe(shop, 'ada')
    await shop.setStock({ sku: 'TEE-M', quantity: 4, locale: 'sv-SE' })
    await shop.subscribe({ email: 'sweden@example.com', locale: 'sv-SE' })
    await shop.setStock({ sku: 'VASE', quantity: 4, externalId: 'shop-2' })
    await shop.subscribe({ email: 'two@example.com', sku: 'VASE', externalId: 'shop-2' })
    await shop.subscribe({ email: 'one@example.com', sku: 'VASE', externalId: 'shop-1' })
    await patch(shop, { rules: { threshold: 0 } })
    const eve = shop.request({ email: 'eve@example.com' })
    expect((await shop.page('POST', '/v1/client/subscriptions', eve)).status).toBe(409)
    expect((await minutes(2)).toSorted()).toEqual(['ada', 'sweden', 'two'])
    expect(await table('second_look')).toEqual([])
    expect((await states()).map(([state]) => state)).toEqual(['done', 'done', 'done'])
  })

  it('are notified by the next level at once, if that comes before the sweep', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await stock(shop, 4)
    await subscribe(shop, 'ada')
    await patch(shop, { rules: { threshold: 0 } })
    expect(await stock(shop, 3)).toEqual(['ada'])
    expect(await minutes(2)).toEqual([])
  })

  it('are notified once in the order in which they asked, and within the pace', async () => {
    const pace = { mode: 'waves', perUnit: 1, everyMinutes: 30 }
    const shop = await makeShop({ rules: { threshold: 5, pace } })
    await stock(shop, 2)
    await subscribe(shop, 'a', 'b', 'c')
    await patch(shop, { rules: { threshold: 0, pace } })
    expect(await minutes(3)).toEqual(['a', 'b'])
    expect(await minutes(20)).toEqual([])
    expect(await minutes(12)).toEqual(['c'])
  })

  it.each([
    ['is removed', { rules: {} }],
    ['is changed', { rules: { conditions: atLeast(2), keepUnmatched: true } }],
  ])('are notified when the condition %s', async (_what, settings) => {
    const shop = await makeShop(keeping(atLeast(10)))
    await subscribe(shop, 'ada')
    await stock(shop, 3)
    await patch(shop, settings)
    expect(await minutes(2)).toEqual(['ada'])
  })

  it('are removed when the shop turns keepUnmatched off', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await subscribe(shop, 'ada')
    await stock(shop, 3)
    await patch(shop, { rules: { conditions: atLeast(10) } })
    expect(await minutes(2)).toEqual([])
    expect(await table('subscription')).toEqual([])
    expect(await states()).toEqual([['done', null]])
  })

  it('are notified when the cool-down is shortened, and not again', async () => {
    const shop = await makeShop({ rules: { coolDownHours: 48 } })
    await subscribe(shop, 'ada')
    expect(await stock(shop, 1)).toEqual(['ada'])
    await stock(shop, 0)
    await subscribe(shop, 'ada')
    expect(await stock(shop, 1)).toEqual([])
    await later(2 * HOUR)
    await patch(shop, { rules: { coolDownHours: 1 } })
    expect(await minutes(2)).toEqual(['ada'])
    expect(await minutes(2)).toEqual([])
  })

  it('are notified when a destination is added that reaches them', async () => {
    const relay = { type: 'klaviyo', companyId: 'AbC123', channels: ['sms'], listId: 'Y6nRLr' }
    const klaviyo = { ...relay, catalog: '$custom:::$default', baseUrl: fakeUrl('klaviyo') }
    const shop = await makeShop()
    await subscribe(shop, 'ada')
    await patch(shop, { channels: ['sms'], destinations: [klaviyo] })
    expect(await stock(shop, 3)).toEqual([])
    expect(await states()).toEqual([['held', '{"unreachable":1}']])
    await patch(shop, { channels: ['email'], destinations: [{ type: 'email' }, klaviyo] })
    expect(await minutes(2)).toEqual(['ada'])
  })

  it('wait on when the threshold is raised, and are notified by a level above it', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await subscribe(shop, 'ada')
    await stock(shop, 3)
    await patch(shop, keeping(atLeast(10), { threshold: 5 }))
    expect(await minutes(2)).toEqual([])
    expect((await states()).map(([state]) => state)).toEqual(['sold_out'])
    expect(await stock(shop, 12)).toEqual(['ada'])
  })

  it('are looked at from the start after a change between two steps, and not after an unrelated change', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await patch(shop, { name: 'Bell', maxQuantity: 3 })
    expect(await table('second_look')).toEqual([])
    await patch(shop, { rules: { threshold: 4 } })
    await world.env.DB.prepare(`UPDATE second_look SET after_sku = 'M', pass = 2`).run()
    await later(1000)
    await patch(shop, { rules: { threshold: 3 } })
    expect(await table('second_look')).toMatchObject([
      { due_at: Date.now() + MINUTE, after_sku: '', pass: 1 },
    ])
  })

  it('are looked at from the beginning if the rules change again during a step', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await stock(shop, 4)
    await subscribe(shop, 'ada')
    await patch(shop, { rules: { threshold: 4 } })
    vi.setSystemTime(Date.now() + MINUTE)
    beforeEnd(() => patch(shop, { rules: { threshold: 0 } }), 'ends')
    await tick()
    expect(await table('second_look')).toMatchObject([{ due_at: Date.now() + MINUTE, pass: 1 }])
    expect(await minutes(2)).toEqual(['ada'])
  })

  it('are found by the second walk if an isolate still used the old rules', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await stock(shop, 4)
    await patch(shop, { rules: { threshold: 0 } })
    await minutes(1)
    expect(await table('second_look')).toMatchObject([{ pass: 2 }])
    // The rows that such an isolate stores: its copy in KV still has the old threshold.
    await stock(shop, 0)
    await subscribe(shop, 'ada')
    await world.env.DB.prepare('UPDATE stock_level SET quantity = 4').run()
    expect(await minutes(1)).toEqual(['ada'])
  })

  it('are found in steps when they wait for thousands of skus, and a step that fails is repeated', async () => {
    const shop = await makeShop({ rules: { threshold: 5 } })
    await subscribe(shop, 'ada')
    const skus = 2 * SECOND_LOOK_SKUS + 7
    await world.env.DB.batch([
      world.env.DB.prepare(
        `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product, request_id)
         SELECT s.id || '-' || n.value, s.shop_id, s.contact_id, 'S' || n.value, '', '', 1, s.addresses, s.product, s.request_id
         FROM subscription s, (WITH RECURSIVE n (value) AS (
           SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?1) SELECT value FROM n) n
         WHERE s.shop_id = ?2`,
      ).bind(skus - 1, shop.id),
      world.env.DB.prepare(
        `INSERT INTO stock_level SELECT shop_id, sku, '', '', 4, 0, 0 FROM subscription WHERE shop_id = ?1`,
      ).bind(shop.id),
    ])
    await patch(shop, { rules: { threshold: 0 } })
    const began = async () => (await table('restock')).length
    vi.setSystemTime(Date.now() + MINUTE)
    const real = world.env.DB
    world.env = { ...world.env, DB: meteredDatabase(real) }
    takeUsed()
    await tick()
    // For each sku: two reads to find it, its level, its restock, its subscription, and the row.
    const { read } = takeUsed()
    expect(await began()).toBe(SECOND_LOOK_SKUS)
    expect(read).toBeLessThan(SECOND_LOOK_SKUS * 10 + 50)
    // The transaction of the next step fails; the rest of the sweep goes on.
    let failures = 0
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => real.prepare(sql),
        async batch(statements: D1PreparedStatement[]) {
          failures += 1
          if (failures === 1) throw new Error('killed')
          return real.batch(statements)
        },
      } as unknown as D1Database,
    }
    await tick()
    world.env = { ...world.env, DB: real }
    expect(await began()).toBe(SECOND_LOOK_SKUS)
    for (let n = 0; n < 3; n += 1) await tick()
    expect(await began()).toBe(skus)
    const ids = world.queued.flatMap(({ body }) => (body as { restock?: string }).restock ?? [])
    expect(new Set(ids).size).toBe(skus)
  })
})

describe('people whom time holds', () => {
  it('are notified when they have waited for long enough, in order', async () => {
    const shop = await makeShop(keeping(waited(24)))
    await subscribe(shop, 'a')
    await later(2 * HOUR)
    await subscribe(shop, 'b')
    expect(await stock(shop, 5)).toEqual([])
    expect(await later(21 * HOUR)).toEqual([])
    expect(await later(HOUR - MINUTE)).toEqual([])
    expect(await minutes(3)).toEqual(['a'])
    expect(await later(HOUR)).toEqual([])
    expect(await later(HOUR)).toEqual(['b'])
    expect(await states()).toEqual([['done', null]])
  })

  it('are not looked at one by one if there are many, and stay in order and within the pace', async () => {
    const pace = { mode: 'waves', perUnit: 1, everyMinutes: 60 }
    const shop = await makeShop(keeping(waited(24), { pace }))
    const names = Array.from({ length: 12 }, (_, n) => `p${n}`)
    for (const name of names) {
      await subscribe(shop, name)
      vi.setSystemTime(Date.now() + 2 * MINUTE)
    }
    expect(await stock(shop, 8)).toEqual([])
    await later(24 * HOUR - 25 * MINUTE)
    const looks: string[][] = []
    for (let n = 0; n < 40; n += 1) {
      const some = await later(3 * MINUTE)
      if (some.length > 0) looks.push(some.toSorted())
    }
    // The second look takes all whose time comes within a quarter of an hour, and ends the wave.
    expect(looks.map((some) => some.length)).toEqual([2, 6, 4])
    const ranges: [number, number?][] = [[0, 2], [2, 8], [8]]
    expect(looks).toEqual(ranges.map((range) => names.slice(...range).toSorted()))
  })

  it.each([
    ['any', { any: [waited(24), atLeast(10)] }],
    ['not', { not: { field: 'waitingHours', op: 'lt', value: 24 } }],
    ['gt', { field: 'waitingHours', op: 'gt', value: 24 }],
    ['all', { all: [waited(24), isVip] }],
    ['a range', { all: [waited(24), { field: 'waitingHours', op: 'lte', value: 25 }] }],
  ])('are notified on time where the comparison is in %s', async (_what, conditions) => {
    const shop = await makeShop(keeping(conditions))
    await tell(shop, 'ada', { vip: true })
    await stock(shop, 5)
    expect(await later(23 * HOUR + 59 * MINUTE)).toEqual([])
    expect(await minutes(3)).toEqual(['ada'])
  })

  it('are looked at once a day even if nothing has changed', async () => {
    const shop = await makeShop(keeping(isVip))
    await subscribe(shop, 'ada')
    await stock(shop, 5)
    await world.env.DB.prepare('UPDATE shop SET settings = json_remove(settings, ?1)')
      .bind('$.rules.conditions')
      .run()
    expect(await later(23 * HOUR)).toEqual([])
    expect(await later(HOUR + 2 * MINUTE)).toEqual(['ada'])
  })

  it('are found at night in each shop if no change started a restock for them', async () => {
    const shops = [await makeShop(), await makeShop(), await makeShop()]
    for (const [index, shop] of shops.entries()) {
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
      if (index !== 1) await subscribe(shop, `p${index}`)
    }
    await world.env.DB.prepare('UPDATE stock_level SET quantity = 3').run()
    const day = 24 * HOUR
    vi.setSystemTime(Math.ceil(Date.now() / day) * day + 2 * HOUR)
    expect(await later(0)).toEqual([])
    expect((await later(HOUR)).toSorted()).toEqual(['p0', 'p2'])
    expect(await table('second_look')).toEqual([])
  })

  it('do not fill the log: a look with the same result writes no entry', async () => {
    const shop = await makeShop(keeping(isVip))
    await subscribe(shop, 'ada', 'eve')
    await stock(shop, 5)
    for (let day = 0; day < 3; day += 1) await later(24 * HOUR + 2 * MINUTE)
    expect(await logged(shop, 'restock_matched')).toEqual([
      { matched: 0, queued: 0, unmatched: 0, held: { conditions: 2 } },
    ])
    await tell(shop, 'eve', { vip: true })
    expect(await minutes(3)).toEqual(['eve'])
    const [last] = await logged(shop, 'restock_matched')
    expect(last).toEqual({ matched: 1, queued: 1, unmatched: 0, held: { conditions: 1 } })
  })
})

describe('people whom something unknown holds', () => {
  it('are looked at when the catalogue changes their product, and only then', async () => {
    const cheap = { field: 'product.price', op: 'lt', value: 20 }
    const shop = await makeShop(keeping(cheap))
    const entry = (sku: string, price: number) => ({
      sku,
      price,
      currency: 'EUR',
      title: 'Tee',
      url: `${ORIGIN}/p`,
    })
    const put = (...entries: unknown[]) => shop.api('PUT', '/v1/products', entries)
    await put(entry('TEE-M', 30), entry('VASE', 30))
    await subscribe(shop, 'ada')
    await shop.subscribe({ email: 'eve@example.com', sku: 'VASE' })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 }, { sku: 'VASE', quantity: 3 })
    await drain()
    expect(told()).toEqual([])
    vi.setSystemTime(Date.now() + MINUTE)
    await put(entry('TEE-M', 15), entry('VASE', 30))
    expect(world.queued).toHaveLength(1)
    await drain()
    expect(told()).toEqual(['ada'])
    expect((await states()).map(([state]) => state).toSorted()).toEqual(['done', 'held'])
  })

  it('are not looked at for a change of the catalogue that the conditions do not read', async () => {
    const shop = await makeShop(keeping(atLeast(10)))
    await subscribe(shop, 'ada')
    await stock(shop, 3)
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'New', url: `${ORIGIN}/p` }])
    expect(world.queued).toEqual([])
  })

  it('are notified when their page describes the product, or an entry for another language', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: undefined, locale: 'sv' })
    await shop.subscribe({
      product: undefined,
      locale: 'sv',
      sku: 'VASE',
      email: 'eve@example.com',
    })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 }, { sku: 'VASE', quantity: 3 })
    await drain()
    expect(await states()).toEqual([
      ['held', '{"product_unknown":1}'],
      ['held', '{"product_unknown":1}'],
    ])
    const entry = { sku: 'VASE', locale: 'fi', title: 'Maljakko', url: `${ORIGIN}/p` }
    await shop.api('PUT', '/v1/products', [entry])
    await drain()
    expect(told()).toEqual(['eve'])
    await world.env.DB.prepare(`INSERT INTO page_product VALUES (?1, 'TEE-M', ?2, 0)`)
      .bind(shop.id, JSON.stringify({ title: 'Tee', url: `${ORIGIN}/p` }))
      .run()
    expect(await later(24 * HOUR + 2 * MINUTE)).toEqual(['ada'])
  })

  it('are notified when any request of the backend changes their attributes', async () => {
    const shop = await makeShop(keeping(isVip))
    await subscribe(shop, 'ada', 'eve', 'ida')
    await stock(shop, 3)
    // The sku is in stock, so the request is refused, but its attributes of the person are stored.
    expect((await tell(shop, 'ada', { vip: true })).status).toBe(409)
    expect((await tell(shop, 'eve', { vip: true }, 'OTHER')).status).toBe(202)
    expect((await tell(shop, 'ida', { vip: false }, 'OTHER')).status).toBe(202)
    expect(told()).toEqual([])
    expect((await minutes(3)).toSorted()).toEqual(['ada', 'eve'])
    expect((await states()).at(-1)).toEqual(['held', '{"conditions":1}'])
    // A request with the same attributes wakes no restock.
    await tell(shop, 'ida', { vip: false }, 'OTHER')
    const [{ due_at: dueAt } = {}] = await table<{ due_at: number }>('restock')
    expect(dueAt).toBeGreaterThan(Date.now() + HOUR)
  })

  it('are notified when they buy, where the shop writes to buyers', async () => {
    const shop = await makeShop(keeping({ field: 'purchased', op: 'eq', value: true }))
    await subscribe(shop, 'ada', 'eve')
    await stock(shop, 3)
    const order = (sku: string) =>
      shop.api('POST', '/v1/orders', { id: sku, email: 'ada@example.com', items: [{ sku }] })
    await order('OTHER')
    expect(await minutes(3)).toEqual([])
    await order('TEE-M')
    expect(await minutes(3)).toEqual(['ada'])
    await order('TEE-M')
    expect(await minutes(3)).toEqual([])
  })

  it('are handed on to a platform that takes them over while the variant is in stock', async () => {
    const relay = { type: 'klaviyo', companyId: 'AbC123', catalog: '$custom:::$default' }
    const shop = await makeShop({ destinations: [{ ...relay, baseUrl: fakeUrl('klaviyo') }] })
    await subscribe(shop, 'ada')
    const relays = world.queued.splice(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(await states()).toEqual([['held', '{"not_handed_on":1}']])
    world.queued.push(...relays)
    await drain()
    expect(await table('subscription')).toEqual([])
    expect((await states()).at(-1)).toEqual(['done', null])
  })
})

describe('a wave', () => {
  it('is extended by a look within its time, and lasts from the last person whom it notified', async () => {
    const pace = { mode: 'waves', perUnit: 1, everyMinutes: 30 }
    const shop = await makeShop(keeping(isVip, { pace }))
    await tell(shop, 'ada', { vip: true })
    await subscribe(shop, 'b', 'c', 'd', 'e')
    expect(await stock(shop, 3)).toEqual(['ada'])
    expect(await states()).toEqual([['held', '{"conditions":4}']])
    await later(10 * MINUTE)
    await tell(shop, 'b', { vip: true }, 'OTHER')
    expect(await minutes(3)).toEqual(['b'])
    expect(await table('restock')).toMatchObject([{ wave_notified: 2, wave_size: null }])
    // More than half an hour after ada, and less than that after b: one unit is left.
    await later(18 * MINUTE)
    for (const name of ['c', 'd', 'e']) await tell(shop, name, { vip: true }, 'OTHER')
    expect(await minutes(4)).toEqual(['c'])
    // A look that serves nobody does not put the next wave off.
    const rules = { ...keeping(isVip, { pace }).rules, soldOutForSeconds: 1, digestMinutes: 0 }
    await shop.api('PATCH', '/v1/shop', { rules })
    expect(await minutes(5)).toEqual([])
    expect(await later(20 * MINUTE)).toEqual([])
    expect((await minutes(6)).toSorted()).toEqual(['d', 'e'])
  })

  it('serves people with priority first, by their attributes at that moment', async () => {
    const first = { attribute: 'vip', value: true }
    const pace = { mode: 'waves', perUnit: 1, everyMinutes: 30, first }
    const shop = await makeShop({ rules: { pace } })
    await subscribe(shop, 'ada', 'b', 'c')
    expect(await stock(shop, 1)).toEqual(['ada'])
    await tell(shop, 'c', { vip: true }, 'OTHER')
    expect(await minutes(32)).toEqual(['c'])
  })

  it('serves people after their cool-down, without waiting for the next wave', async () => {
    const pace = { mode: 'waves', perUnit: 1, everyMinutes: 1440 }
    const shop = await makeShop({ rules: { pace, coolDownHours: 2 } })
    await subscribe(shop, 'ada')
    expect(await stock(shop, 3)).toEqual(['ada'])
    await stock(shop, 0)
    await subscribe(shop, 'ada')
    expect(await stock(shop, 3)).toEqual([])
    await later(2 * HOUR - MINUTE)
    expect(await minutes(3)).toEqual(['ada'])
  })
})

/** Makes a change after a match has looked at people and before it ends. */
function beforeEnd(change: () => Promise<unknown>, how: 'ends' | 'is killed') {
  const real = world.env.DB
  world.env = {
    ...world.env,
    DB: {
      prepare: (sql: string) => real.prepare(sql),
      async batch(statements: D1PreparedStatement[]) {
        if (world.env.DB !== real) {
          world.env = { ...world.env, DB: real }
          await change()
          if (how === 'is killed') throw new Error('killed')
        }
        return real.batch(statements)
      },
    } as unknown as D1Database,
  }
}

describe('a change while people are looked at', () => {
  const expensive = { field: 'product.price', op: 'gte', value: 50 }
  const entry = { sku: 'TEE-M', title: 'Tee', price: 60, currency: 'EUR', url: `${ORIGIN}/p` }
  const order = { id: '1', email: 'ada@example.com', items: [{ sku: 'TEE-M' }] }
  const changes: [string, unknown, (shop: TestShop) => Promise<unknown>][] = [
    ['the level', atLeast(10), (shop) => shop.setStock({ sku: 'TEE-M', quantity: 12 })],
    ['the catalogue', expensive, (shop) => shop.api('PUT', '/v1/products', [entry])],
    ['what is said about a person', isVip, (shop) => tell(shop, 'ada', { vip: true }, 'OTHER')],
    [
      'an order',
      { field: 'purchased', op: 'eq', value: true },
      (shop) => shop.api('POST', '/v1/orders', order),
    ],
    ['the rules', isVip, (shop) => patch(shop, { rules: {} })],
  ]

  const cases = changes.flatMap(([what, conditions, change]) =>
    (['ends', 'is killed'] as const).map((how) => ({ what, conditions, change, how })),
  )
  it.each(cases)(
    'of $what is not missed by a match that $how',
    async ({ conditions, change, how }) => {
      const shop = await makeShop(keeping(conditions))
      await subscribe(shop, 'ada')
      await shop.setStock({ sku: 'TEE-M', quantity: 3 })
      beforeEnd(() => change(shop), how)
      // The queue delivers the message of a killed match later.
      await drain()
      expect([...told(), ...(await minutes(4))]).toEqual(['ada'])
      expect(await minutes(2)).toEqual([])
    },
  )

  it('that sells the variant out ends the restock, and a later level begins another', async () => {
    const shop = await makeShop(keeping(isVip))
    await subscribe(shop, 'ada')
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    beforeEnd(() => shop.setStock({ sku: 'TEE-M', quantity: 0 }), 'ends')
    await drain()
    expect((await states()).map(([state]) => state)).toEqual(['sold_out'])
    await tell(shop, 'ada', { vip: true }, 'OTHER')
    expect(await stock(shop, 3)).toEqual(['ada'])
  })
})

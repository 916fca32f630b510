/** `GET /v1/held`: who waits although the variant is in stock, and why. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KEYS } from '../fakes/sequenzy.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import {
  ask as send,
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const HOUR = 3_600_000
const WAVES = { mode: 'waves', perUnit: 1, everyMinutes: 30 }

interface Page {
  reasons?: Record<string, number>
  held: Record<string, string>[]
  cursor?: string
}

afterEach(() => void vi.useRealTimers())

async function held(shop: TestShop, query = ''): Promise<Page> {
  const answer = await shop.api('GET', `/v1/held${query}`)
  expect(answer.status).toBe(200)
  return answer.json<Page>()
}

const ask = (shop: TestShop, name: string, changes = {}) =>
  shop.subscribe({ email: `${name}@example.com`, ...changes })

/** The variant is back, and everybody is looked at. */
async function back(shop: TestShop, quantity = 5, changes = {}): Promise<void> {
  await shop.setStock({ sku: 'TEE-M', quantity, ...changes })
  await drain()
}

const iso = (at: number) => new Date(at).toISOString()

/** Stops the clock, so that times can be compared. */
function stopClock(): number {
  const now = Math.floor(Date.now() / 1000) * 1000
  vi.useFakeTimers({ now, toFake: ['Date'] })
  return now
}

describe('the report of held people', () => {
  it('names the person, the variant and its place, and no address', async () => {
    const shop = await makeShop({
      rules: { conditions: { field: 'quantity', op: 'gte', value: 10 }, keepUnmatched: true },
    })
    await ask(shop, 'ada', { locale: 'sv-SE', externalId: 'SE' })
    await back(shop)
    const [row] = await table('subscription')
    expect(await held(shop)).toEqual({
      reasons: { conditions: 1 },
      held: [
        {
          subscription: row?.['id'],
          contact: row?.['contact_id'],
          sku: 'TEE-M',
          locale: 'sv-SE',
          externalId: 'SE',
          reason: 'conditions',
        },
      ],
    })
  })

  it('is empty while nothing is in stock, and when everybody was served', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada')
    expect(await held(shop)).toEqual({ reasons: {}, held: [] })
    await back(shop)
    expect(await held(shop)).toEqual({ reasons: {}, held: [] })
  })

  it('gives the time at which waitingHours may change the result of the conditions', async () => {
    const now = stopClock()
    const conditions = {
      any: [
        { field: 'waitingHours', op: 'gte', value: 24 },
        { field: 'contact.vip', op: 'eq', value: true },
      ],
    }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true } })
    await ask(shop, 'ada')
    await back(shop)
    expect((await held(shop)).held).toMatchObject([
      { reason: 'conditions', until: iso(now + 24 * HOUR) },
    ])
  })

  it('gives the time at which a cool-down ends', async () => {
    const now = stopClock()
    const shop = await makeShop({ rules: { coolDownHours: 6 } })
    await ask(shop, 'ada')
    await back(shop)
    await back(shop, 0)
    vi.setSystemTime(now + HOUR)
    await ask(shop, 'ada')
    await back(shop)
    expect(world.mails).toHaveLength(1)
    expect(await held(shop)).toMatchObject({
      reasons: { cooling_down: 1 },
      held: [{ reason: 'cooling_down', until: iso(now + 6 * HOUR) }],
    })
  })

  it('gives the reason product_unknown', async () => {
    const shop = await makeShop()
    const { shop: _, product: __, ...request } = shop.request()
    await shop.api('POST', '/v1/subscriptions', request)
    await back(shop)
    const { held: some, reasons } = await held(shop)
    expect([reasons, some[0]?.['reason'], some[0]?.['until']]).toEqual([
      { product_unknown: 1 },
      'product_unknown',
      undefined,
    ])
  })

  it('gives the reasons unreachable and not_handed_on', async () => {
    const relay = (scene: string) => ({
      type: 'sequenzy',
      apiKey: KEYS.apiKey,
      baseUrl: `${fakeUrl('sequenzy', scene)}/api/v1`,
    })
    const shop = await makeShop({ destinations: [relay('server-error')] })
    await ask(shop, 'ada')
    await back(shop)
    expect((await held(shop)).held).toMatchObject([{ reason: 'not_handed_on' }])
    // From here on the shop sends SMS only.
    await world.env.DB.prepare('UPDATE subscription SET channels = 2').run()
    expect((await held(shop)).held).toMatchObject([{ reason: 'unreachable' }])
  })

  it('lists the people of the next wave, and when it comes', async () => {
    const now = stopClock()
    const shop = await makeShop({ rules: { pace: WAVES } })
    for (const name of ['ada', 'bob', 'cy']) await ask(shop, name)
    await back(shop, 1)
    const next = iso(now + HOUR / 2)
    expect(await held(shop)).toMatchObject({
      reasons: {},
      held: [
        { reason: 'in_turn', until: next },
        { reason: 'in_turn', until: next },
      ],
    })
  })

  it('gives the reason at the moment of the request', async () => {
    const now = stopClock()
    const conditions = { field: 'waitingHours', op: 'gte', value: 2 }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true } })
    await ask(shop, 'ada')
    await back(shop)
    vi.setSystemTime(now + 2 * HOUR)
    expect(await held(shop)).toMatchObject({
      reasons: { conditions: 1 },
      held: [{ reason: 'in_turn', until: iso(now + 2 * HOUR) }],
    })
    await tick(Date.now() + 60_000)
    await drain()
    expect([world.mails.length, await held(shop)]).toEqual([1, { reasons: {}, held: [] }])
  })

  it('leaves out people whose level has fallen, and people whom no sellable level serves', async () => {
    const shop = await makeShop({
      rules: { conditions: { field: 'quantity', op: 'gte', value: 10 }, keepUnmatched: true },
    })
    await ask(shop, 'ada', { locale: 'sv-SE' })
    await ask(shop, 'bob', { locale: 'de-DE' })
    await back(shop, 5, { locale: 'sv' })
    expect((await held(shop)).held).toMatchObject([{ locale: 'sv-SE' }])
    await back(shop, 0, { locale: 'sv' })
    expect(await held(shop)).toEqual({ reasons: {}, held: [] })
  })

  it('has pages, by variant and level and then in the order of subscribing, each person once', async () => {
    const shop = await makeShop({
      rules: { conditions: { field: 'wanted', op: 'gte', value: 3 }, keepUnmatched: true },
      maxQuantity: 5,
    })
    const skus = ['B', 'A']
    let people = 0
    for (const sku of skus) {
      for (const locale of ['sv-SE', 'de-DE', 'sv-SE']) {
        people += 1
        await ask(shop, `p${people}`, { sku, locale, quantity: 1 })
      }
    }
    const levels = skus.flatMap((sku) =>
      ['sv', 'de'].map((locale) => ({ sku, locale, quantity: 5 })),
    )
    await shop.setStock(...levels)
    await drain()
    const all = (await held(shop)).held
    expect(all.map(({ sku }) => sku)).toEqual(['A', 'A', 'A', 'B', 'B', 'B'])
    for (const size of [1, 2, 3, 4, 5, 6]) {
      const pages: Page[] = [await held(shop, `?limit=${size}`)]
      for (let last = pages[0]; last?.cursor; last = pages.at(-1)) {
        pages.push(await held(shop, `?limit=${size}&cursor=${last.cursor}`))
      }
      expect(pages.flatMap((page) => page.held)).toEqual(all)
      expect(pages.map(({ reasons }) => reasons)).toEqual([
        { conditions: 6 },
        ...pages.slice(1).map(() => undefined),
      ])
    }
    expect((await held(shop, '?sku=B')).held).toEqual(all.slice(3))
    expect((await held(shop, '?sku=B')).reasons).toEqual({ conditions: 3 })
    expect(await held(shop, '?sku=C')).toEqual({ reasons: {}, held: [] })
    expect(await held(shop, '?cursor=nothing')).toEqual({ held: [] })
  })

  it('lists the people of one reason', async () => {
    const shop = await makeShop({
      rules: { conditions: { field: 'quantity', op: 'gte', value: 10 }, keepUnmatched: true },
    })
    for (const name of ['a', 'b', 'c']) await ask(shop, name)
    const { shop: _, product: __, ...request } = shop.request()
    await shop.api('POST', '/v1/subscriptions', request)
    await back(shop)
    expect((await held(shop)).reasons).toEqual({ conditions: 3, product_unknown: 1 })
    const unknown = await held(shop, '?reason=product_unknown&limit=1')
    expect(unknown.held).toMatchObject([{ reason: 'product_unknown' }])
    expect((await held(shop, '?reason=conditions')).held).toHaveLength(3)
    expect((await held(shop, '?reason=in_turn')).held).toEqual([])
    const wrong = await shop.api('GET', '/v1/held?reason=bad_luck')
    expect(wrong.status).toBe(422)
  })

  it('takes a key with the right to read, and no other', async () => {
    const shop = await makeShop()
    const status = async (scope: string) => {
      const made = await shop.api('POST', '/v1/keys', { name: scope, scopes: [scope] })
      const { secretKey } = await made.json<{ secretKey: string }>()
      const headers = { Authorization: `Bearer ${secretKey}` }
      return (await send('/v1/held', { headers })).status
    }
    expect([await status('read'), await status('people'), await status('stock')]).toEqual([
      200, 403, 403,
    ])
  })

  it('reads a page of ten thousand held people as it reads a page of a hundred', async () => {
    const shop = await makeShop({
      rules: { conditions: { field: 'quantity', op: 'gte', value: 10 }, keepUnmatched: true },
    })
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p/tee` }])
    await ask(shop, 'ada')
    const many = `(WITH RECURSIVE n (value) AS (
      SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 9999) SELECT value FROM n)`
    const { DB } = world.env
    await DB.batch([
      DB.prepare(
        `INSERT INTO contact (id, shop_id, addresses, created_at)
         SELECT 'c' || value, ?1, '{}', 0 FROM ${many}`,
      ).bind(shop.id),
      DB.prepare(
        `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels,
           addresses, product, request_id)
         SELECT 'z' || printf('%06d', value), ?1, 'c' || value, 'TEE-M', '', '', 1, '{}', NULL, 'z'
         FROM ${many}`,
      ).bind(shop.id),
    ])
    await back(shop)
    expect((await held(shop)).reasons).toEqual({ conditions: 10_000 })
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const page = async (query: string) => {
      takeUsed()
      const found = await held(shop, query)
      return { ...found, read: takeUsed().read }
    }
    const one = await page('?limit=100')
    const two = await page(`?limit=100&cursor=${one.cursor}`)
    let far = two
    for (let at = 0; at < 20; at += 1) far = await page(`?limit=200&cursor=${far.cursor}`)
    const late = await page(`?limit=100&cursor=${far.cursor}`)
    // Four rows a person: the messages of the day, the order, the subscription and the contact. The rest is
    // the key, the shop, the restock and its level; the first page reads the restock twice, for the counts.
    expect([one.read, two.read, late.read]).toEqual([407, 405, 405])
    expect([one, two, late].map((some) => some.held.length)).toEqual([100, 100, 100])
    expect(late.held[0]?.['subscription']).toBe('z004200')
    // Nobody has this reason: a page looks at so many people as a match reads at once.
    const none = await page('?reason=in_turn&limit=100')
    expect([none.held, none.read, typeof none.cursor]).toEqual([[], 2007, 'string'])
  }, 60_000)
})

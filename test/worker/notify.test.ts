/** The shop notifies people itself, although no level says that the variant is in stock. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { deliver, drain, logged, makeShop, table, type TestShop, tick, world } from './harness.ts'

const PEOPLE = ['ada', 'bo', 'cy', 'di']
const WISH = { id: 'w1', people: 2, reason: 'Sold by phone' }

const ask = (shop: TestShop, name: string, changes = {}) =>
  shop.subscribe({ email: `${name}@example.com`, ...changes })

// The mails of a round leave at the same time.
const told = () => world.mails.map(({ to }) => to.split('@')[0]).toSorted()

async function post(shop: TestShop, path: string, body: unknown) {
  const answer = await shop.api('POST', path, body)
  const said = await answer.json<{ restock?: string; sku?: string; code?: string }>()
  return [answer.status, said.code ?? said.restock]
}

const notify = (shop: TestShop, changes = {}) =>
  post(shop, '/v1/demand/TEE-M/notify', { ...WISH, ...changes })

async function waiting(settings = {}): Promise<TestShop> {
  const shop = await makeShop(settings)
  for (const name of PEOPLE) await ask(shop, name)
  return shop
}

describe('people whom the shop notifies itself', () => {
  it('are the first ones, once, whatever is in stock, and the log says who wanted it', async () => {
    const shop = await waiting({ rules: { approval: 'always' } })
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    const [status, restock] = await notify(shop)
    expect(status).toBe(202)
    await drain()
    expect(told()).toEqual(['ada', 'bo'])
    // The same id is the same wish, also later.
    expect(await notify(shop)).toEqual([202, restock])
    await tick()
    await drain()
    expect(told()).toEqual(['ada', 'bo'])
    const { restocks } = await (
      await shop.api('GET', '/v1/restocks')
    ).json<{ restocks: object[] }>()
    const by = { key: expect.any(String) as string }
    expect(restocks).toMatchObject([
      {
        id: restock,
        state: 'done',
        matched: 2,
        manual: { by, reason: 'Sold by phone', people: 2 },
      },
    ])
    expect(await logged(shop, 'demand_notified')).toEqual([
      { restock, by, reason: 'Sold by phone', people: 2 },
    ])
    expect(await notify(shop, { id: 'w2', people: 'all' })).toEqual([202, expect.any(String)])
    await drain()
    expect(told()).toEqual(PEOPLE)
    expect(await table('subscription')).toEqual([])
  })

  it('are counted as people, whatever each wants, and in no wave', async () => {
    const shop = await makeShop({
      maxQuantity: 5,
      rules: { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
    })
    for (const name of PEOPLE) await ask(shop, name, { quantity: 4 })
    await notify(shop, { people: 3 })
    await drain()
    expect(told()).toEqual(['ada', 'bo', 'cy'])
  })

  it('may be those of a locale and a market', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada', { locale: 'sv', externalId: 'SE' })
    await ask(shop, 'bo', { locale: 'sv', externalId: 'FI' })
    await ask(shop, 'cy', { locale: 'fi', externalId: 'FI' })
    await notify(shop, { people: 'all', locale: 'sv', externalId: 'FI' })
    await drain()
    expect(told()).toEqual(['bo'])
  })

  it('are not those whom the conditions leave out: they keep waiting', async () => {
    const shop = await waiting({
      rules: { conditions: { field: 'locale', op: 'eq', value: 'sv' } },
    })
    await ask(shop, 'eli', { locale: 'sv' })
    await notify(shop, { people: 'all' })
    await drain()
    expect(told()).toEqual(['eli'])
    expect(await table('subscription')).toHaveLength(4)
    expect(await table('restock')).toMatchObject([{ state: 'done', held: '{"conditions":4}' }])
  })

  it('get one message when the level rises at the same moment', async () => {
    const shop = await waiting()
    await notify(shop, { people: 3 })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await Promise.all(world.queued.splice(0).map(deliver))
    await drain()
    expect(told()).toEqual(PEOPLE)
    const states = (await table<{ state: string }>('restock')).map(({ state }) => state)
    expect(states).toEqual(['done', 'done'])
  })

  it('are stopped and put back by the actions, and a level that falls does not touch them', async () => {
    const shop = await waiting()
    const [, restock] = await notify(shop)
    const match = world.queued.shift()
    if (match) await deliver(match)
    expect(await table('subscription')).toHaveLength(2)
    expect((await shop.api('POST', `/v1/restocks/${restock}/hold`)).status).toBe(200)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 }, { sku: 'MUG', quantity: 1 })
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    expect(told()).toEqual([])
    expect((await shop.api('POST', `/v1/restocks/${restock}/end`)).status).toBe(200)
    await drain()
    expect([told(), (await table('subscription')).length]).toEqual([[], 4])
  })

  it('are none if nobody confirmed waits, and an id stands for one variant', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada', { country: 'DE' })
    expect(await notify(shop)).toEqual([409, 'nobody_waits'])
    expect(await table('restock')).toEqual([])
    await ask(shop, 'bo')
    await ask(shop, 'bo', { sku: 'MUG' })
    expect((await notify(shop))[0]).toBe(202)
    expect(await post(shop, '/v1/demand/MUG/notify', WISH)).toEqual([409, 'id_used'])
    const [pending] = await table<{ id: string; status: string }>('subscription')
    const one = { reason: 'Asked by phone' }
    expect(await post(shop, `/v1/subscriptions/${pending?.id}/notify`, one)).toEqual([
      409,
      'subscription_unconfirmed',
    ])
    expect(await post(shop, '/v1/subscriptions/nobody/notify', one)).toEqual([
      404,
      'subscription_unknown',
    ])
  })

  it('may be one person, once', async () => {
    const shop = await waiting()
    const cy = (await table<{ id: string }>('subscription'))[2]
    const path = `/v1/subscriptions/${cy?.id}/notify`
    const first = await post(shop, path, { reason: 'Asked by phone' })
    expect(first[0]).toBe(202)
    await drain()
    expect(told()).toEqual(['cy'])
    expect(await post(shop, path, { reason: 'Asked by phone' })).toEqual(first)
    await drain()
    expect(told()).toEqual(['cy'])
  })

  it.each([
    [null],
    [[]],
    [{}],
    [{ ...WISH, people: 0 }],
    [{ ...WISH, people: 1.5 }],
    [{ ...WISH, people: '2' }],
    [{ ...WISH, people: 100_001 }],
    [{ ...WISH, id: 3 }],
    [{ ...WISH, id: 'a\nb' }],
    [{ ...WISH, reason: '' }],
    [{ ...WISH, reason: '\ud800' }],
    [{ ...WISH, locale: '!' }],
    [{ ...WISH, __proto: 1 }],
  ])('are not notified because of the body %j', async (body) => {
    const shop = await makeShop()
    await ask(shop, 'ada')
    expect(await post(shop, '/v1/demand/TEE-M/notify', body)).toEqual([422, 'request_invalid'])
    expect(await table('restock')).toEqual([])
  })

  it('cost a few rows beside their messages', async () => {
    const shop = await waiting()
    await shop.api('GET', '/v1/shop')
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    takeUsed()
    await notify(shop)
    const first = takeUsed()
    await notify(shop)
    expect([first, takeUsed()]).toEqual([
      { read: 6, written: 7, messages: 0 },
      { read: 6, written: 0, messages: 0 },
    ])
  })
})

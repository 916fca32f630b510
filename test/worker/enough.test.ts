/** The most messages that one person gets from a shop on a day, over all products. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { claim } from '../../worker/match/claim.ts'
import { leaseRestock } from '../../worker/match/lease.ts'
import { nextWaiting } from '../../worker/match/waiting.ts'
import { notifiersOf } from '../../worker/shop/rules.ts'
import { shopById } from '../../worker/shop/store.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { fakeUrl, drain, makeShop, table, type TestShop, world } from './harness.ts'

const HOUR = 3_600_000
const MORNING = Date.UTC(2026, 10, 20, 8)
const MIDNIGHT = Date.UTC(2026, 10, 21)

beforeEach(() => void vi.useFakeTimers({ now: MORNING, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const shopWith = (most: number, settings = {}) =>
  makeShop({ limits: { messagesPerPersonPerDay: most }, ...settings })

const wait = (shop: TestShop, ...skus: string[]) =>
  Promise.all(skus.map((sku) => shop.subscribe({ sku })))

/** The products are back, and everybody is looked at, one product after the other. */
async function back(shop: TestShop, ...skus: string[]): Promise<void> {
  for (const sku of skus) {
    await shop.setStock({ sku, quantity: 5 })
    await drain()
  }
}

const heldIn = async (shop: TestShop, query = '') =>
  (await (await shop.api('GET', `/v1/held${query}`)).json()) as {
    reasons: Record<string, number>
    held: Record<string, string>[]
  }

describe('a person who waits for more products than the shop sends messages about in a day', () => {
  it('gets the first ones, keeps the place for the others, and gets them on the next day', async () => {
    const shop = await shopWith(2)
    await wait(shop, 'A', 'B', 'C', 'D')
    const ids = new Map((await table('subscription')).map(({ sku, id }) => [sku, id]))
    await back(shop, 'A', 'B', 'C', 'D')
    expect(world.mails).toHaveLength(2)
    const left = await table('subscription')
    expect(new Map(left.map(({ sku, id }) => [sku, id]))).toEqual(
      new Map(['C', 'D'].map((sku) => [sku, ids.get(sku)])),
    )
    const until = new Date(MIDNIGHT).toISOString()
    expect(await heldIn(shop)).toMatchObject({
      reasons: { enough_today: 2 },
      held: [
        { sku: 'C', reason: 'enough_today', until },
        { sku: 'D', reason: 'enough_today', until },
      ],
    })
    expect((await heldIn(shop, '?reason=enough_today')).held).toHaveLength(2)

    vi.setSystemTime(MIDNIGHT - 1)
    await back(shop)
    expect(world.mails).toHaveLength(2)
    expect(
      (await table('restock')).filter(({ due_at: at }) => at !== null).map(({ due_at: at }) => at),
    ).toEqual([MIDNIGHT, MIDNIGHT])

    vi.setSystemTime(MIDNIGHT)
    await redeliver(shop)
    expect(world.mails).toHaveLength(4)
    expect(await table('subscription')).toEqual([])
  })

  it('does not hold up other people', async () => {
    const shop = await shopWith(1)
    await wait(shop, 'A', 'B')
    await shop.subscribe({ sku: 'B', email: 'bob@example.com' })
    await back(shop, 'A', 'B')
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'bob@example.com'])
  })

  it('counts a message that is on its way, also from the day before', async () => {
    const shop = await shopWith(1)
    await wait(shop, 'A', 'B')
    world.beforeMail = () => {
      throw new Error('the service is down')
    }
    await back(shop, 'A')
    vi.setSystemTime(MIDNIGHT + HOUR)
    await back(shop, 'B')
    expect((await heldIn(shop)).reasons).toEqual({ enough_today: 1 })
    expect(await table('outbox')).toHaveLength(1)
  })

  it('counts each channel as a message, and is served if nothing came on the day', async () => {
    const shop = await shopWith(1, {
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        {
          type: 'sms',
          accountSid: `AC${'1'.repeat(32)}`,
          authToken: 'token',
          from: '+46700000001',
          baseUrl: fakeUrl('twilio'),
        },
      ],
    })
    const both = { channels: ['email', 'sms'], phone: '0701234567' }
    await shop.subscribe({ sku: 'A', ...both })
    await shop.subscribe({ sku: 'B', ...both })
    await shop.setStock({ sku: 'A', quantity: 5 })
    const [match] = world.queued.splice(0)
    if (match) world.queued.push(match)
    await drain()
    await back(shop, 'B')
    expect((await heldIn(shop)).reasons).toEqual({ enough_today: 1 })
    expect(await table('subscription')).toMatchObject([{ sku: 'B', channels: 3 }])
  })

  it('is looked at again when the shop sends more messages a day', async () => {
    const shop = await shopWith(1)
    await wait(shop, 'A', 'B')
    await back(shop, 'A', 'B')
    expect(await table('second_look')).toEqual([])
    await shop.api('PATCH', '/v1/shop', { limits: { messagesPerPersonPerDay: 2 } })
    expect(await table('second_look')).toHaveLength(1)
  })
})

describe('messages that were given up, and that the shop tries again,', () => {
  it('are sent on days that have room for them, the oldest first', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const shop = await shopWith(2)
    await wait(shop, 'A')
    vi.setSystemTime(MORNING + 1)
    await wait(shop, 'B')
    world.beforeMail = () => {
      throw Object.assign(new Error('no'), { code: 'E_CONTENT_TOO_LARGE' })
    }
    await back(shop, 'A', 'B')
    await world.env.DB.prepare("UPDATE outbox SET state = 'dead', reason = 'size'").run()
    world.beforeMail = () => {}
    // They do not count while they are given up.
    await wait(shop, 'C')
    await back(shop, 'C')
    expect(world.mails).toHaveLength(1)
    const retry = () => shop.api('POST', '/v1/notifications/retry', { reason: 'size' })
    expect(await (await retry()).json()).toEqual({ retried: 2 })
    takeUsed()
    await drain()
    const { read, written } = takeUsed()
    // One message is sent. The other is leased and put off; the sent one loses its reason.
    expect(written).toBe(10)
    expect(read).toBeLessThan(140)
    expect(world.mails).toHaveLength(2)
    expect(await table('outbox')).toMatchObject([
      { sku: 'B', state: 'open', reason: 'enough_today', due_at: MIDNIGHT, attempts: 0 },
    ])
    const status = await (await shop.api('GET', '/v1/destinations')).json()
    expect(status).toMatchObject({
      destinations: [{ failing: {}, held: { enough_today: 1 } }],
    })
    await redeliver(shop)
    expect(world.mails).toHaveLength(2)
    vi.setSystemTime(MIDNIGHT)
    const rows = (await table<{ id: string }>('outbox')).map(({ id }) => id)
    world.queued.push({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } })
    await drain()
    expect(world.mails).toHaveLength(3)
    expect(await table('outbox')).toEqual([])
  })
})

/** Delivers a queue message for each restock that is due. */
async function redeliver(shop: TestShop): Promise<void> {
  for (const { id } of await table('restock')) {
    world.queued.push({ queue: 'shelfbell-match', body: { shop: shop.id, restock: id } })
  }
  await drain()
}

describe('two restocks that are matched at the same moment', () => {
  it('do not both take the last place of the day: the claim compares once more', async () => {
    const shop = await shopWith(1)
    await wait(shop, 'A', 'B')
    await shop.setStock({ sku: 'A', quantity: 5 }, { sku: 'B', quantity: 5 })
    const found = await shopById(world.env, shop.id)
    if (!found) throw new Error('no shop')
    const { DB: db } = world.env
    const now = Date.now()
    const looks = await Promise.all(
      (await table<{ id: string }>('restock')).map(async ({ id }) => {
        const restock = await leaseRestock(db, shop.id, id, now, HOUR)
        if (!restock) throw new Error('not due')
        return { restock, served: (await nextWaiting(db, found, restock, '', 10)).waiting }
      }),
    )
    // Both read the person before either has claimed them.
    expect(looks.map(({ served }) => served.map((one) => one.messages_today))).toEqual([[0], [0]])
    const claimed = []
    for (const { restock, served } of looks) {
      const choice = { served, unmatched: [] }
      const plan = { notifiers: notifiersOf(found.settings), joiners: [], digestMs: 0, reminds: [] }
      claimed.push(await claim(db, restock, choice, false, plan, now, HOUR))
    }
    expect(claimed.map((one) => ({ people: one?.people, units: one?.units }))).toEqual([
      { people: 1, units: 1 },
      { people: 0, units: 0 },
    ])
    expect(await table('outbox')).toHaveLength(1)
    expect(await table('subscription')).toHaveLength(1)
    // The second restock is looked at again, and counts nobody whom it did not serve.
    expect((await table('restock')).map(({ matched, again }) => ({ matched, again }))).toEqual([
      { matched: 1, again: 0 },
      { matched: 0, again: 1 },
    ])
  })
})

describe('the row budget of the limit', () => {
  it('grows with what a person was sent, and not with the list or other messages', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const shop = await shopWith(20)
    const cost = async (sku: string) => {
      await wait(shop, sku)
      await shop.setStock({ sku, quantity: 5 })
      const [match] = world.queued.splice(0)
      if (match) world.queued.push(match)
      takeUsed()
      await drain()
      return takeUsed().read
    }
    const first = await cost('A')
    for (let n = 0; n < 30; n += 1) await shop.subscribe({ sku: 'X', email: `p${n}@example.com` })
    await back(shop, 'X')
    for (const sku of ['B', 'C', 'D']) await cost(sku)
    // Each earlier message of the person is a row, once for the choice and once for the claim. How often an index
    // is searched to its end depends on the ids.
    expect((await cost('E')) - first).toBeLessThan(2 * 4 + 10)
  })
})

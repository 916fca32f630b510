/**
 * The rows that each operation reads and writes, as D1 counts and bills them. worker/schema.md has
 * the same figures: change both together.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KEPT_ANSWER_MS } from '../../worker/limits.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { SECRET } from '../fakes/webhook.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  makeShop as newShop,
  ORIGIN,
  tick,
  type TestShop,
  world,
} from './harness.ts'

async function cost(work: () => Promise<unknown>): Promise<{ read: number; written: number }> {
  takeUsed()
  await work()
  const { read, written } = takeUsed()
  return { read, written }
}

beforeEach(() => {
  world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
})

afterEach(() => void vi.useRealTimers())

// Of a million new contacts an hour so few are counted that none is here: of the default of a thousand,
// one in twenty costs another row.
const makeShop = (settings = {}) => newShop({ limits: { newContactsPerHour: 1e6 }, ...settings })

const relayed = {
  destinations: [{ type: 'klaviyo', companyId: 'AbC123', catalog: '$custom:::$default' }],
}

const more = (shop: TestShop) => ({ ...shop.request({ quantity: 3 }), shop: undefined })

describe('the row budget', () => {
  it('allows one read of stock in ten seconds, and another after a change', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'A', quantity: 0 }, { sku: 'B', quantity: 2 })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const asked: unknown[] = []
    const look = () =>
      cost(async () => {
        const path = `/v1/client/availability?shop=${shop.publicKey}&sku=A&sku=B`
        const answer = await shop.page('GET', path)
        asked.push(((await answer.json()) as { availability: { A: string } }).availability.A)
      })
    // The first view of the sold-out variant is counted at once, further ones a minute later.
    expect(await look()).toEqual({ read: 9, written: 1 })
    expect(await look()).toEqual({ read: 0, written: 0 })
    await shop.setStock({ sku: 'A', quantity: 1 })
    expect(await look()).toEqual({ read: 7, written: 0 })
    expect(asked).toEqual(['sold_out', 'sold_out', 'in_stock'])

    // Another isolate records a level.
    await world.env.DB.prepare('UPDATE stock_level SET quantity = 0').run()
    expect(await look()).toEqual({ read: 0, written: 0 })
    vi.useFakeTimers({ now: Date.now() + KEPT_ANSWER_MS, toFake: ['Date'] })
    try {
      expect((await look()).read).toBeGreaterThan(0)
    } finally {
      vi.useRealTimers()
    }
    expect(asked.slice(3)).toEqual(['in_stock', 'sold_out'])
  })

  it('grows with the levels and entries of a language, not with those of others', async () => {
    const shop = await makeShop({ catalog: 'strict' })
    const everywhere = (...locales: string[]) => [
      locales.map((locale) => ({ sku: 'TEE-M', locale, quantity: 0 })),
      locales.map((locale) => ({ sku: 'TEE-M', locale, title: 'Tee', url: `${ORIGIN}/p` })),
    ]
    const store = async (...locales: string[]) => {
      const [levels = [], entries] = everywhere(...locales)
      await shop.setStock(...levels)
      await shop.api('PUT', '/v1/products', entries)
    }
    // The first view of a minute is written.
    await store('xx')
    await shop.page('GET', `/v1/client/availability?shop=${shop.publicKey}&sku=TEE-M`)
    const work = async (email: string) => {
      const path = `/v1/client/availability?shop=${shop.publicKey}&sku=TEE-M&locale=fr-BE`
      const looked = await cost(() => shop.page('GET', path))
      return [looked, await cost(() => shop.subscribe({ email, locale: 'fr-BE' }))]
    }
    // The row after a range is looked at, too.
    await store('de', 'fr', 'it')
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const alone = await work('alone@example.com')
    await store('da', 'en', 'en-GB', 'es', 'fi', 'nl', 'pl', 'pt', 'sv', 'sv-SE')
    expect(await work('crowded@example.com')).toEqual(alone)
  })

  it('covers a new subscription and a repeated one', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await cost(() => shop.subscribe())).toEqual({ read: 11, written: 7 })
    // The first repetition is noted once: the first request can no longer be taken back.
    expect(await cost(() => shop.subscribe())).toEqual({ read: 14, written: 1 })
    expect(await cost(() => shop.subscribe())).toEqual({ read: 14, written: 0 })
  })

  it('covers a subscription with a locale, for whose language there may be levels', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const subscribe = () => cost(() => shop.subscribe({ locale: 'sv-SE' }))
    expect(await subscribe()).toEqual({ read: 12, written: 7 })
    await subscribe()
    expect(await subscribe()).toEqual({ read: 17, written: 0 })
  })

  it('covers a subscription that is acknowledged: new, together with it, and repeated', async () => {
    const shop = await makeShop({ acknowledge: true })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const subscribe = (sku: string) => cost(() => shop.subscribe({ sku }))
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    try {
      expect(await subscribe('A')).toEqual({ read: 15, written: 8 })
      expect(await subscribe('B')).toMatchObject({ written: 6 })
      await subscribe('A')
      expect(await subscribe('A')).toMatchObject({ written: 0 })
    } finally {
      vi.useRealTimers()
    }
  })

  it('covers a subscription from a page that was opened before a change of the texts', async () => {
    const shop = await makeShop()
    const before = shop.request()
    await shop.api('PATCH', '/v1/shop', { name: 'Bell' })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    // One text is looked up, beside what any request reads.
    expect(await cost(() => shop.subscribe(before))).toEqual({ read: 13, written: 7 })
  })

  it('covers a subscription with words that a backend vouches for: the first, and others', async () => {
    const shop = await makeShop()
    const consents = [{ purpose: 'alert', channel: 'email', version: '1', text: 'On the phone.' }]
    const post = (email: string) =>
      cost(() =>
        shop.api('POST', '/v1/subscriptions', { ...more(shop), quantity: 1, consents, email }),
      )
    // The first use of a key in a while is noted.
    await shop.api('GET', '/v1/shop')
    // The consent has an entry in an index, and the words are stored once.
    expect(await post('ada@example.com')).toMatchObject({ written: 9 })
    expect(await post('grace@example.com')).toMatchObject({ written: 8 })
  })

  it('covers a request with a quantity: new, changed and repeated', async () => {
    const shop = await makeShop({ maxQuantity: 5 })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await cost(() => shop.subscribe({ quantity: 3 }))).toEqual({ read: 11, written: 7 })
    expect(await cost(() => shop.subscribe({ quantity: 2 }))).toEqual({ read: 9, written: 3 })
    expect(await cost(() => shop.subscribe({ quantity: 2 }))).toEqual({ read: 14, written: 0 })
    expect(await cost(() => shop.subscribe())).toEqual({ read: 14, written: 0 })
  })

  it('covers a subscription with a number, a customer id and attributes: new and repeated', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        { ...relayed.destinations[0], listId: 'Y6nRLr', channels: ['sms'] },
      ],
    })
    const reach = { phone: '070-123 45 67', channels: ['email', 'sms'] }
    const known = { customerId: 'c-17', attributes: { vip: true } }
    const body = { ...shop.request({ ...reach, shop: undefined }), ...known }
    const add = () => shop.api('POST', '/v1/subscriptions', body)
    await shop.api('GET', '/v1/shop')
    // As a relayed one, and a second consent. For the number and for the customer id, an alias and its
    // entry in the index.
    expect(await cost(add)).toMatchObject({ written: 8 + 1 + 2 * 2 })
    // The second one makes sure that nobody takes it back; the third one changes nothing.
    expect(await cost(add)).toMatchObject({ written: 1 })
    expect(await cost(add)).toMatchObject({ written: 0 })
    const changed = { ...body, attributes: { vip: false } }
    expect(await cost(() => shop.api('POST', '/v1/subscriptions', changed))).toMatchObject({
      written: 1,
    })
  })

  it('covers a relayed subscription: new and repeated', async () => {
    const shop = await makeShop(relayed)
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await cost(() => shop.subscribe())).toEqual({ read: 16, written: 8 })
    expect(await cost(() => shop.subscribe())).toEqual({ read: 16, written: 1 })
  })

  it('covers a subscription with double opt-in: new, repeated and confirmed', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const subscribe = () => shop.subscribe({ country: 'DE' })
    expect(await cost(subscribe)).toEqual({ read: 19, written: 10 })
    expect(await cost(subscribe)).toEqual({ read: 21, written: 1 })
    await drain()
    const path = linkIn(world.mails[0]?.text ?? '', 'c')
    const confirm = () => ask(path, { method: 'POST' })
    expect(await cost(confirm)).toEqual({ read: 25, written: 6 })
    expect(await cost(confirm)).toMatchObject({ written: 0 })
  })

  it('covers a request that its form takes back', async () => {
    const shop = await makeShop()
    const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    const { undo } = await answer.json<{ undo: string }>()
    const take = () => shop.page('POST', '/v1/client/undo', { shop: shop.publicKey, undo })
    expect(await cost(take)).toEqual({ read: 18, written: 4 })
    expect(await cost(take)).toMatchObject({ written: 0 })
  })

  it('covers a stock update of 1,000 levels of which 10 changed', async () => {
    const shop = await makeShop()
    const levels = (changed: number) =>
      Array.from({ length: 1000 }, (_, n) => ({ sku: `S${n}`, quantity: n < changed ? 5 : 0 }))
    await shop.setStock(...levels(0))
    const { read, written } = await cost(() => shop.setStock(...levels(10)))
    // The 10 levels, each with its entry in the history, and one log entry.
    expect(written).toBe(21)
    // The Worker compares each level twice: to find restocks, and to find changes.
    expect(read).toBeLessThan(6100)
    expect(await cost(() => shop.setStock(...levels(10)))).toMatchObject({ written: 0 })
  })

  it('covers 1,000 levels that are known, where every update restocks', async () => {
    const shop = await makeShop({ rules: { restockOn: 'every_update' } })
    const levels = Array.from({ length: 1000 }, (_, n) => ({ sku: `S${n}`, quantity: n % 2 }))
    await shop.setStock(...levels)
    const { read, written } = await cost(() => shop.setStock(...levels))
    expect(written).toBe(0)
    expect(read).toBeLessThan(9100)
  })

  it('covers a match of 100 people, and the whole life of each message', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 100; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p` }])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const [match] = world.queued.splice(0)
    const matched = await cost(async () => match && deliver(match))
    // Per person: one outbox row with its index, one deleted subscription and what is kept of it, the
    // counters of the variant. Per restock: its lease (2 rows, as the index moves), its closing (2), its
    // count and a log entry.
    expect(matched.written).toBe(100 * 5 + 2 + 2 + 1 + 1)
    expect(matched.read).toBeLessThan(100 * 19)

    const delivered = await cost(drain)
    expect(world.mails).toHaveLength(100)
    // Per message: its lease, its removal from the outbox, its notification, the count of its
    // address, the counters of the day. Per chunk of 50: the booked calls and a log entry; and for each round of
    // six mails their count.
    expect(delivered.written).toBe(100 * 5 + 2 * (2 + 9))
    // Four of the rows that it reads look for other mails to the same person.
    expect(delivered.read).toBeLessThan(100 * 29)
  })

  it('covers a click and a repeated one', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const path = linkIn(world.mails[0]?.text ?? '', 'r')
    expect(await cost(() => ask(path))).toEqual({ read: 4, written: 3 })
    expect(await cost(() => ask(path))).toEqual({ read: 3, written: 0 })
  })

  it('covers an order after a restock, a repeated one and an unrelated one', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const order = (id: string, email = 'ada@example.com') =>
      shop.api('POST', '/v1/orders', {
        id,
        email,
        items: [{ sku: 'TEE-M', price: 5, currency: 'EUR' }],
      })
    // The purchase, its entry in the index by restock, and the counters of the day.
    expect(await cost(() => order('1'))).toEqual({ read: 7, written: 3 })
    expect(await cost(() => order('1'))).toMatchObject({ written: 0 })
    expect(await cost(() => order('2', 'eve@example.com'))).toEqual({ read: 6, written: 1 })
    // The key, the shop, the restock, and its one purchase.
    expect(await cost(() => shop.api('GET', '/v1/restocks'))).toEqual({ read: 5, written: 0 })
  })

  it('covers a poll of a source: without a change, and with one changed level in a thousand', async () => {
    const url = `${fakeUrl('feed')}/f`
    const put = (changed: number) => {
      const items = Array.from({ length: 1000 }, (_, n) => ({
        id: `S${n}`,
        inventory_quantity: n < changed ? 5 : 0,
        title: 'Tee',
        link: `${ORIGIN}/p/${n}`,
      }))
      return fetch(url, { method: 'PUT', body: JSON.stringify(items) })
    }
    await put(0)
    const shop = await makeShop({
      sources: [{ type: 'feed', url, format: 'klaviyo', missingMeans: 'unchanged' }],
    })
    await tick()
    await drain()
    const run = async () => {
      await world.env.DB.prepare('UPDATE source SET due_at = 0').run()
      const body = { shop: shop.id, source: 'feed' }
      return cost(() => deliver({ queue: 'shelfbell-source', body }))
    }
    // The lease also looks at the shop's other sources: a row for each.
    expect(await run()).toEqual({ read: 5, written: 4 })
    await put(1)
    const { read, written } = await run()
    // As before, plus the level, its entry in the history and one log entry.
    expect(written).toBe(7)
    // The Worker looks up an item at most four times: its entry, and its level.
    expect(read).toBeLessThan(1000 * 5)
  })

  it('covers a shop with a webhook that listens', async () => {
    const hook = { type: 'webhook', url: `${fakeUrl('webhook')}/hook`, secret: SECRET }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await cost(() => shop.subscribe())).toEqual({ read: 16, written: 8 })
    expect(await cost(() => shop.subscribe())).toEqual({ read: 16, written: 1 })
    // The lease, the note on the subscription, the removal; the booked call and a log entry.
    const told = await cost(drain)
    expect(told.written).toBe(3 + 2)
    // The first use of a key in an hour is noted, and costs a row.
    await shop.api('GET', '/v1/shop')
    // A new quantity costs the same as without the webhook, plus an outbox row.
    const again = await cost(() => shop.api('POST', '/v1/subscriptions', more(shop)))
    expect(again.written).toBe(3 + 1)
    expect((await cost(drain)).written).toBe(3 + 2)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const [match] = world.queued.splice(0)
    expect((await cost(async () => match && deliver(match))).written).toBe(5 + 2 + 2 + 1 + 1 + 1)
    // The mail costs 5 + 2 as usual, and 1 to count it. Its report: written, leased and removed, + 2 for its
    // chunk. The end of the restock: its row was written above, so leased and removed, + 2 for its chunk.
    expect((await cost(drain)).written).toBe(5 + 2 + 1 + 3 + 2 + 2 + 2)
    expect(world.mails).toHaveLength(1)
  })

  it('does not grow with the people who wait for other variants', async () => {
    const shop = await makeShop()
    const work = async (email: string) => {
      await shop.subscribe({ sku: 'TEE-M', email })
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      await drain()
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    }
    await work('first@example.com')
    const alone = await cost(() => work('alone@example.com'))
    for (let n = 0; n < 60; n += 1) {
      await shop.subscribe({ sku: `OTHER-${n % 7}`, email: `p${n}@example.com` })
    }
    expect(await cost(() => work('crowded@example.com'))).toEqual(alone)
  })

  it('does not grow with the restocks that hold other people, for levels, entries and looks', async () => {
    // An isolate keeps a shop for seconds, and ids sort by time: so a millisecond passes with each step.
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    const step = <T>(work: () => Promise<T>): Promise<T> => {
      vi.setSystemTime(Date.now() + 1)
      return work()
    }
    const conditions = {
      all: ['quantity', 'product.price'].map((field) => ({ field, op: 'gte', value: 10 })),
    }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true } })
    const entry = (sku: string, title: string) => ({ sku, title, price: 5, url: `${ORIGIN}/p` })
    const hold = async (sku: string) => {
      await step(() => shop.subscribe({ sku, email: `${sku}@example.com` }))
      await step(() => shop.setStock({ sku, quantity: 3 }))
      await step(drain)
    }
    const work = async () => {
      const level = (quantity: number) => shop.setStock({ sku: 'TEE-M', quantity })
      const put = (title: string) => shop.api('PUT', '/v1/products', [entry('TEE-M', title)])
      return [
        await step(() => cost(() => level(4))),
        await step(() => cost(() => level(12))),
        await step(() => cost(drain)),
        await step(() => cost(() => put('Other'))),
        await step(() => cost(drain)),
        await step(() => cost(() => level(3))),
        await step(() => cost(drain)),
        await step(() => cost(() => put('Tee'))),
        await step(() => cost(drain)),
      ]
    }
    await hold('TEE-M')
    await hold('FIRST')
    await shop.api('PUT', '/v1/products', [entry('TEE-M', 'Tee'), entry('FIRST', 'First')])
    await drain()
    // What is read once, or once in a while, is read before.
    await work()
    const alone = await work()
    for (let n = 0; n < 20; n += 1) await hold(`OTHER-${n}`)
    await shop.api(
      'PUT',
      '/v1/products',
      Array.from({ length: 20 }, (_, n) => entry(`OTHER-${n}`, 'Other')),
    )
    await drain()
    expect(await work()).toEqual(alone)
    // A level writes itself, its entry in the history and a log entry; waking a restock writes it with its
    // two indexes. A look that finds the same as before leases it (2), ends it (3) and writes no log entry.
    expect(alone.map(({ written }) => written)).toEqual([3, 6, 5, 4, 5, 6, 5, 4, 5])
  })
})

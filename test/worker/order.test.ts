import { describe, expect, it } from 'vitest'
import { ask, drain, everything, linkIn, makeShop, table, type TestShop, world } from './harness.ts'

const unlessBought = { rules: { conditions: { field: 'purchased', op: 'eq', value: false } } }

describe('an order', () => {
  it('is recorded once, with its items grouped by sku', async () => {
    const shop = await makeShop()
    const order = {
      id: '1001',
      email: 'Ada@Example.com',
      at: '2026-01-01T10:00:00Z',
      items: [
        { sku: 'TEE-M', quantity: 2, price: 10, currency: 'eur' },
        { sku: 'TEE-M', price: 5 },
        { sku: 'VASE' },
      ],
    }
    for (let time = 0; time < 2; time += 1) {
      expect((await shop.api('POST', '/v1/orders', order)).status).toBe(202)
    }
    expect(await table('purchase')).toMatchObject([
      { sku: 'TEE-M', quantity: 3, price: 25, currency: 'EUR', at: Date.parse(order.at) },
      { sku: 'VASE', quantity: 1, price: null },
    ])
    expect(JSON.stringify(await table('purchase')).toLowerCase()).not.toContain('ada@')
  })

  it('prevents the message if the shop excludes people who bought since they subscribed', async () => {
    const shop = await makeShop(unlessBought)
    const bought = (email: string, at?: string) =>
      shop.api('POST', '/v1/orders', { id: email, email, at, items: [{ sku: 'TEE-M' }] })
    for (const name of ['waits', 'bought', 'bought-before']) {
      await shop.subscribe({ email: `${name}@example.com` })
    }
    await bought('bought@example.com')
    await bought('bought-before@example.com', '2026-01-01T10:00:00Z')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.map(({ to }) => to).toSorted()).toEqual([
      'bought-before@example.com',
      'waits@example.com',
    ])
    expect(await table('subscription')).toHaveLength(0)
  })

  it.each([
    [{ id: '1', items: [{ sku: 'A' }] }, '/email', 'missing'],
    [{ id: '1', email: 'a@example.com', items: [] }, '/items', 'empty'],
    [{ id: '1', phone: '12', items: [{ sku: 'A' }] }, '/phone', 'phone_invalid'],
    [
      { id: '1', email: 'a@example.com', items: [{ sku: 'A', quantity: 0 }] },
      '/items/0/quantity',
      'quantity_invalid',
    ],
    [
      { id: '1', email: 'a@example.com', at: 'today', items: [{ sku: 'A' }] },
      '/at',
      'time_invalid',
    ],
  ])('is refused as %j, with an error at %s', async (order, pointer, code) => {
    const shop = await makeShop()
    const response = await shop.api('POST', '/v1/orders', order)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ pointer, code }] })
    expect(await table('purchase')).toEqual([])
  })
})

describe('an order with the id of a contact', () => {
  it('is that person’s, and is refused with the id of another shop’s contact', async () => {
    const [mine, other] = [await makeShop(unlessBought), await makeShop()]
    await mine.subscribe()
    const [contact] = await table('contact')
    const order = (id: string) => ({
      id,
      contactId: contact?.['id'],
      at: new Date(Date.now() + 1000).toISOString(),
      items: [{ sku: 'TEE-M' }],
    })
    await other.api('GET', '/v1/shop')
    const before = await everything()
    const answer = await other.api('POST', '/v1/orders', order('1'))
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/contactId', code: 'contact_unknown' }] },
    ])
    expect(await everything()).toEqual(before)

    expect((await mine.api('POST', '/v1/orders', order('1'))).status).toBe(202)
    expect(await table('purchase')).toMatchObject([
      { shop_id: mine.id, contact_id: contact?.['id'] },
    ])
  })

  it('of another shop does not count for a person, even if its row names them', async () => {
    const [mine, other] = [await makeShop(unlessBought), await makeShop()]
    await mine.subscribe()
    const [contact] = await table('contact')
    await world.env.DB.prepare(
      `INSERT INTO purchase (shop_id, contact_id, sku, order_id, quantity, at)
       VALUES (?1, ?2, 'TEE-M', '1', 1, ?3)`,
    )
      .bind(other.id, contact?.['id'], Date.now() + 1000)
      .run()
    await mine.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    const shown = await mine.api('GET', `/v1/contacts/${contact?.['id']}`)
    expect(await shown.json()).toMatchObject({ purchases: [] })
  })
})

describe('a purchase', () => {
  const DAY = 24 * 60 * 60 * 1000
  const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString()

  /** Moves all sent notifications back in time. */
  const sentAgo = (days: number) =>
    world.env.DB.prepare('UPDATE notification SET sent_at = ?1 WHERE sent_at > ?1')
      .bind(Date.now() - days * DAY)
      .run()

  const restocked = async (shop: TestShop, level: Record<string, unknown> = {}) => {
    await shop.setStock({ sku: 'TEE-M', quantity: 5, ...level })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0, ...level })
  }

  const restocks = async (shop: TestShop, query = '') => {
    const answer = await shop.api('GET', `/v1/restocks${query}`)
    expect(answer.status).toBe(200)
    return answer.json<{ restocks: Record<string, unknown>[]; cursor?: string }>()
  }

  const buy = async (shop: TestShop, id: string, more: Record<string, unknown> = {}) => {
    const items = [{ sku: 'TEE-M', quantity: 2, price: 0.1, currency: 'EUR' }]
    const order = { id, email: 'ada@example.com', items, ...more }
    expect((await shop.api('POST', '/v1/orders', order)).status).toBe(202)
  }

  it('counts for the restock of the latest message before it', async () => {
    const shop = await makeShop()
    for (const days of [3, 1]) {
      await shop.subscribe()
      await restocked(shop)
      await sentAgo(days)
    }
    const [first, second] = (await restocks(shop)).restocks.toReversed().map(({ id }) => id)
    await buy(shop, 'early', { at: ago(2) })
    await buy(shop, 'late')
    await buy(shop, 'before', { at: ago(4) })
    const bought = Object.fromEntries(
      (await table('purchase')).map((one) => [one['order_id'], one['restock_id']]),
    )
    expect(bought).toEqual({ early: first, late: second, before: null })
  })

  it('counts for seven days, and only for the same person, sku and shop', async () => {
    const shop = await makeShop()
    const other = await makeShop()
    await shop.subscribe()
    await restocked(shop)
    await buy(shop, 'other-person', { email: 'eve@example.com' })
    await buy(shop, 'other-sku', { items: [{ sku: 'VASE', price: 1, currency: 'EUR' }] })
    await buy(other, 'other-shop')
    await sentAgo(6.99)
    await buy(shop, 'in-time')
    await sentAgo(7.01)
    await buy(shop, 'too-late')
    const counted = (await table('purchase')).filter(({ restock_id: id }) => id !== null)
    expect(counted.map(({ order_id: id }) => id)).toEqual(['in-time'])
    expect((await restocks(other)).restocks).toEqual([])
  })

  it('is counted in its restock: orders, units, and revenue by currency', async () => {
    const shop = await makeShop()
    for (const name of ['a', 'b', 'c', 'd']) {
      await shop.subscribe({ email: `${name}@example.com`, locale: 'sv-SE', externalId: '4' })
    }
    await restocked(shop, { locale: 'sv-SE', externalId: '4' })
    const path = linkIn(world.mails[0]?.text ?? '', 'r')
    await ask(path)
    const sek = [{ sku: 'TEE-M', price: 299, currency: 'SEK' }]
    await buy(shop, '1', { email: 'a@example.com' })
    for (let time = 0; time < 2; time += 1) await buy(shop, '2', { email: 'b@example.com' })
    await buy(shop, '3', { email: 'c@example.com', items: sek })
    await buy(shop, '4', { email: 'd@example.com', items: [{ sku: 'TEE-M' }] })
    await buy(shop, '5', { email: 'a@example.com' })
    const [one] = (await restocks(shop)).restocks
    const revenue = one?.['revenue'] as { currency: string }[]
    expect(one).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      sku: 'TEE-M',
      locale: 'sv-SE',
      externalId: '4',
      at: new Date(Number((await table('restock'))[0]?.['since'])).toISOString(),
      state: 'done',
      matched: 4,
      held: 0,
      holds: {},
      clicked: 1,
      orders: 5,
      units: 8,
      revenue: expect.any(Array),
    })
    // Three times 2 × 0.1: as floats the sum would be a little above 0.6.
    expect(revenue.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
      { currency: 'EUR', amount: 0.6 },
      { currency: 'SEK', amount: 299 },
    ])
  })

  it('is listed with the restocks of its shop: newest first, in pages, by sku', async () => {
    const shop = await makeShop()
    const other = await makeShop()
    for (const one of [shop, other]) {
      for (const sku of ['TEE-M', 'VASE', 'TEE-M', 'MUG', 'TEE-M']) {
        await one.subscribe({ sku })
        await restocked(one, { sku })
      }
    }
    const skus: unknown[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await restocks(shop, `?limit=2${cursor && `&cursor=${cursor}`}`)
      expect(page.restocks.length).toBeLessThanOrEqual(2)
      skus.push(...page.restocks.map(({ sku }) => sku))
      cursor = page.cursor
    }
    expect(skus).toEqual(['TEE-M', 'MUG', 'TEE-M', 'VASE', 'TEE-M'])
    expect((await restocks(shop, '?sku=VASE')).restocks).toMatchObject([
      { sku: 'VASE', orders: 0, units: 0, revenue: [], clicked: 0 },
    ])
    expect((await ask('/v1/restocks')).status).toBe(401)
    expect((await shop.api('GET', '/v1/restocks?limit=0')).status).toBe(422)
  })

  it('is recorded without a restock if the person was never notified', async () => {
    const shop = await makeShop()
    await buy(shop, '1', { email: 'nobody@example.com' })
    expect(await table('purchase')).toMatchObject([{ restock_id: null }])
  })
})

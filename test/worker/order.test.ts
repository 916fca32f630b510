import { describe, expect, it } from 'vitest'
import { drain, makeShop, table, world } from './harness.ts'

const unlessBought = { rules: { conditions: { field: 'purchased', op: 'eq', value: false } } }

describe('an order', () => {
  it('is recorded once, its items by sku', async () => {
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

  it('since the person asked leaves nothing to tell, where the shop says so', async () => {
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
  ])('%j is refused at %s', async (order, pointer, code) => {
    const shop = await makeShop()
    const response = await shop.api('POST', '/v1/orders', order)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ pointer, code }] })
    expect(await table('purchase')).toEqual([])
  })
})

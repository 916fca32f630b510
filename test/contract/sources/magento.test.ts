/** The Magento source against a fake of its REST interface. */
import { describe, expect, it } from 'vitest'
import { MAGENTO_TOKEN, type ShelfSku } from '../../fakes/magento.ts'
import type { Received } from '../../fakes/upstream.ts'
import { fakeUrl, makeShop, poll, sourceState, table } from '../../worker/harness.ts'
import { passesSuite, type Sent, type Vendor } from './suite.ts'

const SECRET = 'magento-hook-secret'

function magento(scene = 'good') {
  const baseUrl = fakeUrl('magento', scene)
  return {
    options: { type: 'magento', baseUrl, token: MAGENTO_TOKEN, hookSecret: SECRET },
    put: async (shelf: Record<string, ShelfSku>) => {
      const body = JSON.stringify(shelf)
      const answer = await fetch(`${baseUrl}/shelf`, { method: 'PUT', body })
      if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
    },
    asked: async () =>
      ((await (await fetch(`${baseUrl}/requests`)).json()) as Received[])
        .filter(({ method }) => method === 'GET')
        .map(({ path }) => path.replace('/rest/V1/', '')),
  }
}

let deliveries = 0

function pushed(body: unknown, secret = SECRET): Sent {
  deliveries += 1
  const headers = { 'X-Hook-Secret': secret, 'X-Hook-Id': `d-${deliveries}` }
  return { body: JSON.stringify(body), headers }
}

const vendor = (scene?: string) => async (): Promise<Vendor> => {
  const { options, put } = magento(scene)
  return {
    options,
    setStock: (quantity) => put({ 'TEE-M': { salable: quantity > 0, quantity } }),
    push: {
      good: async () => pushed({ skus: ['TEE-M'] }),
      bad: async () => pushed({ skus: ['TEE-M'] }, 'another-secret-altogether'),
      unreadable: async () => pushed({ sku: 'TEE-M', quantity: 4 }),
    },
  }
}

passesSuite({
  type: 'magento',
  secrets: ['token', 'hookSecret'],
  push: { ids: true },
  good: vendor(),
  down: vendor('down'),
  broken: vendor('broken'),
})

async function levels() {
  const rows = await table<{ sku: string; quantity: number }>('stock_level')
  return Object.fromEntries(rows.map(({ sku, quantity }) => [sku, quantity]))
}

describe('a level at Magento', () => {
  it.each([
    ['is the salable quantity', { salable: true, quantity: 7 }, {}, 7],
    ['is rounded down to a whole number', { salable: true, quantity: 2.75 }, {}, 2],
    ['is zero if it is not salable, whatever the quantity', { salable: false, quantity: 7 }, {}, 0],
    ['is one if stock is not managed', { salable: true, quantity: 0, manage_stock: false }, {}, 1],
    ['of a backorder is its quantity', { salable: true, quantity: -3, backorders: 1 }, {}, 0],
    [
      'of a backorder is one if the shop sells backorders',
      { salable: true, quantity: -3, backorders: 2 },
      { oversell: 'in_stock' },
      1,
    ],
    [
      'is read from the stock that the shop names',
      { salable: true, quantity: 7, stockId: 3 },
      { stockId: 3 },
      7,
    ],
  ])('%s', async (_what, sku, changes, level) => {
    const { options, put } = magento()
    const shop = await makeShop({ sources: [{ ...options, ...changes }] })
    await put({ A: sku })
    await poll(shop, 'magento')
    expect(await sourceState(shop)).toMatchObject({ error: null })
    expect(await levels()).toEqual({ A: level })
  })

  it('of a sku with a slash and a space is requested with both encoded', async () => {
    const { options, put, asked } = magento()
    const shop = await makeShop({ sources: [options] })
    await put({ 'TEE/M å': { salable: true, quantity: 2 } })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ 'TEE/M å': 2 })
    expect(await asked()).toContain('inventory/is-product-salable/TEE%252FM%20%C3%A5/1')
  })

  it('of a sku that Magento does not know stays unchanged', async () => {
    const { options, put } = magento()
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe({ sku: 'GONE' })
    await put({ A: { salable: true, quantity: 1 } })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 1 })
    expect(await sourceState(shop)).toMatchObject({ error: null })
  })
})

describe('a run over Magento', () => {
  it('reads the skus that people wait for first, and the rest in turn', async () => {
    const { options, put, asked } = magento()
    const shop = await makeShop({ sources: [{ ...options, skusPerRun: 2 }] })
    await put(
      Object.fromEntries(['A', 'B', 'C', 'W'].map((sku) => [sku, { salable: true, quantity: 4 }])),
    )
    await shop.subscribe({ sku: 'W' })
    const salable = async () =>
      (await asked()).flatMap((path) => /is-product-salable\/(\w+)/.exec(path)?.[1] ?? [])
    await poll(shop, 'magento')
    expect(await salable()).toEqual(['W', 'A'])
    // Each sku is at two of Magento's inventory sources, so a page of two items holds one sku.
    for (const _ of [2, 3, 4, 5]) await poll(shop, 'magento')
    expect(await salable()).toEqual(['W', 'A', 'B', 'C', 'W', 'A'])
  })

  it('reads every sku that people wait for in turn', async () => {
    const { options, put } = magento()
    const shop = await makeShop({ sources: [{ ...options, skusPerRun: 1 }] })
    await put({ A: { salable: false, quantity: 0 }, B: { salable: false, quantity: 0 } })
    await shop.subscribe({ sku: 'A' })
    await shop.subscribe({ sku: 'B' })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 0 })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 0, B: 0 })
  })
})

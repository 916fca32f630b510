/** The Magento source against a fake of its REST interface. */
import { describe, expect, it } from 'vitest'
import { MAGENTO_TOKEN, type OddAnswers, type ShelfSku } from '../../fakes/magento.ts'
import type { Received } from '../../fakes/upstream.ts'
import { openFaults } from '../../../worker/connectors/sources/item-faults.ts'
import { fakeUrl, makeShop, poll, sourceState, table, world } from '../../worker/harness.ts'
import { passesSuite, type Sent, type Vendor } from './suite.ts'

const SECRET = 'magento-hook-secret'

function magento(scene = 'good') {
  const baseUrl = fakeUrl('magento', scene)
  const set = async (what: string, value: object) => {
    const body = JSON.stringify(value)
    const answer = await fetch(`${baseUrl}/${what}`, { method: 'PUT', body })
    if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
  }
  return {
    options: { type: 'magento', baseUrl, token: MAGENTO_TOKEN, hookSecret: SECRET },
    put: (shelf: Record<string, ShelfSku>) => set('shelf', shelf),
    odd: (answers: OddAnswers) => set('answers', answers),
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
  let shelf: Record<string, ShelfSku> = {}
  const add = (more: Record<string, ShelfSku>) => put((shelf = { ...shelf, ...more }))
  return {
    options,
    setStock: (quantity) => add({ 'TEE-M': { salable: quantity > 0, quantity } }),
    spoil: (skus) =>
      add(
        Object.fromEntries(
          skus.map((sku, n) => [
            sku,
            { salable: true, quantity: 1, refused: [403, 404, 500, 410, 400][n % 5] ?? 403 },
          ]),
        ),
      ),
    push: {
      good: async () => pushed({ skus: ['TEE-M'] }),
      bad: async () => pushed({ skus: ['TEE-M'] }, 'another-secret-altogether'),
      unreadable: async () => pushed({ hello: 'there' }),
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
  ])('%s', async (_what, sku, { oversell, ...changes }: Record<string, unknown>, level) => {
    const { options, put } = magento()
    const shop = await makeShop({ oversell, sources: [{ ...options, ...changes }] })
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

describe('a sku that a firewall refuses', () => {
  it('is put off, and the others are read in each run', async () => {
    const { options, put, asked } = magento()
    const shop = await makeShop({ sources: [options] })
    const poison = "' union select 1"
    await shop.subscribe({ sku: poison })
    await shop.subscribe({ sku: 'A' })
    await put({
      [poison]: { salable: true, quantity: 1, refused: 403 },
      A: { salable: false, quantity: 0 },
    })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 0 })
    expect(await sourceState(shop)).toMatchObject({
      error: null,
      faults: { count: 1, items: [{ item: poison, reason: 'http_403', failures: 1 }] },
    })
    await poll(shop, 'magento')
    const paths = await asked()
    expect(paths.filter((path) => path.includes('union'))).toHaveLength(1)
    expect(paths.filter((path) => path.includes('is-product-salable/A/'))).toHaveLength(2)
  })

  it('is tried again after a pause that doubles, up to a day', async () => {
    const { options, put } = magento()
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe({ sku: 'A' })
    await put({ A: { salable: true, quantity: 1, refused: 403 } })
    const delays: number[] = []
    for (let run = 0; run < 9; run += 1) {
      await poll(shop, 'magento')
      const [row] = await table<{ faults: string }>('source')
      const stored = JSON.parse(String(row?.faults)) as {
        items: [string, string, string, number, number][]
      }
      delays.push(Math.round(((stored.items[0]?.[4] ?? 0) - Date.now()) / 60_000))
      for (const one of stored.items) one[4] = Date.now() - 1
      await world.env.DB.prepare('UPDATE source SET faults = ?1').bind(JSON.stringify(stored)).run()
    }
    expect(delays).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
    await put({ A: { salable: true, quantity: 1 } })
    await poll(shop, 'magento')
    expect(await levels()).toEqual({ A: 1 })
    expect(await sourceState(shop)).toMatchObject({ faults: { count: 0, items: [] } })
  })

  it('is one of at most 500 that are remembered', async () => {
    const faults = openFaults(null, 0)
    for (let n = 0; n < 2_000; n += 1) faults.note(`sku-${n}`, 'http_403')
    expect(faults.list()).toHaveLength(500)
    expect(openFaults(faults.toText(), 0).list()).toEqual(faults.list())
  })
})

describe('a Magento that fails', () => {
  it('puts no sku off, and the next run starts after those that failed', async () => {
    const { options, put, asked } = magento('gone-dark')
    const shop = await makeShop({ sources: [options] })
    for (const sku of ['A', 'B', 'C', 'D']) await shop.subscribe({ sku })
    await put(
      Object.fromEntries(['A', 'B', 'C', 'D'].map((sku) => [sku, { salable: false, quantity: 0 }])),
    )
    await poll(shop, 'magento')
    expect(await sourceState(shop)).toMatchObject({
      error: { reason: 'http_500' },
      faults: { count: 0 },
    })
    const salable = (await asked()).flatMap((path) => /salable\/(\w+)/.exec(path)?.[1] ?? [])
    expect(salable).toEqual(['A', 'B', 'C'])
    await poll(shop, 'magento')
    expect((await asked()).filter((path) => path.includes('salable/D'))).toHaveLength(1)
  })
})

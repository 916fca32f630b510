/**
 * What every source must do. The test file of a source calls `passesSuite` with the vendor's real
 * payloads and its fake, and adds tests of its own.
 */
import { describe, expect, it } from 'vitest'
import {
  ask,
  drain,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  type TestShop,
  world,
} from '../../worker/harness.ts'

/** A webhook as the vendor sends it. */
export interface Sent {
  body: string
  headers: Record<string, string>
}

/** A vendor's system on its fake, in a scene of its own. */
export interface Vendor {
  /** The options of the source, as they stand in a shop's settings. */
  options: Record<string, unknown>
  /** Further settings of the shop and its catalogue, if the source needs them. */
  settings?: Record<string, unknown>
  products?: Record<string, unknown>[]
  /** Sets the vendor's level of `TEE-M`. */
  setStock(quantity: number): Promise<void>
  /**
   * Makes these SKUs unreadable: the vendor answers for each with a fault, or has them in a shape
   * that nobody knows. They stand around `TEE-M` in the order of their names.
   */
  spoil?(skus: string[]): Promise<void>
  /** The product that a stranger's request for a spoilt SKU names. */
  named?(sku: string): Record<string, unknown>
  /** Webhooks of the vendor, if it has any. Each call returns a new delivery. */
  push?: {
    /** Well signed: the new level of TEE-M. If the source reads again, `setStock` has set the level. */
    good(quantity: number): Promise<Sent>
    bad(quantity: number): Promise<Sent>
    /** Well signed, but too long ago. For vendors that sign a time. */
    stale?(quantity: number): Promise<Sent>
    /** Well signed, with content that the source does not know. */
    unreadable(): Promise<Sent>
    ping?(): Promise<Sent>
  }
}

export interface Suite {
  type: string
  /** The options that may be stored nowhere in clear text. */
  secrets: string[]
  /** What the vendor's webhooks contain, if it sends any. */
  push?: {
    /** A signed time. */
    times?: true
    /** An id for each delivery. */
    ids?: true
    /** A ping when the webhook is created. */
    ping?: true
  }
  good(): Promise<Vendor>
  /** Answers nothing, or 5xx. */
  down(): Promise<Vendor>
  /** Answers something unreadable. */
  broken(): Promise<Vendor>
}

/** A shop with this vendor as its source. Ada waits for TEE-M, which is sold out. */
async function waiting(vendor: Vendor): Promise<TestShop> {
  const shop = await makeShop({ sources: [vendor.options], ...vendor.settings })
  if (vendor.products) await shop.api('PUT', '/v1/products', vendor.products)
  await shop.setStock({ sku: 'TEE-M', quantity: 0 })
  await shop.subscribe()
  return shop
}

const nameOf = ({ options }: Vendor) => String(options['name'] ?? options['type'])

const send = (shop: TestShop, vendor: Vendor, { body, headers }: Sent) =>
  ask(`/hooks/${nameOf(vendor)}/${shop.id}`, { method: 'POST', body, headers })

const levels = async () =>
  (await table<{ sku: string; quantity: number }>('stock_level')).filter(
    ({ sku }) => sku === 'TEE-M',
  )

export function passesSuite({ type, secrets, push: has, good, down, broken }: Suite): void {
  describe(`source ${type}`, () => {
    it('notifies the person who waits after a poll', async () => {
      const vendor = await good()
      await vendor.setStock(0)
      const shop = await waiting(vendor)
      await poll(shop, nameOf(vendor))
      expect(world.mails).toEqual([])
      await vendor.setStock(4)
      await poll(shop, nameOf(vendor))
      expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
      expect(await sourceState(shop)).toMatchObject({ error: null, restocks: { polled: 1 } })
    })

    it('writes no level and no log entry if nothing has changed', async () => {
      const vendor = await good()
      await vendor.setStock(4)
      const shop = await waiting(vendor)
      await poll(shop, nameOf(vendor))
      const before = [await table('stock_level'), await table('product'), await table('log')]
      await poll(shop, nameOf(vendor))
      expect([await table('stock_level'), await table('product'), await table('log')]).toEqual(
        before,
      )
    })

    it.each([
      ['down', down],
      ['broken', broken],
    ])('changes nothing and reports the fault if the other side is %s', async (_how, start) => {
      const vendor = await start()
      await vendor.setStock(4)
      const shop = await waiting(vendor)
      const before = await table('stock_level')
      await poll(shop, nameOf(vendor))
      expect(await table('stock_level')).toEqual(before)
      expect(world.mails).toEqual([])
      expect(await table('subscription')).toHaveLength(1)
      expect(await sourceState(shop)).toMatchObject({ error: { reason: expect.any(String) } })
      expect(await logged(shop, 'source_failed')).toHaveLength(1)
    })

    it.each([
      ['first', ['!1', '!2', '!3', '!4'], 1],
      ['in the middle', ['!1', 'TEE-A', 'TEE-Z', '~1'], 1],
      ['in a long row', Array.from({ length: 120 }, (_, n) => `!${String(n).padStart(3, '0')}`), 4],
    ])(
      'serves everybody else if items that cannot be read stand %s',
      async (_where, skus, runs) => {
        const vendor = await good()
        if (!vendor.spoil) return
        await vendor.setStock(4)
        await vendor.spoil(skus)
        const shop = await waiting(vendor)
        for (const [n, sku] of skus.entries()) {
          await shop.subscribe({
            sku,
            email: `stranger-${n}@example.com`,
            product: vendor.named?.(sku),
          })
        }
        for (let run = 0; run < runs; run += 1) await poll(shop, nameOf(vendor))
        expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
        const state = await sourceState(shop)
        expect(state).toMatchObject({
          error: null,
          faults: {
            count: expect.any(Number),
            items: expect.arrayContaining([
              {
                item: expect.any(String),
                reason: expect.any(String),
                failures: expect.any(Number),
                nextAt: expect.any(String),
              },
            ]),
          },
        })
        const { count, items } = state['faults'] as { count: number; items: object[] }
        expect(count).toBeGreaterThanOrEqual(skus.length > 50 ? 50 : skus.length)
        expect(items.length).toBeLessThanOrEqual(20)
      },
    )

    it('accepts its own settings as the API returns them, with masked secrets', async () => {
      const vendor = await good()
      await vendor.setStock(4)
      const shop = await waiting(vendor)
      const { sources } = await (await shop.api('GET', '/v1/shop')).json<{ sources: object[] }>()
      expect((await shop.api('PATCH', '/v1/shop', { sources })).status).toBe(200)
      await poll(shop, nameOf(vendor))
      expect(await sourceState(shop)).toMatchObject({ error: null })
      expect(world.mails).toHaveLength(1)
    })

    it('keeps its secrets out of the database, the queue and the API’s answers', async () => {
      const vendor = await good()
      await vendor.setStock(4)
      const shop = await waiting(vendor)
      await shop.api('POST', `/v1/sources/${nameOf(vendor)}/poll`)
      const queued = structuredClone(world.queued)
      await drain()
      const tables = await Promise.all(
        ['shop', 'source', 'log', 'hook_seen'].map((name) => table(name)),
      )
      const read = await (await shop.api('GET', '/v1/shop')).text()
      const everything = JSON.stringify([queued, tables, read])
      for (const field of secrets) {
        const secret = vendor.options[field]
        expect(secret).toEqual(expect.any(String))
        expect(everything).not.toContain(secret)
      }
    })
  })

  describe.runIf(has)(`source ${type} with webhooks`, () => {
    it('notifies the person who waits after a webhook', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      await vendor.setStock(4)
      expect((await send(shop, vendor, await push.good(4))).status).toBe(202)
      await drain()
      expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
      expect(await sourceState(shop)).toMatchObject({
        heardAt: expect.any(String),
        restocks: { pushed: 1, polled: 0 },
      })
    })

    it('refuses a wrong signature, and changes nothing', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      const before = [await levels(), await table('log')]
      await vendor.setStock(4)
      expect((await send(shop, vendor, await push.bad(4))).status).toBe(401)
      const { body } = await push.good(4)
      expect((await send(shop, vendor, { body, headers: {} })).status).toBe(401)
      await drain()
      expect([await levels(), await table('log')]).toEqual(before)
    })

    it.runIf(has?.times)('refuses a webhook that was signed too long ago', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      await vendor.setStock(4)
      const stale = await push.stale?.(4)
      expect(stale && (await send(shop, vendor, stale)).status).toBe(401)
      await drain()
      expect(await levels()).toMatchObject([{ quantity: 0 }])
    })

    it.runIf(has?.ids)('takes the same delivery once', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      await vendor.setStock(4)
      const sent = await push.good(4)
      expect((await send(shop, vendor, sent)).status).toBe(202)
      await drain()
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
      const before = await table('log')
      expect((await send(shop, vendor, sent)).status).toBe(200)
      await drain()
      expect(await levels()).toMatchObject([{ quantity: 0 }])
      expect(await table('log')).toEqual(before)
    })

    it('answers 202 to a webhook it cannot read, and logs none of its content', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      const before = await levels()
      const sent = await push.unreadable()
      expect((await send(shop, vendor, sent)).status).toBe(202)
      await drain()
      expect(await levels()).toEqual(before)
      expect(await logged(shop, 'hook_unreadable')).toEqual([
        { source: nameOf(vendor), characters: sent.body.length },
      ])
    })

    it.runIf(has?.ping)('answers 200 to a ping', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      const ping = await push.ping?.()
      expect(ping && (await send(shop, vendor, ping)).status).toBe(200)
    })
  })
}

async function pushing(good: () => Promise<Vendor>) {
  const vendor = await good()
  if (!vendor.push) throw new Error('this vendor sends no webhooks')
  return { vendor, push: vendor.push }
}

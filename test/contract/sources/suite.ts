/**
 * What every source has to do, whoever it speaks to: a test file for a source calls `passesSuite`
 * with the vendor's real payloads and its fake, and adds what is particular to it.
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

/** A vendor's system in a scene of its own. */
export interface Vendor {
  /** The options of the source, as they stand in a shop's settings. */
  options: Record<string, unknown>
  /** Further settings of the shop, and its catalogue, where the source needs them. */
  settings?: Record<string, unknown>
  products?: Record<string, unknown>[]
  /** Says how many of `TEE-M` there are from now on. */
  setStock(quantity: number): Promise<void>
  /** Webhooks of the vendor, where it has any. Each call is another delivery. */
  push?: {
    /** Well signed: TEE-M has so many now. A source that reads again has been told by `setStock`. */
    good(quantity: number): Promise<Sent>
    bad(quantity: number): Promise<Sent>
    /** Well signed, too long ago; where the vendor signs a time. */
    stale?(quantity: number): Promise<Sent>
    /** Well signed, and nothing that the source knows. */
    unreadable(): Promise<Sent>
    ping?(): Promise<Sent>
  }
}

export interface Suite {
  type: string
  /** Which of the options must stand nowhere in clear. */
  secrets: string[]
  /** What the vendor's webhooks have, where it sends any. */
  push?: {
    /** A time that is signed. */
    times?: true
    /** An id for each delivery. */
    ids?: true
    /** A greeting when the webhook is made. */
    ping?: true
  }
  good(): Promise<Vendor>
  /** Answers nothing, or 5xx. */
  down(): Promise<Vendor>
  /** Answers what nobody can read. */
  broken(): Promise<Vendor>
}

/** The shop with this vendor as its source, and Ada waiting for TEE-M, which is known sold out. */
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
  describe(`${type}, as every source,`, () => {
    it('when it is asked, brings the mail to who waits', async () => {
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

    it('when nothing has changed, writes no level and no entry of the log', async () => {
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
    ])('when the other side is %s, changes nothing and says so', async (_how, start) => {
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

    it('takes its options back as they are read, with its secrets masked', async () => {
      const vendor = await good()
      await vendor.setStock(4)
      const shop = await waiting(vendor)
      const { sources } = await (await shop.api('GET', '/v1/shop')).json<{ sources: object[] }>()
      expect((await shop.api('PATCH', '/v1/shop', { sources })).status).toBe(200)
      await poll(shop, nameOf(vendor))
      expect(await sourceState(shop)).toMatchObject({ error: null })
      expect(world.mails).toHaveLength(1)
    })

    it('keeps its secrets out of the database, the queue and what is read back', async () => {
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

  describe.runIf(has)(`${type}, as every source that is pushed,`, () => {
    it('brings the mail to who waits', async () => {
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

    it.runIf(has?.times)('refuses what was signed too long ago', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      await vendor.setStock(4)
      const stale = await push.stale?.(4)
      expect(stale && (await send(shop, vendor, stale)).status).toBe(401)
      await drain()
      expect(await levels()).toMatchObject([{ quantity: 0 }])
    })

    it.runIf(has?.ids)('takes one delivery once', async () => {
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

    it('answers 202 to what it cannot read, and logs no word of it', async () => {
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

    it.runIf(has?.ping)('answers a greeting 200', async () => {
      const { vendor, push } = await pushing(good)
      const shop = await waiting(vendor)
      const ping = await push.ping?.()
      expect(ping && (await send(shop, vendor, ping)).status).toBe(200)
    })
  })
}

async function pushing(good: () => Promise<Vendor>) {
  const vendor = await good()
  if (!vendor.push) throw new Error('nothing is pushed')
  return { vendor, push: vendor.push }
}

/**
 * What every destination must do with every kind of answer. The test file of a destination calls
 * `passesSuite` with its options and its fake, and adds tests of its own.
 */
import { describe, expect, it } from 'vitest'
import type { Received } from '../../fakes/upstream.ts'
import {
  drain,
  fakeUrl,
  makeShop,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'

export interface Suite {
  type: string
  /** The name of the fake: its file in test/fakes/. */
  fake: string
  /** The destination's options, pointed at a scene. */
  options(baseUrl: string): Record<string, unknown>
  /** Further settings of the shop. */
  settings?: Record<string, unknown>
  /** Options that may be stored nowhere in clear text. */
  secrets: string[]
  /** The call that the suite makes fail. */
  call: 'subscribe' | 'notify'
  /** Changes to the request for the subscription. */
  request?: Record<string, unknown>
  /** Whether a refusal is retried, too. Default: false, the row is dead at once. */
  triesAgain?: boolean
  /** The outcome of each status that the destination decides about itself. */
  statuses: { status: number; becomes: 'done' | 'parked' | 'dead' | 'again'; reason?: string }[]
}

/** The requests that a scene of a fake received. */
export async function receivedAt(baseUrl: string): Promise<Received[]> {
  const response = await fetch(`${baseUrl}/requests`)
  return response.json<Received[]>()
}

/** A shop with this one destination, pointed at a scene of its fake. */
export async function shopAt(
  suite: Suite,
  scene: string,
  changes: Record<string, unknown> = {},
): Promise<{ shop: TestShop; baseUrl: string }> {
  const baseUrl = fakeUrl(suite.fake, scene)
  const destinations = [{ ...suite.options(baseUrl), ...changes }]
  return { shop: await makeShop({ ...suite.settings, destinations }), baseUrl }
}

/** Causes the call: a person subscribes and, for `notify`, the variant comes back. */
export async function provoke(suite: Suite, shop: TestShop): Promise<void> {
  await shop.subscribe(suite.request)
  await drain()
  if (suite.call === 'subscribe') return
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
}

const ROWS = {
  done: [],
  parked: [{ state: 'open', attempts: 0 }],
  dead: [{ state: 'dead' }],
  again: [{ state: 'open', attempts: 1 }],
}

/** Expects that nobody was lost: the person still waits, has an outbox row, or was notified. */
async function isKept(suite: Suite): Promise<void> {
  const rows = [...(await table('subscription')), ...(await table('outbox'))]
  const told = suite.call === 'notify' ? await table('notification') : []
  expect(rows.length + told.length).toBeGreaterThan(0)
}

export function passesSuite(suite: Suite): void {
  describe(`destination ${suite.type}`, () => {
    it.each([
      { answer: 'a 500', scene: 'server-error', row: { reason: 'http_500' } },
      { answer: 'an HTML error page', scene: 'edge-html', row: { reason: 'http_502' } },
      { answer: 'no answer in time', scene: 'hanging', row: { reason: 'timeout' } },
      { answer: 'a 429', scene: 'throttled-plainly', row: { reason: 'http_429' } },
    ])('retries the call after $answer', async ({ scene, row }) => {
      const { shop } = await shopAt(suite, scene)
      await provoke(suite, shop)
      expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 1, ...row }])
      await isKept(suite)
      const tenSeconds = scene === 'hanging' ? [10_000] : []
      expect([...new Set(world.limitsMs)]).toEqual(tenSeconds)
    })

    it('waits as long as Retry-After says after a 429', async () => {
      const { shop, baseUrl } = await shopAt(suite, 'throttled')
      const before = Date.now()
      await provoke(suite, shop)
      // An hour, because our own first delay is half a minute at most.
      const [row] = await table<{ due_at: number }>('outbox')
      expect(row?.due_at).toBeGreaterThanOrEqual(before + 3_600_000)
      expect(row?.due_at).toBeLessThanOrEqual(Date.now() + 3_600_000)
      const sent = (await receivedAt(baseUrl)).length
      await tick()
      await drain()
      expect(await receivedAt(baseUrl)).toHaveLength(sent)
      await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
      await tick()
      await drain()
      expect(await table('outbox')).toEqual([])
    })

    const state = suite.triesAgain ? 'open' : 'dead'
    it(`leaves the call ${state}, with a reason, after a 400 without a body`, async () => {
      const { shop } = await shopAt(suite, 'empty-error')
      await provoke(suite, shop)
      expect(await table('outbox')).toMatchObject([{ state, reason: 'http_400' }])
      await isKept(suite)
    })

    it.each(suite.statuses)(
      'turns status $status into the outcome $becomes',
      async ({ status, becomes, reason }) => {
        const { shop } = await shopAt(suite, `answers-${status}`)
        await provoke(suite, shop)
        const expected = ROWS[becomes].map((row) => ({ ...row, ...(reason && { reason }) }))
        expect(await table('outbox')).toMatchObject(expected)
        await isKept(suite)
      },
    )

    it('sends a User-Agent with every call', async () => {
      const { shop, baseUrl } = await shopAt(suite, 'good')
      await provoke(suite, shop)
      const requests = await receivedAt(baseUrl)
      expect(requests.length).toBeGreaterThan(0)
      for (const { headers } of requests) expect(headers['user-agent']).toMatch(/^Shelfbell\//)
    })

    it('makes one call when the same request or stock update repeats', async () => {
      const { shop, baseUrl } = await shopAt(suite, 'good')
      await provoke(suite, shop)
      const once = (await receivedAt(baseUrl)).length
      if (suite.call === 'subscribe') await shop.subscribe(suite.request)
      else await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      await drain()
      expect(await receivedAt(baseUrl)).toHaveLength(once)
      expect(await table('outbox')).toEqual([])
    })

    it('stores neither its secrets nor the person’s address in clear text', async () => {
      const { shop } = await shopAt(suite, 'server-error')
      await provoke(suite, shop)
      const stored = JSON.stringify([
        await table('shop'),
        await table('outbox'),
        await table('log'),
        await table('subscription'),
        await table('contact'),
        world.queued,
      ])
      for (const secret of [...suite.secrets, 'ada@example.com', '46701234567']) {
        expect(stored).not.toContain(secret)
      }
      const shown = await (await shop.api('GET', '/v1/shop')).text()
      for (const secret of suite.secrets) expect(shown).not.toContain(secret)
    })
  })
}

/** `POST /hooks/:name/:shop` with a stand-in for a vendor. test/contract tests the real vendors. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { feed } from '../../worker/connectors/sources/feed/feed.ts'
import type { Verification } from '../../worker/connectors/hook.ts'
import type { SourceCalls } from '../../worker/connectors/sources/contract.ts'
import {
  ask,
  deliver,
  drain,
  logged,
  makeShop,
  poll,
  sourceState,
  table,
  tick,
  world,
} from './harness.ts'

const DAY_MS = 24 * 60 * 60_000
const options = {
  type: 'feed',
  name: 'vendor',
  url: 'https://feed.example/',
  format: 'klaviyo',
  missingMeans: 'unchanged',
}
let calls: SourceCalls

beforeEach(() => {
  calls = {
    // The stand-in takes the result of the verification from a header.
    verify: async ({ headers }) => (headers.get('X-Verdict') ?? 'bad') as Verification,
    readDelivery: ({ body, headers }) => {
      const id = headers.get('X-Id')
      return { ...JSON.parse(body), ...(id && { id }) }
    },
    changesSince: async () => ({ kind: 'done' }),
  }
  vi.spyOn(feed, 'create').mockImplementation(() => calls)
})
afterEach(() => vi.restoreAllMocks())

const levels = (quantity: number, more = {}) => ({ levels: [{ sku: 'TEE-M', quantity, ...more }] })

function hook(shop: string, body: unknown, headers: Record<string, string> = {}, name = 'vendor') {
  return ask(`/hooks/${name}/${shop}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'X-Verdict': 'good', ...headers },
  })
}

describe('a webhook', () => {
  it.each(['id', 'publicKey'] as const)('to a shop by its %s leads to a mail', async (key) => {
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe()
    const at = new Date(Date.now() - 90_000).toISOString()
    expect((await hook(shop[key], levels(3, { at }))).status).toBe(202)
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await logged(shop, 'stock_received')).toMatchObject([{ source: 'vendor', restocks: 1 }])
    expect(await sourceState(shop)).toMatchObject({
      heardAt: expect.any(String),
      lagSeconds: expect.closeTo(90, -1),
      restocks: { pushed: 1, polled: 0 },
    })
  })

  it('whose level is below zero stores 0, as a source and the API do', async () => {
    const shop = await makeShop({ sources: [options] })
    expect((await hook(shop.id, levels(-4))).status).toBe(202)
    calls.changesSince = async (_cursor, sink) => {
      await sink.levels([{ sku: 'POLLED', quantity: -1 }])
      return { kind: 'done' }
    }
    await poll(shop, 'vendor')
    const put = await shop.api('PUT', '/v1/stock-levels', [{ sku: 'SENT', quantity: -7 }])
    expect(put.status).toBe(202)
    const stored = await table('stock_level')
    expect(stored.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['POLLED', 0],
      ['SENT', 0],
      ['TEE-M', 0],
    ])
  })

  it.each([
    ['bad', 401, 'signature_invalid'],
    ['stale', 401, 'signature_stale'],
  ])('with a %s signature is refused, and changes nothing', async (verdict, status, code) => {
    const shop = await makeShop({ sources: [options] })
    const answer = await hook(shop.id, levels(3), { 'X-Verdict': verdict })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code })
    expect(await table('stock_level')).toEqual([])
    expect(await table('log')).toEqual([])
  })

  it('is refused if its verification throws', async () => {
    calls.verify = async () => {
      throw new TypeError('not base64')
    }
    const shop = await makeShop({ sources: [options] })
    expect((await hook(shop.id, levels(3))).status).toBe(401)
  })

  it('is answered 200 if it is only a ping', async () => {
    const shop = await makeShop({ sources: [options] })
    expect((await hook(shop.id, 'webhook_id=7', { 'X-Verdict': 'ping' })).status).toBe(200)
    expect(await table('log')).toEqual([])
  })

  it('has no effect when it is delivered again', async () => {
    const shop = await makeShop({ sources: [options] })
    expect((await hook(shop.id, levels(3), { 'X-Id': 'w1' })).status).toBe(202)
    await hook(shop.id, levels(0), { 'X-Id': 'w2' })
    expect((await hook(shop.id, levels(3), { 'X-Id': 'w1' })).status).toBe(200)
    expect(await table('stock_level')).toMatchObject([{ quantity: 0 }])
  })

  it('is not mistaken for a webhook of another source with the same id', async () => {
    const shop = await makeShop({ sources: [options, { ...options, name: 'other' }] })
    await hook(shop.id, levels(3), { 'X-Id': 'w1' })
    expect((await hook(shop.id, levels(0), { 'X-Id': 'w1' }, 'other')).status).toBe(202)
  })

  it('is accepted when it is delivered again after it could not be stored', async () => {
    const shop = await makeShop({ sources: [options] })
    const send = world.env.SOURCE_QUEUE
    const broken = { sendBatch: () => Promise.reject(new Error('queue down')) }
    world.env.SOURCE_QUEUE = broken as never
    expect((await hook(shop.id, { hints: ['1'] }, { 'X-Id': 'w1' })).status).toBe(500)
    world.env.SOURCE_QUEUE = send
    expect((await hook(shop.id, { hints: ['1'] }, { 'X-Id': 'w1' })).status).toBe(202)
    expect(world.queued).toHaveLength(1)
  })

  it('is answered 202 and logged without its content if it cannot be read', async () => {
    const shop = await makeShop({ sources: [options] })
    const text = '{"secret-of-a-vendor'
    expect((await hook(shop.id, text)).status).toBe(202)
    const entries = await logged(shop, 'hook_unreadable')
    expect(entries).toEqual([{ source: 'vendor', characters: text.length }])
  })

  it('is answered 404 for an unknown shop or source', async () => {
    const shop = await makeShop({ sources: [options] })
    expect((await hook('nobody', levels(1))).status).toBe(404)
    expect((await hook(shop.id, levels(1), {}, 'nothing')).status).toBe(404)
    expect((await hook(shop.id, levels(1), {}, 'email')).status).toBe(404)
  })

  it('is answered 404 for a source that is only polled', async () => {
    const shop = await makeShop({ sources: [options] })
    calls = { changesSince: calls.changesSince }
    expect((await hook(shop.id, levels(1))).status).toBe(404)
  })

  it('is answered 413 if it is too long', async () => {
    const shop = await makeShop({ sources: [options] })
    expect((await hook(shop.id, 'x'.repeat(4 * 1024 * 1024 + 1))).status).toBe(413)
  })

  it('is verified with its body exactly as it was sent', async () => {
    const shop = await makeShop({ sources: [options] })
    const seen: string[] = []
    calls.verify = async ({ body }) => {
      seen.push(body)
      return 'ping'
    }
    const text = '{ "a":1,\r\n "ä": "é\u0000" , "n": 271878346596884015 }\n'
    await hook(shop.id, text)
    expect(seen).toEqual([text])
  })

  it('with a byte order mark is verified with it, and read without it', async () => {
    const shop = await makeShop({ sources: [options] })
    const seen: string[] = []
    calls.verify = async ({ body }) => {
      seen.push(body)
      return 'good'
    }
    const text = `\uFEFF${JSON.stringify(levels(3))}`
    expect((await hook(shop.id, text)).status).toBe(202)
    expect(seen).toEqual([text])
    expect(await table('stock_level')).toMatchObject([{ sku: 'TEE-M', quantity: 3 }])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/cloudevents+json', ''])(
    'is read whatever its content type (%s)',
    async (type) => {
      const shop = await makeShop({ sources: [options] })
      expect((await hook(shop.id, levels(3), { 'Content-Type': type })).status).toBe(202)
      expect(await table('stock_level')).toMatchObject([{ quantity: 3 }])
    },
  )

  it('of several levels loses only those that cannot be read, and counts them', async () => {
    const shop = await makeShop({ sources: [options] })
    const odd = [
      { sku: 'A', quantity: 1 },
      { sku: 7, quantity: 1 },
      { sku: 'B', quantity: 'many' },
      { sku: 'C', quantity: 2 },
      { sku: 'C', quantity: 3 },
    ]
    expect((await hook(shop.id, { levels: odd })).status).toBe(202)
    const stored = await table('stock_level')
    expect(stored.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['A', 1],
      ['C', 3],
    ])
    expect(await logged(shop, 'stock_received')).toMatchObject([{ refused: 2 }])
  })

  it.each([{}, { levels: [] }, { hints: [] }, { entries: [] }])(
    'without anything in it (%j) is accepted, and changes nothing',
    async (body) => {
      const shop = await makeShop({ sources: [options] })
      expect((await hook(shop.id, body)).status).toBe(202)
      expect(await table('stock_level')).toEqual([])
      expect(world.queued).toEqual([])
      expect(await sourceState(shop)).toMatchObject({ heardAt: expect.any(String) })
    },
  )

  it('is forgotten after a week', async () => {
    const shop = await makeShop({ sources: [options] })
    await hook(shop.id, levels(3), { 'X-Id': 'w1' })
    const night = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 3 * 60 * 60_000
    await tick(night + 5 * DAY_MS)
    expect(await table('hook_seen')).toHaveLength(1)
    await tick(night + 7 * DAY_MS)
    expect(await table('hook_seen')).toEqual([])
  })
})

describe('a hint of a webhook', () => {
  it('makes the queue read an item once, however often it was named', async () => {
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe()
    const read: string[][] = []
    calls.reread = async (hints, sink) => {
      read.push(hints)
      await sink.levels([{ sku: 'TEE-M', quantity: 2 }])
      return { kind: 'done' }
    }
    expect((await hook(shop.id, { hints: ['7', '7', '8'] })).status).toBe(202)
    expect(await table('stock_level')).toEqual([])
    await drain()
    expect(read).toEqual([['7', '8']])
    expect(world.mails).toHaveLength(1)
    expect(await sourceState(shop)).toMatchObject({ restocks: { pushed: 1, polled: 0 } })
  })

  it('brings the next poll forward if its item cannot be read', async () => {
    const shop = await makeShop({ sources: [options] })
    await world.env.DB.prepare('UPDATE source SET due_at = ?1')
      .bind(Date.now() + DAY_MS)
      .run()
    calls.reread = async () => ({ kind: 'failed', reason: 'http_503' })
    await hook(shop.id, { hints: ['7'] })
    const [message] = world.queued.splice(0)
    if (message) await deliver(message)
    const [row] = await table<{ due_at: number }>('source')
    expect(row?.due_at).toBeLessThan(Date.now() + 60_000)
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'http_503' } })
  })
})

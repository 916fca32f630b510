/** How the Worker polls sources: when, by which consumer, and what happens after a failure. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { feed } from '../../worker/connectors/sources/feed/feed.ts'
import type { PollResult, Sink, SourceCalls } from '../../worker/connectors/sources/contract.ts'
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
  OWNER_TOKEN,
} from './harness.ts'

const MINUTE_MS = 60_000
const options = {
  type: 'feed',
  url: 'https://feed.example/f.json',
  format: 'klaviyo',
  missingMeans: 'unchanged',
}
const level = { sku: 'TEE-M', quantity: 5 }

/** The stand-in's answer to a poll. */
let changes: SourceCalls['changesSince']
beforeEach(() => {
  changes = async () => ({ kind: 'done', items: 0 })
  vi.spyOn(feed, 'create').mockImplementation(() => ({
    changesSince: (...all) => changes(...all),
  }))
})
afterEach(() => vi.restoreAllMocks())

const give = (polled: PollResult, levels: Parameters<Sink['levels']>[0] = []) =>
  vi.fn<SourceCalls['changesSince']>(async (_cursor, sink) => {
    await sink.levels(levels)
    return polled
  })

describe('a source', () => {
  it('is polled when it is added, and then at its own interval', async () => {
    const asked = give({ kind: 'done', cursor: 'c1', items: 1 }, [level])
    changes = asked
    const shop = await makeShop({ sources: [{ ...options, everyMinutes: 20 }] })
    await tick()
    await drain()
    expect(asked.mock.calls[0]?.[0]).toBeUndefined()
    await tick(Date.now() + 19 * MINUTE_MS)
    expect(world.queued).toEqual([])
    await tick(Date.now() + 20 * MINUTE_MS + 1000)
    expect(world.queued).toMatchObject([
      { queue: 'shelfbell-source', body: { shop: shop.id, source: 'feed' } },
    ])
    await world.env.DB.prepare('UPDATE source SET due_at = 0').run()
    await drain()
    expect(asked.mock.calls.map(([cursor]) => cursor)).toEqual([undefined, 'c1'])
  })

  it('causes the mail of a restock, and is named in the log', async () => {
    const shop = await makeShop({ sources: [options] })
    await shop.subscribe()
    changes = give({ kind: 'done', items: 1 }, [level])
    await poll(shop, 'feed')
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
    expect(await logged(shop, 'stock_received')).toEqual([
      { source: 'feed', levels: 1, written: 1, restocks: 1 },
    ])
    expect(await sourceState(shop)).toMatchObject({
      name: 'feed',
      type: 'feed',
      everyMinutes: 15,
      lastSuccessAt: expect.any(String),
      lastChangeAt: expect.any(String),
      error: null,
      items: 1,
      restocks: { pushed: 0, polled: 1 },
    })
  })

  it('writes nothing and logs nothing when nothing has changed', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = give({ kind: 'done', items: 1 }, [level])
    await poll(shop, 'feed')
    const before = [await table('stock_level'), await table('log')]
    await poll(shop, 'feed')
    expect([await table('stock_level'), await table('log')]).toEqual(before)
  })

  it('does not overwrite a level that arrived after it read its own', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = async (_cursor, sink) => {
      const readAt = Date.now() - 1000
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
      await sink.levels([level], readAt)
      return { kind: 'done' }
    }
    await poll(shop, 'feed')
    expect(await table('stock_level')).toMatchObject([{ quantity: 0 }])
  })

  it('skips invalid levels, and counts them in the log', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = give({ kind: 'done' }, [level, { sku: '', quantity: 1 }, { sku: 'A', quantity: 0.5 }])
    await poll(shop, 'feed')
    expect(await table('stock_level')).toMatchObject([{ sku: 'TEE-M' }])
    expect(await logged(shop, 'stock_received')).toMatchObject([{ levels: 1, refused: 2 }])
  })

  it('leaves out the fields of an entry that cannot be read, and counts them in the log', async () => {
    const shop = await makeShop({ sources: [options] })
    const entry = { sku: 'TEE-M', title: 'Tee', url: 'https://acme.example/p/tee' }
    const odd = { price: '16', image: false, currency: 'euros', variantTitle: null, id: {} }
    changes = async (_cursor, sink) => {
      await sink.entries([
        { ...entry, ...(odd as object) },
        { ...entry, sku: 'A', title: 7 as never },
        { ...entry, sku: 'B', url: '/p/b' },
      ])
      await sink.levels([level])
      return { kind: 'done' }
    }
    await poll(shop, 'feed')
    const stored = await table<{ sku: string; data: string }>('product')
    expect(stored.map(({ sku, data }) => [sku, JSON.parse(data)])).toEqual([
      ['A', { title: 'A', url: entry.url }],
      ['TEE-M', { title: 'Tee', url: entry.url }],
    ])
    const counts = { levels: 1, refused: 1, fields_left_out: 6 }
    expect(await logged(shop, 'stock_received')).toMatchObject([counts])
  })

  it('loses no item to a locale that is none, and spells every locale in one way', async () => {
    const shop = await makeShop({ sources: [options], defaultLocale: 'sv' })
    const entry = { title: 'Tee', url: 'https://acme.example/p/tee' }
    const said: [string, string][] = [
      ['A', '{{ lang }}'],
      ['B', 'de_AT'],
      ['C', 'nn'],
    ]
    changes = async (_cursor, sink) => {
      await sink.entries(said.map(([sku, locale]) => ({ ...entry, sku, locale })))
      await sink.levels(said.map(([sku, locale]) => ({ sku, locale, quantity: 2 })))
      return { kind: 'done' }
    }
    await poll(shop, 'feed')
    const stored = [
      { sku: 'A', locale: 'sv' },
      { sku: 'B', locale: 'de-AT' },
      { sku: 'C', locale: 'nb' },
    ]
    expect(await table('product')).toMatchObject(stored)
    expect(await table('stock_level')).toMatchObject(stored)
  })

  it('stores more items, and longer ones, than one statement holds', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = async (_cursor, sink) => {
      const skus = Array.from({ length: 1200 }, (_, n) => `${n}-${'ö'.repeat(190)}`)
      const url = `https://acme.example/${'x'.repeat(1900)}`
      await sink.entries(skus.map((sku) => ({ sku, title: 'ö'.repeat(200), url, image: url })))
      await sink.levels(skus.map((sku) => ({ sku, quantity: 1 })))
      return { kind: 'done' }
    }
    await poll(shop, 'feed')
    expect(await table('product')).toHaveLength(1200)
    expect(await table('stock_level')).toHaveLength(1200)
    expect(await logged(shop, 'stock_received')).toMatchObject([{ levels: 1200, written: 1200 }])
  })

  it('continues at its cursor when it has more to read', async () => {
    const shop = await makeShop({ sources: [options] })
    const asked = give({ kind: 'more', cursor: 'half', afterSeconds: 0 })
    asked.mockImplementationOnce(async () => ({ kind: 'more', cursor: 'half', afterSeconds: 0 }))
    asked.mockImplementationOnce(async () => ({ kind: 'done', cursor: 'whole' }))
    changes = asked
    await poll(shop, 'feed')
    expect(asked.mock.calls.map(([cursor]) => cursor)).toEqual([undefined, 'half'])
    expect(await table('source')).toMatchObject([{ cursor: 'whole' }])
  })
})

describe('a running source', () => {
  it('is not started again by a second message', async () => {
    const shop = await makeShop({ sources: [options] })
    const message = {
      queue: 'shelfbell-source' as const,
      body: { shop: shop.id, source: 'feed' },
    }
    let runs = 0
    changes = async () => {
      runs += 1
      if (runs === 1) await deliver(message)
      return { kind: 'done' }
    }
    await deliver(message)
    expect(runs).toBe(1)
  })

  it('is not started while the shop has three others that run', async () => {
    const names = ['one', 'two', 'three', 'four']
    const shop = await makeShop({ sources: names.map((name) => ({ ...options, name })) })
    const message = (source: string) =>
      deliver({ queue: 'shelfbell-source', body: { shop: shop.id, source } })
    const started: string[] = []
    const next = (depth: number) => names[depth] ?? ''
    changes = async () => {
      started.push(next(started.length))
      if (started.length < names.length) await message(next(started.length))
      return { kind: 'done' }
    }
    await message('one')
    expect(started).toEqual(['one', 'two', 'three'])
    await message('four')
    expect(started).toHaveLength(4)
  })

  it('is polled again after its run crashed and the lease ended', async () => {
    await makeShop({ sources: [options] })
    const now = Date.now()
    await world.env.DB.prepare('UPDATE source SET lease_until = ?1')
      .bind(now + 1000)
      .run()
    await tick(now)
    expect(world.queued).toEqual([])
    await tick(now + 1000)
    expect(world.queued).toHaveLength(1)
  })

  it('records nothing after it lost its lease', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = async () => {
      await world.env.DB.prepare('UPDATE source SET lease_until = 7').run()
      return { kind: 'done', cursor: 'mine' }
    }
    await poll(shop, 'feed')
    expect(await table('source')).toMatchObject([{ lease_until: 7, cursor: null }])
  })

  it('is polled again at once if somebody requested that during the run', async () => {
    const shop = await makeShop({ sources: [options] })
    const asked = give({ kind: 'done' })
    asked.mockImplementationOnce(async () => {
      await new Promise((wake) => setTimeout(wake, 5))
      await shop.api('POST', '/v1/sources/feed/poll')
      return { kind: 'done' }
    })
    changes = asked
    await poll(shop, 'feed')
    await tick()
    await drain()
    expect(asked).toHaveBeenCalledTimes(2)
  })
})

describe('a failing source', () => {
  it('keeps its cursor, reports the reason and the item, and is polled again sooner', async () => {
    const shop = await makeShop({ sources: [{ ...options, everyMinutes: 600 }] })
    changes = give({ kind: 'done', cursor: 'good' })
    await poll(shop, 'feed')
    changes = give({ kind: 'failed', reason: 'json_broken', item: 7 })
    const before = Date.now()
    await poll(shop, 'feed')
    const [row] = await table<{ due_at: number }>('source')
    expect(row).toMatchObject({ cursor: 'good', failures: 1, lease_until: 0 })
    expect(row?.due_at).toBeGreaterThanOrEqual(before + 15_000)
    expect(row?.due_at).toBeLessThan(Date.now() + 31_000)
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'json_broken', item: 7 } })
    expect(await logged(shop, 'source_failed')).toEqual([
      { source: 'feed', reason: 'json_broken', item: 7 },
    ])
  })

  it('is not polled before the time that the other side named', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = give({ kind: 'failed', reason: 'http_503', afterSeconds: 900 })
    const before = Date.now()
    await poll(shop, 'feed')
    const [row] = await table<{ due_at: number }>('source')
    expect(row?.due_at).toBeGreaterThanOrEqual(before + 900_000)
  })

  it('is logged once while its reason stays the same, and again after a success', async () => {
    const shop = await makeShop({ sources: [options] })
    const kinds: PollResult[] = [
      { kind: 'failed', reason: 'http_503' },
      { kind: 'failed', reason: 'http_503' },
      { kind: 'failed', reason: 'timeout' },
      { kind: 'done' },
      { kind: 'failed', reason: 'timeout' },
    ]
    for (const polled of kinds) {
      changes = give(polled)
      await poll(shop, 'feed')
    }
    const reasons = (await logged(shop, 'source_failed')).map(({ reason }) => reason)
    expect(reasons).toEqual(['timeout', 'timeout', 'http_503'])
  })

  it('keeps what it stored before it threw an error', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = async (_cursor, sink) => {
      await sink.levels([level])
      throw new TypeError('of its own')
    }
    await poll(shop, 'feed')
    expect(await table('source')).toMatchObject([{ last_error: 'internal', lease_until: 0 }])
    expect(await table('stock_level')).toHaveLength(1)
  })

  it('is reported once after three missed intervals, and again only after a success', async () => {
    const shop = await makeShop({ sources: [{ ...options, everyMinutes: 10 }] })
    changes = give({ kind: 'failed', reason: 'http_503' })
    await poll(shop, 'feed')
    await tick(Date.now() + 29 * MINUTE_MS)
    expect(await logged(shop, 'source_silent')).toEqual([])
    await tick(Date.now() + 31 * MINUTE_MS)
    await tick(Date.now() + 32 * MINUTE_MS)
    const silent = { source: 'feed', reason: 'http_503' }
    expect(await logged(shop, 'source_silent')).toEqual([silent])
    changes = give({ kind: 'done' })
    await poll(shop, 'feed')
    await tick(Date.now() + 31 * MINUTE_MS)
    expect(await logged(shop, 'source_silent')).toEqual([{ source: 'feed' }, silent])
  })
})

describe('a poll whose result is held', () => {
  it('is reported once, and applied when somebody accepts it', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = give({ kind: 'done', items: 100 })
    await poll(shop, 'feed')
    const accepts: boolean[] = []
    changes = async (_cursor, _sink, { accept }) => {
      accepts.push(accept)
      return accept ? { kind: 'done', items: 3 } : { kind: 'held', reason: 'feed_shrunk', items: 3 }
    }
    await poll(shop, 'feed')
    await poll(shop, 'feed')
    expect(await logged(shop, 'feed_shrunk')).toEqual([{ source: 'feed', items: 3, before: 100 }])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'feed_shrunk' }, items: 100 })
    await poll(shop, 'feed', { accept: true })
    await poll(shop, 'feed')
    expect(accepts).toEqual([false, false, true, false])
  })
})

describe('the sources of a shop', () => {
  it('have a row each, which is deleted with a source and reset when it changes', async () => {
    const shop = await makeShop({ sources: [options, { ...options, name: 'second' }] })
    changes = give({ kind: 'done', cursor: 'c1' })
    await poll(shop, 'feed')
    await poll(shop, 'second')
    const patch = (sources: unknown) => shop.api('PATCH', '/v1/shop', { sources })
    expect((await patch([options, { ...options, name: 'second', everyMinutes: 5 }])).status).toBe(
      200,
    )
    expect(await table('source')).toMatchObject([
      { name: 'feed', cursor: 'c1' },
      { name: 'second', cursor: null, every_ms: 5 * MINUTE_MS },
    ])
    await patch(null)
    expect(await table('source')).toEqual([])
    expect((await shop.api('POST', '/v1/sources/feed/poll')).status).toBe(404)
  })

  it('begin anew when the shop changes what counts as in stock, and get its choice', async () => {
    const shop = await makeShop({ sources: [options] })
    changes = give({ kind: 'done', cursor: 'c1' })
    await poll(shop, 'feed')
    expect(vi.mocked(feed.create).mock.lastCall?.[0]).toMatchObject({ oversell: 'by_quantity' })
    const patch = (settings: unknown) => shop.api('PATCH', '/v1/shop', settings)
    await patch({ name: 'Other' })
    expect(await table('source')).toMatchObject([{ cursor: 'c1' }])
    await patch({ oversell: 'in_stock' })
    expect(await table('source')).toMatchObject([{ cursor: null }])
    await tick()
    await drain()
    expect(vi.mocked(feed.create).mock.lastCall?.[0]).toMatchObject({ oversell: 'in_stock' })
    const answer = await patch({ oversell: null })
    expect(await answer.json()).toMatchObject({ settings: { oversell: 'by_quantity' } })
  })

  it('keep their secrets encrypted, and are returned with masks', async () => {
    const password = 'a-password-of-a-feed'
    const shop = await makeShop({ sources: [{ ...options, username: 'u', password }] })
    expect(JSON.stringify(await table('shop'))).not.toContain(password)
    const { settings } = await (await shop.api('GET', '/v1/shop')).json<{ settings: object }>()
    expect(settings).toMatchObject({ sources: [{ password: '••••feed' }] })
    const before = await table('source')
    expect((await shop.api('PATCH', '/v1/shop', settings)).status).toBe(200)
    expect(await table('source')).toEqual(before)
    await poll(shop, 'feed')
    expect(vi.mocked(feed.create).mock.lastCall?.[0]).toMatchObject({ password })
  })

  it.each([
    [[options, options], '/sources/1/name', 'name_repeated'],
    [[{ ...options, name: 'email' }], '/sources/0/name', 'name_repeated'],
    [[{ ...options, oversell: 'in_stock' }], '/sources/0/oversell', 'unknown_field'],
    [[{ ...options, type: 'telepathy' }], '/sources/0/type', 'source_unknown'],
    [[{ ...options, everyMinutes: 0 }], '/sources/0/everyMinutes', 'quantity_invalid'],
    [[{ ...options, url: 'ftp://feed.example/' }], '/sources/0/url', 'url_invalid'],
    [[{ ...options, url: 'https://u:p@feed.example/' }], '/sources/0/url', 'url_invalid'],
    [Array.from({ length: 11 }, (_, n) => ({ ...options, name: `f${n}` })), '/sources', 'too_many'],
  ])('are refused with a pointer: %#', async (sources, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { sources })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
    expect(await table('source')).toEqual([])
  })

  it.each(['http://feed.example/f', 'https://10.0.0.1/f', 'https://feed.internal/f'])(
    'cannot have the address %s outside local development',
    async (url) => {
      const { LOCAL: _, ...deployed } = world.env
      world.env = { ...deployed, ADMIN_TOKEN: OWNER_TOKEN }
      const shop = await fetchShop({ sources: [{ ...options, url }] })
      expect(shop.status).toBe(422)
      expect(await shop.json()).toMatchObject({
        errors: [{ pointer: '/sources/0/url', code: 'url_not_public' }],
      })
    },
  )
})

function fetchShop(settings: object): Promise<Response> {
  return ask('/v1/admin/shops', {
    method: 'POST',
    body: JSON.stringify({ name: 'Acme', origins: ['https://acme.example'], ...settings }),
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${OWNER_TOKEN}` },
  })
}

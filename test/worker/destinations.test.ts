/** Several destinations of one shop: separate results, fallbacks and replays. */
import { describe, expect, it } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { KEYS as KLAVIYO } from '../fakes/klaviyo.ts'
import { KEYS, knownAfter } from '../fakes/sequenzy.ts'
import { SECRET } from '../fakes/webhook.ts'
import { replay } from '../../worker/delivery/status.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from './harness.ts'

const sequenzy = (baseUrl: string, options = {}) => ({
  type: 'sequenzy',
  apiKey: KEYS.apiKey,
  baseUrl: `${baseUrl}/api/v1`,
  // No test here is about the pace.
  rate: { perSecond: 1000 },
  ...options,
})
const webhook = (baseUrl: string, options = {}) => ({
  type: 'webhook',
  url: `${baseUrl}/hook`,
  secret: SECRET,
  ...options,
})
const deferred = (baseUrl: string, options = {}) =>
  sequenzy(baseUrl, { mode: 'deferred', fallback: 'email', ...options })

/** Makes all outbox rows due, and delivers them. */
async function later() {
  await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await tick()
  await drain()
}

const json = async (answer: Promise<Response>) => (await answer).json<Record<string, unknown>>()

async function backInStock(shop: TestShop) {
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
}

describe('a subscription for two destinations', () => {
  it('has an outbox row with its own result for each', async () => {
    const [good, bad] = [fakeUrl('sequenzy'), fakeUrl('webhook', 'server-error')]
    const shop = await makeShop({ destinations: [sequenzy(good), webhook(bad)] })
    await shop.subscribe()
    expect((await table('outbox')).map((row) => row['destination']).toSorted()).toEqual([
      'sequenzy',
      'webhook',
    ])
    await drain()
    expect(await table('outbox')).toMatchObject([
      { destination: 'webhook', state: 'open', attempts: 1, reason: 'http_500' },
    ])
    const [subscription] = await table('subscription')
    expect(Object.keys(JSON.parse(String(subscription?.['relays'])))).toEqual(['sequenzy'])
  })

  it('reaches the one that works, and so do later ones, while the other fails', async () => {
    const [bad, good] = [fakeUrl('sequenzy', 'answers-401'), fakeUrl('webhook')]
    const shop = await makeShop({ destinations: [sequenzy(bad), webhook(good)] })
    for (let n = 0; n < 20; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await drain()
    expect(await receivedAt(good)).toHaveLength(20)
    expect(await json(shop.api('GET', '/v1/destinations'))).toMatchObject({
      destinations: [
        { name: 'sequenzy', tells: ['email'], waiting: 20, failing: { http_401: 20 } },
        { name: 'webhook', can: expect.arrayContaining(['cancel']), waiting: 0, failing: {} },
      ],
    })
  })

  it('cannot be notified by both over one channel: the settings refuse that', async () => {
    const two = [sequenzy(fakeUrl('sequenzy')), { type: 'email' }]
    await expect(makeShop({ destinations: two })).rejects.toThrow('told_twice')
  })
})

describe('a subscription over two channels', () => {
  it('does not wait again if the variant sells out after the message over one channel', async () => {
    const texts = fakeUrl('webhook')
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        webhook(texts, { channels: ['sms'], events: ['restock.matched'] }),
      ],
    })
    const phone = '070-123 45 67'
    await shop.subscribe({ channels: ['email', 'sms'], phone })
    const late = { channels: ['sms'], email: undefined, phone: '070-123 45 68' }
    await shop.subscribe(late)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    world.queued = []
    const rows = await table<{ id: string; destination: string }>('outbox')
    const over = async (destination: string) => {
      const ids = rows.filter((row) => row.destination === destination).map(({ id }) => id)
      await deliver({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows: ids } })
      return ids.length
    }
    expect(await over('email')).toBe(1)
    expect(world.mails).toHaveLength(1)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    expect(await over('webhook')).toBe(2)
    expect(await receivedAt(texts)).toEqual([])
    expect(await table('outbox')).toEqual([])
    // Only the person who got no message still waits.
    expect(await table('subscription')).toMatchObject([{ channels: 2 }])
  })
})

describe('a destination with a fallback', () => {
  async function open(scene: string) {
    const baseUrl = fakeUrl('sequenzy', scene)
    const shop = await makeShop({ destinations: [deferred(baseUrl), { type: 'email' }] })
    await shop.subscribe()
    await backInStock(shop)
    return { shop, received: () => receivedAt(baseUrl) }
  }

  it.each([
    { what: 'refuses', scene: 'empty-error' },
    { what: 'needs the shop to act', scene: 'answers-401' },
  ])('passes a message to the fallback at once if it $what', async ({ scene }) => {
    const { received } = await open(scene)
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(await table('notification')).toMatchObject([{ destination: 'email' }])
    expect(await table('outbox')).toEqual([])
    await later()
    expect(await received()).toHaveLength(1)
    expect(world.mails).toHaveLength(1)
  })

  it('passes a message to the fallback after it answered 503 three times', async () => {
    const { received } = await open('answers-503')
    expect(world.mails).toEqual([])
    await later()
    expect(world.mails).toEqual([])
    await later()
    expect(await received()).toHaveLength(3)
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  it('never passes on a message after a call without an answer, even if it refuses later', async () => {
    const baseUrl = fakeUrl('sequenzy', 'hanging')
    const shop = await makeShop({ destinations: [deferred(baseUrl), { type: 'email' }] })
    await shop.subscribe()
    await backInStock(shop)
    const refusing = deferred(fakeUrl('sequenzy', 'answers-503'))
    await shop.api('PATCH', '/v1/shop', { destinations: [refusing, { type: 'email' }] })
    for (let time = 0; time < 4; time += 1) await later()
    const parking = deferred(fakeUrl('sequenzy', 'answers-401'))
    await shop.api('PATCH', '/v1/shop', { destinations: [parking, { type: 'email' }] })
    await later()
    expect(await table('outbox')).toMatchObject([{ destination: 'sequenzy', reason: 'http_401' }])
    const dead = deferred(fakeUrl('sequenzy', 'empty-error'))
    await shop.api('PATCH', '/v1/shop', { destinations: [dead, { type: 'email' }] })
    await later()
    expect(await table('outbox')).toMatchObject([{ destination: 'sequenzy', state: 'dead' }])
    expect(world.mails).toEqual([])
  })

  it('does not pass on a message if the address bounced', async () => {
    const shop = await makeShop({
      destinations: [
        { type: 'email', fallback: 'spare' },
        { type: 'email', name: 'spare' },
      ],
    })
    await shop.subscribe()
    let tries = 0
    world.beforeMail = () => {
      tries += 1
      throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_SUPPRESSED' })
    }
    await backInStock(shop)
    await later()
    expect(tries).toBe(1)
    expect(await table('suppression')).toMatchObject([{ reason: 'bounce' }])
    expect((await table('outbox')).map((row) => [row['destination'], row['state']])).toEqual([
      ['email', 'dead'],
    ])
  })

  it('passes waiting messages to the fallback after it answered 410', async () => {
    const gone = fakeUrl('webhook', 'answers-410')
    const sender = { channels: ['email'], events: ['restock.matched'], fallback: 'spare' }
    const spare = fakeUrl('webhook')
    const shop = await makeShop({
      destinations: [
        webhook(gone, sender),
        webhook(spare, { ...sender, name: 'spare', fallback: undefined }),
      ],
    })
    await shop.subscribe()
    await backInStock(shop)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe({ email: 'eve@example.com' })
    await backInStock(shop)
    expect(await receivedAt(gone)).toHaveLength(1)
    expect((await receivedAt(spare)).map(({ body }) => body)).toMatchObject([
      { data: { email: 'ada@example.com' } },
      { data: { email: 'eve@example.com' } },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('passes list, stock and notifications to a fallback that keeps a list', async () => {
    const spare = fakeUrl('sequenzy')
    const shop = await makeShop({
      destinations: [
        {
          type: 'klaviyo',
          privateKey: 'pk_wrong',
          catalog: '$custom:::$default',
          baseUrl: fakeUrl('klaviyo'),
          fallback: 'sequenzy',
        },
        sequenzy(spare),
      ],
    })
    await shop.subscribe()
    await drain()
    const [subscription] = await table('subscription')
    expect(Object.keys(JSON.parse(String(subscription?.['relays'])))).toEqual(['sequenzy'])
    await backInStock(shop)
    expect(knownAfter(await receivedAt(spare)).told).toEqual(['ada@example.com'])
    expect(await table('subscription')).toEqual([])
  })

  it('does not pass its stock calls to the fallback', async () => {
    const spare = fakeUrl('sequenzy')
    const shop = await makeShop({
      destinations: [
        sequenzy(fakeUrl('sequenzy', 'empty-error'), { name: 'first', fallback: 'second' }),
        sequenzy(spare, { name: 'second' }),
      ],
    })
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p` }])
    await backInStock(shop)
    expect(await table('outbox')).toMatchObject([
      { call: 'stock', destination: 'first', state: 'dead', reason: 'http_400' },
    ])
    expect(await receivedAt(spare)).toHaveLength(1)
  })
})

describe('the settings refuse a fallback', () => {
  const spare = { type: 'email' }
  it.each([
    {
      what: 'that does not exist',
      destinations: [deferred('https://a.example', { fallback: 'x' })],
    },
    {
      what: 'to itself',
      destinations: [deferred('https://a.example', { fallback: 'sequenzy' })],
    },
    {
      what: 'that has a fallback itself',
      destinations: [
        deferred('https://a.example'),
        { ...spare, fallback: 'third' },
        { ...spare, name: 'third' },
      ],
    },
    {
      what: 'that sends, for one that keeps a list',
      destinations: [sequenzy('https://a.example', { fallback: 'email' }), spare],
    },
    {
      what: 'over other channels',
      destinations: [
        webhook('https://a.example', { channels: ['email', 'sms'], fallback: 'email' }),
        spare,
      ],
    },
    {
      what: 'that cannot confirm, for one that can',
      destinations: [
        { ...spare, fallback: 'webhook' },
        webhook('https://a.example', { channels: ['email'] }),
      ],
    },
    {
      what: 'for one that only listens',
      destinations: [spare, webhook('https://a.example', { fallback: 'email' })],
    },
  ])('$what', async ({ destinations }) => {
    await expect(makeShop({ destinations })).rejects.toThrow('fallback_unfit')
  })
})

describe('a platform that is added later', () => {
  const path = '/v1/destinations/sequenzy/replay'

  async function waiting(people: number) {
    const shop = await makeShop()
    for (let n = 0; n < people; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    const baseUrl = fakeUrl('sequenzy')
    await shop.api('PATCH', '/v1/shop', { destinations: [sequenzy(baseUrl)] })
    const asked = async () =>
      (await receivedAt(baseUrl))
        .filter((one) => one.path.endsWith('/back-in-stock'))
        .map(({ body }) => (body as { customer: { email: string } }).customer.email)
    return { shop, asked }
  }

  it('gets every waiting person once, however often the replay is requested', async () => {
    const { shop, asked } = await waiting(8)
    expect(await asked()).toEqual([])
    expect(await json(shop.api('POST', path, {}))).toEqual({ queued: 8, more: false })
    // Repeat the request before and after the first calls.
    expect(await json(shop.api('POST', path, {}))).toEqual({ queued: 0, more: false })
    await drain()
    expect(await json(shop.api('POST', path, {}))).toEqual({ queued: 0, more: false })
    await drain()
    const people = Array.from({ length: 8 }, (_, n) => `p${n}@example.com`)
    expect((await asked()).toSorted()).toEqual(people)
    expect(await table('outbox')).toEqual([])
    await backInStock(shop)
    expect(await table('subscription')).toEqual([])
    expect(world.mails).toEqual([])
  })

  it('gets people in pages, in the order of subscribing', async () => {
    const { shop, asked } = await waiting(7)
    const page = () =>
      replay(world.env.DB, shop.id, { name: 'sequenzy', channels: 1 }, 3, Date.now())
    const pages = [await page(), await page(), await page(), await page()]
    expect(pages.map((ids) => ids.length)).toEqual([3, 3, 1, 0])
    const order = pages.flat()
    expect(order).toEqual(order.toSorted())
    await later()
    expect(new Set(await asked()).size).toBe(7)
    expect(await asked()).toHaveLength(7)
  })

  it('gets a person only after they confirmed, and only once', async () => {
    const { shop, asked } = await waiting(0)
    await shop.subscribe({ country: 'DE', email: 'dora@example.com' })
    expect(await json(shop.api('POST', path, {}))).toMatchObject({ queued: 0 })
    await drain()
    const link = linkIn(world.mails[0]?.text ?? '', 'c')
    await ask(link, { method: 'POST' })
    // The call of the confirmation is still waiting in the outbox.
    expect(await json(shop.api('POST', path, {}))).toMatchObject({ queued: 0 })
    await drain()
    expect(await asked()).toEqual(['dora@example.com'])
  })

  it('gets nobody whom its fallback has taken over', async () => {
    const [first, second] = [fakeUrl('sequenzy', 'answers-401'), fakeUrl('sequenzy')]
    const spare = sequenzy(second, { name: 'spare' })
    const pair = (baseUrl: string) => [sequenzy(baseUrl, { fallback: 'spare' }), spare]
    const shop = await makeShop({ destinations: pair(first) })
    await shop.subscribe()
    await drain()
    await shop.api('PATCH', '/v1/shop', { destinations: pair(fakeUrl('sequenzy')) })
    expect(await json(shop.api('POST', path, {}))).toEqual({ queued: 0, more: false })
  })

  it('gets a person once who repeated the request before the replay', async () => {
    const { shop, asked } = await waiting(1)
    await shop.subscribe({ email: 'p0@example.com' })
    await shop.api('POST', path, {})
    await drain()
    expect(await asked()).toEqual(['p0@example.com'])
  })

  it('cannot be replayed if it keeps no list or does not exist', async () => {
    const shop = await makeShop()
    expect((await shop.api('POST', '/v1/destinations/email/replay', {})).status).toBe(409)
    for (const what of ['replay', 'check', 'open']) {
      const answer = await shop.api('POST', `/v1/destinations/none/${what}`, {})
      expect(await json(Promise.resolve(answer))).toMatchObject({ code: 'destination_missing' })
    }
  })
})

describe('a restock', () => {
  it('completes the subscriptions that a platform took over, and leaves the others waiting', async () => {
    const shop = await makeShop({
      destinations: [
        {
          type: 'klaviyo',
          privateKey: KLAVIYO.privateKey,
          catalog: '$custom:::$default',
          baseUrl: fakeUrl('klaviyo'),
        },
      ],
    })
    await shop.subscribe()
    await shop.subscribe({ sku: 'UNKNOWN' })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 }, { sku: 'UNKNOWN', quantity: 5 })
    await drain()
    expect(await table('subscription')).toMatchObject([{ sku: 'UNKNOWN', relays: null }])
    const restocks = await table('restock')
    expect(restocks.map((row) => [row['sku'], row['matched'], row['held']]).toSorted()).toEqual([
      ['TEE-M', 1, null],
      ['UNKNOWN', 0, '{"not_handed_on":1}'],
    ])
  })
})

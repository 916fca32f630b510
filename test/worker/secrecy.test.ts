import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  OWNER_TOKEN,
  table,
  TABLES,
  tick,
  world,
} from './harness.ts'

afterEach(() => vi.restoreAllMocks())

describe('addresses, keys and tokens', () => {
  it('are never in clear in the database, the queues, the cache or the log', async () => {
    const logged: string[] = []
    for (const level of ['log', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...parts) => void logged.push(parts.join(' ')))
    }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        {
          type: 'klaviyo',
          privateKey: 'pk_upstream_secret',
          catalog: '$custom:::$default',
          channels: ['sms'],
          baseUrl: fakeUrl('klaviyo'),
        },
      ],
    })
    const person = { email: 'Grace.Hopper@example.com', phone: '070-123 45 67' }
    await shop.subscribe({ ...person, channels: ['email', 'sms'] })
    await shop.subscribe({ ...person, sku: 'VASE' })
    await shop.api('POST', '/v1/subscriptions', {
      ...shop.request({ shop: undefined, ...person, sku: 'MUG' }),
      customerId: 'Customer-4711',
      attributes: { city: 'Uppsala', firstName: 'Amazing' },
    })
    await shop.page('POST', '/v1/client/subscriptions', shop.request({ email: 'grace.hopper@' }))
    const queued: unknown[] = structuredClone(world.queued)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    queued.push(...structuredClone(world.queued))
    world.beforeMail = (to) => {
      throw new Error(`cannot send to ${to}`)
    }
    await drain()
    const held = await Promise.all(TABLES.map((name) => table(name)))
    world.beforeMail = () => {}
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    queued.push(...structuredClone(world.queued))
    await drain()
    expect(world.mails).toMatchObject([{ to: 'grace.hopper@example.com' }])

    const tables = await Promise.all(TABLES.map((name) => table(name)))
    const cached = await world.env.CACHE.get(`shop:${shop.publicKey}`)
    const everything = JSON.stringify([held, tables, queued, logged, cached]).toLowerCase()
    expect(everything).toContain('tee-m')
    for (const secret of [
      'hopper',
      '1234567',
      '701234567',
      'pk_upstream',
      shop.secretKey,
      '4711',
      'uppsala',
      'amazing',
    ]) {
      expect(everything).not.toContain(secret)
    }
    expect(logged.length).toBeGreaterThan(4)
    expect(queued.length).toBeGreaterThan(1)
  })

  it('are not logged when a person follows a link that contains one', async () => {
    const logged: string[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...parts) => void logged.push(parts.join(' ')))
    }
    const shop = await makeShop()
    await shop.subscribe({ country: 'DE' })
    await drain()
    const confirm = linkIn(world.mails.at(-1)?.text, 'c')
    expect((await ask(confirm)).status).toBe(200)
    expect((await ask(confirm, { method: 'POST' })).status).toBe(200)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const mail = world.mails.at(-1)?.text
    const [manage, unsubscribe, click] = [linkIn(mail, 'm'), linkIn(mail, 'u'), linkIn(mail, 'r')]
    expect((await ask(click)).status).toBe(302)
    for (const link of [manage, unsubscribe]) {
      expect((await ask(link)).status).toBe(200)
      expect((await ask(link, { method: 'POST' })).status).toBe(200)
      // A wrong link must not be logged either: it may be a real one with one letter too many.
      expect((await ask(`${link}x`)).status).toBe(404)
    }
    const text = logged.join('\n')
    for (const route of ['/c/:token', '/m/:token', '/u/:token', '/r/:token']) {
      expect(text).toContain(route)
    }
    for (const link of [confirm, manage, unsubscribe, click]) {
      const token = link.slice('/x/'.length)
      expect(token.length).toBeGreaterThan(40)
      for (const part of token.split('.')) expect(text).not.toContain(part)
    }
  })

  it('cannot be compared between two shops', async () => {
    const [mine, other] = [await makeShop(), await makeShop()]
    await mine.subscribe()
    await other.subscribe()
    const contacts = await table('contact')
    expect(new Set(contacts.map((one) => one['id'])).size).toBe(2)
    expect(new Set(contacts.map((one) => one['addresses'])).size).toBe(2)
  })
})

describe('a deployed Worker', () => {
  const create = (keys: Record<string, unknown>, token = 'dev') =>
    ask('/v1/admin/shops', {
      method: 'POST',
      body: JSON.stringify({ name: 'Demo', origins: ['http://localhost:8787'], ...keys }),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    })

  it('refuses the keys of the demo, which work in local development', async () => {
    expect((await create({ keys: 'demo' })).status).toBe(201)
    expect((await create({ keys: 'demo' })).status).toBe(204)
    const backend = () => ask('/v1/shop', { headers: { Authorization: 'Bearer sk_demo' } })
    const page = () => ask('/v1/client/config?shop=pk_demo')
    expect((await backend()).status).toBe(200)
    expect((await page()).status).toBe(200)

    const { LOCAL: _, ...deployed } = world.env
    world.env = deployed
    expect((await backend()).status).toBe(401)
    expect((await page()).status).toBe(404)
    expect((await create({})).status).toBe(503)
    expect((await ask('/demo/inbox.json')).status).toBe(404)

    world.env = { ...deployed, ADMIN_TOKEN: OWNER_TOKEN }
    expect((await create({ keys: 'demo' }, OWNER_TOKEN)).status).toBe(422)
  })

  it('answers 503 if its secret is missing, short or the one of the README', async () => {
    const shop = await makeShop()
    const { LOCAL: _, ...deployed } = world.env
    for (const secret of [undefined, 'short', 'local-development-only-secret-0000000000']) {
      world.env = { ...deployed, SHELFBELL_SECRET: secret as string }
      const response = await shop.page('POST', '/v1/client/subscriptions', shop.request())
      expect(response.status).toBe(503)
    }
    expect(await table('subscription')).toHaveLength(0)
  })
})

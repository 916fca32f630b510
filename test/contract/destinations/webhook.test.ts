/** Signed webhooks against a receiver that verifies them with the specification's own library. */
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HOSTS } from '../../fakes/dns.ts'
import type { Received } from '../../fakes/upstream.ts'
import { SECRET } from '../../fakes/webhook.ts'
import { reportShop } from '../../../worker/log/report.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, receivedAt, type Suite } from './suite.ts'

const suite: Suite = {
  type: 'webhook',
  fake: 'webhook',
  options: (baseUrl) => ({
    type: 'webhook',
    url: `${baseUrl}/hook`,
    secret: SECRET,
    channels: ['email'],
    events: ['restock.matched'],
  }),
  secrets: [SECRET],
  call: 'notify',
  triesAgain: true,
  statuses: [
    { status: 401, becomes: 'again', reason: 'http_401' },
    { status: 404, becomes: 'again', reason: 'http_404' },
    { status: 301, becomes: 'again', reason: 'http_301' },
    { status: 410, becomes: 'dead', reason: 'http_410' },
  ],
}

passesSuite(suite)

interface Told {
  type: string
  timestamp: string
  data: Record<string, unknown>
}

/** A shop with a webhook beside e-mail, or with the given destinations. */
async function open(scene = 'good', options: Record<string, unknown> = {}, alone = false) {
  const baseUrl = fakeUrl('webhook', scene)
  const own = { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET, ...options }
  const shop = await makeShop({ destinations: alone ? [own] : [{ type: 'email' }, own] })
  const received = () => receivedAt(baseUrl)
  const all = async () => (await received()).map(({ body }) => body as Told)
  // Events about people. That of the restock comes at its end, before or after theirs.
  const told = async () => (await all()).filter(({ type }) => type !== 'restock.finished')
  const types = async () => (await told()).map(({ type }) => type)
  return { shop, received, all, told, types }
}

/** Makes every row due now. */
async function later() {
  await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await tick()
  await drain()
}

/** Restocks and runs the match, but not the calls that follow. */
async function matched(shop: TestShop) {
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  const [match] = world.queued.splice(0)
  if (match) await deliver(match)
  world.queued = []
}

async function subscriptionId(): Promise<string> {
  const [subscription] = await table<{ id: string }>('subscription')
  return subscription?.id ?? ''
}

describe('a webhook beside e-mail', () => {
  it('reports a subscription, its message and the end of the restock, but asks for no message', async () => {
    const { shop, all, told } = await open()
    await shop.api('POST', '/v1/subscriptions', {
      ...shop.request({ locale: 'sv-SE', externalId: '4', shop: undefined }),
      customerId: 'c_123',
      attributes: { vip: true },
    })
    const id = await subscriptionId()
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    const about = {
      subscriptionId: id,
      customerId: 'c_123',
      sku: 'TEE-M',
      locale: 'sv-SE',
      externalId: '4',
      channels: ['email'],
      email: 'ada@example.com',
      product: { title: 'Tee', variantTitle: 'M' },
      attributes: { vip: true },
    }
    expect(await told()).toMatchObject([
      {
        type: 'subscription.created',
        data: {
          ...about,
          consents: [{ purpose: 'alert', channel: 'email', method: 'api', words: 'published' }],
        },
      },
      {
        type: 'notification.sent',
        data: { ...about, sent: { destination: 'email', messageId: expect.any(String) } },
      },
    ])
    expect((await all()).filter(({ type }) => type.startsWith('restock.'))).toMatchObject([
      { type: 'restock.finished', data: { sku: 'TEE-M', state: 'done', served: 1, waiting: 0 } },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('reports the wanted quantity in every event about the person', async () => {
    const { shop, told } = await open()
    const request = { ...shop.request({ quantity: 3 }), shop: undefined }
    await shop.api('POST', '/v1/subscriptions', request)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.api('POST', '/v1/subscriptions', { ...request, quantity: 7 })
    await drain()
    const id = await subscriptionId()
    await matched(shop)
    await shop.api('DELETE', `/v1/subscriptions/${id}`)
    await drain()
    const heard = (await told()).map(({ type, data }) => `${type} ${data['quantity']}`)
    expect(heard).toEqual([
      'subscription.created 3',
      'notification.sent 3',
      'subscription.created 7',
      'subscription.cancelled 7',
    ])
  })

  it('reports a repeated request once', async () => {
    const { shop, types } = await open()
    await shop.subscribe()
    await shop.subscribe()
    await drain()
    expect(await types()).toEqual(['subscription.created'])
  })

  it('reports a subscription that is cancelled on the page behind a message’s link', async () => {
    const { shop, types } = await open()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await shop.subscribe({ sku: 'VASE' })
    await drain()
    const link = linkIn(world.mails[0]?.text ?? '', 'u')
    await ask(link, { method: 'POST' })
    await drain()
    await ask(link, { method: 'POST' })
    await drain()
    expect(await types()).toEqual([
      'subscription.created',
      'notification.sent',
      'subscription.created',
      'subscription.cancelled',
    ])
  })

  it('reports a subscription that is cancelled over the API by its id', async () => {
    const { shop, told } = await open()
    await shop.subscribe()
    await drain()
    const id = await subscriptionId()
    await shop.api('DELETE', `/v1/subscriptions/${id}`)
    await drain()
    expect((await told()).at(-1)).toMatchObject({
      type: 'subscription.cancelled',
      data: { subscriptionId: id, email: 'ada@example.com', sku: 'TEE-M' },
    })
  })

  it('reports a subscription that is cancelled while its message is on the way', async () => {
    const { shop, types } = await open()
    await shop.subscribe()
    await drain()
    const id = await subscriptionId()
    await matched(shop)
    expect(await table('subscription')).toEqual([])
    await shop.api('DELETE', `/v1/subscriptions/${id}`)
    await drain()
    expect(world.mails).toEqual([])
    expect(await types()).toEqual(['subscription.created', 'subscription.cancelled'])
  })

  it('reports a subscription that is cancelled after a sellout put it back on the list', async () => {
    const { shop, types } = await open()
    await shop.subscribe()
    await drain()
    const id = await subscriptionId()
    await matched(shop)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await later()
    expect(await subscriptionId()).toBe(id)
    await shop.api('DELETE', `/v1/subscriptions/${id}`)
    await drain()
    expect(await types()).toEqual(['subscription.created', 'subscription.cancelled'])
  })

  it('reports the cancellation of an erased person, of whom nothing stays stored', async () => {
    const { shop, types } = await open()
    await shop.subscribe()
    await drain()
    const [contact] = await table<{ id: string }>('contact')
    await shop.api('DELETE', `/v1/contacts/${contact?.id}`)
    await drain()
    expect(await types()).toEqual(['subscription.created', 'subscription.cancelled'])
    expect([...(await table('contact')), ...(await table('outbox'))]).toEqual([])
  })

  it('reports only the events in its settings', async () => {
    const { shop, types } = await open('good', { events: ['subscription.cancelled'] })
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toEqual([])
    await shop.api('DELETE', `/v1/subscriptions/${await subscriptionId()}`)
    await drain()
    expect(await types()).toEqual(['subscription.cancelled'])
  })

  it('reports a subscription only once it is confirmed', async () => {
    const { shop, types } = await open()
    await shop.subscribe({ country: 'DE' })
    await drain()
    expect(await types()).toEqual([])
    const path = linkIn(world.mails[0]?.text ?? '', 'c')
    await ask(path, { method: 'POST' })
    await drain()
    expect((await types()).toSorted()).toEqual(['subscription.confirmed', 'subscription.created'])
  })

  it('delays no e-mail when its receiver is down', async () => {
    const { shop } = await open('server-error')
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toMatchObject([
      { call: 'report', destination: 'webhook', reason: 'http_500' },
      { call: 'subscribe', destination: 'webhook', reason: 'http_500' },
      { call: 'event', destination: 'webhook', reason: 'http_500' },
    ])
  })

  it('reports a silent source and a held feed', async () => {
    const { shop, told } = await open()
    const { id } = shop
    const at = { id, database: 'DB' }
    await reportShop(world.env, at, { kind: 'source_silent', source: 'feed', reason: 'http_503' })
    await reportShop(world.env, at, { kind: 'feed_shrunk', source: 'feed', items: 3, before: 900 })
    await reportShop(world.env, at, { kind: 'source_failed', source: 'feed', reason: 'http_503' })
    await drain()
    expect(await told()).toMatchObject([
      { type: 'source.silent', data: { source: 'feed', reason: 'http_503' } },
      { type: 'feed.held', data: { source: 'feed', items: 3, before: 900 } },
    ])
    expect(await logged(shop, 'source_failed')).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })
})

describe('a webhook that notifies people', () => {
  const sender = { channels: ['email'] }

  it('gets each person whom a restock matches, and is recorded as the sender', async () => {
    const { shop, told } = await open('good', sender, true)
    const request = shop.request({ locale: 'sv', quantity: 3 })
    await shop.api('POST', '/v1/subscriptions', { ...request, shop: undefined })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const about = { email: 'ada@example.com', sku: 'TEE-M', locale: 'sv', quantity: 3 }
    expect(await told()).toMatchObject([
      { type: 'subscription.created' },
      { type: 'restock.matched', data: { ...about, product: { title: 'Tee' } } },
    ])
    expect(await table('notification')).toMatchObject([{ destination: 'webhook' }])
    expect(world.mails).toEqual([])
  })
})

describe('a webhook that takes Sequenzy’s names', () => {
  const words = { version: '1', texts: { en: { email: 'Tell me when it is back.' } } }
  const asked = {
    productId: 'PROTEIN',
    variantId: 'PROTEIN-VANILLA',
    productTitle: 'Protein',
    customer: { email: 'buyer@example.com', externalId: 'c_123' },
  }
  const product = {
    title: 'Protein',
    providerProductId: 'PROTEIN',
    providerVariantId: 'PROTEIN-VANILLA',
  }
  const about = { email: 'buyer@example.com', customerId: 'c_123', sku: 'PROTEIN-VANILLA', product }

  it.each([
    {
      as: 'listens',
      options: {},
      also: [{ type: 'email' }],
      more: { sent: { destination: 'email' } },
    },
    { as: 'notifies people', options: { channels: ['email'] }, also: [], more: {} },
  ])(
    'and $as gets both events of a request in Sequenzy’s dialect',
    async ({ options, also, more }) => {
      const baseUrl = fakeUrl('webhook')
      const hook = { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET, names: 'sequenzy' }
      const shop = await makeShop({
        dialects: { sequenzy: { consent: words } },
        destinations: [...also, { ...hook, ...options }],
      })
      const told = async () =>
        (await receivedAt(baseUrl))
          .map(({ body }) => body as Told)
          .filter(({ type }) => type !== 'restock.finished')
      expect((await shop.api('POST', '/api/v1/back-in-stock', asked)).status).toBe(200)
      await drain()
      const requested = { type: 'ecommerce.back_in_stock_requested', data: about }
      expect(await told()).toMatchObject([requested])
      const variants = [{ variantId: 'PROTEIN-VANILLA', inventoryQuantity: 3 }]
      const products = [{ productId: 'PROTEIN', title: 'Protein', variants }]
      expect((await shop.api('POST', '/api/v1/products', { products })).status).toBe(200)
      await drain()
      const back = { type: 'ecommerce.back_in_stock', data: { ...about, ...more } }
      expect(await told()).toMatchObject([requested, back])
      expect(await table('outbox')).toEqual([])
    },
  )

  it('gets the other events under their own names', async () => {
    const { shop, told } = await open('good', { names: 'sequenzy' })
    await shop.subscribe()
    await drain()
    await shop.api('DELETE', `/v1/subscriptions/${await subscriptionId()}`)
    await drain()
    expect(await told()).toMatchObject([
      {
        type: 'ecommerce.back_in_stock_requested',
        data: { product: { providerVariantId: 'TEE-M' } },
      },
      { type: 'subscription.cancelled' },
    ])
    expect(await table('outbox')).toEqual([])
  })
})

describe('a webhook request', () => {
  it('has the signature of the specification’s test vector', () => {
    const at = new Date(1_614_265_330_000)
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
    expect(new Webhook(SECRET).sign(id, at, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })

  it('is signed over the id, the time and the body exactly as they arrive', async () => {
    const { shop, received } = await open()
    await shop.subscribe()
    await drain()
    const [{ headers, text } = { headers: {}, text: '' } as Received] = await received()
    const key = await crypto.subtle.importKey(
      'raw',
      Uint8Array.fromBase64(SECRET.slice('whsec_'.length)),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
    const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))
    expect(headers['webhook-signature']).toBe(`v1,${new Uint8Array(mac).toBase64()}`)
    expect(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp']))).toBeLessThan(60)
  })

  it('has the same id and body at every attempt', async () => {
    const { shop, received } = await open('throttled')
    await shop.subscribe()
    await drain()
    await later()
    const requests = await received()
    expect(requests).toHaveLength(2)
    const [first, second] = requests
    expect(first?.headers['webhook-id']).toMatch(/^[\w:-]+$/)
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.text).toBe(first?.text)
  })

  it('has its own id for each event', async () => {
    const { shop, received } = await open()
    await shop.subscribe()
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await shop.subscribe({ sku: 'VASE' })
    await drain()
    await shop.api('DELETE', `/v1/subscriptions/${await subscriptionId()}`)
    await drain()
    const ids = (await received()).map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(5)
  })
})

describe('a webhook’s receiver', () => {
  it('that redirects gets no second request elsewhere', async () => {
    const { shop, received } = await open('redirect')
    await shop.subscribe()
    await drain()
    expect((await received()).map(({ path }) => path)).toEqual(['/hook'])
    expect(await table('outbox')).toMatchObject([{ state: 'open', reason: 'http_302' }])
  })

  it('that answers 410 gets no more calls until somebody opens it again', async () => {
    const { shop, received } = await open('answers-410')
    await shop.subscribe()
    await drain()
    await shop.subscribe({ sku: 'VASE' })
    await drain()
    await later()
    expect(await received()).toHaveLength(1)
    const listed = async () => {
      const answer = await shop.api('GET', '/v1/destinations')
      return (await answer.json<{ destinations: object[] }>()).destinations[1]
    }
    expect(await listed()).toMatchObject({ state: 'disabled', waiting: 1, dead: { http_410: 1 } })

    const url = `${fakeUrl('webhook')}/hook`
    const hook = { type: 'webhook', url, secret: SECRET }
    await shop.api('PATCH', '/v1/shop', { destinations: [{ type: 'email' }, hook] })
    const opened = await shop.api('POST', '/v1/destinations/webhook/open', {})
    expect(await opened.json()).toEqual({ due: 2 })
    await drain()
    expect(await listed()).toMatchObject({ state: 'open', waiting: 0, dead: {} })
    expect(await receivedAt(url.replace('/hook', ''))).toHaveLength(2)
  })

  it.each([
    { scene: 'good', ok: true, says: 'took a signed request' },
    { scene: 'answers-401', ok: false, says: 'whether the secret is the same' },
    { scene: 'answers-410', ok: false, says: 'never to be called' },
  ])('($scene) is probed with a signed request without data', async ({ scene, ok, says }) => {
    const { shop, told } = await open(scene)
    const answer = await shop.api('POST', '/v1/destinations/webhook/check')
    expect(await answer.json()).toMatchObject({
      ok,
      findings: [{ what: 'endpoint', ok, detail: expect.stringContaining(says) }],
    })
    expect(await told()).toMatchObject([{ type: 'check', data: {} }])
  })
})

describe('outside local development, a webhook', () => {
  afterEach(() => vi.restoreAllMocks())

  function goPublic(scene = 'good') {
    const { LOCAL: _, ...rest } = world.env
    world.env = { ...rest, DNS_URL: `${fakeUrl('dns', scene)}/dns-query` }
  }

  /** A shop with a webhook on a host, and the requests sent to it. */
  async function at(host: string) {
    const url = `https://${host}/hook`
    const hook = { type: 'webhook', url, secret: SECRET, events: ['subscription.created'] }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    const baseUrl = fakeUrl('webhook')
    const real = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
      real(String(input).replace(url, `${baseUrl}/hook`), init),
    )
    return { shop, received: () => receivedAt(baseUrl) }
  }

  it.each(['public.example', 'four-only.example'])('is sent to %s', async (host) => {
    const { shop, received } = await at(host)
    goPublic()
    await shop.subscribe()
    await drain()
    expect(await received()).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  const REFUSED = Object.keys(HOSTS).filter((host) => !/^(public|four-only|moved|feed)/.test(host))

  it('has no last word at a host that is not public', async () => {
    const { shop, received } = await at(REFUSED[0] ?? '')
    const url = `https://${REFUSED[0]}/hook`
    const lastWord = { url, secret: SECRET, onSilence: 'drop' }
    expect((await shop.api('PATCH', '/v1/shop', { lastWord })).status).toBe(200)
    await shop.subscribe()
    goPublic()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await received()).toEqual([])
    expect(await logged(shop, 'restock_last_word')).toMatchObject([
      { answer: 'drop', silence: 'host_not_public' },
    ])
  })

  it('has no last word while the look-up of its host takes longer than the question may', async () => {
    const { shop, received } = await at('public.example')
    const lastWord = { url: 'https://public.example/hook', secret: SECRET, onSilence: 'drop' }
    await shop.api('PATCH', '/v1/shop', { lastWord })
    await shop.subscribe()
    goPublic('hanging')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await received()).toEqual([])
    expect(await logged(shop, 'restock_last_word')).toMatchObject([
      { answer: 'drop', silence: 'timeout' },
    ])
  })

  it.each(REFUSED)('is not sent to %s', async (host) => {
    const { shop, received } = await at(host)
    goPublic()
    await shop.subscribe()
    await drain()
    expect(await received()).toEqual([])
    expect(await table('outbox')).toMatchObject([{ state: 'open', reason: 'host_not_public' }])
  })

  it.each([
    { why: 'a host that leads nowhere', host: 'unheard-of.example', scene: 'good' },
    { why: 'a host while no resolver answers', host: 'public.example', scene: 'server-error' },
  ])('is retried if it is for $why', async ({ host, scene }) => {
    const { shop, received } = await at(host)
    goPublic(scene)
    await shop.subscribe()
    await drain()
    expect(await received()).toEqual([])
    expect(await table('outbox')).toMatchObject([{ attempts: 1, reason: 'host_unknown' }])
  })

  it.each([
    'http://public.example/hook',
    'https://127.0.0.1/hook',
    'https://2130706433/hook',
    'https://[::1]/hook',
    'https://localhost/hook',
    'https://localhost./hook',
    'https://metadata.google.internal./hook',
    'https://public.example./hook',
    'https://hook.internal/hook',
    'https://intranet/hook',
  ])('cannot be set to %s', async (url) => {
    const shop = await makeShop()
    goPublic()
    const hook = { type: 'webhook', url, secret: SECRET }
    const answer = await shop.api('PATCH', '/v1/shop', { destinations: [{ type: 'email' }, hook] })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/destinations/1/url', code: 'url_not_public' }],
    })
    const asked = await shop.api('PATCH', '/v1/shop', { lastWord: { url, secret: SECRET } })
    expect(await asked.json()).toMatchObject({
      errors: [{ pointer: '/lastWord/url', code: 'url_not_public' }],
    })
  })
})

describe('the settings of a webhook', () => {
  it.each([
    { field: 'secret', options: {}, code: 'missing' },
    { field: 'secret', options: { secret: 'whsec_c2hvcnQ=' }, code: 'secret_invalid' },
    { field: 'names', options: { secret: SECRET, names: 'klaviyo' }, code: 'choice_unknown' },
    {
      field: 'events/0',
      options: { secret: SECRET, events: ['order.paid'] },
      code: 'event_unknown',
    },
  ])('are refused with $code for $field', async ({ field, options, code }) => {
    const shop = await makeShop()
    const hook = { type: 'webhook', url: 'https://acme.example/hook', ...options }
    const answer = await shop.api('PATCH', '/v1/shop', { destinations: [{ type: 'email' }, hook] })
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: `/destinations/1/${field}`, code }],
    })
  })
})

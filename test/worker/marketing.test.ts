/** Consents to marketing that name no product: what is stored, and what becomes of it. */
import { describe, expect, it } from 'vitest'
import { acceptConsents } from '../../worker/marketing/accept.ts'
import type { ConsentRequest } from '../../worker/marketing/request.ts'
import { clientShop } from '../../worker/shop/rules.ts'
import { shopById } from '../../worker/shop/store.ts'
import type { RequestEvidence } from '../../worker/subscription/request.ts'
import { linkFor } from '../../worker/link/token.ts'
import { openVault } from '../../worker/vault.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import { KEYS as KLAVIYO } from '../fakes/klaviyo.ts'
import { KEYS } from '../fakes/turnstile-token.ts'
import { API_KEY } from '../fakes/voyado.ts'
import { SECRET } from '../fakes/webhook.ts'
import { breakD1, OVERLOADED } from './faults.ts'
import {
  consents,
  deliver,
  fakeUrl,
  drain,
  linkIn,
  logged,
  makeShop as newShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
  ask,
} from './harness.ts'

const WORDS = { en: { email: 'One mail.', sms: 'One text.', marketing: 'Send me news.' } }
const SETTINGS = {
  channels: ['email', 'sms'],
  destinations: [
    { type: 'email' },
    { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
  ],
  dialects: { klaviyo: { consent: { version: 'k1', texts: WORDS } } },
}
const makeShop = (settings = {}) => newShop({ ...SETTINGS, ...settings })

const visitor = { ip: '203.0.113.77', userAgent: 'Browser', country: 'SE' }
const PAGE: RequestEvidence = {
  asker: 'shopper',
  visitor,
  proof: { by: 'mail' },
  words: 'declared',
}
const BACKEND: RequestEvidence = { asker: 'backend', words: 'declared' }

const news = { version: 'k1', text: 'Send me news.' }
const byEmail = { channel: 'email', ...news } as const
const bySms = { channel: 'sms', ...news } as const
const ADA: ConsentRequest = { email: 'ada@example.com', locale: 'en', consents: [byEmail] }
const PHONE = '+46701740605'

/** A minimal door. */
async function accept(shop: TestShop, people: ConsentRequest[], evidence = BACKEND) {
  const stored = await shopById(world.env, shop.id)
  if (!stored) throw new Error('no such shop')
  return acceptConsents(world.env, clientShop(stored), people, evidence)
}

const given = async () =>
  (await consents()).map(({ channel, action, method }) => `${channel} ${action} ${method}`)

const DAY = 24 * 60 * 60_000
/** A time at night after so many whole days, in milliseconds. */
const nightAfter = (days: number) =>
  Math.floor(Date.now() / DAY) * DAY + (days + 1) * DAY + 3 * 60 * 60_000 + 60_000
/** Makes everything that is stored so much older. */
const age = (ms: number) =>
  world.env.DB.batch([
    world.env.DB.prepare('UPDATE consent SET at = at - ?1').bind(ms),
    world.env.DB.prepare('UPDATE contact SET created_at = created_at - ?1').bind(ms),
  ])

describe('a consent to marketing without a product', () => {
  it('is recorded with its words and its evidence, and makes the contact', async () => {
    const shop = await makeShop()
    const page = `${ORIGIN}/news?utm=1`
    const both = { ...ADA, phone: PHONE, page, consents: [byEmail, bySms] }
    expect(await accept(shop, [both], PAGE)).toEqual({ kind: 'accepted' })
    const rows = await consents()
    const row = {
      sku: '',
      locale: 'en',
      purpose: 'marketing',
      action: 'given',
      version: 'k1',
      text: 'Send me news.',
      words: 'declared',
      method: 'form',
      page: `${ORIGIN}/news`,
      ip: '203.0.113.0',
      user_agent: 'Browser',
    }
    expect(rows).toMatchObject([
      { channel: 'email', ...row },
      { channel: 'sms', ...row },
    ])
    expect(new Set(rows.map((one) => one['subscription_id'])).size).toBe(1)
    expect(JSON.stringify(rows)).not.toContain('ada@')
    const [contact] = await table('contact')
    expect(contact).toMatchObject({ shop_id: shop.id, id: rows[0]?.['contact_id'] })
    expect(await table('alias')).toHaveLength(1)
    expect(await table('subscription')).toEqual([])
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    ['repeated in the same words writes nothing', ADA, BACKEND, BACKEND, 0, 1],
    ['of a page, repeated by the page, writes nothing', ADA, PAGE, PAGE, 0, 1],
    ['of a backend, repeated by a page, writes nothing', ADA, BACKEND, PAGE, 0, 1],
    ['of a page, repeated by a backend, writes nothing', ADA, PAGE, BACKEND, 0, 1],
    ['to other words is given anew', withVersion('k2'), BACKEND, BACKEND, 0, 2],
    ['is given anew after a day', ADA, BACKEND, BACKEND, DAY, 2],
  ])('%s', async (_name, second, before, after, later, count) => {
    const shop = await makeShop()
    await accept(shop, [ADA], before)
    await age(later)
    expect(await accept(shop, [second], after)).toEqual({ kind: 'accepted' })
    expect(await table('consent')).toHaveLength(count)
    expect(await table('contact')).toHaveLength(1)
  })

  it.each<[string, ConsentRequest, string, string]>([
    ['without a channel', { ...ADA, consents: [] }, '/consents', 'missing'],
    ['without its address', { ...ADA, email: undefined }, '/email', 'missing'],
    ['without its number', { ...ADA, consents: [bySms] }, '/phone', 'missing'],
    [
      'over a channel that the shop does not offer',
      { ...ADA, phone: PHONE, consents: [{ ...bySms, channel: 'whatsapp' }] },
      '/consents/0/channel',
      'channel_not_offered',
    ],
    [
      'over push, which has no address',
      { ...ADA, consents: [{ ...bySms, channel: 'push' }] },
      '/consents/0/channel',
      'channel_not_offered',
    ],
    [
      'over one channel twice',
      { ...ADA, consents: [byEmail, byEmail] },
      '/consents/1',
      'consent_repeated',
    ],
    [
      'for a number that the shop does not write to',
      { ...ADA, phone: '+12025550123', consents: [bySms] },
      '/phone',
      'phone_country_not_offered',
    ],
  ])(
    'is refused %s, and then nothing of the list is stored',
    async (_name, wrong, pointer, code) => {
      const hook = { type: 'webhook', url: `${fakeUrl('webhook')}/hook`, secret: SECRET }
      const shop = await makeShop({
        channels: ['email', 'sms', 'push'],
        destinations: [...SETTINGS.destinations, { ...hook, channels: ['push'] }],
        dialects: {},
      })
      const bob = { ...ADA, email: 'bob@example.com' }
      expect(await accept(shop, [bob, wrong])).toEqual({
        kind: 'refused',
        faults: [{ person: 1, pointer, code }],
      })
      expect(await table('consent')).toEqual([])
      expect(await table('contact')).toEqual([])
    },
  )

  it('of a thousand people is stored for each of them, with the time at which it was given', async () => {
    const shop = await makeShop()
    const at = Date.UTC(2020, 1, 2)
    const people = Array.from({ length: 1000 }, (_, n) => ({
      email: `p${n}@example.com`,
      consents: [{ ...byEmail, at }],
    }))
    expect(await accept(shop, people)).toEqual({ kind: 'accepted' })
    expect(await accept(shop, people)).toEqual({ kind: 'accepted' })
    const rows = await table('consent')
    expect(rows).toHaveLength(1000)
    expect(rows.every((row) => row['at'] === at)).toBe(true)
    expect(await table('contact')).toHaveLength(1000)
  })

  it('stores nothing for a suppressed address, with the same answer', async () => {
    const shop = await makeShop()
    const both = { ...ADA, phone: PHONE, consents: [byEmail, bySms] }
    await shop.api('PUT', '/v1/suppressions', { phone: PHONE })
    expect(await accept(shop, [both])).toEqual({ kind: 'accepted' })
    expect(await given()).toEqual(['email given api'])
    await shop.api('PUT', '/v1/suppressions', { email: 'bob@example.com' })
    const bob = { ...both, email: 'bob@example.com' }
    expect(await accept(shop, [bob])).toEqual({ kind: 'accepted' })
    expect(await given()).toEqual(['email given api'])
    expect(await table('contact')).toHaveLength(1)
  })

  it('of a page is held to the limits and ceilings, that of a backend is not', async () => {
    const shop = await makeShop({ limits: { newContactsPerHour: 1 } })
    const bob = { ...ADA, email: 'bob@example.com' }
    expect(await accept(shop, [ADA], PAGE)).toEqual({ kind: 'accepted' })
    expect(await accept(shop, [bob], PAGE)).toEqual({
      kind: 'too_many_people',
      retryAfterSeconds: expect.any(Number),
    })
    expect(await table('contact')).toHaveLength(1)
    expect(await logged(shop, 'ceiling_reached')).toEqual([{ reason: 'too_many_people' }])
    expect(await accept(shop, [bob])).toEqual({ kind: 'accepted' })
    world.env = { ...world.env, LIMIT_IP: { limit: async () => ({ success: false }) } }
    expect(await accept(shop, [ADA], PAGE)).toEqual({
      kind: 'too_many_requests',
      retryAfterSeconds: 60,
    })
    expect(await accept(shop, [ADA])).toEqual({ kind: 'accepted' })
  })

  it('of a page waits while D1 is overloaded, is stored once, and not if the person stopped', async () => {
    const shop = await makeShop()
    const whole = await shopById(world.env, shop.id)
    if (!whole) throw new Error('no such shop')
    const client = clientShop(whole)
    const mend = breakD1(OVERLOADED)
    expect(await acceptConsents(world.env, client, [ADA], PAGE)).toEqual({ kind: 'deferred' })
    await expect(acceptConsents(world.env, client, [ADA], BACKEND)).rejects.toThrow('overloaded')
    mend()
    expect(JSON.stringify(world.queued)).not.toContain('ada@')
    const [message] = world.queued.splice(0)
    if (!message) throw new Error('nothing was taken in')
    await deliver(message)
    await deliver(message)
    expect(await given()).toEqual(['email given form'])
    const [contact] = await table<{ id: string }>('contact')
    await shop.api('DELETE', `/v1/contacts/${contact?.id}`)
    await deliver(message)
    expect(await table('consent')).toEqual([])
    expect(await table('contact')).toEqual([])
  })
})

describe('the contact of a consent to marketing', () => {
  /** Ada agreed to news over both channels. */
  async function agreed() {
    const shop = await makeShop()
    await accept(shop, [{ ...ADA, phone: PHONE, consents: [byEmail, bySms] }])
    const [contact] = await table<{ id: string }>('contact')
    return { shop, path: `/v1/contacts/${contact?.id}` }
  }

  it('is exported with it, and erased with it', async () => {
    const { shop, path } = await agreed()
    const exported = await (await shop.api('GET', path)).json()
    expect(exported).toMatchObject({
      email: 'ada@example.com',
      consents: [
        { purpose: 'marketing', channel: 'email', words: 'declared', text: 'Send me news.' },
        { purpose: 'marketing', channel: 'sms' },
      ],
    })
    expect((await shop.api('DELETE', path)).status).toBe(204)
    expect(await table('consent')).toEqual([])
    expect(await table('alias')).toEqual([])
  })

  it.each([
    ['its e-mail address', { email: 'ada@example.com' }, ['email', 'sms']],
    ['its number', { phone: PHONE }, ['sms']],
  ])(
    'has withdrawn it when %s is suppressed, and may give it again after that',
    async (_name, address, channels) => {
      const { shop } = await agreed()
      await shop.api('PUT', '/v1/suppressions', address)
      const rows = (await table('consent')).filter(({ action }) => action === 'withdrawn')
      expect(rows.map(({ channel }) => channel)).toEqual(channels)
      expect(rows).toMatchObject(channels.map(() => ({ method: 'api', purpose: 'marketing' })))
      await shop.api('DELETE', '/v1/suppressions', address)
      await accept(shop, [{ ...ADA, phone: PHONE, consents: [byEmail, bySms] }])
      const all = (await table('consent')).filter(({ action }) => action === 'given')
      expect(all).toHaveLength(2 + channels.length)
    },
  )

  it('keeps it for four years, also one that was given long before', async () => {
    const shop = await makeShop()
    await accept(shop, [{ ...ADA, consents: [{ ...byEmail, at: Date.UTC(2010, 0) }] }])
    const night = (days: number) => tick(nightAfter(days))
    await night(4 * 365 - 2)
    expect(await table('consent')).toHaveLength(1)
    await night(4 * 365 + 2)
    expect(await table('consent')).toEqual([])
    expect(await table('contact')).toEqual([])
  })

  it('takes it along to another address', async () => {
    const shop = await makeShop()
    await accept(shop, [ADA])
    await shop.subscribe()
    await moveTo(shop, 'ada@new.example')
    const to = await (await openVault(world.env, shop)).index('email', 'ada@new.example')
    const rows = (await table('consent')).filter(({ purpose }) => purpose === 'marketing')
    expect(rows).toMatchObject([{ contact_id: to, sku: '' }])
  })
})

describe('a consent to marketing whose address is not confirmed', () => {
  it.each([
    ['where the shop always asks', { doubleOptIn: true }],
    ['in a country where it asks', { doubleOptInCountries: ['SE'] }],
  ])('is recorded, and the log counts it once an hour, %s', async (_name, settings) => {
    const shop = await makeShop(settings)
    const bob = { ...ADA, email: 'bob@example.com' }
    for (const one of [ADA, bob, ADA]) await accept(shop, [one], PAGE)
    expect(await given()).toEqual(['email given form', 'email given form'])
    const entries = await logged(shop, 'consent_unconfirmed')
    expect(entries.reduce((sum, { count }) => sum + Number(count), 0)).toBe(2)
    expect(JSON.stringify(entries)).not.toContain('@')
    await accept(shop, [{ ...ADA, email: 'eve@example.com' }])
    expect(await logged(shop, 'consent_unconfirmed')).toEqual(entries)
  })

  it('counts once the backend sends it, too; else it is forgotten after a week, with its contact', async () => {
    const shop = await makeShop({ doubleOptIn: true })
    const bob = { ...ADA, email: 'bob@example.com' }
    for (const one of [ADA, bob]) await accept(shop, [one], PAGE)
    await accept(shop, [ADA])
    const night = (days: number) => tick(nightAfter(days))
    await night(5)
    expect(await given()).toHaveLength(3)
    await night(7)
    expect(await given()).toEqual(['email given api'])
    expect(await table('contact')).toHaveLength(1)
  })

  it('is refused for a number that the shop cannot ask to confirm', async () => {
    const klaviyo = { type: 'klaviyo', companyId: 'AbC123', listId: 'L', channels: ['sms'] }
    const shop = await makeShop({
      turnstile: { ...KEYS, baseUrl: fakeUrl('turnstile') },
      destinations: [{ type: 'email' }, { ...klaviyo, catalog: '$custom:::$default' }],
    })
    expect(await accept(shop, [{ phone: PHONE, consents: [bySms] }], PAGE)).toEqual({
      kind: 'refused',
      faults: [{ person: 0, pointer: '/phone', code: 'phone_invalid' }],
    })
  })
})

describe('a consent to marketing is passed on', () => {
  const klaviyo = (scene = 'good', options = {}) => {
    const baseUrl = fakeUrl('klaviyo', scene)
    const { privateKey, listId } = KLAVIYO
    return {
      baseUrl,
      destination: { type: 'klaviyo', mode: 'deferred', privateKey, listId, baseUrl, ...options },
    }
  }
  const shopWith = (destination: object, settings = {}) =>
    makeShop({ destinations: [{ channels: SETTINGS.channels, ...destination }], ...settings })
  const bodiesAt = async (baseUrl: string, path: string) =>
    (await receivedAt(baseUrl)).filter((one) => one.path.startsWith(path)).map(({ body }) => body)
  const JOB = '/api/profile-subscription-bulk-create-jobs'
  const profile = (subscriptions: object, changes = {}) => ({
    type: 'profile',
    attributes: { email: 'ada@example.com', phone_number: PHONE, subscriptions, ...changes },
  })
  const job = (profiles: object[], more = {}) => ({
    data: {
      type: 'profile-subscription-bulk-create-job',
      attributes: { custom_source: 'Shelfbell', profiles: { data: profiles }, ...more },
      relationships: { list: { data: { type: 'list', id: KLAVIYO.listId } } },
    },
  })
  const SUBSCRIBED = { consent: 'SUBSCRIBED' }
  const EMAIL_ONLY = { channels: ['email'] }
  const BOTH = { ...ADA, phone: PHONE, consents: [byEmail, bySms] }

  it('to Klaviyo over its channels, once, and only those channels that are new', async () => {
    const { baseUrl, destination } = klaviyo()
    const shop = await shopWith(destination)
    await accept(shop, [BOTH, BOTH])
    await accept(shop, [BOTH], PAGE)
    await drain()
    const marketing = { marketing: SUBSCRIBED }
    expect(await bodiesAt(baseUrl, JOB)).toEqual([
      job([profile({ email: marketing, sms: marketing })]),
    ])
    const other = { ...bySms, version: 'k2' }
    await accept(shop, [{ ...BOTH, consents: [byEmail, other] }])
    await drain()
    expect((await bodiesAt(baseUrl, JOB)).slice(1)).toEqual([job([profile({ sms: marketing })])])
    expect(await table('outbox')).toEqual([])
  })

  it('to Klaviyo as a historical import, if it was given before', async () => {
    const at = Date.UTC(2024, 4, 6, 7)
    const old = { ...ADA, consents: [{ ...byEmail, at }] }
    const marketing = { ...SUBSCRIBED, consented_at: '2024-05-06T07:00:00.000Z' }
    const server = klaviyo()
    await accept(await shopWith(server.destination), [old])
    const client = klaviyo('good', {
      mode: 'relay',
      privateKey: undefined,
      companyId: KLAVIYO.companyId,
    })
    await accept(await shopWith({ ...client.destination, catalog: '$custom:::$default' }), [old])
    await drain()
    expect(await bodiesAt(server.baseUrl, JOB)).toEqual([
      job([profile({ email: { marketing } }, { phone_number: undefined })], {
        historical_import: true,
      }),
    ])
    expect(await receivedAt(client.baseUrl)).toEqual([])
    expect(await table('outbox')).toMatchObject([
      { call: 'consent', state: 'dead', reason: 'historical_needs_private_key' },
    ])
  })

  it('to Klaviyo with a company id alone, if there is a list', async () => {
    const { baseUrl, destination } = klaviyo('good', {
      mode: 'relay',
      catalog: '$custom:::$default',
      privateKey: undefined,
      companyId: KLAVIYO.companyId,
    })
    const shop = await shopWith(destination)
    await accept(shop, [ADA])
    await shopWith({ ...destination, channels: ['email'], listId: undefined }, EMAIL_ONLY).then(
      (none) => accept(none, [ADA]),
    )
    await drain()
    expect(await bodiesAt(baseUrl, '/client/subscriptions')).toEqual([
      {
        data: {
          type: 'subscription',
          attributes: {
            custom_source: 'Shelfbell',
            profile: {
              data: profile({ email: { marketing: SUBSCRIBED } }, { phone_number: undefined }),
            },
          },
          relationships: { list: { data: { type: 'list', id: KLAVIYO.listId } } },
        },
      },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    ['unconfirmed', { ...EMAIL_ONLY, doubleOptIn: true }, PAGE, async () => {}],
    [
      'withdrawn in the meantime',
      {},
      PAGE,
      async (shop: TestShop) => {
        await world.env.DB.prepare(
          `INSERT INTO consent SELECT contact_id, sku, locale, external_id, subscription_id, purpose,
             channel, 'withdrawn', version, shop_id, text_hash, words, messages, 'api', page, ip, user_agent,
             bot_check, NULL, imported, at FROM consent WHERE shop_id = ?1`,
        )
          .bind(shop.id)
          .run()
      },
    ],
    [
      'of an address that was suppressed in the meantime',
      {},
      BACKEND,
      async (shop: TestShop) => {
        await shop.api('PUT', '/v1/suppressions', { email: 'ada@example.com' })
      },
    ],
    [
      'of a person who was erased in the meantime',
      {},
      BACKEND,
      async (shop: TestShop) => {
        const [contact] = await table<{ id: string }>('contact')
        await shop.api('DELETE', `/v1/contacts/${contact?.id}`)
      },
    ],
  ])('to nobody, if it is %s', async (_name, settings, evidence, meanwhile) => {
    const { baseUrl, destination } = klaviyo()
    const shop = await shopWith(destination, settings)
    await accept(shop, [ADA], evidence)
    await meanwhile(shop)
    await drain()
    expect(await receivedAt(baseUrl)).toEqual([])
    expect(await table('outbox')).toEqual([])
  })

  it('again, until the destination takes it, and the log counts the calls', async () => {
    const { destination } = klaviyo('server-error')
    const shop = await shopWith(destination)
    await accept(shop, [ADA])
    await drain()
    expect(await table('outbox')).toMatchObject([
      { call: 'consent', state: 'open', attempts: 1, reason: 'http_500', sku: '' },
    ])
    expect(await logged(shop, 'outbox_run')).toEqual([{ 'consent:klaviyo:open:http_500': 1 }])
  })

  it('to the new address, if the person has moved before the call', async () => {
    const { baseUrl, destination } = klaviyo()
    const shop = await shopWith(destination)
    await accept(shop, [BOTH])
    await shop.subscribe()
    world.queued = []
    await moveTo(shop, 'ada@new.example')
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    const marketing = { marketing: SUBSCRIBED }
    const moved = profile({ email: marketing, sms: marketing }, { email: 'ada@new.example' })
    expect(await bodiesAt(baseUrl, JOB)).toEqual([job([moved])])
  })

  it.each([
    ['of a new contact, with the consent', 'good', { consentIds: { marketing: 'news' } }, 1, 0],
    ['of a known contact, in acceptsEmail', 'known', { acceptsEmail: true }, 0, 1],
    ['of no contact without a place for it', 'good', {}, 0, 0],
  ])('to Voyado: %s', async (_name, scene, options, created, marked) => {
    const baseUrl = fakeUrl('voyado', scene)
    const voyado = { type: 'voyado', baseUrl, apiKey: API_KEY, contactType: 'Contact', ...options }
    const shop = await shopWith(voyado)
    await accept(shop, [BOTH])
    await drain()
    const posts = (await receivedAt(baseUrl)).filter(({ method }) => method === 'POST')
    const isMark = ({ path }: { path: string }) => path.endsWith('/preferences/acceptsEmail')
    expect(posts.filter(isMark)).toHaveLength(marked)
    const made = posts.filter((one) => !isMark(one))
    expect(made).toHaveLength(created)
    for (const { body } of made) {
      expect(body).toMatchObject({
        email: 'ada@example.com',
        consents: [{ id: 'news', value: true }],
      })
    }
    expect(await table('outbox')).toEqual([])
  })

  it('to a webhook, as an event of its own', async () => {
    const baseUrl = fakeUrl('webhook')
    const hook = { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET }
    const shop = await makeShop({ destinations: [...SETTINGS.destinations, hook] })
    await accept(shop, [BOTH])
    await drain()
    const consent = { purpose: 'marketing', words: 'declared', method: 'api', ...news }
    expect((await receivedAt(baseUrl)).map(({ body }) => body)).toMatchObject([
      {
        type: 'consent.given',
        data: {
          consentId: (await table('consent'))[0]?.['subscription_id'],
          email: 'ada@example.com',
          phone: PHONE,
          locale: 'en',
          channels: ['email', 'sms'],
          consents: [
            { channel: 'email', ...consent },
            { channel: 'sms', ...consent },
          ],
        },
      },
    ])
    expect(await table('outbox')).toEqual([])
  })
})

/** The person asks for another address, and presses the button in the mail there. */
async function moveTo(shop: TestShop, email: string): Promise<void> {
  const index = async () => (await openVault(world.env, shop)).index('email', 'ada@example.com')
  const person = { contactId: await index(), locale: 'en' }
  const manage = await linkFor(world.env, shop, 'manage', person, Date.now())
  const press = (link: string, fields = {}) =>
    ask(link.replace('https://bell.test', ''), {
      method: 'POST',
      headers: { Accept: 'text/html' },
      body: new URLSearchParams(fields),
    })
  await press(manage, { email })
  const queued = world.queued.splice(0)
  for (const message of queued) await deliver(message)
  expect((await press(linkIn(world.mails.at(-1)?.text, 'a'))).status).toBe(200)
}

function withVersion(version: string): ConsentRequest {
  return { ...ADA, consents: [{ ...byEmail, version }] }
}

it('costs a consent to marketing these rows (worker/schema.md has the same)', async () => {
  const shop = await makeShop({ limits: { newContactsPerHour: 1e6 } })
  const hook = { type: 'webhook', url: `${fakeUrl('webhook')}/hook`, secret: SECRET }
  const relays = await makeShop({ destinations: [...SETTINGS.destinations, hook] })
  const [client, other] = await Promise.all(
    [shop, relays].map(async ({ id }) => {
      const whole = await shopById(world.env, id)
      if (!whole) throw new Error('no such shop')
      return clientShop(whole)
    }),
  )
  if (!client || !other) throw new Error('no such shop')
  world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
  const cost = async (of: typeof client, evidence: RequestEvidence) => {
    takeUsed()
    await acceptConsents(world.env, of, [ADA], evidence)
    const { read, written } = takeUsed()
    return { read, written }
  }
  expect(await cost(client, PAGE)).toEqual({ read: 13, written: 2 })
  expect(await cost(client, PAGE)).toEqual({ read: 12, written: 0 })
  expect(await cost(other, BACKEND)).toEqual({ read: 15, written: 3 })
})

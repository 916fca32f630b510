/**
 * Doors whose callers expect it accept a request for a variant that is in stock. The person waits for the
 * next restock, in the words that the shop declares for its own form.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientShop } from '../../worker/shop/rules.ts'
import type { ClientShop } from '../../worker/shop/shop.ts'
import { shopById } from '../../worker/shop/store.ts'
import { accept } from '../../worker/subscription/accept.ts'
import type { RequestEvidence, SubscriptionRequest } from '../../worker/subscription/request.ts'
import type { Received } from '../fakes/upstream.ts'
import { API_KEY } from '../fakes/voyado.ts'
import { breakD1, OVERLOADED } from './faults.ts'
import {
  ask,
  consents,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeEach(() => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const words = { version: 'form-3', texts: { en: { email: 'Mail me once when it is back.' } } }
const declared = {
  purpose: 'alert',
  channel: 'email',
  version: words.version,
  text: words.texts.en.email,
}
const TERMS = { words: 'declared', inStock: 'waits' } as const
const BACKEND: RequestEvidence = { asker: 'backend', ...TERMS }
const visitor = { ip: '203.0.113.77', userAgent: 'Browser', country: 'SE' }
const SHOPPER: RequestEvidence = { asker: 'shopper', visitor, proof: { by: 'mail' }, ...TERMS }

const shopWith = (settings = {}) =>
  makeShop({ dialects: { klaviyo: { consent: words } }, ...settings })

async function clientOf(shop: TestShop): Promise<ClientShop> {
  const stored = await shopById(world.env, shop.id)
  if (!stored) throw new Error('no such shop')
  return clientShop(stored)
}

/** What becomes of a person's request through a door with these terms. */
async function outcome(shop: ClientShop, name: string, changes = {}, evidence = BACKEND) {
  const product = { title: 'Tee', url: `${ORIGIN}/p/tee` }
  const email = `${name}@example.com`
  const request = { sku: 'TEE-M', email, channels: ['email'], product, ...changes }
  const { kind } = await accept(
    world.env,
    shop,
    { ...request, consents: [declared] } as SubscriptionRequest,
    evidence,
  )
  vi.setSystemTime(Date.now() + 1)
  return kind
}

async function wait(shop: TestShop, name: string, changes = {}, evidence = BACKEND) {
  const kind = await outcome(await clientOf(shop), name, changes, evidence)
  await drain()
  return kind
}

/** Names of the people who got a mail since the last call, in the order of the alphabet. */
const served = () =>
  world.mails
    .splice(0)
    .map(({ to }) => to.split('@', 1)[0] ?? '')
    .toSorted()

async function stock(shop: TestShop, quantity: number, more = {}): Promise<string[]> {
  await shop.setStock({ sku: 'TEE-M', quantity, ...more })
  await drain()
  vi.setSystemTime(Date.now() + 1)
  return served()
}

/** A night passes, in which the sweep walks all skus that people wait for. */
async function night(): Promise<string[]> {
  const day = 24 * HOUR
  const three = Math.ceil(Date.now() / day) * day + 3 * HOUR
  for (const at of [three, three + MINUTE, three + 3 * MINUTE]) {
    vi.setSystemTime(at)
    await tick()
    await drain()
  }
  return served()
}

describe('a person who asks while the variant is in stock', () => {
  it('is accepted, and notified by the next restock, once', async () => {
    const shop = await shopWith()
    await stock(shop, 5)
    expect(await wait(shop, 'ada')).toBe('accepted')
    expect(await wait(shop, 'ada')).toBe('accepted')
    expect(await wait(shop, 'eve', {}, SHOPPER)).toBe('accepted')
    for (const quantity of [5, 6, 4, 5]) expect(await stock(shop, quantity)).toEqual([])
    expect(await night()).toEqual([])
    expect(await stock(shop, 0)).toEqual([])
    expect(await stock(shop, 5)).toEqual(['ada', 'eve'])
    expect(await stock(shop, 0)).toEqual([])
    expect(await stock(shop, 5)).toEqual([])
  })

  it('keeps an earlier place in the queue: the first request counts', async () => {
    const shop = await shopWith()
    await wait(shop, 'ada')
    // Sellable in another market, which does not serve the first request.
    await wait(shop, 'ada', { externalId: '4' })
    await stock(shop, 3, { externalId: '7' })
    expect(await wait(shop, 'ada', { externalId: '4' })).toBe('accepted')
    expect(await stock(shop, 3, { externalId: '4' })).toEqual(['ada'])
    expect(await stock(shop, 3)).toEqual(['ada'])
  })

  it('is notified by another level that becomes sellable', async () => {
    const shop = await shopWith()
    await stock(shop, 3, { locale: 'sv-SE' })
    await wait(shop, 'ada', { locale: 'sv-SE' })
    expect(await stock(shop, 4, { locale: 'sv-SE' })).toEqual([])
    expect(await stock(shop, 4, { locale: 'pl-PL' })).toEqual([])
    expect(await stock(shop, 4)).toEqual(['ada'])
  })

  it('waits for the next restock if the database was down while the person asked, too', async () => {
    const shop = await shopWith()
    await stock(shop, 5)
    const client = await clientOf(shop)
    const repair = breakD1(OVERLOADED)
    expect(await outcome(client, 'ada')).toBe('deferred')
    repair()
    await drain()
    expect(served()).toEqual([])
    await stock(shop, 0)
    expect(await stock(shop, 5)).toEqual(['ada'])
  })

  it('waits for the next restock after confirming the request', async () => {
    const shop = await shopWith({ doubleOptIn: true })
    await stock(shop, 5)
    expect(await wait(shop, 'ada', {}, SHOPPER)).toBe('accepted')
    const path = linkIn(world.mails.at(-1)?.text, 'c')
    expect(served()).toEqual(['ada'])
    const page = await (await ask(path, { method: 'POST' })).text()
    expect(page).toContain('You’re on the list')
    await drain()
    expect(served()).toEqual([])
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
    await stock(shop, 0)
    expect(await stock(shop, 5)).toEqual(['ada'])
  })

  it('is refused where the door does not say that the request waits', async () => {
    const shop = await shopWith()
    await stock(shop, 5)
    expect(await wait(shop, 'ada', {}, { asker: 'backend', words: 'declared' })).toBe('in_stock')
    expect(await table('subscription')).toEqual([])
  })

  it('is not listed as held while the variant is in stock', async () => {
    const shop = await shopWith()
    await stock(shop, 5)
    await wait(shop, 'ada')
    expect(await (await shop.api('GET', '/v1/held')).json()).toMatchObject({ held: [] })
  })
})

describe('a shop whose every update restocks', () => {
  const everyUpdate = () => shopWith({ rules: { restockOn: 'every_update' } })

  it('notifies waiting people with each level above the threshold, also an unchanged one', async () => {
    const shop = await everyUpdate()
    await stock(shop, 5)
    await wait(shop, 'ada')
    expect(await night()).toEqual([])
    expect(await stock(shop, 0, { sku: 'OTHER' })).toEqual([])
    expect(await stock(shop, 5)).toEqual(['ada'])
    expect(await stock(shop, 5)).toEqual([])
    await wait(shop, 'ada')
    expect(await stock(shop, 0)).toEqual([])
    expect(await stock(shop, 5)).toEqual(['ada'])
  })

  it('notifies only people whom the level serves', async () => {
    const shop = await everyUpdate()
    for (const locale of ['sv-SE', 'pl-PL']) {
      await stock(shop, 5, { locale })
      await wait(shop, locale.slice(0, 2), { locale })
    }
    expect(await stock(shop, 5, { locale: 'sv-SE' })).toEqual(['sv'])
    expect(await stock(shop, 5, { locale: 'sv-SE' })).toEqual([])
    expect(await night()).toEqual([])
    expect(await stock(shop, 5, { locale: 'pl-PL' })).toEqual(['pl'])
  })

  it('ignores a level that is older than the stored one, and one at the threshold', async () => {
    const shop = await shopWith({ rules: { restockOn: 'every_update', threshold: 3 } })
    await stock(shop, 5)
    await wait(shop, 'ada')
    const before = new Date(Date.now() - HOUR).toISOString()
    expect(await stock(shop, 5, { at: before })).toEqual([])
    expect(await night()).toEqual([])
    expect(await stock(shop, 3)).toEqual([])
    expect(await stock(shop, 4)).toEqual(['ada'])
  })

  it('looks again at the people whom its rules hold', async () => {
    const conditions = { field: 'quantity', op: 'gte', value: 9 }
    const shop = await shopWith({
      rules: { restockOn: 'every_update', conditions, keepUnmatched: true },
    })
    await wait(shop, 'ada')
    expect(await stock(shop, 5)).toEqual([])
    await wait(shop, 'eve')
    expect(await stock(shop, 5)).toEqual([])
    expect(await stock(shop, 9)).toEqual(['ada', 'eve'])
  })

  it('is one that speaks Voyado’s dialect, unless its rules say otherwise', async () => {
    const dialects = { klaviyo: { consent: words }, voyado: { consent: words } }
    const both = []
    for (const rules of [{}, { restockOn: 'change' }]) {
      const shop = await makeShop({ dialects, rules })
      await stock(shop, 5)
      await wait(shop, 'ada')
      both.push(await stock(shop, 5))
    }
    expect(both).toEqual([['ada'], []])
  })
})

describe('a relay of a person who asks while the variant is in stock', () => {
  it('brings the platform no level again, which would notify the person at once', async () => {
    const url = fakeUrl('voyado')
    const engage = { type: 'voyado', apiKey: API_KEY, contactType: 'Contact', baseUrl: url }
    const shop = await shopWith({ destinations: [engage] })
    await stock(shop, 5)
    await wait(shop, 'ada')
    const requests = await (await fetch(`${url}/requests`)).json<Received[]>()
    const writes = requests.filter(({ method }) => method !== 'GET')
    expect(writes.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      '/api/v3/inventory/stock-levels',
      '/api/v3/contacts',
      '/api/v3/inventory/backinstock/subscriptions',
    ])
  })
})

describe('declared words', () => {
  it('are published with the settings, and stand beside each consent', async () => {
    const shop = await shopWith()
    await wait(shop, 'ada', {}, SHOPPER)
    expect(await consents()).toMatchObject([
      { text: words.texts.en.email, words: 'declared', version: 'form-3', method: 'form' },
    ])
    const published = (await table('published_text')).filter((row) => row['version'] === 'form-3')
    expect(published).toMatchObject([{ field: 'klaviyo:email', language: 'en', until: null }])
    await shop.api('PATCH', '/v1/shop', { dialects: null })
    const ended = (await table('published_text')).filter((row) => row['version'] === 'form-3')
    expect(ended).toMatchObject([{ until: expect.any(Number) }])
  })

  it('are refused in a request of the widget, which shows other words', async () => {
    const consent = { version: '2026-11', texts: { en: { email: 'One mail.' } } }
    const shop = await shopWith({ consent })
    const request = shop.request({ consents: [declared] })
    expect((await shop.page('POST', '/v1/client/subscriptions', request)).status).toBe(422)
  })

  it.each([
    ['no channel that the shop offers', { channels: ['email', 'sms'], smsCountries: ['SE'] }],
    ['another language only', { defaultLocale: 'de' }],
  ])('have to name %s', async (_case, settings) => {
    const sender = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'x', from: 'Acme' }
    const shop = await makeShop({ ...settings, destinations: [{ type: 'email' }, sender] })
    const dialects = {
      klaviyo: { consent: words },
      voyadoCentra: { consent: words, stores: ['a'] },
    }
    const answer = await shop.api('PATCH', '/v1/shop', { dialects })
    const { errors } = await answer.json<{ errors: { pointer: string; code: string }[] }>()
    expect(answer.status).toBe(422)
    expect(errors[0]).toMatchObject({
      pointer: '/dialects/klaviyo/consent/texts',
      code: 'dialect_words_missing',
    })
  })
})

describe('a company id of a shop', () => {
  const withIds = (...companyIds: string[]) => ({
    dialects: { klaviyo: { consent: words, companyIds } },
  })

  it('belongs to one shop of the Worker, until that gives it back', async () => {
    const [first, second] = [await makeShop(withIds('AbC123')), await shopWith()]
    const taken = await second.api('PATCH', '/v1/shop', withIds('free', 'AbC123'))
    expect(await taken.json()).toMatchObject({
      errors: [{ pointer: '/dialects/klaviyo/companyIds/1', code: 'alias_taken' }],
    })
    expect(await table('shop_alias')).toEqual([{ alias: 'AbC123', shop_id: first.id }])
    expect((await first.api('PATCH', '/v1/shop', withIds())).status).toBe(200)
    expect((await second.api('PATCH', '/v1/shop', withIds('AbC123'))).status).toBe(200)
    expect(await table('shop_alias')).toEqual([{ alias: 'AbC123', shop_id: second.id }])
  })
})

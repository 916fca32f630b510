/** The Klaviyo destination against the strict server of test/fakes/klaviyo.ts. */
import { describe, expect, it } from 'vitest'
import { KEYS } from '../../fakes/klaviyo.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  logged,
  makeShop,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, receivedAt, shopAt, type Suite } from './suite.ts'

const server = { privateKey: KEYS.privateKey }
const client = { companyId: KEYS.companyId, privateKey: undefined }
const phones = { channels: ['email', 'sms', 'whatsapp'] }

const relay: Suite = {
  type: 'klaviyo',
  fake: 'klaviyo',
  options: (baseUrl) => ({
    type: 'klaviyo',
    catalog: '$shopify:::$default',
    baseUrl,
    ...server,
  }),
  secrets: [KEYS.privateKey],
  call: 'subscribe',
  statuses: [
    { status: 401, becomes: 'parked', reason: 'not_authenticated' },
    { status: 403, becomes: 'parked', reason: 'permission_denied' },
    { status: 404, becomes: 'parked', reason: 'variant_not_found' },
    { status: 409, becomes: 'done' },
    { status: 410, becomes: 'parked', reason: 'invalid' },
    { status: 422, becomes: 'dead', reason: 'invalid' },
    { status: 503, becomes: 'again', reason: 'http_503' },
  ],
}
passesSuite(relay)

const deferred: Suite = {
  ...relay,
  type: 'klaviyo, deferred',
  options: (baseUrl) => ({ type: 'klaviyo', mode: 'deferred', baseUrl, ...server }),
  call: 'notify',
  statuses: [
    { status: 401, becomes: 'parked', reason: 'not_authenticated' },
    { status: 403, becomes: 'parked', reason: 'permission_denied' },
    { status: 404, becomes: 'parked', reason: 'not_found' },
    { status: 422, becomes: 'dead', reason: 'invalid' },
    { status: 503, becomes: 'again', reason: 'http_503' },
  ],
}
passesSuite(deferred)

const custom = { catalog: '$custom:::$default' }

/** A shop with consent texts for every channel and for marketing. */
const TEXTS = {
  email: 'One e-mail.',
  sms: 'One text message.',
  whatsapp: 'One WhatsApp message.',
  marketing: 'News now and then.',
}
const agreeing = {
  channels: ['email', 'sms', 'whatsapp', 'push'],
  consent: { version: 'v1', texts: { en: TEXTS } },
}
const texting = { ...agreeing, channels: ['email', 'sms'] }
type Word = keyof typeof TEXTS

/** Subscribes through the shop's backend, with consent to alerts over channels and to marketing. */
async function agree(
  shop: TestShop,
  channels: string[],
  marketing: string[] = [],
  changes: Record<string, unknown> = {},
) {
  const consents = [
    ...channels.map((channel) => ({ purpose: 'alert', channel, text: TEXTS[channel as Word] })),
    ...marketing.map((channel) => ({ purpose: 'marketing', channel, text: TEXTS.marketing })),
  ]
  const { shop: _, ...request } = shop.request({ channels, phone: '070-123 45 67', ...changes })
  const body = {
    ...request,
    consents: consents.map((one) => ({ ...one, text: one.text ?? 'Push.', version: 'v1' })),
  }
  const answer = await shop.api('POST', '/v1/subscriptions', body)
  if (answer.status !== 202) throw new Error(`${answer.status}: ${await answer.text()}`)
  await drain()
}

/** Makes all rows due, and delivers them. */
async function again() {
  await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await tick()
  await drain()
}

const CONSENTED = { consent: 'SUBSCRIBED' }

describe('a subscription to Klaviyo', () => {
  it.each([
    {
      endpoint: 'the server endpoint with a private key',
      options: server,
      path: '/api/back-in-stock-subscriptions',
      authorization: `Klaviyo-API-Key ${KEYS.privateKey}`,
    },
    {
      endpoint: 'the client endpoint with a company id alone',
      options: client,
      path: `/client/back-in-stock-subscriptions?company_id=${KEYS.companyId}`,
      authorization: undefined,
    },
    {
      endpoint: 'the server endpoint when both are there',
      options: { companyId: KEYS.companyId },
      path: '/api/back-in-stock-subscriptions',
      authorization: `Klaviyo-API-Key ${KEYS.privateKey}`,
    },
  ])('is created over $endpoint', async ({ options, path, authorization }) => {
    const { shop, baseUrl } = await shopAt(relay, 'good', options)
    await shop.subscribe({ sku: '33001893429341' })
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests).toMatchObject([{ method: 'POST', path }])
    expect(requests[0]?.body).toEqual({
      data: {
        type: 'back-in-stock-subscription',
        attributes: {
          channels: ['EMAIL'],
          profile: { data: { type: 'profile', attributes: { email: 'ada@example.com' } } },
        },
        relationships: {
          variant: {
            data: { type: 'catalog-variant', id: '$shopify:::$default:::33001893429341' },
          },
        },
      },
    })
    expect(requests[0]?.headers).toMatchObject({
      revision: '2026-07-15',
      'content-type': 'application/vnd.api+json',
      accept: 'application/vnd.api+json',
    })
    expect(requests[0]?.headers['authorization']).toBe(authorization)
    expect(await table('outbox')).toHaveLength(0)
    const [subscription] = await table('subscription')
    expect(JSON.parse(String(subscription?.['relays']))).toEqual({
      klaviyo: { at: expect.any(Number) },
    })
  })

  it.each([
    ['$custom:::$default', '$custom:::$default:::TEE-M'],
    ['$shopify:::$default', '$shopify:::$default:::4711'],
    ['$bigcommerce:::$default', '$bigcommerce:::$default:::4711'],
    ['$magento_two:::2-1', '$magento_two:::2-1:::4711'],
    ['$square:::$default', '$square:::$default:::4711'],
    ['$wix:::$default', '$wix:::$default:::4711'],
    ['$salesforce_commerce_cloud:::RefArch', '$salesforce_commerce_cloud:::RefArch:::4711'],
  ])('names the variant by its id in the catalogue %s', async (catalog, id) => {
    const { shop, baseUrl } = await shopAt(relay, 'good', { catalog })
    const { product } = shop.request() as { product: object }
    await shop.subscribe({ product: { ...product, variantId: '4711' } })
    await drain()
    expect((await receivedAt(baseUrl))[0]?.body).toMatchObject({
      data: { relationships: { variant: { data: { id } } } },
    })
    expect(await table('outbox')).toEqual([])
  })

  it('names the person by every known id, including Klaviyo’s own', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', {})
    const changes = { customerId: 'c-17', attributes: { klaviyoId: '01GDDKASAP8TKDDA2GRZDSVP4H' } }
    await agree(shop, ['email'], [], changes)
    expect((await receivedAt(baseUrl))[0]?.body).toMatchObject({
      data: {
        attributes: {
          profile: {
            data: {
              type: 'profile',
              id: '01GDDKASAP8TKDDA2GRZDSVP4H',
              attributes: { email: 'ada@example.com', external_id: 'c-17' },
            },
          },
        },
      },
    })
    expect(await table('outbox')).toEqual([])
  })

  it('for push names the person by the shop’s customer id alone', async () => {
    const options = { channels: ['push'] }
    const suite = { ...relay, settings: { ...agreeing, channels: ['push'] } }
    const { shop, baseUrl } = await shopAt(suite, 'good', options)
    await agree(shop, ['push'], [], { customerId: 'c-17', email: undefined, phone: undefined })
    expect(await receivedAt(baseUrl)).toMatchObject([
      {
        body: {
          data: {
            attributes: {
              channels: ['PUSH'],
              profile: { data: { attributes: { external_id: 'c-17' } } },
            },
          },
        },
      },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('is completed by a restock without a message from Shelfbell', async () => {
    const { shop } = await shopAt(relay, 'good')
    await shop.subscribe()
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(await table('subscription')).toHaveLength(0)
    expect(world.mails).toHaveLength(0)
    expect(await table('restock')).toMatchObject([{ state: 'done', matched: 1, held: null }])
  })

  it('for an unknown variant is sent again once the catalogue has the variant', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'learns-the-variant')
    await shop.subscribe()
    await shop.subscribe({ sku: 'VASE' })
    await drain()
    const parked = { state: 'open', attempts: 0, reason: 'variant_not_found' }
    expect(await table('outbox')).toMatchObject([parked])
    expect(await logged(shop, 'outbox_run')).toContainEqual({
      'subscribe:klaviyo:open:variant_not_found': 1,
    })
    const entry = (sku: string) => ({ sku, title: 'Tee', url: 'https://acme.example/p/tee' })
    await shop.api('PUT', '/v1/products', [entry('MUG')])
    await drain()
    expect(await receivedAt(baseUrl)).toHaveLength(2)
    await shop.api('PUT', '/v1/products', [entry('TEE-M')])
    await drain()
    expect(await receivedAt(baseUrl)).toHaveLength(3)
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toHaveLength(2)
  })
})

describe('the name of a variant in Klaviyo', () => {
  const url = 'https://acme.example/p/tee'
  const entry = (sku: string, changes = {}) => ({ sku, title: 'Tee', url, ...changes })

  /** The variant ids in the requests of a scene, in order. */
  const named = async (baseUrl: string) =>
    (await receivedAt(baseUrl)).map(({ text }) => /\$custom:::[^"]+/.exec(text)?.[0])

  /** The ids of the rows of the shop's feed, from its bytes. */
  async function feedIds(shop: TestShop): Promise<string[]> {
    const shown = await (
      await shop.api('GET', '/v1/shop')
    ).json<{
      settings: { destinations: { feedKey: string }[] }
    }>()
    const address = shown.settings.destinations[0]?.feedKey ?? ''
    const text = await (await ask(address.slice('https://bell.test'.length))).text()
    return (JSON.parse(text) as { id: string }[]).map(({ id }) => id)
  }

  it('is the id of the row in the feed, whatever variantId a source or a page brings', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', { ...custom, feed: true })
    await shop.api('PUT', '/v1/products', [
      entry('TEE-M', { id: 'TEE', variantId: '4711' }),
      entry('TEE-M', { id: 'TEE', variantId: '4712', locale: 'sv-SE' }),
      entry('TEE-S', { id: 'TEE' }),
    ])
    const { product } = shop.request() as { product: object }
    for (const sku of ['TEE-M', 'TEE-S']) {
      await shop.subscribe({ sku, locale: 'sv-SE', product: { ...product, variantId: '4713' } })
      await drain()
    }
    const ids = await feedIds(shop)
    expect(ids).toEqual(['TEE-M', 'TEE-S'])
    expect(await named(baseUrl)).toEqual(ids.map((id) => `$custom:::$default:::${id}`))
  })

  it('stays the same in stock updates after the catalogue has brought a variantId', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', { ...custom, updateStock: true })
    await shop.subscribe()
    await drain()
    await shop.api('PUT', '/v1/products', [entry('TEE-M', { variantId: '4711' })])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 6 }, { sku: 'TEE-S', quantity: 7 })
    await drain()
    const name = '$custom:::$default:::TEE-M'
    expect(await named(baseUrl)).toEqual([name, name, name])
  })

  it.each([
    { where: 'the page', page: { variantId: '4711' }, entries: [] },
    {
      where: 'the catalogue, in another language',
      page: {},
      entries: [entry('TEE-M', { variantId: '4711', locale: 'sv-SE' })],
    },
  ])(
    'is the variantId everywhere, late levels included, where the shop says so: from $where',
    async ({ page, entries }) => {
      const options = { ...custom, updateStock: true, variantBy: 'variantId' }
      const { shop, baseUrl } = await shopAt(relay, 'has-only-4711', options)
      if (entries.length > 0) await shop.api('PUT', '/v1/products', entries)
      const { product } = shop.request() as { product: object }
      await shop.subscribe({ product: { ...product, ...page } })
      // The level arrives before Klaviyo has the subscription, so it is sent again after it.
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      await drain()
      const requests = await receivedAt(baseUrl)
      expect(requests.at(-1)?.method).toBe('PATCH')
      expect(requests.length).toBeGreaterThan(1)
      const name = '$custom:::$default:::4711'
      expect([...new Set(await named(baseUrl))]).toEqual([name])
      expect(await table('outbox')).toEqual([])
    },
  )
})

describe('a wrong company id', () => {
  const wrong = { companyId: 'TESTER', privateKey: undefined }
  // The guide "Set up back in stock via API", "Invalid auth, client endpoint".
  const documented = {
    errors: [
      {
        id: expect.any(String),
        status: 400,
        code: 'invalid',
        title: 'Invalid input.',
        detail: 'Invalid company ID TESTER',
        source: { pointer: '/data' },
        meta: {},
      },
    ],
  }

  it.each([
    { what: 'the subscription', channels: ['email'], path: '/client/back-in-stock-subscriptions' },
    { what: 'the consent', channels: ['sms'], path: '/client/subscriptions' },
  ])('parks $what, and it goes out once the company id is right', async ({ channels, path }) => {
    const options = { ...wrong, channels: ['email', 'sms'], listId: KEYS.listId }
    const { shop, baseUrl } = await shopAt({ ...relay, settings: texting }, 'good', options)
    await agree(shop, channels)
    const sent = await receivedAt(baseUrl)
    expect(sent.map((one) => one.path)).toEqual([`${path}?company_id=TESTER`])
    const { method, headers, text } = sent[0] ?? { method: '', headers: {}, text: '' }
    const answer = await fetch(`${baseUrl}${path}?company_id=TESTER`, {
      method,
      headers,
      body: text,
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual(documented)
    const parked = { state: 'open', attempts: 0, reason: 'company_unknown' }
    expect(await table('outbox')).toMatchObject([parked])
    const destinations = [{ ...relay.options(baseUrl), ...options, companyId: KEYS.companyId }]
    expect((await shop.api('PATCH', '/v1/shop', { destinations })).status).toBe(200)
    await again()
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    { what: 'a 400 about the address', options: client, scene: 'bad-email' },
    { what: 'a 400 of the server endpoint', options: server, scene: 'points-at-data' },
  ])('is not the meaning of $what: that call is dead', async ({ options, scene }) => {
    const { shop } = await shopAt(relay, scene, options)
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'dead', reason: 'invalid' }])
  })
})

describe('consent in Klaviyo', () => {
  const suite = { ...relay, settings: agreeing }
  const options = { ...server, ...phones, channels: ['email', 'push', 'sms', 'whatsapp'] }

  it('is recorded before the subscription by Subscribe Profiles, for the channels and purposes agreed to', async () => {
    const { shop, baseUrl } = await shopAt(suite, 'good', { ...options, listId: KEYS.listId })
    await agree(shop, ['email', 'sms', 'whatsapp'], ['email', 'whatsapp'])
    const [consent, subscription] = await receivedAt(baseUrl)
    expect(consent?.path).toBe('/api/profile-subscription-bulk-create-jobs')
    expect(consent?.body).toEqual({
      data: {
        type: 'profile-subscription-bulk-create-job',
        attributes: {
          custom_source: 'Back in stock form',
          profiles: {
            data: [
              {
                type: 'profile',
                attributes: {
                  email: 'ada@example.com',
                  phone_number: '+46701234567',
                  subscriptions: {
                    email: { marketing: CONSENTED },
                    sms: { transactional: CONSENTED },
                    whatsapp: { marketing: CONSENTED, transactional: CONSENTED },
                  },
                },
              },
            ],
          },
        },
        relationships: { list: { data: { type: 'list', id: KEYS.listId } } },
      },
    })
    expect(subscription).toMatchObject({
      path: '/api/back-in-stock-subscriptions',
      body: { data: { attributes: { channels: ['EMAIL', 'SMS', 'WHATSAPP'] } } },
    })
    expect(await table('outbox')).toEqual([])
  })

  it('is recorded before the subscription by Create Client Subscription if there is only a company id', async () => {
    const { shop, baseUrl } = await shopAt(suite, 'good', {
      ...options,
      ...client,
      listId: KEYS.listId,
    })
    await agree(shop, ['sms'], ['sms'])
    const [consent, subscription] = await receivedAt(baseUrl)
    expect(consent?.path).toBe(`/client/subscriptions?company_id=${KEYS.companyId}`)
    expect(consent?.body).toEqual({
      data: {
        type: 'subscription',
        attributes: {
          custom_source: 'Back in stock form',
          profile: {
            data: {
              type: 'profile',
              attributes: {
                phone_number: '+46701234567',
                subscriptions: { sms: { marketing: CONSENTED, transactional: CONSENTED } },
              },
            },
          },
        },
        relationships: { list: { data: { type: 'list', id: KEYS.listId } } },
      },
    })
    expect(subscription?.path).toMatch(/^\/client\/back-in-stock-subscriptions/)
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    { endpoint: 'server', keys: server },
    { endpoint: 'client', keys: { ...client, listId: KEYS.listId } },
  ])(
    'is not recorded for an alert by e-mail alone, over the $endpoint endpoint',
    async ({ keys }) => {
      const { shop, baseUrl } = await shopAt(suite, 'good', { ...options, ...keys })
      await agree(shop, ['email'])
      expect((await receivedAt(baseUrl)).map(({ path }) => path)).toEqual([
        expect.stringContaining('/back-in-stock-subscriptions'),
      ])
    },
  )

  it('is not recorded if it was withdrawn in the meantime', async () => {
    const { shop, baseUrl } = await shopAt(suite, 'server-error', options)
    await agree(shop, ['email'], ['email'])
    await world.env.DB.prepare(
      `INSERT INTO consent SELECT contact_id, sku, locale, external_id, subscription_id, purpose,
         channel, 'withdrawn', version, shop_id, text_hash, words, messages, 'link', page, ip, user_agent,
         bot_check, unconfirmed, imported, at
       FROM consent WHERE purpose = 'marketing'`,
    ).run()
    await again()
    expect((await receivedAt(baseUrl)).map(({ path }) => path)).toEqual([
      '/api/profile-subscription-bulk-create-jobs',
      '/api/back-in-stock-subscriptions',
    ])
  })

  it.each([
    { scene: 'consent-refused', listId: KEYS.listId, row: { state: 'dead', reason: 'invalid' } },
    {
      scene: 'good',
      listId: 'NoList',
      row: { state: 'open', attempts: 0, reason: 'list_not_found' },
    },
  ])(
    'prevents the subscription when Klaviyo refuses it ($scene, $listId)',
    async ({ scene, listId, row }) => {
      const { shop, baseUrl } = await shopAt(suite, scene, { ...options, listId })
      await agree(shop, ['email', 'sms'])
      expect(await receivedAt(baseUrl)).toHaveLength(1)
      expect(await table('outbox')).toMatchObject([row])
      expect(await table('subscription')).toHaveLength(1)
    },
  )

  it('is sent again with the subscription after Klaviyo throttled it', async () => {
    const { shop, baseUrl } = await shopAt(suite, 'consent-throttled', options)
    await agree(shop, ['email', 'sms'])
    expect(await receivedAt(baseUrl)).toHaveLength(1)
    await again()
    const requests = await receivedAt(baseUrl)
    expect(requests).toHaveLength(3)
    expect(requests[1]?.text).toBe(requests[0]?.text)
    expect(await table('outbox')).toEqual([])
  })
})

describe('the pace of calls to Klaviyo', () => {
  const suite = { ...relay, settings: texting }
  const both = { channels: ['email', 'sms'] }
  const ofMinute = (calls: number) => 60_000 / calls

  /** How long calls are booked, in milliseconds: at least and at most. */
  async function booked(what: () => Promise<void>) {
    const before = Date.now()
    await what()
    await drain()
    const after = Date.now()
    const [gate] = await table<{ free_at: number; apart_free_at: number }>('gate')
    const span = (at: number | undefined) => (at ? [at - after, at - before] : [0, 0])
    return { least: span(gate?.free_at)[1], most: span(gate?.free_at)[0], gate }
  }

  it.each([
    { who: 'a person with SMS', channels: ['email', 'sms'], marketing: [], options: server },
    {
      who: 'a person who wants marketing',
      channels: ['email'],
      marketing: ['email'],
      options: server,
    },
    {
      who: 'a person with SMS, over the client endpoints',
      channels: ['sms'],
      marketing: [],
      options: { ...client, listId: KEYS.listId },
    },
  ])('is that of the consent for $who', async ({ channels, marketing, options }) => {
    const { shop } = await shopAt(suite, 'good', { ...both, ...options })
    const { least } = await booked(() => agree(shop, channels, marketing))
    expect(least).toBeGreaterThanOrEqual(ofMinute(750))
  })

  it.each([
    { where: 'a shop that offers SMS', options: {} },
    { where: 'a shop that sends levels', options: { ...custom, updateStock: true } },
    { where: 'a shop with a company id alone', options: { ...client, listId: KEYS.listId } },
  ])('is that of a subscription for a person with e-mail alone, in $where', async ({ options }) => {
    const { shop } = await shopAt(suite, 'good', { ...both, ...options })
    const { least, most } = await booked(() => agree(shop, ['email']))
    expect(least).toBeGreaterThanOrEqual(ofMinute(3500))
    expect(most).toBeLessThan(ofMinute(750))
  })

  it('of levels is separate, so levels delay no subscription', async () => {
    const options = { ...custom, updateStock: true }
    const { shop } = await shopAt(relay, 'good', options)
    const before = Date.now()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    const [one] = await table<{ free_at: number; apart_free_at: number }>('gate')
    expect(one?.free_at).toBe(0)
    expect(one?.apart_free_at).toBeGreaterThanOrEqual(before + ofMinute(750))
    await shop.setStock(...Array.from({ length: 201 }, (_, n) => ({ sku: `S${n}`, quantity: 1 })))
    await drain()
    const [many] = await table<{ apart_free_at: number }>('gate')
    // Three jobs.
    expect(many?.apart_free_at).toBeGreaterThanOrEqual(before + 3 * ofMinute(500))
    const { most } = await booked(() => shop.subscribe({ sku: 'MUG' }))
    expect(most).toBeLessThan(ofMinute(750))
  })

  it('is never faster than the rate that the shop set', async () => {
    const rate = { perMinute: 60 }
    const { shop } = await shopAt(relay, 'good', { ...custom, updateStock: true, rate })
    const { least, gate } = await booked(async () => {
      await shop.subscribe()
      await shop.setStock({ sku: 'MUG', quantity: 1 })
    })
    expect(least).toBeGreaterThanOrEqual(1000)
    expect(gate?.apart_free_at).toBeGreaterThan(Date.now())
  })
})

describe('the consent to SMS in Klaviyo', () => {
  const at = '/destinations/0/smsConsent'
  const wanting = { channels: ['email', 'sms'], smsConsent: 'marketing' }

  /** The consent to SMS that is recorded with these options. */
  async function recorded(options: Record<string, unknown>, changes: Record<string, unknown> = {}) {
    const { shop, baseUrl } = await shopAt({ ...relay, settings: texting }, 'good', options)
    await agree(shop, ['email', 'sms'], [], changes)
    const [consent] = await receivedAt(baseUrl)
    expect(await table('outbox')).toEqual([])
    return /"subscriptions":(\{.*?\}\}\})/.exec(consent?.text ?? '')?.[1]
  }
  const sms = (...purposes: string[]) =>
    JSON.stringify({ sms: Object.fromEntries(purposes.map((one) => [one, CONSENTED])) })

  it.each([
    { endpoint: 'server', keys: server },
    { endpoint: 'client', keys: { ...client, listId: KEYS.listId } },
  ])('is transactional by default, and marketing too on request ($endpoint)', async ({ keys }) => {
    expect(await recorded({ ...wanting, ...keys, smsConsent: undefined })).toBe(
      sms('transactional'),
    )
    await world.env.DB.exec('DELETE FROM gate')
    expect(await recorded({ ...wanting, ...keys })).toBe(sms('marketing', 'transactional'))
  })

  it('is transactional for words that the shop does not publish', async () => {
    const consents = [
      { purpose: 'alert', channel: 'sms', text: 'Words of the till.', version: 'v1' },
    ]
    const { shop, baseUrl } = await shopAt({ ...relay, settings: texting }, 'good', wanting)
    const { shop: _, ...request } = shop.request({ channels: ['sms'], phone: '070-123 45 67' })
    const body = {
      ...request,
      email: undefined,
      consents: consents.map((one) => ({ ...one, words: 'caller' })),
    }
    const answer = await shop.api('POST', '/v1/subscriptions', body)
    expect([answer.status, await answer.text()]).toEqual([202, expect.any(String)])
    await drain()
    const [consent] = await receivedAt(baseUrl)
    expect(consent?.text).toContain(`"subscriptions":${sms('transactional')}`)
  })

  it.each([
    { words: 'none', consent: null },
    { words: 'for mails only', consent: { version: 'v1', texts: { en: { email: 'One.' } } } },
    {
      words: 'for some pages only',
      consent: { version: 'v1', texts: { sv: { email: 'En.', sms: 'Ett.' } } },
    },
  ])('is refused as marketing with words of the shop’s own: $words', async ({ consent }) => {
    const shop = await makeShop({ ...texting, destinations: [smsShop()] })
    const destinations = [{ ...smsShop(), smsConsent: 'marketing' }]
    const refused = await shop.api('PATCH', '/v1/shop', { destinations, consent })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      errors: [{ pointer: at, code: 'sms_words_missing', detail: expect.stringMatching(/words/) }],
    })
    // With the words it is accepted, and then the words cannot be removed.
    expect((await shop.api('PATCH', '/v1/shop', { destinations })).status).toBe(200)
    const removed = await shop.api('PATCH', '/v1/shop', { consent })
    expect(await removed.json()).toMatchObject({ errors: [{ pointer: at }] })
  })

  const smsShop = () => ({ ...relay.options('https://a.klaviyo.com'), channels: texting.channels })
})

describe('a stock update to Klaviyo’s catalogue', () => {
  const options = { ...custom, updateStock: true }
  const quantity = (id: string, n: number) => ({
    type: 'catalog-variant',
    id: `$custom:::$default:::${id}`,
    attributes: { inventory_quantity: n },
  })

  it('sends a single level with a single call', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', options)
    await shop.setStock({ sku: 'TEE/M', quantity: 12 })
    await drain()
    const [request] = await receivedAt(baseUrl)
    expect(request).toMatchObject({
      method: 'PATCH',
      path: '/api/catalog-variants/%24custom%3A%3A%3A%24default%3A%3A%3ATEE%2FM',
      body: { data: quantity('TEE/M', 12) },
    })
    expect(await table('outbox')).toEqual([])
  })

  it('sends many levels in jobs of at most a hundred', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', options)
    await shop.setStock(...Array.from({ length: 201 }, (_, n) => ({ sku: `S-${n}`, quantity: n })))
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 3 }, () => 'POST /api/catalog-variant-bulk-update-jobs'),
    )
    const sent = requests.flatMap(
      ({ body }) =>
        (body as { data: { attributes: { variants: { data: object[] } } } }).data.attributes
          .variants.data,
    )
    expect(sent).toHaveLength(201)
    expect(sent).toContainEqual(quantity('S-200', 200))
    expect(await table('outbox')).toEqual([])
  })

  it('sends one quantity for each variant: the highest of its levels', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', options)
    const url = 'https://acme.example/p/tee'
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', id: 'TEE', variantId: '4711', title: 'Tee', url },
    ])
    await shop.setStock(
      { sku: 'TEE-M', quantity: 3, externalId: '1' },
      { sku: 'TEE-M', quantity: 5, externalId: '2' },
      { sku: 'TEE-M', quantity: 4, locale: 'sv-SE' },
    )
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0, externalId: '1' })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0, externalId: '2' })
    await drain()
    expect((await receivedAt(baseUrl)).map(({ body }) => body)).toEqual([
      { data: quantity('TEE-M', 5) },
      { data: quantity('TEE-M', 5) },
      { data: quantity('TEE-M', 4) },
    ])
  })

  it('is tried again when Klaviyo refuses a job, and does not stop the other jobs', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'full-of-jobs', options)
    await shop.setStock(...Array.from({ length: 150 }, (_, n) => ({ sku: `S-${n}`, quantity: n })))
    await drain()
    expect(await receivedAt(baseUrl)).toHaveLength(2)
    expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 1, reason: 'invalid' }])
    await again()
    expect(await receivedAt(baseUrl)).toHaveLength(4)
    expect(await table('outbox')).toEqual([])
  })

  it('skips and counts a variant that Klaviyo does not know', async () => {
    const { shop } = await shopAt(relay, 'good', options)
    await shop.setStock({ sku: 'UNKNOWN', quantity: 1 })
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await logged(shop, 'outbox_run')).toEqual([
      { 'stock:klaviyo:finished': 1, 'klaviyo:skipped': 1 },
    ])
  })

  it('is not sent unless the shop turns it on', async () => {
    const { shop, baseUrl } = await shopAt(relay, 'good', custom)
    await shop.setStock({ sku: 'TEE-M', quantity: 12 })
    await drain()
    expect(await receivedAt(baseUrl)).toEqual([])
  })
})

describe('Klaviyo in deferred mode', () => {
  it('gets one event for all channels, with the data a flow needs, when the variant is back', async () => {
    const suite = { ...deferred, settings: texting }
    const options = { channels: ['email', 'sms'], metric: 'Is back' }
    const { shop, baseUrl } = await shopAt(suite, 'good', options)
    await agree(shop, ['email', 'sms'], [], { customerId: 'c-17' })
    expect(await receivedAt(baseUrl)).toEqual([])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    // Match first, so that the test can read the key before the call.
    for (const message of world.queued.splice(0)) await deliver(message)
    const [row, ...others] = await table('outbox')
    expect(others).toEqual([])
    await drain()
    const [consent, event, ...more] = await receivedAt(baseUrl)
    expect(more).toEqual([])
    expect(consent?.path).toBe('/api/profile-subscription-bulk-create-jobs')
    expect(event).toMatchObject({ method: 'POST', path: '/api/events' })
    expect(event?.body).toEqual({
      data: {
        type: 'event',
        attributes: {
          unique_id: row?.['id'],
          properties: {
            title: 'Tee',
            variant: 'M',
            sku: 'TEE-M',
            url: 'https://acme.example/p/tee',
            price: 19.9,
            currency: 'EUR',
            channels: ['EMAIL', 'SMS'],
          },
          metric: { data: { type: 'metric', attributes: { name: 'Is back' } } },
          profile: {
            data: {
              type: 'profile',
              attributes: {
                email: 'ada@example.com',
                phone_number: '+46701234567',
                external_id: 'c-17',
              },
            },
          },
        },
      },
    })
    expect(await table('notification')).toMatchObject([{ channels: 3, destination: 'klaviyo' }])
    expect(await table('subscription')).toEqual([])
  })

  it('gets the same event again on a retry', async () => {
    const { shop, baseUrl } = await shopAt(deferred, 'throttled-plainly')
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await again()
    const [first, second] = await receivedAt(baseUrl)
    expect(second?.text).toBe(first?.text)
    expect(await table('notification')).toHaveLength(1)
  })
})

describe('the revision of Klaviyo’s API', () => {
  it('2026-01-15 has everything that is sent', async () => {
    const options = { ...phones, listId: KEYS.listId, revision: '2026-01-15' }
    const settings = { ...agreeing, channels: ['email', 'sms', 'whatsapp'] }
    for (const keys of [{ ...server, ...custom, updateStock: true }, client]) {
      const { shop } = await shopAt({ ...relay, settings }, 'good', { ...options, ...keys })
      await agree(shop, ['email', 'sms', 'whatsapp'], ['email', 'sms'])
      await shop.setStock({ sku: 'TEE-M', quantity: 3 }, { sku: 'TEE-S', quantity: 4 })
      await drain()
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
      await drain()
      expect(await table('outbox')).toEqual([])
      const check = await shop.api('POST', '/v1/destinations/klaviyo/check')
      expect(await check.json()).toMatchObject({ ok: true })
    }
  })

  it.each([
    ['2025-10-15', 'POST', '/api/back-in-stock-subscriptions', '{"channels":["WHATSAPP"]}'],
    ['2025-04-15', 'POST', '/api/profile-subscription-bulk-create-jobs', '{"whatsapp":{}}'],
    ['2024-10-15', 'POST', `/client/subscriptions`, '{"subscriptions":{}}'],
    ['2026-01-15', 'GET', '/api/catalog-variants?page%5Bsize%5D=1', undefined],
  ])('%s is answered 400 by the fake for what came later: %s %s', async (...what) => {
    const [revision = '', method = '', path = '', body] = what
    const type = 'application/vnd.api+json'
    const answer = await fetch(`${fakeUrl('klaviyo')}${path}`, {
      method,
      headers: { revision, Accept: type, 'Content-Type': type, 'User-Agent': 'test' },
      ...(body && { body }),
    })
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringMatching(/not a valid/),
    ])
  })
})

describe('the settings of Klaviyo', () => {
  const at = '/destinations/0'
  it.each([
    ['no key at all', { privateKey: undefined }, at, 'key_required'],
    [
      'deferred without a private key',
      { ...client, mode: 'deferred' },
      `${at}/privateKey`,
      'missing',
    ],
    ['relay without a catalogue', { catalog: undefined }, `${at}/catalog`, 'missing'],
    [
      'the phone with a company id alone and no list',
      { ...client, channels: ['email', 'sms'] },
      `${at}/listId`,
      'missing',
    ],
    [
      'updates of a catalogue that another system keeps',
      { updateStock: true },
      `${at}/updateStock`,
      'custom_catalog_only',
    ],
    [
      'updates without a private key',
      { ...custom, ...client, updateStock: true },
      `${at}/updateStock`,
      'private_key_required',
    ],
    [
      'updates beside a feed',
      { ...custom, updateStock: true, feed: true },
      `${at}/updateStock`,
      'feed_or_updates',
    ],
    [
      'a feed that would name variants by another id',
      { ...custom, feed: true, variantBy: 'variantId' },
      `${at}/variantBy`,
      'feed_by_sku',
    ],
    [
      'a revision that is too old',
      { revision: '2025-10-15' },
      `${at}/revision`,
      'revision_too_old',
    ],
    ['a beta before it', { revision: '2025-10-15.pre' }, `${at}/revision`, 'revision_too_old'],
    ['no date as revision', { revision: '2026-13-01' }, `${at}/revision`, 'revision_invalid'],
    ['an unknown mode', { mode: 'both' }, `${at}/mode`, 'choice_unknown'],
  ])('are refused: %s', async (_, options, pointer, code) => {
    const shop = await makeShop()
    const destinations = [{ ...relay.options('https://a.klaviyo.com'), ...options }]
    const answer = await shop.api('PATCH', '/v1/shop', { destinations })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
  })
})

describe('the catalogue in the settings of Klaviyo', () => {
  it.each([
    '$shopify:::2-1',
    '$magento_two:::$default',
    '$custom:::other',
    '$shopify:::$default:::33001893429341',
    'shopify:::$default',
    '$Other:::$default',
    '$other::$default',
    '$other:::',
    '$other:::a b',
  ])('is refused as %s', async (catalog) => {
    const shop = await makeShop()
    const destinations = [{ ...relay.options('https://a.klaviyo.com'), catalog }]
    const answer = await shop.api('PATCH', '/v1/shop', { destinations })
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/destinations/0/catalog', code: 'catalog_invalid' }],
    })
  })
})

describe('a probe of Klaviyo', () => {
  /** The findings of a probe, and its requests. */
  async function checked(scene: string, options: Record<string, unknown>) {
    const { shop, baseUrl } = await shopAt(relay, scene, options)
    const answer = await shop.api('POST', '/v1/destinations/klaviyo/check')
    const { ok, findings } = await answer.json<{
      ok: boolean
      findings: { what: string; ok: boolean; detail: string }[]
    }>()
    const requests = (await receivedAt(baseUrl)).map(({ method, path }) => `${method} ${path}`)
    const wrong = findings.filter((one) => !one.ok).map(({ what, detail }) => `${what}: ${detail}`)
    return { ok, wrong, found: findings.map(({ what }) => what), findings, requests, shop }
  }
  const VARIANTS = 'GET /api/catalog-variants?fields%5Bcatalog-variant%5D=sku'

  it('reads the key, the catalogue and the list, and changes nothing', async () => {
    const { ok, found, findings, requests } = await checked('good', {
      ...custom,
      listId: KEYS.listId,
    })
    expect(ok).toBe(true)
    expect(found).toEqual(['key', 'scope', 'catalogue', 'list', 'flow'])
    expect(requests).toEqual([VARIANTS, `GET /api/lists/${KEYS.listId}?fields%5Blist%5D=name`])
    expect(findings.at(-1)?.detail).toMatch(/does not tell whether a Back in Stock flow is live/)
    expect(findings[1]?.detail).toMatch(/catalogs:write, profiles:write; and .* lists:write/)
  })

  it.each([
    ['a wrong key', 'good', { privateKey: 'pk_wrong' }, /^key: .*Settings → API keys/],
    ['a missing scope', 'may-not-read', {}, /^scope: .*catalogs:read/],
    ['an empty catalogue', 'empty-catalogue', custom, /^catalogue: .*bell\.test\/feeds\/pk_/],
    ['an unknown list', 'good', { listId: 'NoList' }, /^list: .*no list/],
    ['an unknown revision', 'good', { revision: '2027-01-15' }, /^key: .*revision/],
    ['an HTML error page', 'edge-html', {}, /^key: .*502/],
    ['throttling', 'throttled', {}, /^key: .*429/],
  ])('says what to fix: %s', async (_, scene, options, words) => {
    const { ok, wrong } = await checked(scene, options)
    expect(ok).toBe(false)
    expect(wrong).toEqual([expect.stringMatching(words)])
  })

  it('says what cannot be checked with a company id alone, and makes no call', async () => {
    const { ok, findings, requests } = await checked('good', client)
    expect(ok).toBe(true)
    expect(findings[0]?.detail).toMatch(/^Not checked: with a company id alone/)
    const endpoints = findings.find(({ what }) => what === 'endpoints')
    expect(endpoints?.detail).toMatch(/Do not use this endpoint from server-side applications/)
    expect(endpoints?.detail).toMatch(/allow list.*3,500 a minute.*privateKey/)
    expect(requests).toEqual([])
  })

  it.each([
    [{}, /^Alerts by SMS are recorded as transactional consent.*mark the message as transactional/],
    [{ smsConsent: 'marketing' }, /^Alerts by SMS are recorded as marketing consent, too/],
  ])('says what the SMS of a flow need, with %j', async (options, words) => {
    const suite = { ...relay, settings: texting }
    const { shop } = await shopAt(suite, 'good', { channels: texting.channels, ...options })
    const answer = await shop.api('POST', '/v1/destinations/klaviyo/check')
    const { findings } = await answer.json<{ findings: { what: string; detail: string }[] }>()
    expect(findings.find(({ what }) => what === 'sms')?.detail).toMatch(words)
  })

  it('counts a catalogue whose list became an object', async () => {
    const { ok } = await checked('odd-catalogue', custom)
    expect(ok).toBe(true)
  })

  it('in deferred mode reads no catalogue and names the metric', async () => {
    const { ok, found, findings } = await checked('may-not-read', {
      mode: 'deferred',
      catalog: undefined,
    })
    expect(ok).toBe(true)
    expect(found).toEqual(['key', 'scope', 'flow'])
    expect(findings.at(-1)?.detail).toContain('the metric Back In Stock')
  })
})

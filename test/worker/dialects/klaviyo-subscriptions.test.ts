/** Back-in-stock subscriptions in Klaviyo's dialect: from pages and from backends. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { KEYS } from '../../fakes/turnstile-token.ts'
import { breakD1, OVERLOADED } from '../faults.ts'
import {
  ask,
  consents,
  drain,
  fakeUrl,
  linkIn,
  ORIGIN,
  table,
  type TestShop,
  world,
} from '../harness.ts'
import {
  everyChannel,
  fromBackend,
  fromPage,
  GUIDE,
  inBrief,
  invalid,
  makeSpeaker,
  newClient,
  newCompanyId,
  speaking,
  subscription,
  VARIANT,
  WORDS,
} from './klaviyo.ts'

const CLIENT = '/client/back-in-stock-subscriptions'
const SERVER = '/api/back-in-stock-subscriptions'
const TEE = { sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p/tee`, variantId: '123' }
const path = (shop: TestShop) => `${CLIENT}?company_id=${shop.publicKey}`

/** Both ways in: each gives the answer to a body. */
const waysIn = (shop: TestShop) => [
  (body: unknown) => fromPage(path(shop), body),
  (body: unknown) => fromBackend(shop, SERVER, body),
]

/** The answer to a row's body, the same from a page and from a backend. */
async function answersOf(shop: TestShop, rows: [body: unknown, expected: string][]) {
  const given: string[] = []
  for (const [body] of rows) {
    const answers = await Promise.all(waysIn(shop).map(async (send) => inBrief(await send(body))))
    given.push([...new Set(answers)].join(' / '))
  }
  expect(given).toEqual(rows.map(([, expected]) => expected))
}

const PEOPLE = ['subscription', 'consent', 'contact', 'alias', 'outbox']
const peopleStored = async () => (await Promise.all(PEOPLE.map((name) => table(name)))).flat()

/** A guide's example of each revision that changed the body, with the address of a test. */
const BODIES: [revision: string, identifiers: object, channels: string[]][] = [
  ['2023-07-15', { email: 'a@example.com', anonymous_id: 'anon-1', external_id: 'e-1' }, ['EMAIL']],
  ['2023-09-15', { email: 'b@example.com', phone_number: '+15005550006' }, ['EMAIL']],
  ['2024-02-15', { email: 'c@example.com', phone_number: null, external_id: null }, ['EMAIL']],
  ['2024-10-15', { email: 'd@example.com', phone_number: '+46701234561' }, ['EMAIL', 'SMS']],
  ['2025-07-15', { email: 'e@example.com', anonymous_id: null, _kx: 'x' }, ['EMAIL', 'EMAIL']],
  ['2025-10-15', { email: null, phone_number: '+46701234562' }, ['SMS']],
  ['2026-01-15', { email: '', phone_number: '+46701234563' }, ['WHATSAPP', 'SMS']],
  [
    '2026-07-15',
    { email: 'h@example.com', location: { city: 'Lund' }, properties: { a: [1, { b: null }] } },
    ['EMAIL'],
  ],
]

/** The body with an id of Klaviyo's own profiles, as many callers send it. */
const withProfileId = ({ data }: ReturnType<typeof subscription>) => {
  const profile = { ...data.attributes.profile.data, id: '01GDDKASAP8TKDDA2GRZDSVP4H' }
  return { data: { ...data, attributes: { ...data.attributes, profile: { data: profile } } } }
}

const BY_ID = '$shopify:::$default:::123'

describe('a subscription', () => {
  it('is accepted from pages and backends with the bodies of every revision', async () => {
    const companyId = newCompanyId()
    const shop = await makeSpeaker(everyChannel(), { companyIds: [companyId] })
    const sku = (at: number) => `$custom:::$default:::S${at}`
    for (const [at, [revision, identifiers, channels]] of BODIES.entries()) {
      const body = subscription(identifiers, channels, sku(at))
      const whole = withProfileId(body)
      const slash = at % 2 ? '/' : ''
      const type = at % 3 ? 'application/vnd.api+json' : 'Application/JSON; charset=utf-8'
      const headers = { revision, 'Content-Type': type, Accept: 'application/vnd.api+json' }
      const url = `${CLIENT}${slash}?company_id=${at % 2 ? shop.publicKey : companyId}`
      const proxied = { Authorization: 'Klaviyo-API-Key pk_of_a_proxy' }
      expect(await inBrief(await fromPage(url, whole, { ...headers, ...proxied }))).toBe('202')
      expect(await inBrief(await fromBackend(shop, SERVER + slash, whole, headers))).toBe('202')
    }
    const rows = await table('subscription')
    expect(rows.map(({ sku: one, channels }) => [one, channels])).toEqual(
      [1, 1, 1, 3, 1, 2, 10, 1].map((bits, at) => [`S${at}`, bits]),
    )
    expect(JSON.stringify(rows)).not.toContain('@')
  })

  it('has the consents that the shop declares, with the page that asked', async () => {
    const shop = await makeSpeaker(everyChannel())
    const identifiers = { email: 'ada@example.com', phone_number: '+46701234567' }
    const page = `${ORIGIN}/p/tee?utm_source=mail`
    const body = subscription(identifiers, ['SMS', 'EMAIL'])
    await fromPage(path(shop), body, { Referer: page })
    const stored = await consents()
    expect(stored).toHaveLength(2)
    for (const channel of ['email', 'sms'] as const) {
      expect(stored).toContainEqual(
        expect.objectContaining({
          purpose: 'alert',
          channel,
          text: WORDS[channel],
          version: 'k1',
          words: 'declared',
          method: 'form',
          page: `${ORIGIN}/p/tee`,
        }),
      )
    }
    expect(await table('subscription')).toMatchObject([
      { product: expect.stringContaining(`"url":"${ORIGIN}/p/tee"`) },
    ])
  })

  it('names only pages of the shop, and no product for the front page', async () => {
    const shop = await makeSpeaker()
    // Browsers send no more than the origin to another one, unless the page asks for it.
    await fromPage(path(shop), subscription({ email: 'c@example.com' }), { Referer: `${ORIGIN}/` })
    expect(await consents()).toMatchObject([{ page: `${ORIGIN}/` }])
    expect(await table('subscription')).toMatchObject([{ product: null }])
    await fromPage(path(shop), subscription(), { Referer: 'https://evil.example/p' })
    await fromPage(path(shop), subscription({ email: 'b@example.com' }), { Referer: 'about:blank' })
    expect(JSON.stringify([await consents(), await table('subscription')])).not.toContain('evil')
    expect(await table('subscription')).toHaveLength(3)
  })

  it('is in the locale of the profile, or the shop’s', async () => {
    const texts = { en: WORDS, sv: { ...WORDS, email: 'Mejla mig en gång.' } }
    const shop = await makeSpeaker({}, { consent: { version: 'k1', texts } })
    const rows: [string, unknown, string][] = [
      ['a', 'sv_se', 'sv-SE'],
      ['b', '{{ lang }}', ''],
      ['c', 7, ''],
    ]
    for (const [name, locale] of rows) {
      const body = subscription({ email: `${name}@example.com`, locale })
      expect(await inBrief(await fromPage(path(shop), body))).toBe('202')
    }
    const locales = (await table('subscription')).map(({ locale }) => locale)
    expect(locales).toEqual(rows.map(([, , locale]) => locale))
    expect((await consents()).map(({ text }) => text).toSorted()).toEqual(
      [WORDS.email, WORDS.email, 'Mejla mig en gång.'].toSorted(),
    )
    const bad = subscription({ email: 'd@example.com', locale: '{{ lang }}' })
    expect(await inBrief(await fromBackend(shop, SERVER, bad))).toBe(
      invalid('/data/attributes/locale', 'Invalid locale'),
    )
  })

  it('is kept once: a duplicate is answered alike, in every header', async () => {
    const shop = await makeSpeaker()
    const suppressed = { email: 'never@example.com' }
    expect((await shop.api('PUT', '/v1/suppressions', suppressed)).status).toBe(204)
    for (const send of waysIn(shop)) {
      const answers = [
        await send(subscription()),
        await send(subscription()),
        await send(subscription(suppressed)),
      ]
      const seen = answers.map(({ status, headers }) => {
        headers.delete('X-Request-Id')
        headers.delete('Date')
        return JSON.stringify([status, [...headers]])
      })
      expect(new Set(seen).size).toBe(1)
      expect(answers[0]?.status).toBe(202)
      expect(answers[0]?.headers.has('Content-Type')).toBe(false)
    }
    expect(await table('subscription')).toHaveLength(1)
  })

  it('waits for the next restock if the variant is in stock', async () => {
    const shop = await makeSpeaker()
    await shop.api('PUT', '/v1/products', [TEE])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    expect(await inBrief(await fromPage(path(shop), subscription()))).toBe('202')
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await drain()
    expect(world.mails).toEqual([])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
    // The subscription is cleared now, so the person may ask again.
    expect(await table('subscription')).toEqual([])
    expect(await inBrief(await fromPage(path(shop), subscription()))).toBe('202')
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
  })

  it('is confirmed first from a page of a shop with double opt-in, not from its backend', async () => {
    const shop = await makeSpeaker({ doubleOptIn: true })
    await fromPage(path(shop), subscription())
    await fromBackend(shop, SERVER, subscription({ email: 'bob@example.com' }))
    const states = async () => (await table('subscription')).map(({ status }) => status)
    expect(await states()).toEqual(['pending', 'waiting'])
    await drain()
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
    await ask(linkIn(world.mails[0]?.text, 'c'), { method: 'POST' })
    expect(await states()).toEqual(['waiting', 'waiting'])
  })

  it('is confirmed by mail, and never by SMS, from a page of a shop with Turnstile', async () => {
    const turnstile = { ...KEYS, baseUrl: fakeUrl('turnstile') }
    const shop = await makeSpeaker({ ...everyChannel(), turnstile })
    const phone = { phone_number: '+46701234567' }
    expect(await inBrief(await fromPage(path(shop), subscription()))).toBe('202')
    const refused = invalid(
      '/data/attributes/channels',
      'The shop does not offer one of the channels.',
    )
    for (const channels of [['SMS'], ['WHATSAPP'], ['SMS', 'EMAIL']]) {
      const body = subscription({ email: 'b@example.com', ...phone }, channels)
      expect(await inBrief(await fromPage(path(shop), body))).toBe(refused)
    }
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
    const answer = await fromBackend(shop, SERVER, subscription(phone, ['SMS']))
    expect(await inBrief(answer)).toBe('202')
  })

  it('costs these rows from a page: new, and repeated', async () => {
    const shop = await makeSpeaker({ limits: { newContactsPerHour: 1e6 } })
    await shop.api('PUT', '/v1/products', [TEE])
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (variant: string) => {
      takeUsed()
      await fromPage(path(shop), subscription(undefined, undefined, variant))
      const { read, written } = takeUsed()
      return [read, written]
    }
    const costs = []
    for (const id of [BY_ID, BY_ID, BY_ID, VARIANT]) costs.push(await cost(id))
    expect(costs).toEqual([
      [12, 7],
      [15, 1],
      [15, 0],
      [15, 0],
    ])
  })
})

describe('the examples of Klaviyo’s guides', () => {
  const EXAMPLES = {
    'shopify, e-mail': subscription(
      { email: 'ada@example.com' },
      ['EMAIL'],
      '$shopify:::$default:::INSERT_SHOPIFY_CATALOG_VARIANT_ID',
    ),
    'magento, SMS': subscription(
      { phone_number: '+15005550006' },
      ['SMS'],
      '$magento_two:::2-2:::INSERT_MAGENTO_TWO_CATALOG_VARIANT_ID',
    ),
    'custom, with every identifier': withProfileId(
      subscription(
        {
          email: 'sarah.mason@klaviyo-demo.com',
          phone_number: '+15005550006',
          external_id: '63f64a2b-c6bf-40c7-b81f-bed08162edbe',
        },
        ['EMAIL'],
        '$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM',
      ),
    ),
  }

  it('are accepted as they stand, without a revision, too', async () => {
    const shop = await makeSpeaker(everyChannel())
    for (const body of Object.values(EXAMPLES)) {
      const bare = {
        method: 'POST',
        headers: {
          Origin: ORIGIN,
          'Content-Type': 'application/json',
          'CF-Connecting-IP': newClient(),
        },
        body: JSON.stringify(body),
      }
      const url = `${CLIENT}/?company_id=${shop.publicKey}`
      expect(await inBrief(await ask(url, bare))).toBe('202')
      expect(await inBrief(await fromBackend(shop, SERVER, body, { revision: 'x' }))).toBe('202')
    }
    expect((await table('subscription')).map(({ channels }) => channels)).toEqual([1, 2, 1])
  })

  it('that ask for an SMS and name no number are refused: Klaviyo may know one, Shelfbell does not', async () => {
    const shop = await makeSpeaker(everyChannel())
    const body = withProfileId(subscription({ email: 'ada@example.com' }, ['SMS']))
    await answersOf(shop, [[body, GUIDE.phone]])
    expect(await peopleStored()).toEqual([])
  })
})

describe('a channel', () => {
  it('reaches a customer of the shop over PUSH only if a backend names them', async () => {
    const shop = await makeSpeaker(everyChannel())
    const body = subscription({ external_id: 'c-17' }, ['PUSH'])
    expect(await inBrief(await fromBackend(shop, SERVER, body))).toBe('202')
    expect(await inBrief(await fromPage(path(shop), body))).toBe(
      invalid('/data/attributes/channels', 'The shop does not offer one of the channels.'),
    )
    const nobody = subscription({ email: 'ada@example.com' }, ['EMAIL', 'PUSH'])
    expect(await inBrief(await fromBackend(shop, SERVER, nobody))).toBe(
      invalid('/data/attributes/external_id', 'The channel PUSH needs an external_id.'),
    )
    const claimed = subscription({ email: 'eve@example.com', external_id: 'c-17' })
    expect(await inBrief(await fromPage(path(shop), claimed))).toBe('202')
    expect((await table('contact')).filter((one) => one['customer_id'])).toHaveLength(1)
  })

  it('is refused if the shop does not offer it, and nothing is stored', async () => {
    const shop = await makeSpeaker()
    const all = { email: 'ada@example.com', phone_number: '+46701234567', external_id: 'c-1' }
    const error = invalid(
      '/data/attributes/channels',
      'The shop does not offer one of the channels.',
    )
    await answersOf(
      shop,
      [['SMS'], ['PUSH'], ['WHATSAPP'], ['EMAIL', 'SMS']].map((one) => [
        subscription(all, one),
        error,
      ]),
    )
    expect(await peopleStored()).toEqual([])
  })
})

describe('a variant', () => {
  const entry = { title: 'Tee', url: `${ORIGIN}/p/tee` }

  it('is found by its id in any integration, or by its sku', async () => {
    const shop = await makeSpeaker({ catalog: 'strict' })
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', variantId: '33001893429341', ...entry },
      { sku: 'A:::B', ...entry },
    ])
    const known: [string, string][] = [
      ['$shopify:::$default:::33001893429341', 'TEE-M'],
      ['$shopify:::$default:::gid://shopify/ProductVariant/33001893429341', 'TEE-M'],
      ['$magento_two:::2-2:::33001893429341', 'TEE-M'],
      ['$bigcommerce:::$default:::33001893429341', 'TEE-M'],
      ['$square:::$default:::TEE-M', 'TEE-M'],
      ['$wix:::$default:::TEE-M', 'TEE-M'],
      ['$custom:::$default:::TEE-M', 'TEE-M'],
      ['$salesforce_cc:::site:::TEE-M', 'TEE-M'],
      ['$custom:::$default:::A:::B', 'A:::B'],
    ]
    for (const [at, [id]] of known.entries()) {
      const body = subscription({ email: `p${at}@example.com` }, ['EMAIL'], id)
      expect(await inBrief(await fromPage(path(shop), body))).toBe('202')
    }
    expect((await table('subscription')).map(({ sku }) => sku)).toEqual(known.map(([, sku]) => sku))
  })

  it('that the shop does not have is 404, and nobody is queued', async () => {
    const shop = await makeSpeaker({ catalog: 'strict' })
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', variantId: '1', ...entry }])
    const unknown = [
      '$shopify:::$default:::INSERT_SHOPIFY_CATALOG_VARIANT_ID',
      '$magento_two:::2-2:::INSERT_MAGENTO_TWO_CATALOG_VARIANT_ID',
      '$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM',
      '$custom:::$default:::tee-m',
      '$custom:::$default:::1\u0000',
      '$custom:::$default:::TEE-M\ud800',
      `$custom:::$default:::${'x'.repeat(201)}`,
      `$custom:::$default:::${'é'.repeat(190)}`,
    ]
    await answersOf(
      shop,
      unknown.map((id) => [subscription(undefined, undefined, id), GUIDE.variant]),
    )
    expect(await peopleStored()).toEqual([])
    expect(world.queued).toEqual([])
  })

  it('is accepted unknown where the shop keeps no catalogue', async () => {
    const shop = await makeSpeaker()
    const id = '$magento_two:::2-2:::INSERT_MAGENTO_TWO_CATALOG_VARIANT_ID'
    await answersOf(shop, [[subscription(undefined, undefined, id), '202']])
    expect(await table('subscription')).toMatchObject([
      { sku: 'INSERT_MAGENTO_TWO_CATALOG_VARIANT_ID' },
    ])
  })

  const MALFORMED = [
    '',
    ' ',
    'TEE-M',
    'custom:::$default:::TEE-M',
    '$custom:::TEE-M',
    '$custom:::$default',
    '$custom:::$default:::',
    '$custom:::$default:::  ',
    '$custom::::::TEE-M',
    ':::$default:::TEE-M',
    '$:::$default:::TEE-M',
    '$custom::$default::TEE-M',
    'gid://shopify/ProductVariant/1',
  ]

  it('whose id has not three parts is refused', async () => {
    const shop = await makeSpeaker()
    const error = invalid(
      '/data/relationships/variant/data/id',
      'A variant id has three parts: integrationType:::catalogId:::externalId.',
    )
    await answersOf(
      shop,
      MALFORMED.map((id) => [subscription(undefined, undefined, id), error]),
    )
    expect(await peopleStored()).toEqual([])
  })
})

describe('while D1 gives no answer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    return () => void vi.useRealTimers()
  })

  it('a page’s request waits, and its variant is found later', async () => {
    const companyId = newCompanyId()
    const shop = await makeSpeaker({ catalog: 'strict' }, { companyIds: [companyId] })
    await shop.api('PUT', '/v1/products', [TEE])
    // The first request leaves a copy of the company id in KV.
    const url = `${CLIENT}?company_id=${companyId}`
    await fromPage(url, subscription({ email: 'first@example.com' }))
    vi.setSystemTime(Date.now() + 60 * 60_000)
    const mend = breakD1(OVERLOADED)
    const ids = [BY_ID, '$shopify:::$default:::999']
    const answers = []
    for (const id of ids) {
      const body = subscription({ email: 'ada@example.com' }, ['EMAIL'], id)
      answers.push(await inBrief(await fromPage(url, body)))
    }
    mend()
    expect(answers).toEqual(['202', '202'])
    expect(JSON.stringify(world.queued)).not.toContain('ada')
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await drain()
    // The shop does not have the other: the Worker's log says that its request was dropped.
    expect(warned.mock.calls.flat().join()).toContain('variant_unknown')
    warned.mockRestore()
    expect((await table('subscription')).map(({ sku }) => sku)).toEqual(['TEE-M', 'TEE-M'])
  })

  it('a backend is asked to try again, and so is a page of a shop that no copy has', async () => {
    const shop = await makeSpeaker()
    const mend = breakD1(OVERLOADED)
    const answers = [
      await fromBackend(shop, SERVER, subscription()),
      await fromPage(`${CLIENT}?company_id=Nobody1`, subscription()),
    ]
    mend()
    for (const answer of answers) {
      expect(answer.headers.get('Retry-After')).toBe('5')
      expect(await inBrief(answer)).toMatch(/^503 {"code":"service_unavailable"/)
    }
  })
})

describe('who may call', () => {
  it('a page is known by the public key or an alias, and by nothing else', async () => {
    const companyId = newCompanyId()
    const shop = await makeSpeaker({}, { companyIds: [companyId] })
    const other = await makeSpeaker()
    const send = async (query: string) => inBrief(await fromPage(CLIENT + query, subscription()))
    const rows: [string, string][] = [
      [`?company_id=${companyId}&additional-fields[profile]=subscriptions&utm_source=x`, '202'],
      [`?company_id=${shop.publicKey}&company_id=TESTER`, '202'],
      ['?company_id=TESTER', GUIDE.companyId(' TESTER')],
      [`?company_id=${companyId.toLowerCase()}`, GUIDE.companyId(` ${companyId.toLowerCase()}`)],
      [`?company_id=TESTER&company_id=${shop.publicKey}`, GUIDE.companyId(' TESTER')],
      ['', GUIDE.companyId()],
      ['?company_id=', GUIDE.companyId()],
      ['?company_id=ada%40example.com', GUIDE.companyId()],
      ['?company_id=%2B46701234567', GUIDE.companyId()],
      ['?company_id=%00', GUIDE.companyId()],
      ['?company_id=%E0%A4%A', GUIDE.companyId()],
      [`?company_id=${'x'.repeat(41)}`, GUIDE.companyId()],
      [`?companyId=${companyId}`, GUIDE.companyId()],
      [`?company_id=${shop.secretKey}`, GUIDE.companyId()],
    ]
    const given: string[] = []
    for (const [query] of rows) given.push(await send(query))
    expect(given).toEqual(rows.map(([, expected]) => expected))
    expect((await table('subscription')).map((one) => one['shop_id'])).toEqual([shop.id])

    // A name moves to another shop: it leads there at once.
    expect((await shop.api('PATCH', '/v1/shop', speaking())).status).toBe(200)
    expect(await send(`?company_id=${companyId}`)).toBe(GUIDE.companyId(` ${companyId}`))
    const named = speaking({ companyIds: [companyId] })
    expect((await other.api('PATCH', '/v1/shop', named)).status).toBe(200)
    expect(await send(`?company_id=${companyId}`)).toBe('202')
    expect((await table('subscription')).map((one) => one['shop_id'])).toEqual([shop.id, other.id])
  })

  it('a page is of the shop, and its shop has the dialect on', async () => {
    const shop = await makeSpeaker()
    const denied = (detail: string) =>
      `403 ${JSON.stringify({
        code: 'permission_denied',
        title: 'You do not have permission to perform this action.',
        detail,
        source: { pointer: '/data/' },
        meta: {},
      })}`
    const foreign = denied('Add the page’s origin to the shop’s origins.')
    const from = async (Origin: string) =>
      inBrief(await fromPage(path(shop), subscription(), { Origin }))
    expect(await from('https://evil.example')).toBe(foreign)
    expect(await from('null')).toBe(foreign)
    const none = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'CF-Connecting-IP': newClient() },
      body: JSON.stringify(subscription()),
    }
    expect(await inBrief(await ask(path(shop), none))).toBe(foreign)

    expect((await shop.api('PATCH', '/v1/shop', { dialects: {} })).status).toBe(200)
    const off = denied(
      'The shop has not switched this API on: it needs dialects.klaviyo in its settings.',
    )
    await answersOf(shop, [[subscription(), off]])
    expect(await peopleStored()).toEqual([])
  })

  it('a backend has a secret key of the scope all', async () => {
    const shop = await makeSpeaker()
    const made = await shop.api('POST', '/v1/keys', { name: 'stock', scopes: ['stock'] })
    const { secretKey } = await made.json<{ secretKey: string }>()
    const send = async (Authorization: string) =>
      inBrief(await fromBackend(shop, SERVER, subscription(), { Authorization }))
    const rows: [string, string][] = [
      [`Klaviyo-API-Key ${shop.secretKey}`, '202'],
      [`klaviyo-api-key  ${shop.secretKey}`, '202'],
      [`Bearer ${shop.secretKey}`, '202'],
      ['', GUIDE.key],
      [shop.secretKey, GUIDE.key],
      [`Basic ${shop.secretKey}`, GUIDE.key],
      ['Klaviyo-API-Key', GUIDE.key],
      [`Klaviyo-API-Key ${shop.publicKey}`, GUIDE.key],
      ['Klaviyo-API-Key sk_unknown', GUIDE.key],
      [`Klaviyo-API-Key ${'x'.repeat(5000)}`, GUIDE.key],
      [`Klaviyo-API-Key ${shop.secretKey} more`, GUIDE.key],
    ]
    const given: string[] = []
    for (const [key] of rows) given.push(await send(key))
    expect(given).toEqual(rows.map(([, expected]) => expected))
    expect(await send(`Klaviyo-API-Key ${secretKey}`)).toContain('one of the scopes all.')
    expect(await table('subscription')).toHaveLength(1)
    const answer = await ask(SERVER, { method: 'POST' })
    expect(answer.headers.get('WWW-Authenticate')).toBe('Klaviyo-API-Key')
  })

  it('a client that asks too often is answered 429 with the wait, from every limit', async () => {
    const shop = await makeSpeaker({ limits: { openPerContact: 1 } })
    const throttled = (seconds: string | null) =>
      `429 {"code":"throttled","title":"Request was throttled.","detail":"Request was throttled. Expected available in ${seconds} seconds.","source":{"pointer":"/data/"}}`
    const expectThrottled = async (answer: Response) => {
      const wait = answer.headers.get('Retry-After')
      expect(Number(wait)).toBeGreaterThan(0)
      expect(await inBrief(answer)).toBe(throttled(wait))
    }
    await fromPage(path(shop), subscription())
    const second = subscription(undefined, undefined, '$custom:::$default:::B')
    await expectThrottled(await fromPage(path(shop), second))
    const whole = world.env
    const full = { limit: async () => ({ success: false }) }
    world.env = { ...whole, LIMIT_IP: full }
    await expectThrottled(await fromPage(path(shop), subscription()))
    world.env = { ...whole, LIMIT_ADDRESS: full }
    await expectThrottled(await fromPage(path(shop), subscription({ email: 'b@example.com' })))
    world.env = { ...whole, LIMIT_FAILURES: full }
    const Authorization = 'Klaviyo-API-Key sk_unknown'
    await expectThrottled(await fromBackend(shop, SERVER, subscription(), { Authorization }))
    expect(await inBrief(await fromBackend(shop, SERVER, subscription()))).toBe('202')
  })

  it('every caller gets 503 while the Worker has no usable secret', async () => {
    const shop = await makeSpeaker()
    world.env = { ...world.env, SHELFBELL_SECRET: '' } as Env
    for (const send of waysIn(shop)) {
      const answer = await send(subscription())
      expect(answer.headers.get('Retry-After')).toBe('5')
      expect(await inBrief(answer)).toMatch(/^503 .*GET \/health/)
    }
  })
})

describe('a body', () => {
  const without = (field: string) =>
    JSON.parse(
      JSON.stringify(subscription(), (key, value: unknown) => (key === field ? undefined : value)),
    ) as unknown
  const changed = (pairs: Record<string, unknown>) =>
    JSON.parse(
      JSON.stringify(subscription(), (key, value: unknown) => (key in pairs ? pairs[key] : value)),
    ) as unknown
  const required = (pointer: string) =>
    invalid(pointer, `'${pointer.slice(pointer.lastIndexOf('/') + 1)}' is a required field.`)
  const wrongType = 'The type is not the one that this address takes.'
  const oneOf = 'Each channel is one of EMAIL, PUSH, SMS, WHATSAPP.'
  const at = '/data/relationships/variant/data'

  const MALFORMED =
    '400 {"code":"parse_error","title":"Malformed request.","detail":"The body cannot be read as JSON.","source":{"pointer":"/data"},"meta":{}}'

  it('of another shape is refused where JSON:API has the fault', async () => {
    const shop = await makeSpeaker(everyChannel())
    const object = (name: string) => `'${name}' must be an object.`
    const rows: [unknown, string][] = [
      ['', MALFORMED],
      // A string that a script made of an object, as one of the guide's examples does.
      ['[object Object]', MALFORMED],
      ['{"data":', MALFORMED],
      ['undefined', MALFORMED],
      ['null', invalid('/data', object('data'))],
      ['[]', required('/data')],
      ['7', invalid('/data', object('data'))],
      ['"text"', invalid('/data', object('data'))],
      [{}, required('/data')],
      [{ data: null }, invalid('/data', object('data'))],
      [{ data: [subscription().data] }, required('/data/type')],
      ['{"__proto__":{"data":1}}', required('/data')],
      [without('attributes'), required('/data/attributes')],
      [without('channels'), required('/data/attributes/channels')],
      [without('relationships'), required('/data/relationships')],
      [without('variant'), required('/data/relationships/variant')],
      [without('id'), required(`${at}/id`)],
      [changed({ id: 33001893429341 }), invalid(`${at}/id`, `'id' must be a string.`)],
      [changed({ id: null }), invalid(`${at}/id`, `'id' must be a string.`)],
      [changed({ variant: null }), invalid('/data/relationships/variant', object('variant'))],
      [changed({ type: 'subscription' }), invalid('/data/type', wrongType)],
      [changed({ type: 7 }), invalid('/data/type', wrongType)],
      [
        changed({ channels: [] }),
        invalid('/data/attributes/channels', 'Name at least one channel.'),
      ],
      [
        changed({ channels: 'EMAIL' }),
        invalid('/data/attributes/channels', `'channels' must be a list.`),
      ],
      [
        changed({ channels: null }),
        invalid('/data/attributes/channels', `'channels' must be a list.`),
      ],
      [changed({ channels: ['email'] }), invalid('/data/attributes/channels/0', oneOf)],
      [changed({ channels: ['EMAIL', 'FAX'] }), invalid('/data/attributes/channels/1', oneOf)],
      [changed({ channels: ['EMAIL', null, 7] }), invalid('/data/attributes/channels/1', oneOf)],
      [changed({ channels: ['toString'] }), invalid('/data/attributes/channels/0', oneOf)],
      [
        changed({ profile: 'ada@example.com' }),
        invalid('/data/attributes/profile', object('profile')),
      ],
      [changed({ profile: {} }), required('/data/attributes/profile/data')],
    ]
    await answersOf(shop, rows)
    expect(await peopleStored()).toEqual([])
  })

  it('with an invalid address is refused with the guide’s errors', async () => {
    const shop = await makeSpeaker(everyChannel())
    const emails = [
      { email: '[email protected]' },
      { email: 'ada@' },
      { email: 'ada' },
      { email: 7 },
      { email: ['ada@example.com'] },
      { email: { $ne: '' } },
      { email: 'ada@example.com\u0000' },
      { email: 'ada@exam\ud800ple.com' },
      { email: `${'a'.repeat(65)}@example.com` },
      { email: '' },
      { email: null },
      {},
      { phone_number: '+46701234567' },
      { external_id: 'c-17' },
    ]
    const phones = [
      '0701234567',
      '+46 70 123 45 67',
      '46701234567',
      '+0701234567',
      '+1234567890123456',
      'a',
      46701234567,
      // A number of Germany, where the shop writes to none, and a landline.
      '+4915112345678',
      '+46812345678',
      '+٤٦٧٠١٢٣٤٥٦٧',
      '',
      null,
      undefined,
    ]
    await answersOf(shop, [
      ...emails.map((one): [unknown, string] => [subscription(one), GUIDE.email]),
      [changed({ profile: null }), GUIDE.email],
      [without('profile'), GUIDE.email],
      // An id of Klaviyo's own profiles says nothing here.
      [changed({ profile: { data: { type: 'profile', id: '01GDDK' } } }), GUIDE.email],
      ...phones.map((phone_number): [unknown, string] => [
        subscription({ phone_number }, ['SMS']),
        GUIDE.phone,
      ]),
      [subscription({ email: 'ada@example.com' }, ['SMS']), GUIDE.phone],
      [subscription({ email: 'ada@example.com' }, ['EMAIL', 'SMS']), GUIDE.phone],
      [subscription({ email: 'ada@example.com', phone_number: '070' }), GUIDE.phone],
      [subscription({ email: 'ada', phone_number: '+46701234567' }, ['SMS']), GUIDE.email],
    ])
    expect(await peopleStored()).toEqual([])
  })

  it('of another media type, or of too many bytes or levels, is refused', async () => {
    const shop = await makeSpeaker()
    const types = [
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'application/vnd.api+jsonx',
      'text/json',
      '',
    ]
    for (const type of types) {
      const headers = { 'Content-Type': type }
      for (const answer of [
        await fromPage(path(shop), subscription(), headers),
        await fromBackend(shop, SERVER, subscription(), headers),
      ]) {
        expect(await inBrief(answer)).toMatch(/^415 {"code":"unsupported_media_type"/)
      }
    }
    const bytes = new TextEncoder().encode(JSON.stringify(subscription()))
    const bare = { Origin: ORIGIN, 'CF-Connecting-IP': newClient() }
    const answer = await ask(path(shop), { method: 'POST', headers: bare, body: bytes })
    expect(await inBrief(answer)).toMatch(/^415 /)

    const large = { ...subscription(), meta: 'x'.repeat(9000) }
    expect(await inBrief(await fromPage(path(shop), large))).toMatch(
      /^413 {"code":"payload_too_large"/,
    )
    const deep = `{"data":${'['.repeat(2000)}${']'.repeat(2000)}}`
    await answersOf(shop, [[deep, invalid('/data', 'The body nests too deep.')]])
    expect(await peopleStored()).toEqual([])
  })

  it('is read as UTF-8, whatever bytes it has', async () => {
    const shop = await makeSpeaker()
    const broken = new Uint8Array([
      ...new TextEncoder().encode('{"data":{"type":"'),
      0xff,
      0xc0,
      ...new TextEncoder().encode('"}}'),
    ])
    const headers = {
      Origin: ORIGIN,
      'Content-Type': 'application/json',
      'CF-Connecting-IP': newClient(),
    }
    const answer = await ask(path(shop), { method: 'POST', headers, body: broken })
    expect(await inBrief(answer)).toBe(invalid('/data/type', wrongType))
  })

  it('never appears in an error', async () => {
    const shop = await makeSpeaker({ catalog: 'strict' })
    const secret = 'ada.secret'
    const bodies = [
      subscription({ email: `${secret}@` }),
      subscription({ phone_number: secret }, ['SMS']),
      subscription(undefined, [secret]),
      subscription(undefined, undefined, secret),
      subscription(undefined, undefined, `$custom:::$default:::${secret}`),
      subscription({ email: 'a@example.com', locale: secret }),
      { data: { type: secret, [secret]: secret } },
      secret,
    ]
    const answers = await Promise.all(
      bodies.flatMap((body) => waysIn(shop).map(async (send) => (await send(body)).text())),
    )
    expect(answers.join()).not.toContain(secret)
    expect(answers.filter(Boolean).length).toBeGreaterThan(14)
  })
})

describe('a method', () => {
  it('of a preflight is answered for any page, with the headers that it asks for', async () => {
    for (const slash of ['', '/']) {
      const answer = await ask(`${CLIENT}${slash}?company_id=AbC123`, {
        method: 'OPTIONS',
        headers: {
          Origin: ORIGIN,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type,revision,x-klaviyo-onsite',
        },
      })
      expect(answer.status).toBe(204)
      expect(await answer.text()).toBe('')
      const headers = (name: string) => answer.headers.get(`Access-Control-${name}`)
      expect(headers('Allow-Origin')).toBe(ORIGIN)
      expect(headers('Allow-Methods')).toBe('POST')
      expect(headers('Allow-Headers')).toBe('content-type,revision,x-klaviyo-onsite')
      expect(headers('Allow-Credentials')).toBeNull()
      expect(Number(headers('Max-Age'))).toBeGreaterThan(0)
    }
  })

  it('lets a page read every answer, and a page alone', async () => {
    const shop = await makeSpeaker()
    const pages = [
      await fromPage(path(shop), subscription()),
      await fromPage(path(shop), subscription({ email: 'a' })),
      await fromPage(`${CLIENT}?company_id=TESTER`, subscription()),
      await fromPage('/client/unknown', subscription()),
      await ask(path(shop), { headers: { Origin: ORIGIN } }),
    ]
    expect(pages.map(({ status }) => status)).toEqual([202, 400, 400, 404, 405])
    for (const answer of pages) {
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    }
    const server = await fromBackend(shop, SERVER, subscription(), { Origin: ORIGIN })
    expect([...server.headers.keys()].join()).not.toContain('access-control')
  })

  it('other than POST is 405 with Allow, before the key is looked at', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
      for (const [url, allow] of [
        [CLIENT, 'POST, OPTIONS'],
        [`${CLIENT}/`, 'POST, OPTIONS'],
        [SERVER, 'POST'],
        [`${SERVER}/`, 'POST'],
      ] as const) {
        const answer = await ask(url, { method })
        expect(answer.status).toBe(405)
        expect(answer.headers.get('Allow')).toBe(allow)
        const text = await answer.text()
        expect(text).toMatch(method === 'HEAD' ? /^$/ : /"code":"method_not_allowed"/)
      }
    }
    expect((await ask(SERVER, { method: 'OPTIONS' })).status).toBe(405)
  })

  it('at an address that is not spoken is 404 in the same shape', async () => {
    for (const url of [
      '/client/events',
      '/api/profiles',
      `${CLIENT}/x`,
      `${SERVER}s`,
      '/client/Back-In-Stock-Subscriptions',
    ]) {
      expect(await inBrief(await ask(url, { method: 'POST' }))).toMatch(/^404 {"code":"not_found"/)
    }
  })
})

/** Voyado's subscription API for Centra, as a storefront calls it. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { breakD1, TRANSIENT } from '../faults.ts'
import {
  ask,
  consents,
  drain,
  everything,
  logged,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  world,
} from '../harness.ts'

const WORDS = {
  version: 'form-3',
  texts: {
    en: { email: 'Mail me when it is back.', marketing: 'Send me news.' },
    sv: { email: 'Mejla mig när den är tillbaka.', marketing: 'Skicka nyheter.' },
  },
}

const STORES = ['voyadotenant', 'voyadotenant-1']

/** Both dialects of Voyado. */
const BOTH = { voyado: { consent: WORDS }, voyadoCentra: { consent: WORDS, stores: STORES } }

/** The example of Voyado's page, value by value. */
const EXAMPLE = {
  email: 'john-doe@voyado.com',
  sku: '1234SIZEM',
  newsletter: true,
  store: 'voyadotenant-1',
  locale: 'sv-SE',
  externalId: '4',
}

const centraShop = (
  { names = {}, consent = WORDS }: { names?: object; consent?: object } = {},
  settings: Record<string, unknown> = {},
) =>
  makeShop({
    dialects: { voyadoCentra: { consent, stores: STORES, names } },
    limits: { newContactsPerHour: 1e6 },
    ...settings,
  })

let hosts = 0

/** Posts a body as a page of the shop, each time from a new IP address. */
function post(shop: TestShop, body: unknown, headers: Record<string, string> = {}, path = '') {
  hosts += 1
  return ask(`/voyado-centra/${shop.publicKey}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      Origin: ORIGIN,
      'Content-Type': 'application/json',
      'CF-Connecting-IP': `10.9.${hosts >> 8}.${hosts & 255}`,
      ...headers,
    },
  })
}

/** Describes the variant of the example in the shop's catalogue: without that, no mail can be written. */
const catalogue = (shop: TestShop) =>
  shop.api('PUT', '/v1/products', [{ sku: EXAMPLE.sku, title: 'Tee', url: `${ORIGIN}/p/tee` }])

/** An error as Engage writes it. */
const fault = (status: number, errorCode: string, ...validation: string[]) => ({
  status,
  errorCode,
  validation,
})

async function faultIn(answer: Response) {
  expect(answer.headers.get('Content-Type')).toBe('application/json')
  const body = await answer.json<{
    errorCode: string
    message: string
    messageDetails: object
    validationErrors: { errorDescription: string }[]
  }>()
  expect(Object.keys(body)).toEqual(['errorCode', 'message', 'messageDetails', 'validationErrors'])
  expect(JSON.stringify(body)).not.toMatch(/voyado\.com|1234SIZEM|canary/)
  const validation = body.validationErrors.map(({ errorDescription }) => errorDescription)
  return fault(answer.status, body.errorCode, ...validation)
}

describe('a subscription of a storefront', () => {
  it.each(['', '/'])('is taken as Voyado’s page shows it (path ending %j)', async (path) => {
    const shop = await centraShop()
    const answer = await post(shop, EXAMPLE, {}, path)
    expect([answer.status, await answer.text()]).toEqual([200, '{}'])
    expect(answer.headers.get('Content-Type')).toBe('application/json')
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(await table('subscription')).toMatchObject([
      { sku: '1234SIZEM', locale: 'sv-SE', external_id: '4', status: 'waiting' },
    ])
    const given = await consents()
    expect(
      given.toSorted((a, b) => (String(a['purpose']) < String(b['purpose']) ? -1 : 1)),
    ).toMatchObject([
      { purpose: 'alert', text: WORDS.texts.sv.email, words: 'declared', method: 'form' },
      { purpose: 'marketing', text: WORDS.texts.sv.marketing, words: 'declared' },
    ])
  })

  it('is stored once, and gets one answer for new, waiting and suppressed people', async () => {
    const shop = await centraShop()
    await shop.api('PUT', '/v1/suppressions', { email: 'never@example.com' })
    const answers = []
    for (const email of ['ada@example.com', 'ada@example.com', 'never@example.com']) {
      const answer = await post(shop, { ...EXAMPLE, email })
      const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id')
      answers.push({ status: answer.status, headers, text: await answer.text() })
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(await table('subscription')).toHaveLength(1)
  })

  it('may write its values in other ways, and may say more', async () => {
    const cases: [string, object, object][] = [
      ['a number as the sku', { sku: 1234 }, { sku: '1234' }],
      ['a number as the Market ID', { externalId: 4 }, { external_id: '4' }],
      ['another spelling of the locale', { locale: 'sv_se' }, { locale: 'sv-SE' }],
      ['no locale', { locale: undefined }, { locale: 'en' }],
      ['null as the locale', { locale: null }, { locale: 'en' }],
      ['a template’s word as the locale', { locale: '{{ lang }}' }, { locale: 'en' }],
      ['a store without a number', { store: 'voyadotenant' }, { sku: '1234SIZEM' }],
      ['a property that no document names', { captcha: { token: 'x' } }, { sku: '1234SIZEM' }],
      ['names in another case', { sku: undefined, Sku: '1234SIZEM' }, { sku: '1234SIZEM' }],
    ]
    const shop = await centraShop()
    for (const [name, changes, stored] of cases) {
      expect([name, (await post(shop, { ...EXAMPLE, ...changes })).status]).toEqual([name, 200])
      const [row, ...others] = await table('subscription')
      expect(others).toEqual([])
      // The shop's default locale is not stored: a subscription without one is in it.
      expect({ name, ...row, locale: row?.['locale'] || 'en' }).toMatchObject({ name, ...stored })
      await shop.api('DELETE', `/v1/subscriptions/${String(row?.['id'])}`)
    }
  })

  it('has consent to marketing only where the newsletter is true, in any spelling', async () => {
    const cases: [unknown, 'yes' | 'no'][] = [
      [true, 'yes'],
      ['true', 'yes'],
      ['True', 'yes'],
      [1, 'yes'],
      ['1', 'yes'],
      [false, 'no'],
      ['false', 'no'],
      [0, 'no'],
      ['0', 'no'],
      ['', 'no'],
      [null, 'no'],
      [undefined, 'no'],
    ]
    const shop = await centraShop()
    for (const [at, [newsletter, agreed]] of cases.entries()) {
      const body = { ...EXAMPLE, email: `p${at}@example.com`, newsletter }
      const before = (await table('consent')).length
      expect([newsletter, (await post(shop, body)).status]).toEqual([newsletter, 200])
      const added = (await table('consent')).length - before
      expect([newsletter, added]).toEqual([newsletter, agreed === 'yes' ? 2 : 1])
    }
  })

  it('is taken under the names that the shop’s settings give the six values', async () => {
    const names = {
      email: 'mail',
      sku: '__proto__',
      newsletter: 'acceptsNewsletter',
      store: 'tenant',
      locale: 'lang',
      externalId: 'market_id',
    }
    const shop = await centraShop({ names })
    const body = `{"mail":"ada@example.com","__proto__":"A-1","acceptsNewsletter":"true",
      "tenant":"voyadotenant","lang":"sv-SE","market_id":7,"sku":"OTHER","email":"not one"}`
    expect((await post(shop, body)).status).toBe(200)
    expect(await table('subscription')).toMatchObject([{ sku: 'A-1', external_id: '7' }])
    expect(await consents()).toHaveLength(2)
    expect(await faultIn(await post(shop, EXAMPLE))).toMatchObject({
      validation: [
        'mail is not a valid e-mail address.',
        '__proto__ is missing or not a text.',
        'tenant is not one of dialects.voyadoCentra.stores in the shop’s settings.',
        'market_id is missing or not a text.',
      ],
    })
  })

  it('has the page of the Referer as its evidence and its link, if that is the shop’s', async () => {
    const shop = await centraShop()
    const page = `${ORIGIN}/p/tee`
    for (const [email, Referer] of [
      ['own@example.com', `${page}?size=M&utm_source=mail&email=ada%40example.com`],
      ['foreign@example.com', 'https://evil.example/p/tee'],
      ['odd@example.com', 'javascript:alert(1)'],
      // What browsers send to another origin by default.
      ['home@example.com', `${ORIGIN}/`],
    ] as const) {
      expect((await post(shop, { ...EXAMPLE, email, newsletter: false }, { Referer })).status).toBe(
        200,
      )
    }
    const rows = await table('subscription')
    expect(rows.map(({ product }) => JSON.parse(String(product))?.url)).toEqual([
      `${page}?size=M`,
      undefined,
      undefined,
      undefined,
    ])
    const pages = (await consents()).map((row) => row['page'])
    expect(pages.toSorted()).toEqual([`${ORIGIN}/`, page, null, null])
  })

  it('waits for the next restock if the variant is in stock', async () => {
    const shop = await centraShop()
    await catalogue(shop)
    const level = { sku: EXAMPLE.sku, externalId: '4' }
    await shop.setStock({ ...level, quantity: 3 })
    expect((await post(shop, EXAMPLE)).status).toBe(200)
    await drain()
    expect(world.mails).toEqual([])
    await shop.setStock({ ...level, quantity: 0 })
    await shop.setStock({ ...level, quantity: 2 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual([EXAMPLE.email])
  })

  it('keeps the alert where the shop has no words for the newsletter, and logs that once', async () => {
    const consent = { version: 'form-3', texts: { en: { email: 'Mail me.' } } }
    const shop = await centraShop({ consent })
    for (const email of ['ada@example.com', 'bob@example.com']) {
      expect((await post(shop, { ...EXAMPLE, email })).status).toBe(200)
    }
    expect((await post(shop, { ...EXAMPLE, newsletter: false })).status).toBe(200)
    expect(await table('subscription')).toHaveLength(3)
    expect((await consents()).map(({ purpose }) => purpose)).toEqual(['alert', 'alert', 'alert'])
    expect(await logged(shop, 'dialect_words_missing')).toEqual([
      { reason: 'voyadoCentra:marketing' },
    ])
  })

  it('is kept although the log cannot be written', async () => {
    const consent = { version: 'form-3', texts: { en: { email: 'Mail me.' } } }
    const shop = await centraShop({ consent })
    await world.env.DB.prepare('ALTER TABLE log RENAME TO gone').run()
    try {
      expect((await post(shop, EXAMPLE)).status).toBe(200)
    } finally {
      await world.env.DB.prepare('ALTER TABLE gone RENAME TO log').run()
    }
    expect(await table('subscription')).toHaveLength(1)
  })

  it('costs the rows of any subscription, and one more for a missing word', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (shop: TestShop, body: unknown) => {
      takeUsed()
      expect((await post(shop, body)).status).toBe(200)
      const { read, written } = takeUsed()
      return { read, written }
    }
    const shop = await centraShop()
    // The isolate then has the shop's settings.
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const first = await cost(shop, { ...EXAMPLE, newsletter: false })
    const second = await cost(shop, { ...EXAMPLE, newsletter: false })
    expect([first, second]).toEqual([
      { read: 12, written: 7 },
      { read: 15, written: 1 },
    ])
    const wordless = await centraShop({ consent: { version: '1', texts: { en: { email: 'A' } } } })
    await wordless.page('GET', `/v1/client/config?shop=${wordless.publicKey}`)
    expect(await cost(wordless, EXAMPLE)).toEqual({ read: 14, written: 8 })
    const next = await cost(wordless, { ...EXAMPLE, email: 'next@example.com' })
    expect(next.written).toBe(7)
  })
})

describe('the Market ID', () => {
  it('decides in the same way for the levels of Voyado’s own dialect', async () => {
    const shop = await centraShop({}, { dialects: BOTH })
    await catalogue(shop)
    const setStock = (externalId: unknown) =>
      ask('/api/v3/inventory/stock-levels', {
        method: 'PUT',
        headers: { apikey: shop.secretKey, 'Content-Type': 'application/json' },
        body: JSON.stringify([{ sku: EXAMPLE.sku, quantity: 5, externalId }]),
      })
    await post(shop, { ...EXAMPLE, email: 'market4@example.com', externalId: 4 })
    await post(shop, { ...EXAMPLE, email: 'market6@example.com', externalId: '6' })
    const served: string[][] = []
    for (const market of ['5', '4', null]) {
      world.mails = []
      expect((await setStock(market)).status).toBe(202)
      await drain()
      served.push(world.mails.map(({ to }) => to))
    }
    expect(served).toEqual([[], ['market4@example.com'], ['market6@example.com']])
  })

  it.each<[string, object, boolean]>([
    ['the same Market ID', { externalId: '4' }, true],
    ['no Market ID', {}, true],
    ['another Market ID', { externalId: '5' }, false],
    ['the same Market ID and another locale', { externalId: '4', locale: 'de-DE' }, false],
  ])('decides: a level with %s serves the subscription or not', async (_, level, serves) => {
    const shop = await centraShop()
    await catalogue(shop)
    await post(shop, EXAMPLE)
    await shop.setStock({ sku: EXAMPLE.sku, quantity: 5, ...level })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(serves ? [EXAMPLE.email] : [])
  })
})

describe('a request of a storefront is refused', () => {
  const invalid = (...validation: string[]) => fault(400, 'InvalidRequest', ...validation)
  const notEmail = fault(400, 'InvalidEmailAddress', 'email is not a valid e-mail address.')
  const unknownStore = invalid(
    'store is not one of dialects.voyadoCentra.stores in the shop’s settings.',
  )
  const noSku = invalid('sku is missing or not a text.')
  const noMarket = invalid('externalId is missing or not a text.')

  it('for what is wrong with a value, by its name, and nothing is stored', async () => {
    const cases: [string, object, object][] = [
      ['an address that is none', { email: 'canary@' }, notEmail],
      ['no address', { email: undefined }, notEmail],
      ['a list as the address', { email: ['canary@example.com'] }, notEmail],
      ['an address with half a character', { email: 'canary\ud800@example.com' }, notEmail],
      ['no sku', { sku: undefined }, noSku],
      ['null as the sku', { sku: null }, noSku],
      ['a fraction as the sku', { sku: 1.5 }, noSku],
      ['an object as the sku', { sku: {} }, noSku],
      ['an empty sku', { sku: ' ' }, invalid('sku is empty.')],
      ['a sku with NUL', { sku: 'A\u0000B' }, invalid('sku is not valid.')],
      ['a sku that is too long', { sku: 'x'.repeat(201) }, invalid('sku is too long.')],
      ['a sku of too many bytes', { sku: '\u{1F9E8}'.repeat(100) }, invalid('sku is too long.')],
      [
        'a newsletter that is neither',
        { newsletter: 'canary' },
        invalid('newsletter is not true or false.'),
      ],
      [
        'a list as the newsletter',
        { newsletter: [true] },
        invalid('newsletter is not true or false.'),
      ],
      ['a foreign store', { store: 'canary' }, unknownStore],
      ['a store of another number', { store: 'voyadotenant-2' }, unknownStore],
      ['no store', { store: undefined }, unknownStore],
      ['no Market ID', { externalId: undefined }, noMarket],
      ['an empty Market ID', { externalId: '' }, invalid('externalId is empty.')],
      ['a truth value as the Market ID', { externalId: true }, noMarket],
      [
        'a Market ID with a line break',
        { externalId: '4\n5' },
        invalid('externalId is not valid.'),
      ],
      [
        'several faults',
        { email: '', sku: '' },
        invalid('email is not a valid e-mail address.', 'sku is empty.'),
      ],
    ]
    const shop = await centraShop()
    const before = await everything()
    for (const [name, changes, expected] of cases) {
      const answer = await post(shop, { ...EXAMPLE, ...changes })
      expect([name, await faultIn(answer)]).toEqual([name, expected])
    }
    expect(await everything()).toEqual(before)
  })

  it('for a body that cannot be read and a wrong origin, and nothing is stored', async () => {
    const cases: [string, string, object, object][] = [
      ['null', 'null', {}, invalid('The body is not an object.')],
      ['a list', '[]', {}, invalid('The body is not an object.')],
      [
        'a list of the values',
        JSON.stringify([EXAMPLE]),
        {},
        invalid('The body is not an object.'),
      ],
      ['a number', '7', {}, invalid('The body is not an object.')],
      ['nothing', '', {}, invalid()],
      ['broken JSON', '{"email":', {}, invalid()],
      ['deep JSON', `${'['.repeat(1000)}${']'.repeat(1000)}`, {}, invalid()],
      ['a large body', `"${'x'.repeat(9000)}"`, {}, fault(413, 'BodyTooLarge')],
      [
        'a form',
        'email=canary%40example.com',
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        fault(415, 'UnsupportedMediaType'),
      ],
      [
        'plain text',
        JSON.stringify(EXAMPLE),
        { 'Content-Type': 'text/plain' },
        fault(415, 'UnsupportedMediaType'),
      ],
      ['a foreign origin', '{}', { Origin: 'https://evil.example' }, fault(403, 'Forbidden')],
      ['an opaque origin', '{}', { Origin: 'null' }, fault(403, 'Forbidden')],
    ]
    const shop = await centraShop()
    const before = await everything()
    for (const [name, body, headers, expected] of cases) {
      const answer = await post(shop, body, { ...headers })
      expect([name, await faultIn(answer)]).toEqual([name, expected])
    }
    expect(await everything()).toEqual(before)
  })

  it('without an Origin, for an unknown shop, another method and another address', async () => {
    const shop = await centraShop()
    const own = `/voyado-centra/${shop.publicKey}`
    const said = async (method: string, path: string, headers = {}) =>
      faultIn(await ask(path, { method, headers }))
    const notFound = fault(404, 'NotFound')
    expect(await said('POST', own)).toEqual(fault(403, 'Forbidden'))
    expect(await said('POST', '/voyado-centra/pk_nobody', { Origin: ORIGIN })).toEqual(notFound)
    expect(await said('POST', '/voyado-centra', { Origin: ORIGIN })).toEqual(notFound)
    expect(await said('POST', `${own}/more`, { Origin: ORIGIN })).toEqual(notFound)
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      expect(await said(method, own)).toEqual(fault(405, 'MethodNotAllowed'))
    }
    const head = await ask(own, { method: 'HEAD' })
    expect([head.status, head.headers.get('Allow')]).toEqual([405, 'POST, OPTIONS'])
  })

  it('where the shop has not switched the API on, or has no e-mail', async () => {
    const off = await makeShop()
    expect(await faultIn(await post(off, EXAMPLE))).toEqual(fault(403, 'Forbidden'))
    const silent = await centraShop(
      {},
      {
        channels: ['sms'],
        destinations: [
          { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
        ],
      },
    )
    expect(await faultIn(await post(silent, EXAMPLE))).toEqual(
      invalid('email is not possible: the shop sends no alerts by e-mail.'),
    )
  })

  it('for an unknown sku where the catalogue is strict', async () => {
    const shop = await centraShop({}, { catalog: 'strict' })
    expect(await faultIn(await post(shop, EXAMPLE))).toEqual(fault(404, 'SkuNotFound'))
    expect(await table('subscription')).toEqual([])
  })

  it('with 503 while the Worker has no usable secret', async () => {
    const shop = await centraShop()
    world.env = { ...world.env, SHELFBELL_SECRET: 'short', LOCAL: '' } as Env
    const answer = await post(shop, EXAMPLE)
    expect(answer.headers.get('Retry-After')).toBe('60')
    expect(await faultIn(answer)).toEqual(fault(503, 'Error'))
  })
})

describe('a preflight', () => {
  it.each(['', '/'])('allows what a page may send (path ending %j)', async (path) => {
    const shop = await centraShop()
    const answer = await ask(`/voyado-centra/${shop.publicKey}${path}`, {
      method: 'OPTIONS',
      headers: {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-captcha',
      },
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(answer.headers.get('Access-Control-Allow-Methods')).toBe('POST')
    expect(answer.headers.get('Access-Control-Allow-Headers')).toBe('content-type,x-captcha')
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })
})

it('is served while the database gives no answer, and stored when it does', async () => {
  const shop = await centraShop()
  await post(shop, { ...EXAMPLE, email: 'first@example.com' })
  const repair = breakD1(TRANSIENT[0] ?? '')
  expect((await post(shop, EXAMPLE)).status).toBe(200)
  repair()
  expect(await table('subscription')).toHaveLength(1)
  await drain()
  expect(await table('subscription')).toHaveLength(2)
})

it('answers 503 in Engage’s shape where a new isolate finds neither the database nor a copy', async () => {
  const repair = breakD1(TRANSIENT[0] ?? '')
  const answer = await ask(`/voyado-centra/pk_${'0'.repeat(24)}`, {
    method: 'POST',
    body: JSON.stringify(EXAMPLE),
    headers: { Origin: ORIGIN, 'Content-Type': 'application/json' },
  })
  repair()
  expect(answer.headers.get('Retry-After')).toBe('5')
  expect(await faultIn(answer)).toEqual(fault(503, 'Error'))
})

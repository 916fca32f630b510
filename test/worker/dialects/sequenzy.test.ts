/** Sequenzy's Commerce API as Shelfbell speaks it: requests of customers. */
import { describe, expect, it } from 'vitest'
import { contactIdOf } from '../../../worker/address/contact.ts'
import { openVault } from '../../../worker/vault.ts'
import { TWILIO } from '../../fakes/twilio.ts'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import {
  ask,
  consents,
  drain,
  everything,
  fakeUrl,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  world,
} from '../harness.ts'
import { openSequenzy, WORDS } from './sequenzy.ts'

/** The example of Sequenzy's page on back-in-stock requests. */
const EXAMPLE = {
  productId: 'SKU-PROTEIN-1KG',
  variantId: 'SKU-PROTEIN-1KG-VANILLA',
  customer: { email: 'buyer@example.com' },
}
const PATH = '/api/v1/back-in-stock'

const attributesOf = async (shop: TestShop) => {
  const [contact] = await table<{ id: string; attributes: string | null }>('contact')
  const answer = await shop.api('GET', `/v1/contacts/${contact?.id}`)
  return answer.json<Record<string, unknown>>()
}

describe('a request in Sequenzy’s dialect', () => {
  it('is answered with an id of the person, who is notified of the next restock', async () => {
    const { shop, post } = await openSequenzy()
    const answer = await post(PATH, EXAMPLE)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('application/json')
    const body = await answer.json()
    const vault = await openVault(world.env, shop)
    const contactId = await contactIdOf(vault, { email: 'buyer@example.com' })
    expect(body).toEqual({ success: true, subscriberId: `sub_${contactId}` })

    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 3 })
    await drain()
    expect(world.mails).toMatchObject([{ to: 'buyer@example.com' }])
    expect(await table('subscription')).toEqual([])
  })

  it('records the words that the shop declares, as the shop’s own', async () => {
    const { post } = await openSequenzy()
    await post(PATH, EXAMPLE)
    await post(PATH, {
      ...EXAMPLE,
      customer: { email: 'b@example.com', attributes: { locale: 'sv_se' } },
    })
    const recorded = await consents()
    const about = { words: 'declared', method: 'api', version: '7', purpose: 'alert' }
    expect(recorded).toMatchObject([about, about])
    expect(recorded.map(({ text }) => text).toSorted()).toEqual([WORDS.sv.email, WORDS.en.email])
    expect(await table('subscription')).toMatchObject([{ locale: '' }, { locale: 'sv-SE' }])
  })

  it('is stored once, and answered with the same id each time', async () => {
    const { post } = await openSequenzy()
    const [first, second] = [await post(PATH, EXAMPLE), await post(`${PATH}/`, EXAMPLE)]
    expect(await second.text()).toBe(await first.text())
    expect(await table('subscription')).toHaveLength(1)
    expect(await consents()).toHaveLength(1)
  })

  it('is answered as usual for a suppressed person, of whom nothing is stored', async () => {
    const { shop, post } = await openSequenzy()
    await shop.api('PUT', '/v1/suppressions', { email: 'buyer@example.com' })
    const answer = await post(PATH, EXAMPLE)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      success: true,
      subscriberId: expect.stringMatching(/^sub_[\w-]{22}$/),
    })
    expect(await table('subscription')).toEqual([])
  })

  it('is answered as usual while the database takes no writes, and stored later', async () => {
    const { post } = await openSequenzy()
    const { env } = world
    const DB = new Proxy(env.DB, {
      get: (target, name) =>
        name === 'batch'
          ? async () => Promise.reject(new Error('D1_ERROR: D1 DB is overloaded'))
          : (Reflect.get(target, name) as () => unknown).bind(target),
    })
    world.env = { ...env, DB }
    const answer = await post(PATH, EXAMPLE)
    world.env = env
    expect(await table('subscription')).toEqual([])
    await drain()
    expect(await table('subscription')).toHaveLength(1)
    expect(await (await post(PATH, EXAMPLE)).text()).toBe(await answer.text())
  })

  it('for a variant in stock waits for the next restock', async () => {
    const { shop, post } = await openSequenzy()
    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 3 })
    expect((await post(PATH, EXAMPLE)).status).toBe(200)
    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 5 })
    await drain()
    expect(world.mails).toEqual([])
    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 0 })
    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('names the product by the titles of the caller if the catalogue has none', async () => {
    const { shop, post } = await openSequenzy()
    const titles = { productTitle: 'Protein 1 kg', variantTitle: 'Vanilla' }
    await post(PATH, { ...EXAMPLE, ...titles })
    await shop.setStock({ sku: EXAMPLE.variantId, quantity: 1 })
    await drain()
    expect(world.mails[0]?.text).toContain('Protein 1 kg')
    expect(world.mails[0]?.text).toContain('Vanilla')
  })

  it.each([
    { names: 'the variant’s id', variantId: '8127', sku: 'TEE-M' },
    { names: 'the sku', variantId: 'TEE-M', sku: 'TEE-M' },
    { names: 'no variant, so the product’s id', variantId: undefined, sku: 'TEE' },
  ])('waits for the sku of the catalogue if it names $names', async ({ variantId, sku }) => {
    const { shop, post } = await openSequenzy()
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p/tee`, id: 'TEE', variantId: '8127' },
    ])
    await post(PATH, { productId: 'TEE', variantId, customer: { email: 'a@example.com' } })
    const [row] = await table<{ sku: string; product: string }>('subscription')
    expect(row?.sku).toBe(sku)
    expect(JSON.parse(row?.product ?? '')).toMatchObject({
      id: 'TEE',
      ...(variantId === '8127' && { variantId }),
      vouched: true,
    })
  })

  it('for a variant that a strict catalogue lacks is refused, and nothing is stored', async () => {
    const { post } = await openSequenzy({ catalog: 'strict' })
    const answer = await post(PATH, EXAMPLE)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      success: false,
      error: { code: 'PRODUCT_NOT_FOUND' },
    })
    expect(await table('contact')).toEqual([])
  })

  it('keeps the customer’s id, names and plain attributes, and leaves the rest out', async () => {
    const { shop, send } = await openSequenzy()
    const text = `{"productId":"P","customer":{"email":"A@Example.com","externalId":"c_123",
      "firstName":"Ada","lastName":"L","attributes":{"vip":true,"orders":3,"city":"Malmö",
      "locale":"en-GB","firstName":"Eve","list":["x"],"nested":{"a":1},"none":null,"two words":"x",
      "long":"${'x'.repeat(201)}","cut":"a\\ud800","__proto__":{"admin":true},"constructor":"x"}}}`
    expect((await send(PATH, { body: text })).status).toBe(200)
    expect(await attributesOf(shop)).toMatchObject({
      email: 'a@example.com',
      customerId: 'c_123',
      attributes: {
        firstName: 'Ada',
        lastName: 'L',
        vip: true,
        orders: 3,
        city: 'Malmö',
        locale: 'en-GB',
      },
    })
    const { attributes } = (await attributesOf(shop)) as { attributes: object }
    expect(Object.keys(attributes)).toHaveLength(6)
  })

  it('is accepted with whatever the engine does not need', async () => {
    const { post } = await openSequenzy()
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`a${n}`, n]))
    const bodies: { customer?: object; [field: string]: unknown }[] = [
      { customer: { attributes: ['x'] } },
      { customer: { attributes: 'x' } },
      { customer: { attributes: many } },
      { customer: { externalId: '', firstName: null, attributes: null } },
      { customer: { firstName: 5, lastName: { a: 1 }, phone: '+46' } },
      { variantId: null },
      { variantId: '' },
      { productTitle: 7, variantTitle: [] },
      { productTitle: 'x'.repeat(5000), list: 'x' },
    ]
    for (const [n, { customer, ...changes }] of bodies.entries()) {
      const person = { email: `person${n}@example.com`, ...customer }
      const answer = await post(PATH, { ...EXAMPLE, ...changes, customer: person })
      expect([n, answer.status]).toEqual([n, 200])
    }
    expect(await table('subscription')).toHaveLength(bodies.length)
  })
})

const faulty = (changes: object) => JSON.stringify({ ...EXAMPLE, ...changes })
const SECRET_MAIL = 'secret.person@nowhere'

describe('a faulty request in Sequenzy’s dialect', () => {
  it('is refused in Sequenzy’s shape, repeats nothing that was sent, and stores nothing', async () => {
    const { send } = await openSequenzy()
    // Notes that the key is used.
    await send(PATH, { body: '{}' })
    const before = await everything()
    const cases: [string | undefined, number, string, string][] = [
      ['null', 400, 'VALIDATION_ERROR', 'body:'],
      ['[]', 400, 'VALIDATION_ERROR', 'productId:'],
      ['"text"', 400, 'VALIDATION_ERROR', 'body:'],
      ['7', 400, 'VALIDATION_ERROR', 'body:'],
      ['true', 400, 'VALIDATION_ERROR', 'body:'],
      ['', 400, 'INVALID_JSON', 'JSON'],
      ['{"productId":', 400, 'INVALID_JSON', 'JSON'],
      [undefined, 400, 'INVALID_JSON', 'JSON'],
      ['{"a":'.repeat(60) + '1' + '}'.repeat(60), 400, 'VALIDATION_ERROR', 'body:'],
      [faulty({ productId: undefined }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ productId: '' }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ productId: 7 }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ productId: { a: 1 } }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ productId: 'x'.repeat(201) }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ productId: 'a\u0000b' }), 400, 'VALIDATION_ERROR', 'productId:'],
      [faulty({ variantId: 7 }), 400, 'VALIDATION_ERROR', 'variantId:'],
      [faulty({ variantId: ['x'] }), 400, 'VALIDATION_ERROR', 'variantId:'],
      [faulty({ variantId: 'a\nb' }), 400, 'VALIDATION_ERROR', 'variantId:'],
      [
        '{"productId":"P","variantId":"\\ud800","customer":{"email":"a@b.example"}}',
        400,
        'VALIDATION_ERROR',
        'variantId:',
      ],
      [faulty({ customer: undefined }), 400, 'VALIDATION_ERROR', 'customer:'],
      [faulty({ customer: null }), 400, 'VALIDATION_ERROR', 'customer:'],
      [faulty({ customer: 'x' }), 400, 'VALIDATION_ERROR', 'customer:'],
      [faulty({ customer: [] }), 400, 'VALIDATION_ERROR', 'customer.email:'],
      [faulty({ customer: {} }), 400, 'VALIDATION_ERROR', 'customer.email:'],
      [faulty({ customer: { email: SECRET_MAIL } }), 400, 'VALIDATION_ERROR', 'customer.email:'],
      [faulty({ customer: { email: 7 } }), 400, 'VALIDATION_ERROR', 'customer.email:'],
      [faulty({ customer: { email: null } }), 400, 'VALIDATION_ERROR', 'customer.email:'],
      [
        faulty({ customer: { email: 'a@b.example', externalId: {} } }),
        400,
        'VALIDATION_ERROR',
        'customer.externalId:',
      ],
      [
        faulty({ customer: { email: 'a@b.example', externalId: 'x'.repeat(201) } }),
        400,
        'VALIDATION_ERROR',
        'customer.externalId:',
      ],
      [faulty({ pad: 'x'.repeat(2 * 1024 * 1024) }), 413, 'PAYLOAD_TOO_LARGE', 'too large'],
    ]
    for (const [body, status, code, says] of cases) {
      const answer = await send(PATH, { body: body ?? null })
      const text = await answer.text()
      const about = body?.slice(0, 80)
      expect([about, answer.status]).toEqual([about, status])
      expect(answer.headers.get('Content-Type')).toBe('application/json')
      const { success, error } = JSON.parse(text) as {
        success: boolean
        error: { code: string; message: string }
      }
      expect({ success, code: error.code }).toEqual({ success: false, code })
      expect(error.message).toContain(says)
      expect(text).not.toMatch(/secret\.person|buyer@|xxx/)
    }
    expect(await everything()).toEqual(before)
  })

  it('is refused without the scope, and where the dialect is off', async () => {
    const { shop, send } = await openSequenzy()
    const off = await makeShop()
    const made = await shop.api('POST', '/v1/keys', { name: 'stock', scopes: ['stock'] })
    const { secretKey } = await made.json<{ secretKey: string }>()
    const body = JSON.stringify(EXAMPLE)
    const cases: [string | undefined, number, string][] = [
      [undefined, 401, 'UNAUTHORIZED'],
      ['', 401, 'UNAUTHORIZED'],
      ['Bearer', 401, 'UNAUTHORIZED'],
      ['Bearer sk_0000', 401, 'UNAUTHORIZED'],
      ['Klaviyo-API-Key sk_0000', 401, 'UNAUTHORIZED'],
      [`Bearer ${'x'.repeat(5000)}`, 401, 'UNAUTHORIZED'],
      [`Bearer ${shop.publicKey}`, 401, 'UNAUTHORIZED'],
      [`Bearer ${secretKey}`, 403, 'FORBIDDEN'],
      [`Bearer ${off.secretKey}`, 403, 'DIALECT_OFF'],
      [`bearer ${shop.secretKey}`, 200, ''],
    ]
    for (const [authorization, status, code] of cases) {
      const headers = {
        'Content-Type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      }
      const answer = await ask(PATH, { method: 'POST', headers, body })
      expect([authorization, answer.status]).toEqual([authorization, status])
      expect(await answer.text()).toContain(code)
      expect(answer.headers.get('WWW-Authenticate')).toBe(status === 401 ? 'Bearer' : null)
    }
    // A key belongs to one shop, so the company that a caller names changes nothing.
    expect((await send(PATH, { body, headers: { 'x-company-id': 'co_other' } })).status).toBe(200)
    expect(await table('subscription')).toHaveLength(1)
  })

  it('is refused by a shop that sends no e-mail alerts', async () => {
    const { sid: accountSid, token: authToken, from } = TWILIO
    const sms = { type: 'sms', accountSid, authToken, from, baseUrl: fakeUrl('twilio') }
    const { post } = await openSequenzy({ channels: ['sms'], destinations: [sms] })
    const answer = await post(PATH, EXAMPLE)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      success: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining('The shop does not offer this channel.'),
      },
    })
    expect(await table('contact')).toEqual([])
  })

  it('says after too many wrong keys when to come back', async () => {
    world.env = { ...world.env, LIMIT_FAILURES: { limit: async () => ({ success: false }) } }
    const { send } = await openSequenzy()
    const answer = await send(PATH, { body: '{}', key: 'sk_wrong' })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe('60')
    expect(await answer.json()).toMatchObject({ success: false, error: { code: 'RATE_LIMITED' } })
  })

  it('is refused for its media type, its method or its path', async () => {
    const { send } = await openSequenzy()
    const types: [string, number][] = [
      ['text/plain', 415],
      ['application/x-www-form-urlencoded', 415],
      ['application/jsonp', 415],
      ['', 415],
      ['application/json; charset=utf-8', 200],
      ['application/vnd.api+json', 200],
    ]
    for (const [type, status] of types) {
      const headers = { 'Content-Type': type }
      const answer = await send(PATH, { body: JSON.stringify(EXAMPLE), headers })
      expect([type, answer.status]).toEqual([type, status])
    }
    const places: [string, string, number, string | null][] = [
      ['GET', PATH, 405, 'POST'],
      ['PUT', PATH, 405, 'POST'],
      ['DELETE', `${PATH}/`, 405, 'POST'],
      ['OPTIONS', PATH, 405, 'POST'],
      ['POST', '/api/v1/subscribers', 404, null],
      ['POST', '/api/v1/subscribers/events', 404, null],
      ['POST', '/api/v1/orders', 404, null],
      ['GET', '/api/v1/account', 404, null],
      ['POST', '/api/v1/', 404, null],
    ]
    for (const [method, path, status, allow] of places) {
      const answer = await send(path, { method, ...(method === 'POST' && { body: '{}' }) })
      expect([method, path, answer.status]).toEqual([method, path, status])
      expect(answer.headers.get('Allow')).toBe(allow)
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(null)
      const code = status === 405 ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND'
      expect(await answer.json()).toMatchObject({ success: false, error: { code } })
    }
  })

  it('is answered with 503 while the database gives no answer, and with 500 for a fault', async () => {
    const { post } = await openSequenzy()
    const failing = (message: string) => {
      world.env = {
        ...world.env,
        DB: {
          prepare: () => {
            throw new Error(message)
          },
        } as unknown as D1Database,
      }
      return post(PATH, EXAMPLE)
    }
    const busy = await failing('D1_ERROR: D1 DB is overloaded')
    expect(busy.status).toBe(503)
    expect(busy.headers.get('Retry-After')).toBe('5')
    expect(await busy.json()).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } })
    const broken = await failing('buyer@example.com is no table')
    expect(broken.status).toBe(500)
    expect(await broken.text()).not.toContain('buyer')
  })
})

describe('the rows of Sequenzy’s dialect', () => {
  it('are three more to read for a request than for one of a page', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const { post } = await openSequenzy()
    const cost = async (email: string) => {
      takeUsed()
      await post(PATH, { ...EXAMPLE, customer: { email } })
      const { read, written } = takeUsed()
      return { read, written }
    }
    // Notes that the key is used.
    await post(PATH, {})
    expect(await cost('new@example.com')).toEqual({ read: 14, written: 7 })
    await cost('new@example.com')
    expect(await cost('new@example.com')).toEqual({ read: 16, written: 0 })
  })
})

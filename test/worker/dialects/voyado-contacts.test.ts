/** Contacts in Voyado Engage's dialect: without one, no subscription can be created there. */
import { describe, expect, it } from 'vitest'
import { contactIdIn, guidOf } from '../../../worker/doors/dialects/voyado/guid.ts'
import { DAY_MS } from '../../../worker/limits.ts'
import { linkFor } from '../../../worker/link/token.ts'
import { sendLink } from '../../../worker/recipient/send-link.ts'
import { runRetention } from '../../../worker/retention/run.ts'
import { shopByPublicKey } from '../../../worker/shop/known.ts'
import { TWILIO } from '../../fakes/twilio.ts'
import { breakD1, OVERLOADED } from '../faults.ts'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import {
  ask,
  consents,
  drain,
  everything,
  fakeUrl,
  linkIn,
  table,
  type TestShop,
  world,
} from '../harness.ts'
import {
  call,
  contactOf,
  CONTACTS,
  type Fault,
  fault,
  LEVELS,
  listed,
  makeEngage,
  subscribe,
  SUBSCRIPTIONS,
  WORDS,
} from './engage.ts'

const sms = () => {
  const { sid: accountSid, token: authToken, from } = TWILIO
  return { type: 'sms', accountSid, authToken, from, baseUrl: fakeUrl('twilio') }
}
const withSms = () => ({ channels: ['email', 'sms'], destinations: [{ type: 'email' }, sms()] })
const look = (shop: TestShop, query: string) => call(shop, 'GET', `${CONTACTS}/id?${query}`)
const read = (shop: TestShop, id: string) => call(shop, 'GET', `${CONTACTS}/${id}`)

describe('a contact', () => {
  it('is looked up, created, found, subscribed and notified, as Engage’s document says', async () => {
    const shop = await makeEngage()
    await shop.api('PUT', '/v1/products', [{ sku: 'A', title: 'A', url: 'https://acme.example/a' }])
    const query = 'email=ada%40example.com'
    expect(await fault(await look(shop, query))).toBe('404 ContactNotFound')
    const body = {
      contactType: 'Contact',
      email: 'Ada@Example.com',
      countryCode: 'SE',
      language: 'sv-SE',
      firstName: 'Ada',
    }
    const made = await call(shop, 'POST', `${CONTACTS}?source=ecom&storeExternalId=600`, body)
    expect(made.status).toBe(201)
    const contact = await made.json<{ id: string }>()
    expect(contact).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      attributes: { countryCode: 'SE', language: 'sv-SE', firstName: 'Ada' },
      meta: { contactType: 'Contact' },
      preferences: { acceptsEmail: false, acceptsSms: false, acceptsPostal: false },
      consents: [],
    })
    const found = await look(shop, query)
    expect([found.status, found.headers.get('Content-Type'), await found.text()]).toEqual([
      200,
      'application/json',
      `"${contact.id}"`,
    ])
    const shown = await read(shop, contact.id)
    expect([shown.status, await shown.json()]).toEqual([
      200,
      { ...contact, attributes: { ...body, contactType: undefined, email: 'ada@example.com' } },
    ])
    await subscribe(shop, { contactId: contact.id, sku: 'A', locale: 'sv-SE' })
    await call(shop, 'PUT', LEVELS, [{ sku: 'A', quantity: 1 }])
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(await listed(shop, contact.id)).toEqual([])
  })

  it('that exists is answered 409 with its id, and stays as it was', async () => {
    const shop = await makeEngage()
    const id = await contactOf(shop, 'ada@example.com', { firstName: 'Ada' })
    const before = await table('contact')
    const again = await call(shop, 'POST', CONTACTS, { email: 'ada@example.com', firstName: 'Eve' })
    const body = await again.clone().json<Fault>()
    expect(body.messageDetails).toEqual({ multipleMatchesFound: [id] })
    expect(await fault(again)).toBe('409 ApprovedContactWithKeyExists')
    expect(await table('contact')).toEqual(before)
    // Also one that a form made.
    await shop.subscribe({ email: 'grace@example.com' })
    const grace = await call(shop, 'POST', CONTACTS, { email: 'grace@example.com' })
    expect(grace.status).toBe(409)
    expect((await look(shop, 'email=grace%40example.com')).status).toBe(200)
  })

  it('has no plain address in the database', async () => {
    const shop = await makeEngage()
    const number = { mobilePhone: '+46701234567', externalId: 'CUSTOMER-9', firstName: 'Adalina' }
    await contactOf(shop, 'ada@example.com', number)
    const all = await everything()
    expect(JSON.stringify(all)).not.toMatch(/ada@example|701234567|CUSTOMER-9|Adalina/)
  })

  it('is found by each of its keys, and by no key of another shop', async () => {
    const shop = await makeEngage()
    const number = { mobilePhone: '070-123 45 67', externalId: 'C-9' }
    const id = await contactOf(shop, 'ada+news@example.com', number)
    const found = [
      'email=ada%2Bnews%40example.com',
      'email=ADA+news@example.com',
      'Email=ada%2bnews%40example.com&contactType=Member',
      'mobilePhone=%2B46701234567',
      'mobilePhone=+46701234567',
      'mobilephone=0701234567',
      'customKey=C-9',
      'any=ada%2Bnews%40example.com',
      'any=%2B46701234567',
      'any=C-9',
      'email=ada%2Bnews%40example.com&mobilePhone=%2B46701234567&customKey=C-9',
      'email=ada%2Bnews%40example.com&mobilePhone=',
    ]
    const other = await makeEngage()
    for (const query of found) {
      const answer = await look(shop, query)
      expect([query, answer.status, await answer.text()]).toEqual([query, 200, `"${id}"`])
      expect([query, await fault(await look(other, query))]).toEqual([query, '404 ContactNotFound'])
    }
    expect(await fault(await read(other, id))).toBe('404 ContactNotFound')
  })

  it('is not looked up by an invalid query', async () => {
    const shop = await makeEngage()
    const refused: [query: string, expected: string][] = [
      ['', '400 InvalidSearchQuery'],
      ['email=', '400 InvalidSearchQuery'],
      ['name=ada', '400 InvalidSearchQuery'],
      ['socialSecurityNumber=196903027573', '400 InvalidSearchQuery'],
      ['email=ada', '400 InvalidEmailAddress'],
      ['email=ada%00%40example.com', '400 InvalidEmailAddress'],
      [`email=${'a'.repeat(5000)}%40example.com`, '400 InvalidEmailAddress'],
      ['mobilePhone=12', '400 InvalidPhoneNumber'],
      ['mobilePhone=ada%40example.com', '400 InvalidPhoneNumber'],
      [`customKey=${'1'.repeat(300)}`, '400 InvalidSearchQuery'],
      ['customKey=1', '404 ContactNotFound'],
      ['any=%00', '400 InvalidSearchQuery'],
      ['__proto__=1', '400 InvalidSearchQuery'],
    ]
    for (const [query, expected] of refused) {
      expect([query, await fault(await look(shop, query))]).toEqual([query, expected])
    }
    expect(await fault(await read(shop, 'nonsense'))).toBe('404 ContactNotFound')
    expect(await fault(await read(shop, guidOf('AKLfIWnvpIs_KyV0NVRnRg')))).toBe(
      '404 ContactNotFound',
    )
  })

  it('is answered 409 for a number that the backend gave to several', async () => {
    const shop = await makeEngage()
    const number = { mobilePhone: '+46701234567' }
    const ids = [
      await contactOf(shop, 'ada@example.com', number),
      await contactOf(shop, 'grace@example.com', number),
    ]
    const answer = await look(shop, 'mobilePhone=%2B46701234567')
    const { messageDetails } = await answer.clone().json<Fault>()
    expect((messageDetails['multipleMatchesFound'] as string[]).toSorted()).toEqual(ids.toSorted())
    expect(await fault(answer)).toBe('409 MultipleMatches')
    const two = await look(shop, 'email=ada%40example.com&any=grace%40example.com')
    expect(await fault(two)).toBe('409 MultipleMatches')
  })

  it('is not found by a number that a stranger entered in a form', async () => {
    const shop = await makeEngage(withSms())
    const number = { phone: '+46701234567', channels: ['email', 'sms'] }
    await shop.subscribe({ email: 'mallory@example.com', ...number })
    expect(await fault(await look(shop, 'mobilePhone=%2B46701234567'))).toBe('404 ContactNotFound')
    // The owner of the number is.
    const id = await contactOf(shop, 'ada@example.com', { mobilePhone: number.phone })
    expect(await (await look(shop, 'mobilePhone=%2B46701234567')).json()).toBe(id)
  })

  it('with a number alone is written to by SMS', async () => {
    const shop = await makeEngage(withSms())
    const id = await contactOf(shop, '', { mobilePhone: '0701234567', countryCode: 'SE' })
    await subscribe(shop, { contactId: id, sku: 'A', locale: 'sv-SE' })
    expect(await listed(shop, id)).toHaveLength(1)
    const [row] = await table<{ addresses: string; contact_id: string }>('subscription')
    expect(Object.keys(JSON.parse(row?.addresses ?? '{}'))).toEqual(['sms'])
    expect((await consents())[0]).toMatchObject({ channel: 'sms', text: 'Sms:a mig en gång.' })
    expect(await (await read(shop, id)).json()).toMatchObject({
      attributes: { mobilePhone: '+46701234567' },
    })
    // Its owner can ask for the link to the list, as whoever came through a form can.
    const known = await shopByPublicKey(world.env, shop.publicKey)
    if (!known) throw new Error('no shop')
    await sendLink(world.env, known, 'phone', '+46701234567', 'en', Date.now())
    expect((await table('outbox')).map(({ call: name }) => name)).toEqual(['list'])
    // A contact that a form made has its number only in its subscriptions.
    await shop.subscribe({ email: undefined, phone: '+46701234568', channels: ['sms'] })
    const ofForm = await (await look(shop, 'mobilePhone=%2B46701234568')).json<string>()
    expect((await subscribe(shop, { contactId: ofForm, sku: 'B', locale: 'en' })).contactId).toBe(
      ofForm,
    )
  })

  it('is known by its number where the shop writes to numbers only', async () => {
    const shop = await makeEngage({ channels: ['sms'], destinations: [sms()] })
    const id = await contactOf(shop, 'ada@example.com', { mobilePhone: '+46701234567' })
    expect(await (await look(shop, 'email=ada%40example.com')).json()).toBe(id)
    expect((await subscribe(shop, { contactId: id, sku: 'A', locale: 'en' })).contactId).toBe(id)
    const byMail = await contactOf(shop, 'grace@example.com')
    const wanted = { contactId: byMail, sku: 'A', locale: 'en' }
    const answer = await call(shop, 'POST', SUBSCRIPTIONS, wanted)
    expect((await answer.clone().json<Fault>()).message).toContain('offers no channel')
    expect(await fault(answer)).toBe('400 InvalidArgument')
  })

  it('with a number that gets no SMS is refused a subscription', async () => {
    const shop = await makeEngage(withSms())
    const id = await contactOf(shop, '', { mobilePhone: '+4930901820' })
    const answer = await call(shop, 'POST', SUBSCRIPTIONS, {
      contactId: id,
      sku: 'A',
      locale: 'en',
    })
    expect(await fault(answer)).toBe('400 InvalidPhoneNumber')
    expect(await table('subscription')).toHaveLength(0)
  })

  it('that does not fit is refused, and nothing is stored or repeated', async () => {
    const shop = await makeEngage()
    const wrong: [what: string, body: unknown, expected: string][] = [
      ['no address', {}, '422 ValidationError email'],
      ['null for each', { email: null, mobilePhone: null }, '422 ValidationError email'],
      ['a bad address', { email: 'ada@' }, '422 ValidationError email'],
      ['an address that is a list', { email: ['ada@example.com'] }, '422 ValidationError email'],
      ['an address that is a number', { email: 12 }, '422 ValidationError email'],
      [
        'a bad number',
        { email: 'ada@example.com', mobilePhone: '12' },
        '422 ValidationError mobilePhone',
      ],
      ['a number that is an object', { mobilePhone: {} }, '422 ValidationError mobilePhone'],
      [
        'a key that is an object',
        { email: 'ada@example.com', externalId: {} },
        '422 ValidationError externalId',
      ],
      ['a list', [{ email: 'ada@example.com' }], '422 ValidationError email'],
      ['a text', '"ada@example.com"', '422 ValidationError This must be an object.'],
      ['a number', '7', '422 ValidationError This must be an object.'],
      ['null', 'null', '400 NoData'],
    ]
    for (const [what, body, expected] of wrong) {
      const answer = await call(shop, 'POST', `${CONTACTS}/`, body)
      expect(await answer.clone().text()).not.toContain('ada@')
      expect([what, await fault(answer)]).toEqual([what, expected])
    }
    expect(await table('contact')).toHaveLength(0)
  })

  it('keeps attributes that are single values, and neither identity numbers nor the rest', async () => {
    const shop = await makeEngage()
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`extra${n}`, n]))
    const id = await contactOf(shop, 'ada@example.com', {
      FirstName: ' Ada ',
      isMember: true,
      points: 1.5,
      birthDay: null,
      'not a name': 1,
      note: 'x'.repeat(201),
      tags: ['a'],
      address: { city: 'B' },
      SocialSecurityNumber: '196903027573',
      consents: [{ id: 'news', value: true }],
      ...many,
    })
    const { attributes } = await (await read(shop, id)).json<{ attributes: object }>()
    expect(attributes).toMatchObject({ firstName: 'Ada', isMember: true, points: 1.5, extra0: 0 })
    expect(Object.keys(attributes)).toHaveLength(40 + 1)
    expect(JSON.stringify(attributes)).not.toMatch(/19690302|xxx|tags|city|consents|birthDay/)
  })

  it('has attributes that the conditions of the shop read', async () => {
    const conditions = { field: 'contact.contactType', op: 'eq', value: 'Member' }
    const shop = await makeEngage({ rules: { conditions } })
    await shop.api('PUT', '/v1/products', [{ sku: 'A', title: 'A', url: 'https://acme.example/a' }])
    for (const [email, contactType] of [
      ['member@example.com', 'Member'],
      ['contact@example.com', 'Contact'],
    ] as const) {
      const contactId = await contactOf(shop, email, { contactType })
      await subscribe(shop, { contactId, sku: 'A', locale: 'en' })
    }
    await call(shop, 'PUT', LEVELS, [{ sku: 'A', quantity: 9 }])
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['member@example.com'])
  })

  it('agrees to marketing in the words that the shop declares, and not without words', async () => {
    const shop = await makeEngage()
    const agrees = { preferences: { acceptsEmail: true }, language: 'en-GB' }
    const id = await contactOf(shop, 'ada@example.com', agrees)
    expect(await consents()).toEqual([
      expect.objectContaining({
        contact_id: contactIdIn(id),
        purpose: 'marketing',
        channel: 'email',
        action: 'given',
        words: 'declared',
        method: 'api',
        text: 'Mail me news.',
      }),
    ])
    const accepts = async (contact: string) =>
      (await (await read(shop, contact)).json<{ preferences: object }>()).preferences
    expect(await accepts(id)).toMatchObject({ acceptsEmail: true })
    // The Swedish form has no words for it.
    const swedish = await contactOf(shop, 'grace@example.com', { ...agrees, language: 'sv-SE' })
    expect(await accepts(swedish)).toMatchObject({ acceptsEmail: false })
    const asked = await contactOf(shop, 'joan@example.com', { preferences: { acceptsEmail: 'no' } })
    expect(await accepts(asked)).toMatchObject({ acceptsEmail: false })
    expect(await consents()).toHaveLength(1)
  })

  it('agrees by a consent of the tenant, if the settings say that its id means marketing', async () => {
    const voyado = { consent: WORDS, marketingConsentIds: ['news', 'club'] }
    const shop = await makeEngage({ dialects: { voyado } })
    const people: [email: string, given: unknown, agrees: boolean][] = [
      [
        'a@example.com',
        [
          { id: 'backInStock', value: true },
          { Id: 'club', Value: 'True' },
        ],
        true,
      ],
      ['b@example.com', [{ id: 'backInStock', value: true }], false],
      ['c@example.com', [{ id: 'news', value: false }, null, { value: true }, 'news'], false],
      ['d@example.com', { id: 'news', value: true }, false],
    ]
    for (const [email, given, agrees] of people) {
      const id = await contactOf(shop, email, { consents: given })
      const { preferences } = await (await read(shop, id)).json<{ preferences: object }>()
      expect([email, preferences]).toMatchObject([email, { acceptsEmail: agrees }])
    }
    expect((await consents()).map(({ purpose, text }) => [purpose, text])).toEqual([
      ['marketing', 'Mail me news.'],
    ])
  })

  it('who is suppressed is answered as created, and is not stored', async () => {
    const shop = await makeEngage()
    await shop.api('PUT', '/v1/suppressions', { email: 'ada@example.com' })
    const preferences = { acceptsEmail: true }
    const contactId = await contactOf(shop, 'ada@example.com', { preferences })
    expect(await contactOf(shop, 'ada@example.com')).toBe(contactId)
    const wanted = { contactId, sku: 'A', locale: 'en' }
    expect((await subscribe(shop, wanted)).id).toBe((await subscribe(shop, wanted)).id)
    expect(await fault(await look(shop, 'email=ada%40example.com'))).toBe('404 ContactNotFound')
    for (const name of ['contact', 'alias', 'consent', 'subscription']) {
      expect([name, await table(name)]).toEqual([name, []])
    }
  })

  it('is kept until it is subscribed, is exported and is erased', async () => {
    const shop = await makeEngage()
    const number = { mobilePhone: '+46701234567', externalId: 'C-9' }
    const id = await contactOf(shop, 'ada@example.com', number)
    await runRetention(world.env.DB, [], Date.now() + 300 * DAY_MS, async () => [])
    expect((await read(shop, id)).status).toBe(200)
    const given = await (await shop.api('GET', `/v1/contacts/${contactIdIn(id)}`)).json()
    expect(given).toMatchObject({
      email: 'ada@example.com',
      customerId: 'C-9',
      attributes: { contactType: 'Contact', mobilePhone: '+46701234567' },
    })
    const erased = await shop.api('DELETE', `/v1/contacts/${contactIdIn(id)}`)
    expect(erased.status).toBe(204)
    expect(await fault(await read(shop, id))).toBe('404 ContactNotFound')
    expect([...(await table('contact')), ...(await table('alias'))]).toEqual([])
  })

  it('that moved to another address is found by the id of before', async () => {
    const shop = await makeEngage()
    const id = await contactOf(shop, 'ada@example.com')
    const wanted = { contactId: id, sku: 'A', locale: 'en' }
    const { id: subscriptionId } = await subscribe(shop, wanted)
    const press = (path: string, fields = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      })
    const person = { contactId: contactIdIn(id), locale: 'en' }
    const manage = await linkFor(world.env, shop, 'manage', person, Date.now())
    await press(new URL(manage).pathname, { email: 'ada@new.example' })
    await drain()
    await press(linkIn(world.mails.at(-1)?.text, 'a'))

    const after = await (await look(shop, 'email=ada%40new.example')).json<string>()
    expect(after).not.toBe(id)
    expect(await (await look(shop, 'email=ada%40example.com')).json()).toBe(after)
    expect(await listed(shop, id)).toEqual([
      expect.objectContaining({ id: subscriptionId, contactId: after }),
    ])
    expect(await subscribe(shop, wanted)).toMatchObject({ id: subscriptionId, contactId: after })
    expect(await (await read(shop, id)).json()).toMatchObject({
      id: after,
      attributes: { email: 'ada@new.example' },
    })
    const again = await call(shop, 'POST', CONTACTS, { email: 'ada@new.example' })
    expect(await fault(again)).toBe('409 ApprovedContactWithKeyExists')
  })

  it('is not lost while D1 gives no answer', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    const wanted = { contactId, sku: 'A', locale: 'en' }
    const mend = breakD1(OVERLOADED)
    const refused = [
      await call(shop, 'POST', SUBSCRIPTIONS, wanted),
      await call(shop, 'PUT', LEVELS, [{ sku: 'A', quantity: 1 }]),
      await look(shop, 'email=ada%40example.com'),
      await call(shop, 'POST', CONTACTS, { email: 'grace@example.com' }),
    ]
    mend()
    for (const answer of refused) {
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
      expect(await fault(answer)).toBe('503 ServiceUnavailable')
    }
    // It reads, and has no time to write: the subscription is stored later, under the id of the answer.
    const whole = world.env
    const batch = async () => {
      throw new Error(OVERLOADED)
    }
    const busy: ProxyHandler<D1Database> = {
      get: (db, name) => (name === 'batch' ? batch : Reflect.get(db, name).bind(db)),
    }
    world.env = { ...whole, DB: new Proxy(whole.DB, busy) }
    const { id } = await subscribe(shop, wanted)
    world.env = whole
    expect(await listed(shop, contactId)).toEqual([])
    await drain()
    expect(await listed(shop, contactId)).toEqual([expect.objectContaining({ id })])
    expect((await call(shop, 'DELETE', `${SUBSCRIPTIONS}/${id}`)).status).toBe(204)
  })

  it('costs few rows', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const shop = await makeEngage()
    await look(shop, 'customKey=1')
    const cost = async (work: () => Promise<unknown>) => {
      takeUsed()
      await work()
      const { read: rows, written } = takeUsed()
      return [rows, written]
    }
    const costs = {
      missed: await cost(() => look(shop, 'email=ada%40example.com')),
      created: await cost(() => contactOf(shop, 'ada@example.com')),
      found: await cost(() => look(shop, 'email=ada%40example.com')),
    }
    expect(costs).toEqual({ missed: [4, 0], created: [6, 1], found: [7, 0] })
  })
})

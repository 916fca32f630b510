/**
 * Voyado Engage's API as the Worker speaks it: subscriptions and stock levels, in the bodies of Engage's
 * documents, over HTTP.
 */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../../bench/workers/meter.ts'
import { guidOf } from '../../../worker/doors/dialects/voyado/guid.ts'
import { ask, consents, drain, logged, makeShop, ORIGIN, table, world } from '../harness.ts'
import {
  call,
  contactOf,
  type Fault,
  fault,
  LEVELS,
  listed,
  makeEngage,
  type Shown,
  SUBSCRIPTIONS,
  subscribe,
} from './engage.ts'

/** The subscriptions of the table in Engage's document. */
const FIVE = {
  '#1': { sku: 'SKU-1', locale: 'sv-se' },
  '#2': { sku: 'SKU-1', locale: 'pl-pl' },
  '#3': { sku: 'SKU-1', locale: 'sv-se', externalId: 'SE-SKU-1' },
  '#4': { sku: 'SKU-1', locale: 'pl-pl', externalId: 'PL-SKU-1' },
  '#5': { sku: 'SKU-2', locale: 'sv-se' },
}
/** Engage sends only about a SKU that the product feed of its locale has. */
const FEED = ['sv-SE', 'pl-PL'].flatMap((locale) =>
  ['SKU-1', 'SKU-2'].map((sku) => ({ sku, locale, title: sku, url: `${ORIGIN}/p/${sku}` })),
)
const PLACES = {
  v3: LEVELS,
  v2: '/api/v2/inventory/stock-levels',
  'v2 batch': '/api/v2/inventory/stock-levels/batch',
}

describe('the five subscriptions of Engage’s document', () => {
  const CASES = [
    ['case 1: sku and locale', { locale: 'sv-se' }, ['#1', '#3']],
    ['case 2: sku and externalId', { externalId: 'SE-SKU-1' }, ['#3']],
    ['case 3: sku alone', {}, ['#1', '#2', '#3', '#4']],
    ['both, which no document describes', { locale: 'sv-se', externalId: 'SE-SKU-1' }, ['#3']],
    ['both, of two subscriptions', { locale: 'pl-pl', externalId: 'SE-SKU-1' }, []],
  ] as const

  it('are triggered as its three cases say, and are used up then, over each path', async () => {
    const played: string[] = []
    for (const [name, path] of Object.entries(PLACES)) {
      const shop = await makeEngage({ limits: { messagesPerPersonPerDay: 100 } })
      await shop.api('PUT', '/v1/products', FEED)
      const contacts = new Map<string, string>()
      for (const n of Object.keys(FIVE)) {
        contacts.set(n, await contactOf(shop, `${n.slice(1)}@example.com`))
      }
      let missing = Object.entries(FIVE)
      for (const [said, keys, triggered] of name === 'v3' ? CASES : CASES.slice(0, 3)) {
        for (const [n, wanted] of missing) {
          await subscribe(shop, { contactId: contacts.get(n), ...wanted })
        }
        world.mails = []
        const level = { sku: 'SKU-1', quantity: 15, ...keys }
        const body = name === 'v2' ? level : [level]
        // A subscription that was used triggers nothing when the same level comes again.
        for (const sent of name === 'v3' ? [body, body] : [body]) {
          const answer = await call(shop, 'PUT', path, sent)
          expect([answer.status, await answer.text()]).toEqual([202, ''])
          await drain()
        }
        const told = world.mails.map(({ to }) => `#${to.split('@')[0]}`).toSorted()
        const left: string[] = []
        for (const [n, contactId] of contacts) {
          if ((await listed(shop, contactId)).length > 0) left.push(n)
        }
        const others = Object.keys(FIVE).filter((n) => !told.includes(n))
        expect([name, said, told, left]).toEqual([name, said, triggered, others])
        missing = Object.entries(FIVE).filter(([n]) => told.includes(n))
        played.push(`${name.padEnd(8)} | ${said.padEnd(33)} | ${told.join(', ') || 'none'}`)
      }
    }
    // oxlint-disable-next-line no-console -- prints which subscriptions each case triggered
    console.info(played.join('\n'))
  })
})

describe('a subscription', () => {
  it('is created, listed, deleted, and gone then', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    // The payload of Engage's document.
    const payload = { locale: 'en-US', sku: 'AD_0397_V_685_006_66', externalId: '12165253-34345' }
    const answer = await call(shop, 'POST', SUBSCRIPTIONS, { contactId, ...payload })
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([201, 'application/json'])
    const made = await answer.json<Shown>()
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      contactId,
      ...payload,
      createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
    })
    const plain = await subscribe(shop, { contactId, sku: 'B', locale: 'sv-se' })
    expect(plain).toMatchObject({ locale: 'sv-SE', externalId: null })
    expect(await listed(shop, contactId)).toEqual([made, plain])

    const gone = await call(shop, 'DELETE', `${SUBSCRIPTIONS}/${made.id}`)
    expect([gone.status, await gone.text()]).toEqual([204, ''])
    expect(await listed(shop, contactId)).toEqual([plain])
    expect(await fault(await call(shop, 'DELETE', `${SUBSCRIPTIONS}/${made.id}`))).toBe(
      '404 NotFound',
    )
  })

  it('keeps the words that the shop declares, as declared', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    await subscribe(shop, { contactId, sku: 'A', locale: 'sv_se' })
    await subscribe(shop, { contactId, sku: 'A', locale: 'de-DE' })
    const kept = (await consents()).filter(({ sku }) => sku === 'A')
    const facts = kept.map(({ purpose, channel, words, method, version, text, locale }) =>
      [purpose, channel, words, method, version, locale, text].join(' '),
    )
    expect(facts.toSorted()).toEqual([
      'alert email declared api 2026-11 de-DE Mail me once.',
      'alert email declared api 2026-11 sv-SE Mejla mig en gång.',
    ])
  })

  it('is the same when it is created twice, and when its variant is in stock', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    await shop.api('PUT', '/v1/products', FEED)
    const wanted = { contactId, sku: 'SKU-1', locale: 'sv-SE' }
    await call(shop, 'PUT', LEVELS, [{ sku: 'SKU-1', quantity: 4 }])
    const first = await subscribe(shop, wanted)
    expect(await subscribe(shop, wanted)).toEqual(first)
    expect(await listed(shop, contactId)).toEqual([first])
    await drain()
    expect(world.mails).toHaveLength(0)
    // The next update above zero triggers it, also one that says the same.
    await call(shop, 'PUT', LEVELS, [{ sku: 'SKU-1', quantity: 4 }])
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(await listed(shop, contactId)).toEqual([])
  })

  it('of a suppressed person is answered as created, and stores nothing', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    await shop.api('PUT', '/v1/suppressions', { email: 'ada@example.com' })
    const wanted = { contactId, sku: 'A', locale: 'en' }
    const made = await subscribe(shop, wanted)
    expect(await subscribe(shop, wanted)).toMatchObject({ id: made.id, contactId, sku: 'A' })
    expect((await subscribe(shop, { ...wanted, sku: 'B' })).id).not.toBe(made.id)
    expect(await table('subscription')).toHaveLength(0)
  })

  const WRONG: [string, Record<string, unknown>, string][] = [
    ['no contactId', { contactId: undefined }, '400 InvalidArgument contactId'],
    [
      'a contactId that is no GUID',
      { contactId: 'ada@example.com' },
      '400 InvalidArgument contactId',
    ],
    ['a contactId that is a number', { contactId: 12 }, '400 InvalidArgument contactId'],
    [
      'an unknown contact',
      { contactId: 'f5774867-8358-111f-85a4-af1200eced95' },
      '404 ContactNotFound',
    ],
    ['no sku', { sku: undefined }, '400 InvalidArgument sku'],
    ['an empty sku', { sku: '  ' }, '400 InvalidArgument sku'],
    ['a sku that is a list', { sku: ['A'] }, '400 InvalidArgument sku'],
    ['a long sku', { sku: 'A'.repeat(201) }, '400 InvalidArgument sku'],
    ['a sku with NUL', { sku: 'A\u0000' }, '400 InvalidArgument sku'],
    ['a sku with half a character', { sku: 'A\ud800' }, '400 InvalidArgument sku'],
    ['a number with lost digits', { sku: 2 ** 60 }, '400 InvalidArgument sku'],
    ['no locale', { locale: undefined }, '400 InvalidArgument locale'],
    ['a locale that is null', { locale: null }, '400 InvalidArgument locale'],
    ['a locale that is none', { locale: '{{ lang }}' }, '400 InvalidArgument locale'],
    ['an externalId that is an object', { externalId: {} }, '400 InvalidArgument externalId'],
    [
      'all of them',
      { contactId: 1, sku: 1.5e300, locale: 2, externalId: [] },
      '400 InvalidArgument contactId sku locale externalId',
    ],
  ]
  it('that does not fit is refused, and nothing is stored or repeated', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    for (const [what, changes, expected] of WRONG) {
      const wanted = { contactId, sku: 'A', locale: 'en', ...changes }
      const answer = await call(shop, 'POST', SUBSCRIPTIONS, wanted)
      expect(await answer.clone().text()).not.toContain('ada@')
      expect([what, await fault(answer)]).toEqual([what, expected])
    }
    expect(await table('subscription')).toHaveLength(0)
  })

  const SPELLINGS: [string, (contactId: string) => string][] = [
    ['capital names', (id) => `{"ContactId":"${id}","SKU":"A","Locale":"en","ExternalID":"X"}`],
    [
      'the last of a name that comes twice',
      (id) =>
        `{"contactId":"1","contactid":"${id}","sku":"B","Sku":"A","locale":"en","externalId":"X"}`,
    ],
    [
      'a GUID in braces and capitals',
      (id) => `{"contactId":"{${id.toUpperCase()}}","sku":"A","locale":"en","externalId":"X"}`,
    ],
    [
      'a GUID without hyphens',
      (id) =>
        `{"contactId":"${id.replaceAll('-', '')}","sku":" A ","locale":"EN","externalId":"X"}`,
    ],
    [
      'further members',
      (id) =>
        `{"contactId":"${id}","sku":"A","locale":"en","externalId":"X","more":{"__proto__":{"sku":"B"}},"__proto__":{"sku":"C"}}`,
    ],
  ]
  it('is read as ASP.NET reads it', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    for (const [what, bodyOf] of SPELLINGS) {
      const answer = await call(shop, 'POST', `${SUBSCRIPTIONS}/`, bodyOf(contactId))
      expect([what, answer.status, await answer.json()]).toEqual([
        what,
        201,
        expect.objectContaining({ contactId, sku: 'A', locale: 'en', externalId: 'X' }),
      ])
    }
  })

  it('takes a number as a sku and as an externalId', async () => {
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    const made = await subscribe(shop, { contactId, sku: 4711, locale: 'en', externalId: 12 })
    expect(made).toMatchObject({ sku: '4711', externalId: '12' })
  })

  it('to a SKU that the strict catalogue lacks is refused', async () => {
    const shop = await makeEngage({ catalog: 'strict' })
    await shop.api('PUT', '/v1/products', FEED)
    const contactId = await contactOf(shop, 'ada@example.com')
    const wanted = { contactId, sku: 'NONE', locale: 'sv-SE' }
    expect(await fault(await call(shop, 'POST', SUBSCRIPTIONS, wanted))).toBe('404 NotFound')
    await subscribe(shop, { ...wanted, sku: 'SKU-1' })
  })

  it('cannot be seen by another shop', async () => {
    const shop = await makeEngage()
    const other = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    const wanted = { contactId, sku: 'A', locale: 'en' }
    const { id } = await subscribe(shop, wanted)
    expect(await fault(await call(other, 'POST', SUBSCRIPTIONS, wanted))).toBe(
      '404 ContactNotFound',
    )
    expect(await fault(await call(other, 'DELETE', `${SUBSCRIPTIONS}/${id}`))).toBe('404 NotFound')
    const list = `/api/v3/contacts/${contactId}/backinstock/subscriptions`
    expect(await fault(await call(other, 'GET', list))).toBe('404 ContactNotFound')
    expect(await listed(shop, contactId)).toHaveLength(1)
  })

  it('costs few rows, and so does a list of a hundred levels', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const shop = await makeEngage()
    const contactId = await contactOf(shop, 'ada@example.com')
    const cost = async (work: () => Promise<unknown>) => {
      takeUsed()
      await work()
      const { read, written } = takeUsed()
      return [read, written]
    }
    const wanted = { contactId, sku: 'A', locale: 'en' }
    const many = Array.from({ length: 100 }, (_, n) => ({
      sku: `S${n}`,
      quantity: n,
      locale: 'en',
    }))
    const costs = {
      created: await cost(() => subscribe(shop, wanted)),
      repeated: await cost(() => subscribe(shop, wanted)),
      listed: await cost(() => listed(shop, contactId)),
      levels: await cost(() => call(shop, 'PUT', LEVELS, many)),
      again: await cost(() => call(shop, 'PUT', LEVELS, many)),
    }
    // Each call reads the key and its shop: two rows.
    expect(costs).toEqual({
      created: [18, 6],
      repeated: [21, 1],
      listed: [5, 0],
      levels: [512, 201],
      again: [610, 0],
    })
  })
})

describe('a list of stock levels', () => {
  const stored = async () =>
    (await table<Record<string, unknown>>('stock_level')).map(
      ({ sku, locale, external_id, quantity }) => `${sku}|${locale}|${external_id}|${quantity}`,
    )

  it('is stored as Engage’s document sends it, with a summary in the log', async () => {
    const shop = await makeEngage()
    const answer = await call(shop, 'PUT', LEVELS, [
      { quantity: 15, locale: 'sv-SE', sku: 'AD_0397_V_685_006_29', externalId: '12165253-34345' },
      {
        quantity: 10,
        locale: 'en-US',
        sku: 'AD_0743_V_395_001_31x65',
        externalId: '48165253-23345',
      },
    ])
    expect(answer.status).toBe(202)
    expect(await stored()).toEqual([
      'AD_0397_V_685_006_29|sv-SE|12165253-34345|15',
      'AD_0743_V_395_001_31x65|en-US|48165253-23345|10',
    ])
    expect(await logged(shop, 'stock_received')).toEqual([
      { source: 'voyado', levels: 2, written: 2, restocks: 0 },
    ])
  })

  const TAKEN: [string, unknown, string[]][] = [
    ['an empty list', [], []],
    ['a quantity as text', [{ sku: 'A', quantity: ' 15 ' }], ['A|||15']],
    ['a quantity below zero as 0', [{ sku: 'A', quantity: -3 }], ['A|||0']],
    [
      'the last of equal levels',
      [
        { sku: 'A', quantity: 1 },
        { sku: 'B', quantity: 2 },
        { sku: 'A', quantity: 0 },
      ],
      ['A|||0', 'B|||2'],
    ],
    [
      'null and empty for what is absent',
      [{ sku: 'A', quantity: 1, locale: null, externalId: '' }],
      ['A|||1'],
    ],
    [
      'names in any case, and further ones',
      [{ SKU: 'A', Quantity: 1, LOCALE: 'sv_se', ExternalID: 7, note: {} }],
      ['A|sv-SE|7|1'],
    ],
  ]
  it('takes what our own API refuses', async () => {
    const shop = await makeEngage()
    for (const [what, body, expected] of TAKEN) {
      const answer = await call(shop, 'PUT', `${LEVELS}/`, body)
      expect([what, answer.status, await stored()]).toEqual([what, 202, expected])
      await world.env.DB.prepare('DELETE FROM stock_level').run()
    }
  })

  it('may be longer than what our own API takes', async () => {
    const shop = await makeEngage()
    const levels = Array.from({ length: 2_100 }, (_, n) => ({ sku: `S${n}`, quantity: n % 3 }))
    expect((await call(shop, 'PUT', LEVELS, levels)).status).toBe(202)
    expect(await table('stock_level')).toHaveLength(2_100)
    expect(await logged(shop, 'stock_received')).toEqual([
      { source: 'voyado', levels: 2_100, written: 2_100, restocks: 0 },
    ])
  })

  const WRONG: [string, unknown, string][] = [
    ['an object in place of the list', { sku: 'A', quantity: 1 }, ''],
    ['a text', '"levels"', ''],
    ['an item that is null', [{ sku: 'A', quantity: 1 }, null], '[1]'],
    ['an item that is a list', [{ sku: 'A', quantity: 1 }, [1]], '[1].sku [1].quantity'],
    ['no sku', [{ sku: 'A', quantity: 1 }, { quantity: 1 }], '[1].sku'],
    ['no quantity', [{ sku: 'A' }], '[0].quantity'],
    ['a quantity of null', [{ sku: 'A', quantity: null }], '[0].quantity'],
    ['half a unit', [{ sku: 'A', quantity: 1.5 }], '[0].quantity'],
    ['a quantity in words', [{ sku: 'A', quantity: 'many' }], '[0].quantity'],
    ['a quantity without end', '[{"sku":"A","quantity":1e999}]', '[0].quantity'],
    ['a quantity of true', [{ sku: 'A', quantity: true }], '[0].quantity'],
    ['a locale that is none', [{ sku: 'A', quantity: 1, locale: 'undefined' }], '[0].locale'],
    [
      'faults in two items',
      [
        { sku: '', quantity: 1 },
        { sku: 'B', quantity: 1 },
        { sku: 'C', quantity: {} },
      ],
      '[0].sku [2].quantity',
    ],
  ]
  it('is refused whole if one item is at fault, which the answer names', async () => {
    const shop = await makeEngage()
    for (const [what, body, fields] of WRONG) {
      const said = await fault(await call(shop, 'PUT', LEVELS, body))
      const expected = `400 InvalidArgument ${fields}`.trim()
      expect([what, said.replace(/ This must be.*/, '')]).toEqual([what, expected])
    }
    expect(await stored()).toEqual([])
  })

  it('names twenty faults at most', async () => {
    const shop = await makeEngage()
    const answer = await call(
      shop,
      'PUT',
      LEVELS,
      Array.from({ length: 500 }, () => ({})),
    )
    expect((await answer.json<Fault>()).validationErrors).toHaveLength(20)
  })

  it('is one level at v2’s path, and a list at its batch', async () => {
    const shop = await makeEngage()
    const { v2, 'v2 batch': batch } = PLACES
    expect(await fault(await call(shop, 'PUT', v2, [{ sku: 'A', quantity: 1 }]))).toMatch(/^400 /)
    expect(await fault(await call(shop, 'PUT', batch, { sku: 'A', quantity: 1 }))).toMatch(/^400 /)
    expect((await call(shop, 'PUT', v2, { sku: 'A', quantity: 1 })).status).toBe(202)
    expect((await call(shop, 'PUT', batch, [{ sku: 'B', quantity: 2 }])).status).toBe(202)
    expect(await stored()).toEqual(['A|||1', 'B|||2'])
  })
})

describe('a call in Engage’s dialect', () => {
  const levels = [{ sku: 'A', quantity: 1 }]

  it('needs a key, which comes as apikey or x-api-key', async () => {
    const shop = await makeEngage()
    const by = (headers: Record<string, string>) =>
      ask(LEVELS, {
        method: 'PUT',
        headers: { 'Content-Type': 'text/json; charset=utf-8', ...headers },
        body: JSON.stringify(levels),
      })
    const key = shop.secretKey
    for (const headers of [{}, { apikey: 'sk_wrong' }, { Authorization: `Bearer ${key}` }]) {
      const answer = await by(headers)
      expect(answer.headers.get('WWW-Authenticate')).toBe('apikey')
      expect(await fault(answer)).toBe('401 Unauthorized')
    }
    for (const headers of [
      { APIKEY: key },
      { 'X-Api-Key': key },
      { apikey: '', 'x-api-key': key },
    ]) {
      expect((await by(headers)).status).toBe(202)
    }
  })

  it('needs a key of the scope, and the dialect switched on', async () => {
    const shop = await makeEngage()
    const keyFor = async (...scopes: string[]) => {
      const made = await shop.api('POST', '/v1/keys', { name: scopes.join(), scopes })
      return { secretKey: (await made.json<{ secretKey: string }>()).secretKey }
    }
    const guid = guidOf('AKLfIWnvpIs_KyV0NVRnRg')
    const list = `/api/v3/contacts/${guid}/backinstock/subscriptions`
    const stock = await keyFor('stock')
    const people = await keyFor('people')
    expect((await call(stock, 'PUT', LEVELS, levels)).status).toBe(202)
    expect(await fault(await call(people, 'PUT', LEVELS, levels))).toBe('403 Forbidden')
    expect(await fault(await call(stock, 'POST', SUBSCRIPTIONS, {}))).toBe('403 Forbidden')
    expect(await fault(await call(people, 'DELETE', `${SUBSCRIPTIONS}/${guid}`))).toBe(
      '403 Forbidden',
    )
    expect(await fault(await call(stock, 'GET', list))).toBe('403 Forbidden')
    expect(await fault(await call(people, 'GET', list))).toBe('404 ContactNotFound')

    const off = await call(await makeShop(), 'PUT', LEVELS, levels)
    expect((await off.clone().json<Fault>()).message).toContain('dialects.voyado')
    expect(await fault(off)).toBe('403 Forbidden')
  })

  const ELSEWHERE: [string, string, string, string][] = [
    ['an unknown path', 'GET', '/api/v3/orders', '404 NotFound'],
    ['an unknown path of v2', 'POST', '/api/v2/', '404 NotFound'],
    ['another method', 'GET', LEVELS, '405 MethodNotAllowed'],
    ['another method of a list', 'GET', SUBSCRIPTIONS, '405 MethodNotAllowed'],
    ['a preflight', 'OPTIONS', LEVELS, '405 MethodNotAllowed'],
    ['a subscription that is no GUID', 'DELETE', `${SUBSCRIPTIONS}/1%20OR%201`, '404 NotFound'],
    [
      'a contact that is no GUID',
      'GET',
      '/api/v3/contacts/x/backinstock/subscriptions',
      '404 ContactNotFound',
    ],
  ]
  it('to an unknown address is refused, without CORS', async () => {
    const shop = await makeEngage()
    for (const [what, method, path, expected] of ELSEWHERE) {
      const body = method === 'GET' ? undefined : '{}'
      const answer = await call(shop, method, path, body, { Origin: ORIGIN })
      const cors = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
      expect([what, cors, await fault(answer)]).toEqual([what, [], expected])
    }
  })

  const BODIES: [string, string | Uint8Array, string | undefined, string][] = [
    ['without Content-Type', '[]', undefined, '500 Error'],
    ['of another type', '[]', 'application/x-www-form-urlencoded', '415 UnsupportedMediaType'],
    ['that is empty', '', 'application/json', '400 NoData'],
    ['that is null', 'null', 'application/json', '400 NoData'],
    ['that is broken', '[{"sku":', 'application/json', '400 NoData'],
    ['in broken UTF-8', new Uint8Array([0x5b, 0xff, 0x5d]), 'application/json', '400 NoData'],
    ['that nests deep', '['.repeat(5_000) + ']'.repeat(5_000), 'application/json', '400 NoData'],
    [
      'that is too large',
      `[${' '.repeat(2 * 1024 * 1024)}]`,
      'application/json',
      '413 RequestEntityTooLarge',
    ],
  ]
  it('with a body that cannot be read is refused', async () => {
    const shop = await makeEngage()
    for (const [what, text, type, expected] of BODIES) {
      const answer = await ask(LEVELS, {
        method: 'PUT',
        headers: { apikey: shop.secretKey, ...(type && { 'Content-Type': type }) },
        body: typeof text === 'string' ? new TextEncoder().encode(text) : text,
      })
      expect([what, await fault(answer)]).toEqual([what, expected])
    }
  })
})

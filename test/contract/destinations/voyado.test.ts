/** The Voyado Engage destination against the strict server of test/fakes/voyado.ts. */
import { describe, expect, it } from 'vitest'
import type { Received } from '../../fakes/upstream.ts'
import { API_KEY, NAMESAKES, ODD_SKU } from '../../fakes/voyado.ts'
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

const SUITE: Suite = {
  type: 'voyado',
  fake: 'voyado',
  options: (baseUrl) => ({ type: 'voyado', baseUrl, apiKey: API_KEY, contactType: 'Contact' }),
  secrets: [API_KEY],
  call: 'subscribe',
  statuses: [
    { status: 301, becomes: 'parked', reason: 'error' },
    { status: 401, becomes: 'parked', reason: 'unauthorized' },
    { status: 403, becomes: 'parked', reason: 'forbidden' },
    { status: 404, becomes: 'parked', reason: 'not_found' },
    { status: 409, becomes: 'dead', reason: 'multiple_matches' },
    { status: 422, becomes: 'dead', reason: 'validation_failed' },
    { status: 500, becomes: 'again', reason: 'http_500' },
    { status: 200, becomes: 'again', reason: 'answer_unreadable' },
  ],
}

passesSuite(SUITE)

const CONTACTS = '/api/v3/contacts'
const SUBSCRIPTIONS = '/api/v3/inventory/backinstock/subscriptions'
const LEVELS = '/api/v3/inventory/stock-levels'
const GUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)

const said = ({ method, path }: Received) => `${method} ${path}`
const bodies = (requests: Received[], path: string) =>
  requests.filter((one) => one.method !== 'GET' && one.path.startsWith(path)).map((one) => one.body)

/** Voyado's ids of the waiting subscriptions. */
const relayIds = async () =>
  (await table('subscription')).map(
    ({ relays }) => (JSON.parse(String(relays)) as { voyado: { id?: string } }).voyado.id,
  )

/** A shop that also asks for marketing, and a person who agrees to everything. */
const MARKETING = {
  consent: {
    version: '2026-11',
    texts: { en: { email: 'One mail.', sms: 'One text.', marketing: 'Also offers.' } },
  },
}
const given = (...consents: [purpose: string, channel: string, text: string][]) => ({
  consents: consents.map(([purpose, channel, text]) => ({
    purpose,
    channel,
    version: '2026-11',
    text,
  })),
})
const BOTH = given(['alert', 'email', 'One mail.'], ['marketing', 'email', 'Also offers.'])

async function due() {
  await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await tick()
  await drain()
}

async function cancelAll(shop: TestShop) {
  for (const { id } of await table('subscription')) {
    expect((await shop.api('DELETE', `/v1/subscriptions/${id}`)).status).toBe(204)
  }
}

describe('a subscription to Voyado', () => {
  it('creates the contact first if Voyado does not know the person', async () => {
    const suite = { ...SUITE, settings: MARKETING }
    const { shop, baseUrl } = await shopAt(suite, 'good', {
      source: 'ecom',
      storeExternalId: '600',
      consentIds: { alert: 'backInStock' },
    })
    await shop.subscribe({ locale: 'sv-SE', externalId: '4', ...BOTH })
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(said)).toEqual([
      `GET ${CONTACTS}/id?email=ada%40example.com`,
      `POST ${CONTACTS}?source=ecom&storeExternalId=600`,
      `POST ${SUBSCRIPTIONS}`,
    ])
    for (const { headers } of requests) {
      expect(headers).toMatchObject({ apikey: API_KEY, 'content-type': 'application/json' })
    }
    const date = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
    const comment = 'Shelfbell, text 2026-11'
    expect(requests[1]?.body).toEqual({
      contactType: 'Contact',
      email: 'ada@example.com',
      countryCode: 'SE',
      language: 'sv-SE',
      consents: [{ id: 'backInStock', value: true, date, source: 'ecom', comment }],
    })
    expect(requests[2]?.body).toEqual({
      contactId: GUID,
      sku: 'TEE-M',
      locale: 'sv-SE',
      externalId: '4',
    })
    expect(await table('outbox')).toEqual([])
    expect(await relayIds()).toEqual([GUID])
  })

  it('creates no contact that Voyado knows, and reads its subscriptions first', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'known')
    await shop.subscribe()
    await drain()
    expect((await receivedAt(baseUrl)).map(said)).toEqual([
      `GET ${CONTACTS}/id?email=ada%40example.com`,
      expect.stringMatching(/^GET \/api\/v3\/contacts\/[0-9a-f-]{36}\/backinstock\/subscriptions$/),
      `POST ${SUBSCRIPTIONS}`,
    ])
  })

  it('finds the contact by phone if there is no e-mail address', async () => {
    const suite = { ...SUITE, settings: { channels: ['sms'] } }
    const { shop, baseUrl } = await shopAt(suite, 'good', { channels: ['sms'] })
    await shop.subscribe({ email: undefined, phone: '070-123 45 67', channels: ['sms'] })
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests[0]?.path).toBe(`${CONTACTS}/id?mobilePhone=%2B46701234567`)
    // With a locale without a country, the shop's country counts.
    expect(requests[1]?.body).toEqual({
      contactType: 'Contact',
      mobilePhone: '+46701234567',
      countryCode: 'SE',
      language: 'en',
    })
    expect(await relayIds()).toEqual([GUID])
  })

  it.each([
    { over: ['email'], known: {} },
    { over: ['email', 'sms'], known: { mobilePhone: '+46701234567' } },
  ])('over $over sends no address of another channel', async ({ over, known }) => {
    const suite = { ...SUITE, settings: { channels: ['email', 'sms'] } }
    const { baseUrl } = await shopAt(SUITE, 'good')
    const shop = await makeShop({
      ...suite.settings,
      destinations:
        over.length === 2
          ? [{ ...SUITE.options(baseUrl), channels: over }]
          : [
              SUITE.options(baseUrl),
              {
                type: 'webhook',
                url: 'http://127.0.0.1:9/',
                secret: `whsec_${'A'.repeat(32)}`,
                channels: ['sms'],
                events: ['restock.matched'],
              },
            ],
    })
    await shop.subscribe({ phone: '070-123 45 67', channels: ['email', 'sms'] })
    await drain()
    const [contact] = bodies(await receivedAt(baseUrl), CONTACTS)
    expect(contact).toEqual({
      contactType: 'Contact',
      email: 'ada@example.com',
      ...known,
      countryCode: 'SE',
      language: 'en',
    })
  })

  it('sends each consent once that the shop mapped to Voyado, and no other', async () => {
    const settings = { ...MARKETING, channels: ['email', 'sms'] }
    const { shop, baseUrl } = await shopAt({ ...SUITE, settings }, 'good', {
      channels: ['email', 'sms'],
      consentIds: { alert: 'backInStock', marketing: 'newsletter' },
    })
    const alerts = given(['alert', 'email', 'One mail.'], ['alert', 'sms', 'One text.'])
    const phone = '070-123 45 67'
    await shop.subscribe({ phone, channels: ['email', 'sms'], ...alerts })
    await shop.subscribe({ email: 'grace@example.com', ...BOTH })
    // A backend's word for marketing by SMS is none for the newsletter.
    const bySms = given(
      ['alert', 'email', 'One mail.'],
      ['alert', 'sms', 'One text.'],
      ['marketing', 'sms', 'Offers by SMS.'],
    )
    const other = { email: 'alan@example.com', phone, channels: ['email', 'sms'], ...bySms }
    await shop.api('POST', '/v1/subscriptions', { ...shop.request(other), shop: undefined })
    await drain()
    const made = bodies(await receivedAt(baseUrl), `${CONTACTS}?`) as {
      email: string
      consents: { id: string }[]
    }[]
    expect(
      Object.fromEntries(
        made.map(({ email, consents }) => [email, consents.map(({ id }) => id).toSorted()]),
      ),
    ).toEqual({
      'ada@example.com': ['backInStock'],
      'alan@example.com': ['backInStock'],
      'grace@example.com': ['backInStock', 'newsletter'],
    })
  })

  it.each([
    { option: false, consents: BOTH, scene: 'good', set: [] },
    { option: true, consents: given(['alert', 'email', 'One mail.']), scene: 'good', set: [] },
    { option: true, consents: BOTH, scene: 'good', set: [{ value: true }] },
    { option: true, consents: BOTH, scene: 'known', set: [{ value: true }] },
    { option: true, consents: BOTH, scene: 'no-preferences', set: [{ value: true }] },
  ])(
    'sets acceptsEmail only with both consent and option ($option, $scene): $set',
    async ({ option, consents, scene, set }) => {
      const suite = { ...SUITE, settings: MARKETING }
      const { shop, baseUrl } = await shopAt(suite, scene, { acceptsEmail: option })
      await shop.subscribe(consents)
      await drain()
      const requests = await receivedAt(baseUrl)
      const asked = requests.filter(({ path }) => path.endsWith('/preferences/acceptsEmail'))
      expect(asked.map(({ body }) => body)).toEqual(set)
      expect(bodies(requests, SUBSCRIPTIONS)).toHaveLength(1)
      expect(await table('outbox')).toEqual([])
    },
  )

  it('to two products at once creates an unknown contact once', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe({ sku: 'TEE-M' })
    await shop.subscribe({ sku: 'TEE-L' })
    const outbox = await table('outbox')
    world.queued = []
    const rows = outbox.map(({ id }) => id)
    await deliver({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } })
    const requests = await receivedAt(baseUrl)
    expect(bodies(requests, `${CONTACTS}?`)).toHaveLength(1)
    expect(bodies(requests, SUBSCRIPTIONS)).toHaveLength(2)
    expect(await table('outbox')).toEqual([])
  })

  it('waits for each answer before the next call about the same person', async () => {
    // A rate that lets calls for several people start together.
    const rate = { perSecond: 400 }
    const { shop, baseUrl } = await shopAt(SUITE, 'one-at-a-time', { rate })
    for (const sku of ['TEE-S', 'TEE-M', 'TEE-L']) await shop.subscribe({ sku })
    await shop.subscribe({ email: 'grace@example.com' })
    const outbox = await table('outbox')
    world.queued = []
    const rows = outbox.map(({ id }) => id)
    await deliver({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } })
    expect(await table('outbox')).toEqual([])
    const requests = await receivedAt(baseUrl)
    expect(bodies(requests, SUBSCRIPTIONS)).toHaveLength(4)
    // Calls for two people may overlap.
    const grace = requests.findIndex(({ path }) => path.includes('grace'))
    expect(grace).toBeLessThan(requests.findIndex(({ path }) => path === SUBSCRIPTIONS))
  })

  it('keeps to fewer than 50 calls in any second', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    for (let n = 0; n < 24; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    const outbox = await table('outbox')
    world.queued = []
    const rows = outbox.map(({ id }) => id)
    await deliver({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } })
    const times = (await receivedAt(baseUrl)).map(({ at }) => Date.parse(at))
    expect(times).toHaveLength(72)
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
    )
    expect(most).toBeLessThan(50)
  })
})

describe('an address that several contacts share', () => {
  it('gets no subscription, and the row says why', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'several')
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'dead', reason: 'multiple_matches' }])
    expect(await receivedAt(baseUrl)).toHaveLength(1)
  })

  it('subscribes the first contact if the shop says so', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'several', { whenSeveral: 'first' })
    await shop.subscribe()
    await drain()
    expect(bodies(await receivedAt(baseUrl), SUBSCRIPTIONS)).toMatchObject([
      { contactId: NAMESAKES[0] },
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('creates neither contact nor subscription if Voyado does not list the contacts', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'several-unnamed', { whenSeveral: 'first' })
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'dead', reason: 'multiple_matches' }])
    expect(await receivedAt(baseUrl)).toHaveLength(1)
  })
})

describe('the Voyado connector, where the documentation is silent,', () => {
  it.each(['race-409', 'race-422'])(
    'looks up a contact again that was created in the meantime (%s)',
    async (scene) => {
      const { shop, baseUrl } = await shopAt(SUITE, scene)
      await shop.subscribe()
      await drain()
      const requests = await receivedAt(baseUrl)
      expect(requests.map(({ method }) => method).join(' ')).toBe('GET POST GET GET POST')
      expect(bodies(requests, `${CONTACTS}?`)).toHaveLength(1)
      expect(bodies(requests, SUBSCRIPTIONS)).toHaveLength(1)
      expect(await relayIds()).toEqual([GUID])
    },
  )

  it('looks up contact and subscription after a 201 without an id, and keeps the id', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'no-ids')
    await shop.subscribe()
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ method }) => method).join(' ')).toBe('GET POST GET GET POST GET')
    expect(await relayIds()).toEqual([GUID])
  })

  it('takes a 409 for a subscription as success', async () => {
    const { shop } = await shopAt(SUITE, 'duplicate')
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await relayIds()).toEqual([GUID])
  })

  it('does not create a subscription that exists', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'there-already')
    await shop.subscribe({ locale: 'en-US' })
    await drain()
    expect(bodies(await receivedAt(baseUrl), SUBSCRIPTIONS)).toEqual([])
    expect(await relayIds()).toEqual([GUID])
  })

  it.each([
    { another: 'locale', wanted: { locale: 'sv-SE' } },
    { another: 'externalId', wanted: { locale: 'en-US', externalId: '4' } },
    { another: 'sku', wanted: { locale: 'en-US', sku: 'TEE-L' } },
  ])('creates a subscription if the existing one has another $another', async ({ wanted }) => {
    const { shop, baseUrl } = await shopAt(SUITE, 'there-already')
    await shop.subscribe(wanted)
    await drain()
    expect(bodies(await receivedAt(baseUrl), SUBSCRIPTIONS)).toMatchObject([wanted])
  })

  it('creates no second subscription after a lost answer', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'lost-answer')
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 1 }])
    await due()
    expect(await table('outbox')).toEqual([])
    expect(bodies(await receivedAt(baseUrl), SUBSCRIPTIONS)).toHaveLength(1)
    expect(await relayIds()).toEqual([GUID])
  })

  it('keeps subscriptions waiting until the contact type is one that Voyado knows', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', { contactType: 'Kontakt' })
    await shop.subscribe()
    await drain()
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'invalid_contact_type' },
    ])
    const destinations = [SUITE.options(baseUrl)]
    expect((await shop.api('PATCH', '/v1/shop', { destinations })).status).toBe(200)
    await due()
    expect(await table('outbox')).toEqual([])
  })
})

describe('cancelling a subscription', () => {
  it('deletes it in Voyado by the id that Voyado gave', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe()
    await drain()
    const [id] = await relayIds()
    await cancelAll(shop)
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests.slice(3).map(said)).toEqual([`DELETE ${SUBSCRIPTIONS}/${id}`])
    expect(await table('outbox')).toEqual([])
  })

  it('makes no call if Voyado did not get it yet', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe()
    await cancelAll(shop)
    await drain()
    expect(await receivedAt(baseUrl)).toEqual([])
    expect(await table('outbox')).toEqual([])
  })

  it('looks for a subscription whose answer was lost, and deletes only that', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'lost-answer')
    await shop.subscribe()
    await drain()
    await shop.subscribe({ sku: 'VASE' })
    await drain()
    const [lost] = await table('subscription')
    await shop.api('DELETE', `/v1/subscriptions/${lost?.['id']}`)
    await due()
    const requests = await receivedAt(baseUrl)
    expect(requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
    expect(requests.slice(-3).map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE'])
    const [contact] = requests.slice(-2)
    const left = await fetch(baseUrl + contact?.path, {
      headers: { apikey: API_KEY, 'Content-Type': 'application/json', 'User-Agent': 'test/1' },
    })
    expect(await left.json()).toMatchObject({ data: [{ sku: 'VASE' }] })
    expect(await table('outbox')).toEqual([])
  })

  it('succeeds if Voyado has completed it already', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe()
    await drain()
    const [id] = await relayIds()
    const used = await fetch(`${baseUrl}${SUBSCRIPTIONS}/${id}`, {
      method: 'DELETE',
      headers: { apikey: API_KEY, 'Content-Type': 'application/json', 'User-Agent': 'test/1' },
    })
    expect(used.status).toBe(204)
    await cancelAll(shop)
    await drain()
    expect(await table('outbox')).toEqual([])
  })

  it('on the unsubscribe page deletes in Voyado what the person still waits for', async () => {
    const baseUrl = fakeUrl('voyado')
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ ...SUITE.options(baseUrl), channels: ['sms'] }, { type: 'email' }],
    })
    const both = { channels: ['email', 'sms'], phone: '070-123 45 67' }
    for (const sku of ['TEE-M', 'VASE']) await shop.subscribe({ sku, ...both })
    await drain()
    const subscriptions = await table('subscription')
    const vase = subscriptions.findIndex(({ sku }) => sku === 'VASE')
    const id = (await relayIds())[vase]
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [link] = /\/u\/[^>]+/.exec(world.mails[0]?.headers['List-Unsubscribe'] ?? '') ?? []
    const page = await ask(link ?? '', {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect(page.status).toBe(200)
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests.filter(({ method }) => method === 'DELETE').map(said)).toEqual([
      `DELETE ${SUBSCRIPTIONS}/${id}`,
    ])
  })
})

describe('a stock update to Voyado', () => {
  it('sends absolute levels, and completes subscriptions without a message', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe({ locale: 'sv-SE', externalId: '4' })
    await drain()
    await shop.setStock(
      { sku: 'TEE-M', quantity: 15, locale: 'sv-SE', externalId: '4' },
      { sku: 'TEE-L', quantity: 0 },
    )
    await drain()
    const levels = (await receivedAt(baseUrl)).filter(({ path }) => path === LEVELS)
    expect(levels.map(({ method }) => method)).toEqual(['PUT'])
    const [list = []] = levels.map(({ body }) => body as { sku: string }[])
    expect(list.toSorted((x, y) => (x.sku > y.sku ? -1 : 1))).toEqual([
      { sku: 'TEE-M', quantity: 15, locale: 'sv-SE', externalId: '4' },
      { sku: 'TEE-L', quantity: 0 },
    ])
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toEqual([])
    expect(world.mails).toEqual([])
  })

  it('is sent once more if it came before Voyado knew the subscription', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe()
    const [handingOn] = world.queued.splice(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 15 })
    await drain()
    if (handingOn) await deliver(handingOn)
    await drain()
    const requests = (await receivedAt(baseUrl)).map(said)
    const asked = requests.indexOf(`POST ${SUBSCRIPTIONS}`)
    expect(asked).toBeGreaterThan(-1)
    expect(requests.slice(asked + 1)).toEqual([`PUT ${LEVELS}`])
    expect(await table('outbox')).toEqual([])
  })

  it('of one level is a list, with the level at the time of sending', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'throttled')
    await shop.setStock({ sku: 'TEE-M', quantity: 15 })
    await drain()
    await world.env.DB.prepare(`UPDATE stock_level SET quantity = 3`).run()
    await due()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ body }) => body)).toEqual([
      [{ sku: 'TEE-M', quantity: 15 }],
      [{ sku: 'TEE-M', quantity: 3 }],
    ])
    expect(await table('outbox')).toEqual([])
  })

  it('of many levels is sent in lists of the length that the shop set', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', { batch: 2 })
    await shop.setStock(...['A', 'B', 'C', 'D', 'E'].map((sku) => ({ sku, quantity: 1 })))
    await drain()
    const lists = bodies(await receivedAt(baseUrl), LEVELS) as { sku: string }[][]
    expect(lists.map((list) => list.map(({ sku }) => sku).join(''))).toEqual(['AB', 'CD', 'E'])
  })

  const updated = async (scene: string, changes: Record<string, unknown>, skus: string[]) => {
    const { shop, baseUrl } = await shopAt(SUITE, scene, changes)
    await shop.setStock(...skus.map((sku) => ({ sku, quantity: 1 })))
    await drain()
    return { shop, requests: await receivedAt(baseUrl) }
  }
  const BATCH = `${LEVELS}/batch`
  const SKUS = ['A', 'B', 'C', 'D']

  it.each([
    { scene: 'good', stockPath: 'stock-levels', paths: [LEVELS, LEVELS], moved: false },
    { scene: 'v2', stockPath: 'stock-levels/batch', paths: [BATCH, BATCH], moved: false },
    { scene: 'good', stockPath: 'stock-levels/batch', paths: [BATCH, LEVELS, LEVELS], moved: true },
    { scene: 'v2', stockPath: 'stock-levels', paths: [LEVELS, BATCH, BATCH], moved: true },
    { scene: 'v2-crash', stockPath: 'stock-levels', paths: [LEVELS, BATCH, BATCH], moved: true },
  ])(
    'finds the path that takes lists: $scene with $stockPath',
    async ({ scene, stockPath, paths, moved }) => {
      const { shop, requests } = await updated(scene, { stockPath, batch: 2 }, SKUS)
      expect(requests.map(({ path }) => path)).toEqual(paths)
      expect(await table('outbox')).toEqual([])
      const runs = JSON.stringify(await logged(shop, 'outbox_run'))
      expect(runs.includes('"voyado:other_stock_path":1')).toBe(moved)
    },
  )

  it('waits, with a reason that names the levels, if Voyado refuses them', async () => {
    const { shop, requests } = await updated('refuses-levels', {}, ['A'])
    expect(requests.map(({ path }) => path)).toEqual([LEVELS, BATCH])
    const row = { call: 'stock', state: 'open', reason: 'stock_levels_invalid_argument' }
    expect(await table('outbox')).toMatchObject([{ ...row, attempts: 0 }])
    const destinations = await (await shop.api('GET', '/v1/destinations')).text()
    expect(destinations).toContain('stock_levels_invalid_argument')
  })

  it.each(['odd-level', 'odd-level-v2'])(
    'brings every level but the one that Voyado refuses (%s)',
    async (scene) => {
      const skus = Array.from({ length: 12 }, (_, n) => (n === 7 ? ODD_SKU : `S${n}`))
      const { requests } = await updated(scene, { batch: 6 }, skus)
      const takes = scene.endsWith('v2') ? BATCH : LEVELS
      const taken = requests
        .filter(({ path }) => path === takes)
        .map(({ body }) => (body as { sku: string }[]).map(({ sku }) => sku))
        .filter((list) => !list.includes(ODD_SKU))
      expect(taken.flat().toSorted()).toEqual(skus.filter((sku) => sku !== ODD_SKU).toSorted())
      expect(await table('outbox')).toMatchObject([
        { call: 'stock', state: 'open', reason: 'stock_levels_invalid_argument' },
      ])
    },
  )

  it('looks for refused levels within limits', async () => {
    const odd = Array.from({ length: 100 }, (_, n) => `${ODD_SKU}${n}`)
    const { requests } = await updated('odd-level', {}, odd)
    // The list, and two halves for each of 20 halvings; the first one also at the other path.
    expect(requests).toHaveLength(42)
    expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 0 }])
  })

  it('is tried again as a whole if Voyado is down at a later list', async () => {
    const { requests } = await updated('server-error', { batch: 2 }, SKUS)
    expect(requests.map(({ path }) => path)).toEqual([LEVELS, BATCH])
    expect(await table('outbox')).toMatchObject([
      { call: 'stock', state: 'open', attempts: 1, reason: 'http_500' },
    ])
  })

  it('is not sent if the shop turned stock updates off', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', { stock: false })
    await shop.setStock({ sku: 'TEE-M', quantity: 15 })
    await drain()
    expect(await receivedAt(baseUrl)).toEqual([])
  })
})

describe('the settings of Voyado', () => {
  it.each([
    { options: { apiKey: undefined }, pointer: '/destinations/0/apiKey', code: 'missing' },
    {
      options: { contactType: undefined },
      pointer: '/destinations/0/contactType',
      code: 'missing',
    },
    { options: { baseUrl: undefined }, pointer: '/destinations/0/baseUrl', code: 'missing' },
    {
      options: { keyHeader: 'api key' },
      pointer: '/destinations/0/keyHeader',
      code: 'header_invalid',
    },
    {
      options: { consentIds: { alert: 'one', marketing: 'one' } },
      pointer: '/destinations/0/consentIds/marketing',
      code: 'consent_shared',
    },
  ])('are refused: $code at $pointer', async ({ options, pointer, code }) => {
    const shop = await makeShop()
    const destinations = [{ ...SUITE.options('https://acme.voyado.com'), ...options }]
    const answer = await shop.api('PATCH', '/v1/shop', { destinations })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
  })
})

describe('a probe of Voyado', () => {
  const findings = async (scene: string, changes: Record<string, unknown> = {}) => {
    const { shop, baseUrl } = await shopAt(SUITE, scene, changes)
    const answer = await shop.api('POST', '/v1/destinations/voyado/check')
    const { ok, findings: all } = await answer.json<{
      ok: boolean
      findings: { what: string; ok: boolean; detail: string }[]
    }>()
    const found = Object.fromEntries(all.map((one) => [one.what, one]))
    return { ok, found, requests: await receivedAt(baseUrl) }
  }

  it.each([
    { scene: 'good', changes: {} },
    { scene: 'known', changes: {} },
    { scene: 'several', changes: {} },
    { scene: 'other-header', changes: { keyHeader: 'x-api-key' } },
  ])(
    'accepts a good key and contact type ($scene), and changes nothing',
    async ({ scene, changes }) => {
      const { ok, found, requests } = await findings(scene, changes)
      expect(ok).toBe(true)
      expect(Object.keys(found)).toEqual(['key', 'contact_type', 'catalog', 'scope', 'flow'])
      expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET'])
    },
  )

  it.each([
    { fault: 'a wrong key', changes: { apiKey: 'wrong' }, what: 'key', says: 'refuses the key' },
    {
      fault: 'the wrong header',
      changes: { keyHeader: 'x-api-key' },
      what: 'key',
      says: 'x-api-key',
    },
    {
      fault: 'an unknown contact type',
      changes: { contactType: 'Kontakt' },
      what: 'contact_type',
      says: 'Kontakt (invalid_contact_type)',
    },
    { fault: 'another server', scene: 'edge-html', what: 'key', says: 'baseUrl' },
    { fault: 'a server that is not Voyado', scene: 'answers-404', what: 'key', says: 'baseUrl' },
    { fault: 'no answer', scene: 'hanging', what: 'key', says: 'timeout' },
  ])('reports $fault and says what to fix', async ({ scene, changes, what, says }) => {
    const { ok, found } = await findings(scene ?? 'good', changes)
    expect(ok).toBe(false)
    expect(found[what]).toMatchObject({ ok: false, detail: expect.stringContaining(says) })
  })
})

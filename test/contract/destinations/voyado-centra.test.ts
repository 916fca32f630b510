/** The Voyado for Centra destination against the strict server of test/fakes/voyado-centra.ts. */
import { describe, expect, it } from 'vitest'
import type { ShopSettings } from '../../../worker/shop/settings.ts'
import { voyadoCentra } from '../../../worker/connectors/destinations/voyado-centra/voyado-centra.ts'
import { drain, makeShop, table, world } from '../../worker/harness.ts'
import { passesSuite, receivedAt, shopAt, type Suite } from './suite.ts'

const SUITE: Suite = {
  type: 'voyado-centra',
  fake: 'voyado-centra',
  options: (baseUrl) => ({
    type: 'voyado-centra',
    url: `${baseUrl}/centra/subscriptions`,
    tenantId: 'acme',
    locales: ['sv-SE', 'en'],
    market: '1',
  }),
  secrets: [],
  call: 'subscribe',
  statuses: [
    { status: 200, becomes: 'done' },
    { status: 201, becomes: 'done' },
    { status: 204, becomes: 'done' },
    { status: 302, becomes: 'parked', reason: 'http_302' },
    { status: 401, becomes: 'parked', reason: 'http_401' },
    { status: 403, becomes: 'parked', reason: 'http_403' },
    { status: 404, becomes: 'parked', reason: 'http_404' },
    { status: 405, becomes: 'parked', reason: 'http_405' },
    // It may mean a duplicate or several contacts, so a person has to look.
    { status: 409, becomes: 'dead', reason: 'http_409' },
    { status: 422, becomes: 'dead', reason: 'http_422' },
    { status: 500, becomes: 'again', reason: 'http_500' },
  ],
}

passesSuite(SUITE)

const consent = {
  version: '2026-11',
  texts: { en: { email: 'One mail.', sms: 'One text.', marketing: 'Also offers.' } },
}
const version = consent.version
const ALERT = { purpose: 'alert', channel: 'email', version, text: 'One mail.' }
const OFFERS = { purpose: 'marketing', channel: 'email', version, text: 'Also offers.' }

describe('a subscription to Voyado for Centra', () => {
  it('is sent as six values without a key, and its answer is not read', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe({ locale: 'sv-SE', externalId: '4' })
    await drain()
    const requests = await receivedAt(baseUrl)
    expect(requests).toMatchObject([{ method: 'POST', path: '/centra/subscriptions' }])
    expect(requests[0]?.body).toEqual({
      email: 'ada@example.com',
      sku: 'TEE-M',
      newsletter: false,
      store: 'acme',
      locale: 'sv-SE',
      externalId: '4',
    })
    expect(requests[0]?.headers).not.toHaveProperty('authorization')
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    { from: 'the shop’s default', wanted: {}, changes: {}, sent: { locale: 'en' } },
    {
      from: 'the feed of its language',
      wanted: { locale: 'sv' },
      changes: {},
      sent: { locale: 'sv-SE' },
    },
    {
      from: 'the feed without a region',
      wanted: { locale: 'en-GB' },
      changes: {},
      sent: { locale: 'en' },
    },
    { from: 'the option market', wanted: {}, changes: {}, sent: { externalId: '1' } },
    {
      from: 'tenant and Centra store',
      wanted: {},
      changes: { centraStoreId: '124' },
      sent: { store: 'acme-124' },
    },
    {
      from: 'the subscription before the option',
      wanted: { externalId: '4' },
      changes: {},
      sent: { externalId: '4' },
    },
  ])('is sent with $sent from $from', async ({ wanted, changes, sent }) => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', changes)
    await shop.subscribe(wanted)
    await drain()
    expect((await receivedAt(baseUrl))[0]?.body).toMatchObject(sent)
    expect(await table('outbox')).toEqual([])
  })

  it('is sent under the field names that the shop set', async () => {
    const fields = {
      email: 'customerEmail',
      newsletter: 'acceptsNewsletter',
      externalId: 'marketId',
    }
    const { shop, baseUrl } = await shopAt(SUITE, 'renamed', { fields })
    await shop.subscribe()
    await drain()
    expect((await receivedAt(baseUrl))[0]?.body).toEqual({
      customerEmail: 'ada@example.com',
      sku: 'TEE-M',
      acceptsNewsletter: false,
      store: 'acme',
      locale: 'en',
      marketId: '1',
    })
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    { consents: [ALERT], newsletter: false },
    { consents: [ALERT, OFFERS], newsletter: true },
    { consents: [ALERT, { ...OFFERS, channel: 'sms' }], newsletter: false },
  ])(
    'is sent with newsletter $newsletter, as the marketing consent for e-mail says',
    async ({ consents, newsletter }) => {
      const settings = { consent, channels: ['email', 'sms'] }
      const { baseUrl } = await shopAt(SUITE, 'good')
      const shop = await makeShop({
        ...settings,
        destinations: [
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
      const sms = { ...ALERT, channel: 'sms', text: 'One text.' }
      // A backend: no form asks for marketing by SMS.
      const { shop: _, ...request } = shop.request({
        channels: ['email', 'sms'],
        phone: '070-123 45 67',
        consents: [...consents, sms],
      })
      expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
      await drain()
      expect((await receivedAt(baseUrl))[0]?.body).toMatchObject({ newsletter })
    },
  )

  it('is completed by a restock without a message from Shelfbell', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe()
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(await table('subscription')).toEqual([])
    expect(world.mails).toEqual([])
    // Engage reads stock from Centra.
    expect(await receivedAt(baseUrl)).toHaveLength(1)
  })
})

describe('a subscription that Voyado for Centra cannot take', () => {
  it.each([
    { why: 'in a locale without a feed', wanted: { locale: 'de-AT' }, reason: 'locale_unknown' },
    {
      why: 'in another region than a feed of its language',
      wanted: { locale: 'sv-FI' },
      reason: 'locale_unknown',
    },
    {
      why: 'without a market',
      wanted: {},
      changes: { market: undefined },
      reason: 'market_missing',
    },
  ])('causes no call, and its row is dead: $why', async ({ wanted, changes, reason }) => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', changes)
    await shop.subscribe(wanted)
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'dead', reason }])
    expect(await receivedAt(baseUrl)).toEqual([])
  })
})

describe('the settings of Voyado for Centra', () => {
  const at = (name: string, changes: Record<string, unknown>) => ({
    ...SUITE.options('https://voyado.example'),
    name,
    ...changes,
  })
  const errorsOf = async (...destinations: Record<string, unknown>[]) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { destinations })
    const { errors = [] } = await answer.json<{ errors?: { pointer: string; code: string }[] }>()
    return errors.map(({ pointer, code }) => `${pointer}: ${code}`)
  }

  it.each([
    { changes: { url: undefined }, fault: '/destinations/0/url: missing' },
    { changes: { url: 'centra' }, fault: '/destinations/0/url: url_invalid' },
    { changes: { tenantId: undefined }, fault: '/destinations/0/tenantId: missing' },
    { changes: { locales: [] }, fault: '/destinations/0/locales: empty' },
    {
      changes: { fields: { sku: 'email' } },
      fault: '/destinations/0/fields/sku: field_repeated',
    },
  ])('are refused: $fault', async ({ changes, fault }) => {
    expect(await errorsOf(at('centra', changes))).toEqual([fault])
  })

  it('are refused at both destinations if two brands share a Centra integration', async () => {
    const one = at('one', { integration: 'Voyado', fallback: 'two' })
    const two = at('two', { integration: 'Voyado', tenantId: 'other' })
    expect(await errorsOf(one, two)).toEqual([
      '/destinations/0/integration: integration_shared',
      '/destinations/1/integration: integration_shared',
    ])
  })

  it.each([
    { it: 'of one brand with two stores', changes: { integration: 'Voyado', centraStoreId: '2' } },
    { it: 'of the other brand', changes: { integration: 'Voyado 2', tenantId: 'other' } },
  ])('accept an integration $it', async ({ changes }) => {
    const one = at('one', { integration: 'Voyado', fallback: 'two' })
    expect(await errorsOf(one, at('two', changes))).toEqual([])
  })

  it('are refused if a source of the shop reads under Voyado’s integration', () => {
    const options = { ...at('one', {}), integration: 'Voyado', fields: {} } as never
    const settings = (integration: string) =>
      ({ destinations: [], sources: [{ type: 'centra', integration }] }) as unknown as ShopSettings
    const faults = voyadoCentra.faults
    const granted = { senderDomains: [] }
    expect(faults?.(options, settings('Voyado'), granted)).toEqual([
      ['/integration', 'integration_shared'],
    ])
    expect(faults?.(options, settings('Shelfbell'), granted)).toEqual([])
  })
})

describe('a probe of Voyado for Centra', () => {
  it.each([
    { scene: 'good', ok: true, says: 'Something answers' },
    { scene: 'answers-405', ok: true, says: 'http_405' },
    { scene: 'answers-404', ok: false, says: 'Take url from' },
    { scene: 'edge-html', ok: false, says: 'http_502' },
    { scene: 'hanging', ok: false, says: 'timeout' },
  ])(
    'reports whether an endpoint answers ($scene), and posts nothing',
    async ({ scene, ok, says }) => {
      const { shop, baseUrl } = await shopAt(SUITE, scene)
      const answer = await shop.api('POST', '/v1/destinations/voyado-centra/check')
      const result = await answer.json<{ ok: boolean; findings: { what: string }[] }>()
      expect(result.ok).toBe(ok)
      expect(result.findings[0]).toMatchObject({
        what: 'endpoint',
        ok,
        detail: expect.stringContaining(says),
      })
      expect(result.findings.map(({ what }) => what)).toEqual([
        'endpoint',
        'fields',
        'catalog',
        'flow',
      ])
      expect((await receivedAt(baseUrl)).map(({ method }) => method)).toEqual(['OPTIONS'])
    },
  )
})

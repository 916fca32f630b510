/** A storefront that speaks Klaviyo, a shop that relays, and Klaviyo behind it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { KEYS } from '../../fakes/klaviyo.ts'
import { logged, ORIGIN, table, type TestShop } from '../../worker/harness.ts'
import { receivedAt } from '../destinations/suite.ts'
import { callAgain, expectNoMessage, ON_PAGE, send, shopBetween, WORDS } from './way.ts'

const PATH = '/api/back-in-stock-subscriptions'

/** The company id that the storefront sends to Klaviyo today. No two shops may have one. */
let company = ''
beforeEach(() => {
  company = `Co${crypto.randomUUID().slice(0, 8)}`
})

const open = (scene = 'good', options: Record<string, unknown> = {}, settings = {}) =>
  shopBetween(
    'klaviyo',
    scene,
    { type: 'klaviyo', privateKey: KEYS.privateKey, catalog: '$custom:::$default', ...options },
    { dialects: { klaviyo: { ...WORDS, companyIds: [company] } }, ...settings },
  )

const asked = (variant: string, profile: object = { email: 'ada@example.com' }) => ({
  data: {
    type: 'back-in-stock-subscription',
    attributes: {
      channels: ['email' in profile ? 'EMAIL' : 'SMS'],
      profile: { data: { type: 'profile', attributes: profile } },
    },
    relationships: { variant: { data: { type: 'catalog-variant', id: variant } } },
  },
})

/** The storefront's call. */
const fromPage = (variant: string) =>
  send(202, 'POST', `/client/back-in-stock-subscriptions/?company_id=${company}`, asked(variant), {
    ...ON_PAGE,
    revision: '2024-02-15',
  })

const entry = (sku: string, variantId?: string) => ({
  sku,
  title: 'Tee',
  url: `${ORIGIN}/p/tee`,
  ...(variantId && { variantId }),
})

const outcomes = (shop: TestShop) => logged(shop, 'outbox_run')

describe('from Klaviyo’s dialect to Klaviyo', () => {
  it.each([
    {
      what: 'a Shopify variant that the catalogue does not have',
      variant: '$shopify:::$default:::33001893429341',
      options: { catalog: '$shopify:::$default' },
      sku: '33001893429341',
    },
    {
      what: 'a Shopify variant with a sku of its own',
      variant: '$shopify:::$default:::33001893429341',
      options: { catalog: '$shopify:::$default' },
      entries: [entry('TEE-M', '33001893429341')],
      sku: 'TEE-M',
    },
    {
      what: 'a custom row by its sku',
      variant: '$custom:::$default:::SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM',
      options: {},
      sku: 'SAMPLE-DATA-ITEM-1-VARIANT-MEDIUM',
    },
    {
      what: 'a custom variant by its own id',
      variant: '$custom:::$default:::4711',
      options: { variantBy: 'variantId' },
      entries: [entry('TEE-M', '4711')],
      sku: 'TEE-M',
    },
    {
      what: 'a variant of a store of Magento',
      variant: '$magento_two:::2-2:::1107',
      options: { catalog: '$magento_two:::2-2' },
      entries: [entry('TEE-M', '1107')],
      sku: 'TEE-M',
    },
  ])('passes on $what with the same id', async ({ variant, options, entries = [], sku }) => {
    const { shop, baseUrl } = await open('good', options)
    if (entries.length > 0) await shop.api('PUT', '/v1/products', entries)
    await fromPage(variant)
    await fromPage(variant)
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${PATH}`])
    expect(requests[0]?.body).toEqual(asked(variant))
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Klaviyo-API-Key ${KEYS.privateKey}`,
      revision: '2026-07-15',
    })
    expect(await table('subscription')).toMatchObject([{ sku }])
    expect(await table('outbox')).toEqual([])

    // Klaviyo notifies the person. The shop counts its own subscription as used up.
    await send(202, 'PUT', '/v1/stock-levels', [{ sku, quantity: 4 }], {
      Authorization: `Bearer ${shop.secretKey}`,
    })
    expectNoMessage()
    expect(await table('subscription')).toEqual([])
    expect(await receivedAt(baseUrl)).toHaveLength(1)
  })

  it('passes on what a backend asks with its key, by SMS with its consent', async () => {
    const settings = { channels: ['email', 'sms'], smsCountries: ['SE'] }
    const { shop, baseUrl } = await open('good', { channels: ['email', 'sms'] }, settings)
    const body = asked('$custom:::$default:::TEE-M', { phone_number: '+46701234567' })
    await send(202, 'POST', PATH, body, { Authorization: `Klaviyo-API-Key ${shop.secretKey}` })
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ path }) => path)).toEqual([
      '/api/profile-subscription-bulk-create-jobs',
      PATH,
    ])
    expect(requests[0]?.body).toMatchObject({
      data: {
        attributes: {
          profiles: {
            data: [
              {
                attributes: {
                  phone_number: '+46701234567',
                  subscriptions: { sms: { transactional: { consent: 'SUBSCRIBED' } } },
                },
              },
            ],
          },
        },
      },
    })
    expect(requests[1]?.body).toEqual(body)
    expectNoMessage()
  })

  it('passes on a consent to marketing of the storefront, to the list of the destination', async () => {
    const { baseUrl } = await open('good', { listId: KEYS.listId })
    const subscriptions = { email: { marketing: { consent: 'SUBSCRIBED' } } }
    const profile = {
      data: { type: 'profile', attributes: { email: 'ada@example.com', subscriptions } },
    }
    const list = { data: { type: 'list', id: 'OTHER1' } }
    await send(
      202,
      'POST',
      `/client/subscriptions?company_id=${company}`,
      { data: { type: 'subscription', attributes: { profile }, relationships: { list } } },
      ON_PAGE,
    )
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ path }) => path)).toEqual(['/api/profile-subscription-bulk-create-jobs'])
    expect(requests[0]?.body).toMatchObject({
      data: {
        attributes: { profiles: { data: [profile.data] } },
        relationships: { list: { data: { id: KEYS.listId } } },
      },
    })
    expect(await table('outbox')).toEqual([])
    expectNoMessage()
  })

  it('tries again after a 503, as often as the log says', async () => {
    const { shop, baseUrl } = await open('busy-at-first')
    await fromPage('$custom:::$default:::TEE-M')
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 1, reason: 'http_503' },
    ])
    await callAgain()
    const requests = await receivedAt(baseUrl)
    expect(requests.map(({ body }) => body)).toEqual([
      asked('$custom:::$default:::TEE-M'),
      asked('$custom:::$default:::TEE-M'),
    ])
    expect(await table('outbox')).toEqual([])
    expect(await outcomes(shop)).toEqual([
      { 'subscribe:klaviyo:finished': 1 },
      { 'subscribe:klaviyo:open:http_503': 1 },
    ])
  })

  it('keeps a person whose variant Klaviyo does not have yet, until the catalogue names it', async () => {
    const { shop, baseUrl } = await open('learns-the-variant')
    await fromPage('$custom:::$default:::TEE-M')
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'variant_not_found' },
    ])
    expect(await outcomes(shop)).toEqual([{ 'subscribe:klaviyo:open:variant_not_found': 1 }])
    await send(202, 'PUT', '/v1/products', [entry('TEE-M')], {
      Authorization: `Bearer ${shop.secretKey}`,
    })
    expect(await receivedAt(baseUrl)).toHaveLength(2)
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
  })

  it('passes on the stock of its Catalog API under the id that the backend gave', async () => {
    const { shop, baseUrl } = await open('good', { variantBy: 'variantId', updateStock: true })
    const key = { Authorization: `Klaviyo-API-Key ${shop.secretKey}` }
    const attributes = { external_id: 'SHIRT', title: 'Shirt', description: 'Linen.', url: ORIGIN }
    const item = { data: { type: 'catalog-item', attributes } }
    await send(201, 'POST', '/api/catalog-items', item, key)
    const variant = {
      data: {
        type: 'catalog-variant',
        attributes: {
          ...attributes,
          external_id: '4711',
          sku: 'SHIRT-M',
          inventory_quantity: 0,
          price: 59.5,
        },
        relationships: {
          item: { data: { type: 'catalog-item', id: '$custom:::$default:::SHIRT' } },
        },
      },
    }
    await send(201, 'POST', '/api/catalog-variants', variant, key)
    const id = '$custom:::$default:::4711'
    await fromPage(id)
    const level = {
      data: { type: 'catalog-variant', id, attributes: { inventory_quantity: 12 } },
    }
    await send(200, 'PATCH', `/api/catalog-variants/${encodeURIComponent(id)}`, level, key)
    const requests = await receivedAt(baseUrl)
    expect(requests.filter(({ path }) => path === PATH).map(({ body }) => body)).toEqual([
      asked(id),
    ])
    const [last] = requests.slice(-1)
    expect(last?.method).toBe('PATCH')
    expect(decodeURIComponent(last?.path ?? '')).toBe(`/api/catalog-variants/${id}`)
    expect(last?.body).toEqual(level)
    expect(await table('subscription')).toEqual([])
    expectNoMessage()
  })
})

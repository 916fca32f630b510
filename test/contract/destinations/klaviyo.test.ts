/** The Klaviyo destination against the strict server of test/fakes/klaviyo.ts. */
import { describe, expect, it } from 'vitest'
import { KEYS, type Received } from '../../fakes/klaviyo.ts'
import { drain, makeShop, table, tick, world } from '../../worker/harness.ts'

let scenes = 0

/** A shop that relays to Klaviyo, in a scene of its own. */
async function relayShop(scene: string, options: Record<string, unknown>) {
  scenes += 1
  const baseUrl = `${world.env.TEST_KLAVIYO_URL}/${scene}--${scenes}`
  const shop = await makeShop({
    destinations: [{ type: 'klaviyo', catalog: '$shopify:::$default', baseUrl, ...options }],
  })
  const received = async () => (await fetch(`${baseUrl}/requests`)).json() as Promise<Received[]>
  return { shop, received }
}

const server = { privateKey: KEYS.privateKey }
const client = { companyId: KEYS.companyId }

const BODY = {
  data: {
    type: 'back-in-stock-subscription',
    attributes: {
      channels: ['EMAIL'],
      profile: { data: { type: 'profile', attributes: { email: 'ada@example.com' } } },
    },
    relationships: {
      variant: { data: { type: 'catalog-variant', id: '$shopify:::$default:::33001893429341' } },
    },
  },
}

describe('Klaviyo takes a subscription', () => {
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
      options: { ...server, ...client },
      path: '/api/back-in-stock-subscriptions',
      authorization: `Klaviyo-API-Key ${KEYS.privateKey}`,
    },
  ])('over $endpoint', async ({ options, path, authorization }) => {
    const { shop, received } = await relayShop('book', options)
    await shop.subscribe({ sku: '33001893429341' })
    await drain()
    const requests = await received()
    expect(requests).toMatchObject([{ method: 'POST', path, body: BODY }])
    expect(requests[0]?.headers).toMatchObject({
      revision: '2026-07-15',
      'content-type': 'application/vnd.api+json',
      accept: 'application/vnd.api+json',
      'user-agent': expect.stringMatching(/^Shelfbell\//),
    })
    expect(requests[0]?.headers['authorization']).toBe(authorization)
    expect(await table('outbox')).toHaveLength(0)
    const [subscription] = await table('subscription')
    expect(JSON.parse(String(subscription?.['relays']))).toEqual({
      klaviyo: { at: expect.any(Number) },
    })
  })

  it('once, however often it is asked for', async () => {
    const { shop, received } = await relayShop('book', server)
    for (let time = 0; time < 5; time += 1) await shop.subscribe()
    await drain()
    expect(await received()).toHaveLength(1)
  })

  it('with the number and SMS where the shop has both channels there', async () => {
    const { shop, received } = await relayShop('book', { ...server, channels: ['email', 'sms'] })
    await shop.api('PATCH', '/v1/shop', { channels: ['email', 'sms'] })
    await shop.subscribe({ channels: ['email', 'sms'], phone: '070-123 45 67' })
    await drain()
    expect((await received())[0]?.body).toMatchObject({
      data: {
        attributes: {
          channels: ['EMAIL', 'SMS'],
          profile: {
            data: { attributes: { email: 'ada@example.com', phone_number: '+46701234567' } },
          },
        },
      },
    })
  })

  it("by the variant's own id where the shop's page gave one", async () => {
    const { shop, received } = await relayShop('book', { ...server, catalog: '$magento_two:::2-1' })
    const { product } = shop.request() as { product: object }
    await shop.subscribe({ product: { ...product, variantId: '4711' } })
    await drain()
    expect((await received())[0]?.body).toMatchObject({
      data: { relationships: { variant: { data: { id: '$magento_two:::2-1:::4711' } } } },
    })
  })

  it('and is told by nobody else: a restock uses the subscription up without a message', async () => {
    const { shop } = await relayShop('book', server)
    await shop.subscribe()
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(await table('subscription')).toHaveLength(0)
    expect(world.mails).toHaveLength(0)
    expect(await table('restock')).toMatchObject([{ state: 'done', matched: 1, held: 0 }])
  })
})

describe('when Klaviyo answers', () => {
  const OPEN = { state: 'open' }
  const DEAD = { state: 'dead' }
  it.each([
    { answer: '409 for a duplicate', scene: 'duplicate', row: undefined },
    { answer: '429', scene: 'throttled', row: { ...OPEN, attempts: 1, reason: 'http_429' } },
    { answer: '500', scene: 'server-error', row: { ...OPEN, attempts: 1, reason: 'http_500' } },
    { answer: 'HTML from its edge', scene: 'edge-html', row: { ...OPEN, reason: 'http_502' } },
    { answer: '400 without a body', scene: 'empty-error', row: { ...DEAD, reason: 'http_400' } },
    {
      answer: '403 for a missing scope',
      scene: 'forbidden',
      row: { ...OPEN, attempts: 0, reason: 'permission_denied' },
    },
    {
      answer: '401 for a wrong key',
      scene: 'book',
      options: { privateKey: 'pk_wrong' },
      row: { ...OPEN, attempts: 0, reason: 'not_authenticated' },
    },
    {
      answer: '404 for a variant that it does not know yet',
      scene: 'book',
      sku: 'UNKNOWN',
      row: { ...OPEN, attempts: 0, reason: 'variant_not_found' },
    },
    {
      answer: '400 for a wrong company id',
      scene: 'book',
      options: { privateKey: undefined, companyId: 'TESTER' },
      row: { ...DEAD, reason: 'invalid' },
    },
    {
      answer: 'that the revision is no longer supported',
      scene: 'book',
      options: { revision: '2023-07-15' },
      row: { ...DEAD, reason: 'invalid' },
    },
    {
      answer: 'nothing at all',
      scene: 'hanging',
      row: { ...OPEN, attempts: 1, reason: 'timeout' },
    },
  ])('$answer, the person is not lost', async ({ scene, options, sku, row }) => {
    const { shop } = await relayShop(scene, { ...server, ...options })
    await shop.subscribe({ sku: sku ?? 'TEE-M' })
    await drain()
    expect(await table('outbox')).toMatchObject(row ? [row] : [])
    expect(await table('subscription')).toHaveLength(1)
  })

  it('429 with Retry-After, it is asked again after that, and not before', async () => {
    const { shop, received } = await relayShop('throttled', server)
    const before = Date.now()
    await shop.subscribe()
    await drain()
    const [row] = await table<{ due_at: number }>('outbox')
    expect(row?.due_at).toBeGreaterThanOrEqual(before + 7000)
    await tick()
    expect(world.queued).toEqual([])
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    expect(await received()).toHaveLength(2)
    expect(await table('outbox')).toHaveLength(0)
  })
})

/** The wanted quantity of a subscription: who may set it, how it is stored, and what uses it. */
import { describe, expect, it } from 'vitest'
import { SECRET } from '../fakes/webhook.ts'
import { linkFor } from '../../worker/link/token.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  table,
  type TestShop,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'
const asking = { maxQuantity: 5 }

const backend = (shop: TestShop, changes: Record<string, unknown>) =>
  shop.api('POST', '/v1/subscriptions', { ...shop.request(changes), shop: undefined })

const faults = async (answer: Response) => {
  const { errors } = await answer.json<{ errors: { pointer: string; code: string }[] }>()
  return [answer.status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)]
}

const wanted = async () =>
  (await table<{ wanted: number }>('subscription')).map((one) => one.wanted)

describe('a shop', () => {
  it('announces a maximum quantity to its forms only if it has set one', async () => {
    const config = async (shop: TestShop) =>
      (await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)).json()
    expect(await config(await makeShop(asking))).toMatchObject({ maxQuantity: 5 })
    expect(await config(await makeShop())).not.toHaveProperty('maxQuantity')
  })

  it.each([1, 0, 101, 2.5, '3'])('cannot set the maximum quantity to %s', async (maxQuantity) => {
    const answer = await (await makeShop()).api('PATCH', '/v1/shop', { maxQuantity })
    expect(await faults(answer)).toEqual([422, '/maxQuantity quantity_invalid'])
  })

  it.each([
    { settings: asking, quantity: 6, code: 'quantity_too_large' },
    { settings: {}, quantity: 2, code: 'quantity_too_large' },
    { settings: asking, quantity: 0, code: 'quantity_invalid' },
    { settings: asking, quantity: 101, code: 'quantity_invalid' },
  ])(
    'refuses a quantity of $quantity from a shopper, with the settings $settings',
    async ({ settings, quantity, code }) => {
      const shop = await makeShop(settings)
      const answer = await shop.page('POST', PATH, shop.request({ quantity }))
      expect(await faults(answer)).toEqual([422, `/quantity ${code}`])
      expect(await table('subscription')).toEqual([])
    },
  )

  it('accepts one unit from any shopper, and up to 100 from its backend', async () => {
    const shop = await makeShop()
    await shop.subscribe({ quantity: 1 })
    expect((await backend(shop, { sku: 'VASE', quantity: 100 })).status).toBe(202)
    expect(await faults(await backend(shop, { quantity: 101 }))).toEqual([
      422,
      '/quantity quantity_invalid',
    ])
    expect(await wanted()).toEqual([1, 100])
  })
})

describe('the wanted quantity', () => {
  it('is one by default, then the last one given; a request without a quantity keeps it', async () => {
    const shop = await makeShop(asking)
    const [said, kept] = [[undefined, 3, 3, undefined, 2, 1], [] as number[]]
    for (const quantity of said) {
      await shop.subscribe({ quantity })
      kept.push(...(await wanted()))
    }
    expect(kept).toEqual([1, 3, 3, 3, 2, 1])
  })

  it('is part of the subscription list and of the data export of a person', async () => {
    const shop = await makeShop(asking)
    await shop.subscribe({ quantity: 3 })
    const [contact] = await table('contact')
    const path = `/v1/contacts/${contact?.['id']}`
    const { subscriptions } = await (
      await shop.api('GET', `${path}/subscriptions`)
    ).json<{ subscriptions: object[] }>()
    expect(subscriptions).toMatchObject([{ sku: 'TEE-M', quantity: 3 }])
    expect(await (await shop.api('GET', path)).json()).toMatchObject({
      subscriptions: [{ sku: 'TEE-M', quantity: 3 }],
    })
  })

  it('is shown on the page where a person manages subscriptions, if it is above one', async () => {
    const shop = await makeShop(asking)
    await shop.subscribe({ quantity: 3 })
    await shop.subscribe({ sku: 'VASE', product: { title: 'Vase', url: 'https://acme.example/v' } })
    const [contact] = await table<{ id: string }>('contact')
    const person = { contactId: contact?.id ?? '', locale: 'en' }
    const link = await linkFor(world.env, shop, 'manage', person, Date.now())
    const page = await (await ask(new URL(link).pathname)).text()
    expect(page).toContain('<span><bdi>3 × Tee, M</bdi><small>')
    expect(page).toContain('<span><bdi>Vase</bdi><small>')
  })

  it('causes no second confirmation mail when it changes before the confirmation', async () => {
    const shop = await makeShop({ ...asking, doubleOptIn: true })
    await shop.subscribe({ quantity: 3 })
    await shop.subscribe({ quantity: 4 })
    await drain()
    expect(world.mails).toHaveLength(1)
    const path = linkIn(world.mails[0]?.text ?? '', 'c')
    await ask(path, { method: 'POST' })
    expect(await table('subscription')).toMatchObject([{ status: 'waiting', wanted: 4 }])
  })

  it('is sent again to a webhook when it changes, but not to a platform', async () => {
    const [hook, upstream] = [fakeUrl('webhook'), fakeUrl('klaviyo')]
    const klaviyo = { type: 'klaviyo', catalog: '$custom:::$default', companyId: 'AbC123' }
    const shop = await makeShop({
      ...asking,
      destinations: [
        { ...klaviyo, baseUrl: upstream },
        { type: 'webhook', url: `${hook}/hook`, secret: SECRET },
      ],
    })
    for (const quantity of [2, 2, 4]) {
      await shop.subscribe({ quantity })
      await drain()
    }
    const bodies = (await receivedAt(hook)).map(({ body }) => body)
    expect(bodies).toMatchObject([
      { type: 'subscription.created', data: { sku: 'TEE-M', quantity: 2 } },
      { type: 'subscription.created', data: { sku: 'TEE-M', quantity: 4 } },
    ])
    expect(await receivedAt(upstream)).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  it('can be used in the conditions of a shop', async () => {
    const conditions = { field: 'wanted', op: 'lte', value: 2 }
    const shop = await makeShop({ ...asking, rules: { conditions } })
    await shop.subscribe({ email: 'many@example.com', quantity: 3 })
    await shop.subscribe({ email: 'few@example.com', quantity: 2 })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['few@example.com'])
    expect(await logged(shop, 'restock_matched')).toMatchObject([{ matched: 1, unmatched: 1 }])
  })
})

import { describe, expect, it } from 'vitest'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  makeShop,
  table,
  TABLES,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const person = { email: 'ada@example.com', phone: '070-123 45 67' }
const klaviyo = {
  type: 'klaviyo',
  companyId: 'AbC123',
  listId: 'Y6nRLr',
  catalog: '$custom:::$default',
  channels: ['sms'],
}

const find = (shop: TestShop, by: unknown) => shop.api('POST', '/v1/contacts/lookup', by)
const idOf = async (shop: TestShop, by: unknown) =>
  (await (await find(shop, by)).json<{ id: string }>()).id

describe('the data of a person', () => {
  it('is found by e-mail address and by phone number, only in its shop', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, klaviyo],
    })
    await shop.subscribe({ ...person, channels: ['email', 'sms'] })
    const [contact] = await table('contact')
    expect(await idOf(shop, { email: ' Ada@Example.com' })).toBe(contact?.['id'])
    expect(await idOf(shop, { phone: '+46701234567' })).toBe(contact?.['id'])
    expect((await find(shop, { email: 'other@example.com' })).status).toBe(404)
    expect((await find(await makeShop(), { email: person.email })).status).toBe(404)
  })

  it('is exported completely and in clear', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await ask(/https:\/\/bell\.test(\/r\/\S+)/.exec(world.mails[0]?.text ?? '')?.[1] ?? '')
    await shop.api('POST', '/v1/orders', {
      id: '7',
      email: person.email,
      items: [{ sku: 'TEE-M', price: 5, currency: 'EUR' }],
    })
    await shop.subscribe({ sku: 'VASE', locale: 'sv-SE' })
    const [restock] = await table('restock')
    const id = await idOf(shop, { email: person.email })
    const given = await (await shop.api('GET', `/v1/contacts/${id}`)).json()
    expect(given).toMatchObject({
      id,
      email: person.email,
      createdAt: expect.stringMatching(/^\d{4}-/),
      subscriptions: [{ sku: 'VASE', locale: 'sv-SE', channels: ['email'], status: 'waiting' }],
      consents: [
        {
          action: 'given',
          text: expect.stringContaining('Acme emails me once'),
          at: expect.any(String),
        },
        { action: 'given', text: expect.stringContaining('Acme skickar') },
      ],
      notifications: [
        {
          sku: 'TEE-M',
          destination: 'email',
          sentAt: expect.any(String),
          clickedAt: expect.stringMatching(/^\d{4}-/),
        },
      ],
      outbox: [],
      purchases: [{ orderId: '7', sku: 'TEE-M', price: 5, restockId: restock?.['id'] }],
    })
  })

  it('is erased completely, with messages on their way, except for a suppression', async () => {
    const shop = await makeShop()
    await shop.subscribe({ email: 'other@example.com' })
    const others = await Promise.all(TABLES.map((name) => table(name)))
    await shop.subscribe()
    await shop.subscribe({ sku: 'VASE' })
    await shop.api('POST', '/v1/orders', { id: '7', email: person.email, items: [{ sku: 'MUG' }] })
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('outbox')).toHaveLength(1)
    const id = await idOf(shop, { email: person.email })
    await world.env.DB.prepare(`INSERT INTO suppression (shop_id, address_index, reason, at)
       VALUES (?1, ?2, 'person', 0)`)
      .bind(shop.id, id)
      .run()
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(204)
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(404)
    expect((await shop.api('GET', `/v1/contacts/${id}`)).status).toBe(404)
    await drain()
    await tick()
    await drain()
    expect(world.mails).toEqual([])
    for (const name of [
      'contact',
      'subscription',
      'consent',
      'outbox',
      'notification',
      'purchase',
    ]) {
      expect(await table(name)).toEqual(others[TABLES.indexOf(name)])
    }
    expect(await table('suppression')).toHaveLength(1)
  })

  it('can neither be read nor erased by another shop', async () => {
    const [mine, other] = [await makeShop(), await makeShop()]
    await mine.subscribe()
    const id = await idOf(mine, { email: person.email })
    const [one] = await table('subscription')
    for (const [method, path] of [
      ['GET', `/v1/contacts/${id}`],
      ['DELETE', `/v1/contacts/${id}`],
      ['GET', `/v1/subscriptions/${one?.['id']}/history`],
    ] as const) {
      expect((await other.api(method, path)).status).toBe(404)
    }
    expect(await table('contact')).toHaveLength(1)
  })
})

describe('the history of a subscription', () => {
  const history = async (shop: TestShop, id: unknown) => {
    const response = await shop.api('GET', `/v1/subscriptions/${id}/history`)
    const { history: items } = await response.json<{ history: { event: string; text: string }[] }>()
    return items
  }

  it('lists each event from the request to the purchase, also after the subscription is complete', async () => {
    const shop = await makeShop()
    await shop.subscribe({ country: 'DE' })
    await drain()
    const [one] = await table('subscription')
    expect((await history(shop, one?.['id'])).map(({ event }) => event)).toEqual([
      'asked',
      'asked_to_confirm',
    ])
    const link = /https:\/\/bell\.test(\/c\/\S+)/.exec(world.mails[0]?.text ?? '')?.[1] ?? ''
    await ask(link, { method: 'POST' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const items = await history(shop, one?.['id'])
    expect(items.map(({ event }) => event)).toEqual([
      'asked',
      'asked_to_confirm',
      'confirmed',
      'matched',
      'sent',
    ])
    const [restock] = await table('restock')
    expect(items[3]?.text).toBe(`Matched by restock ${restock?.['id']} (5 in stock).`)
    expect(items[4]?.text).toBe('Notified by email (email).')
    expect(JSON.stringify(items)).not.toContain('example.com')

    await ask(/https:\/\/bell\.test(\/r\/\S+)/.exec(world.mails[1]?.text ?? '')?.[1] ?? '')
    const buy = (id: string, at?: string) =>
      shop.api('POST', '/v1/orders', { id, ...lookup, at, items: [{ sku: 'TEE-M', quantity: 2 }] })
    const lookup = { email: person.email }
    await buy('after@example.com')
    await buy('before', '2026-01-01T10:00:00Z')
    const later = await history(shop, one?.['id'])
    expect(later.slice(5)).toMatchObject([
      { event: 'clicked', text: 'Followed the link.' },
      { event: 'bought', text: 'Bought it (2).' },
    ])
    expect(JSON.stringify(later)).not.toContain('example.com')
  })

  it('says why a person was held, and why a message failed', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: undefined })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [one] = await table('subscription')
    expect((await history(shop, one?.['id'])).at(-1)).toMatchObject({ event: 'held' })

    world.beforeMail = () => {
      throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_NOT_ALLOWED' })
    }
    await shop.subscribe({ sku: 'VASE' })
    const vase = (await table('subscription')).find(({ sku }) => sku === 'VASE')
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    await drain()
    expect((await history(shop, vase?.['id'])).at(-1)).toMatchObject({
      event: 'failed',
      text: 'The message through email was given up: e_recipient_not_allowed.',
    })
  })

  it('names the platform that took the subscription over', async () => {
    const shop = await makeShop({
      destinations: [
        {
          ...klaviyo,
          channels: ['email'],
          baseUrl: fakeUrl('klaviyo'),
          catalog: '$shopify:::$default',
        },
      ],
    })
    await shop.subscribe()
    const [one] = await table('subscription')
    await world.env.DB.prepare(
      `UPDATE subscription SET relays = '{"klaviyo":{"at":4000000000000}}'`,
    ).run()
    expect((await history(shop, one?.['id'])).at(-1)).toMatchObject({
      event: 'relayed',
      text: 'Relayed to klaviyo.',
    })
  })
})

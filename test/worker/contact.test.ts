import { describe, expect, it } from 'vitest'
import {
  ask,
  deliver,
  drain,
  everything,
  fakeUrl,
  linkIn,
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
    await ask(linkIn(world.mails[0]?.text ?? '', 'r'))
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
    const others = await everything()
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

describe('a person whom the shop calls by its own id', () => {
  const pushing = {
    channels: ['email', 'sms', 'push'],
    destinations: [{ type: 'email' }, { ...klaviyo, channels: ['sms', 'push'] }],
    consent: { version: '1', texts: { en: { email: 'Mail', sms: 'SMS', push: 'Push' } } },
  }
  const add = (shop: TestShop, more: Record<string, unknown>) =>
    shop.api('POST', '/v1/subscriptions', { ...shop.request({ shop: undefined, ...more }) })

  it('is found, exported and erased by it, with no address at all', async () => {
    const shop = await makeShop(pushing)
    const only = { email: undefined, channels: ['push'], customerId: 'c-17' }
    const made = await add(shop, { ...only, attributes: { vip: true } })
    expect(made.status).toBe(202)
    const id = await idOf(shop, { customerId: 'c-17' })
    const shown = await (await shop.api('GET', `/v1/contacts/${id}`)).json()
    expect(shown).toMatchObject({ id, customerId: 'c-17', attributes: { vip: true } })
    expect((await find(await makeShop(), { customerId: 'c-17' })).status).toBe(404)
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(204)
    expect((await find(shop, { customerId: 'c-17' })).status).toBe(404)
    expect(await table('contact')).toEqual([])
  })

  it('is still found by it with an e-mail address, and so is everybody else who has it', async () => {
    const shop = await makeShop(pushing)
    await add(shop, { customerId: 'c-17' })
    const id = await idOf(shop, { email: person.email })
    expect(await (await find(shop, { customerId: 'c-17' })).json()).toEqual({ id })
    await add(shop, { email: undefined, channels: ['push'], customerId: 'c-17', sku: 'VASE' })
    const both = await (await find(shop, { customerId: 'c-17' })).json<{ id: string }>()
    expect(both).toEqual({ id: expect.any(String), others: [id] })
    for (const one of [both.id, id]) await shop.api('DELETE', `/v1/contacts/${one}`)
    expect((await find(shop, { customerId: 'c-17' })).status).toBe(404)
    for (const name of ['contact', 'alias', 'subscription']) expect(await table(name)).toEqual([])
  })

  it('must be looked up by one of the three', async () => {
    const shop = await makeShop()
    const answer = await find(shop, {})
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/email', code: 'missing' }] },
    ])
  })
})

describe('what a backend said about a person', () => {
  it('does not open in another person’s row', async () => {
    const shop = await makeShop()
    for (const [email, city] of [
      ['ada@example.com', 'Uppsala'],
      ['eve@example.com', 'Lund'],
    ]) {
      const body = { ...shop.request({ shop: undefined, email }), attributes: { city } }
      expect((await shop.api('POST', '/v1/subscriptions', body)).status).toBe(202)
    }
    const [ada, eve] = [
      await idOf(shop, { email: 'ada@example.com' }),
      await idOf(shop, { email: 'eve@example.com' }),
    ]
    // Without the link to the list, which holds the time.
    const dataOf = async () => {
      const answer = await shop.api('GET', `/v1/contacts/${eve}`)
      const { manageUrl: _, ...data } = await answer.json<Record<string, unknown>>()
      return data
    }
    const shown = await dataOf()
    expect(shown).toMatchObject({ attributes: { city: 'Lund' } })
    for (const column of ['attributes', 'addresses']) {
      const own = (await table('contact')).find((row) => row['id'] === eve)
      await world.env.DB.prepare(
        `UPDATE contact SET ${column} = (SELECT ${column} FROM contact WHERE id = ?1) WHERE id = ?2`,
      )
        .bind(ada, eve)
        .run()
      const answer = await shop.api('GET', `/v1/contacts/${eve}`)
      expect(answer.status).toBe(500)
      expect(await answer.text()).not.toMatch(/Uppsala|ada@/)
      await world.env.DB.prepare(`UPDATE contact SET ${column} = ?2 WHERE id = ?1`)
        .bind(eve, own?.[column])
        .run()
    }
    expect(await dataOf()).toEqual(shown)
  })
})

describe('an order by phone of a person who is known by e-mail', () => {
  const texting = {
    channels: ['email', 'sms'],
    destinations: [{ type: 'email' }, klaviyo],
  }
  const order = (id: string, by: object) => ({ id, ...by, items: [{ sku: 'MUG', price: 5 }] })
  const purchasesOf = async (shop: TestShop, id: string) =>
    (await (await shop.api('GET', `/v1/contacts/${id}`)).json<{ purchases: object[] }>()).purchases

  it('is in the export, says that the number led to it, and is erased', async () => {
    const shop = await makeShop(texting)
    await shop.api('POST', '/v1/orders', order('1', { phone: person.phone }))
    await shop.subscribe({ ...person, channels: ['email', 'sms'] })
    await shop.api('POST', '/v1/orders', order('2', { email: person.email }))
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await table('subscription')).toEqual([])
    const id = await idOf(shop, { email: person.email })
    expect(await idOf(shop, { phone: person.phone })).toBe(id)
    expect(await purchasesOf(shop, id)).toEqual([
      expect.objectContaining({ orderId: '2' }),
      expect.objectContaining({ orderId: '1', by: 'phone' }),
    ])
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(204)
    for (const name of ['purchase', 'alias', 'contact']) expect(await table(name)).toEqual([])
    expect((await find(shop, { phone: person.phone })).status).toBe(404)
  })

  it('stays with the number’s own contact, and in its own shop', async () => {
    const [shop, other] = [await makeShop(texting), await makeShop(texting)]
    await shop.subscribe({ email: undefined, phone: person.phone, channels: ['sms'] })
    await shop.subscribe({ ...person, channels: ['email', 'sms'], sku: 'VASE' })
    await other.subscribe({ ...person, channels: ['email', 'sms'] })
    await shop.api('POST', '/v1/orders', order('1', { phone: person.phone }))
    const [mail, foreign] = [
      await idOf(shop, { email: person.email }),
      await idOf(other, { email: person.email }),
    ]
    expect(await purchasesOf(shop, mail)).toEqual([])
    expect(await purchasesOf(other, foreign)).toEqual([])
    const found = await (await find(shop, { phone: person.phone })).json<{ id: string }>()
    expect(found).toEqual({ id: expect.any(String), others: [mail] })
    await shop.api('DELETE', `/v1/contacts/${mail}`)
    expect(await purchasesOf(shop, found.id)).toMatchObject([{ orderId: '1' }])
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
    const link = linkIn(world.mails[0]?.text ?? '', 'c')
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

    await ask(linkIn(world.mails[1]?.text ?? '', 'r'))
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

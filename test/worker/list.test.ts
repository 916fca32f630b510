/** The shop moves the people of a list to another variant, or closes the list. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, LIST_STEP, LIST_STEPS } from '../../worker/limits.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { SECRET } from '../fakes/webhook.ts'
import {
  ask as follow,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

interface Subscription {
  id: string
  contact_id: string
  sku: string
  channels: number
  unconfirmed: number
  wanted: number
  status: string
}

const ask = (shop: TestShop, name: string, changes = {}) =>
  shop.subscribe({ email: `${name}@example.com`, ...changes })

const told = () => world.mails.map(({ to }) => to.split('@')[0]).toSorted()
const lists = () => table<Subscription>('subscription')

async function post(shop: TestShop, path: string, body: unknown) {
  const answer = await shop.api('POST', `/v1/demand/${path}`, body)
  const said = await answer.json<{ code?: string; people?: number; more?: boolean }>()
  return [answer.status, said.code ?? said.people, ...(said.more ? ['more'] : [])]
}

const move = (shop: TestShop, changes = {}) =>
  post(shop, 'TEE-M/move', { to: 'TEE-M2', ...changes })
const close = (shop: TestShop, changes = {}) =>
  post(shop, 'TEE-M/close', { message: true, ...changes })

const catalogue = async (shop: TestShop, ...skus: string[]) => {
  const entries = skus.map((sku) => ({ sku, title: `The ${sku}`, url: `${ORIGIN}/p/${sku}` }))
  expect((await shop.api('PUT', '/v1/products', entries)).status).toBe(202)
}

describe('people who are moved to another variant', () => {
  it('keep their place, their consent and their history, and are notified of the other one', async () => {
    const shop = await makeShop()
    for (const name of ['ada', 'bo']) await ask(shop, name)
    await ask(shop, 'cy', { sku: 'MUG' })
    await ask(shop, 'di', { country: 'DE' })
    await drain()
    world.mails = []
    const before = await lists()
    expect(await move(shop, { reason: 'New number' })).toEqual([202, 3])
    expect((await lists()).map(({ id, sku }) => [id, sku])).toEqual(
      before.map(({ id, sku }) => [id, sku === 'TEE-M' ? 'TEE-M2' : sku]),
    )
    // The consent itself stays what the person agreed to.
    const given = await table<{ sku: string; action: string }>('consent')
    const count = (sku: string, action: string) =>
      given.filter((one) => one.sku === sku && one.action === action).length
    expect([count('TEE-M', 'given'), count('TEE-M2', 'moved')]).toEqual([3, 3])
    const [ada] = before
    const read = async () =>
      (await shop.api('GET', `/v1/subscriptions/${ada?.id}/history`)).json<{
        history: { event: string; text: string }[]
      }>()
    expect((await read()).history.map(({ text }) => text)).toEqual([
      'Subscribed (email, form).',
      'Moved by the shop from TEE-M to TEE-M2 (email, api).',
    ])
    expect(await move(shop, { reason: 'New number' })).toEqual([202, 3])
    expect(await logged(shop, 'demand_moved')).toEqual([
      { to: 'TEE-M2', by: { key: expect.any(String) as string }, reason: 'New number' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(told()).toEqual([])
    await shop.setStock({ sku: 'TEE-M2', quantity: 3 })
    await drain()
    expect(told()).toEqual(['ada', 'bo'])
    expect((await read()).history.map(({ event }) => event)).toEqual([
      'asked',
      'moved',
      'matched',
      'sent',
    ])
    // Others may ask for the old variant, and be moved as well.
    await shop.setStock({ sku: 'TEE-M', quantity: 0 }, { sku: 'TEE-M2', quantity: 0 })
    await ask(shop, 'eli')
    expect(await move(shop, { reason: 'New number' })).toEqual([202, 1])
    expect(await logged(shop, 'demand_moved')).toHaveLength(2)
  })

  it('who wait for both wait once, in the older place, over all channels', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 't', from: '+46700000000' },
      ],
      maxQuantity: 5,
    })
    const both = { phone: '+46701234567', channels: ['email', 'sms'] }
    await ask(shop, 'ada', { quantity: 2 })
    await ask(shop, 'bo', { sku: 'TEE-M2', ...both })
    await ask(shop, 'ada', { sku: 'TEE-M2', quantity: 4, ...both, phone: '+46701234568' })
    await ask(shop, 'bo', { quantity: 3 })
    const [first, second] = await lists()
    expect(await move(shop)).toEqual([202, 2])
    expect(await lists()).toMatchObject([
      { id: first?.id, sku: 'TEE-M2', channels: 3, wanted: 4 },
      { id: second?.id, sku: 'TEE-M2', channels: 3, wanted: 3 },
    ])
    const all = await table<{ subscription_id: string; action: string; sku: string }>('consent')
    expect(all.filter(({ action }) => action === 'given')).toHaveLength(6)
    expect(new Set(all.map((one) => one.subscription_id))).toEqual(new Set([first?.id, second?.id]))
  })

  it('may be those of a locale and a market', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada', { locale: 'sv', externalId: 'SE' })
    await ask(shop, 'bo', { locale: 'sv', externalId: 'FI' })
    expect(await move(shop, { locale: 'sv', externalId: 'FI' })).toEqual([202, 1])
    expect((await lists()).map(({ sku }) => sku)).toEqual(['TEE-M', 'TEE-M2'])
  })

  it('are notified if the other variant is in stock, and cancelled and subscribed anew at a webhook', async () => {
    const baseUrl = fakeUrl('webhook')
    const shop = await makeShop({
      destinations: [
        { type: 'email' },
        { type: 'webhook', url: `${baseUrl}/hook`, secret: SECRET },
      ],
    })
    await ask(shop, 'ada')
    await shop.setStock({ sku: 'TEE-M2', quantity: 3 })
    await drain()
    expect(await move(shop)).toEqual([202, 1])
    await drain()
    expect(told()).toEqual(['ada'])
    const events = (await receivedAt(baseUrl)).map(
      ({ body }) => body as { type: string; data: { sku: string } },
    )
    expect(events.map(({ type, data }) => `${type} ${data.sku}`).toSorted()).toEqual([
      'notification.sent TEE-M2',
      'restock.finished TEE-M2',
      'subscription.cancelled TEE-M',
      'subscription.created TEE-M',
      'subscription.created TEE-M2',
    ])
  })
})

describe('a list that the shop closes', () => {
  it('is emptied: each person gets one last message with the alternative, and consents end', async () => {
    const shop = await makeShop()
    await catalogue(shop, 'MUG-2')
    for (const name of ['ada', 'bo']) await ask(shop, name)
    await ask(shop, 'di', { country: 'DE' })
    await drain()
    world.mails = []
    expect(await close(shop, { alternative: 'MUG-2', reason: 'Discontinued' })).toEqual([202, 3])
    await drain()
    expect(told()).toEqual(['ada', 'bo'])
    expect(world.mails[0]?.text).toContain('The MUG-2')
    expect(await lists()).toEqual([])
    const ended = await table<{ action: string; method: string }>('consent')
    expect(
      ended.filter(({ action, method }) => action === 'ended' && method === 'closed'),
    ).toHaveLength(3)
    expect(await close(shop, { alternative: 'MUG-2', reason: 'Discontinued' })).toEqual([202, 3])
    await tick()
    await drain()
    expect(told()).toHaveLength(2)
    expect(await logged(shop, 'demand_closed')).toMatchObject([
      { message: true, alternative: 'MUG-2', reason: 'Discontinued' },
    ])
    // The shop decides by the product's state whether it takes further requests.
    await ask(shop, 'eli')
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual(['ada', 'bo', 'eli'])
  })

  it('counts the first click of each last mail for the product that the person asked for', async () => {
    const shop = await makeShop()
    await catalogue(shop, 'MUG-2')
    for (const name of ['ada', 'bo', 'cy']) await ask(shop, name)
    await close(shop, { alternative: 'MUG-2' })
    await drain()
    const links = Object.fromEntries(
      world.mails.map(({ to, text }) => [to.split('@')[0], linkIn(text, 'r')]),
    )
    const lookAt = async (name: string, method = 'GET') => {
      const answer = await follow(links[name] ?? '', { method, redirect: 'manual' })
      return [answer.status, answer.headers.get('Location')]
    }
    const clicked = async (): Promise<unknown> => {
      const report = await shop.api('GET', '/v1/reports/daily?by=sku')
      const { rows } = await report.json<{
        rows: { sku: string; told: number; clicked: number }[]
      }>()
      return rows.filter((row) => row.clicked > 0).map((row) => [row.sku, row.told, row.clicked])
    }
    expect(await lookAt('ada', 'HEAD')).toEqual([302, `${ORIGIN}/p/MUG-2`])
    expect(await clicked()).toEqual([])
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    takeUsed()
    expect(await lookAt('ada')).toEqual([302, `${ORIGIN}/p/MUG-2`])
    const first = takeUsed()
    await lookAt('ada')
    const { written: again } = takeUsed()
    await lookAt('bo')
    // A person who was erased since then is not counted.
    const found = await shop.api('POST', '/v1/contacts/lookup', { email: 'cy@example.com' })
    const { id } = await found.json<{ id: string }>()
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(204)
    for (const name of ['ada', 'bo', 'cy']) {
      expect(await lookAt(name)).toEqual([302, `${ORIGIN}/p/MUG-2`])
    }
    expect(await clicked()).toEqual([['TEE-M', 0, 2]])
    expect([first, again]).toEqual([{ read: 2, written: 2, messages: 0 }, 0])
  })

  it('says nothing to anybody without a message', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada')
    expect(await close(shop, { message: false })).toEqual([202, 1])
    await drain()
    expect([told(), await lists()]).toEqual([[], []])
  })

  it('sends no alert that is queued, and none for a level that rises meanwhile', async () => {
    const shop = await makeShop()
    for (const name of ['ada', 'bo']) await ask(shop, name)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    const match = world.queued.shift()
    if (match) await deliver(match)
    expect(await lists()).toEqual([])
    // Two people are in the outbox: they are put back, and then told that it is over.
    expect(await close(shop)).toEqual([202, 0, 'more'])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await drain()
    expect((await lists()).length).toBe(2)
    await world.env.DB.prepare('UPDATE list_job SET due_at = 0').run()
    await tick()
    await drain()
    expect(await lists()).toEqual([])
    expect(world.mails.map(({ subject }) => subject)).toEqual(
      Array(2).fill(world.mails[0]?.subject),
    )
    expect(told()).toEqual(['ada', 'bo'])
    expect(await table('notification')).toEqual([])
    expect(await table('list_job')).toMatchObject([{ people: 2, due_at: null }])
  })

  it('sends a person three last messages a day, and the others on the next day', async () => {
    const shop = await makeShop()
    const skus = ['A', 'B', 'C', 'D', 'E']
    for (const sku of skus) await ask(shop, 'ada', { sku })
    for (const sku of skus)
      expect(await post(shop, `${sku}/close`, { message: true })).toEqual([202, 1])
    await drain()
    expect(told()).toEqual(['ada', 'ada', 'ada'])
    const later = await table<{ call: string; reason: string; due_at: number }>('outbox')
    expect(later.map(({ call, reason, due_at }) => [call, reason, due_at % DAY_MS])).toEqual(
      [1, 2].map(() => ['close', 'close_ceiling', 0]),
    )
  })

  it('is closed in steps, which the sweep continues', async () => {
    const shop = await makeShop()
    await ask(shop, 'ada')
    const { DB } = world.env
    const many = LIST_STEP * LIST_STEPS + 5
    // Copies of one person's row: only the ids differ, and the contact.
    await DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, request_id)
       SELECT s.id || printf('-%06d', i), s.shop_id, 'c' || i, s.sku, '', '', 1, s.addresses, 'r' || i
       FROM n, subscription s`,
    )
      .bind(many - 1)
      .run()
    expect(await close(shop, { message: false })).toEqual([202, LIST_STEP * LIST_STEPS, 'more'])
    await tick(Date.now() + 60_000)
    expect(await lists()).toEqual([])
    expect(await close(shop, { message: false })).toEqual([202, many])
  })
})

describe('an action on a list', () => {
  it('is refused for an unknown variant, the same one, and an id that is in use', async () => {
    const shop = await makeShop({ catalog: 'strict' })
    await catalogue(shop, 'TEE-M', 'MUG-2')
    await ask(shop, 'ada')
    expect(await move(shop)).toEqual([404, 'variant_not_found'])
    expect(await move(shop, { to: 'TEE-M' })).toEqual([422, 'request_invalid'])
    expect(await close(shop, { alternative: 'NONE' })).toEqual([404, 'variant_not_found'])
    expect(await close(shop, { alternative: 'TEE-M' })).toEqual([422, 'request_invalid'])
    expect(await move(shop, { to: 'MUG-2', id: 'x' })).toEqual([202, 1])
    expect(await close(shop, { id: 'x' })).toEqual([409, 'id_used'])
  })

  it.each([
    ['move', null],
    ['move', []],
    ['move', {}],
    ['move', { to: 3 }],
    ['move', { to: 'A\nB' }],
    ['move', { to: 'A', reason: '\ud800' }],
    ['move', { to: 'A', more: 1 }],
    ['close', null],
    ['close', []],
    ['close', {}],
    ['close', { message: 'yes' }],
    ['close', { message: true, alternative: ['A'] }],
  ])('is refused for the body of %s: %j', async (action, body) => {
    const shop = await makeShop()
    await ask(shop, 'ada')
    expect(await post(shop, `TEE-M/${action}`, body)).toEqual([422, 'request_invalid'])
    expect(await lists()).toHaveLength(1)
  })

  it('costs some rows for each person', async () => {
    const shop = await makeShop()
    const used: [read: number, written: number][] = []
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const run = async (names: string[], act: () => Promise<unknown>) => {
      for (const name of names) await ask(shop, name)
      await shop.api('GET', '/v1/shop')
      takeUsed()
      await act()
      const { read, written } = takeUsed()
      used.push([read, written])
    }
    const people = (name: string, n: number) => Array.from({ length: n }, (_, at) => `${name}${at}`)
    for (const n of [1, 5, 10]) await run(people(`m${n}`, n), () => move(shop, { to: `B${n}` }))
    for (const n of [1, 5, 10]) await run(people(`c${n}`, n), () => close(shop))
    expect(used.map(([, written]) => written)).toEqual([12, 36, 66, 13, 33, 58])
    // An index is a tree: where ids fall in it decides about a row or two.
    for (const [at, read] of [61, 189, 350, 43, 146, 286].entries())
      expect(Math.abs((used[at]?.[0] ?? 0) - read)).toBeLessThan(4)
  })
})

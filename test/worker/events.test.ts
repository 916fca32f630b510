/** Events about requests and restocks, for a webhook that listens. */
import { describe, expect, it } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  startOver,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A shop with two webhooks: one gets the given events, the other one listens to something else. */
async function listening(events: string[], settings: Record<string, unknown> = {}) {
  const [url, other] = [fakeUrl('webhook'), fakeUrl('webhook')]
  const hook = { type: 'webhook', url: `${url}/hook`, secret: SECRET, events }
  const deaf = { ...hook, name: 'other', url: `${other}/hook`, events: ['source.silent'] }
  const shop = await makeShop({ destinations: [{ type: 'email' }, hook, deaf], ...settings })
  const heard = async () =>
    (await receivedAt(url)).map(({ headers, body }) => ({ id: headers['webhook-id'], body }))
  return { shop, heard, others: () => receivedAt(other) }
}

describe('a webhook that listens', () => {
  it('gets subscription.confirmed once for each request that a person confirms', async () => {
    const { shop, heard, others } = await listening(['subscription.confirmed'])
    for (const sku of ['TEE-M', 'MUG']) {
      await shop.subscribe({ email: 'ada@example.com', country: 'DE', sku })
    }
    await shop.subscribe({ email: 'bo@example.com' })
    await drain()
    expect(await heard()).toEqual([])
    const path = linkIn(world.mails.find(({ to }) => to === 'ada@example.com')?.text, 'c')
    for (let time = 1; time <= 2; time += 1) {
      expect((await ask(path, { method: 'POST' })).status).toBe(200)
      await drain()
    }
    const rows = await table<{ id: string; request_id: string; sku: string; contact_id: string }>(
      'subscription',
    )
    const expected = rows
      .filter(({ contact_id }) => contact_id === rows[0]?.contact_id)
      .map(({ id, request_id, sku, contact_id }) => ({
        id: `${request_id}:confirmed:webhook`,
        body: {
          type: 'subscription.confirmed',
          timestamp: expect.any(String),
          data: { subscriptionId: id, contactId: contact_id, sku },
        },
      }))
    expect(expected).toHaveLength(2)
    expect(new Set(await heard())).toEqual(new Set(expected))
    expect([await others(), await table('outbox')]).toEqual([[], []])
  })

  it('gets subscription.expired once when a request has waited for too long', async () => {
    const { shop, heard } = await listening(['subscription.expired'], { expireAfterDays: 30 })
    const patient = await listening(['subscription.expired'])
    await shop.subscribe()
    await patient.shop.subscribe()
    const [row] = await table<{ id: string; contact_id: string; shop_id: string }>('subscription')
    const night = new Date(Date.now() + 31 * DAY_MS).setUTCHours(3, 0, 0, 0)
    for (let minute = 0; minute < 10; minute += 1) await tick(night + minute * 60_000)
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    expect(row?.shop_id).toBe(shop.id)
    expect(await heard()).toMatchObject([
      {
        id: `${row?.id}:expired:webhook`,
        body: { data: { subscriptionId: row?.id, contactId: row?.contact_id, sku: 'TEE-M' } },
      },
    ])
    expect(await patient.heard()).toEqual([])
  })

  it('gets restock.awaiting_approval once for each restock that waits', async () => {
    const { shop, heard } = await listening(['restock.awaiting_approval'], {
      rules: { approval: 'always' },
    })
    for (const name of ['ada', 'bo']) await shop.subscribe({ email: `${name}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [row] = await table<{ id: string }>('restock')
    for (const action of ['hold', 'resume']) {
      await shop.api('POST', `/v1/restocks/${row?.id}/${action}`)
      await tick()
      await drain()
    }
    expect(await heard()).toEqual([
      {
        id: `${row?.id}:awaiting:webhook`,
        body: {
          type: 'restock.awaiting_approval',
          timestamp: expect.any(String),
          data: { restock: row?.id, sku: 'TEE-M', people: 2 },
        },
      },
    ])
  })

  it('gets subscription.held once for each hold, and not at each look', async () => {
    const only = (country: string) => ({ field: 'contact.country', op: 'eq', value: country })
    const rules = (...conditions: unknown[]) => ({
      rules: { keepUnmatched: true, conditions: { all: conditions } },
    })
    const { shop, heard, others } = await listening(['subscription.held'], rules(only('SE')))
    for (const name of ['ada', 'bo']) await shop.subscribe({ email: `${name}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [restock] = await table<{ id: string; state: string }>('restock')
    const people = await table<{ id: string; contact_id: string }>('subscription')
    const event = (of: (typeof people)[number] | undefined, reason: string, at = restock?.id) => ({
      id: `${of?.id}:held:${at}:${reason}:webhook`,
      body: {
        type: 'subscription.held',
        timestamp: expect.any(String),
        data: {
          subscriptionId: of?.id,
          contactId: of?.contact_id,
          sku: 'TEE-M',
          restock: at,
          reason,
        },
      },
    })
    const first = people.map((one) => event(one, 'conditions'))
    expect(restock?.state).toBe('held')
    expect(new Set(await heard())).toEqual(new Set(first))
    // Further looks: another rule that holds the same people for the same reason.
    await shop.api('PATCH', '/v1/shop', rules(only('NO')))
    await world.env.DB.prepare('UPDATE second_look SET due_at = 0').run()
    await tick()
    await drain()
    expect((await heard()).length).toBe(2)
    // The same people held for another reason.
    await shop.api('PATCH', '/v1/shop', {
      rules: { products: [{ match: { skus: ['TEE-M'] }, offer: false }] },
    })
    await world.env.DB.prepare('UPDATE second_look SET due_at = 0').run()
    await tick()
    await drain()
    const second = people.map((one) => event(one, 'not_offered'))
    expect(new Set(await heard())).toEqual(new Set([...first, ...second]))
    // The next restock holds them anew.
    for (const quantity of [0, 5]) {
      await shop.setStock({ sku: 'TEE-M', quantity })
      await drain()
    }
    const restocks = await table<{ id: string }>('restock')
    const third = people.map((one) => event(one, 'not_offered', restocks.at(-1)?.id))
    expect(restocks).toHaveLength(2)
    expect(new Set(await heard())).toEqual(new Set([...first, ...second, ...third]))
    expect([await others(), await table('outbox')]).toEqual([[], []])
  })

  it('gets restock.finished once for each restock, with what became of its people', async () => {
    const { shop, heard, others } = await listening(['restock.finished'], {
      rules: { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
    })
    const events = async () =>
      (await heard()).map(({ id, body }) => [id, (body as { data: unknown }).data])
    const level = async (sku: string, quantity: number) => {
      await shop.setStock({ sku, quantity })
      await drain()
    }
    for (const name of ['ada', 'bo', 'cy']) await shop.subscribe({ email: `${name}@example.com` })
    // One unit notifies one person; then it sells out.
    await level('TEE-M', 1)
    expect(await events()).toEqual([])
    await level('TEE-M', 0)
    await world.env.DB.prepare('UPDATE restock SET due_at = 0 WHERE due_at > 0').run()
    await tick()
    await drain()
    // The shop ends the next one while it is stopped; the one after it serves everybody.
    await level('TEE-M', 1)
    const second = (await table<{ id: string }>('restock')).at(-1)?.id
    for (const action of ['hold', 'end', 'end']) {
      await shop.api('POST', `/v1/restocks/${second}/${action}`, { reason: 'A fault' })
    }
    await drain()
    await level('TEE-M', 0)
    await level('TEE-M', 9)
    const [one, two, three] = await table<{ id: string }>('restock')
    const about = (id: string | undefined, data: Record<string, unknown>) => [
      `${id}:finished:webhook`,
      { restock: id, sku: 'TEE-M', held: 0, ...data },
    ]
    expect(await events()).toEqual([
      about(one?.id, { state: 'sold_out', served: 1, waiting: 2 }),
      about(two?.id, { state: 'ended', served: 0, waiting: 2 }),
      about(three?.id, { state: 'done', served: 2, waiting: 0 }),
    ])
    expect([await others(), await table('outbox')]).toEqual([[], []])
  })

  const holding = {
    rules: { keepUnmatched: true, conditions: { field: 'contact.country', op: 'eq', value: 'SE' } },
  }
  const lastWord = { url: `${fakeUrl('webhook', 'drop')}/last-word`, secret: SECRET }
  it.each([
    {
      way: 'its level falls while it holds people',
      settings: holding,
      finish: (shop: TestShop) => shop.setStock({ sku: 'TEE-M', quantity: 0 }),
      data: { state: 'sold_out', served: 0, held: 2, waiting: 2 },
    },
    {
      way: 'the shop closes the list',
      settings: { rules: { approval: 'always' } },
      finish: (shop: TestShop) =>
        shop.api('POST', '/v1/demand/TEE-M/close', { message: false, reason: 'Discontinued' }),
      data: { state: 'ended', served: 0, held: 0, waiting: 2 },
    },
    {
      way: 'the last word drops it',
      settings: { lastWord },
      finish: async () => {},
      data: { state: 'ended', served: 0, held: 0, waiting: 2 },
    },
    {
      way: 'its messages are stopped and go on after it is done',
      settings: {},
      finish: async (shop: TestShop, id: string) => {
        for (const action of ['hold', 'resume']) {
          const answer = await shop.api('POST', `/v1/restocks/${id}/${action}`)
          expect(answer.status).toBe(200)
          await drain()
        }
      },
      data: { state: 'done', served: 2, held: 0, waiting: 0 },
    },
  ])('gets restock.finished once if $way', async ({ settings, finish, data }) => {
    const { shop, heard } = await listening(['restock.finished'], settings)
    for (const name of ['ada', 'bo']) await shop.subscribe({ email: `${name}@example.com` })
    world.beforeMail = () => {
      throw new Error('not now')
    }
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [row] = await table<{ id: string }>('restock')
    await finish(shop, row?.id ?? '')
    await drain()
    expect(await heard()).toEqual([
      {
        id: `${row?.id}:finished:webhook`,
        body: {
          type: 'restock.finished',
          timestamp: expect.any(String),
          data: { restock: row?.id, sku: 'TEE-M', ...data },
        },
      },
    ])
  })

  it('costs rows for the people and restocks concerned, and for nobody else', async () => {
    const { DB } = world.env
    const costs = async (events: string[], people: number) => {
      world.env = { ...world.env, DB: meteredDatabase(DB) }
      const { shop } = await listening(events, holding)
      for (let one = 0; one < people; one += 1) {
        await shop.subscribe({ email: `p${one}@example.com` })
      }
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      const spent: number[] = []
      const count = async (work: () => Promise<unknown>) => {
        takeUsed()
        await work()
        const { read, written } = takeUsed()
        spent.push(read, written)
      }
      const look = () =>
        count(async () => {
          const message = world.queued.splice(0).find(({ queue }) => queue.endsWith('match'))
          if (message) await deliver(message)
        })
      await look()
      await DB.prepare(`UPDATE restock SET due_at = 0 WHERE state = 'held'`).run()
      await tick()
      await look()
      await count(() => shop.setStock({ sku: 'TEE-M', quantity: 0 }))
      await startOver()
      return spent
    }
    const both = ['subscription.held', 'restock.finished']
    // Read and written: the first look, the next one, and the level that ends the restock.
    expect([
      await costs(['source.silent'], 2),
      await costs(both, 2),
      await costs(['source.silent'], 4),
      await costs(both, 4),
    ]).toEqual([
      [22, 6, 24, 6, 17, 4],
      [43, 10, 24, 6, 29, 5],
      [34, 6, 36, 6, 17, 4],
      [75, 14, 36, 6, 29, 5],
    ])
  })
})

/** If D1 is overloaded or interrupted, the Worker still accepts a request and loses nobody. */
import { describe, expect, it } from 'vitest'
import { breakD1, OVERLOADED, TRANSIENT } from './faults.ts'
import {
  ACCEPTED,
  deliver,
  drain,
  makeShop,
  table,
  inShort,
  type TestShop,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'

/** Makes the next write of D1 fail once with this message, before or after it is done. */
function failOnce(message: string, done: boolean): { failed: () => number } {
  const { DB } = world.env
  let failed = 0
  world.env = {
    ...world.env,
    DB: {
      prepare: (sql: string) => DB.prepare(sql),
      async batch(statements: D1PreparedStatement[]) {
        if (failed > 0) return DB.batch(statements)
        failed += 1
        if (done) await DB.batch(statements)
        throw new Error(message)
      },
    } as unknown as D1Database,
  }
  return { failed: () => failed }
}

/** Sends a request while D1 is overloaded, and gives the answer. */
async function overloaded(shop: TestShop, changes = {}) {
  await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
  const mend = breakD1(OVERLOADED)
  const response = await shop.page('POST', PATH, shop.request(changes))
  mend()
  return inShort(response)
}

describe('while D1 is overloaded, the Worker', () => {
  it('answers a request as usual, and stores it when D1 has recovered', async () => {
    const shop = await makeShop()
    expect(await overloaded(shop)).toBe(ACCEPTED)
    expect(await table('subscription')).toHaveLength(0)
    expect(JSON.stringify(world.queued)).not.toContain('ada@')
    expect(world.queued).toMatchObject([{ queue: 'shelfbell-intake', body: { shop: shop.id } }])
    await drain()
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-M' }])
    expect(await table('consent')).toHaveLength(1)
  })

  it('stores a request once when its message is delivered twice, even after the person was notified', async () => {
    const shop = await makeShop()
    await overloaded(shop)
    const [message] = world.queued.splice(0)
    if (!message) throw new Error('nothing was taken in')
    await deliver(message)
    await deliver(message)
    expect(await table('subscription')).toHaveLength(1)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    await deliver(message)
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('subscription')).toHaveLength(0)
  })

  it('notifies a person whose variant came back before the request was stored', async () => {
    const shop = await makeShop()
    await overloaded(shop)
    const intake = world.queued.splice(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    for (const message of intake) await deliver(message)
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('answers a backend without an id, and stores its request when D1 has recovered', async () => {
    const shop = await makeShop()
    const { shop: _, ...request } = shop.request()
    const { DB } = world.env
    const whole = world.env
    const batch = async () => {
      throw new Error(OVERLOADED)
    }
    const slow = { prepare: (sql: string) => DB.prepare(sql), batch }
    world.env = { ...whole, DB: slow as unknown as D1Database }
    const response = await shop.api('POST', '/v1/subscriptions', request)
    world.env = whole
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({
      status: 'accepted',
      contactId: expect.any(String),
      manageUrl: expect.stringContaining('/m/'),
    })
    await drain()
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-M' }])
    expect(await table('consent')).toMatchObject([{ method: 'api' }])
  })
})

describe('while D1 has a lasting fault, the Worker', () => {
  it('answers 500 and queues nothing', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const mend = breakD1('D1_ERROR: no such table: subscription')
    const response = await shop.page('POST', PATH, shop.request())
    mend()
    expect(response.status).toBe(500)
    expect(world.queued).toEqual([])
  })
})

describe('a write that D1 interrupts', () => {
  const cases = TRANSIENT.flatMap((fault) => [
    { fault, when: 'before it is done', done: false },
    { fault, when: 'after it is done', done: true },
  ])

  it.each(cases)('is repeated when $fault comes $when', async ({ fault, done }) => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const { failed } = failOnce(fault, done)
    const response = await shop.page('POST', PATH, shop.request())
    expect(await inShort(response)).toBe(ACCEPTED)
    expect(failed()).toBe(1)
    // The Worker stored it once and at once: the queue is empty.
    expect(world.queued).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
    expect(await table('consent')).toHaveLength(1)
  })
})

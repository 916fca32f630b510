/** D1 has too much to do: the request is accepted all the same, and nobody is lost. */
import { describe, expect, it } from 'vitest'
import { deliver, drain, makeShop, table, type TestShop, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'

/** Lets D1 answer everything with this, until it is put back. */
function breakD1(message: string): () => void {
  const whole = world.env
  const fails = async () => {
    throw new Error(message)
  }
  const statement = { bind: () => statement, run: fails, all: fails, first: fails }
  world.env = {
    ...whole,
    DB: { prepare: () => statement, batch: fails } as unknown as D1Database,
  }
  return () => {
    world.env = whole
  }
}

/** A request that came while D1 was overloaded. */
async function overloaded(shop: TestShop, changes = {}) {
  await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
  const mend = breakD1('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
  const response = await shop.page('POST', PATH, shop.request(changes))
  mend()
  return `${response.status} ${await response.text()}`
}

describe('while D1 is overloaded', () => {
  it('a request is answered as ever, and stored when D1 has time', async () => {
    const shop = await makeShop()
    expect(await overloaded(shop)).toBe('202 {"status":"accepted"}')
    expect(await table('subscription')).toHaveLength(0)
    expect(JSON.stringify(world.queued)).not.toContain('ada@')
    expect(world.queued).toMatchObject([{ queue: 'shelfbell-intake', body: { shop: shop.id } }])
    await drain()
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-M' }])
    expect(await table('consent')).toHaveLength(1)
  })

  it('a message that comes twice stores it once, also when it was served in between', async () => {
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

  it('a person whose variant came back before the request was stored is told', async () => {
    const shop = await makeShop()
    await overloaded(shop)
    const intake = world.queued.splice(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    for (const message of intake) await deliver(message)
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('another fault of D1 is no reason to say that all is well', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const mend = breakD1('D1_ERROR: no such table: subscription')
    const response = await shop.page('POST', PATH, shop.request())
    mend()
    expect(response.status).toBe(500)
    expect(world.queued).toEqual([])
  })
})

/** What shoppers and their links get while D1 is overloaded, also when that lasts for an hour. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { breakD1, OVERLOADED, TRANSIENT } from './faults.ts'
import {
  ACCEPTED,
  ask,
  deliver,
  drain,
  inShort,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'
const HOUR = 60 * 60_000
const PRODUCT = { title: 'Tee', url: `${ORIGIN}/p/tee` }
const browser = { Accept: 'text/html' }

/** Notifies a person, who then waits for another product. Gives the links of the mail. */
async function notified() {
  const shop = await makeShop()
  await shop.subscribe({ product: PRODUCT })
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  await shop.subscribe({ sku: 'MUG', product: PRODUCT })
  const [mail] = world.mails
  return {
    shop,
    click: linkIn(mail?.text, 'r'),
    unsubscribe: linkIn(mail?.text, 'u'),
    manage: linkIn(mail?.text, 'm'),
  }
}

/** Breaks D1 now, and lets time pass. */
function overload(afterMs = 0): () => void {
  vi.setSystemTime(Date.now() + afterMs)
  return breakD1(OVERLOADED)
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

describe('an overload of an hour', () => {
  it('turns no shopper away, although nobody has visited the shop for a while', async () => {
    const shop = await makeShop()
    const mend = overload(HOUR)
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const answer = await shop.page('POST', PATH, shop.request())
    mend()
    expect(config.status).toBe(200)
    expect(await inShort(answer)).toBe(ACCEPTED)
    await drain()
    expect(await table('subscription')).toHaveLength(1)
  })

  it('does not make an unknown shop known', async () => {
    const mend = overload(HOUR)
    const answer = await ask('/v1/client/config?shop=pk_nobody')
    mend()
    expect(answer.status).toBe(503)
    expect(answer.headers.get('Retry-After')).toBe('60')
    expect(await answer.json()).toMatchObject({ code: 'unavailable' })
  })

  it('ends with the settings that D1 has, not with the copy', async () => {
    const shop = await makeShop()
    const mend = overload(HOUR)
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    mend()
    await world.env.DB.prepare(
      `UPDATE shop SET settings = json_set(settings, '$.name', 'New')`,
    ).run()
    vi.setSystemTime(Date.now() + 11_000)
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await config.json()).toMatchObject({ name: 'New' })
  })

  it('lets a click through to the product, and counts it later, once', async () => {
    const { click } = await notified()
    const mend = overload(HOUR)
    const at = Date.now()
    const answer = await ask(click, { headers: browser })
    mend()
    expect(answer.status).toBe(302)
    expect(answer.headers.get('Location')).toBe(PRODUCT.url)
    const [message] = world.queued
    expect(message).toMatchObject({ queue: 'shelfbell-intake' })
    await drain()
    expect(await table('notification')).toMatchObject([{ clicked_at: at }])
    expect(await table('restock')).toMatchObject([{ clicked: 1 }])
    if (message) await deliver(message)
    expect(await table('restock')).toMatchObject([{ clicked: 1 }])
  })

  it('loses no one-click unsubscribe', async () => {
    const { unsubscribe } = await notified()
    const mend = overload(HOUR)
    const answer = await ask(unsubscribe, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    mend()
    expect(answer.status).toBe(200)
    expect(await table('subscription')).toHaveLength(1)
    expect(JSON.stringify(world.queued)).not.toContain('ada@')
    await drain()
    expect(await table('subscription')).toHaveLength(0)
    expect(await table('consent')).toContainEqual(
      expect.objectContaining({ action: 'withdrawn', method: 'one_click', sku: 'MUG' }),
    )
  })

  it('shows the page to unsubscribe, and says on the list page to try again', async () => {
    const { unsubscribe, manage } = await notified()
    const mend = overload(HOUR)
    const page = await ask(unsubscribe, { headers: browser })
    const list = await ask(manage, { headers: browser })
    mend()
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Yes, stop all alerts')
    expect(list.status).toBe(503)
    expect(await list.text()).toContain('Something went wrong on our side. Try again in a moment.')
  })

  it('answers that stock is unknown', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'A', quantity: 0 })
    const mend = overload(HOUR)
    const asked = await shop.page('GET', `/v1/client/availability?shop=${shop.publicKey}&sku=A`)
    mend()
    expect(asked.status).toBe(200)
    expect(await asked.json()).toEqual({ availability: { A: 'unknown' } })
  })
})

describe('a database whose transient fault lasts', () => {
  it.each(TRANSIENT)('does not turn a shopper away: %s', async (fault) => {
    const shop = await makeShop()
    const mend = breakD1(fault)
    const answer = await shop.page('POST', PATH, shop.request())
    mend()
    expect(answer.status).toBe(202)
    await drain()
    expect(await table('subscription')).toHaveLength(1)
  })
})

describe('a request that waits for D1', () => {
  /** Sends a request that D1 cannot take yet, and gives its message and its contact. */
  async function waiting(shop: TestShop, changes = {}) {
    const mend = breakD1(OVERLOADED)
    await shop.page('POST', PATH, shop.request(changes))
    mend()
    const [message] = world.queued.splice(0)
    if (!message) throw new Error('nothing was deferred')
    return message
  }
  const people = async () => ({
    contacts: await table('contact'),
    subscriptions: await table('subscription'),
    consents: (await table('consent')).filter(({ action }) => action === 'given'),
  })
  const NOBODY = { contacts: [], subscriptions: [], consents: [] }

  it('does not bring back a person who was erased meanwhile', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const [{ id } = {}] = await table<{ id: string }>('contact')
    const message = await waiting(shop, { sku: 'MUG' })
    vi.setSystemTime(Date.now() + 1000)
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(204)
    await deliver(message)
    expect(await people()).toEqual(NOBODY)
  })

  it('does not bring back a person who was erased before D1 knew of them', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const [{ id } = {}] = await table<{ id: string }>('contact')
    await shop.api('DELETE', `/v1/contacts/${id}`)
    vi.setSystemTime(Date.now() + 1000)
    const message = await waiting(shop)
    vi.setSystemTime(Date.now() + 1000)
    expect((await shop.api('DELETE', `/v1/contacts/${id}`)).status).toBe(404)
    await deliver(message)
    expect(await people()).toEqual(NOBODY)
  })

  it('does not put a person on the list again who unsubscribed meanwhile', async () => {
    const { shop, unsubscribe } = await notified()
    const message = await waiting(shop, { sku: 'VASE' })
    vi.setSystemTime(Date.now() + 1000)
    await ask(unsubscribe, { method: 'POST', body: new URLSearchParams() })
    await deliver(message)
    expect(await table('subscription')).toEqual([])
  })

  it('is stored if the person removed another product, or asked after the stop', async () => {
    const { shop, unsubscribe } = await notified()
    const message = await waiting(shop, { sku: 'VASE' })
    vi.setSystemTime(Date.now() + 1000)
    await ask(unsubscribe, { method: 'POST', body: new URLSearchParams({ stop: 'product' }) })
    await deliver(message)
    expect(await table('subscription')).toContainEqual(expect.objectContaining({ sku: 'VASE' }))
    await ask(unsubscribe, { method: 'POST', body: new URLSearchParams() })
    vi.setSystemTime(Date.now() + 1000)
    await deliver(await waiting(shop, { sku: 'BOWL' }))
    expect(await table('subscription')).toMatchObject([{ sku: 'BOWL' }])
  })
})

it('what a person stopped is forgotten after five days', async () => {
  const { unsubscribe } = await notified()
  await ask(unsubscribe, { method: 'POST', body: new URLSearchParams() })
  expect(await table('stopped')).toHaveLength(1)
  const night = (days: number) =>
    (Math.floor(Date.now() / 86_400_000) + days) * 86_400_000 + 3 * HOUR
  await tick(night(4))
  expect(await table('stopped')).toHaveLength(1)
  await tick(night(7))
  expect(await table('stopped')).toHaveLength(0)
})

/** Several products that come back at about the same time are one mail to a person. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  world,
} from './harness.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const REAL = Date.now()
const MORNING = Date.UTC(2026, 10, 20, 8)

beforeEach(() => void vi.useFakeTimers({ now: MORNING, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const NAMES: Record<string, string> = { A: 'Apron', B: 'Bowl', C: 'Cup', D: 'Dish' }

const shopWith = async (settings: Record<string, unknown> = {}) => {
  const shop = await makeShop({
    ...settings,
    rules: { digestMinutes: 5, ...(settings['rules'] as object | undefined) },
  })
  const entries = Object.entries(NAMES).map(([sku, title]) => ({
    sku,
    title,
    url: `${ORIGIN}/${sku}`,
  }))
  await shop.api('PUT', '/v1/products', entries)
  return shop
}

/** A person asks for products, one millisecond after the other. */
async function wait(shop: TestShop, ...skus: string[]): Promise<void> {
  for (const sku of skus) {
    await shop.subscribe({ sku })
    vi.setSystemTime(Date.now() + 1)
  }
}

async function back(shop: TestShop, sku: string, quantity = 5): Promise<void> {
  await shop.setStock({ sku, quantity })
  await drain()
}

/** Time passes, and every row that is open is delivered if it is due. */
async function pass(shop: TestShop, minutes: number): Promise<void> {
  vi.setSystemTime(Date.now() + minutes * MINUTE)
  const rows = (await table<{ id: string }>('outbox')).map(({ id }) => id)
  world.queued.push({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows } })
  await drain()
}

/** The products that each mail names, outside of addresses: their tokens may hold any short word. */
const named = () =>
  world.mails.map(({ text }) => {
    const words = text.replaceAll(/https?:\S+/g, '')
    return Object.values(NAMES)
      .filter((name) => words.includes(name))
      .join(' ')
  })

describe('products that come back one after the other', () => {
  it('are one mail, which leaves when the first has waited', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B', 'C')
    await back(shop, 'A')
    await pass(shop, 3)
    expect(named()).toEqual([])
    await back(shop, 'B')
    await pass(shop, 2)
    expect(named()).toEqual(['Apron Bowl'])
    // Each product has its own notification, and all of them are one message.
    const sent = await table('notification')
    expect(sent.map(({ sku }) => sku)).toEqual(['A', 'B'])
    expect(new Set(sent.map((one) => one['together'])).size).toBe(1)
    expect(new Set(sent.map((one) => one['message_id'])).size).toBe(1)
    expect(await table('outbox')).toEqual([])
    await back(shop, 'C')
    expect(named()).toEqual(['Apron Bowl', 'Cup'])
  })

  it('are one mail in the shop’s own words, and in ours where it has none', async () => {
    const en = {
      subject: '{product} at {shop}',
      preheader: 'Two <b> for you',
      heading: 'They came back',
      text: 'Look at {product}.',
      footer: 'Yours, {shop}',
    }
    const sv = { subject: 'Tillbaka: {product}' }
    const shop = await shopWith({ messages: { digest: { email: { en, sv } } } })
    await wait(shop, 'A', 'B')
    for (const sku of ['A', 'B']) {
      await shop.subscribe({ sku, email: 'bo@example.com', locale: 'sv' })
      vi.setSystemTime(Date.now() + 1)
    }
    await back(shop, 'A')
    await back(shop, 'B')
    await pass(shop, 5)
    const [ours, theirs] = ['ada', 'bo'].map((name) =>
      world.mails.find(({ to }) => to === `${name}@example.com`),
    )
    expect(world.mails).toHaveLength(2)
    expect(ours?.subject).toBe('Apron and Bowl at Acme')
    for (const words of ['They came back', 'Look at Apron and Bowl.', 'Yours, Acme']) {
      expect(ours?.text).toContain(words)
      expect(ours?.html.replaceAll(/<.?bdi>/g, '')).toContain(words)
    }
    expect(ours?.html).toContain('Two &lt;b&gt; for you')
    expect(ours?.html).not.toContain('<b> for')
    expect(theirs?.subject).toBe('Tillbaka: Apron och Bowl')
    expect(theirs?.text).not.toContain('They came back')
    expect(theirs?.html).toContain('lang="sv"')
  })

  it('are mailed at once to a person who waits for nothing else', async () => {
    const shop = await shopWith()
    await wait(shop, 'A')
    await back(shop, 'A')
    expect(named()).toEqual(['Apron'])
    expect(await table('notification')).toMatchObject([{ together: null }])
  })

  it('are mailed one by one where the shop switched this off', async () => {
    const shop = await shopWith({ rules: { digestMinutes: 0 } })
    await wait(shop, 'A', 'B')
    await shop.setStock({ sku: 'A', quantity: 5 }, { sku: 'B', quantity: 5 })
    await drain()
    expect(named().toSorted()).toEqual(['Apron', 'Bowl'])
  })

  it('are one message of a person’s day', async () => {
    const shop = await shopWith({ limits: { messagesPerPersonPerDay: 1 } })
    await wait(shop, 'A', 'B', 'C')
    await back(shop, 'A')
    await back(shop, 'B')
    await pass(shop, 5)
    expect(named()).toEqual(['Apron Bowl'])
    await back(shop, 'C')
    expect((await (await shop.api('GET', '/v1/held')).json()) as object).toMatchObject({
      reasons: { enough_today: 1 },
    })
  })

  it('count their clicks each for its own restock', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B')
    await back(shop, 'A')
    await back(shop, 'B')
    await pass(shop, 5)
    const links = [...(world.mails[0]?.text ?? '').matchAll(/https:\/\/bell\.test(\/r\/[\w.-]+)/g)]
    expect(links).toHaveLength(2)
    const answer = await ask(links[1]?.[1] ?? '', { redirect: 'manual' })
    expect(answer.headers.get('Location')).toBe(`${ORIGIN}/B`)
    const clicks = (await table('restock')).map(({ sku, clicked }) => [sku, clicked])
    expect(Object.fromEntries(clicks)).toEqual({ A: 0, B: 1 })
  })

  it('have one link to stop, which is about no single product', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B', 'C')
    await back(shop, 'A')
    await back(shop, 'B')
    await pass(shop, 5)
    const path = linkIn(world.mails[0]?.text, 'u')
    const page = await (await ask(path, { headers: { Accept: 'text/html' } })).text()
    expect(page).not.toContain('Apron')
    expect((await ask(path, { method: 'POST' })).status).toBeLessThan(400)
    expect(await table('subscription')).toEqual([])
  })
})

describe('a product of such a mail', () => {
  it('is left out if it sold out again, and its person keeps the place', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B')
    const [first] = await table('subscription')
    await back(shop, 'A')
    await back(shop, 'B')
    await back(shop, 'A', 0)
    await pass(shop, 5)
    expect(named()).toEqual(['Bowl'])
    expect(await table('subscription')).toMatchObject([{ id: first?.['id'], sku: 'A' }])
  })

  it('is left out if the person cancels it', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B', 'C')
    const [first] = await table('subscription')
    for (const sku of ['A', 'B', 'C']) await back(shop, sku)
    await shop.api('DELETE', `/v1/subscriptions/${String(first?.['id'])}`)
    await pass(shop, 5)
    expect(named()).toEqual(['Bowl Cup'])
  })
})

describe('a mail about several products', () => {
  it('is the same at every attempt, and takes no further product', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B', 'C')
    await back(shop, 'A')
    await back(shop, 'B')
    world.beforeMail = () => {
      throw new Error('the service is down')
    }
    await pass(shop, 5)
    const [one, other] = await table('outbox')
    expect(one?.['together']).toBe(one?.['id'])
    expect(other?.['together']).toBe(one?.['id'])
    await back(shop, 'C')
    world.beforeMail = () => {}
    await pass(shop, 30)
    expect(named().toSorted()).toEqual(['Apron Bowl', 'Cup'])
  })

  it('loses nobody if it is given up: each product is dead, and can be sent again', async () => {
    const shop = await shopWith()
    await wait(shop, 'A', 'B')
    await back(shop, 'A')
    await back(shop, 'B')
    const error = Object.assign(new Error('no'), { code: 'E_SENDER_NOT_VERIFIED' })
    world.beforeMail = () => {
      throw error
    }
    for (let attempt = 0; attempt < 20; attempt += 1) await pass(shop, 12 * 60)
    world.beforeMail = () => {}
    const left = await table('outbox')
    expect(left.map(({ sku }) => sku)).toEqual(['A', 'B'])
    await world.env.DB.prepare("UPDATE outbox SET state = 'open', attempts = 0, due_at = 0").run()
    await pass(shop, 1)
    expect(named()).toEqual(['Apron Bowl'])
  })

  it('is a call for each product where a webhook sends the messages', async () => {
    const url = fakeUrl('webhook')
    const shop = await shopWith({
      destinations: [{ type: 'webhook', url: `${url}/hook`, secret: SECRET, channels: ['email'] }],
    })
    await wait(shop, 'A', 'B')
    await back(shop, 'A')
    await back(shop, 'B')
    const calls = (await receivedAt(url)).map(
      ({ body }) => body as { type: string; data: { sku: string } },
    )
    expect(
      calls.filter(({ type }) => type === 'restock.matched').map(({ data }) => data.sku),
    ).toEqual(['A', 'B'])
  })
})

describe('a product that nothing describes any more', () => {
  it.each([
    ['the first', 'A', ['Bowl Cup']],
    ['another', 'B', ['Apron Cup']],
  ])(
    'is given up alone, as in a mail of its own, if it is %s of a mail',
    async (_, sku, expected) => {
      const shop = await shopWith()
      await wait(shop, 'A', 'B', 'C')
      for (const one of ['A', 'B', 'C']) await back(shop, one)
      await world.env.DB.batch([
        world.env.DB.prepare('DELETE FROM product WHERE sku = ?').bind(sku),
        world.env.DB.prepare('UPDATE outbox SET product = NULL WHERE sku = ?').bind(sku),
      ])
      await pass(shop, 5)
      expect(named()).toEqual(expected)
      expect(await table('outbox')).toMatchObject([
        { sku, state: 'dead', reason: 'nothing_to_send' },
      ])
      // The shop describes it again, and tries it again.
      const entry = { sku, title: NAMES[sku], url: `${ORIGIN}/${sku}` }
      await shop.api('PUT', '/v1/products', [entry])
      await shop.api('POST', '/v1/notifications/retry', { reason: 'nothing_to_send' })
      await drain()
      expect(named()).toEqual([...expected, NAMES[sku]])
    },
  )
})

describe('a mail about several products whose destination becomes one that sends one for each', () => {
  it('is a message for each product, and each counts for the person’s day', async () => {
    // The receiver compares the signatures with its own clock: at most five minutes apart.
    const start = REAL - 4 * MINUTE
    const tomorrow = (Math.floor(start / DAY) + 1) * DAY
    vi.setSystemTime(Math.min(start, tomorrow - 5.5 * MINUTE))
    const url = fakeUrl('webhook')
    const shop = await shopWith({
      limits: { messagesPerPersonPerDay: 2 },
    })
    await wait(shop, 'A', 'B', 'C', 'D')
    for (const sku of ['A', 'B', 'C']) await back(shop, sku)
    const options = { url: `${url}/hook`, secret: SECRET, channels: ['email'] }
    const { status } = await shop.api('PATCH', '/v1/shop', {
      destinations: [{ type: 'webhook', name: 'email', ...options }],
    })
    expect(status).toBe(200)
    await pass(shop, 5)
    const skus = async () =>
      (await receivedAt(url))
        .map(({ body }) => body as { type: string; data: { sku: string } })
        .filter(({ type }) => type === 'restock.matched')
        .map(({ data }) => data.sku)
    expect(await skus()).toEqual(['A', 'B'])
    const sent = (await table('notification')).map((one) => [one['sku'], one['together']])
    expect(sent).toEqual([
      ['A', null],
      ['B', null],
    ])
    expect(await table('outbox')).toMatchObject([
      { sku: 'C', state: 'open', reason: 'enough_today', attempts: 0, due_at: tomorrow },
    ])
    // A further product is held: the message that waits counts.
    await back(shop, 'D')
    expect(await table('subscription')).toMatchObject([{ sku: 'D' }])
    vi.setSystemTime(tomorrow)
    await pass(shop, 0)
    expect(await skus()).toEqual(['A', 'B', 'C'])
  })
})

describe('the row budget of a mail about several products', () => {
  it('costs a row more for each product than a mail of its own', async () => {
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const shop = await shopWith()
    await wait(shop, 'A', 'B', 'C')
    for (const sku of ['A', 'B', 'C']) await back(shop, sku)
    takeUsed()
    await pass(shop, 5)
    const { read, written } = takeUsed()
    expect(named()).toEqual(['Apron Bowl Cup'])
    // For each product: joined, leased and removed from the outbox, its notification. And the counters.
    expect(written).toBe(19)
    expect(read).toBeLessThan(3 * 60)
  })
})

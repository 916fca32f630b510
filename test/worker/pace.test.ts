/** Waves, flapping levels, and the stock check before each message. */
import { describe, expect, it } from 'vitest'
import { MATCH_CHUNK } from '../../worker/limits.ts'
import { deliver, drain, makeShop, ORIGIN, table, type TestShop, tick, world } from './harness.ts'

const MINUTE = 60_000

const waves = (changes = {}) => ({
  rules: { pace: { mode: 'waves', perUnit: 2, everyMinutes: 30, ...changes } },
})

// The Worker sends up to six mails at once, so their order is not guaranteed.
const told = () => world.mails.map(({ to }) => to.split('@', 1)[0] ?? '').toSorted()

/** Lets minutes pass for the open restocks, and runs the sweep. */
async function later(minutes: number) {
  const ms = minutes * MINUTE
  await world.env.DB.batch([
    world.env.DB.prepare('UPDATE restock SET due_at = due_at - ?1, wave_at = wave_at - ?1').bind(
      ms,
    ),
    world.env.DB.prepare('UPDATE stock_level SET since = since - ?1').bind(ms),
    world.env.DB.prepare('UPDATE restock SET since = since - ?1').bind(ms),
  ])
  world.queued = world.queued.filter(({ queue }) => queue === 'shelfbell-outbox')
  await tick(Date.now() + MINUTE + 1)
  // This sweep runs a minute ahead; the consumer uses the real clock.
  await drain()
}

async function crowd(settings: Record<string, unknown>, people: number) {
  const shop = await makeShop(settings)
  for (let n = 1; n <= people; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
  return shop
}

/** Writes so many more subscriptions directly, as copies of the first. They come after p1. */
async function copies(people: number) {
  const insert = world.env.DB.prepare(
    `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses,
       product, request_id)
     SELECT 'z' || printf('%06d', n.value), s.shop_id, 'c' || n.value, s.sku, s.locale,
       s.external_id, s.channels, s.addresses, s.product, s.request_id
     FROM subscription s, (WITH RECURSIVE n (value) AS (
       SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?1) SELECT value FROM n) n`,
  ).bind(people)
  const contacts = world.env.DB.prepare(
    `INSERT INTO contact (id, shop_id, addresses, created_at)
     SELECT s.contact_id, s.shop_id, k.addresses, 0 FROM subscription s, contact k
     WHERE s.id LIKE 'z%'`,
  )
  await world.env.DB.batch([insert, contacts])
}

/** A shop where p1, p2 … want these quantities. */
async function wishing(wishes: number[], changes = {}) {
  const shop = await makeShop({ ...waves({ perUnit: 1, ...changes }), maxQuantity: 5 })
  for (const [index, quantity] of wishes.entries()) {
    await shop.subscribe({ email: `p${index + 1}@example.com`, quantity })
  }
  return shop
}

describe('in waves, the Worker', () => {
  it('notifies so many people for each unit, in order, until the list is empty', async () => {
    const shop = await crowd(waves(), 7)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await drain()
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4'])
    await later(29)
    expect(told()).toHaveLength(4)
    await later(2)
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'])
    expect(await table('restock')).toMatchObject([{ state: 'done', matched: 7 }])
  })

  it('reads the stock before every wave, and keeps the rest waiting in order if it sold out', async () => {
    const shop = await crowd(waves(), 5)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual(['p1', 'p2'])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await later(31)
    expect(told()).toHaveLength(2)
    expect(await table('subscription')).toHaveLength(3)
    await later(31)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4'])
  })

  it('counts recently notified people against the units in stock', async () => {
    const shop = await crowd(waves(), 9)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(told()).toHaveLength(6)
  })

  it('continues an interrupted wave where it stopped', async () => {
    const shop = await crowd(waves(), 9)
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    const [restock] = await table('restock')
    await world.env.DB.prepare(
      'UPDATE restock SET wave_at = ?2, wave_size = 6, wave_notified = 4 WHERE id = ?1',
    )
      .bind(restock?.['id'], Date.now())
      .run()
    await drain()
    expect(told()).toEqual(['p1', 'p2'])
  })

  it('notifies the rest of a wave, and nobody more, after a crash between two chunks', async () => {
    const shop = await crowd(waves(), 1)
    await copies(MATCH_CHUNK + 400)
    // A wave of 700 people: one whole chunk, and 200 more.
    await shop.setStock({ sku: 'TEE-M', quantity: 350 })
    const [match] = world.queued.splice(0)
    if (!match) throw new Error('no restock began')
    const { DB } = world.env
    // The process ends after it claimed the first chunk: D1 answers no more.
    let claimed = false
    const live = <T>(work: () => T): T => {
      if (claimed) throw new Error('the process has ended')
      return work()
    }
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => live(() => DB.prepare(sql)),
        batch: (statements: D1PreparedStatement[]) => live(() => DB.batch(statements)),
      } as unknown as D1Database,
      OUTBOX_QUEUE: { sendBatch: async () => void (claimed = true) } as unknown as Queue<never>,
    }
    await deliver(match)
    world.env = { ...world.env, DB }
    expect(await table('outbox')).toHaveLength(MATCH_CHUNK)

    // The next consumer comes after the lease, and later than the next wave would begin.
    await DB.prepare('UPDATE restock SET due_at = due_at - ?1, wave_at = wave_at - ?1')
      .bind(31 * MINUTE)
      .run()
    await deliver(match)
    expect(await table('outbox')).toHaveLength(700)
    expect(await table('restock')).toMatchObject([
      { state: 'open', matched: 700, wave_notified: 700 },
    ])
  })

  it('begins one wave when the queue delivers a message twice at the same time', async () => {
    const shop = await crowd(waves(), 9)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    const [match] = world.queued.splice(0)
    if (!match) throw new Error('no restock began')
    const real = world.env.DB
    // The second consumer comes after the first leased the restock, before it claims anybody.
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => real.prepare(sql),
        async batch(statements: D1PreparedStatement[]) {
          if (world.env.DB !== real) {
            world.env = { ...world.env, DB: real }
            await deliver(match)
          }
          return real.batch(statements)
        },
      } as unknown as D1Database,
    }
    await deliver(match)
    await drain()
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4'])
    expect(await table('restock')).toMatchObject([{ matched: 4, wave_notified: 4 }])
  })

  it('counts the wanted units of a person, and passes over nobody who wants many', async () => {
    const shop = await wishing([3, 5, 1, 1, 1], { perUnit: 2 })
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await drain()
    // One of four units was left for p2, who wants five.
    expect(told()).toEqual(['p1', 'p2'])
    expect(await table('restock')).toMatchObject([
      { matched: 2, wave_size: null, wave_notified: 8 },
    ])
    await later(31)
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
  })

  it('counts the units of recently notified people, not the people', async () => {
    const shop = await wishing([3, 3, 1])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(told()).toEqual(['p1', 'p2'])
  })

  it('continues an interrupted wave with the units that are left', async () => {
    const shop = await wishing([2, 1])
    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await world.env.DB.prepare('UPDATE restock SET wave_at = ?1, wave_size = 9, wave_notified = 8')
      .bind(Date.now())
      .run()
    await drain()
    expect(told()).toEqual(['p1'])
  })

  it('keeps the quantity and the place of a person who is put back on the list', async () => {
    const shop = await wishing([3, 1])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('outbox')).toMatchObject([{ call: 'notify', wanted: 3 }])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    const waiting = await table<{ id: string; wanted: number }>('subscription')
    const inOrder = waiting.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    expect(inOrder.map((one) => one.wanted)).toEqual([3, 1])
    await later(31)
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(told()).toEqual(['p1'])
  })

  it('notifies the people to whom the shop gives priority before the others', async () => {
    const first = { attribute: 'tier', value: 'gold' }
    const shop = await crowd(waves({ first }), 4)
    const { shop: _, ...request } = shop.request({ email: 'p5@example.com' })
    for (const attributes of [{ tier: 'blue' }, { tier: 'gold' }]) {
      const answer = await shop.api('POST', '/v1/subscriptions', { ...request, attributes })
      expect(answer.status).toBe(202)
    }
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual(['p1', 'p5'])
  })
})

describe('what a backend said about people', () => {
  const first = { attribute: 'tier', value: 'gold' }

  /** Subscribes people with attributes, in this order. */
  const known = async (shop: TestShop, people: Record<string, Record<string, unknown>>) => {
    for (const [name, attributes] of Object.entries(people)) {
      const { shop: _, ...request } = shop.request({ email: `${name}@example.com` })
      const answer = await shop.api('POST', '/v1/subscriptions', { ...request, attributes })
      expect(answer.status).toBe(202)
    }
  }

  it('puts those with the attribute first beyond one chunk of people without it, and keeps the order', async () => {
    const shop = await crowd(waves({ first, perUnit: 1 }), 1)
    await copies(MATCH_CHUNK + 10)
    await world.env.DB.prepare(
      `UPDATE subscription SET id = '0' || substr(id, 2) WHERE id LIKE 'z%'`,
    ).run()
    await known(shop, {
      silver: { tier: 'silver' },
      gold1: { tier: 'gold' },
      odd: { tier: true },
      gold2: { tier: 'gold' },
    })
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await drain()
    expect(told()).toEqual(['gold1', 'gold2'])
    // The copies have p1's address, which opens for nobody else: their messages wait.
    expect((await table('outbox')).map((row) => row['contact_id']).toSorted()).toEqual(['c1', 'c2'])
  })

  it('compares the value with its kind: a number, a text, true and false', async () => {
    for (const value of [1, '1', true, false]) {
      const shop = await makeShop(waves({ first: { attribute: 'vip', value }, perUnit: 1 }))
      await known(shop, {
        number: { vip: 1 },
        text: { vip: '1' },
        yes: { vip: true },
        no: { vip: false },
        nothing: { other: 1 },
      })
      await shop.setStock({ sku: 'TEE-M', quantity: 1 })
      await drain()
    }
    expect(world.mails.map(({ to }) => to.split('@', 1)[0])).toEqual([
      'number',
      'text',
      'yes',
      'no',
    ])
  })

  it('decides by the shop’s conditions although it is sealed', async () => {
    const conditions = { field: 'contact.city', op: 'eq', value: 'Lund' }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true } })
    await known(shop, { lund: { city: 'Lund' }, umea: { city: 'Umeå' }, none: {} })
    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await drain()
    expect(told()).toEqual(['lund'])
    expect(await table('subscription')).toHaveLength(2)
  })
})

describe('a level that flaps', () => {
  it('notifies nobody before it has stayed sellable for as long as the shop requires', async () => {
    const shop = await crowd({ rules: { stableForSeconds: 600 } }, 1)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await drain()
    expect(told()).toEqual([])
    await later(9)
    expect(told()).toEqual([])
    await later(2)
    expect(told()).toEqual(['p1'])
  })

  it('starts that time again when it falls in between', async () => {
    const shop = await crowd({ rules: { stableForSeconds: 600 } }, 1)
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await later(9)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await later(2)
    expect(told()).toEqual([])
    expect((await table('restock')).map((one) => one['state']).toSorted()).toEqual([
      'open',
      'sold_out',
    ])
    await later(9)
    expect(told()).toEqual(['p1'])
  })

  it('notifies people only after a delay if it was sold out too briefly', async () => {
    const shop = await makeShop({ rules: { soldOutForSeconds: 3600 } })
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe({ email: 'p1@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual([])
    await later(61)
    expect(told()).toEqual(['p1'])
  })

  it('notifies nobody twice within the cool-down, and everybody after it', async () => {
    const shop = await crowd({ rules: { coolDownHours: 2 } }, 1)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe({ email: 'p1@example.com' })
    await shop.subscribe({ email: 'p2@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(told()).toEqual(['p1', 'p2'])
    await world.env.DB.prepare('UPDATE notification SET sent_at = sent_at - 7200000').run()
    await later(121)
    expect(told()).toEqual(['p1', 'p1', 'p2'])
  })
})

describe('before it sends a message, the Worker', () => {
  it('reads the stock again, and puts people back in their place if it sold out', async () => {
    const shop = await crowd({}, 8)
    const before = (await table('subscription')).map((one) => one['id'])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('subscription')).toHaveLength(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    expect(told()).toEqual([])
    expect(await table('outbox')).toHaveLength(0)
    expect((await table('subscription')).map((one) => one['id'])).toEqual(before)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(told()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'])
  })

  it('reads the stock again after a pause for the rate, and keeps the rest waiting if it sold out', async () => {
    // The rate allows one call every 500 ms.
    const slow = { destinations: [{ type: 'email', rate: { perSecond: 2 } }] }
    const shop = await crowd(slow, 3)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    const real = world.env.DB
    // The variant sells out when the Worker records the first message, after it read the stock.
    const recorded = async () => {
      if (world.mails.length !== 1 || world.env.DB === real) return
      world.env = { ...world.env, DB: real }
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    }
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => real.prepare(sql),
        async batch(statements: D1PreparedStatement[]) {
          const results = await real.batch(statements)
          await recorded()
          return results
        },
      } as unknown as D1Database,
    }
    await drain()
    expect(told()).toEqual(['p1'])
    expect(await table('subscription')).toHaveLength(2)
    expect(await table('outbox')).toEqual([])
  })

  it('leaves nobody behind if the level rises while people are put back on the list', async () => {
    const shop = await crowd({}, 2)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    const real = world.env.DB
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    // The level rises after the Worker read it and before it puts people back. Nobody waits then.
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => real.prepare(sql),
        async batch(statements: D1PreparedStatement[]) {
          world.env = { ...world.env, DB: real }
          await shop.setStock({ sku: 'TEE-M', quantity: 5 })
          return real.batch(statements)
        },
      } as unknown as D1Database,
    }
    await drain()
    expect(told()).toEqual(['p1', 'p2'])
  })
})

describe('the conditions of a shop', () => {
  it('are refused with a pointer if they name an unknown field or can never hold', async () => {
    const shop = await makeShop()
    const patch = async (conditions: unknown) => {
      const response = await shop.api('PATCH', '/v1/shop', { rules: { conditions } })
      const { errors } = await response.json<{ errors: { pointer: string; code: string }[] }>()
      return errors.map(({ pointer, code }) => `${pointer} ${code}`)
    }
    expect(await patch({ field: 'colour', op: 'eq', value: 'red' })).toEqual([
      '/rules/conditions/field field_unknown',
    ])
    expect(await patch({ field: 'quantity', op: 'lt', value: 1 })).toEqual([
      '/rules/conditions never_true',
    ])
  })

  it('prefer the product data of the catalogue to that of a page', async () => {
    const conditions = { field: 'product.price', op: 'lt', value: 10 }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true } })
    const product = { title: 'Tee', url: `${ORIGIN}/p/tee`, currency: 'EUR' }
    // The page price matches for A but not for B, the catalogue price the reverse. C has no entry.
    const asked = [
      { sku: 'A', email: 'p1@example.com', product: { ...product, price: 5 } },
      { sku: 'B', email: 'p2@example.com', product: { ...product, price: 20 } },
      { sku: 'C', email: 'p3@example.com', product: { ...product, price: 5 } },
      { sku: 'D', locale: 'sv-SE', email: 'p4@example.com', product: { ...product, price: 20 } },
    ]
    for (const one of asked) await shop.subscribe(one)
    await shop.api('PUT', '/v1/products', [
      { ...product, sku: 'A', price: 20 },
      { ...product, sku: 'B', price: 5 },
      { ...product, sku: 'D', price: 20 },
      { ...product, sku: 'D', locale: 'sv-SE', price: 5 },
    ])
    await shop.setStock(...['A', 'B', 'C', 'D'].map((sku) => ({ sku, quantity: 5 })))
    await drain()
    expect(told()).toEqual(['p2', 'p3', 'p4'])
    expect(await table('subscription')).toMatchObject([{ sku: 'A' }])
  })

  it('complete the subscriptions that they exclude, unless the shop keeps them', async () => {
    const conditions = { field: 'locale', op: 'eq', value: 'sv-SE' }
    for (const keepUnmatched of [false, true]) {
      const shop = await makeShop({ rules: { conditions, keepUnmatched } })
      await shop.subscribe({ email: 'p1@example.com' })
      await shop.subscribe({ email: 'p2@example.com', locale: 'sv-SE' })
      await shop.setStock({ sku: 'TEE-M', quantity: 1 })
      await drain()
      const log = await shop.api('GET', '/v1/log?kind=restock_matched')
      expect(await log.json()).toMatchObject({
        entries: [
          {
            detail: keepUnmatched
              ? { matched: 1, unmatched: 0, held: { conditions: 1 } }
              : { matched: 1, unmatched: 1, held: {} },
          },
        ],
      })
    }
    expect(told()).toEqual(['p2', 'p2'])
    expect(await table('subscription')).toHaveLength(1)
  })
})

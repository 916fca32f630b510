import { describe, expect, it, vi } from 'vitest'
import { RETENTION_ROWS } from '../../worker/limits.ts'
import { deliver, drain, makeShop, table, tick, world } from './harness.ts'

const DAY = 24 * 60 * 60 * 1000

const MINUTE = 60_000

/** A time at night, so many days from now, in milliseconds. */
const nightAt = (days: number) =>
  Math.floor(Date.now() / DAY) * DAY + (days + 1) * DAY + 3 * 60 * MINUTE + MINUTE

/** Runs the tick of a night, so many days from now. */
const night = (days: number) => tick(nightAt(days))

const count = async (...names: string[]) =>
  Promise.all(names.map(async (name) => (await table(name)).length))

describe('a waiting subscription', () => {
  it('expires after the days that the shop sets, which is recorded', async () => {
    const brief = await makeShop({ expireAfterDays: 30 })
    const patient = await makeShop()
    await brief.subscribe()
    await patient.subscribe()
    await night(28)
    expect(await count('subscription')).toEqual([2])
    for (let time = 1; time <= 2; time += 1) await night(31)
    expect(await table('subscription')).toMatchObject([{ shop_id: patient.id }])
    const expired = (await table('consent')).filter(({ action }) => action === 'expired')
    expect(expired).toMatchObject([{ shop_id: brief.id, method: 'retention' }])
    await night(366)
    expect(await count('subscription', 'contact')).toEqual([0, 2])
  })

  it('does not expire by day', async () => {
    const shop = await makeShop({ expireAfterDays: 1 })
    await shop.subscribe()
    await tick(Math.floor(Date.now() / DAY) * DAY + 5 * DAY + 12 * 60 * 60 * 1000)
    expect(await count('subscription')).toEqual([1])
  })
})

/** Delivers the match messages, and drops the outbox messages that they cause. */
async function drainMatches() {
  for (const message of world.queued.splice(0)) await deliver(message)
  world.queued = []
}

/** A shop with one dead message. */
async function refused() {
  const shop = await makeShop()
  await shop.subscribe()
  world.beforeMail = () => {
    throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_NOT_ALLOWED' })
  }
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  return shop
}

describe('a dead call', () => {
  it('is deleted after 90 days, and counted in the log', async () => {
    const shop = await refused()
    await night(88)
    expect(await count('outbox')).toEqual([1])
    const said = vi.spyOn(console, 'log')
    await night(91)
    expect(said).toHaveBeenCalledWith('{"level":"info","event":"dead_dropped","rows":1}')
    await night(91)
    expect(said).toHaveBeenCalledTimes(1)
    said.mockRestore()
    expect(await count('outbox', 'contact', 'consent')).toEqual([0, 1, 1])
    expect((await shop.api('POST', '/v1/notifications/retry', { reason: 'x' })).status).toBe(202)
  })

  it('is kept while it is retried', async () => {
    await refused()
    await world.env.DB.prepare(`UPDATE outbox SET state = 'open'`).run()
    await night(91)
    expect(await count('outbox')).toEqual([1])
  })

  it('is deleted in batches of a limited size', async () => {
    await refused()
    await world.env.DB.prepare(
      `WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < ?1)
       INSERT INTO outbox (id, shop_id, call, destination, state, due_at, subscription_id,
         contact_id, channels, sku, locale, external_id)
       SELECT id || n, shop_id, call, destination, state, due_at, subscription_id, contact_id,
         channels, sku, locale, external_id FROM outbox, more`,
    )
      .bind(RETENTION_ROWS)
      .run()
    await night(91)
    expect(await count('outbox')).toEqual([1])
  })
})

describe('a purchase', () => {
  const buy = async (email: string) => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const items = [{ sku: 'TEE-M' }]
    expect((await shop.api('POST', '/v1/orders', { id: '1', email, items })).status).toBe(202)
  }

  it('is deleted after a week if the shop does not know the person', async () => {
    await buy('stranger@example.com')
    await night(5)
    expect(await count('purchase')).toEqual([1])
    await night(8)
    expect(await count('purchase')).toEqual([0])
  })

  it('is kept as long as its contact', async () => {
    await buy('ada@example.com')
    await night(300)
    expect(await count('purchase')).toEqual([1])
    await night(1462)
    expect(await count('purchase', 'contact')).toEqual([0, 0])
  })
})

describe('a sent message', () => {
  it('is deleted after 400 days', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await night(398)
    expect(await count('notification')).toEqual([1])
    await night(401)
    expect(await count('notification', 'contact', 'consent')).toEqual([0, 1, 1])
  })
})

describe('a contact', () => {
  it('is deleted with its consents when nothing else is left and they are four years old', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await night(1459)
    expect(await count('contact', 'consent')).toEqual([1, 1])
    await night(1462)
    expect(await count('contact', 'consent', 'notification')).toEqual([0, 0, 0])
  })

  it('is kept to the last minute of those four years, and not longer', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const term = (4 * 365 + 1) * DAY
    const at = nightAt(1500)
    const given = (age: number) =>
      world.env.DB.prepare('UPDATE consent SET at = ?1')
        .bind(at - age)
        .run()
    await given(term - MINUTE)
    await tick(at)
    expect(await count('contact', 'consent')).toEqual([1, 1])
    await given(term + MINUTE)
    await tick(at)
    expect(await count('contact', 'consent')).toEqual([0, 0])
  })

  it('is kept while a call for it is open', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drainMatches()
    await night(1462)
    expect(await count('contact', 'outbox')).toEqual([1, 1])
  })

  it('leaves no data behind if it never confirmed', async () => {
    const shop = await makeShop()
    await shop.subscribe({ country: 'DE' })
    await drain()
    await night(8)
    await night(8)
    expect(await count('subscription', 'consent', 'contact', 'confirmation')).toEqual([0, 0, 0, 0])
  })
})

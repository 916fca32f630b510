/** The gate of a destination (its rate and circuit breaker), and retries of dead messages. */
import { describe, expect, it, vi } from 'vitest'
import { LEASE_SPARE_MS, OUTBOX_LEASE_MS } from '../../worker/limits.ts'
import { bookCalls, reportCalls } from '../../worker/delivery/gate.ts'
import { slower, spreadFor } from '../../worker/delivery/rate.ts'
import { deliver, drain, makeShop, table, tick, world } from './harness.ts'

const NOW = 1_800_000_000_000

describe('a gate', () => {
  const booked = (length: number, now = NOW) => bookCalls(world.env.DB, 's', 'd', length, now)

  it('keeps the slower of two limits', () => {
    const [one, other] = [{ perSecond: 75, perMinute: 3500 }, { perMinute: 750 }]
    expect(slower(one, other)).toEqual({ perSecond: 75, perMinute: 750 })
    expect(slower(other, {})).toEqual({ perSecond: undefined, perMinute: 750 })
    expect(spreadFor({})).toEqual({ atOnce: 6, gapMs: 0 })
    expect(spreadFor({ perSecond: 350, perMinute: 3500 }).gapMs).toBeCloseTo(60_000 / 3460, 5)
  })

  // Klaviyo's tiers and others. No window of a second or a minute may contain too many calls.
  it.each([
    { perSecond: 1, perMinute: 15 },
    { perSecond: 3, perMinute: 60 },
    { perSecond: 10, perMinute: 150 },
    { perSecond: 75, perMinute: 700 },
    { perSecond: 350, perMinute: 3500 },
    { perSecond: 20 },
    { perSecond: 50 },
    { perMinute: 1 },
  ])('allows no more than %j in any second or minute', (rate) => {
    const { atOnce, gapMs } = spreadFor(rate)
    const most = (windowMs: number) => {
      const times = Array.from({ length: 5000 }, (_, n) => Math.floor(n / atOnce) * atOnce * gapMs)
      const counts = times.slice(0, 200).map((start) => {
        const end = start + windowMs - 0.001
        return times.filter((at) => at >= start && at <= end).length
      })
      return Math.max(...counts)
    }
    const { perSecond = Infinity, perMinute = Infinity } = rate as Record<string, number>
    expect(most(1000)).toBeLessThanOrEqual(perSecond)
    expect(most(60_000)).toBeLessThanOrEqual(perMinute)
  })

  it('books the calls of several consumers one after the other', async () => {
    expect(await booked(1000)).toMatchObject({ booked: true, startAt: NOW })
    expect(await booked(500)).toMatchObject({ booked: true, startAt: NOW + 1000 })
    expect(await booked(10, NOW + 9000)).toMatchObject({ booked: true, startAt: NOW + 9000 })
  })

  it('refuses a booking too far ahead, and says when to try again', async () => {
    await booked(90_000)
    expect(await booked(1000)).toEqual({ booked: false, againAt: NOW + 90_000 })
    expect(await booked(1000, NOW + 40_000)).toMatchObject({ booked: true, startAt: NOW + 90_000 })
  })

  it('closes after twelve failures in a row, and opens after the first success', async () => {
    const told = (worked: number, failed: number, now = NOW) =>
      reportCalls(world.env.DB, 's', 'd', { worked, failed }, now)
    await booked(0)
    expect(await told(0, 6)).toEqual({ closed: false })
    expect(await told(1, 5)).toEqual({ closed: false })
    expect(await told(0, 6)).toEqual({ closed: false })
    expect(await told(0, 6)).toEqual({ closed: true })
    expect(await booked(0)).toEqual({ booked: false, againAt: NOW + 60_000 })
    expect(await booked(0, NOW + 60_000)).toMatchObject({ booked: true, startAt: NOW + 60_000 })
    expect(await told(0, 1, NOW + 60_000)).toEqual({ closed: true })
    expect(await booked(0, NOW + 60_001)).toMatchObject({ booked: false })
    expect(await told(1, 0, NOW + 120_000)).toEqual({ closed: false })
    expect(await booked(0, NOW + 120_000)).toMatchObject({ booked: true })
  })
})

describe('delivery', () => {
  it('keeps to the rate of a destination', async () => {
    const shop = await makeShop({ destinations: [{ type: 'email', rate: { perSecond: 20 } }] })
    for (let n = 0; n < 24; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const times: number[] = []
    world.beforeMail = () => void times.push(Date.now())
    await drain()
    const { atOnce, gapMs } = spreadFor({ perSecond: 20 })
    const [gate] = await table<{ free_at: number }>('gate')
    const start = (gate?.free_at ?? 0) - Math.ceil(24 * gapMs)
    const group = (index: number) => Math.floor(index / atOnce)
    // A timer may fire up to a millisecond early.
    const early = times.filter((at, index) => at < start + group(index) * atOnce * gapMs - 1)
    expect(times).toHaveLength(24)
    expect(early).toEqual([])
  })

  it('stops calling a destination that is down, and sends each message once when it is back', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 40; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    let tries = 0
    world.beforeMail = () => {
      tries += 1
      throw Object.assign(new Error('down'), { code: 'E_INTERNAL_SERVER_ERROR' })
    }
    await drain()
    expect(tries).toBeLessThanOrEqual(18)
    const rows = await table('outbox')
    expect(rows).toHaveLength(40)
    expect(rows.filter((row) => row['attempts'] === 0).length).toBeGreaterThanOrEqual(22)

    world.beforeMail = () => {}
    await world.env.DB.batch([
      world.env.DB.prepare('UPDATE outbox SET due_at = 0'),
      world.env.DB.prepare('UPDATE gate SET closed_until = 0'),
    ])
    await tick()
    await drain()
    expect(world.mails).toHaveLength(40)
    expect(new Set(world.mails.map(({ to }) => to)).size).toBe(40)
  })
})

describe('a dead message', () => {
  async function twoDead() {
    const shop = await makeShop()
    await shop.subscribe({ email: 'p1@example.com' })
    await shop.subscribe({ email: 'p2@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    world.beforeMail = (to) => {
      const code = to.startsWith('p1') ? 'E_CONTENT_TOO_LARGE' : 'E_RECIPIENT_NOT_ALLOWED'
      throw Object.assign(new Error('no'), { code })
    }
    await drain()
    world.beforeMail = () => {}
    return shop
  }

  it('is listed with its reason, and can be retried', async () => {
    const shop = await twoDead()
    const listed = await shop.api('GET', '/v1/notifications?reason=e_content_too_large')
    const { dead } = await listed.json<{ dead: { id: string; reason: string; sku: string }[] }>()
    expect(dead).toMatchObject([{ sku: 'TEE-M', reason: 'e_content_too_large', call: 'notify' }])
    const path = `/v1/notifications/${encodeURIComponent(dead[0]?.id ?? '')}/retry`
    expect((await shop.api('POST', path, {})).status).toBe(202)
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['p1@example.com'])
    expect((await shop.api('POST', path, {})).status).toBe(404)
  })

  it('can be retried in bulk by its reason', async () => {
    const shop = await twoDead()
    const response = await shop.api('POST', '/v1/notifications/retry', {
      reason: 'e_recipient_not_allowed',
    })
    expect(await response.json()).toEqual({ retried: 1 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['p2@example.com'])
    expect(await table('outbox')).toHaveLength(1)
  })

  it('can neither be read nor retried by another shop', async () => {
    await twoDead()
    const other = await makeShop()
    expect(await (await other.api('GET', '/v1/notifications')).json()).toEqual({ dead: [] })
    const all = await other.api('POST', '/v1/notifications/retry', {
      reason: 'e_content_too_large',
    })
    expect(await all.json()).toEqual({ retried: 0 })
  })
})

describe('the log', () => {
  it('can be filtered by time', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const list = async (query: string) => {
      const response = await shop.api('GET', `/v1/log?${query}`)
      return (await response.json<{ entries: { at: string }[] }>()).entries
    }
    const entries = async (query: string) => (await list(query)).length
    const [entry] = await list('')
    const at = (ms: number) => new Date(Date.parse(entry?.at ?? '') + ms).toISOString()
    expect(await entries(`since=${at(-60_000)}`)).toBe(1)
    expect(await entries(`since=${at(60_000)}`)).toBe(0)
    expect(await entries(`until=${at(-60_000)}`)).toBe(0)
    expect(await entries(`since=${at(-60_000)}&until=${at(60_000)}`)).toBe(1)
  })
})

describe('a consumer that takes too long', () => {
  it('leaves its messages to another consumer before the lease ends', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 14; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    const now = Date.now()
    let late = 0
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now + late)
    world.beforeMail = () => void (late = OUTBOX_LEASE_MS - LEASE_SPARE_MS + 1)
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(world.mails).toHaveLength(6)
    expect(await table('outbox')).toHaveLength(8)
    expect(world.queued).toHaveLength(1)
    world.beforeMail = () => {}
    await drain()
    clock.mockRestore()
    expect(new Set(world.mails.map(({ to }) => to)).size).toBe(14)
    expect(world.mails).toHaveLength(14)
  })
})

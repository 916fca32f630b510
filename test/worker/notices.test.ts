/** Mails that the sweep writes to a shop's team: long lists, and the report of a week. */
import { describe, expect, it, vi } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../worker/limits.ts'
import {
  ask,
  drain,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

/** A shop with one member, who has confirmed. */
async function withTeam(settings: Record<string, unknown> = {}): Promise<TestShop> {
  const shop = await makeShop(settings)
  await shop.api('POST', '/v1/team', { email: 'olga@acme.example' })
  await drain()
  const body = new URLSearchParams({ do: 'confirm' })
  await ask(linkIn(world.mails[0]?.text, 't'), { method: 'POST', body })
  world.mails = []
  return shop
}

const lastDigits = (shop: TestShop) => Number.parseInt(shop.id.slice(-2), 16)

/** Sweeps in the minute of an hour that is the shop's turn, and gives the mails to the team. */
async function sweepAt(shop: TestShop, hour: number) {
  const turn = hour - (hour % HOUR_MS) + (lastDigits(shop) % 60) * MINUTE_MS
  const at = turn < Date.now() ? turn + HOUR_MS : turn
  vi.setSystemTime(at)
  await tick(at)
  await drain()
  return world.mails.splice(0).filter(({ to }) => to === 'olga@acme.example')
}

describe('a list that becomes long', () => {
  it('is one mail, until half as many wait', async () => {
    const shop = await withTeam({ notices: { listAbove: 2 } })
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Harbour <tee>', variantTitle: 'M', url: `${ORIGIN}/p/tee` },
    ])
    const now = Date.now()
    for (const n of [1, 2]) await shop.subscribe({ email: `p${n}@example.com` })
    expect(await sweepAt(shop, now)).toEqual([])
    await shop.subscribe({ email: 'p3@example.com' })
    const [mail, ...more] = await sweepAt(shop, now)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ subject: '3 people wait for Harbour <tee>, M (TEE-M)' })
    expect(mail?.html).toContain('Harbour &lt;tee&gt;, M (TEE-M): 3 people')
    expect(await sweepAt(shop, now)).toEqual([])

    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    expect(await sweepAt(shop, now)).toEqual([])
    for (const n of [4, 5, 6]) await shop.subscribe({ email: `p${n}@example.com` })
    expect(await sweepAt(shop, now)).toHaveLength(1)
  })

  it('is named with others, the most wanted first, and counted beyond ten', async () => {
    const shop = await withTeam({ notices: { listAbove: 1 } })
    for (let n = 0; n < 11; n += 1) {
      for (const person of n === 5 ? ['a', 'b', 'c'] : ['a', 'b']) {
        await shop.subscribe({ sku: `S${n}`, email: `${person}@example.com` })
      }
    }
    const [mail] = await sweepAt(shop, Date.now())
    expect(mail?.subject).toBe('11 products have more than 1 person waiting')
    expect(mail?.text).toMatch(/- S5: 3 people\n- S0: 2 people\n[^]*\nAnd 1 more\./)
  })

  it('is no mail in another minute of the hour, nor to a member who wants none', async () => {
    const shop = await withTeam({ notices: { listAbove: 1 } })
    for (const n of [1, 2]) await shop.subscribe({ email: `p${n}@example.com` })
    const turn = lastDigits(shop) % 60
    const hour = Date.now() - (Date.now() % HOUR_MS)
    await tick(hour + ((turn + 1) % 60) * MINUTE_MS)
    expect(await table('outbox')).toEqual([])
    const { members } = await (
      await shop.api('GET', '/v1/team')
    ).json<{ members: { id: string }[] }>()
    await shop.api('PATCH', `/v1/team/${members[0]?.id}`, { notices: { list_long: false } })
    expect(await sweepAt(shop, hour)).toEqual([])
  })
})

describe('a restock that waits for approval', () => {
  it('is one mail to the team, which says how many wait', async () => {
    const shop = await withTeam({ rules: { approval: 'always' } })
    for (const n of [1, 2]) await shop.subscribe({ email: `p${n}@example.com` })
    for (const quantity of [5, 4]) await shop.setStock({ sku: 'TEE-M', quantity })
    await drain()
    vi.setSystemTime(Date.now() + 5 * MINUTE_MS)
    await tick()
    await drain()
    const [restock] = await table('restock')
    expect(restock).toMatchObject({ state: 'awaiting' })
    expect(world.mails).toMatchObject([
      { to: 'olga@acme.example', subject: 'A restock waits for your approval: TEE-M' },
    ])
    expect(world.mails[0]?.text).toContain('2 people wait for it')
    expect(world.mails[0]?.text).toContain(`/v1/restocks/${restock?.['id']}/approve`)
  })
})

describe('the weekly report', () => {
  // A Monday.
  const MONDAY = Date.UTC(2026, 10, 30)

  it('goes out once, on Monday after six o’clock UTC, with the figures of the week before', async () => {
    vi.setSystemTime(MONDAY - 3 * DAY_MS)
    const shop = await withTeam()
    const price = { title: 'Tee', url: `${ORIGIN}/p/tee`, price: 20, currency: 'EUR' }
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', ...price }])
    for (const n of [1, 2, 3]) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 9 })
    await drain()
    vi.setSystemTime(MONDAY - 2 * DAY_MS)
    const items = [{ sku: 'TEE-M', quantity: 1, price: 19.5, currency: 'EUR' }]
    await shop.api('POST', '/v1/orders', { id: '7', email: 'p1@example.com', items })
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe({ sku: 'MUG', email: 'p4@example.com' })
    world.mails = []

    for (const [hour, mails] of [
      [MONDAY - 12 * HOUR_MS, 0],
      [MONDAY + 4 * HOUR_MS, 0],
      [MONDAY + 6 * HOUR_MS, 1],
      [MONDAY + 8 * HOUR_MS, 0],
      [MONDAY + DAY_MS, 0],
    ] as const) {
      vi.setSystemTime(hour)
      const sent = await sweepAt(shop, hour)
      expect([new Date(hour).toISOString(), sent.length]).toEqual([
        new Date(hour).toISOString(),
        mails,
      ])
      if (mails === 0) continue
      expect(sent[0]?.subject).toBe('Your week at Acme: 4 asked, 3 got their message')
      expect(sent[0]?.text).toContain('The week from 2026-11-23 to 2026-11-29')
      expect(sent[0]?.text).toContain('1 order came within 7 days of a message: €19.50.')
      expect(sent[0]?.text).toMatch(/Most wanted now:\n\n- MUG: 1 person/)
    }
  })

  it('names where people still waited when a restock sold out', async () => {
    vi.setSystemTime(MONDAY - 3 * DAY_MS)
    const shop = await withTeam({
      rules: { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
    })
    for (const n of [1, 2, 3]) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    vi.setSystemTime(MONDAY - 3 * DAY_MS + HOUR_MS)
    await tick(MONDAY - 3 * DAY_MS + HOUR_MS)
    await drain()
    vi.setSystemTime(MONDAY + 8 * HOUR_MS)
    const [mail] = await sweepAt(shop, MONDAY + 8 * HOUR_MS)
    expect(mail?.text).toMatch(/Sold out again while people still waited:\n\n- TEE-M: 2 people/)
  })

  it('of a week without anything is no mail', async () => {
    vi.setSystemTime(MONDAY + 8 * HOUR_MS)
    const shop = await withTeam()
    expect(await sweepAt(shop, MONDAY + 8 * HOUR_MS)).toEqual([])
    expect(await table('notice_made')).toMatchObject([{ about: '2026-11-23' }])
  })
})

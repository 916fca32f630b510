/** `GET /v1/reports/daily`, and what counts for it. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DAY_MS, VIEWED_SKUS } from '../../worker/limits.ts'
import { percentile } from '../../worker/report/rules.ts'
import { dropCounters } from '../../worker/report/store.ts'
import { countViews, flushViews } from '../../worker/report/views.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { ask, drain, linkIn, makeShop, table, type TestShop, world } from './harness.ts'

interface Report {
  attributionDays: number
  from: string
  until: string
  totals?: Record<string, unknown>
  rows: Record<string, unknown>[]
  cursor?: string
}

async function report(shop: TestShop, query = ''): Promise<Report> {
  const answer = await shop.api('GET', `/v1/reports/daily${query}`)
  expect([query, answer.status]).toEqual([query, 200])
  return answer.json<Report>()
}

const NOTHING = {
  views: 0,
  asked: 0,
  toConfirm: 0,
  confirmed: 0,
  told: 0,
  clicked: 0,
  bought: 0,
  units: 0,
  money: [],
}

/** A row of the counters, some days ago. */
const day = (shop: TestShop, ago: number, sku: string, counts: Record<string, unknown> = {}) =>
  world.env.DB.prepare(
    `INSERT INTO daily (shop_id, day, sku, views, told, money, told_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
  )
    .bind(
      shop.id,
      Math.floor(Date.now() / DAY_MS) - ago,
      sku,
      counts['views'] ?? 1,
      counts['told'] ?? 0,
      JSON.stringify(counts['money'] ?? {}),
      JSON.stringify(counts['steps'] ?? {}),
    )
    .run()

const view = (shop: TestShop, ...skus: string[]) =>
  shop.page(
    'GET',
    `/v1/client/availability?shop=${shop.publicKey}${skus.map((sku) => `&sku=${sku}`).join('')}`,
  )

afterEach(() => void vi.useRealTimers())

describe('the report by day', () => {
  it('counts each step from the request to the order once, whatever is repeated', async () => {
    const shop = await makeShop()
    await shop.subscribe({ email: 'ada@example.com' })
    await shop.subscribe({ email: 'ada@example.com' })
    await shop.subscribe({ email: 'grace@example.com', country: 'DE' })
    await drain()
    const confirm = linkIn(world.mails[0]?.text, 'c')
    for (let press = 0; press < 2; press += 1) await ask(confirm, { method: 'POST' })
    // Claimed, put back because the variant sold out, and claimed again.
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const [match] = world.queued.splice(0)
    if (match) world.queued.push(match)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const alerts = world.mails.filter(({ text }) => linkIn(text, 'r') !== '')
    expect(alerts).toHaveLength(2)
    const click = linkIn(alerts[0]?.text, 'r')
    for (let n = 0; n < 2; n += 1) await ask(click)
    const order = {
      id: '1',
      email: 'ada@example.com',
      items: [{ sku: 'TEE-M', quantity: 2, price: 19.9, currency: 'EUR' }],
    }
    for (let n = 0; n < 2; n += 1) await shop.api('POST', '/v1/orders', order)
    await shop.api('POST', '/v1/orders', { ...order, id: '2', email: 'eve@example.com' })

    const { attributionDays, totals, rows } = await report(shop, '?by=day,sku')
    const counts = {
      ...NOTHING,
      asked: 2,
      toConfirm: 1,
      confirmed: 1,
      told: 2,
      clicked: 1,
      bought: 1,
      units: 2,
      money: [{ currency: 'EUR', amount: 39.8 }],
      timeToTell: { p50Ms: expect.any(Number), p95Ms: expect.any(Number) },
    }
    expect(attributionDays).toBe(7)
    expect(totals).toEqual(counts)
    expect(rows.map((row) => row['sku'])).toEqual(rows.map(() => 'TEE-M'))
  })

  it('counts a person once who is told over two channels', async () => {
    const shop = await makeShop()
    const insert = (id: string, at: number) =>
      world.env.DB.prepare(
        `INSERT INTO notification (contact_id, sku, id, shop_id, restock_id, subscription_id, channels, destination,
           sent_at) VALUES ('c', 'A', ?1, ?2, ?3, 's', 1, 'x', ?4)`,
      ).bind(id, shop.id, `${(1_000_000).toString(16).padStart(12, '0')}${'0'.repeat(20)}`, at)
    await insert('s:email:1', 1_060_000).run()
    await insert('s:sms:2', 1_070_000).run()
    const click = (id: string) =>
      world.env.DB.prepare('UPDATE notification SET clicked_at = 2000000 WHERE id = ?1').bind(id)
    await click('s:sms:2').run()
    await click('s:email:1').run()
    const [row] = await table<Record<string, number | string>>('daily')
    expect(row).toMatchObject({ told: 1, clicked: 1 })
    const steps = JSON.parse(String(row?.['told_ms'])) as Record<string, number>
    expect(Math.abs((percentile(steps, 0.5) ?? 0) - 60_000)).toBeLessThan(60_000 * 0.095)
  })

  it('adds up by day, by sku, and by both, in pages, with totals of all on the first', async () => {
    const shop = await makeShop()
    await day(shop, 0, 'A', { views: 5, money: { EUR: 10.5, SEK: 1 } })
    await day(shop, 0, 'B', { views: 3, money: { EUR: 2 }, told: 3, steps: { 40: 3 } })
    await day(shop, 1, 'A', { views: 1, told: 1, steps: { 80: 1 } })
    await day(shop, 40, 'A', { views: 100 })
    const { from, until, totals, rows } = await report(shop)
    expect(Date.parse(until) - Date.parse(from)).toBe(29 * DAY_MS)
    const money = [
      { currency: 'EUR', amount: 12.5 },
      { currency: 'SEK', amount: 1 },
    ]
    const timeToTell = { p50Ms: 1_117, p95Ms: 1_143_480 }
    expect(totals).toEqual({ ...NOTHING, views: 9, told: 4, money, timeToTell })
    expect(rows.map((row) => [row['day'], row['views'], row['sku']])).toEqual([
      [until, 8, undefined],
      [new Date(Date.parse(until) - DAY_MS).toISOString().slice(0, 10), 1, undefined],
    ])
    for (const [by, views] of [
      ['day', [8, 1]],
      ['sku', [6, 3]],
      ['day,sku', [5, 3, 1]],
    ] as const) {
      const paged: unknown[] = []
      let query = `?by=${by}&limit=1`
      for (;;) {
        const page = await report(shop, query)
        expect(page.totals !== undefined).toBe(!query.includes('cursor'))
        paged.push(...page.rows.map((row) => row['views']))
        if (page.cursor === undefined) break
        query = `?by=${by}&limit=1&cursor=${page.cursor}`
      }
      expect(paged).toEqual(views)
    }
    expect((await report(shop, '?sku=B')).totals).toMatchObject({ views: 3 })
    expect((await report(shop, `?from=${until}&until=${until}`)).totals).toMatchObject({ views: 8 })
  })

  it.each([
    ['from=2026-02-30', '/from', 'date_invalid'],
    ['from=tomorrow', '/from', 'date_invalid'],
    ['until=1', '/until', 'date_invalid'],
    ['from=2026-11-02&until=2026-11-01', '/from', 'date_invalid'],
    ['by=week', '/by', 'choice_unknown'],
    ['sku=', '/sku', 'empty'],
    ['cursor=x', '/cursor', 'cursor_invalid'],
    ['limit=1e2', '/limit', 'limit_invalid'],
  ])('refuses %s with its pointer', async (query, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('GET', `/v1/reports/daily?${query}`)
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer, code }] })
  })

  it('reads the rows of its days, and none of older days', async () => {
    const shop = await makeShop()
    for (const ago of [0, 1, 2, 90]) await day(shop, ago, 'A')
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async () => {
      await report(shop)
      takeUsed()
      await report(shop)
      return takeUsed()
    }
    const few = await cost()
    for (let ago = 30; ago < 60; ago += 1) await day(shop, ago, 'A')
    expect(await cost()).toEqual(few)
    expect(few.read).toBeLessThan(30)
  })

  it('is kept for 400 days, and the counters of a variant until its growth is over', async () => {
    const shop = await makeShop()
    for (const ago of [0, 400, 401]) await day(shop, ago, 'A')
    await shop.subscribe()
    const today = Math.floor(Date.now() / DAY_MS)
    const old = Object.fromEntries(Array.from({ length: 450 }, (_, n) => [today - n, 1]))
    const { DB } = world.env
    await DB.prepare('UPDATE demand SET days = ?1').bind(JSON.stringify(old)).run()
    const gone = `INSERT INTO demand (shop_id, sku, locale, external_id, changed_day) VALUES (?1, ?2, '', '', ?3)`
    await DB.prepare(gone)
      .bind(shop.id, 'GONE', today - 8)
      .run()
    await DB.prepare(gone)
      .bind(shop.id, 'LATELY', today - 7)
      .run()
    await dropCounters(DB, Date.now())
    expect((await table('daily')).map((row) => today - Number(row['day']))).toEqual([400, 0, 0])
    const left = await table<{ sku: string; days: string }>('demand')
    expect(left.map(({ sku }) => sku)).toEqual(['LATELY', 'TEE-M'])
    const days = JSON.parse(left[1]?.days ?? '{}') as Record<string, number>
    expect(Object.keys(days)).toHaveLength(402)
    expect(days['0']).toBe(49)
  })
})

describe('a view of a sold-out variant', () => {
  it('is counted for each variant that is sold out, and written once a minute in one statement', async () => {
    const shop = await makeShop()
    await shop.setStock(
      { sku: 'A', quantity: 0 },
      { sku: 'B', quantity: 0 },
      { sku: 'C', quantity: 2 },
    )
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    // The first one is written at once, the others a minute later.
    for (let n = 0; n < 4; n += 1) await view(shop, 'A', 'C', 'UNKNOWN')
    await view(shop, 'B')
    const views = async () =>
      Object.fromEntries((await table('daily')).map((row) => [row['sku'], row['views']]))
    expect(await views()).toEqual({ A: 1 })
    vi.setSystemTime(Date.now() + 60_000)
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    takeUsed()
    await flushViews(world.env, Date.now())
    expect(takeUsed().written).toBe(2)
    expect(await views()).toEqual({ A: 4, B: 1 })
  })

  it('is not counted for a made-up sku, and a flood of skus takes bounded memory', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'A', quantity: 0 })
    const of = { id: shop.id, database: 'DB' }
    const many = Array.from({ length: VIEWED_SKUS }, (_, n) => `MADE-UP-${n}`)
    countViews(of, [...many, 'A'], Date.now())
    await flushViews(world.env, Date.now())
    expect(await table('daily')).toEqual([])
  })

  it('is kept for the next time if the database gives no answer', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'A', quantity: 0 })
    const now = Date.now()
    countViews({ id: shop.id, database: 'DB' }, ['A'], now)
    const broken = {
      prepare: () => ({ bind: () => ({ run: () => Promise.reject(new Error('no')) }) }),
    }
    await flushViews({ ...world.env, DB: broken as unknown as D1Database }, now)
    expect(await table('daily')).toEqual([])
    await flushViews(world.env, now + 60_000)
    expect(await table('daily')).toMatchObject([{ sku: 'A', views: 1 }])
  })
})

describe('the days for which an order counts', () => {
  it.each([
    [undefined, 6, 1],
    [undefined, 8, 0],
    [1, 2, 0],
    [30, 29, 1],
  ])('are the setting %j: an order after %i days counts %i times', async (days, after, counts) => {
    const shop = await makeShop(days === undefined ? {} : { reports: { attributionDays: days } })
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await world.env.DB.prepare('UPDATE notification SET sent_at = sent_at - ?1')
      .bind(after * DAY_MS)
      .run()
    const items = [{ sku: 'TEE-M' }]
    await shop.api('POST', '/v1/orders', { id: '1', email: 'ada@example.com', items })
    const { attributionDays, totals } = await report(shop)
    expect(attributionDays).toBe(days ?? 7)
    expect(totals).toMatchObject({ bought: counts })
  })

  it.each([0, 31, 1.5, '7', null])('are not %j', async (attributionDays) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { reports: { attributionDays } })
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/reports/attributionDays' }] })
  })
})

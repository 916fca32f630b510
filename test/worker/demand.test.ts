/** `GET /v1/demand` and `GET /v1/demand/:sku`: who waits for what. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { newId } from '../../worker/ids.ts'
import { DAY_MS } from '../../worker/limits.ts'
import { ask as send, drain, makeShop, ORIGIN, type TestShop, world } from './harness.ts'

interface Variant {
  sku: string
  people: number
  [name: string]: unknown
}
interface Page {
  demand: Variant[]
  currency?: string
  cursor?: string
}

async function list(shop: TestShop, query = ''): Promise<Page> {
  const answer = await shop.api('GET', `/v1/demand${query}`)
  expect([query, answer.status]).toEqual([query, 200])
  return answer.json<Page>()
}

const skusOf = async (shop: TestShop, query = '') =>
  (await list(shop, query)).demand.map(({ sku }) => sku)

const TODAY = Math.floor(Date.now() / DAY_MS)

interface Asked {
  sku: string
  days?: number
  wanted?: number
  locale?: string
  pending?: boolean
}

/** People who asked some days ago, written as rows. They are not in the figures of the growth. */
async function people(shop: TestShop, ...asked: Asked[]): Promise<void> {
  const { DB } = world.env
  const insert = DB.prepare(
    `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels, addresses, product,
       wanted, request_id, unconfirmed)
     SELECT j.value ->> 'id', ?1, j.value ->> 'id', j.value ->> 'sku', j.value ->> 'locale', '', 1, '{}',
       j.value ->> 'product', j.value ->> 'wanted', j.value ->> 'id', j.value ->> 'pending'
     FROM json_each(?2) j`,
  )
  const rows = asked.map(({ sku, days = 0, wanted = 1, locale = '', pending = false }) => ({
    id: newId((TODAY - days) * DAY_MS + 43_200_000),
    sku,
    locale,
    wanted,
    pending: pending ? 1 : 0,
    product: JSON.stringify({ title: 'Page tee', url: `${ORIGIN}/p`, price: 7, currency: 'SEK' }),
  }))
  await insert.bind(shop.id, JSON.stringify(rows)).run()
}

const noGrowth = (days: Record<string, number> = {}) =>
  world.env.DB.prepare('UPDATE demand SET net = ?1').bind(JSON.stringify(days)).run()

const entry = (sku: string, more: object = {}) => ({
  sku,
  title: `Title of ${sku}`,
  url: `${ORIGIN}/p/${sku}`,
  ...more,
})

/** A: 3 people, 5 units, long ago. B: 2 people, 6 units. C: one of each, in two locales, with two prices. */
async function threeVariants(): Promise<TestShop> {
  const shop = await makeShop()
  await people(
    shop,
    { sku: 'A', days: 30, wanted: 2 },
    { sku: 'A', days: 9 },
    { sku: 'A', days: 1, wanted: 2 },
    { sku: 'A', pending: true },
    { sku: 'B', days: 12, wanted: 3 },
    { sku: 'B', days: 11, wanted: 3 },
    { sku: 'C', days: 40, locale: 'sv' },
    { sku: 'C', days: 2, locale: 'en' },
  )
  await shop.api('PUT', '/v1/products', [
    entry('A', { price: 10, currency: 'EUR', brand: 'Acme', tags: ['new', 'sale'] }),
    entry('B', { price: 1, currency: 'EUR', brand: 'Other', collections: ['summer'] }),
    entry('C', { locale: 'sv', price: 100, currency: 'SEK', title: 'Örngott 100%_äkta' }),
    entry('C', { locale: 'en', price: 9, currency: 'EUR', image: `${ORIGIN}/c.png` }),
  ])
  await shop.setStock({ sku: 'A', quantity: 0 }, { sku: 'C', quantity: 0, locale: 'sv' })
  await noGrowth()
  return shop
}

describe('the list of demand', () => {
  it('says of a variant who waits, for how long, what they would spend, and by what they named', async () => {
    const shop = await threeVariants()
    await noGrowth({ [TODAY - 8]: 100, [TODAY - 7]: 5, [TODAY]: -2 })
    const { demand } = await list(shop)
    expect(demand[0]).toEqual({
      sku: 'A',
      product: { title: 'Title of A', url: `${ORIGIN}/p/A`, brand: 'Acme' },
      people: 3,
      units: 5,
      unconfirmed: 1,
      money: [{ currency: 'EUR', amount: 50 }],
      priceFrom: 'catalog',
      medianWaitDays: 9,
      longestWaitDays: 30,
      growth7d: 3,
      levels: [{ quantity: 0, at: expect.any(String) }],
      by: [{ people: 3, units: 5, unconfirmed: 1 }],
    })
    expect(demand[2]).toMatchObject({
      sku: 'C',
      product: { title: 'Title of C', image: `${ORIGIN}/c.png` },
      money: [
        { currency: 'EUR', amount: 9 },
        { currency: 'SEK', amount: 100 },
      ],
      growth7d: 6,
      medianWaitDays: 40,
      levels: [{ locale: 'sv', quantity: 0 }],
      by: [
        { locale: 'en', people: 1, units: 1 },
        { locale: 'sv', people: 1, units: 1 },
      ],
    })
  })

  it.each([
    ['people', 'A B C'],
    ['units', 'B A C'],
    ['money&currency=EUR', 'A C B'],
    ['money&currency=SEK', 'C A B'],
    ['money', 'A C B'],
    ['longest', 'C A B'],
    ['median', 'C B A'],
    ['growth', 'B A C'],
  ])('sorts by %s', async (sort, order) => {
    const shop = await threeVariants()
    const net = JSON.stringify({ [TODAY]: 4, [TODAY - 9]: 99 })
    await world.env.DB.prepare(`UPDATE demand SET net = ?1 WHERE sku = 'B'`).bind(net).run()
    expect((await skusOf(shop, `?sort=${sort}`)).join(' ')).toBe(order)
    // Ties keep the order of the skus.
    const turned = await skusOf(shop, `?sort=${sort}&order=asc`)
    expect(turned.toSorted().join(' ')).toBe('A B C')
    expect(turned[2]).toBe(order.split(' ')[0])
    const paged: string[] = []
    for (let cursor = ''; ;) {
      const page = await list(shop, `?sort=${sort}&limit=1${cursor}`)
      paged.push(...page.demand.map(({ sku }) => sku))
      if (page.cursor === undefined) break
      cursor = `&cursor=${page.cursor}`
    }
    expect(paged.join(' ')).toBe(order)
  })

  it.each([
    ['tag=sale', 'A'],
    ['tag=Sale', ''],
    ['brand=Other', 'B'],
    ['collection=summer', 'B'],
    ['inStock=true', 'C'],
    ['inStock=false', 'A B'],
    ['q=title of b', 'B'],
    ['q=c', 'C'],
    ['q=ÖRNGOTT', 'C'],
    ['q=0%25_Ä', 'C'],
    ['q=%25', 'C'],
    ['q=_', 'C'],
    [`q=${encodeURIComponent("' OR 1=1 --")}`, ''],
    ['tag=sale&brand=Other', ''],
  ])('keeps what fits %s', async (query, fits) => {
    const shop = await threeVariants()
    await shop.setStock({ sku: 'C', quantity: 1, externalId: 'elsewhere' })
    expect((await skusOf(shop, `?sort=sku&${query}`)).join(' ')).toBe(fits)
  })

  it('marks prices that only a page or a form named, and counts none where none is known', async () => {
    const shop = await makeShop()
    await people(shop, { sku: 'FORM', wanted: 2 }, { sku: 'PAGE' })
    await world.env.DB.prepare('INSERT INTO page_product VALUES (?1, ?2, ?3, 0)')
      .bind(shop.id, 'PAGE', JSON.stringify({ title: 'P', url: ORIGIN, price: 3, currency: 'EUR' }))
      .run()
    const { shop: _, product: __, ...nameless } = shop.request({ sku: 'NONE' })
    await shop.api('POST', '/v1/subscriptions', nameless)
    const found = (await list(shop, '?sort=sku')).demand
    expect(found.map(({ sku, money, priceFrom }) => [sku, money, priceFrom])).toEqual([
      ['FORM', [{ currency: 'SEK', amount: 14 }], 'request'],
      ['NONE', [], undefined],
      ['PAGE', [{ currency: 'EUR', amount: 3 }], 'page'],
    ])
  })

  it('goes on where a page ended while people come and go, and repeats no variant that stays', async () => {
    const shop = await makeShop()
    const skus = ['A', 'B', 'C', 'D', 'E', 'F']
    await people(shop, ...skus.flatMap((sku, n) => Array.from({ length: 10 - n }, () => ({ sku }))))
    const first = await list(shop, '?limit=2')
    // The last variant of the page goes away, one of the next gets more people, another one is new.
    await world.env.DB.prepare(`DELETE FROM subscription WHERE sku = 'B'`).run()
    await people(shop, { sku: 'D' }, { sku: 'NEW' })
    const rest = await list(shop, `?cursor=${first.cursor}`)
    expect([...first.demand, ...rest.demand].map(({ sku }) => sku)).toEqual([...skus, 'NEW'])
  })

  it('leaves out variants for which nobody waits any more', async () => {
    const shop = await makeShop()
    await shop.subscribe({ sku: 'GONE' })
    await shop.subscribe({ sku: 'STAYS' })
    await shop.setStock({ sku: 'GONE', quantity: 5 })
    await drain()
    const { demand } = await list(shop)
    expect(demand.map(({ sku, growth7d }) => [sku, growth7d])).toEqual([['STAYS', 1]])
  })

  it.each([
    ['sort=best', '/sort', 'choice_unknown'],
    ['order=up', '/order', 'choice_unknown'],
    ['inStock=yes', '/inStock', 'choice_unknown'],
    ['currency=euro', '/currency', 'too_long'],
    ['limit=0', '/limit', 'limit_invalid'],
    ['q=a%00b', '/q', 'control_character'],
    ['tag=', '/tag', 'empty'],
    ['cursor=abc', '/cursor', 'cursor_invalid'],
    [
      `cursor=${btoa('{"sort":"people","order":"desc","key":[],"sku":"A"}')}`,
      '/cursor',
      'cursor_invalid',
    ],
    [
      `cursor=${btoa('{"sort":"units","order":"desc","key":1,"sku":"A"}').replaceAll('=', '')}`,
      '/cursor',
      'cursor_invalid',
    ],
  ])('refuses %s with its pointer', async (query, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('GET', `/v1/demand?${query}`)
    expect(await answer.json()).toMatchObject({ status: 422, errors: [{ pointer, code }] })
  })

  it('reads no more rows of a shop with 5,000 people than of one with 200, whatever the sort', async () => {
    const shop = await makeShop()
    const skus = Array.from({ length: 200 }, (_, n) => `S${String(n).padStart(3, '0')}`)
    await people(shop, ...skus.map((sku, n) => ({ sku, days: n % 20 })))
    await shop.api(
      'PUT',
      '/v1/products',
      skus.map((sku) => entry(sku, { price: 2, currency: 'EUR' })),
    )
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const sorts = ['people', 'units', 'money', 'longest', 'median', 'growth', 'sku&q=title']
    const costs = async () => {
      const all: Record<string, number> = {}
      for (const sort of sorts) {
        takeUsed()
        await list(shop, `?sort=${sort}&limit=20`)
        const { read, written } = takeUsed()
        expect(written).toBe(0)
        all[sort] = read
      }
      return all
    }
    await list(shop)
    const few = await costs()
    await people(
      shop,
      ...Array.from({ length: 4_800 }, (_, n) => ({ sku: skus[n % 200] ?? '', days: n % 20 })),
    )
    const many = await costs()
    expect(many).toEqual(few)
    for (const sort of ['people', 'units', 'growth']) expect(few[sort]).toBeLessThan(200 * 4.5)
    for (const sort of sorts) expect(few[sort]).toBeLessThan(200 * 14)
  })
})

describe('the people of a variant', () => {
  const keyFor = async (shop: TestShop, ...scopes: string[]) => {
    const made = await shop.api('POST', '/v1/keys', { name: 'k', scopes })
    const { secretKey } = await made.json<{ secretKey: string }>()
    return async (path: string) => {
      const answer = await send(path, { headers: { Authorization: `Bearer ${secretKey}` } })
      expect(answer.status).toBe(200)
      return answer.json<{ variant?: Variant; people: Variant[]; cursor?: string }>()
    }
  }

  it('are listed in their order, with state, channel and age, and masked for a key that may see figures', async () => {
    const shop = await makeShop({ maxQuantity: 5 })
    await shop.subscribe({ email: 'ada@example.com', locale: 'sv', quantity: 2 })
    await shop.subscribe({ email: 'grace@example.com', country: 'DE' })
    await shop.subscribe({ email: 'joan@example.com' })
    const read = await keyFor(shop, 'read')
    const page = await read('/v1/demand/TEE-M')
    expect(page.variant).toMatchObject({ sku: 'TEE-M', people: 2, unconfirmed: 1 })
    expect(page.people).toEqual([
      {
        place: 1,
        subscription: expect.any(String),
        contact: expect.any(String),
        state: 'waiting',
        channels: ['email'],
        asked: expect.any(String),
        days: 0,
        quantity: 2,
        locale: 'sv',
        email: 'a•••@e•••.com',
      },
      expect.objectContaining({ state: 'unconfirmed', email: 'g•••@e•••.com' }),
      expect.objectContaining({ place: 2, email: 'j•••@e•••.com' }),
    ])
    expect(page.people[1]).not.toHaveProperty('place')
    expect(JSON.stringify(page)).not.toContain('@example.com')
    const whole = await (await keyFor(shop, 'people'))('/v1/demand/TEE-M?limit=1')
    expect(whole.people.map(({ email }) => email)).toEqual(['ada@example.com'])
    // The places go on, and the figures stand on the first page.
    const next = await read(`/v1/demand/TEE-M?limit=2&cursor=${whole.cursor}`)
    expect(next.people.map(({ place }) => place)).toEqual([undefined, 2])
    expect(next).not.toHaveProperty('variant')
  })

  it('are held with the reason while a level would serve them', async () => {
    const conditions = { field: 'wanted', op: 'gte', value: 2 }
    const shop = await makeShop({ maxQuantity: 5, rules: { conditions, keepUnmatched: true } })
    await shop.subscribe({ email: 'ada@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const read = await keyFor(shop, 'read')
    expect((await read('/v1/demand/TEE-M')).people).toMatchObject([
      { place: 1, state: 'held', reason: 'conditions' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    expect((await read('/v1/demand/TEE-M')).people).toMatchObject([{ state: 'waiting' }])
  })

  it.each([
    ['NOBODY', 404],
    [encodeURIComponent('a\u0000b'), 404],
    ['x'.repeat(201), 404],
    ['TEE-M?cursor=x', 422],
    ['TEE-M?cursor=1:', 422],
    ['TEE-M?limit=201', 422],
    ['LEVEL', 200],
    [encodeURIComponent('OF/CATALOGUE %'), 200],
  ])('of %s are answered %i', async (path, status) => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'LEVEL', quantity: 0 })
    await shop.api('PUT', '/v1/products', [entry('OF/CATALOGUE %')])
    expect((await shop.api('GET', `/v1/demand/${path}`)).status).toBe(status)
  })

  it('cost as many rows on a page of a long list as on one of a short list', async () => {
    const shop = await makeShop()
    const some = (n: number) =>
      people(shop, ...Array.from({ length: n }, (_, one) => ({ sku: 'A', pending: one % 3 === 0 })))
    await some(30)
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async () => {
      takeUsed()
      await shop.api('GET', '/v1/demand/A?limit=20')
      return takeUsed().read
    }
    await cost()
    const short = await cost()
    await some(2_000)
    expect(await cost()).toBe(short)
    expect(short).toBeLessThan(90)
  })
})

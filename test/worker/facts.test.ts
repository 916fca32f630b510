/** What several systems know of a product, in one catalogue entry. */
import { describe, expect, it } from 'vitest'
import type { SourceEntry, SourceFacts } from '../../worker/connectors/sources/entry.ts'
import { shopById } from '../../worker/shop/store.ts'
import { openSink } from '../../worker/source/sink.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { drain, logged, makeShop, table, type TestShop, world } from './harness.ts'

const TEE = { sku: 'TEE-M', title: 'Tee', url: 'https://acme.example/p/tee' }

/** Stores what a source reads, as one run of its own. */
async function reads(
  shop: TestShop,
  what: { entries?: SourceEntry[]; facts?: SourceFacts[] },
  source = 'feed',
) {
  const stored = await shopById(world.env, shop.id)
  if (!stored) throw new Error('no shop')
  const sink = openSink(world.env, stored, source, Date.now())
  await sink.entries(what.entries ?? [])
  await sink.facts(what.facts ?? [])
  await drain()
  return sink.tally
}

const entry = async (locale = ''): Promise<unknown> => {
  const rows = await table<{ sku: string; locale: string; data: string }>('product')
  const data = rows.find((row) => row.sku === 'TEE-M' && row.locale === locale)?.data
  return data && JSON.parse(data)
}

const ALL = {
  price: 39,
  currency: 'EUR',
  brand: 'Nordwind',
  tags: ['new', 'summer'],
  collections: ['Tees'],
  state: 'active',
  restockAt: '2999-12-24',
} as const

describe('facts that a source leaves out', () => {
  it('stay as another system gave them, and null takes one away', async () => {
    const shop = await makeShop()
    await reads(shop, { entries: [{ ...TEE, ...ALL, tags: [...ALL.tags], collections: ['Tees'] }] })
    await reads(shop, { entries: [{ ...TEE, title: 'T-shirt' }] }, 'other')
    expect(await entry()).toEqual({ ...TEE, sku: undefined, ...ALL, title: 'T-shirt' })
    const none = { brand: null, restockAt: null, tags: [], price: 41 }
    await reads(shop, { entries: [{ ...TEE, ...none }] }, 'other')
    const { brand: _brand, restockAt: _restockAt, currency: _currency, ...rest } = ALL
    expect(await entry()).toEqual({ ...rest, title: 'Tee', url: TEE.url, tags: [], price: 41 })
    // The shop's backend replaces the entry.
    await shop.api('PUT', '/v1/products', [TEE])
    expect(await entry()).toEqual({ title: 'Tee', url: TEE.url })
  })

  it('cost no write where nothing changes, however the systems take turns', async () => {
    const shop = await makeShop()
    const said: Parameters<typeof reads>[1][] = [
      { entries: [{ ...TEE, brand: 'Nordwind', price: 39, currency: 'EUR' }] },
      { entries: [{ ...TEE, brand: null, tags: ['b', 'a'], state: 'active' }] },
      { facts: [{ sku: 'TEE-M', collections: ['7'], state: 'active' }] },
      { entries: [{ ...TEE, brand: null, tags: ['a', 'b'], state: 'active' }] },
      { entries: [{ ...TEE, price: 39, currency: 'EUR' }] },
    ]
    const written: number[] = []
    for (const what of [...said, ...said.slice(1)]) {
      written.push((await reads(shop, what)).entriesWritten)
    }
    expect(written).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  it('cost as many rows as an entry, and a few more where one is taken away or there is no entry', async () => {
    const shop = await makeShop()
    await reads(shop, { entries: [{ ...TEE, ...ALL, tags: ['a'], collections: [] }] })
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (what: Parameters<typeof reads>[1]) => {
      takeUsed()
      await reads(shop, what)
      return takeUsed()
    }
    const before = await cost({})
    const more = async (what: Parameters<typeof reads>[1]) => {
      const { read, written } = await cost(what)
      return [read - before.read, written - before.written]
    }
    expect({
      same: await more({ entries: [{ ...TEE, brand: 'Nordwind' }] }),
      none: await more({ entries: [{ ...TEE, brand: null }] }),
      noneAgain: await more({ entries: [{ ...TEE, brand: null }] }),
      facts: await more({ facts: [{ sku: 'TEE-M', tags: ['b'] }] }),
      factsAgain: await more({ facts: [{ sku: 'TEE-M', tags: ['b'] }] }),
      unknown: await more({ facts: [{ sku: 'UNKNOWN', tags: ['b'] }] }),
    }).toEqual({
      same: [4, 0],
      // The entry, and its entry in the index of expected dates.
      none: [6, 2],
      noneAgain: [6, 0],
      facts: [7, 2],
      factsAgain: [7, 0],
      unknown: [6, 0],
    })
  })
})

describe('facts that cannot be read', () => {
  it('are left out and counted, and cost neither the entry nor its other facts', async () => {
    const shop = await makeShop()
    const odd = {
      brand: 7,
      tags: ['new', 'new', 8, ' wide\u0000 ', 'x'.repeat(101), null, '&amp;c'],
      collections: Array.from({ length: 120 }, (_, n) => `c${1000 + n}`),
      state: 'sold',
      restockAt: 'soon',
      price: -1,
      currency: 'euros',
      ['__proto__']: { brand: 'no' },
    } as unknown as SourceEntry
    const tally = await reads(shop, { entries: [{ ...odd, ...TEE }] })
    expect(tally).toMatchObject({ entriesWritten: 1, refused: 0, fieldsLeftOut: 6 })
    expect(await entry()).toEqual({
      title: 'Tee',
      url: TEE.url,
      tags: ['&c', 'new', 'wide'],
      collections: Array.from({ length: 100 }, (_, n) => `c${1000 + n}`),
    })
    const none = [{ sku: 'TEE-M' }, { sku: '', brand: 'x' }, { sku: 'TEE-M', brand: [] }]
    const refused = await reads(shop, { facts: none as unknown as SourceFacts[] })
    expect(refused).toMatchObject({ entriesWritten: 0, refused: 3 })
  })
})

describe('facts without an entry', () => {
  it('change the entries that the catalogue has: all, those of a locale, or of a variant', async () => {
    const shop = await makeShop()
    const sv = { ...TEE, locale: 'sv', variantId: '12' }
    await shop.api('PUT', '/v1/products', [{ ...TEE, variantId: '11' }, sv])
    await reads(shop, {
      facts: [
        { sku: 'TEE-M', brand: 'Nordwind' },
        { sku: 'TEE-M', locale: 'sv', tags: ['ny'] },
        { sku: 'TEE-M', variantId: '11', state: 'hidden' },
        { sku: 'TEE-M', variantId: '13', state: 'discontinued' },
        { sku: 'LAMP', brand: 'Nordwind' },
      ],
    })
    expect(await entry()).toMatchObject({ brand: 'Nordwind', state: 'hidden' })
    expect(await entry('sv')).toMatchObject({ brand: 'Nordwind', tags: ['ny'] })
    expect(await entry('sv')).not.toHaveProperty('state')
    expect(await table('product')).toHaveLength(2)
  })

  it('hide a product, and show it again to the people who wait', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/products', [{ ...TEE, variantId: '11' }])
    await shop.subscribe()
    await reads(shop, { facts: [{ sku: 'TEE-M', variantId: '11', state: 'hidden' }] })
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await drain()
    expect(world.mails).toEqual([])
    await reads(shop, { entries: [{ ...TEE, variantId: '11', state: 'active' }] })
    expect(world.mails).toMatchObject([{ to: 'ada@example.com' }])
  })
})

describe('a product that will not be sold again', () => {
  it('is logged once per change, with the people who wait and the request that closes their list', async () => {
    const shop = await makeShop()
    const discontinued = { ...TEE, sku: 'TEE M/2', state: 'discontinued' as const }
    await shop.subscribe({ sku: 'TEE M/2', email: 'bo@example.com' })
    await shop.subscribe({ sku: 'TEE M/2' })
    const news = { people: 2, close: 'POST /v1/demand/TEE%20M%2F2/close' }
    const says = () => logged(shop, 'product_discontinued')

    await shop.api('PUT', '/v1/products', [{ ...TEE, state: 'discontinued' }])
    expect(await says()).toEqual([])
    await shop.api('PUT', '/v1/products', [discontinued, { ...discontinued, locale: 'sv' }])
    await shop.api('PUT', '/v1/products', [{ ...discontinued, title: 'T-shirt' }])
    expect(await says()).toEqual([news])
    await reads(shop, { entries: [{ ...discontinued, locale: 'sv', state: 'active' }] })
    await reads(shop, { facts: [{ sku: 'TEE M/2', state: 'active' }] })
    await reads(shop, { facts: [{ sku: 'TEE M/2', state: 'discontinued', variantId: 'none' }] })
    expect(await says()).toEqual([news])
    await reads(shop, { facts: [{ sku: 'TEE M/2', state: 'discontinued' }] })
    await reads(shop, {
      entries: [discontinued],
      facts: [{ sku: 'TEE M/2', state: 'discontinued' }],
    })
    expect(await says()).toEqual([news, news])
    expect(world.mails).toEqual([])
    const path = news.close.replace('POST ', '')
    expect((await shop.api('POST', path, { message: false })).status).toBe(202)
  })

  it.each([1, 4])('costs the entry, its index and the log if %i people wait', async (people) => {
    const shop = await makeShop()
    await reads(shop, { entries: [{ ...TEE, state: 'active' }] })
    for (let n = 0; n < people; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async (state: 'active' | 'discontinued') => {
      takeUsed()
      await reads(shop, { entries: [{ ...TEE, state }] })
      return takeUsed()
    }
    const same = await cost('active')
    const { read, written } = await cost('discontinued')
    expect([read - same.read, written]).toEqual([3, 3])
    expect(await logged(shop, 'product_discontinued')).toMatchObject([{ people }])
  })
})

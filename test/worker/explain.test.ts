/** `GET /v1/rules/explain`: which rules count for a variant, and why. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { makeShop, ORIGIN, type TestShop, world } from './harness.ts'

const WAVES = { mode: 'waves', perUnit: 2, everyMinutes: 30 }

const explained = async (shop: TestShop, query: string) => {
  const answer = await shop.api('GET', `/v1/rules/explain${query}`)
  return { status: answer.status, ...(await answer.json<Record<string, unknown>>()) }
}

const rules = {
  threshold: 1,
  conditions: { field: 'quantity', op: 'gte', value: 2 },
  products: [
    { match: { brands: ['Acme'] }, threshold: 4 },
    { match: { tags: ['clearance'] }, offer: false, approval: { above: 50 } },
    { match: { skus: ['TEE-M'], priceFrom: 10, currency: 'EUR' }, pace: WAVES },
  ],
}

const entry = { sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p`, price: 19, currency: 'EUR' }

describe('GET /v1/rules/explain', () => {
  it('names the rule for each field, what held, and the catalogue entry that decided', async () => {
    const shop = await makeShop({ rules })
    await shop.api('PUT', '/v1/products', [
      { ...entry, brand: 'Acme', tags: ['clearance', 'cotton'] },
      { ...entry, locale: 'sv', price: 199, currency: 'SEK' },
    ])
    expect(await explained(shop, '?sku=TEE-M')).toMatchObject({
      status: 200,
      sku: 'TEE-M',
      product: { facts: { price: 19, brand: 'Acme', tags: ['clearance', 'cotton'] } },
      offer: {
        value: false,
        because: 'rule',
        index: 1,
        reasons: [{ kind: 'tag', value: 'clearance' }],
      },
      threshold: { value: 4, because: 'rule', index: 0, match: { brands: ['Acme'] } },
      pace: {
        value: WAVES,
        index: 2,
        reasons: [
          { kind: 'sku', value: 'TEE-M' },
          { kind: 'price', value: 19 },
        ],
      },
      approval: { value: { above: 50 }, because: 'rule', index: 1 },
      lastWord: null,
      restockOn: { value: 'change', because: 'shop' },
      conditions: rules.conditions,
      unknown: [],
      waiting: false,
      levels: [],
    })
    expect(await explained(shop, '?sku=TEE-M&locale=sv-FI')).toMatchObject({
      locale: 'sv-FI',
      product: { locale: 'sv', facts: { price: 199, currency: 'SEK' } },
      offer: { value: true, because: 'shop' },
      threshold: { value: 1, because: 'shop' },
      pace: { value: { mode: 'everyone' }, because: 'shop' },
      unknown: ['brand', 'tags'],
    })
  })

  it('says that the catalogue lacks a product, and what its levels would do', async () => {
    const shop = await makeShop({ rules, dialects: {} })
    await shop.subscribe({ sku: 'CAP' })
    await shop.setStock({ sku: 'CAP', quantity: 1 }, { sku: 'CAP', locale: 'sv', quantity: 2 })
    expect(await explained(shop, '?sku=CAP&quantity=2')).toMatchObject({
      product: null,
      unknown: ['brand', 'tags', 'price', 'currency'],
      waiting: true,
      levels: [
        { quantity: 1, threshold: 1, sellable: false },
        { locale: 'sv', quantity: 2, threshold: 1, sellable: true },
      ],
      ifLevel: { quantity: 2, sellable: true, notifies: 'everyone' },
    })
    expect(await explained(shop, '?sku=CAP&quantity=1')).toMatchObject({
      ifLevel: { sellable: false, notifies: 'nobody' },
    })
  })

  it('counts the units of a first wave, and notifies nobody of what is discontinued', async () => {
    const shop = await makeShop({ rules: { pace: WAVES } })
    expect(await explained(shop, '?sku=TEE-M&quantity=5')).toMatchObject({
      ifLevel: { notifies: 10 },
    })
    await shop.subscribe()
    await shop.api('PUT', '/v1/products', [{ ...entry, state: 'discontinued' }])
    expect(await explained(shop, '?sku=TEE-M&quantity=5')).toMatchObject({
      offer: { value: false, because: 'state', state: 'discontinued' },
      waiting: true,
      ifLevel: { sellable: true, notifies: 'nobody' },
    })
  })

  it('refuses a query at fault with pointers, and another shop’s product is unknown', async () => {
    const shop = await makeShop({ rules })
    const other = await makeShop()
    await other.api('PUT', '/v1/products', [entry])
    for (const [query, pointer, code] of [
      ['', '/sku', 'missing'],
      ['?sku=', '/sku', 'empty'],
      ['?sku=A&locale=%00', '/locale', 'control_character'],
      ['?sku=A&quantity=-1', '/quantity', 'quantity_invalid'],
      ['?sku=A&quantity=1e3', '/quantity', 'quantity_invalid'],
    ]) {
      expect(await explained(shop, String(query))).toMatchObject({
        status: 422,
        errors: [{ pointer, code }],
      })
    }
    expect(await explained(shop, '?sku=TEE-M')).toMatchObject({ product: null })
  })

  it('reads as many rows however many people wait', async () => {
    const shop = await makeShop({ rules })
    await shop.api('PUT', '/v1/products', [entry])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const cost = async () => {
      await shop.api('GET', '/v1/log?limit=1')
      takeUsed()
      await explained(shop, '?sku=TEE-M')
      return takeUsed()
    }
    await shop.subscribe()
    const one = await cost()
    for (let n = 0; n < 5; n++) await shop.subscribe({ email: `p${n}@example.com` })
    expect(await cost()).toEqual(one)
    expect(one).toMatchObject({ written: 0 })
    expect(one.read).toBe(9)
  })
})

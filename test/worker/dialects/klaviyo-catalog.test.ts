/** Klaviyo's Catalog API as a stock source: what items, variants and jobs mean for people who wait. */
import { describe, expect, it } from 'vitest'
import { drain, logged, ORIGIN, table, world } from '../harness.ts'
import {
  call,
  catalogShop,
  change,
  entries,
  errorsOf,
  id,
  item,
  ITEM,
  job,
  levels,
  stocked,
  variant,
  VARIANT,
} from './klaviyo-catalog.ts'
import { fromPage, subscription } from './klaviyo.ts'

describe('the catalogue of a shop in Klaviyo’s dialect', () => {
  it('is created, restocks a variant with a mail, and is deleted', async () => {
    const shop = await catalogShop({ catalog: 'strict' })
    const made = await call(shop, 'POST', 'catalog-items/', item())
    expect(made.status).toBe(201)
    expect(made.json.data).toMatchObject({
      id: id('TEE'),
      attributes: {
        title: 'Tee',
        price: 19.9,
        image_thumbnail_url: null,
        images: [],
        custom_metadata: { brand: 'Acme', tags: null },
        published: true,
      },
      links: { self: `https://bell.test/api/catalog-items/${id('TEE')}` },
    })
    const first = await call(shop, 'POST', 'catalog-variants/', variant())
    expect(first).toMatchObject({
      status: 201,
      json: {
        data: {
          id: id('V-M'),
          attributes: { sku: 'TEE-M', inventory_policy: 1, inventory_quantity: 0 },
          relationships: { item: { data: { type: 'catalog-item', id: id('TEE') } } },
        },
      },
    })
    const large = variant({ external_id: 'TEE-L', sku: 'TEE-L', title: 'Tee' })
    await call(shop, 'POST', 'catalog-variants', large)
    const shown = {
      title: 'Tee',
      url: `${ORIGIN}/p/tee?variant=m`,
      image: `${ORIGIN}/i/tee.jpg`,
      price: 19.9,
      id: 'TEE',
    }
    expect(await entries()).toEqual({
      'TEE-M': { ...shown, variantTitle: 'M', variantId: 'V-M' },
      'TEE-L': shown,
    })
    expect(await levels()).toEqual({ 'TEE-M': 0, 'TEE-L': 0 })

    await shop.subscribe({ sku: 'TEE-M', product: undefined })
    const patched = await call(shop, 'PATCH', VARIANT, change('V-M', { inventory_quantity: 12 }))
    expect(patched.json.data.attributes).toMatchObject({ inventory_quantity: 12, title: 'Tee, M' })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(world.mails[0]?.subject).toContain('Tee')
    expect((await logged(shop, 'stock_received'))[0]).toEqual({
      source: 'klaviyo',
      levels: 1,
      written: 1,
      restocks: 1,
    })

    expect((await call(shop, 'DELETE', ITEM)).status).toBe(204)
    expect(await levels()).toEqual({ 'TEE-M': 0, 'TEE-L': 0 })
    expect(await entries()).toEqual({})
    expect((await call(shop, 'GET', VARIANT)).status).toBe(404)
    expect((await call(shop, 'DELETE', ITEM)).status).toBe(404)
  })

  it('is what a page of the dialect asks for, and a bulk job restocks it', async () => {
    const shop = await stocked({ catalog: 'strict' })
    const ask = (variantId: string) =>
      fromPage(
        `/client/back-in-stock-subscriptions/?company_id=${shop.publicKey}`,
        subscription({ email: 'ada@example.com' }, ['EMAIL'], variantId),
      )
    expect((await ask(id('NONE'))).status).toBe(404)
    expect((await ask(id('V-M'))).status).toBe(202)
    const { data } = change('V-M', { inventory_quantity: 3 })
    expect((await job(shop, 'variant', 'update', [data])).status).toBe(202)
    await drain()
    expect(world.mails.map(({ to, subject }) => [to, subject.includes('Tee')])).toEqual([
      ['ada@example.com', true],
    ])
  })

  it('gives each variant a level by its quantity and by whether it is published', async () => {
    const shop = await stocked()
    const level = async (attributes: Record<string, unknown>, type = 'variant') => {
      const path = type === 'item' ? ITEM : VARIANT
      const body = change(type === 'item' ? 'TEE' : 'V-M', attributes, type)
      expect((await call(shop, 'PATCH', path, body)).status).toBe(200)
      return (await levels())['TEE-M']
    }
    expect(await level({ inventory_quantity: 5.9 })).toBe(5)
    expect(await level({ inventory_quantity: 0.5 })).toBe(0)
    expect(await level({ inventory_quantity: '12' })).toBe(12)
    expect(await level({ inventory_quantity: -3 })).toBe(0)
    expect(await level({ inventory_quantity: 1e300 })).toBe(Number.MAX_SAFE_INTEGER)
    expect(await level({ inventory_quantity: 7, inventory_policy: 2 })).toBe(7)
    // Not known: what is known stays.
    expect(await level({ inventory_quantity: null })).toBe(7)
    expect(await level({ inventory_quantity: 8 })).toBe(8)
    expect(await level({ published: false })).toBe(0)
    expect(await level({ inventory_quantity: 9 })).toBe(0)
    expect(await level({ published: null })).toBe(9)
    expect(await level({ published: false }, 'item')).toBe(0)
    expect(await level({ inventory_quantity: 10 })).toBe(0)
    expect(await level({ published: true }, 'item')).toBe(10)
    const { json } = await call(shop, 'GET', VARIANT)
    expect(json.data.attributes).toMatchObject({ inventory_quantity: 10, inventory_policy: 2 })
    await call(
      shop,
      'POST',
      'catalog-variants',
      variant({ external_id: 'V-?', sku: 'TEE-?', inventory_quantity: null }),
    )
    expect(Object.keys(await levels())).toEqual(['TEE-M'])
    expect((await entries())['TEE-?']).toMatchObject({ variantId: 'V-?' })
  })

  it('changes only what a change is about', async () => {
    const shop = await stocked()
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Own words', url: `${ORIGIN}/p/own` },
    ])
    await call(shop, 'PATCH', VARIANT, change('V-M', { inventory_quantity: 4 }))
    expect((await entries())['TEE-M']).toMatchObject({ title: 'Own words' })
    await call(shop, 'PATCH', VARIANT, change('V-M', { inventory_quantity: 6 }))
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await call(shop, 'PATCH', VARIANT, change('V-M', { price: 25, title: null, url: null }))
    expect(await levels()).toEqual({ 'TEE-M': 5 })
    expect((await entries())['TEE-M']).toMatchObject({ title: 'Tee', variantTitle: 'M', price: 25 })
    await call(shop, 'PATCH', ITEM, change('TEE', { title: 'Blouse', price: 30 }, 'item'))
    expect((await entries())['TEE-M']).toMatchObject({ title: 'Blouse', variantTitle: 'Tee, M' })
    expect(await levels()).toEqual({ 'TEE-M': 5 })
    const metadata = { custom_metadata: { a: null, 'b"': [1, { c: '\ud800' }] } }
    await call(shop, 'PATCH', VARIANT, change('V-M', metadata))
    const { json } = await call(
      shop,
      'PATCH',
      VARIANT,
      change('V-M', { price: null, images: ['x'] }),
    )
    expect(json.data.attributes).toMatchObject({ ...metadata, price: null, images: ['x'] })
    expect((await entries())['TEE-M']).not.toHaveProperty('price')
  })

  it('moves to another sku, and leaves nothing of the old one behind', async () => {
    const shop = await stocked()
    await call(shop, 'PATCH', VARIANT, change('V-M', { inventory_quantity: 3 }))
    const { json } = await call(shop, 'PATCH', VARIANT, change('V-M', { sku: 'TEE-MEDIUM' }))
    expect(json.data.attributes.sku).toBe('TEE-MEDIUM')
    expect(await levels()).toEqual({ 'TEE-M': 0, 'TEE-MEDIUM': 3 })
    expect(Object.keys(await entries())).toEqual(['TEE-MEDIUM'])
    await call(shop, 'POST', 'catalog-variants', variant({ external_id: 'OTHER' }))
    expect(errorsOf(await call(shop, 'PATCH', VARIANT, change('V-M', { sku: 'TEE-M' })))).toEqual([
      409,
      ['duplicate', '/data/attributes/sku'],
    ])
    expect(await levels()).toEqual({ 'TEE-M': 0, 'TEE-MEDIUM': 3 })
    const there = await job(shop, 'variant', 'update', [
      change('V-M', { sku: 'TEE-40' }).data,
      change('V-M', { sku: 'TEE-MEDIUM' }).data,
    ])
    expect(there.json.data.attributes).toMatchObject({ completed_count: 2 })
    expect(await levels()).toMatchObject({ 'TEE-MEDIUM': 3 })
    expect(Object.keys(await entries())).toEqual(['TEE-M', 'TEE-MEDIUM'])
  })

  it('gives a sku to one of two requests that come at once', async () => {
    const shop = await stocked()
    const both = ['A', 'B'].map((name) =>
      call(
        shop,
        'POST',
        'catalog-variants',
        variant({ external_id: name, sku: 'ONE', title: name, inventory_quantity: 1 }),
      ),
    )
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([201, 409])
    const winner = statuses[0] === 201 ? 'A' : 'B'
    expect((await entries())['ONE']).toMatchObject({ variantId: winner, variantTitle: winner })
  })
})

describe('a bulk job', () => {
  it('carries out every entry that can be, and says what is wrong with the others', async () => {
    const shop = await stocked()
    const created = await job(shop, 'variant', 'create', [
      variant({ external_id: 'V-L', sku: 'TEE-L', inventory_quantity: 2 }).data,
      variant().data,
      variant({ external_id: 'V-X' }).data,
      variant({ external_id: 'V-Y', sku: 'TEE-L' }).data,
      variant({ external_id: 'V-L', sku: 'TEE-Z' }).data,
      variant({ external_id: 'V-N', sku: 'TEE-N' }, id('NONE')).data,
      variant({ external_id: 'V-S', sku: '', url: 'ftp://x' }, '$shopify:::$default:::1').data,
      null,
      'text',
      variant({ external_id: 'V-XL', sku: 'TEE-XL' }).data,
    ])
    expect(created.status).toBe(202)
    const { attributes } = created.json.data
    expect(attributes).toMatchObject({
      status: 'complete',
      total_count: 10,
      completed_count: 2,
      failed_count: 8,
    })
    const base = '/data/attributes/variants/data'
    expect(
      attributes.errors.map((one: { code: string; source: { pointer: string } }) => [
        one.code,
        one.source.pointer.replace(base, ''),
      ]),
    ).toEqual([
      ['duplicate', '/1/attributes/external_id'],
      ['duplicate', '/2/attributes/sku'],
      ['duplicate', '/3/attributes/sku'],
      ['duplicate', '/4/attributes/external_id'],
      ['not_found', '/5/relationships/item/data/id'],
      ['invalid', '/6/attributes/url'],
      ['invalid', '/6/attributes/sku'],
      ['invalid', '/7'],
      ['invalid', '/8'],
    ])
    expect(await levels()).toEqual({ 'TEE-M': 0, 'TEE-L': 2, 'TEE-XL': 0 })

    const path = `catalog-variant-bulk-create-jobs/${created.json.data.id}`
    const read = await call(shop, 'GET', `${path}/?include=variants&fields[catalog-variant]=sku`)
    expect(read.json.data.attributes).toEqual(attributes)
    expect(read.json.data.relationships.variants.data).toEqual([
      { type: 'catalog-variant', id: id('V-L') },
      { type: 'catalog-variant', id: id('V-XL') },
    ])
    expect(read.json.included.map((one: { attributes: object }) => one.attributes)).toEqual([
      { sku: 'TEE-L' },
      { sku: 'TEE-XL' },
    ])

    const changed = await job(shop, 'variant', 'update', [
      change('V-L', { inventory_quantity: 3, price: 1 }).data,
      change('V-L', { inventory_quantity: 4 }).data,
      change('NONE', { inventory_quantity: 4 }).data,
      { type: 'catalog-variant', attributes: {} },
      { type: 'catalog-variant', id: id('V-M'), attributes: [] },
    ])
    expect(changed.json.data.attributes).toMatchObject({ completed_count: 2, failed_count: 3 })
    expect(await levels()).toMatchObject({ 'TEE-L': 4 })
    expect((await entries())['TEE-L']).toMatchObject({ price: 1 })

    const gone = await job(shop, 'variant', 'delete', [
      { type: 'catalog-variant', id: id('V-L') },
      { type: 'catalog-variant', id: id('NONE') },
      { type: 'catalog-item', id: id('TEE') },
    ])
    expect(gone.json.data.attributes).toMatchObject({ completed_count: 1, failed_count: 2 })
    expect(await levels()).toMatchObject({ 'TEE-L': 0 })

    const items = [item().data, item({ external_id: 'CAP' }).data]
    const madeItems = await job(shop, 'item', 'create', items)
    expect(madeItems.json.data.attributes).toMatchObject({ completed_count: 1, failed_count: 1 })
    const renamed = await job(shop, 'item', 'update', [
      change('CAP', { title: 'Cap' }, 'item').data,
      change('TEE', { title: 'Shirt' }, 'item').data,
    ])
    expect(renamed.json.data.attributes).toMatchObject({ completed_count: 2, failed_count: 0 })
    expect((await entries())['TEE-M']).toMatchObject({ title: 'Shirt' })
    const noItems = await job(shop, 'item', 'delete', [{ type: 'catalog-item', id: id('TEE') }])
    expect(noItems.json.data.attributes).toMatchObject({ completed_count: 1, failed_count: 0 })
    expect(await entries()).toEqual({})
    expect((await table('klaviyo_item')).length).toBe(1)
  })
})

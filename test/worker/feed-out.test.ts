import { expect, describe, it } from 'vitest'
import { ask, fakeUrl, makeShop, ORIGIN, poll, table, type TestShop } from './harness.ts'

const tee = (sku: string, changes = {}) => ({
  sku,
  title: 'Tee',
  url: `${ORIGIN}/p/tee?sku=${sku}`,
  ...changes,
})
const get = (shop: TestShop, query = '', headers = {}) =>
  ask(`/feeds/${shop.publicKey}/klaviyo.json${query}`, { headers })

describe('the feed for Klaviyo', () => {
  it('has a row with the known quantity for each variant', async () => {
    const shop = await makeShop()
    const more = { variantTitle: 'M', price: 19.9, currency: 'EUR', image: `${ORIGIN}/m.jpg` }
    await shop.api('PUT', '/v1/products', [tee('TEE-M', more), tee('TEE-S')])
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    const answer = await get(shop)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('application/json')
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300')
    expect(await answer.json()).toEqual([
      {
        id: 'TEE-M',
        title: 'Tee, M',
        link: `${ORIGIN}/p/tee?sku=TEE-M`,
        description: 'Tee, M',
        price: 19.9,
        image_link: `${ORIGIN}/m.jpg`,
        categories: [],
        inventory_quantity: 3,
        inventory_policy: 1,
      },
      {
        id: 'TEE-S',
        title: 'Tee',
        link: `${ORIGIN}/p/tee?sku=TEE-S`,
        description: 'Tee',
        categories: [],
        inventory_quantity: 0,
        inventory_policy: 1,
      },
    ])
  })

  it('uses the requested language, else that of the shop, else any', async () => {
    const shop = await makeShop({ defaultLocale: 'en' })
    await shop.api('PUT', '/v1/products', [
      tee('A', { locale: 'sv-SE', title: 'Tröja' }),
      tee('A', { locale: 'en', title: 'Tee' }),
      tee('B', { title: 'Cap' }),
      tee('B', { locale: 'sv-SE', title: 'Keps' }),
      tee('C', { locale: 'de', title: 'Becher' }),
    ])
    const titles = async (query: string) =>
      (await (await get(shop, query)).json<{ title: string }[]>()).map(({ title }) => title)
    expect(await titles('')).toEqual(['Tee', 'Cap', 'Becher'])
    expect(await titles('?locale=sv-se')).toEqual(['Tröja', 'Keps', 'Becher'])
  })

  it('is answered 304 until the catalogue or a level changes', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/products', [tee('A')])
    await shop.setStock({ sku: 'A', quantity: 0 })
    let etag = (await get(shop)).headers.get('ETag') ?? ''
    const status = async () => {
      const answer = await get(shop, '', { 'If-None-Match': etag })
      etag = answer.headers.get('ETag') ?? ''
      await answer.text()
      return answer.status
    }
    expect(await status()).toBe(304)
    await shop.setStock({ sku: 'A', quantity: 2 })
    expect(await status()).toBe(200)
    expect(await status()).toBe(304)
    await shop.api('PUT', '/v1/products', [tee('A', { title: 'Shirt' })])
    expect(await status()).toBe(200)
    expect(await status()).toBe(304)
    expect((await get(shop, '?locale=sv', { 'If-None-Match': etag })).status).toBe(200)
  })

  it('contains 2,001 variants, which the feed source can read again', async () => {
    const shop = await makeShop()
    const skus = Array.from({ length: 2001 }, (_, n) => `S${n}`)
    for (const start of [0, 1000, 2000]) {
      const some = skus.slice(start, start + 1000)
      await shop.api(
        'PUT',
        '/v1/products',
        some.map((sku) => tee(sku)),
      )
      await shop.setStock(...some.map((sku) => ({ sku, quantity: 2 })))
    }
    const url = `${fakeUrl('feed')}/f`
    await fetch(url, { method: 'PUT', body: await (await get(shop)).text() })
    const reader = await makeShop({ sources: [{ type: 'feed', url, format: 'klaviyo' }] })
    await poll(reader, 'feed')
    const levels = await table<{ shop_id: string; sku: string; quantity: number }>('stock_level')
    const read = levels.filter((level) => level.shop_id === reader.id)
    expect(read.map(({ sku }) => sku)).toEqual(skus.toSorted())
    expect(read.every(({ quantity }) => quantity === 2)).toBe(true)
  })

  it('is an empty list if the shop has no catalogue', async () => {
    expect(await (await get(await makeShop())).json()).toEqual([])
  })

  it('is answered 404 for an unknown key, a shop’s id and a secret key', async () => {
    const shop = await makeShop()
    expect((await ask('/feeds/pk_nobody/klaviyo.json')).status).toBe(404)
    expect((await ask(`/feeds/${shop.id}/klaviyo.json`)).status).toBe(404)
    expect((await ask(`/feeds/${shop.secretKey}/klaviyo.json`)).status).toBe(404)
  })
})

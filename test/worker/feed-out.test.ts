import { expect, describe, it } from 'vitest'
import { ask, fakeUrl, makeShop, ORIGIN, poll, table, type TestShop, world } from './harness.ts'

const tee = (sku: string, changes = {}) => ({
  sku,
  title: 'Tee',
  url: `${ORIGIN}/p/tee?sku=${sku}`,
  ...changes,
})

const KLAVIYO = { type: 'klaviyo', companyId: 'AbC123', catalog: '$custom:::$default' }

/** A shop whose Klaviyo reads the feed. */
const makeFeedShop = (settings: Record<string, unknown> = {}) =>
  makeShop({ destinations: [{ ...KLAVIYO, feed: true }], ...settings })

/** The address of the feed, as the settings show it, without the host. */
async function addressOf(shop: TestShop): Promise<string> {
  const answer = await (
    await shop.api('GET', '/v1/shop')
  ).json<{
    settings: { destinations: { feedKey?: string }[] }
  }>()
  const { feedKey = '' } = answer.settings.destinations[0] ?? {}
  expect(feedKey).toMatch(
    /^https:\/\/bell\.test\/feeds\/pk_\w+\/klaviyo\.json\?key=fk_[0-9a-f]{40}$/,
  )
  return feedKey.slice('https://bell.test'.length)
}

const get = async (shop: TestShop, query = '', headers = {}) =>
  ask(`${await addressOf(shop)}${query}`, { headers })

describe('the feed for Klaviyo', () => {
  it('has a row with the known quantity for each variant', async () => {
    const shop = await makeFeedShop()
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
    const shop = await makeFeedShop({ defaultLocale: 'en' })
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
    expect(await titles('&locale=sv-se')).toEqual(['Tröja', 'Keps', 'Becher'])
  })

  it('is answered 304 until the catalogue or a level changes', async () => {
    const shop = await makeFeedShop()
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
    expect((await get(shop, '&locale=sv', { 'If-None-Match': etag })).status).toBe(200)
  })

  it('contains 2,001 variants, which the feed source can read again', async () => {
    const shop = await makeFeedShop()
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
    const reader = await makeShop({
      sources: [{ type: 'feed', url, format: 'klaviyo', missingMeans: 'unchanged' }],
    })
    await poll(reader, 'feed')
    const levels = await table<{ shop_id: string; sku: string; quantity: number }>('stock_level')
    const read = levels.filter((level) => level.shop_id === reader.id)
    expect(read.map(({ sku }) => sku)).toEqual(skus.toSorted())
    expect(read.every(({ quantity }) => quantity === 2)).toBe(true)
  })

  it('is an empty list if the shop has no catalogue', async () => {
    expect(await (await get(await makeFeedShop())).json()).toEqual([])
  })

  it('is answered 404 without its own key, and where no Klaviyo reads a feed', async () => {
    const shop = await makeFeedShop()
    const other = await makeFeedShop()
    const without = await makeShop({ destinations: [KLAVIYO] })
    const address = await addressOf(shop)
    const key = address.split('key=')[1]
    const path = (of: string) => `/feeds/${of}/klaviyo.json`
    const refused = [
      path(shop.publicKey),
      `${path(shop.publicKey)}?key=`,
      `${path(shop.publicKey)}?key=undefined`,
      `${path(shop.publicKey)}?key=${shop.secretKey}`,
      `${path(other.publicKey)}?key=${key}`,
      `${path(without.publicKey)}?key=${key}`,
      path(without.publicKey),
      `${path(shop.id)}?key=${key}`,
      `${path('pk_nobody')}?key=${key}`,
    ]
    for (const one of refused) {
      const answer = await ask(one)
      expect([one, answer.status, await answer.json()]).toMatchObject([
        one,
        404,
        { code: 'not_found' },
      ])
    }
    expect((await ask(address)).status).toBe(200)
  })

  it('keeps its key when settings change, and gets another one only from the Worker', async () => {
    const shop = await makeFeedShop()
    const address = await addressOf(shop)
    const patch = async (feed: Record<string, unknown>) =>
      shop.api('PATCH', '/v1/shop', { destinations: [{ ...KLAVIYO, ...feed }] })
    await patch({ feed: true })
    expect(await addressOf(shop)).toBe(address)
    const { settings } = await (await shop.api('GET', '/v1/shop')).json<{ settings: object }>()
    expect((await shop.api('PATCH', '/v1/shop', settings)).status).toBe(200)
    await patch({ feed: true, feedKey: 'fk_of_my_own' })
    expect(await addressOf(shop)).toBe(address)

    const replaced = await shop.api('POST', '/v1/destinations/klaviyo/feed-key')
    const { feedKey } = await replaced.json<{ feedKey: string }>()
    expect(feedKey).toBe(`https://bell.test${await addressOf(shop)}`)
    expect(await addressOf(shop)).not.toBe(address)
    expect((await ask(address)).status).toBe(404)
    expect((await ask(await addressOf(shop))).status).toBe(200)

    await patch({ feed: false })
    expect(JSON.stringify(await table('shop'))).not.toContain('fk_')
    const refused = async (name: string) => {
      const answer = await shop.api('POST', `/v1/destinations/${name}/feed-key`)
      return [answer.status, (await answer.json<{ code: string }>()).code]
    }
    expect(await refused('klaviyo')).toEqual([409, 'feed_off'])
    expect(await refused('nothing')).toEqual([404, 'destination_missing'])
  })

  it('is answered 429 when one client tries keys', async () => {
    const shop = await makeFeedShop()
    const tried: string[] = []
    const limit = async ({ key }: { key: string }) => ({ success: tried.push(key) <= 2 })
    world.env = { ...world.env, LIMIT_FAILURES: { limit } }
    const wrong = async () => (await ask(`/feeds/${shop.publicKey}/klaviyo.json?key=fk_no`)).status
    expect([await wrong(), await wrong(), await wrong()]).toEqual([404, 404, 429])
    expect((await ask(await addressOf(shop))).status).toBe(200)
  })
})

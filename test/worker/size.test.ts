/** How much of the database one request of anybody can take. */
import { describe, expect, it } from 'vitest'
import { SNAPSHOT_BYTES } from '../../worker/limits.ts'
import { ask, makeShop, ORIGIN, table, type TestShop, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'
const REQUESTS = 40

let counted = 0

/** The bytes that each of some requests adds to the database, as D1 counts its size: whole pages. */
async function bytesOfEach(shop: TestShop, request: (n: number) => Record<string, unknown>) {
  counted += 1
  const size = async () => (await world.env.DB.prepare('SELECT 1').run()).meta.size_after
  const post = async (n: number) => {
    const answer = await ask(PATH, {
      method: 'POST',
      headers: {
        Origin: ORIGIN,
        'Content-Type': 'application/json',
        'CF-Connecting-IP': `10.1.${counted}.${n}`,
        'User-Agent': 'u'.repeat(1000),
      },
      body: JSON.stringify(shop.request(request(n))),
    })
    expect([answer.status, await answer.text()]).toEqual([202, expect.anything()])
  }
  await post(0)
  const before = await size()
  for (let n = 1; n <= REQUESTS; n += 1) await post(n)
  return ((await size()) - before) / REQUESTS
}

/** A description that is exactly as large as one may be. */
function filled(product: { title: string; url: string }) {
  const { length } = new TextEncoder().encode(JSON.stringify(product))
  return { ...product, url: product.url + 'u'.repeat(SNAPSHOT_BYTES - length) }
}

/** A request that is as large as the Worker takes: `letter` fills every text. */
const largest = (letter: string, most: number) => (n: number) => ({
  sku: letter.repeat(most - 3) + n,
  externalId: letter.repeat(most),
  locale: `en-x-${'a'.repeat(8)}-${'b'.repeat(8)}`,
  email: `${n}${'a'.repeat(50)}@${`${'b'.repeat(60)}.`.repeat(3)}example`,
  product: filled({ title: letter.repeat(200), url: `${ORIGIN}/` }),
  page: `${ORIGIN}/${letter.repeat(300)}`,
  data: Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`${i}${'d'.repeat(29)}`, letter.repeat(100)]),
  ),
})

/** A shop that asks for as much as a form can, and a request that agrees to all of it. */
const OFFERS_ALL = {
  channels: ['email', 'sms'],
  consent: {
    version: '7',
    texts: { en: { email: 'Mail me.', sms: 'Text me.', marketing: 'Send me news.' } },
  },
  destinations: [
    { type: 'email' },
    {
      type: 'webhook',
      url: 'http://127.0.0.1:9/',
      secret: `whsec_${'A'.repeat(32)}`,
      channels: ['sms'],
      events: ['restock.matched'],
    },
  ],
}
const ALL = {
  channels: ['email', 'sms'],
  phone: '070-123 45 67',
  consents: [
    { purpose: 'alert', channel: 'email', version: '7', text: 'Mail me.' },
    { purpose: 'alert', channel: 'sms', version: '7', text: 'Text me.' },
    { purpose: 'marketing', channel: 'email', version: '7', text: 'Send me news.' },
  ],
}

describe('what a page stores', () => {
  it('stays within a size for each request, in any script', async () => {
    const shop = await makeShop()
    expect(await bytesOfEach(shop, largest('x', 200))).toBeLessThan(12 * 1024)
    expect(await bytesOfEach(shop, largest('商', 66))).toBeLessThan(16 * 1024)
    const all = await makeShop(OFFERS_ALL)
    const agreeing = (n: number) => ({ ...largest('商', 66)(n), ...ALL })
    expect(await bytesOfEach(all, agreeing)).toBeLessThan(25 * 1024)
  })

  it('has a sku and an externalId of at most 200 Latin letters each', async () => {
    const shop = await makeShop()
    const send = async (sku: string, externalId: string) => {
      const answer = await shop.page('POST', PATH, shop.request({ sku, externalId }))
      return [answer.status, (await answer.json<{ errors?: object[] }>()).errors]
    }
    expect(await send('x'.repeat(200), 'y'.repeat(200))).toEqual([202, undefined])
    expect(await send('商'.repeat(100), '店'.repeat(34))).toEqual([
      422,
      [expect.objectContaining({ pointer: '/sku', code: 'too_long' })],
    ])
  })

  const described = async (product: Record<string, unknown>) => {
    const shop = await makeShop()
    await shop.subscribe({ product: { title: 'Tee', url: `${ORIGIN}/tee?id=1`, ...product } })
    const row = (await table<{ product: string | null }>('subscription')).at(-1)
    return row?.product && (JSON.parse(row.product) as unknown)
  }

  it('keeps a description of usual size whole', async () => {
    const product = {
      image: `${ORIGIN}/tee.jpg`,
      price: 39,
      currency: 'EUR',
      id: 'T',
      variantId: 'M',
    }
    expect(await described(product)).toEqual({
      title: 'Tee',
      url: `${ORIGIN}/tee?id=1`,
      ...product,
    })
  })

  it('drops from a large description the picture, then the query, then all of it', async () => {
    const image = `${ORIGIN}/${'i'.repeat(1990 - ORIGIN.length)}`
    expect(await described({ image, price: 39 })).toEqual({
      title: 'Tee',
      url: `${ORIGIN}/tee?id=1`,
      price: 39,
    })
    const long = `${ORIGIN}/tee?${'商'.repeat(700)}`
    expect(await described({ url: long })).toEqual({ title: 'Tee', url: `${ORIGIN}/tee` })
    expect(await described({ url: `${ORIGIN}/${'商'.repeat(700)}` })).toBeNull()
  })

  it('keeps only the beginning of a long page address', async () => {
    const shop = await makeShop()
    await shop.subscribe({ page: `${ORIGIN}/${'商'.repeat(700)}?secret=1` })
    const [consent] = await table<{ page: string }>('consent')
    expect(consent?.page).toBe(`${ORIGIN}/${'%E5%95%86'.repeat(700)}`.slice(0, 500))
  })
})

import { sign } from 'hono/jwt'
import { describe, expect, it, vi } from 'vitest'
import { linkFor } from '../../worker/link/token.ts'
import { linkKey } from '../../worker/vault.ts'
import { ask, drain, makeShop, ORIGIN, table, world } from './harness.ts'

const browser = { Accept: 'text/html', 'Accept-Language': 'sv' }
const PRODUCT = { title: 'Tee', url: `${ORIGIN}/p/tåg?size=m&utm_source=alert#buy` }
const WRITTEN = `${ORIGIN}/p/t%C3%A5g?size=m&utm_source=alert#buy`

const paths = (name: string, text = '') =>
  [...text.matchAll(/https:\/\/bell\.test(\/\w\/[\w.-]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((path) => path.startsWith(`/${name}/`))

/** Notifies a person, and gives the product link of the mail. */
async function told(settings: Record<string, unknown> = {}, product = PRODUCT) {
  const shop = await makeShop(settings)
  await shop.subscribe({ product })
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  const mail = world.mails[0]
  return { shop, mail, path: paths('r', mail?.text)[0] ?? '' }
}

const clicks = async () => ({
  messages: (await table('notification')).filter(({ clicked_at: at }) => at !== null).length,
  restock: (await table('restock'))[0]?.['clicked'],
})

describe('the link of an alert', () => {
  it('is on the button and in the text, and contains no address', async () => {
    const { mail, path } = await told({}, { ...PRODUCT, image: `${ORIGIN}/tee.png` } as never)
    expect(paths('r', mail?.html)).toEqual([path, path])
    expect(mail?.html).toContain(`title="${PRODUCT.url.replaceAll('&', '&amp;')}"`)
    const [, payload = ''] = path.split('.')
    const said = new TextDecoder().decode(
      Uint8Array.fromBase64(payload, { alphabet: 'base64url', lastChunkHandling: 'loose' }),
    )
    expect(said).toContain('TEE-M')
    expect(said).not.toContain('example.com')
  })

  it('redirects to the product with its query unchanged and without a referrer', async () => {
    const { path } = await told()
    const response = await ask(path, { headers: browser })
    expect(response.status).toBe(302)
    expect(response.headers.get('Location')).toBe(WRITTEN)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
  })

  it('counts one click, however often and however many times at once it is followed', async () => {
    const { path } = await told()
    expect(await clicks()).toEqual({ messages: 0, restock: 0 })
    await Promise.all(Array.from({ length: 10 }, () => ask(path)))
    expect(await clicks()).toEqual({ messages: 1, restock: 1 })
    const before = await table('notification')
    expect((await ask(path)).status).toBe(302)
    expect(await table('notification')).toEqual(before)
    expect(await clicks()).toEqual({ messages: 1, restock: 1 })
  })

  it('counts one click for each person of a restock', async () => {
    const shop = await makeShop()
    for (const name of ['a', 'b', 'c']) await shop.subscribe({ email: `${name}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    for (const { text } of world.mails.slice(0, 2)) await ask(paths('r', text)[0] ?? '')
    expect(await clicks()).toEqual({ messages: 2, restock: 2 })
  })

  it('counts no click for a HEAD request, which gets the same answer', async () => {
    const { path } = await told()
    const response = await ask(path, { method: 'HEAD' })
    expect([response.status, response.headers.get('Location')]).toEqual([302, WRITTEN])
    expect(await clicks()).toEqual({ messages: 0, restock: 0 })
  })

  it('redirects to the product even if the click cannot be recorded', async () => {
    const { path } = await told()
    const { DB } = world.env
    world.env = {
      ...world.env,
      DB: {
        prepare: (sql: string) => DB.prepare(sql),
        batch: () => Promise.reject(new Error('D1 DB is overloaded')),
      } as unknown as D1Database,
    }
    expect((await ask(path)).headers.get('Location')).toBe(WRITTEN)
    expect(await clicks()).toEqual({ messages: 0, restock: 0 })
  })

  it('is the product’s own URL if that is outside the origins of the shop', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Tee', url: 'https://elsewhere.example/tee' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(paths('r', world.mails[0]?.html)).toEqual([])
    expect(world.mails[0]?.html).toContain('href="https://elsewhere.example/tee"')
    expect(world.mails[0]?.text).toContain('https://elsewhere.example/tee')
  })
})

describe('the link of an alert is refused', () => {
  /** Follows the link as a browser and as another client; gives the answers and the clicks. */
  const follow = async (path: string) => {
    const response = await ask(path, { headers: browser })
    const text = await response.text()
    const other = await ask(path)
    return {
      status: response.status,
      location: response.headers.get('Location'),
      words: /<p>(.*)<\/p>/.exec(text)?.[1],
      otherwise: [other.status, other.headers.get('Content-Type')],
      counted: await clicks(),
    }
  }
  const refusal = (status: number, words: string) => ({
    status,
    location: null,
    words: expect.stringContaining(words),
    otherwise: [status, 'application/problem+json'],
    counted: { messages: 0, restock: 0 },
  })

  it('if the shop has removed its origin', async () => {
    const { shop, path } = await told({ origins: [ORIGIN, 'https://new.example'] })
    await shop.api('PATCH', '/v1/shop', { origins: ['https://new.example'] })
    expect(await follow(path)).toEqual(refusal(410, 'the shop no longer uses'))
  })

  it('if it has expired', async () => {
    const { path } = await told()
    vi.useFakeTimers({ now: Date.now() + 401 * 24 * 60 * 60 * 1000, toFake: ['Date'] })
    try {
      expect(await follow(path)).toEqual(refusal(410, 'gått ut'))
    } finally {
      vi.useRealTimers()
    }
  })

  it('if it was made for another purpose, and cannot serve that purpose either', async () => {
    const { mail, path } = await told()
    for (const name of ['u', 'm']) {
      const other = paths(name, mail?.text)[0] ?? ''
      expect(await follow(other.replace(`/${name}/`, '/r/'))).toEqual(
        refusal(404, 'inte fullständig'),
      )
      expect((await ask(path.replace('/r/', `/${name}/`))).status).toBe(404)
    }
  })

  it('if it is forged, cut off or signed with another key', async () => {
    const { shop, path } = await told()
    const [head = '', payload = '', signature = ''] = path.slice('/r/'.length).split('.')
    const claims = { s: shop.id, c: 'x', l: 'en', a: 'TEE-M', m: 'x', w: 'https://evil.example/' }
    const evil = btoa(JSON.stringify(claims)).replaceAll('=', '')
    const unsigned = btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')
    for (const token of [
      `${head}.${evil}.${signature}`,
      `${unsigned}.${evil}.`,
      `${head}.${payload}.${signature.slice(0, -2)}`,
      await sign(claims, 'another secret of somebody else', 'HS256'),
      'nonsense',
    ]) {
      expect(await follow(`/r/${token}`)).toEqual(refusal(404, 'inte fullständig'))
    }
  })

  it('if it names no product, or a page outside the shop', async () => {
    const { shop } = await told()
    const person = { contactId: 'x', locale: 'sv' }
    const bare = await linkFor(world.env, shop, 'click', person, Date.now())
    expect(await follow(bare.slice('https://bell.test'.length))).toEqual(
      refusal(404, 'inte fullständig'),
    )
    for (const w of ['https://evil.example/', `${ORIGIN}.evil.example/`, 'javascript:alert(1)']) {
      const key = await linkKey(world.env, shop, 'click')
      const exp = Math.floor(Date.now() / 1000) + 60
      const claims = { s: shop.id, c: 'x', l: 'sv', a: 'TEE-M', m: 'x', w, exp }
      expect(await follow(`/r/${await sign(claims, key, 'HS256')}`)).toEqual(
        refusal(410, 'butiken inte längre använder'),
      )
    }
  })
})

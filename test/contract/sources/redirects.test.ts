/** What a source does when the server it reads answers with a redirect. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Asked, LOGIN } from '../../fakes/feed.ts'
import {
  fakeUrl,
  makeShop,
  poll,
  sourceState,
  table,
  type TestShop,
  world,
} from '../../worker/harness.ts'

const FEED = JSON.stringify([{ id: 'A', inventory_quantity: 3 }])

/** A web server in a scene of its own. Each name of a fake is a server of its own. */
function server(fake: 'feed' | 'page', scene = 'good') {
  const base = fakeUrl(fake, scene)
  return {
    url: `${base}/f`,
    put: async (body: string) => {
      const answer = await fetch(`${base}/f`, { method: 'PUT', body })
      if (answer.status !== 204) throw new Error(`the fake answered ${answer.status}`)
    },
    asked: async () => (await fetch(`${base}/requests`)).json() as Promise<Asked[]>,
  }
}

const options = (url: string) => ({
  type: 'feed',
  url,
  format: 'klaviyo',
  missingMeans: 'unchanged',
  ...LOGIN,
})

const skus = async () => (await table<{ sku: string }>('stock_level')).map(({ sku }) => sku)

describe('a redirect to another host', () => {
  it('is followed without the user name and password', async () => {
    const first = server('feed', 'leads-to')
    const second = server('page')
    await first.put(second.url)
    await second.put(FEED)
    const shop = await makeShop({ sources: [options(first.url)] })
    await poll(shop, 'feed')
    expect(await skus()).toEqual(['A'])
    const [askedFirst] = await first.asked()
    expect(askedFirst?.headers['authorization']).toMatch(/^Basic /)
    const [asked] = await second.asked()
    expect(asked?.headers).toMatchObject({ 'user-agent': expect.stringMatching(/^Shelfbell\//) })
    expect(asked?.headers).not.toHaveProperty('authorization')
    expect(JSON.stringify(asked)).not.toContain(btoa(`${LOGIN.username}:${LOGIN.password}`))
  })
})

describe('outside local development, a redirect', () => {
  afterEach(() => vi.restoreAllMocks())

  /**
   * A feed at a public address that redirects to `location`. The public hosts are served by the
   * fakes; `called` lists every address that the Worker requested.
   */
  async function feedThatLeadsTo(location: string) {
    const first = server('feed', 'leads-to')
    const second = server('page')
    await first.put(location)
    await second.put(FEED)
    const publicUrl = 'https://public.example/feed.json'
    const shop = await makeShop({ sources: [options(publicUrl)] })
    const served = new Map([
      [publicUrl, first.url],
      ['https://moved.example/feed.json', second.url],
    ])
    const called: string[] = []
    const real = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      // Lookups are no calls to where they ask about.
      if (String(input).includes('/dns-query?')) return real(input, init)
      called.push(String(input))
      // Serve forbidden addresses too, so that a call to one is noticed.
      return real(served.get(String(input)) ?? second.url, init)
    })
    const { LOCAL: _, ...rest } = world.env
    world.env = { ...rest, DNS_URL: `${fakeUrl('dns')}/dns-query` }
    return { shop, publicUrl, called }
  }

  it('to a public address is followed', async () => {
    const location = 'https://moved.example/feed.json'
    const { shop, publicUrl, called } = await feedThatLeadsTo(location)
    await poll(shop, 'feed')
    expect(called).toEqual([publicUrl, location])
    expect(await skus()).toEqual(['A'])
  })

  it.each([
    ['to an address without TLS', 'http://moved.example/feed.json'],
    ['to loopback', 'http://127.0.0.1:8787/feed.json'],
    ['to a private address', 'https://10.1.2.3/feed.json'],
    ['to a metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['to loopback in IPv6', 'https://[::1]/feed.json'],
    ['to a name that leads to loopback', 'https://127.0.0.1.nip.io/feed.json'],
    ['to a name that leads to a metadata service', 'https://169-254-169-254.sslip.io/feed.json'],
    ['to a name of which one address is private', 'https://one-of-two.example/feed.json'],
    ['to a name with a dot at the end', 'https://moved.example./feed.json'],
    ['to a name that nobody knows', 'https://unheard-of.example/feed.json'],
    ['to a name that never resolves publicly', 'https://db.internal/feed.json'],
  ])('%s is not followed', async (_where, location) => {
    const { shop, publicUrl, called } = await feedThatLeadsTo(location)
    await poll(shop, 'feed')
    expect(called).toEqual([publicUrl])
    expect(await skus()).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'redirected' } })
  })
})

describe('outside local development, an address that a shop has set', () => {
  afterEach(() => vi.restoreAllMocks())

  const goPublic = (dns = 'good') => {
    const { LOCAL: _, ...rest } = world.env
    world.env = { ...rest, DNS_URL: `${fakeUrl('dns', dns)}/dns-query` }
  }

  /** Every address that the Worker calls, except lookups. All are answered by the feed's fake. */
  function calls(): string[] {
    const called: string[] = []
    const real = globalThis.fetch
    const answering = fakeUrl('feed', 'good')
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      if (String(input).includes('/dns-query?')) return real(input, init)
      called.push(String(input))
      return real(answering, init)
    })
    return called
  }

  const host = '127.0.0.1.nip.io'
  it.each([
    { type: 'feed', url: `https://${host}/f`, format: 'klaviyo', missingMeans: 'unchanged' },
    { type: 'magento', baseUrl: `https://${host}`, token: 't' },
    { type: 'woocommerce', baseUrl: `https://${host}`, consumerKey: 'k', consumerSecret: 's' },
    { type: 'bigcommerce', baseUrl: `https://${host}`, accessToken: 't' },
    { type: 'centra', baseUrl: `https://${host}`, token: 't', integration: 'i' },
    { type: 'shopify', shop: 'a.myshopify.com', accessToken: 't', baseUrl: `https://${host}` },
  ])('is not called if it leads inside: $type', async (source) => {
    const shop = await makeShop({ sources: [source] })
    goPublic()
    const called = calls()
    await poll(shop, source.type)
    expect(called).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'host_not_public' } })
  })

  it('is not called if it leads inside: a page of an origin, and its robots.txt', async () => {
    const shop = await makeShop({ origins: [`https://${host}`], sources: [{ type: 'page' }] })
    const url = `https://${host}/p`
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url }])
    await shop.api('POST', '/v1/subscriptions', backendRequest(shop))
    goPublic()
    const called = calls()
    await poll(shop, 'page')
    expect(called).toEqual([])
  })

  it('is not called by a trial if it leads inside, or is no public one', async () => {
    const shop = await makeShop({ origins: [`https://${host}`] })
    goPublic()
    const called = calls()
    const attempt = async (source: object) =>
      (await shop.api('POST', '/v1/sources/try', source)).json<{ reason?: string }>()
    expect(await attempt({ type: 'feed', url: `https://${host}/f` })).toMatchObject({
      would: 'fail',
      reason: 'host_not_public',
    })
    expect(await attempt({ type: 'page', url: `https://${host}/p` })).toMatchObject({
      would: 'fail',
      reason: 'robots_unreachable',
    })
    for (const url of ['http://feed.example/f', 'https://10.1.2.3/f', 'https://[::1]/f']) {
      expect(await attempt({ type: 'feed', url })).toMatchObject({
        errors: [{ pointer: '/url', code: 'url_not_public' }],
      })
    }
    expect(called).toEqual([])
  })

  it('is tried again later while no resolver answers, and is called once one does', async () => {
    const source = {
      type: 'feed',
      url: 'https://feed.example/f',
      format: 'klaviyo',
      missingMeans: 'unchanged',
    }
    const shop = await makeShop({ sources: [source] })
    goPublic('server-error')
    const called = calls()
    await poll(shop, 'feed')
    expect(called).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'host_unknown' } })
    goPublic()
    await poll(shop, 'feed')
    expect(called).toEqual(['https://feed.example/f'])
  })
})

/** A subscription as a backend sends it. */
function backendRequest(shop: TestShop) {
  const { shop: _, page: __, ...request } = shop.request()
  return request
}

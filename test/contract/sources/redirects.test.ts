/** What a source does when the server it reads answers with a redirect. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Asked, LOGIN } from '../../fakes/feed.ts'
import { fakeUrl, makeShop, poll, sourceState, table, world } from '../../worker/harness.ts'

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

const options = (url: string) => ({ type: 'feed', url, format: 'klaviyo', ...LOGIN })

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
    ['to a name that never resolves publicly', 'https://db.internal/feed.json'],
  ])('%s is not followed', async (_where, location) => {
    const { shop, publicUrl, called } = await feedThatLeadsTo(location)
    await poll(shop, 'feed')
    expect(called).toEqual([publicUrl])
    expect(await skus()).toEqual([])
    expect(await sourceState(shop)).toMatchObject({ error: { reason: 'redirected' } })
  })
})

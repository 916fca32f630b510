/** Links in messages: what a shop adds to them, the host they begin with, and the shop's own words around them. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { withParameters } from '../../worker/link/settings.ts'
import { isOfOrigins } from '../../worker/settings/link-host.ts'
import { ask, drain, linkIn, makeShop, ORIGIN, type TestShop, world } from './harness.ts'

const HOST = 'mail.acme.example'

/** The Worker also answers at `HOST`; every other address is reached as always. */
function alsoAt(answer: (path: string) => Promise<Response> = (path) => ask(path)) {
  const real = globalThis.fetch
  vi.stubGlobal('fetch', ((input: string | Request, init?: RequestInit) => {
    const url = new URL(typeof input === 'string' ? input : input.url)
    return url.host === HOST ? answer(url.pathname + url.search) : real(input, init)
  }) as typeof fetch)
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const patch = async (shop: TestShop, body: unknown) => {
  const answer = await shop.api('PATCH', '/v1/shop', body)
  const { errors = [] } = await answer.json<{ errors?: { pointer: string; code: string }[] }>()
  return [answer.status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)]
}

const entry = (sku: string, more = {}) => ({ sku, title: sku, url: `${ORIGIN}/p/${sku}`, ...more })

/** What a shop is about to say to a person who waits for TEE-M. */
async function told(shop: TestShop, more = {}) {
  await shop.subscribe(more)
  world.mails = []
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  return world.mails[0]
}

const follow = async (text: string | undefined) =>
  (await ask(linkIn(text, 'r'))).headers.get('Location')

describe('parameters of product links', () => {
  const parameters = {
    utm_source: 'shelf bell',
    utm_campaign: 'back-{sku}',
    utm_medium: '{channel}',
  }
  const campaign = { sku: 'TEE&M', kind: 'alert', channel: 'email' } as const

  it.each([
    [
      'https://a.example/p',
      'https://a.example/p?utm_source=shelf+bell&utm_campaign=back-TEE%26M&utm_medium=email',
    ],
    [
      'https://a.example/p?size=m%20l&utm_medium=own#buy',
      'https://a.example/p?size=m%20l&utm_medium=own&utm_source=shelf+bell&utm_campaign=back-TEE%26M#buy',
    ],
    ['no address', 'no address'],
  ])('make of %s: %s', (address, made) => {
    expect(withParameters(address, { links: { parameters } }, campaign)).toBe(made)
    expect(withParameters(address, {}, campaign)).toBe(address)
  })

  it('are on the page that a mail leads to, and on no link that stops messages', async () => {
    const shop = await makeShop({ links: { parameters } })
    const mail = await told(shop)
    expect(await follow(mail?.text)).toBe(
      `${ORIGIN}/p/tee?utm_source=shelf+bell&utm_campaign=back-TEE-M&utm_medium=email`,
    )
    expect(mail?.text).not.toContain('utm_')
    const page = await ask(linkIn(mail?.text, 'u'))
    expect([page.status, (await page.text()).includes('utm_')]).toEqual([200, false])
  })

  it('are in a preview, too', async () => {
    const shop = await makeShop({ links: { parameters } })
    const [, mail] = await previewed(shop, { kind: 'alert', channel: 'email', sku: 'MUG' }, [
      entry('MUG'),
    ])
    expect(mail['text']).toContain(`${ORIGIN}/p/MUG?utm_source=shelf+bell&utm_campaign=back-MUG`)
  })

  it.each([
    [{ parameters: { utm: '{who}' } }, '/links/parameters/utm placeholder_unknown'],
    [{ parameters: { utm: 'a{' } }, '/links/parameters/utm placeholder_unknown'],
    [{ parameters: { 'a b': 'x' } }, '/links/parameters/a b name_invalid'],
    [{ parameters: JSON.parse('{"__proto__":"x"}') as object }, '/links/parameters name_invalid'],
    [{ parameters: { utm: 'a\nb' } }, '/links/parameters/utm control_character'],
    [{ parameters: [] }, '/links/parameters not_an_object'],
    [
      { parameters: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`p${n}`, 'x'])) },
      '/links/parameters too_many',
    ],
    [{ host: `https://${HOST}` }, '/links/host host_invalid'],
    [{ host: 'mail.acme.example/x' }, '/links/host host_invalid'],
    [{ more: 1 }, '/links/more unknown_field'],
    [[], '/links not_an_object'],
  ])('are refused: %j', async (links, fault) => {
    const shop = await makeShop()
    expect(await patch(shop, { links })).toEqual([422, fault])
  })
})

const previewed = async (shop: TestShop, body: object, products: object[]) => {
  await shop.api('PUT', '/v1/products', products)
  const answer = await shop.api('POST', '/v1/messages/preview', body)
  return [answer.status, await answer.json<Record<string, string>>()] as const
}

describe('the host of links', () => {
  it('begins every link of a mail and its header, and the Worker answers there', async () => {
    alsoAt()
    const shop = await makeShop({ links: { host: HOST } })
    const mail = await told(shop)
    const all = [
      ...`${mail?.text}${mail?.html}`.matchAll(/https:\/\/([\w.]+)\/[a-z]\/[\w.-]{50,}/g),
    ]
    expect(new Set(all.map(([, host]) => host))).toEqual(new Set([HOST]))
    expect(mail?.headers['List-Unsubscribe']).toContain(`<https://${HOST}/u/`)
    const moved = mail?.text.replaceAll(HOST, 'bell.test')
    expect(await follow(moved)).toBe(`${ORIGIN}/p/tee`)
  })

  it('is not saved unless this Worker answers there, and is not asked again', async () => {
    const shop = await makeShop()
    const other = new Response(JSON.stringify({ ok: true, proof: 'f'.repeat(64) }))
    const answers: [string, () => Promise<Response>][] = [
      ['another server', async () => other.clone()],
      ['a page', async () => new Response('<html>')],
      ['an error', async () => new Response('{"ok":true}', { status: 500 })],
      ['nothing', () => Promise.reject(new Error('no such host'))],
      ['the proof of another challenge', () => ask(`/health?challenge=${crypto.randomUUID()}`)],
    ]
    for (const [who, answer] of answers) {
      alsoAt(answer)
      const outcome = await patch(shop, { links: { host: HOST } })
      expect([who, ...outcome]).toEqual([who, 422, '/links/host host_silent'])
      vi.unstubAllGlobals()
    }
    alsoAt()
    expect(await patch(shop, { links: { host: HOST } })).toEqual([200])
    vi.unstubAllGlobals()
    alsoAt(() => Promise.reject(new Error('down')))
    expect(await patch(shop, { maxQuantity: 3 })).toEqual([200])
    expect(await patch(shop, { links: null })).toEqual([200])
  })

  it('belongs to the shop: no host of others, also not after its origin is gone', async () => {
    alsoAt()
    const shop = await makeShop({ links: { host: HOST } })
    expect(await patch(shop, { links: { host: 'mail.other.example' } })).toEqual([
      422,
      '/links/host host_not_yours',
    ])
    expect(await patch(shop, { origins: ['https://new.example'] })).toEqual([
      422,
      '/links/host host_not_yours',
    ])
  })

  it.each([
    ['shop.example', true],
    ['mail.shop.example', true],
    ['mail.shop.example:8443', true],
    ['www.shop.example', true],
    ['notshop.example', false],
    ['shop.example.evil.example', false],
    ['example', false],
  ])('%s is of https://www.shop.example: %s', (host, is) => {
    expect(isOfOrigins(host, ['https://www.shop.example'])).toBe(is)
  })

  it('is shown by no answer of /health that is not a challenge', async () => {
    for (const query of ['', '?challenge=', '?challenge=x', `?challenge=${'1'.repeat(5000)}`]) {
      const answer = await (await ask(`/health${query}`)).json<object>()
      expect([query, 'proof' in answer]).toEqual([query, false])
    }
  })
})

describe('the shop’s own words', () => {
  it('name what the page gave and when more are expected', async () => {
    const text = 'Engraved: {data.engraving}.\nMore on {expected}.'
    const shop = await makeShop({ messages: { alert: { email: { en: { text } } } } })
    const day = new Date(Date.now() + 40 * 86_400_000)
    const restockAt = day.toISOString().slice(0, 10)
    await shop.api('PUT', '/v1/products', [entry('TEE-M', { restockAt })])
    const mail = await told(shop, { data: { engraving: 'Ada www.evil.example' } })
    expect(mail?.text).toContain('Engraved: Ada')
    expect(mail?.text).not.toContain('evil.example')
    const words = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(restockAt),
    )
    expect(mail?.text).toContain(`More on ${words}.`)
  })

  it('stand in the last mail about a product, whose alternative has the parameters', async () => {
    const shop = await makeShop({
      messages: { closed: { email: { en: { subject: 'No more {product}' } } } },
      links: { parameters: { from: '{kind}-{sku}' } },
    })
    await shop.api('PUT', '/v1/products', [entry('MUG')])
    await shop.subscribe()
    world.mails = []
    await shop.api('POST', '/v1/demand/TEE-M/close', { message: true, alternative: 'MUG' })
    await drain()
    expect(world.mails[0]?.subject).toBe('No more Tee')
    const followed = await ask(linkIn(world.mails[0]?.text, 'r'), { redirect: 'manual' })
    expect(followed.headers.get('Location')).toBe(`${ORIGIN}/p/MUG?from=closed-MUG`)
  })
})

describe('pages without scripts', () => {
  const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)

  it('name the day on which a variant is expected, until it is in stock', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/products', [entry('TEE-M', { restockAt: soon })])
    const page = async () => (await ask(`/notify/${shop.publicKey}?sku=TEE-M&locale=en`)).text()
    expect(await page()).toContain('<small>Expected: ')
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    expect(await page()).not.toContain('Expected: ')
    const odd = await ask(`/notify/${shop.publicKey}?sku=${'x'.repeat(3000)}`)
    expect(odd.status).toBe(200)
  })

  it('name it after a request is confirmed', async () => {
    const shop = await makeShop({ doubleOptIn: true })
    await shop.api('PUT', '/v1/products', [entry('TEE-M', { restockAt: soon })])
    await shop.subscribe()
    await drain()
    const answer = await ask(linkIn(world.mails[0]?.text, 'c'), { method: 'POST' })
    expect(await answer.text()).toContain('<small>Expected: ')
  })
})

/** Bodies that are made to do harm: deep, wide, malformed, with addresses that are none. */
import { describe, expect, it } from 'vitest'
import { CONDITION_COMPARISONS, CONDITION_DEPTH } from '../../shared/condition.ts'
import { canHold } from '../../worker/settings/satisfiable.ts'
import { changedTexts } from '../contract/broken.ts'
import {
  ask,
  everything,
  makeShop,
  ORIGIN,
  OWNER_TOKEN,
  table,
  type TestShop,
  world,
} from './harness.ts'

interface Told {
  status: number
  faults: string[]
}

async function told(answer: Response): Promise<Told> {
  const { errors = [] } = await answer.json<{ errors?: { pointer: string; code: string }[] }>()
  return { status: answer.status, faults: errors.map(({ pointer, code }) => `${pointer} ${code}`) }
}

const patch = async (shop: TestShop, change: unknown) =>
  told(await shop.api('PATCH', '/v1/shop', change))

const stock = { field: 'quantity', op: 'gte', value: 1 }

/** A condition inside so many others. */
function nested(depth: number): unknown {
  let condition: unknown = stock
  for (let at = 0; at < depth; at += 1)
    condition = at % 2 ? { not: condition } : { all: [condition] }
  return condition
}

describe('conditions', () => {
  it.each([
    [CONDITION_DEPTH + 1, '/rules/conditions too_deep'],
    [5_000, ' too_deep'],
    [100_000, ' too_deep'],
  ])('that are %i deep are refused', async (depth, fault) => {
    const shop = await makeShop()
    // JSON.stringify would need the stack that the Worker must not need.
    const [open, close] = ['{"not":'.repeat(depth), '}'.repeat(depth)]
    const body = `{"rules":{"conditions":${open}${JSON.stringify(stock)}${close}}}`
    const headers = {
      Authorization: `Bearer ${shop.secretKey}`,
      'Content-Type': 'application/json',
    }
    const answer = await ask('/v1/shop', { method: 'PATCH', headers, body })
    expect(await told(answer)).toEqual({ status: 422, faults: [fault] })
  })

  it('may be as deep and as many as the limits allow', async () => {
    const shop = await makeShop()
    expect((await patch(shop, { rules: { conditions: nested(CONDITION_DEPTH) } })).status).toBe(200)
    const some = { any: Array.from({ length: 20 }, () => stock) }
    const all = (lists: number) => ({ all: Array.from({ length: lists }, () => some) })
    expect((await patch(shop, { rules: { conditions: all(10) } })).status).toBe(200)
    expect(CONDITION_COMPARISONS).toBe(10 * 20)
    expect(await patch(shop, { rules: { conditions: all(11) } })).toEqual({
      status: 422,
      faults: ['/rules/conditions too_many'],
    })
  })

  it('are not expanded without end when they are checked', () => {
    const some = { any: Array.from({ length: 20 }, () => ({ ...stock, op: 'gt' as const })) }
    // 20 to the power of 10 alternatives.
    expect(canHold({ all: Array.from({ length: 10 }, () => some) }, 0)).toBe(true)
  })
})

/** Valid bodies of every route that takes texts. */
const product = {
  title: 'Tee',
  variantTitle: 'M',
  url: `${ORIGIN}/p`,
  image: `${ORIGIN}/i`,
  id: 'P',
}
const BODIES: [method: string, path: string, body: (shop: TestShop) => unknown][] = [
  ['PUT', '/v1/stock-levels', () => [{ sku: 'A', quantity: 1, locale: 'sv', externalId: 'm' }]],
  ['PUT', '/v1/products', () => [{ sku: 'A', currency: 'EUR', variantId: 'V', ...product }]],
  ['POST', '/v1/orders', () => ({ id: '1', email: 'a@b.example', items: [{ sku: 'A' }] })],
  ['POST', '/v1/orders', () => ({ id: '1', contactId: 'c', items: [{ sku: 'A' }] })],
  ['PUT', '/v1/suppressions', () => ({ email: 'a@b.example' })],
  ['PUT', '/v1/suppressions', () => ({ phone: '+46701234567', country: 'SE' })],
  ['POST', '/v1/keys', () => ({ name: 'ERP', scopes: ['read'] })],
  [
    'POST',
    '/v1/subscriptions',
    (shop) => ({
      ...shop.request({ externalId: 'm', locale: 'sv', product }),
      shop: undefined,
      customerId: 'c-1',
      attributes: { firstName: 'Ada' },
    }),
  ],
  [
    'PATCH',
    '/v1/shop',
    () => ({
      name: 'Acme',
      origins: [ORIGIN],
      consent: { version: '1', texts: { en: { email: 'Yes' } }, privacyUrl: `${ORIGIN}/privacy` },
      rules: { conditions: { field: 'product.brand', op: 'in', value: ['Acme'] } },
      destinations: [{ type: 'email' }],
      sender: { name: 'Acme', replyTo: 'a@b.example' },
      sources: [
        {
          type: 'feed',
          url: 'https://a.example',
          format: 'csv',
          missingMeans: 'unchanged',
          username: 'u',
        },
      ],
      turnstile: { siteKey: '0x4', secret: '0x4AAAAAAAAAAAAA' },
    }),
  ],
]

/** The body once for each of its texts, with half a character in that text. */
const malformed = (body: unknown) => [...changedTexts(body)].map(({ payload }) => payload)

describe('half a character', () => {
  it.each(BODIES)(
    'is refused in every text of %s %s, and nothing is stored',
    async (method, path, body) => {
      const shop = await makeShop()
      await shop.api('GET', '/v1/shop')
      const before = await everything()
      const bodies = malformed(body(shop))
      expect(bodies.length).toBeGreaterThan(1)
      for (const bad of bodies) {
        const { status, faults } = await told(await shop.api(method, path, bad))
        expect([bad, status, faults.length]).toEqual([bad, 422, 1])
      }
      expect(await everything()).toEqual(before)
    },
  )

  it('is refused in the request of a page', async () => {
    const shop = await makeShop()
    const request = { ...shop.request({ locale: 'sv' }), shop: undefined }
    for (const bad of malformed({ ...request, product: undefined, page: undefined })) {
      const body = { ...(bad as object), shop: shop.publicKey }
      const answer = await shop.page('POST', '/v1/client/subscriptions', body)
      expect([JSON.stringify(bad), answer.status]).toEqual([JSON.stringify(bad), 422])
    }
    expect(await table('subscription')).toEqual([])
  })

  it('is left out of what a page says of its product and of itself, and nobody is refused', async () => {
    const shop = await makeShop()
    const { page } = shop.request()
    const said = malformed({ product, page })
    expect(said).toHaveLength(2 * 6)
    for (const [n, bad] of said.entries()) {
      await shop.subscribe({ ...(bad as object), email: `p${n}@example.com` })
    }
    const kept = await table<{ product: string }>('subscription')
    expect(kept).toHaveLength(said.length)
    const titles = kept.map((row) => (JSON.parse(row.product) as typeof product).title)
    expect(new Set(titles)).toEqual(new Set(['Tee']))
    expect(JSON.stringify([kept, await table('consent')])).not.toMatch(/\\ud[89a-f]|\ufffd/i)
  })

  it('does not lose a catalogue entry whose title was cut in the middle of an emoji', async () => {
    const { lineOf } = await import('../../shared/page/text.ts')
    expect(lineOf(`${'a'.repeat(199)}👕`)).toBe(`${'a'.repeat(199)}…`)
    expect(lineOf(' Tee\n\u0000👕 ')).toBe('Tee 👕')
  })
})

describe('an address in settings', () => {
  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['ftp://acme.example/privacy'],
    ['https://user:password@acme.example/privacy'],
    ['/privacy'],
  ])('of the privacy page may not be %s', async (privacyUrl) => {
    const shop = await makeShop()
    expect(await patch(shop, { consent: { version: '1', texts: {}, privacyUrl } })).toEqual({
      status: 422,
      faults: ['/consent/privacyUrl url_invalid'],
    })
  })

  it('of a service may not be ftp, or hold a password', async () => {
    const shop = await makeShop()
    for (const baseUrl of ['ftp://a.example', 'https://user:password@a.example']) {
      const klaviyo = {
        type: 'klaviyo',
        privateKey: 'pk_0123456789',
        catalog: '$custom:::$default',
      }
      expect(await patch(shop, { destinations: [{ ...klaviyo, baseUrl }] })).toEqual({
        status: 422,
        faults: ['/destinations/0/baseUrl url_invalid'],
      })
    }
  })
})

describe('an origin', () => {
  it('with a * is refused, because it would never match', async () => {
    const shop = await makeShop()
    for (const origin of ['https://*.acme.example', 'https://*', '*']) {
      expect(await patch(shop, { origins: [ORIGIN, origin] })).toEqual({
        status: 422,
        faults: ['/origins/1 origin_wildcard'],
      })
    }
  })

  it.each([
    'http://localhost:8787',
    'https://localhost',
    'http://127.0.0.1:3000',
    'https://127.0.0.1',
    'https://[::1]',
    'https://192.168.1.10',
    'https://shop.local',
    'https://intranet',
  ])('%s is refused where the Worker is deployed, and accepted in development', async (origin) => {
    const shop = await makeShop()
    const { LOCAL: _, ...deployed } = world.env
    expect((await patch(shop, { origins: [ORIGIN, origin] })).status).toBe(200)
    world.env = { ...deployed, ADMIN_TOKEN: OWNER_TOKEN }
    const refused = { status: 422, faults: ['/origins/1 origin_not_public'] }
    expect(await patch(shop, { origins: [ORIGIN, origin] })).toEqual(refused)
    const made = await ask('/v1/admin/shops', {
      method: 'POST',
      headers: { Authorization: `Bearer ${OWNER_TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Acme', origins: [ORIGIN, origin] }),
    })
    expect(await told(made)).toEqual(refused)
  })
})

describe('the id of a request', () => {
  it('is the caller’s if it looks like one, else a new one', async () => {
    const idFor = async (id: string) =>
      (await ask('/health', { headers: { 'X-Request-Id': id } })).headers.get('X-Request-Id')
    const mine = '019f0000-0000-7000-8000-0123456789ab'
    expect(await idFor(mine)).toBe(mine)
    for (const bad of ['a'.repeat(65), '<script>', 'a b', '{"level":"error"}', 'a\u00e5']) {
      expect(await idFor(bad)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    }
  })
})

describe('security.txt', () => {
  it('names a contact, and expires in the future', async () => {
    world.env = { ...world.env, SECURITY_CONTACT: 'mailto:security@acme.example' }
    const answer = await ask('/.well-known/security.txt')
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=UTF-8')
    const lines = (await answer.text()).trim().split('\n')
    const fields = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2)))
    expect(fields).toMatchObject({
      Contact: 'mailto:security@acme.example',
      Canonical: 'https://bell.test/.well-known/security.txt',
    })
    const left = Date.parse(String(fields['Expires'])) - Date.now()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(365 * 24 * 60 * 60_000)
  })

  it.each([undefined, '', 'security@acme.example', 'mailto:a@b.example\nExpires: never'])(
    'is 404 without a contact that is an address (%j)',
    async (contact) => {
      world.env = { ...world.env, SECURITY_CONTACT: contact } as Env
      expect((await ask('/.well-known/security.txt')).status).toBe(404)
    },
  )
})

/**
 * Sends random requests to every route: valid bodies with random changes, rubbish in paths, queries and
 * headers, ids that exist and ids that do not. No answer is a server error, no refusal repeats an
 * address, nothing invalid is stored, and no queue message makes its consumer fail.
 *
 * The seed is fixed here. `npm run fuzz` runs for longer, with a seed of its own that it prints.
 */
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { app } from '../../worker/app.ts'
import { hmac } from '../contract/sources/signed.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { LONG, survives } from '../fuzz/run.ts'
import { aText, aValue, changed } from '../fuzz/values.ts'
import {
  ask,
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'
import { callerHeaders, SPOKEN, speechOf } from './dialects/callers.ts'
import { ROUTES as DIALECT_ROUTES } from './dialects/routes.ts'
import { faultsInStore } from './stored.ts'

const EMAIL = 'canary.person@example.com'
const PHONE = '+46701239876'
const HOOK_SECRET = 'hook-secret-0123456789'

const smsThrough = (baseUrl: string) => ({
  type: 'sms',
  accountSid: TWILIO.sid,
  authToken: TWILIO.token,
  from: TWILIO.from,
  baseUrl,
})

const shopifyAt = (baseUrl: string) => ({
  type: 'shopify',
  shop: 'acme.myshopify.com',
  accessToken: 'shpat_0123456789',
  webhookSecret: HOOK_SECRET,
  baseUrl,
})

/** Every route once, as `POST /v1/orders`. Middleware is registered for all methods, and is no route. */
const ROUTES = [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/demo'))
      // A dialect's address with a slash at its end has the same handler.
      .filter(({ path }) => !path.endsWith('/'))
      .map(({ method, path }) => `${method} ${path}`),
  ),
]

/** Valid bodies by route, for requests of a shop. Other routes get only random ones. */
const bodies = (shop: TestShop): Record<string, unknown> => {
  const { shop: _key, ...request } = shop.request({ email: EMAIL })
  const product = {
    sku: 'TEE-M',
    title: 'Tee',
    url: `${ORIGIN}/p/tee`,
    price: 9.5,
    currency: 'EUR',
  }
  const settings = {
    name: 'Acme',
    origins: [ORIGIN],
    country: 'SE',
    channels: ['email', 'sms'],
    rules: { threshold: 0, conditions: { all: [{ field: 'quantity', op: 'gte', value: 1 }] } },
    destinations: [{ type: 'webhook', url: 'https://hooks.example/x', secret: 'whsec_c2VjcmV0' }],
    sources: [shopifyAt('https://shopify.example')],
  }
  const dialects = DIALECT_ROUTES.map(({ method, path, good }) => [`${method} ${path}`, good])
  return {
    ...Object.fromEntries(dialects.filter(([, good]) => good !== undefined)),
    'POST /v1/client/subscriptions': shop.request({ email: EMAIL }),
    'POST /v1/subscriptions': {
      ...request,
      phone: PHONE,
      customerId: 'c-1',
      attributes: { vip: 1 },
    },
    'POST /hooks/:name/:shop': {
      admin_graphql_api_id: 'gid://shopify/ProductVariant/1',
      sku: 'TEE-M',
      inventory_policy: 'deny',
      inventory_item_id: 7,
      customer: { id: 3, email: EMAIL, phone: PHONE },
    },
    'PUT /v1/stock-levels': [{ sku: 'TEE-M', quantity: 3, locale: 'sv-SE', externalId: '4' }],
    'PUT /v1/products': [product],
    'POST /v1/orders': {
      id: 'o-1',
      email: EMAIL,
      items: [{ sku: 'TEE-M', price: 5, currency: 'EUR' }],
    },
    'POST /v1/contacts/lookup': { email: EMAIL },
    'PUT /v1/suppressions': { phone: PHONE },
    'DELETE /v1/suppressions': { email: EMAIL },
    'POST /v1/admin/shops': settings,
    'PATCH /v1/shop': { rules: settings.rules, channels: ['email'], name: 'Acme' },
  }
}

interface Asked {
  route: string
  /** For each part of the path: rubbish, or the index of an id that exists. */
  params: { text: string; exists: number; real: boolean }[]
  query: [name: string, value: string][]
  body: { change: number[]; value: unknown; whole: boolean }
  type: string | undefined
  accept: string
  key: 'right' | 'wrong' | 'none'
  origin: string | undefined
}

const text = aText
const QUERIES = ['sku', 'locale', 'externalId', 'shop', 'kind', 'cursor', 'limit', 'title', 'url']

const anAsked: fc.Arbitrary<Asked> = fc.record({
  route: fc.constantFrom(...ROUTES),
  params: fc.array(fc.record({ text, exists: fc.nat(), real: fc.nat(3).map(Boolean) }), {
    minLength: 3,
  }),
  query: fc.array(fc.tuple(fc.constantFrom(...QUERIES), text), { maxLength: 3 }),
  body: fc.record({
    change: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 4 }),
    value: aValue,
    whole: fc.boolean(),
  }),
  type: fc.constantFrom(
    ...Array<string>(6).fill('application/json'),
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    undefined,
  ),
  accept: fc.constantFrom('*/*', 'text/html', 'application/json'),
  key: fc.constantFrom(...Array<'right'>(8).fill('right'), 'wrong', 'none'),
  origin: fc.constantFrom(
    ...Array<string>(8).fill(ORIGIN),
    'https://evil.example',
    'null',
    undefined,
  ),
})

/** What exists for a part of a path, by its name: ids of rows, names in settings, tokens of links. */
async function existing(shop: TestShop, part: string): Promise<string[]> {
  switch (part) {
    case ':shop':
      return [shop.publicKey, shop.id]
    case ':name':
      return ['email', 'sms', 'shopify']
    case ':subscriptionId':
    case ':contactId':
    case ':job':
      return existing(shop, ':id')
    case ':sku':
      return ['TEE-M', 'MUG']
    case ':token':
    case ':code':
      return world.mails.flatMap(({ text: mail }) =>
        [...mail.matchAll(/bell\.test\/\w\/([\w.-]+)/g)].flatMap(([, token]) => token ?? []),
      )
    default: {
      const tables = ['subscription', 'contact', 'restock', 'outbox']
      const rows = await Promise.all(tables.map((name) => table<{ id: string }>(name)))
      return rows.flat().map(({ id }) => id)
    }
  }
}

async function send(shop: TestShop, asked: Asked): Promise<Response> {
  const [method = '', path = ''] = asked.route.split(' ')
  let filled = path
  for (const [index, part] of (path.match(/:\w+/g) ?? []).entries()) {
    const { text: rubbish = '', exists = 0, real } = asked.params[index] ?? {}
    // Neither the shop nor its key may end here: all further requests would be refused.
    const good = real && !/admin|keys/.test(path) ? await existing(shop, part) : []
    const value = good[exists % good.length] ?? rubbish.toWellFormed()
    filled = filled.replace(part, () => encodeURIComponent(value || 'x'))
  }
  const query = new URLSearchParams(
    asked.query.map(([name, value]) => [name, value.toWellFormed()]),
  )
  if (path.startsWith('/v1/client') && asked.key === 'right') query.set('shop', shop.publicKey)
  const key = path.startsWith('/v1/admin') ? String(world.env.ADMIN_TOKEN) : shop.secretKey
  const keys = { right: `Bearer ${key}`, wrong: 'Bearer sk_nobody', none: undefined }
  const authorization = path.startsWith('/v1/client') ? undefined : keys[asked.key]
  const { whole, value, change } = asked.body
  const valid = bodies(shop)[asked.route]
  const body = whole || valid === undefined ? value : changed(valid, change, value)
  const form = asked.type?.startsWith('application/x-www')
  const isRight = asked.key === 'right' && speechOf(path) !== undefined
  if (isRight && path.startsWith('/client/')) query.set('company_id', shop.publicKey)
  const sent = form ? formOf(body) : typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return ask(`${filled}?${query}`, {
    method,
    ...(method !== 'GET' && {
      body: sent,
    }),
    headers: {
      Accept: asked.accept,
      'CF-Connecting-IP': '2001:db8::7',
      ...(asked.type && { 'Content-Type': asked.type }),
      ...(asked.origin && { Origin: asked.origin }),
      ...(authorization && { Authorization: authorization }),
      'Sec-Fetch-Site': 'same-origin',
      ...(path.startsWith('/hooks') && signed(asked, sent)),
      ...(isRight && callerHeaders(path, shop.secretKey)),
    },
  })
}

/** What Shopify would send with a webhook about anything. */
function signed({ params: [first] }: Asked, body: string): Record<string, string> {
  const topic = TOPICS[(first?.exists ?? 0) % TOPICS.length] ?? ''
  return { 'X-Shopify-Topic': topic, 'X-Shopify-Hmac-Sha256': hmac(HOOK_SECRET, body) }
}

const TOPICS = [
  'inventory_levels/update',
  'products/update',
  'variants/in_stock',
  'variants/out_of_stock',
  'customers/redact',
  'customers/data_request',
  'unheard/of',
]

/** A form with what a body has at its first level, and the fields of our own pages. */
function formOf(body: unknown): string {
  const fields = Object.entries(Object(body) as Record<string, unknown>)
  const said = fields.map(([name, value]) => [
    name,
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed(),
  ])
  return String(new URLSearchParams([...said, ['email', EMAIL], ['stop', 'x'], ['remove', 'y']]))
}

let lines: string[] = []
beforeEach(() => {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void lines.push(parts.join(' ')))
  }
})
afterEach(() => void vi.restoreAllMocks())

it(
  'every route survives random requests: no server error, no echo, nothing invalid stored',
  async () => {
    const open = { limit: async () => ({ success: true }) }
    world.env = { ...world.env, LIMIT_ADDRESS: open, LIMIT_IP: open }
    const reached = new Set<string>()
    const property = fc.asyncProperty(
      fc.array(anAsked, { minLength: 60, maxLength: 60 }),
      async (sequence) => {
        lines = []
        const shop = await makeShop({
          ...SPOKEN,
          channels: ['email', 'sms'],
          destinations: [{ type: 'email' }, smsThrough(fakeUrl('twilio'))],
          sources: [shopifyAt(fakeUrl('shopify'))],
        })
        await shop.subscribe({ email: EMAIL })
        await shop.setStock({ sku: 'TEE-M', quantity: 2 })
        await drain()
        for (const asked of sequence) {
          const answer = await send(shop, asked)
          const said = await answer.text()
          reached.add(`${asked.route} ${answer.status}`)
          expect(answer.status, `${asked.route}: ${said}`).toBeLessThan(500)
          const speech = speechOf(asked.route.replace(/^\w+ /, ''))
          const isProblem = answer.headers.get('Content-Type')?.startsWith('application/problem')
          const isRefusal = speech ? answer.status >= 400 : isProblem
          expect(isRefusal ? said : '').not.toMatch(/canary|701239876/)
        }
        expect(await faultsInStore(shop)).toEqual([])
        // Messages to outside systems would leave this machine: only what stays here is delivered.
        world.queued = world.queued.filter(({ queue }) => queue !== 'shelfbell-source')
        await drain()
        await tick()
        expect(lines.join('\n')).not.toMatch(/canary|701239876|request_threw|consumer_threw/)
      },
    )
    await survives(property, 6, 300)
    // The requests are no mere refusals: some of each kind got through.
    const count = (status: RegExp) => [...reached].filter((one) => status.test(one)).length
    expect(count(/ 2\d\d$/)).toBeGreaterThan(15)
    expect(count(/ 422$/)).toBeGreaterThan(5)
  },
  LONG ? 540_000 : 120_000,
)

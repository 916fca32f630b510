/**
 * What guards the dialects: pages come under the shop's origins, limits, ceilings and confirmations, as the
 * widget's calls do; backends under their keys and the scopes of them. One table over all routes that pages
 * call, and one over all others.
 */
import { describe, expect, it } from 'vitest'
import { TWILIO } from '../../fakes/twilio.ts'
import { SECRET } from '../../fakes/webhook.ts'
import { KEYS } from '../../fakes/turnstile-token.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  TABLES,
  type TestShop,
  world,
} from '../harness.ts'
import { callerHeaders, isPublic, SPOKEN, type Speech, speechOf } from './callers.ts'
import { type DialectRoute, PHONE, ROUTES, SKU } from './routes.ts'
import { faultsIn } from './shapes.ts'

const nothing = /example\.com|70123/

let hosts = 0

interface Asked {
  email?: string
  sku?: string
  /** In place of the shop's public key. */
  name?: string
  headers?: Record<string, string>
}

/** A route that pages call, with a good body for a person and a variant. */
interface PublicRoute {
  route: DialectRoute
  /** Whether it asks for an alert; else for marketing alone. */
  isAlert: boolean
  body: (email: string, sku: string) => unknown
}

const replaced = (good: unknown, email: string, sku: string): unknown =>
  JSON.parse(JSON.stringify(good).replace('canary.person@example.com', email).replace(SKU, sku))

/** Klaviyo's bodies ask over SMS, too: here over e-mail alone. */
const byMail = (good: unknown): unknown => {
  const text = JSON.stringify(good)
    .replace('["EMAIL","SMS"]', '["EMAIL"]')
    .replace(',"sms":{"marketing":{"consent":"SUBSCRIBED"}}', '')
  return JSON.parse(text)
}

const PUBLIC: PublicRoute[] = ROUTES.filter(({ path }) => isPublic(path)).map((route) => ({
  route,
  isAlert: route.path !== '/client/subscriptions',
  body: (email, sku) => replaced(byMail(route.good), email, sku),
}))

const TABLE = PUBLIC.map((one) => [`${one.route.method} ${one.route.path}`, one] as const)

const pathOf = ({ path, query }: DialectRoute, shop: TestShop, name = shop.publicKey): string => {
  const filled = path.replace(':shop', name)
  return query ? `${filled}?${new URLSearchParams({ company_id: name })}` : filled
}

/** Calls a route as a page of the shop, each time from a new IP address. */
function page(
  { route, body }: PublicRoute,
  shop: TestShop,
  { email = 'ada@example.com', sku = SKU, name, headers = {} }: Asked = {},
) {
  hosts += 1
  return ask(pathOf(route, shop, name), {
    method: route.method,
    body: JSON.stringify(body(email, sku)),
    headers: {
      ...callerHeaders(route.path, ''),
      'CF-Connecting-IP': `10.8.${hosts >> 8}.${hosts & 255}`,
      ...headers,
    },
  })
}

/** The status of a refusal in the original's shape, and its Retry-After. */
async function refusal(speech: Speech, answer: Response) {
  const faults = faultsIn(speech, answer, await answer.text(), nothing)
  expect(faults).toEqual([])
  return [answer.status, answer.headers.get('Retry-After')]
}

const spoken = (settings: Record<string, unknown> = {}) => makeShop({ ...SPOKEN, ...settings })

const everything = async (but: string[] = []) =>
  Promise.all(TABLES.filter((name) => !but.includes(name)).map((name) => table(name)))

/** Lets a limit pass so many calls of one key. Gives the keys that were counted. */
function limited(limit: 'LIMIT_IP' | 'LIMIT_ADDRESS' | 'LIMIT_FAILURES', most: number) {
  const counted = new Map<string, number>()
  world.env = {
    ...world.env,
    [limit]: {
      limit: async ({ key }: { key: string }) => {
        counted.set(key, (counted.get(key) ?? 0) + 1)
        return { success: (counted.get(key) ?? 0) <= most }
      },
    },
  }
  return counted
}

const confirming = () => world.mails.filter(({ text }) => linkIn(text, 'c') !== '')

describe.each(TABLE)('%s of a page', (_, one) => {
  const { route, isAlert } = one
  const { speech } = route
  const refused = (answer: Response) => refusal(speech, answer)

  it('comes from the shop’s origins, and is refused from any other', async () => {
    const shop = await spoken({ origins: [ORIGIN, 'https://www.acme.example'] })
    const before = await everything()
    for (const Origin of [
      'https://evil.example',
      'null',
      'https://acme.example.evil.example',
      '',
      `${ORIGIN}:444`,
    ]) {
      expect([Origin, ...(await refused(await page(one, shop, { headers: { Origin } })))]).toEqual([
        Origin,
        403,
        null,
      ])
    }
    const headers: Record<string, string> = callerHeaders(route.path, '')
    delete headers['Origin']
    const bare = await ask(pathOf(route, shop), {
      method: 'POST',
      headers,
      body: JSON.stringify(one.body('ada@example.com', SKU)),
    })
    expect(await refused(bare)).toEqual([403, null])
    expect(await everything()).toEqual(before)
    const own = await page(one, shop, { headers: { Origin: 'https://www.acme.example' } })
    expect(own.status).toBe(route.status)
    expect(own.headers.get('Access-Control-Allow-Origin')).toBe('https://www.acme.example')
    expect(own.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })

  it('is answered alike for a new person, one who is there, and one who is suppressed', async () => {
    const shop = await spoken()
    await shop.api('PUT', '/v1/suppressions', { email: 'never@example.com' })
    const seen = []
    for (const email of ['ada@example.com', 'ada@example.com', 'never@example.com']) {
      const answer = await page(one, shop, { email })
      const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id')
      seen.push([answer.status, headers, await answer.text()])
    }
    expect(seen[0]?.[0]).toBe(route.status)
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    await drain()
    expect(world.mails.map(({ to }) => to)).not.toContain('never@example.com')
  })

  it('is limited by IP address, also for shops that are none, and by the person', async () => {
    const shop = await spoken()
    const whole = world.env
    const from = (ip: string) => ({ 'CF-Connecting-IP': ip })
    limited('LIMIT_IP', 2)
    const unknown = await page(one, shop, { name: 'pk_nobody', headers: from('203.0.113.7') })
    expect((await refused(unknown))[0]).toBe(speech === 'klaviyo' ? 400 : 404)
    expect((await page(one, shop, { headers: from('203.0.113.7') })).status).toBe(route.status)
    for (const name of [shop.publicKey, 'pk_nobody']) {
      const answer = await page(one, shop, { name, headers: from('203.0.113.7') })
      expect([name, ...(await refused(answer))]).toEqual([name, 429, '60'])
    }
    expect((await page(one, shop, { headers: from('203.0.113.8') })).status).toBe(route.status)

    world.env = whole
    limited('LIMIT_ADDRESS', 2)
    const email = 'grace@example.com'
    const statuses: unknown[] = []
    for (const sku of ['A', 'B', 'C', 'A']) {
      statuses.push((await page(one, shop, { sku, email })).status)
    }
    // A repetition within the minute is not counted, nor is another person's request.
    const { status } = route
    expect(statuses).toEqual(
      isAlert ? [status, status, 429, status] : [status, status, status, status],
    )
    expect((await page(one, shop)).status).toBe(status)
  })

  it('is held to the new contacts of an hour', async () => {
    const shop = await spoken({ limits: { newContactsPerHour: 2 } })
    for (const email of ['a@example.com', 'b@example.com']) {
      expect((await page(one, shop, { email })).status).toBe(route.status)
    }
    const before = await everything(['log'])
    const [status, seconds] = await refused(await page(one, shop, { email: 'c@example.com' }))
    expect(status).toBe(429)
    expect(Number(seconds)).toBeGreaterThan(0)
    expect(await everything(['log'])).toEqual(before)
  })

  it.runIf(isAlert)('is held to the open requests of a person', async () => {
    const shop = await spoken({ limits: { openPerContact: 2 } })
    for (const sku of ['A', 'B']) expect((await page(one, shop, { sku })).status).toBe(route.status)
    for (const sku of ['C', 'A']) {
      expect([sku, ...(await refused(await page(one, shop, { sku })))]).toEqual([sku, 429, '86400'])
    }
    expect(await table('subscription')).toHaveLength(2)
  })

  it('waits for a confirmation where the shop, the country or Turnstile asks for one', async () => {
    const turnstile = { ...KEYS, baseUrl: fakeUrl('turnstile') }
    const cases: [settings: object, country: string, isAsked: boolean][] = [
      [{}, 'SE', false],
      [{ doubleOptIn: true }, 'SE', true],
      [{ doubleOptInCountries: ['FR'] }, 'FR', true],
      [{ doubleOptInCountries: ['FR'] }, 'SE', false],
      [{ turnstile }, 'SE', true],
    ]
    for (const [settings, country, isAsked] of cases) {
      const webhook = { type: 'webhook', url: `${fakeUrl('webhook')}/hook`, secret: SECRET }
      const shop = await spoken({ destinations: [{ type: 'email' }, webhook], ...settings })
      world.mails = []
      const answer = await page(one, shop, { headers: { 'CF-IPCountry': country } })
      expect([settings, answer.status]).toEqual([settings, route.status])
      const ofShop = async (name: string) =>
        (await table(name)).filter((row) => row['shop_id'] === shop.id)
      const calls = (await ofShop('outbox')).map(({ call }) => call)
      const waiting = (await ofShop('subscription')).map(({ status }) => status)
      await drain()
      const seen = [settings, country, calls.includes('consent'), waiting, confirming().length]
      // A consent to marketing that nobody confirms is recorded, and passed on to nobody.
      expect(seen).toEqual(
        isAlert
          ? [settings, country, false, [isAsked ? 'pending' : 'waiting'], isAsked ? 1 : 0]
          : [settings, country, !isAsked, [], 0],
      )
    }
  })

  it('finds no shop that is closed, nor one by the name of another', async () => {
    const alias = `Co${speech}1`.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)
    const { klaviyo } = SPOKEN.dialects
    const dialects = { ...SPOKEN.dialects, klaviyo: { ...klaviyo, companyIds: [alias] } }
    const shop = await makeShop({ dialects })
    const other = await spoken()
    expect((await page(one, shop, { name: alias })).status).toBe(route.status)
    const closing = await ask(`/v1/admin/shops/${shop.id}`, {
      method: 'DELETE',
      headers: { Authorization: 'Bearer dev', 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Acme' }),
    })
    expect(closing.status).toBe(204)
    for (const name of [
      alias,
      shop.publicKey,
      shop.id,
      other.id,
      other.secretKey,
      '',
      ' ',
      '__proto__',
    ]) {
      const [status] = await refused(await page(one, shop, { name }))
      expect([name, status]).toEqual([name, speech === 'klaviyo' ? 400 : 404])
    }
    expect((await page(one, other)).status).toBe(route.status)
  })
})

describe('a page that asks over SMS in Klaviyo’s dialect', () => {
  const bySms = {
    channels: ['email', 'sms'],
    destinations: [
      { type: 'email' },
      {
        type: 'sms',
        accountSid: TWILIO.sid,
        authToken: TWILIO.token,
        from: TWILIO.from,
        baseUrl: '',
      },
    ],
  }
  const shopBySms = (settings: object) =>
    spoken({
      ...bySms,
      destinations: bySms.destinations.map((one) =>
        'baseUrl' in one ? { ...one, baseUrl: fakeUrl('twilio') } : one,
      ),
      smsCountries: ['SE', 'FR'],
      ...settings,
    })

  it.each(TABLE.filter(([, { route, isAlert }]) => isAlert && route.speech === 'klaviyo'))(
    'over %s is refused where the shop uses Turnstile, and confirms a number of a country that needs it',
    async (_, { route }) => {
      const send = (shop: TestShop, phone: string) => {
        hosts += 1
        const text = JSON.stringify(route.good).replace(PHONE, phone)
        const headers = {
          ...callerHeaders(route.path, ''),
          'CF-Connecting-IP': `10.7.0.${hosts & 255}`,
        }
        return ask(pathOf(route, shop), { method: 'POST', headers, body: text })
      }
      const guarded = await shopBySms({ turnstile: { ...KEYS, baseUrl: fakeUrl('turnstile') } })
      const before = await everything()
      expect(await refusal('klaviyo', await send(guarded, PHONE))).toEqual([400, null])
      expect(await everything()).toEqual(before)
      const careful = await shopBySms({ doubleOptInCountries: ['FR'] })
      expect((await send(careful, '+33612345678')).status).toBe(route.status)
      await drain()
      expect(confirming()).toHaveLength(1)
    },
  )
})

const SERVER = ROUTES.filter(({ path }) => !isPublic(path))

/** The scopes, beside `all`, that may call a route. */
function scopesOf({ method, path }: DialectRoute): string[] {
  if (/stock-levels|catalog-|v1\/products/.test(path))
    return method === 'GET' && path.includes('v1/products') ? ['read', 'stock'] : ['stock']
  return method === 'GET' ? ['people'] : []
}

describe('a backend', () => {
  const send = (route: DialectRoute, key: string, names: Record<string, string> = {}) => {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? name)
    return ask(path, {
      method: route.method,
      headers: { ...callerHeaders(route.path, key), 'CF-Connecting-IP': '203.0.113.9' },
      ...(route.good !== undefined && { body: JSON.stringify(route.good) }),
    })
  }

  it('may do with a key what its scopes say, over every route', async () => {
    const shop = await spoken()
    const keys: Record<string, string> = {}
    for (const scope of ['stock', 'read', 'people']) {
      const made = await shop.api('POST', '/v1/keys', { name: scope, scopes: [scope] })
      keys[scope] = (await made.json<{ secretKey: string }>()).secretKey
    }
    for (const route of SERVER) {
      const allowed: string[] = []
      const wrong: string[] = []
      for (const [scope, key] of Object.entries(keys)) {
        const answer = await send(route, key)
        const text = await answer.text()
        if (answer.status !== 403) allowed.push(scope)
        else wrong.push(...faultsIn(route.speech, answer, text, nothing))
      }
      expect([route.method, route.path, allowed.toSorted()]).toEqual([
        route.method,
        route.path,
        scopesOf(route),
      ])
      expect(wrong).toEqual([])
    }
    expect(await table('subscription')).toEqual([])
  })

  it('is refused without a key, with a wrong one and where the dialect is off, over every route', async () => {
    limited('LIMIT_FAILURES', 1000)
    const off = await makeShop()
    await off.api('GET', '/v1/shop')
    const before = await everything()
    for (const route of SERVER) {
      const name = `${route.method} ${route.path}`
      for (const key of ['', 'sk_wrong', off.publicKey]) {
        expect([name, key, ...(await refusal(route.speech, await send(route, key)))]).toEqual([
          name,
          key,
          401,
          null,
        ])
      }
      const answer = await send(route, off.secretKey)
      const text = await answer.text()
      expect([name, answer.status, faultsIn(route.speech, answer, text, nothing)]).toEqual([
        name,
        403,
        [],
      ])
      expect([name, text.includes(`dialects.${route.speech}`)]).toEqual([name, true])
    }
    expect(await everything()).toEqual(before)
  })

  it.each<Speech>(['klaviyo', 'voyado', 'sequenzy'])(
    'that guesses keys in the dialect of %s is held up, and a right key never is',
    async (speech) => {
      const shop = await spoken()
      limited('LIMIT_FAILURES', 2)
      const route = SERVER.find((one) => one.speech === speech && one.method === 'GET')
      if (!route) throw new Error('no route')
      for (const status of [401, 401, 429]) {
        const [answered, seconds] = await refusal(speech, await send(route, 'sk_guess'))
        expect([answered, seconds]).toEqual([status, status === 429 ? '60' : null])
      }
      expect((await send(route, shop.secretKey)).status).not.toBe(429)
    },
  )
})

it('asks every dialect’s path for the dialect that it is of', () => {
  expect(ROUTES.filter(({ path, speech }) => speechOf(path) !== speech)).toEqual([])
  expect(PUBLIC.map(({ route }) => route.path).toSorted()).toEqual([
    '/client/back-in-stock-subscriptions',
    '/client/subscriptions',
    '/voyado-centra/:shop',
  ])
})

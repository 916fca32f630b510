/**
 * A shop that blocks bots with Turnstile: its settings, the token of a request, what happens when
 * Turnstile gives no result, and the form without JavaScript.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TAGS } from '../../shared/languages/texts.ts'
import { newId } from '../../worker/ids.ts'
import { BOT_CHECK_REPORT_MS } from '../../worker/limits.ts'
import type { Received } from '../fakes/upstream.ts'
import { SECRET } from '../fakes/webhook.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { DUMMY, KEYS, tokenOf } from '../fakes/turnstile-token.ts'
import {
  ACCEPTED,
  ORIGIN,
  OWNER_TOKEN,
  TABLES,
  ask,
  drain,
  fakeUrl,
  logged,
  makeShop,
  table,
  inShort,
} from './harness.ts'
import { type TestShop, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'
const HOST = 'acme.example'

afterEach(() => vi.restoreAllMocks())

/** A shop with Turnstile that behaves as in the scene. `asked` gives the requests to Turnstile. */
async function guarded(scene = 'good', settings: Record<string, unknown> = {}, keys = {}) {
  const baseUrl = fakeUrl('turnstile', scene)
  const shop = await makeShop({ turnstile: { ...KEYS, baseUrl, ...keys }, ...settings })
  const asked = async () => (await fetch(`${baseUrl}/requests`)).json<Received[]>()
  return { shop, baseUrl, asked }
}

const post = (shop: TestShop, changes: Record<string, unknown> = {}) =>
  shop.page('POST', PATH, shop.request({ turnstileToken: tokenOf(HOST), ...changes }))

const CLOUDFLARE = 'https://challenges.cloudflare.com'

/** Lets a fake stand in for Cloudflare's address. Gives the addresses that are asked for. */
function standInAt(fake: string): string[] {
  const asked: string[] = []
  const { fetch: real } = globalThis
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    asked.push(String(input))
    return real(String(input).replace(CLOUDFLARE, fake), init)
  })
  return asked
}

/** Makes the Worker behave as if it were deployed. */
function deploy(): void {
  const { LOCAL: _, ...deployed } = world.env
  world.env = deployed
}

async function expectNothingStored(): Promise<void> {
  const names = ['contact', 'subscription', 'consent', 'outbox', 'confirmation', 'log']
  for (const name of names) expect(await table(name)).toEqual([])
  expect(world.queued).toEqual([])
}

const storedSettings = async () => JSON.parse(String((await table('shop'))[0]?.['settings']))

describe('the Turnstile setting', () => {
  const turnstile = { siteKey: KEYS.siteKey, secret: KEYS.secret }
  const patch = async (shop: TestShop, change: unknown) => {
    const response = await shop.api('PATCH', '/v1/shop', { turnstile: change })
    const { settings, errors } = await response.json<{
      settings?: { turnstile?: object }
      errors?: object[]
    }>()
    return settings ? settings.turnstile : errors
  }

  it('is returned with its default and a masked secret, and reaches the page without the secret', async () => {
    const shop = await makeShop({ turnstile })
    const { settings } = await (await shop.api('GET', '/v1/shop')).json<{ settings: object }>()
    const baseUrl = 'https://challenges.cloudflare.com'
    expect(settings).toMatchObject({
      turnstile: { siteKey: KEYS.siteKey, secret: '••••6789', baseUrl },
    })
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await config.json()).toMatchObject({ turnstile: { siteKey: KEYS.siteKey, baseUrl } })
    const page = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await page.text()).not.toMatch(/secret|••••/)
  })

  it('keeps its secret if that is sent masked or left out with the same site key', async () => {
    const shop = await makeShop({ turnstile })
    const { turnstile: sealed } = await storedSettings()
    const kept = { ...turnstile, secret: '••••6789' }
    expect(await patch(shop, kept)).toMatchObject(kept)
    const baseUrl = 'https://challenges.cloudflare.com'
    const whenDown = 'accept'
    expect(await patch(shop, { siteKey: KEYS.siteKey })).toEqual({ ...kept, baseUrl, whenDown })
    expect(await storedSettings()).toMatchObject({ turnstile: { secret: sealed.secret } })
    const needed = [{ pointer: '/turnstile/secret', code: 'secret_needed' }]
    expect(await patch(shop, { ...kept, siteKey: '0x4Other' })).toMatchObject(needed)
    expect(await patch(shop, { siteKey: '0x4Other' })).toMatchObject(needed)
    const elsewhere = { siteKey: KEYS.siteKey, baseUrl: 'https://turnstile.example' }
    expect(await patch(shop, { ...kept, ...elsewhere })).toMatchObject(needed)
    expect(await patch(shop, elsewhere)).toMatchObject(needed)
    const other = { siteKey: '0x4Other', secret: '0x4AnotherSecret42' }
    expect(await patch(shop, other)).toMatchObject({ siteKey: '0x4Other', secret: '••••et42' })
  })

  it('is removed by null, and requests then need no token', async () => {
    const { shop, asked } = await guarded()
    expect((await post(shop, { turnstileToken: undefined })).status).toBe(422)
    expect(await patch(shop, null)).toBeUndefined()
    const page = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await page.json()).not.toHaveProperty('turnstile')
    expect((await post(shop, { turnstileToken: undefined })).status).toBe(202)
    expect(await asked()).toEqual([])
  })

  it.each([
    ['a test site key', { siteKey: '1x00000000000000000000AA' }, '/siteKey', 'test_key'],
    ['a test site key that asks', { siteKey: '3x00000000000000000000FF' }, '/siteKey', 'test_key'],
    ['a test secret', { secret: '1x0000000000000000000000000000000AA' }, '/secret', 'test_key'],
    ['another one', { secret: '3x0000000000000000000000000000000AA' }, '/secret', 'test_key'],
    ['a local address', { baseUrl: 'http://127.0.0.1:9' }, '/baseUrl', 'local_only'],
    ['another address', { baseUrl: 'https://turnstile.example' }, '/baseUrl', 'local_only'],
  ])('is refused with %s only by a deployed Worker', async (_what, bad, at, code) => {
    const shop = await makeShop({ turnstile })
    expect(await patch(shop, { ...turnstile, ...bad })).toHaveProperty('siteKey')
    await patch(shop, turnstile)
    deploy()
    expect(await patch(shop, { ...turnstile, ...bad })).toMatchObject([
      { pointer: `/turnstile${at}`, code, detail: expect.not.stringContaining('not accepted') },
    ])
    world.env = { ...world.env, ADMIN_TOKEN: OWNER_TOKEN }
    const made = await ask('/v1/admin/shops', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${OWNER_TOKEN}`,
      },
      body: JSON.stringify({
        name: 'Acme',
        origins: [ORIGIN],
        turnstile: { ...turnstile, ...bad },
      }),
    })
    expect(await made.json()).toMatchObject({ errors: [{ pointer: `/turnstile${at}`, code }] })
  })
})

describe('a request to a shop with Turnstile', () => {
  it('is stored if its token is valid, with the check as evidence', async () => {
    const { shop, asked } = await guarded()
    const turnstileToken = tokenOf(HOST)
    expect(await inShort(await post(shop, { turnstileToken }))).toBe(ACCEPTED)
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-M', status: 'waiting' }])
    expect(await table('consent')).toMatchObject([{ method: 'form', bot_check: 'passed' }])
    const [question, ...more] = await asked()
    expect(more).toEqual([])
    expect(question).toMatchObject({ method: 'POST', path: '/turnstile/v0/siteverify' })
    expect(question?.headers['content-type']).toBe('application/json')
    expect(question?.body).toEqual({
      secret: KEYS.secret,
      response: turnstileToken,
      remoteip: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
      idempotency_key: expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/),
    })
    expect(await logged(shop, 'bot_check_skipped')).toEqual([])
  })

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  it.each([
    ['no token', undefined],
    ['an invalid token', 'rubbish'],
    ['the published test token', DUMMY],
    ['a token of another website', tokenOf('evil.example')],
    ['a token of another form of the shop', tokenOf(HOST, { action: 'login' })],
    ['a token of a form without an action', tokenOf(HOST, { action: '' })],
    ['a token of another site key', tokenOf(HOST, { siteKey: '0x4Theirs' })],
    ['a token of five minutes ago', tokenOf(HOST, { at: minutesAgo(5) })],
  ])('is refused with %s, and nothing is stored or sent', async (_what, turnstileToken) => {
    const { shop } = await guarded()
    const answer = await post(shop, { turnstileToken })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'bot_check_failed',
      title: 'The bot check failed',
      detail: expect.stringContaining('turnstileToken'),
    })
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    await expectNothingStored()
  })

  it('is stored only once for each token', async () => {
    const { shop } = await guarded()
    const turnstileToken = tokenOf(HOST)
    expect((await post(shop, { turnstileToken })).status).toBe(202)
    expect((await post(shop, { turnstileToken, sku: 'TEE-L' })).status).toBe(422)
    expect((await post(shop, { sku: 'TEE-L' })).status).toBe(202)
    expect(await table('subscription')).toHaveLength(2)
  })

  it('is accepted from every origin of the shop', async () => {
    const origins = [ORIGIN, 'https://www.acme.example', 'http://localhost:3000']
    const { shop } = await guarded('good', { origins })
    for (const [n, hostname] of ['www.acme.example', 'localhost'].entries()) {
      const turnstileToken = tokenOf(hostname)
      expect((await post(shop, { turnstileToken, sku: `TEE-${n}` })).status).toBe(202)
    }
    const turnstileToken = tokenOf('sub.acme.example')
    expect((await post(shop, { turnstileToken })).status).toBe(422)
  })

  it('causes no call to Turnstile if it is invalid, from a bot or over the limit', async () => {
    const { shop, asked } = await guarded()
    expect((await post(shop, { email: 'nobody' })).status).toBe(422)
    expect((await post(shop, { turnstileToken: 'x'.repeat(2049) })).status).toBe(422)
    expect((await post(shop, { channels: ['sms'] })).status).toBe(422)
    expect(await inShort(await post(shop, { website: 'https://spam.example' }))).toBe(ACCEPTED)
    world.env.LIMIT_ADDRESS = { limit: async () => ({ success: false }) }
    expect((await post(shop)).status).toBe(429)
    expect(await asked()).toEqual([])
  })

  it('has to be confirmed in the same countries as any other', async () => {
    const { shop } = await guarded()
    expect((await post(shop, { country: 'DE' })).status).toBe(202)
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
  })

  it('needs no token if the backend of the shop sends it', async () => {
    const { shop, asked } = await guarded()
    const { sku, email, channels, consents } = shop.request()
    const request = { sku, email, channels, consents }
    expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
    expect(await table('consent')).toMatchObject([{ method: 'api', bot_check: null }])
    expect(await asked()).toEqual([])
  })

  it('is checked by Cloudflare alone where the Worker is deployed, whatever address is stored', async () => {
    const stored = await guarded()
    const real = await guarded()
    deploy()
    const path = `/v1/client/config?shop=${stored.shop.publicKey}`
    const { turnstile } = await (await stored.shop.page('GET', path)).json<{ turnstile: object }>()
    expect(turnstile).toEqual({ siteKey: KEYS.siteKey, baseUrl: CLOUDFLARE })
    const asked = standInAt(real.baseUrl)
    expect(await inShort(await post(stored.shop))).toBe(ACCEPTED)
    expect(asked).toEqual([`${CLOUDFLARE}/turnstile/v0/siteverify`])
    vi.restoreAllMocks()
    expect(await stored.asked()).toEqual([])
  })

  it('is checked with the published test keys only in local development', async () => {
    const secretOf = (kind: number) => `${kind}x0000000000000000000000000000000AA`
    const statuses = []
    for (const kind of [1, 2, 3]) {
      const keys = { siteKey: '1x00000000000000000000AA', secret: secretOf(kind) }
      const { shop, baseUrl } = await guarded('good', {}, keys)
      statuses.push((await post(shop, { turnstileToken: DUMMY })).status)
      if (kind > 1) continue
      statuses.push((await post(shop, { turnstileToken: tokenOf(HOST) })).status)
      const local = world.env
      deploy()
      standInAt(baseUrl)
      statuses.push((await post(shop, { turnstileToken: DUMMY })).status)
      vi.restoreAllMocks()
      world.env = local
    }
    expect(statuses).toEqual([202, 422, 422, 422, 422])
  })
})

describe('while Turnstile gives no result, a request', () => {
  it.each([
    ['server-error', 'http_500'],
    ['edge-html', 'http_502'],
    ['hanging', 'timeout'],
    ['answers-429', 'http_429'],
    ['answers-403', 'http_403'],
    ['answers-200', 'unreadable'],
    ['says-internal-error', 'internal-error'],
  ])('(%s) is accepted after a second try, and the shop’s log says so', async (scene, reason) => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { shop, asked } = await guarded(scene)
    expect(await inShort(await post(shop))).toBe(ACCEPTED)
    expect(await table('subscription')).toMatchObject([{ status: 'waiting' }])
    expect(await table('consent')).toMatchObject([{ bot_check: 'skipped' }])
    const keys = (await asked()).map(({ body }) => JSON.stringify(body))
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(await logged(shop, 'bot_check_skipped')).toEqual([{ reason }])
    const line = { level: 'error', event: 'bot_check_skipped', shop: shop.id, reason }
    expect(errors.mock.calls.map(([text]) => JSON.parse(text))).toEqual([line])
    // A shopper waits for both.
    expect(world.limitsMs).toEqual(scene === 'hanging' ? [3_000, 3_000] : [])
  })

  it.each([
    ['says-missing-input-secret', {}, 'missing-input-secret'],
    ['good', { secret: '0x4NoLongerTheSecret' }, 'invalid-input-secret'],
  ])('(%s) is accepted after one try if the secret is wrong', async (scene, keys, reason) => {
    const { shop, asked } = await guarded(scene, {}, keys)
    expect(await inShort(await post(shop))).toBe(ACCEPTED)
    expect(await asked()).toHaveLength(1)
    expect(await table('consent')).toMatchObject([{ bot_check: 'skipped' }])
    expect(await logged(shop, 'bot_check_skipped')).toEqual([{ reason }])
  })

  it('is accepted if nothing listens at the address', async () => {
    const { shop } = await guarded('good', {}, { baseUrl: 'http://127.0.0.1:1' })
    expect(await inShort(await post(shop))).toBe(ACCEPTED)
    expect(await logged(shop, 'bot_check_skipped')).toEqual([{ reason: 'unreachable' }])
  })

  it('is confirmed from a mail or an SMS if the shop wants that', async () => {
    const twilio = fakeUrl('twilio')
    const { sid: accountSid, token: authToken, from } = TWILIO
    const both = {
      channels: ['email', 'sms'],
      destinations: [
        { type: 'email' },
        { type: 'sms', accountSid, authToken, from, baseUrl: twilio, quietHours: false },
      ],
    }
    const whenDown = { whenDown: 'confirm' }
    const { shop } = await guarded('server-error', both, whenDown)
    const usual = await guarded('good', both, whenDown)
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(await config.text()).not.toContain('whenDown')

    const bySms = { channels: ['sms'], email: undefined, phone: '+46701234567' }
    expect(await inShort(await post(shop))).toBe(ACCEPTED)
    expect(await inShort(await post(shop, bySms))).toBe(ACCEPTED)
    expect(await table('subscription')).toMatchObject([
      { status: 'pending', channels: 1 },
      { status: 'pending', channels: 2 },
    ])
    await drain()
    const subject = 'Please confirm your alert at Acme'
    expect(world.mails).toMatchObject([{ subject }])
    const texts = await (await fetch(`${twilio}/requests`)).json<Received[]>()
    expect(texts).toHaveLength(1)
    const [, link = ''] = /(\/c\/[\w.-]+)/.exec(world.mails[0]?.text ?? '') ?? []
    expect((await ask(link, { method: 'POST' })).status).toBe(200)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toMatchObject([{ subject }, { subject: 'Back in stock: Tee, M' }])

    expect(await inShort(await post(usual.shop))).toBe(ACCEPTED)
    const ofUsual = (await table('subscription')).filter((one) => one['shop_id'] === usual.shop.id)
    expect(ofUsual).toMatchObject([{ status: 'waiting' }])
  })

  it('cannot be confirmed by SMS if no destination can ask: the settings refuse that', async () => {
    const texts = {
      type: 'webhook',
      url: 'https://a.example',
      secret: SECRET,
      channels: ['sms'],
      events: ['restock.matched'],
    }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      doubleOptInCountries: [],
      destinations: [{ type: 'email' }, texts],
    })
    const { secret, siteKey } = KEYS
    const answer = await shop.api('PATCH', '/v1/shop', {
      turnstile: { siteKey, secret, whenDown: 'confirm' },
    })
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: '/turnstile/whenDown', code: 'confirmer_missing' }],
    })
  })

  it('is still refused without a token', async () => {
    const { shop } = await guarded('server-error')
    expect((await post(shop, { turnstileToken: undefined })).status).toBe(422)
    await expectNothingStored()
  })

  it.each(['once-internal-error', 'throttled', 'answer-lost'])(
    '(%s) is decided by the second try if that gets a result, and nothing is logged',
    async (scene) => {
      const { shop, asked } = await guarded(scene)
      expect(await inShort(await post(shop))).toBe(ACCEPTED)
      expect(await asked()).toHaveLength(2)
      expect(await table('consent')).toMatchObject([{ bot_check: 'passed' }])
      expect(await logged(shop, 'bot_check_skipped')).toEqual([])
      const other = await guarded(scene)
      const turnstileToken = tokenOf('evil.example')
      expect((await post(other.shop, { turnstileToken })).status).toBe(422)
    },
  )

  it('is logged once in a while for each shop, however many come', async () => {
    const [one, other] = [await guarded('server-error'), await guarded('says-internal-error')]
    for (const email of ['ada@example.com', 'bob@example.com']) {
      for (const { shop } of [one, other]) expect((await post(shop, { email })).status).toBe(202)
    }
    expect(await logged(one.shop, 'bot_check_skipped')).toEqual([{ reason: 'http_500' }])
    expect(await logged(other.shop, 'bot_check_skipped')).toEqual([{ reason: 'internal-error' }])
    await world.env.DB.prepare('UPDATE log SET id = ?1')
      .bind(newId(Date.now() - BOT_CHECK_REPORT_MS - 1000))
      .run()
    await post(one.shop, { email: 'cleo@example.com' })
    await post(one.shop, { email: 'dora@example.com' })
    expect(await logged(one.shop, 'bot_check_skipped')).toHaveLength(2)
    expect(await table('subscription')).toHaveLength(6)
  })

  it('is accepted and stored later if D1 is overloaded as well', async () => {
    const { shop } = await guarded('server-error')
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const fails = async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
    }
    const statement = { bind: () => statement, run: fails, all: fails, first: fails }
    const { DB } = world.env
    world.env.DB = { prepare: () => statement, batch: fails } as unknown as D1Database
    expect(await inShort(await post(shop))).toBe(ACCEPTED)
    world.env.DB = DB
    await drain()
    expect(await table('subscription')).toHaveLength(1)
    expect(await table('consent')).toMatchObject([{ bot_check: 'skipped' }])
  })
})

describe('the form without JavaScript, of a shop with Turnstile,', () => {
  const page = (shop: TestShop, locale = 'en') =>
    `/notify/${shop.publicKey}?sku=TEE-M&locale=${locale}&title=Tee&url=${ORIGIN}/tee`

  /** Loads the form, fills it in and sends it. */
  async function submit(shop: TestShop, fields: Record<string, string>, headers = {}) {
    const html = await (await ask(page(shop))).text()
    const shown = [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const hidden = Object.fromEntries(shown.map(([, name = '', value = '']) => [name, value]))
    const response = await ask(page(shop), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Sec-Fetch-Site': 'same-origin',
        ...headers,
      },
      body: new URLSearchParams({ ...hidden, ...fields }).toString(),
    })
    return { status: response.status, html: await response.text() }
  }

  const channels = ['email', 'sms']
  const sms = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'x'.repeat(32) }
  const destinations = [{ type: 'email' }, { ...sms, from: '+46701234567' }]

  it('requires a confirmation from a mail, whatever the country', async () => {
    const { shop, asked } = await guarded()
    const sent = await submit(shop, { email: 'ada@example.com' }, { 'CF-IPCountry': 'SE' })
    expect(sent.status).toBe(200)
    expect(sent.html).toContain('One more step')
    expect(await table('subscription')).toMatchObject([{ status: 'pending' }])
    expect(await table('consent')).toMatchObject([{ method: 'form', bot_check: null }])
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect(world.mails).toMatchObject([{ subject: 'Please confirm your alert at Acme' }])
    expect(await asked()).toEqual([])
  })

  it('asks for no phone number, and ignores one', async () => {
    const { shop } = await guarded('good', { channels, destinations })
    const [, html = ''] = (await (await ask(page(shop))).text()).split('</head>')
    expect(html).toContain('name="email"')
    expect(html.replaceAll(/<meta[^>]*>/g, '')).not.toMatch(/phone|"tel"/)
    const alone = await submit(shop, { phone: '070-123 45 67', 'shown-sms': 'x' })
    expect(alone.status).toBe(422)
    expect(alone.html).toContain('Enter your email address.')
    const both = await submit(shop, { email: 'ada@example.com', phone: '070-123 45 67' })
    expect(both.status).toBe(200)
    expect(await table('subscription')).toMatchObject([
      { channels: 1, addresses: expect.not.stringContaining('sms'), status: 'pending' },
    ])
  })

  it('says in each language that it needs JavaScript if the shop has only SMS', async () => {
    const { shop } = await guarded('good', { channels: ['sms'], destinations })
    const words = new Set<string>()
    for (const language of TAGS) {
      const answer = await ask(page(shop, language))
      const html = await answer.text()
      expect(answer.status).toBe(404)
      expect(html).toContain(`<html lang="${language}"`)
      expect(html).not.toContain('<form')
      expect(html).toContain(`<a href="${ORIGIN}/tee">Tee</a>`)
      words.add(/<p>([^<]*JavaScript[^<]*)<\/p>/.exec(html)?.[1] ?? '')
    }
    expect(words.size).toBe(TAGS.length)
    expect(words).not.toContain('')
    const sent = await submit(shop, { email: 'ada@example.com', phone: '070-123 45 67' })
    expect(sent.status).toBe(404)
    await expectNothingStored()
  })
})

describe('the secret and the tokens of Turnstile', () => {
  it('are never in clear in the database, the queues, the cache or the log', async () => {
    const lines: string[] = []
    for (const level of ['log', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...parts) => void lines.push(parts.join(' ')))
    }
    const good = await guarded('good', { doubleOptIn: true })
    const broken = await guarded('server-error')
    const tokens = [tokenOf(HOST), tokenOf('evil.example'), tokenOf(HOST)]
    await post(good.shop, { turnstileToken: tokens[0] })
    await post(good.shop, { turnstileToken: tokens[1], sku: 'TEE-L' })
    await post(broken.shop, { turnstileToken: tokens[2] })
    const queued = structuredClone(world.queued)
    await drain()
    const tables = await Promise.all(TABLES.map((name) => table(name)))
    const cached = await Promise.all(
      [good, broken].map(({ shop }) => world.env.CACHE.get(`shop:${shop.publicKey}`)),
    )
    expect(cached.join()).toContain(KEYS.siteKey)
    const everything = JSON.stringify([tables, queued, lines, cached])
    expect(everything).toContain('bot_check_skipped')
    const last = tokens.map((token) => token.slice(-40, -4))
    for (const secret of [KEYS.secret, 'StandInSecret', 'STANDIN.', ...last]) {
      expect(everything).not.toContain(secret)
    }
    expect(lines.length).toBeGreaterThan(4)
    expect(queued.length).toBeGreaterThan(0)
  })
})

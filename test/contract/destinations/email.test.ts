/** The e-mail destination with each mail service, against the strict servers of test/fakes. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { POSTMARK_TOKENS } from '../../fakes/postmark.ts'
import { RESEND_KEYS } from '../../fakes/resend.ts'
import { SENDGRID_KEYS } from '../../fakes/sendgrid.ts'
import { SES_KEY, SES_REGION } from '../../fakes/ses.ts'
import {
  deliver,
  drain,
  makeShop,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, provoke, receivedAt, shopAt, type Suite } from './suite.ts'

afterEach(() => {
  vi.useRealTimers()
})

const from = 'stock@acme.example'
const common = { type: 'email', from }
const replies = { sender: { replyTo: 'help@acme.example' } }

const RESEND: Suite = {
  type: 'email via resend',
  fake: 'resend',
  settings: replies,
  options: (baseUrl) => ({ ...common, via: 'resend', apiKey: RESEND_KEYS.full, baseUrl }),
  secrets: [RESEND_KEYS.full],
  call: 'notify',
  statuses: [
    { status: 401, becomes: 'parked', reason: 'missing_api_key' },
    { status: 403, becomes: 'parked', reason: 'invalid_api_key' },
    { status: 404, becomes: 'dead', reason: 'not_found' },
    { status: 409, becomes: 'again', reason: 'concurrent_idempotent_requests' },
    { status: 422, becomes: 'dead', reason: 'validation_error' },
    { status: 200, becomes: 'again', reason: 'answer_unreadable' },
  ],
}

const POSTMARK: Suite = {
  type: 'email via postmark',
  fake: 'postmark',
  settings: replies,
  options: (baseUrl) => ({
    ...common,
    via: 'postmark',
    serverToken: POSTMARK_TOKENS.live,
    baseUrl,
  }),
  secrets: [POSTMARK_TOKENS.live],
  call: 'notify',
  statuses: [
    { status: 401, becomes: 'parked', reason: 'postmark_10' },
    { status: 404, becomes: 'dead', reason: 'http_404' },
    { status: 422, becomes: 'dead', reason: 'http_422' },
  ],
}

const SENDGRID: Suite = {
  type: 'email via sendgrid',
  fake: 'sendgrid',
  settings: replies,
  options: (baseUrl) => ({ ...common, via: 'sendgrid', apiKey: SENDGRID_KEYS.full, baseUrl }),
  secrets: [SENDGRID_KEYS.full],
  call: 'notify',
  statuses: [
    { status: 200, becomes: 'done' },
    { status: 401, becomes: 'parked', reason: 'http_401' },
    { status: 403, becomes: 'parked', reason: 'http_403' },
    { status: 404, becomes: 'dead', reason: 'http_404' },
    { status: 405, becomes: 'dead', reason: 'http_405' },
    { status: 413, becomes: 'dead', reason: 'http_413' },
  ],
}

const SES: Suite = {
  type: 'email via ses',
  fake: 'ses',
  settings: replies,
  options: (baseUrl) => ({
    ...common,
    via: 'ses',
    region: SES_REGION,
    accessKeyId: SES_KEY.id,
    secretAccessKey: SES_KEY.secret,
    configurationSet: 'alerts',
    baseUrl,
  }),
  secrets: [SES_KEY.secret],
  call: 'notify',
  statuses: [
    { status: 403, becomes: 'parked', reason: 'http_403' },
    { status: 404, becomes: 'dead', reason: 'http_404' },
  ],
}

const SUITES = [RESEND, POSTMARK, SENDGRID, SES]
for (const suite of SUITES) passesSuite(suite)

/** The bodies of the mails that a scene received. */
const mailsAt = async (baseUrl: string) =>
  (await receivedAt(baseUrl)).filter(({ method }) => method === 'POST')

const LINK = expect.stringMatching(/^<https:\/\/bell\.test\/u\/\S+>$/)
const ONE_CLICK = 'List-Unsubscribe=One-Click'
const NAMED = [
  { Name: 'List-Unsubscribe', Value: LINK },
  { Name: 'List-Unsubscribe-Post', Value: ONE_CLICK },
]
const HEADERS = { 'List-Unsubscribe': LINK, 'List-Unsubscribe-Post': ONE_CLICK }
const HTML = expect.stringMatching(/^<!DOCTYPE html><html lang="en"/)
const TEXT = expect.stringMatching(/^It’s back in stock\n/)
const subject = 'Back in stock: Tee, M'

describe('an e-mail', () => {
  it.each([
    {
      suite: RESEND,
      path: '/emails',
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      body: {
        from: `Acme <${from}>`,
        to: ['ada@example.com'],
        subject,
        html: HTML,
        text: TEXT,
        reply_to: 'help@acme.example',
        headers: HEADERS,
      },
    },
    {
      suite: POSTMARK,
      path: '/email',
      id: 'b7bc2f4a-e38e-4336-af7d-e6c392c2f817',
      body: {
        From: `Acme <${from}>`,
        To: 'ada@example.com',
        Subject: subject,
        HtmlBody: HTML,
        TextBody: TEXT,
        ReplyTo: 'help@acme.example',
        MessageStream: 'outbound',
        Headers: NAMED,
        TrackOpens: false,
        TrackLinks: 'None',
      },
    },
    {
      suite: SENDGRID,
      path: '/v3/mail/send',
      id: 'AZhM4S-qTMmrDCCMmGqYiQ',
      body: {
        personalizations: [{ to: [{ email: 'ada@example.com' }] }],
        from: { email: from, name: 'Acme' },
        reply_to: { email: 'help@acme.example' },
        subject,
        content: [
          { type: 'text/plain', value: TEXT },
          { type: 'text/html', value: HTML },
        ],
        headers: HEADERS,
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
          subscription_tracking: { enable: false },
          ganalytics: { enable: false },
        },
      },
    },
    {
      suite: SES,
      path: '/v2/email/outbound-emails',
      id: '0100019a-0000-7abc',
      body: {
        FromEmailAddress: `"Acme" <${from}>`,
        Destination: { ToAddresses: ['ada@example.com'] },
        ReplyToAddresses: ['help@acme.example'],
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: 'UTF-8' },
            Body: {
              Text: { Data: TEXT, Charset: 'UTF-8' },
              Html: { Data: HTML, Charset: 'UTF-8' },
            },
            Headers: NAMED,
          },
        },
        ConfigurationSetName: 'alerts',
        ConfigurationOverrides: {
          Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' },
        },
      },
    },
  ])(
    'has the request format that the service documents: $suite.type',
    async ({ suite, path, id, body }) => {
      const { shop, baseUrl } = await shopAt(suite, 'good')
      await provoke(suite, shop)
      const requests = await receivedAt(baseUrl)
      expect(requests).toHaveLength(1)
      expect(requests[0]).toMatchObject({ method: 'POST', path })
      expect(requests[0]?.body).toEqual(body)
      expect(await table('notification')).toMatchObject([
        { message_id: id, channels: 1, link: null },
      ])
      expect(world.mails).toEqual([])
    },
  )

  it.each(SUITES)(
    'that asks for confirmation is sent through the same service: $type',
    async (suite) => {
      const { shop, baseUrl } = await shopAt(suite, 'good')
      await shop.subscribe({ country: 'DE' })
      await drain()
      const [mail] = await mailsAt(baseUrl)
      const link = /https:\/\/bell\.test\/c\/[\w.-]+/.exec(mail?.text ?? '')?.[0]
      expect(link).toBeDefined()
      expect(mail?.text).toContain(ONE_CLICK)
      expect(await table('outbox')).toEqual([])
    },
  )

  it.each(SUITES)(
    'to a carrier’s address with dots in a row has them in quotes, as $type demands',
    async (suite) => {
      const { shop, baseUrl } = await shopAt(suite, 'good')
      await shop.subscribe({ email: '"a..b."@Docomo.ne.jp' })
      await shop.subscribe({ email: 'a..b.@docomo.ne.jp' })
      await shop.subscribe({ email: 'a.b@docomo.ne.jp' })
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      await drain()
      const texts = (await mailsAt(baseUrl)).map(({ text }) => text.replaceAll('\\"', '"'))
      expect(texts).toHaveLength(2)
      expect(texts.filter((text) => text.includes('""a..b."@docomo.ne.jp"'))).toHaveLength(1)
      expect(texts.filter((text) => text.includes('"a.b@docomo.ne.jp"'))).toHaveLength(1)
      expect(await table('outbox')).toEqual([])
    },
  )

  it.each([
    ['Åhléns & Söner', RESEND, 'Åhléns & Söner <stock@acme.example>'],
    ['Acme, Inc.', RESEND, '"Acme, Inc." <stock@acme.example>'],
    ['Acme, Inc.', POSTMARK, '"Acme, Inc." <stock@acme.example>'],
    ['Åhléns & Söner', POSTMARK, 'Åhléns & Söner <stock@acme.example>'],
  ])('names the sender %s in a form that the service accepts', async (name, suite, written) => {
    const settings = { ...suite.settings, name }
    const { shop, baseUrl } = await shopAt({ ...suite, settings }, 'good')
    await provoke(suite, shop)
    const body = (await mailsAt(baseUrl))[0]?.body as Record<string, unknown>
    expect(body['from'] ?? body['From']).toBe(written)
    expect(await table('outbox')).toEqual([])
  })

  it.each(['Åhléns & Söner', '株式会社アクメ・オンラインストア・東京本店・第二支店'])(
    'encodes the sender name %s for SES in ASCII words of at most 75 characters',
    async (name) => {
      const { shop, baseUrl } = await shopAt({ ...SES, settings: { name } }, 'good')
      await provoke(SES, shop)
      const body = (await mailsAt(baseUrl))[0]?.body as { FromEmailAddress: string }
      const words = body.FromEmailAddress.split(' ').slice(0, -1)
      const read = words.map((word) => {
        expect(word.length).toBeLessThanOrEqual(75)
        const encoded = /^=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=$/.exec(word)?.[1] ?? ''
        return new TextDecoder().decode(Uint8Array.fromBase64(encoded))
      })
      expect(read.join('')).toBe(name)
    },
  )
})

/** A shop whose restock has matched a person; the message is next on the queue. */
async function matched(suite: Suite): Promise<{ shop: TestShop; baseUrl: string }> {
  const made = await shopAt(suite, 'good')
  await made.shop.subscribe()
  await made.shop.setStock({ sku: 'TEE-M', quantity: 5 })
  const match = world.queued.shift()
  if (match) await deliver(match)
  return made
}

const LATER = 10 * 60_000

/** Ends the process after the service accepted the call, before anything is recorded. */
async function endBeforeTheRecord(): Promise<void> {
  const { env } = world
  let batches = 0
  world.env = {
    ...env,
    DB: {
      prepare: (sql: string) => env.DB.prepare(sql),
      // The first transaction takes the lease, the second books the call and counts the message; the
      // third would record the result.
      batch: (statements: D1PreparedStatement[]) =>
        batches++ < 2
          ? env.DB.batch(statements)
          : Promise.reject(new Error('the process has ended')),
    } as unknown as D1Database,
  }
  await drain()
  world.env = env
  expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 1, reason: null }])
}

/** Minutes later, another process takes the row over. */
async function takeOver(): Promise<void> {
  vi.useFakeTimers({ now: Date.now() + LATER, toFake: ['Date'] })
  await tick()
  await drain()
}

describe('an e-mail that the service accepted before the process ended', () => {
  it('is sent to Resend again with the same key and bytes, so Resend sends it once', async () => {
    const { baseUrl } = await matched(RESEND)
    await endBeforeTheRecord()
    await takeOver()
    const [first, second, ...further] = await mailsAt(baseUrl)
    expect(further).toEqual([])
    expect(second?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}:email:1$/)
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
    expect(second?.text).toBe(first?.text)
    expect(await table('notification')).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  it('is sent to Resend again with the same key and bytes if it asks for confirmation', async () => {
    const { shop, baseUrl } = await shopAt(RESEND, 'good')
    await shop.subscribe({ country: 'DE' })
    await endBeforeTheRecord()
    await takeOver()
    const [first, second] = await mailsAt(baseUrl)
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
    expect(second?.text).toBe(first?.text)
    expect(await table('outbox')).toEqual([])
  })

  it('is not sent again if its text has changed, and its row is dead', async () => {
    const { shop } = await matched(RESEND)
    await endBeforeTheRecord()
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Another tee', url: 'https://acme.example/p/tee' },
    ])
    await takeOver()
    expect(await table('outbox')).toMatchObject([
      { state: 'dead', reason: 'invalid_idempotent_request' },
    ])
  })

  it.each([POSTMARK, SENDGRID, SES])(
    'is sent again unchanged through a service without idempotency keys: $type',
    async (suite) => {
      const { baseUrl } = await matched(suite)
      await endBeforeTheRecord()
      await takeOver()
      const [first, second, ...further] = await mailsAt(baseUrl)
      expect(further).toEqual([])
      expect(second?.text).toBe(first?.text)
      expect(await table('notification')).toHaveLength(1)
    },
  )
})

describe('the Resend connector', () => {
  it('stays within the calls per second that Resend allows', async () => {
    const { shop, baseUrl } = await shopAt(RESEND, 'good')
    for (let n = 0; n < 7; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 50 })
    await drain()
    const times = (await mailsAt(baseUrl)).map(({ at }) => Date.parse(at))
    expect(times).toHaveLength(7)
    const sixth = times.map((at, n) => at - (times[n - 5] ?? -Infinity))
    expect(Math.min(...sixth)).toBeGreaterThan(900)
  })

  it('keeps the message waiting, without an attempt, while the monthly quota is used up', async () => {
    const { shop } = await shopAt(RESEND, 'quota')
    await provoke(RESEND, shop)
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'monthly_quota_exceeded' },
    ])
  })

  it('keeps the message waiting while Resend does not know the sender’s domain', async () => {
    const { shop } = await shopAt(RESEND, 'good', { from: 'stock@new.example' })
    await provoke(RESEND, shop)
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'validation_error' },
    ])
  })
})

describe('the Postmark connector', () => {
  it.each([
    ['stock@unknown.example', 'postmark_400'],
    ['stock@unconfirmed.example', 'postmark_401'],
    ['stock@phrased.example', 'postmark_300'],
  ])(
    'keeps the message waiting while Postmark does not know the sender %s',
    async (sender, reason) => {
      const { shop } = await shopAt(POSTMARK, 'good', { from: sender })
      await provoke(POSTMARK, shop)
      expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: 0, reason }])
    },
  )

  it('suppresses an address that Postmark calls inactive, and leaves the call dead', async () => {
    const { shop } = await shopAt(POSTMARK, 'good')
    const email = 'inactive@example.com'
    await shop.subscribe({ email })
    await shop.subscribe({ email, sku: 'VASE' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'dead', reason: 'postmark_406' }])
    expect(await table('suppression')).toMatchObject([{ channel: 'email', reason: 'bounce' }])
    expect(await table('subscription')).toEqual([])
    await shop.subscribe({ email, sku: 'MUG' })
    expect(await table('subscription')).toEqual([])
  })

  it('sends through the message stream that the shop chose', async () => {
    const { shop, baseUrl } = await shopAt(POSTMARK, 'good', { messageStream: 'broadcast' })
    await provoke(POSTMARK, shop)
    expect((await mailsAt(baseUrl))[0]?.body).toMatchObject({ MessageStream: 'broadcast' })
  })
})

describe('the SendGrid connector', () => {
  it('keeps the message waiting while SendGrid does not know the sender', async () => {
    const { shop } = await shopAt(SENDGRID, 'good', { from: 'stock@new.example' })
    await provoke(SENDGRID, shop)
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'http_403' },
    ])
  })
})

describe('the SES connector', () => {
  const PARKED = { state: 'open', attempts: 0 }
  it.each([
    ['unverified', { ...PARKED, reason: 'MessageRejected' }],
    ['no-domain', { ...PARKED, reason: 'MailFromDomainNotVerifiedException' }],
    ['paused', { ...PARKED, reason: 'SendingPausedException' }],
    ['suspended', { ...PARKED, reason: 'AccountSuspendedException' }],
    ['no-set', { ...PARKED, reason: 'NotFoundException' }],
    ['rejected', { state: 'dead', reason: 'MessageRejected' }],
    ['bad-request', { state: 'dead', reason: 'BadRequestException' }],
    ['over-limit', { state: 'open', attempts: 1, reason: 'LimitExceededException' }],
    ['too-many', { state: 'open', attempts: 1, reason: 'http_429' }],
  ])('stores the right outcome after the answer %s', async (scene, row) => {
    const { shop } = await shopAt(SES, scene)
    await provoke(SES, shop)
    expect(await table('outbox')).toMatchObject([row])
  })

  it('keeps the message waiting when SES refuses the signature', async () => {
    const { shop } = await shopAt(SES, 'good', { secretAccessKey: 'another-key-0123456789' })
    await provoke(SES, shop)
    expect(await table('outbox')).toMatchObject([{ ...PARKED, reason: 'SignatureDoesNotMatch' }])
  })
})

describe('a probe of the e-mail destination', () => {
  const check = async (shop: TestShop) =>
    (await shop.api('POST', '/v1/destinations/email/check')).json<{
      ok: boolean
      findings: { what: string; ok: boolean; detail: string }[]
    }>()
  const bad = (what: string, words: string) => ({
    what,
    ok: false,
    detail: expect.stringContaining(words),
  })
  const good = (what: string) => ({ what, ok: true, detail: expect.any(String) })
  const said = (what: string, words: string) => ({ ...bad(what, words), ok: true })
  const SES_WORKS = ['key', 'account', 'sandbox', 'sender'].map(good)
  type Probed = [Suite, string, Record<string, string>, ReturnType<typeof bad>[]]

  it.each<Probed>([
    [RESEND, 'good', {}, [good('key'), good('sender'), good('tracking')]],
    [RESEND, 'tracking', {}, [good('key'), good('sender'), bad('tracking', 'Configuration')]],
    [RESEND, 'good', { apiKey: RESEND_KEYS.sending }, [good('key')]],
    [RESEND, 'good', { apiKey: 're_wrong' }, [bad('key', 'API Keys')]],
    [
      RESEND,
      'good',
      { from: 'a@new.example' },
      [good('key'), bad('sender', 'new.example'), good('tracking')],
    ],
    [RESEND, 'hanging', {}, [bad('key', 'no answer')]],
    [POSTMARK, 'good', {}, [good('key'), good('tracking'), good('stream'), good('sender')]],
    ...['tracking', 'tracking-links'].map((scene): Probed => [
      POSTMARK,
      scene,
      {},
      [good('key'), bad('tracking', 'Settings'), good('stream'), good('sender')],
    ]),
    [POSTMARK, 'good', { serverToken: 'wrong' }, [bad('key', 'API Tokens')]],
    [
      POSTMARK,
      'good',
      { serverToken: POSTMARK_TOKENS.sandbox, messageStream: 'nowhere' },
      [
        good('key'),
        bad('mode', 'sandbox'),
        good('tracking'),
        bad('stream', 'nowhere'),
        good('sender'),
      ],
    ],
    [
      SENDGRID,
      'good',
      {},
      [good('key'), good('scope'), good('sender'), said('tracking', 'neither')],
    ],
    [
      SENDGRID,
      'tracking',
      {},
      [good('key'), good('scope'), good('sender'), said('tracking', 'opens and clicks')],
    ],
    [
      SENDGRID,
      'good',
      { apiKey: SENDGRID_KEYS.reading },
      [good('key'), bad('scope', 'Mail Send'), good('sender'), said('tracking', 'Not asked')],
    ],
    [
      SENDGRID,
      'good',
      { from: 'a@new.example' },
      [good('key'), good('scope'), bad('sender', 'new.example'), good('tracking')],
    ],
    [SENDGRID, 'good', { apiKey: 'SG.wrong' }, [bad('key', 'API Keys')]],
    [SES, 'good', {}, [...SES_WORKS, said('tracking', 'Nothing')]],
    [SES, 'tracking', {}, [...SES_WORKS, said('tracking', 'The account and The set alerts')]],
    [SES, 'no-events', {}, [...SES_WORKS, said('tracking', 'Not asked')]],
    [
      SES,
      'sandbox',
      { from: 'a@new.example' },
      [
        good('key'),
        good('account'),
        bad('sandbox', 'production'),
        bad('sender', 'new.example'),
        good('tracking'),
      ],
    ],
    [
      SES,
      'paused',
      {},
      [good('key'), bad('account', 'paused'), good('sandbox'), good('sender'), good('tracking')],
    ],
    [SES, 'good', { accessKeyId: 'AKIDOTHER' }, [bad('key', 'ses:SendEmail')]],
  ])('reports what it finds: case %# with $type', async (suite, scene, changes, findings) => {
    const { shop, baseUrl } = await shopAt(suite, scene, changes)
    const ok = findings.every((one) => one.ok)
    expect(await check(shop)).toEqual({ ok, findings })
    for (const { method } of await receivedAt(baseUrl)) expect(method).toBe('GET')
  })

  it('reports that Cloudflare’s binding cannot be asked', async () => {
    const senderDomains = ['acme.example']
    const shop = await makeShop({ destinations: [{ type: 'email', from }], senderDomains })
    expect(await check(shop)).toMatchObject({
      ok: true,
      findings: [{ what: 'binding' }, { what: 'tracking' }],
    })
  })
})

describe('the settings of the e-mail destination', () => {
  const patch = (shop: TestShop, options: Record<string, unknown>) =>
    shop.api('PATCH', '/v1/shop', { destinations: [{ type: 'email', ...options }] })

  it.each([
    [{ via: 'resend', from }, '/destinations/0/apiKey', 'missing'],
    [{ via: 'sendgrid', from }, '/destinations/0/apiKey', 'missing'],
    [{ via: 'postmark', from }, '/destinations/0/serverToken', 'missing'],
    [
      { via: 'ses', from, region: 'eu-north-1', accessKeyId: 'AKID' },
      '/destinations/0/secretAccessKey',
      'missing',
    ],
    [{ via: 'resend', apiKey: 're_1' }, '/destinations/0/from', 'missing'],
    [
      { via: 'resend', from, apiKey: 're_1', region: 'x' },
      '/destinations/0/region',
      'unknown_field',
    ],
    [{ apiKey: 're_1' }, '/destinations/0/apiKey', 'unknown_field'],
    [{ via: 'pigeon' }, '/destinations/0/via', 'choice_unknown'],
    [
      { via: 'postmark', from, serverToken: 't', webhookSecret: 'short' },
      '/destinations/0/webhookSecret',
      'secret_short',
    ],
    [
      { via: 'resend', from, apiKey: 're_1', webhookSecret: 'whsec_?' },
      '/destinations/0/webhookSecret',
      'secret_invalid',
    ],
    [
      { via: 'ses', from, region: 'Stockholm', accessKeyId: 'A', secretAccessKey: 's' },
      '/destinations/0/region',
      'region_invalid',
    ],
  ])('are refused: %j', async (options, pointer, code) => {
    const shop = await makeShop()
    const answer = await patch(shop, options)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
  })

  it('keep a secret that a change leaves out, but not when the service changes', async () => {
    const shop = await makeShop()
    const resend = { via: 'resend', from, apiKey: RESEND_KEYS.full }
    expect((await patch(shop, resend)).status).toBe(200)
    const { apiKey: _, ...without } = resend
    expect((await patch(shop, without)).status).toBe(200)
    const other = await patch(shop, { via: 'sendgrid', from })
    expect(await other.json()).toMatchObject({
      errors: [{ pointer: '/destinations/0/apiKey', code: 'missing' }],
    })
  })
})

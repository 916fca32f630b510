/** The SMS destination against the strict server of test/fakes/twilio.ts. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TWILIO } from '../../fakes/twilio.ts'
import type { Received } from '../../fakes/upstream.ts'
import {
  ask,
  consents as stored,
  deliver,
  drain,
  logged,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from '../../worker/harness.ts'
import { passesSuite, provoke, receivedAt, shopAt, type Suite } from './suite.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const ADA = '+46701234567'

const SUITE: Suite = {
  type: 'sms',
  fake: 'twilio',
  options: (baseUrl) => ({
    type: 'sms',
    accountSid: TWILIO.sid,
    authToken: TWILIO.token,
    from: TWILIO.from,
    quietHours: false,
    baseUrl,
  }),
  settings: { channels: ['sms'], smsCountries: ['SE', 'US', 'IN'] },
  secrets: [TWILIO.token],
  call: 'notify',
  request: { channels: ['sms'], email: undefined, phone: '070-123 45 67' },
  statuses: [
    { status: 401, becomes: 'parked', reason: 'twilio_20003' },
    { status: 403, becomes: 'parked', reason: 'twilio_20003' },
    { status: 404, becomes: 'dead', reason: 'twilio_20404' },
    { status: 200, becomes: 'done' },
  ],
}

passesSuite(SUITE)

const SERVICE = { from: undefined, messagingServiceSid: TWILIO.service }

const form = (request: Received | undefined) =>
  Object.fromEntries(new URLSearchParams(request?.text ?? ''))

/** A shop that has notified a person by SMS, and the request to Twilio. */
async function told(
  changes: Record<string, unknown> = {},
  settings: Record<string, unknown> = {},
  request: Record<string, unknown> = {},
) {
  const suite = {
    ...SUITE,
    settings: { ...SUITE.settings, ...settings },
    request: { ...SUITE.request, ...request },
  }
  const { shop, baseUrl } = await shopAt(suite, 'good', changes)
  await provoke(suite, shop)
  const [received] = await receivedAt(baseUrl)
  return { shop, baseUrl, request: received, sent: form(received) }
}

const linkIn = (text = '', name = 'r') =>
  new RegExp(`https://bell\\.test(/${name}/[\\w-]{44})`).exec(text)?.[1] ?? ''

describe('an SMS', () => {
  it('has the shop’s own text with the page’s data, and its link leads to the parameters', async () => {
    const { sent } = await told(
      {},
      {
        messages: { alert: { sms: { en: { text: 'For {data.who}: {item} {link}' } } } },
        links: { parameters: { utm_medium: '{channel}', utm_content: '{kind}-{sku}' } },
      },
      { data: { who: 'Bo' } },
    )
    expect(sent['Body']).toMatch(/^For Bo: Tee, M https:/)
    const followed = await ask(linkIn(sent['Body']))
    expect(followed.headers.get('Location')).toMatch(/\?utm_medium=sms&utm_content=alert-TEE-M$/)
  })

  it('about a closed list has the shop’s own text and an alternative with the parameters', async () => {
    const settings = {
      messages: { closed: { sms: { en: { text: 'No {item}. {link}' } } } },
      links: { parameters: { utm_medium: '{channel}' } },
    }
    const suite = { ...SUITE, settings: { ...SUITE.settings, ...settings } }
    const { shop, baseUrl } = await shopAt(suite, 'good', { from: 'Acme' })
    await shop.api('PUT', '/v1/products', [{ sku: 'MUG', title: 'Mug', url: `${ORIGIN}/p/mug` }])
    await shop.subscribe(SUITE.request)
    await shop.api('POST', '/v1/demand/TEE-M/close', { message: true, alternative: 'MUG' })
    await drain()
    const [request] = await receivedAt(baseUrl)
    expect(form(request)['Body']).toMatch(
      /^No Tee, M\. https:\/\/acme\.example\/p\/mug\?utm_medium=sms /,
    )
    // It has no row of its own, and still its link stops every message.
    await shop.subscribe({ ...SUITE.request, sku: 'VASE' })
    const stop = await ask(linkIn(form(request)['Body'], 'u'), { method: 'POST' })
    expect(stop.status).toBe(200)
    expect(await table('subscription')).toEqual([])
  })

  it('is sent as Twilio documents, with a short link, in one segment', async () => {
    const { shop, request, sent } = await told()
    const path = `/2010-04-01/Accounts/${TWILIO.sid}/Messages.json`
    expect(request).toMatchObject({ method: 'POST', path })
    expect(sent).toEqual({
      To: ADA,
      From: TWILIO.from,
      Body: expect.stringMatching(
        /^Back in stock at Acme: Tee, M\. https:\/\/bell\.test\/r\/[\w-]{44} Reply STOP to opt out\.$/,
      ),
      StatusCallback: `https://bell.test/hooks/sms/${shop.publicKey}`,
    })
    expect(await table('notification')).toMatchObject([
      { channels: 2, message_id: expect.stringMatching(/^SM/), link: `${ORIGIN}/p/tee` },
    ])
    expect(await logged(shop, 'outbox_run')).toMatchObject([
      { 'notify:sms:finished': 1, 'sms:segments': 1 },
    ])
  })

  it('is sent through a messaging service', async () => {
    const { sent } = await told({ from: undefined, messagingServiceSid: TWILIO.service })
    expect(sent).toMatchObject({
      To: ADA,
      MessagingServiceSid: TWILIO.service,
      ShortenUrls: 'false',
    })
    expect(sent['From']).toBeUndefined()
  })

  it('from an alphanumeric sender has a link to stop, because nobody can reply', async () => {
    const { sent } = await told({ from: 'Acme' })
    expect(sent['Body']).not.toContain('STOP')
    const stop = linkIn(sent['Body'], 'u')
    expect(await (await ask(stop, { headers: { Accept: 'text/html' } })).text()).toContain(
      'Yes, stop all alerts',
    )
  })

  it.each([
    ['a number', {}, 'by replying STOP'],
    ['a name', { from: 'Acme' }, 'with the link in the message'],
    ['a service that sends under a name', { ...SERVICE, stopBy: 'link' }, 'with the link'],
  ])('is agreed to with the way out that works: from %s', async (_, changes, words) => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good', changes)
    const path = `/v1/client/config?shop=${shop.publicKey}&locale=en`
    const config = await shop.page('GET', path)
    const { consent } = await config.json<{
      consent: { version: string; texts: { sms: string } }
    }>()
    expect(consent.texts.sms).toContain(words)
    const { version, texts } = consent
    const consents = [{ purpose: 'alert', channel: 'sms', version, text: texts.sms }]
    await provoke({ ...SUITE, request: { ...SUITE.request, consents } }, shop)
    const body = form((await receivedAt(baseUrl))[0])['Body'] ?? ''
    expect(body.includes('STOP')).toBe(words.includes('STOP'))
    expect(await stored()).toMatchObject([{ version: 'standard-2', text: texts.sms }])
  })

  it('is in the language of the subscription', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    const request = { ...SUITE.request, locale: 'sv-SE' }
    await provoke({ ...SUITE, request }, shop)
    expect(form((await receivedAt(baseUrl))[0])['Body']).toContain('Åter i lager hos Acme: ')
  })

  it('is shortened if the names of shop and product are long', async () => {
    const name = 'The Very Long Name of a Shop Incorporated'
    const suite = { ...SUITE, settings: { ...SUITE.settings, name } }
    const { shop, baseUrl } = await shopAt(suite, 'good')
    const product = { title: 'A tee of the finest wool '.repeat(5), url: `${ORIGIN}/p/tee` }
    await provoke({ ...suite, request: { ...SUITE.request, product } }, shop)
    const text = form((await receivedAt(baseUrl))[0])['Body'] ?? ''
    expect(text).toMatch(
      /^Back in stock at The Very Long Name of\.\.\.: A tee of the finest wool A tee of the\.\.\. https:/,
    )
    expect(await logged(shop, 'outbox_run')).toMatchObject([{ 'sms:segments': 2 }])
  })

  it('has the same text when it is sent again after the process ended: Twilio takes no key', async () => {
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe(SUITE.request)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.shift()
    if (match) await deliver(match)
    const { env } = world
    let batches = 0
    world.env = {
      ...env,
      DB: {
        prepare: (sql: string) => env.DB.prepare(sql),
        // The first transaction takes the lease, the second books the call; the third would record
        // the result.
        batch: (statements: D1PreparedStatement[]) =>
          batches++ < 2
            ? env.DB.batch(statements)
            : Promise.reject(new Error('the process has ended')),
      } as unknown as D1Database,
    }
    await drain()
    world.env = env
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    const [first, second, ...further] = await receivedAt(baseUrl)
    expect(further).toEqual([])
    expect(second?.text).toBe(first?.text)
    expect(await table('notification')).toHaveLength(1)
  })
})

describe('a short link', () => {
  const clicks = async () => ({
    messages: (await table('notification')).filter(({ clicked_at: at }) => at !== null).length,
    restock: (await table('restock'))[0]?.['clicked'],
  })

  it('leads to the product, and counts one click', async () => {
    const { sent } = await told()
    const link = linkIn(sent['Body'])
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(link)
      expect([answer.status, answer.headers.get('Location')]).toEqual([302, `${ORIGIN}/p/tee`])
    }
    expect(await clicks()).toEqual({ messages: 1, restock: 1 })
  })

  it('leads only to the shop’s current origins', async () => {
    const { shop, sent } = await told()
    await shop.api('PATCH', '/v1/shop', { origins: ['https://new.example'] })
    expect((await ask(linkIn(sent['Body']))).status).toBe(410)
    expect(await clicks()).toEqual({ messages: 0, restock: 0 })
  })

  it('leads to the shop if its message is not recorded yet, or already deleted', async () => {
    const { sent } = await told()
    await world.env.DB.prepare('DELETE FROM notification').run()
    const answer = await ask(linkIn(sent['Body']))
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, ORIGIN])
  })

  it('is not found with a changed code, or as a confirmation', async () => {
    const { shop, sent } = await told({ from: 'Acme' })
    const code = linkIn(sent['Body']).slice(3)
    const other = (at: number) =>
      code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1)
    for (const wrong of [other(0), other(24), other(35)]) {
      expect((await ask(`/u/${wrong}`)).status).toBe(404)
      expect((await ask(`/u/${wrong}`, { method: 'POST' })).status).toBe(404)
      expect((await ask(`/m/${wrong}`)).status).toBe(404)
      expect((await ask(`/c/${wrong}`)).status).toBe(404)
    }
    expect((await ask(`/c/${code}`)).status).toBe(404)
    // The list of the number that the SMS went to, which identifies the contact.
    expect((await ask(`/m/${code}`)).status).toBe(200)
    await shop.subscribe({ ...SUITE.request, sku: 'VASE' })
    expect(await table('subscription')).toHaveLength(1)
  })

  it('to stop ends all subscriptions of the person', async () => {
    const { shop, sent } = await told({ from: 'Acme' })
    await shop.subscribe({ ...SUITE.request, sku: 'VASE' })
    const stop = linkIn(sent['Body'], 'u')
    await ask(stop)
    expect(await table('subscription')).toHaveLength(1)
    await ask(stop, { method: 'POST' })
    expect(await table('subscription')).toEqual([])
  })

  it('is the product’s own address if that is on no origin of the shop', async () => {
    const url = 'https://elsewhere.example/tee'
    const { shop, baseUrl } = await shopAt(SUITE, 'good')
    await shop.subscribe(SUITE.request)
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url }])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(form((await receivedAt(baseUrl))[0])['Body']).toContain(` ${url} `)
  })
})

describe('quiet hours', () => {
  const at = (time: string) => vi.useFakeTimers({ now: Date.parse(time), toFake: ['Date'] })

  it.each([
    ['a Swede at 22', ADA, '2026-11-21T21:00:00Z', '2026-11-22T07:00:00Z'],
    ['a Swede at 7:59 in summer', ADA, '2026-07-01T05:59:00Z', '2026-07-01T06:00:00Z'],
    // 8 in New York is 3 in Honolulu, and a number does not say where its owner is.
    [
      'an American at 8 in New York',
      '+12125550123',
      '2026-11-21T13:00:00Z',
      '2026-11-21T18:00:00Z',
    ],
    // Adak is ten hours behind UTC in winter, New York five: 21 there is 2 here.
    [
      'an American at 21 in New York',
      '+12125550123',
      '2026-11-22T02:00:00Z',
      '2026-11-22T18:00:00Z',
    ],
    ['an Indian at 7:45', '+919876543210', '2026-11-21T02:15:00Z', '2026-11-21T02:30:00Z'],
  ])('delay an SMS until they end, for %s', async (_, phone, now, until) => {
    at(now)
    const quietHours = { from: 21, to: 8 }
    const suite = { ...SUITE, request: { ...SUITE.request, phone } }
    const { shop, baseUrl } = await shopAt(suite, 'good', { quietHours })
    await provoke(suite, shop)
    expect(await receivedAt(baseUrl)).toEqual([])
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'quiet_hours', due_at: Date.parse(until) },
    ])
    at(until)
    await tick(Date.parse(until) + 60_000)
    await drain()
    expect(await receivedAt(baseUrl)).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    ['a Swede at 20:59', ADA, '2026-11-21T19:59:00Z'],
    ['a Swede at 8', ADA, '2026-11-21T07:00:00Z'],
    ['an American at noon in Honolulu', '+12125550123', '2026-11-21T22:00:00Z'],
  ])('do not delay an SMS for %s', async (_, phone, now) => {
    at(now)
    const suite = { ...SUITE, request: { ...SUITE.request, phone } }
    const { shop, baseUrl } = await shopAt(suite, 'good', { quietHours: undefined })
    await provoke(suite, shop)
    expect(await receivedAt(baseUrl)).toHaveLength(1)
  })

  it('end without an SMS if the variant has sold out again', async () => {
    at('2026-11-21T22:00:00Z')
    const { shop, baseUrl } = await shopAt(SUITE, 'good', { quietHours: undefined })
    await provoke(SUITE, shop)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    at('2026-11-22T08:00:00Z')
    await tick()
    await drain()
    expect(await receivedAt(baseUrl)).toEqual([])
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-M', channels: 2 }])
  })
})

describe('the SMS destination', () => {
  it.each([
    ['21610: opted out', '+46701740610', { state: 'dead', reason: 'twilio_21610' }, 'stop'],
    ['21211: no number', '+46701740611', { state: 'dead', reason: 'twilio_21211' }, 'bounce'],
    ['21614: not mobile', '+46701740614', { state: 'dead', reason: 'twilio_21614' }, 'bounce'],
    [
      '21408: a country that is off',
      '+46701740608',
      { state: 'open', attempts: 0, reason: 'twilio_21408' },
      undefined,
    ],
  ])('stores the right outcome after Twilio’s error %s', async (_, phone, row, reason) => {
    const suite = { ...SUITE, request: { ...SUITE.request, phone } }
    const { shop } = await shopAt(suite, 'good')
    await provoke(suite, shop)
    expect(await table('outbox')).toMatchObject([row])
    expect(await table('suppression')).toMatchObject(reason ? [{ channel: '', reason }] : [])
  })

  it('leaves the person’s e-mail subscriptions in place when the number has opted out', async () => {
    const settings = { channels: ['email', 'sms'] }
    const { baseUrl } = await shopAt(SUITE, 'good')
    const shop = await makeShop({
      ...settings,
      destinations: [{ type: 'email' }, SUITE.options(baseUrl)],
    })
    const both = { channels: ['email', 'sms'], phone: '+46701740610' }
    await shop.subscribe(both)
    await shop.subscribe({ ...both, sku: 'VASE' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('subscription')).toMatchObject([
      { sku: 'VASE', channels: 1, addresses: expect.not.stringContaining('sms') },
    ])
  })

  it('notifies a person whose e-mail bounced', async () => {
    const { baseUrl } = await shopAt(SUITE, 'good')
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, SUITE.options(baseUrl)],
    })
    world.beforeMail = () => {
      throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_SUPPRESSED' })
    }
    const both = { channels: ['email', 'sms'], phone: ADA }
    await shop.subscribe(both)
    await shop.subscribe({ ...both, sku: 'VASE' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await receivedAt(baseUrl)).toHaveLength(1)
    expect(await table('subscription')).toMatchObject([{ sku: 'VASE', channels: 2 }])
    expect(await table('suppression')).toMatchObject([{ channel: 'email', reason: 'bounce' }])
  })

  it('retries after Twilio’s error 20429 with any status', async () => {
    const { shop } = await shopAt(SUITE, 'too-many')
    await provoke(SUITE, shop)
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 1, reason: 'twilio_20429' },
    ])
  })

  it('keeps the message waiting if the sender is not the account’s', async () => {
    const { shop } = await shopAt(SUITE, 'good', { from: '+46701740698' })
    await provoke(SUITE, shop)
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'twilio_21606' },
    ])
  })
})

/** X-Twilio-Signature, as Twilio describes it. */
async function sign(url: string, fields: Record<string, string>, token = TWILIO.token) {
  const utf8 = (text: string) => new TextEncoder().encode(text)
  const names = Object.keys(fields).toSorted()
  const text = url + names.map((name) => name + fields[name]).join('')
  const hmac = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', utf8(token), hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))).toBase64()
}

interface Hook {
  token?: string
  signedUrl?: string
  signature?: string | null
  key?: string
}

async function hook(shop: TestShop, fields: Record<string, string>, changes: Hook = {}) {
  const path = `/hooks/sms/${changes.key ?? shop.publicKey}`
  const all = { AccountSid: TWILIO.sid, MessageSid: 'SM1', ...fields }
  const url = changes.signedUrl ?? `https://bell.test${path}`
  const given = changes.signature
  const signature = given === undefined ? await sign(url, all, changes.token) : given
  return ask(path, {
    method: 'POST',
    body: new URLSearchParams(all).toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(signature !== null && { 'X-Twilio-Signature': signature }),
    },
  })
}

const inbound = (Body: string, more: Record<string, string> = {}) => ({
  From: ADA,
  To: TWILIO.from,
  Body,
  SmsStatus: 'received',
  ...more,
})

async function waiting() {
  const { shop } = await shopAt(SUITE, 'good')
  await shop.subscribe(SUITE.request)
  return shop
}

describe('a reply to an SMS', () => {
  it('is signed as Twilio’s own library signs', async () => {
    // The published test vector.
    const fields = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    }
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
    expect(await sign(url, fields, '12345')).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=')
  })

  it.each([
    'STOP',
    ' stop. ',
    'Stopp!',
    'quit',
    'END',
    'Revoke',
    'opt out',
    'OPT-OUT',
    'optout',
    'Cancel',
    'UNSUBSCRIBE',
    'stopall',
    'stop please',
    'BAJA',
    'Koniec.',
    'arrêt',
    '停止',
    'stop texting me',
    'stop it, I like it',
    'Please unsubscribe me!',
    'Kan ni sluta skicka?',
  ])('suppresses the number: %j', async (word) => {
    const shop = await waiting()
    const answer = await hook(shop, inbound(word))
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(await table('suppression')).toMatchObject([{ reason: 'stop', channel: '' }])
    expect(await table('subscription')).toEqual([])
    await shop.subscribe(SUITE.request)
    expect(await table('subscription')).toEqual([])
    expect((await shop.api('DELETE', '/v1/suppressions', { phone: ADA })).status).toBe(409)
  })

  it.each(['when does the sale end?', 'thanks', 'HELP', 'the end', 'start again', ''])(
    'suppresses nothing: %j',
    async (word) => {
      const shop = await waiting()
      expect((await hook(shop, inbound(word))).status).toBe(200)
      expect(await table('suppression')).toEqual([])
      expect(await table('subscription')).toHaveLength(1)
    },
  )

  it.each([
    ['genug', { OptOutType: 'STOP' }, 1],
    ['stop', { OptOutType: 'HELP' }, 0],
  ])('counts by Twilio’s own classification: %j with %j', async (word, type, suppressed) => {
    const shop = await waiting()
    await hook(shop, inbound(word, type))
    expect(await table('suppression')).toHaveLength(suppressed)
  })

  it.each([
    ['START', {}],
    ['unstop', {}],
    ['weiter', { OptOutType: 'START' }],
  ])('lifts a stop and no other suppression: %j %j', async (word, type) => {
    const shop = await waiting()
    await hook(shop, inbound('STOP'))
    await hook(shop, inbound(word, type))
    expect(await table('suppression')).toEqual([])
    await shop.api('PUT', '/v1/suppressions', { phone: ADA })
    await hook(shop, inbound(word, type))
    expect(await table('suppression')).toMatchObject([{ reason: 'shop' }])
  })

  it('over another of Twilio’s channels does not concern the number', async () => {
    const shop = await waiting()
    const answer = await hook(shop, { ...inbound('STOP'), From: `whatsapp:${ADA}` })
    expect(answer.status).toBe(200)
    expect(await table('suppression')).toEqual([])
  })

  it('may be sent to the address with the shop’s id', async () => {
    const shop = await waiting()
    expect((await hook(shop, inbound('STOP'), { key: shop.id })).status).toBe(200)
  })

  it.each([
    ['signed with another token', { token: 'guessed' }],
    ['signed for another address', { signedUrl: 'https://evil.example/hooks/sms/x' }],
    ['not signed', { signature: null }],
    ['signed with rubbish', { signature: '?' }],
  ])('is refused if it is %s', async (_, changes) => {
    const shop = await waiting()
    expect((await hook(shop, inbound('STOP'), changes)).status).toBe(401)
    expect(await table('subscription')).toHaveLength(1)
  })

  it('is refused if it is of another account', async () => {
    const shop = await waiting()
    const other = { ...inbound('STOP'), AccountSid: `AC${'f'.repeat(32)}` }
    expect((await hook(shop, other)).status).toBe(401)
  })
})

describe('a Mexican number in its old form', () => {
  it('is the same person: one contact, one message, and a stop counts', async () => {
    const settings = { ...SUITE.settings, smsCountries: ['MX'] }
    const { shop, baseUrl } = await shopAt({ ...SUITE, settings }, 'good')
    for (const phone of ['+52 1 55 1234 5678', '+52 55 1234 5678', '+52 044 55 1234 5678']) {
      await shop.subscribe({ ...SUITE.request, phone, country: 'MX' })
    }
    expect(await table('contact')).toHaveLength(1)
    expect(await table('subscription')).toHaveLength(1)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect((await receivedAt(baseUrl)).map((one) => form(one)['To'])).toEqual(['+525512345678'])
    await shop.subscribe({ ...SUITE.request, phone: '5512345678', country: 'MX', sku: 'VASE' })
    await hook(shop, { ...inbound('ALTO'), From: '+5215512345678' })
    expect(await table('suppression')).toMatchObject([{ reason: 'stop' }])
    expect(await table('subscription')).toEqual([])
  })
})

describe('a delivery report', () => {
  it.each(['delivered', 'undelivered', 'failed'])('changes nothing: %s', async (status) => {
    const shop = await waiting()
    const said = vi.spyOn(console, 'log').mockImplementation(() => {})
    const fields = { From: TWILIO.from, To: ADA, MessageStatus: status, ErrorCode: '30003' }
    expect((await hook(shop, fields)).status).toBe(200)
    expect(await table('suppression')).toEqual([])
    expect(await table('subscription')).toHaveLength(1)
    const lines = said.mock.calls.map(([line]) => String(line))
    const noted = lines.filter((line) => line.includes('sms_undelivered'))
    expect(noted).toHaveLength(status === 'delivered' ? 0 : 1)
    expect(lines.join('\n')).not.toContain('46701234567')
  })
})

describe('a probe of the SMS destination', () => {
  const check = async (shop: TestShop) =>
    (await shop.api('POST', '/v1/destinations/sms/check')).json<{ ok: boolean }>()
  const good = (what: string, words = '') => ({
    what,
    ok: true,
    detail: expect.stringContaining(words),
  })
  const bad = (what: string, words: string) => ({ ...good(what, words), ok: false })
  const service = { from: undefined, messagingServiceSid: TWILIO.service }

  it.each([
    ['good', {}, [good('key'), good('sender', 'number'), good('segments', 'as 1 message')]],
    ['good', service, [good('key'), good('sender', 'messaging service'), good('segments')]],
    [
      'good',
      { from: 'Acme' },
      [good('key'), good('sender', 'Not asked'), good('segments', 'as 2 messages')],
    ],
    [
      'good',
      { from: '+46701740698' },
      [good('key'), bad('sender', 'no such number'), good('segments')],
    ],
    ['good', { authToken: 'wrong' }, [bad('key', 'console')]],
    ['suspended', {}, [bad('key', 'suspended'), good('sender'), good('segments')]],
    ['hanging', {}, [bad('key', 'no answer')]],
  ])('reports what it finds: %s with %j', async (scene, changes, findings) => {
    const { shop, baseUrl } = await shopAt(SUITE, scene, changes)
    expect(await check(shop)).toEqual({ ok: findings.every((one) => one.ok), findings })
    for (const { method } of await receivedAt(baseUrl)) expect(method).toBe('GET')
  })
})

describe('the settings of the SMS destination', () => {
  const options = SUITE.options('https://api.twilio.com')
  it.each([
    [{ authToken: undefined }, '/authToken', 'missing'],
    [{ from: undefined }, '/from', 'missing'],
    [{ messagingServiceSid: TWILIO.service }, '/from', 'sender_second'],
    [{ from: 'A name that is too long' }, '/from', 'sender_invalid'],
    [{ from: '070-123 45 67' }, '/from', 'sender_invalid'],
    [{ accountSid: 'AC1' }, '/accountSid', 'sid_invalid'],
    [{ quietHours: { from: 8, to: 21 } }, '/quietHours', 'quiet_hours_invalid'],
    [{ quietHours: { from: 8, to: 8 } }, '/quietHours', 'quiet_hours_invalid'],
    [{ quietHours: true }, '/quietHours', 'quiet_hours_invalid'],
  ])('are refused: %j', async (changes, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', {
      destinations: [{ ...options, ...changes }, { type: 'email' }],
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      errors: [{ pointer: `/destinations/0${pointer}`, code }],
    })
  })
})

/** Whose words a consent may hold: a page's only what the shop published, a backend's its own. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KEYS } from '../fakes/klaviyo.ts'
import { SECRET } from '../fakes/webhook.ts'
import {
  ask,
  consents,
  drain,
  fakeUrl,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'
const DAY_MS = 24 * 60 * 60_000
const NIGHT = Date.UTC(2026, 10, 29, 3, 0)

const TEXTS = {
  en: { email: 'Tell me once.', marketing: 'Send me news, too.' },
  sv: { email: 'Säg till en gång.' },
}
const own = { consent: { version: '7', texts: TEXTS } }

const alert = { purpose: 'alert', channel: 'email', version: '7', text: TEXTS.en.email }
const marketing = { ...alert, purpose: 'marketing', text: TEXTS.en.marketing }

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Moves the Worker's clock on. */
const later = (days: number) =>
  vi.useFakeTimers({ now: Date.now() + days * DAY_MS, toFake: ['Date'] })

const change = async (shop: TestShop, settings: Record<string, unknown>) => {
  const answer = await shop.api('PATCH', '/v1/shop', settings)
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
}

/** Subscribes from a page: gives the status, and the faults by their pointers. */
async function send(shop: TestShop, changes: Record<string, unknown>) {
  const answer = await shop.page('POST', PATH, shop.request(changes))
  const { errors = [] } = await answer.json<{ errors?: { pointer: string; code: string }[] }>()
  const faults = Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]))
  return { status: answer.status, faults }
}

describe('a page', () => {
  const FORGED = [
    {
      name: 'a version that nobody published',
      consents: [{ ...alert, version: 'made-up' }],
      faults: { '/consents/0/text': 'consent_text_mismatch' },
    },
    {
      name: 'words that nobody published',
      consents: [{ ...alert, text: 'I owe Acme my soul.' }],
      faults: { '/consents/0/text': 'consent_text_mismatch' },
    },
    {
      name: 'the words of another language',
      locale: 'sv',
      consents: [alert],
      faults: { '/consents/0/text': 'consent_text_mismatch' },
    },
    {
      name: 'the standard words, which this shop never showed',
      consents: [{ ...alert, version: 'standard-2', text: standard('Acme') }],
      faults: { '/consents/0/text': 'consent_text_mismatch' },
    },
    {
      name: 'the words for an alert as a consent to marketing',
      consents: [alert, { ...marketing, text: alert.text }],
      faults: { '/consents/1/text': 'consent_text_mismatch' },
    },
    {
      name: 'marketing in a language that shows no text for it',
      locale: 'sv',
      consents: [{ ...alert, text: TEXTS.sv.email }, marketing],
      faults: { '/consents/1': 'consent_not_offered' },
    },
    {
      name: 'marketing over a channel that no form asks for',
      consents: [alert, { ...marketing, channel: 'sms' }],
      faults: { '/consents/1': 'consent_not_offered' },
    },
    {
      name: 'an alert over a channel that the request does not ask for',
      consents: [alert, { ...alert, channel: 'sms' }],
      faults: { '/consents/1': 'consent_not_offered' },
    },
    {
      name: 'the same consent twice',
      consents: [alert, { ...alert, version: '6' }],
      faults: { '/consents/1': 'consent_repeated' },
    },
  ]

  it.each(FORGED)('cannot record $name, nor tell a platform of it', async (forged) => {
    const baseUrl = fakeUrl('klaviyo')
    const destination = { type: 'klaviyo', ...KEYS, catalog: '$custom:::$default', baseUrl }
    const shop = await makeShop({ ...own, destinations: [destination] })
    const { name: _name, faults, ...changes } = forged
    expect(await send(shop, changes)).toEqual({ status: 422, faults })
    await drain()
    expect(await table('consent')).toEqual([])
    expect(await table('outbox')).toEqual([])
  })

  it('cannot use the words of another shop', async () => {
    await makeShop(own)
    const shop = await makeShop()
    expect(await send(shop, { consents: [alert] })).toMatchObject({ status: 422 })
  })

  it('cannot record consent to marketing where the shop has no text for it', async () => {
    const shop = await makeShop()
    const [given] = shop.request()['consents'] as object[]
    expect(await send(shop, { consents: [given, { ...given, purpose: 'marketing' }] })).toEqual({
      status: 422,
      faults: { '/consents/1': 'consent_not_offered' },
    })
  })

  it('cannot record consent to marketing by SMS: the form asks for marketing by e-mail only', async () => {
    const texts = { en: { ...TEXTS.en, sms: 'Text me once.' } }
    const settings = { channels: ['email', 'sms'], destinations: SMS }
    const shop = await makeShop({ consent: { version: '7', texts }, ...settings })
    const bySms = { ...alert, channel: 'sms', text: texts.en.sms }
    const asked = [alert, bySms, { ...marketing, channel: 'sms' }]
    const request = { channels: ['email', 'sms'], phone: '070-174 06 50', consents: asked }
    expect(await send(shop, request)).toEqual({
      status: 422,
      faults: { '/consents/2': 'consent_not_offered' },
    })
    expect(await send(shop, { ...request, consents: asked.slice(0, 2) })).toMatchObject({
      status: 202,
    })
  })

  it('records what the shop shows now: each text that a form may show, in every language', async () => {
    const shop = await makeShop({ channels: ['email', 'sms'], destinations: SMS })
    for (const [index, locale] of ['en', 'de', 'zh-Hant', 'ar'].entries()) {
      for (const country of ['SE', 'US']) {
        const config = await ask(`/v1/client/config?shop=${shop.publicKey}&locale=${locale}`, {
          headers: { 'CF-IPCountry': country },
        })
        const { consent } = await config.json<{
          consent: { version: string; texts: { sms: string } }
        }>()
        const { version, texts } = consent
        const changes = { locale, channels: ['sms'], phone: `070-123 45 6${index}`, sku: country }
        const text = { purpose: 'alert', channel: 'sms', version, text: texts.sms }
        expect(await send(shop, { ...changes, consents: [text] })).toEqual({
          status: 202,
          faults: {},
        })
      }
    }
    expect(new Set((await consents()).map(({ text }) => text)).size).toBe(8)
  })
})

/** The English standard text of a shop. */
function standard(name: string) {
  return `I agree that ${name} emails me once for each item I choose here, when it is back in stock. I can withdraw my consent at any time, with the link in the email or by contacting the shop.`
}

const SMS = [
  { type: 'email' },
  {
    type: 'webhook',
    url: 'http://127.0.0.1:9/',
    secret: `whsec_${'A'.repeat(32)}`,
    channels: ['sms'],
    events: ['restock.matched'],
  },
]

describe('a page that was opened before a change', () => {
  const shown = { ...alert, version: 'standard-2', text: standard('Acme') }
  const CHANGES = [
    { what: 'the words', before: own, change: { consent: { version: '8', texts: {} } } },
    {
      what: 'the version alone',
      before: own,
      change: { consent: { ...own.consent, version: '8' } },
    },
    { what: 'back to the standard words', before: own, change: { consent: null } },
    {
      what: 'the languages',
      before: own,
      change: { consent: { version: '7', texts: { de: {} } } },
    },
    { what: 'the shop’s name', before: {}, change: { name: 'Bell' }, given: shown },
    { what: 'from the standard words to its own', before: {}, change: own, given: shown },
    { what: 'the default language', before: own, change: { defaultLocale: 'sv' }, locale: 'fr' },
  ]

  it.each(CHANGES)('is believed for a year after the shop changed $what', async (one) => {
    const { before, change: after, given = alert, locale = 'en' } = one
    const shop = await makeShop(before)
    await change(shop, after)
    expect(await send(shop, { locale, consents: [given] })).toEqual({ status: 202, faults: {} })
    expect(await consents()).toMatchObject([{ version: given.version, text: given.text }])
    later(364)
    expect(await send(shop, { locale, sku: 'VASE', consents: [given] })).toMatchObject({
      status: 202,
    })
    later(2)
    expect(await send(shop, { locale, sku: 'MUG', consents: [given] })).toEqual({
      status: 422,
      faults: { '/consents/0/text': 'consent_text_mismatch' },
    })
  })

  it('may still send the consent to marketing that it asked for', async () => {
    const shop = await makeShop(own)
    await change(shop, { consent: { version: '8', texts: { en: { email: 'Tell me.' } } } })
    expect(await send(shop, { consents: [alert, marketing] })).toMatchObject({ status: 202 })
    later(366)
    expect(await send(shop, { sku: 'MUG', consents: [alert, marketing] })).toMatchObject({
      faults: { '/consents/1': 'consent_not_offered' },
    })
  })

  it('is believed again for a year when the shop showed the words again in between', async () => {
    const shop = await makeShop(own)
    await change(shop, { consent: null })
    later(300)
    await change(shop, own)
    await change(shop, { consent: null })
    later(300)
    expect(await send(shop, { consents: [alert] })).toMatchObject({ status: 202 })
  })

  it('is believed after an upgrade that changed the standard words', async () => {
    const old = { ...alert, version: 'standard-1', text: 'Tell Acme that I am waiting.' }
    const shop = await makeShop()
    // What a Worker with other standard words left behind.
    await world.env.DB.batch([
      world.env.DB.prepare(`UPDATE shop SET standard_texts = 'standard-1'`),
      world.env.DB.prepare('DELETE FROM published_text'),
      world.env.DB.prepare('DELETE FROM consent_text'),
      world.env.DB.prepare(
        `INSERT INTO published_text (shop_id, text_hash, version, field, language, is_own, offer, since)
         VALUES (?1, ?2, 'standard-1', 'email', 'en', 0, ?3, 0)`,
      ).bind(shop.id, await sha256(old.text), OFFER),
      world.env.DB.prepare(
        'INSERT INTO consent_text (shop_id, hash, text) VALUES (?1, ?2, ?3)',
      ).bind(shop.id, await sha256(old.text), old.text),
    ])
    await world.env.CACHE.delete(`shop:${shop.publicKey}`)
    expect(await send(shop, { consents: [old] })).toMatchObject({ status: 202 })
    expect(await send(shop, { sku: 'VASE' })).toMatchObject({ status: 202 })
    expect((await consents()).map(({ text }) => text)).toEqual([old.text, standard('Acme')])

    await tick(NIGHT)
    expect(await table('shop')).toMatchObject([{ standard_texts: 'standard-2' }])
    vi.useFakeTimers({ now: NIGHT + 364 * DAY_MS, toFake: ['Date'] })
    expect(await send(shop, { sku: 'MUG', consents: [old] })).toMatchObject({ status: 202 })
    later(2)
    expect(await send(shop, { sku: 'CUP', consents: [old] })).toMatchObject({ status: 422 })
    expect(await send(shop, { sku: 'CUP' })).toMatchObject({ status: 202 })
    expect((await consents()).every(({ text }) => typeof text === 'string')).toBe(true)
  })
})

const OFFER = JSON.stringify({ own: [], standard: ['en'], defaultLocale: 'en' })

async function sha256(text: string) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return new Uint8Array(digest).toHex()
}

describe('while D1 is overloaded, a request with words that the shop does not show now', () => {
  it.each([
    { words: 'published before', version: '7', stored: 1 },
    { words: 'never published', version: '6', stored: 0 },
  ])('is taken, and stored later only if they were $words', async ({ version, stored }) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const shop = await makeShop(own)
    await change(shop, { consent: null })
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const whole = world.env
    const batch = async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
    }
    const slow = { prepare: (sql: string) => whole.DB.prepare(sql), batch }
    world.env = { ...whole, DB: slow as unknown as D1Database }
    const answer = await send(shop, { consents: [{ ...alert, version }] })
    world.env = whole
    expect(answer).toEqual({ status: 202, faults: {} })
    await drain()
    expect(await table('consent')).toHaveLength(stored)
    expect(await table('subscription')).toHaveLength(stored)
    const lines = warn.mock.calls.filter(([line]) => String(line).includes('consent_unpublished'))
    expect(lines).toHaveLength(1 - stored)
  })
})

describe('a backend', () => {
  const vouched = { ...alert, version: 'call-centre', text: 'Yes, on the phone, on 1 March.' }
  const post = async (shop: TestShop, changes: Record<string, unknown> = {}) => {
    const { shop: _, ...request } = shop.request(changes)
    const answer = await shop.api('POST', '/v1/subscriptions', request)
    return (await answer.json<{ contactId: string }>()).contactId
  }

  it('may vouch for words of its own, and the export and webhooks say whose words they are', async () => {
    const url = fakeUrl('webhook')
    const shop = await makeShop({
      ...own,
      destinations: [
        { type: 'email' },
        { type: 'webhook', url: `${url}/hook`, secret: SECRET, events: ['subscription.created'] },
      ],
    })
    const id = await post(shop, { consents: [vouched, marketing] })
    await shop.subscribe({ sku: 'VASE', consents: [alert] })
    const exported = await shop.api('GET', `/v1/contacts/${id}`)
    const { consents: kept } = await exported.json<{ consents: unknown[] }>()
    expect(kept).toHaveLength(3)
    expect(kept).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'api', words: 'caller', text: vouched.text }),
        expect.objectContaining({ method: 'api', words: 'published', text: marketing.text }),
        expect.objectContaining({ method: 'form', words: 'published', text: alert.text }),
      ]),
    )
    await drain()
    const told = await (await fetch(`${url}/requests`)).json<{ body: Told }[]>()
    const agreed = told.flatMap(({ body }) => body.data.consents)
    expect(agreed.map(({ method, words, text }) => [method, words, text])).toEqual(
      expect.arrayContaining([
        ['api', 'caller', vouched.text],
        ['api', 'published', marketing.text],
        ['form', 'published', alert.text],
      ]),
    )
  })

  it('has its words stored once, and dropped when no consent refers to them', async () => {
    const shop = await makeShop(own)
    const published = await table('consent_text')
    expect(published.map(({ text }) => text).toSorted()).toEqual(
      ['Send me news, too.', 'Säg till en gång.', 'Tell me once.'].toSorted(),
    )
    const ada = await post(shop, { consents: [vouched] })
    const grace = await post(shop, { email: 'grace@example.com', consents: [vouched] })
    await shop.subscribe({ email: 'alan@example.com', consents: [alert] })
    const held = async () =>
      (await table('consent_text')).filter(({ vouched: by }) => by === 1).map(({ text }) => text)
    expect(await held()).toEqual([vouched.text])
    await shop.api('DELETE', `/v1/contacts/${ada}`)
    expect(await held()).toEqual([vouched.text])
    await shop.api('DELETE', `/v1/contacts/${grace}`)
    expect(await held()).toEqual([])
    expect(await table('consent_text')).toEqual(published)
  })

  it('has words that retention left behind dropped at night', async () => {
    const shop = await makeShop(own)
    await post(shop, { consents: [vouched] })
    await tick(NIGHT)
    expect(await table('consent_text')).toHaveLength(4)
    await world.env.DB.prepare('DELETE FROM consent').run()
    await tick(NIGHT)
    expect((await table('consent_text')).map(({ text }) => text)).not.toContain(vouched.text)
    expect(await table('consent_text')).toHaveLength(3)
  })
})

interface Told {
  data: { consents: { method: string; words: string; text: string }[] }
}

describe('the form without JavaScript', () => {
  const page = (shop: TestShop) =>
    `/notify/${shop.publicKey}?${new URLSearchParams({ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p` })}`
  const post = (shop: TestShop, fields: Record<string, string>) =>
    ask(page(shop), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Sec-Fetch-Site': 'same-origin',
      },
      body: new URLSearchParams({ email: 'ada@example.com', ...fields }).toString(),
    })

  it('shows the words again instead of recording others', async () => {
    const shop = await makeShop()
    const fields = { version: 'made-up', 'shown-email': 'I owe Acme my soul.' }
    const answer = await post(shop, fields)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('The consent text has just changed.')
    expect(await table('consent')).toEqual([])
  })

  it('takes words of several lines as the browser sends them', async () => {
    const texts = { en: { email: 'One alert.\r\nNo more.' } }
    const shop = await makeShop({ consent: { version: '7', texts } })
    const fields = { version: '7', 'shown-email': 'One alert.\r\nNo more.' }
    expect((await post(shop, fields)).status).toBe(200)
    expect(await consents()).toMatchObject([{ text: 'One alert.\nNo more.' }])
  })
})

/** Each invalid request gets its own error code and a pointer to the field. It stores nothing. */
import { sign } from 'hono/jwt'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../shared/problem.ts'
import { linkKey } from '../../worker/vault.ts'
import { ask, everything, makeShop, ORIGIN, type TestShop, world } from './harness.ts'

interface Case {
  name: string
  send: (shop: TestShop) => Promise<Response>
  status: number
  code: string
  /** The error codes by the pointer of their field. */
  fields?: Record<string, string>
  /** A part of the request that the answer must not repeat. */
  secret?: string
}

const CLIENT = '/v1/client/subscriptions'

/** Sends a valid subscription request with some fields replaced. */
const subscription = (changes: Record<string, unknown>) => (shop: TestShop) =>
  shop.page('POST', CLIENT, shop.request(changes))

const raw =
  (body: string, headers: Record<string, string> = {}) =>
  () =>
    ask(CLIENT, {
      method: 'POST',
      body,
      headers: { Origin: ORIGIN, 'Content-Type': 'application/json', ...headers },
    })

const levels = (body: unknown) => (shop: TestShop) => shop.api('PUT', '/v1/stock-levels', body)

const withKey = (authorization: string | undefined) => () =>
  ask('/v1/stock-levels', {
    method: 'PUT',
    body: '[{"sku":"A","quantity":1}]',
    headers: {
      'Content-Type': 'application/json',
      ...(authorization && { Authorization: authorization }),
    },
  })

const newShop = (settings: unknown) => () =>
  ask('/v1/admin/shops', {
    method: 'POST',
    body: JSON.stringify(settings),
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer dev' },
  })

const good = { name: 'Acme', origins: [ORIGIN] }
const invalid = { status: 422, code: 'request_invalid' }

const CASES: Case[] = [
  {
    name: 'an unknown shop',
    send: subscription({ shop: 'pk_nobody' }),
    status: 404,
    code: 'shop_unknown',
  },
  { name: 'no shop', send: raw('{}'), ...invalid, fields: { '/shop': 'missing' } },
  {
    name: 'a foreign origin',
    send: (shop) =>
      ask(CLIENT, {
        method: 'POST',
        body: JSON.stringify(shop.request()),
        headers: { Origin: 'https://evil.example', 'Content-Type': 'application/json' },
      }),
    status: 403,
    code: 'origin_not_allowed',
  },
  {
    name: 'no origin',
    send: (shop) =>
      ask(CLIENT, {
        method: 'POST',
        body: JSON.stringify(shop.request()),
        headers: { 'Content-Type': 'application/json' },
      }),
    status: 403,
    code: 'origin_not_allowed',
  },
  {
    name: 'another content type',
    send: raw('{}', { 'Content-Type': 'text/plain' }),
    status: 415,
    code: 'content_type_unsupported',
  },
  {
    name: 'a form post',
    send: raw('shop=pk', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    status: 415,
    code: 'content_type_unsupported',
  },
  { name: 'broken JSON', send: raw('{"shop":'), status: 400, code: 'json_malformed' },
  {
    name: 'a list instead of an object',
    send: raw('[]'),
    ...invalid,
    fields: { '/shop': 'missing' },
  },
  {
    name: 'JSON that is not an object',
    send: raw('7'),
    ...invalid,
    fields: { '': 'not_an_object' },
  },
  {
    name: 'more than 8 KB',
    send: subscription({ page: `${ORIGIN}/${'x'.repeat(9000)}` }),
    status: 413,
    code: 'body_too_large',
  },
  {
    name: 'more than 8 KB without a length',
    send: () =>
      ask(CLIENT, {
        method: 'POST',
        body: new Blob(['x'.repeat(9000)]).stream(),
        headers: { Origin: ORIGIN, 'Content-Type': 'application/json' },
      }),
    status: 413,
    code: 'body_too_large',
  },
  {
    name: 'no consent',
    send: subscription({ consents: [] }),
    ...invalid,
    fields: { '/consents': 'consent_missing' },
  },
  {
    name: 'consent for another channel',
    send: subscription({
      consents: [{ purpose: 'alert', channel: 'sms', version: 'standard-2', text: 'x' }],
    }),
    ...invalid,
    fields: { '/consents': 'consent_missing', '/consents/0': 'consent_not_offered' },
  },
  {
    name: 'consent to a wrong text',
    send: subscription({
      consents: [{ purpose: 'alert', channel: 'email', version: 'standard-2', text: 'Anything.' }],
    }),
    ...invalid,
    fields: { '/consents/0/text': 'consent_text_mismatch' },
    secret: 'Anything.',
  },
  {
    name: 'an invalid e-mail address',
    send: subscription({ email: 'not an email <script>' }),
    ...invalid,
    fields: { '/email': 'email_invalid' },
    secret: 'script',
  },
  {
    name: 'no e-mail address',
    send: subscription({ email: undefined }),
    ...invalid,
    fields: { '/email': 'missing' },
  },
  {
    name: 'an impossible phone number',
    send: subscription({ channels: ['sms'], phone: '12 34', email: undefined }),
    ...invalid,
    fields: { '/channels/0': 'channel_not_offered', '/phone': 'phone_invalid' },
    secret: '12 34',
  },
  {
    name: 'an unknown channel',
    send: subscription({
      channels: ['pigeon'],
      consents: [{ purpose: 'alert', channel: 'email', version: '1', text: 'x' }],
    }),
    ...invalid,
    fields: { '/channels/0': 'channel_unknown' },
    secret: 'pigeon',
  },
  {
    name: 'no channel',
    send: subscription({ channels: [] }),
    ...invalid,
    fields: { '/channels': 'empty', '/consents': 'consent_missing' },
  },
  { name: 'no sku', send: subscription({ sku: '  ' }), ...invalid, fields: { '/sku': 'empty' } },
  {
    name: 'a sku with a line break',
    send: subscription({ sku: 'A\nB' }),
    ...invalid,
    fields: { '/sku': 'control_character' },
  },
  {
    name: 'an impossible locale from a backend',
    send: levels([{ sku: 'A', quantity: 1, locale: 'not a locale' }]),
    ...invalid,
    fields: { '/0/locale': 'locale_invalid' },
  },
  {
    name: 'a product with a script as its URL from a backend',
    send: (shop) => {
      const { shop: _key, ...request } = shop.request({
        product: { title: 'Tee', url: 'javascript:alert(1)' },
      })
      return shop.api('POST', '/v1/subscriptions', request)
    },
    ...invalid,
    fields: { '/product/url': 'url_invalid' },
    secret: 'alert',
  },
  {
    name: 'several faults at once',
    send: subscription({
      email: 'x',
      sku: '',
      country: 'Sweden',
    }),
    ...invalid,
    fields: { '/email': 'email_invalid', '/sku': 'empty', '/country': 'too_long' },
  },
  { name: 'no key', send: withKey(undefined), status: 401, code: 'key_missing' },
  {
    name: 'a wrong key',
    send: withKey('Bearer sk_wrong'),
    status: 401,
    code: 'key_unknown',
    secret: 'sk_wrong',
  },
  {
    name: 'a key in another scheme',
    send: withKey('Basic c2s6'),
    status: 401,
    code: 'key_missing',
  },
  {
    name: 'a wrong admin token',
    send: () => ask('/v1/admin/shops', { method: 'POST', headers: { Authorization: 'Bearer no' } }),
    status: 401,
    code: 'key_unknown',
  },
  {
    name: '1,001 levels',
    send: levels(Array.from({ length: 1001 }, (_, n) => ({ sku: `S${n}`, quantity: 1 }))),
    ...invalid,
    fields: { '': 'too_many' },
  },
  {
    name: 'a fractional quantity, and others that are no whole numbers',
    send: levels([
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: -1.5 },
      { sku: 'C', quantity: 0.5 },
      { sku: 'D', quantity: '7' },
    ]),
    ...invalid,
    fields: {
      '/1/quantity': 'quantity_invalid',
      '/2/quantity': 'quantity_invalid',
      '/3/quantity': 'quantity_invalid',
    },
  },
  {
    name: 'the same level twice',
    send: levels([
      { sku: 'A', quantity: 1 },
      { sku: 'A', quantity: 2 },
    ]),
    ...invalid,
    fields: { '/1': 'level_repeated' },
  },
  {
    name: 'a level with an unknown field',
    send: levels([{ sku: 'A', quantity: 1, qty: 2 }]),
    ...invalid,
    fields: { '/0/qty': 'unknown_field' },
  },
  {
    name: 'a level with an invalid time',
    send: levels([{ sku: 'A', quantity: 1, at: 'yesterday' }]),
    ...invalid,
    fields: { '/0/at': 'time_invalid' },
  },
  { name: 'no levels', send: levels([]), ...invalid, fields: { '': 'empty' } },
  {
    name: 'levels that are not a list',
    send: levels({ sku: 'A', quantity: 1 }),
    ...invalid,
    fields: { '': 'not_a_list' },
  },
  {
    name: 'a product without a URL',
    send: (shop) => shop.api('PUT', '/v1/products', [{ sku: 'A', title: 'Tee' }]),
    ...invalid,
    fields: { '/0/url': 'missing' },
  },
  {
    // Sources leave such fields out. The shop's own backend gets a 422, and nothing of its list is stored.
    name: 'odd products among others',
    send: (shop) =>
      shop.api('PUT', '/v1/products', [
        { sku: 'A', title: 'Tee', url: 'https://acme.example/a' },
        { sku: 'B', title: 'Tee', url: 'https://acme.example/b', price: '39' },
        { sku: 7, title: 'Tee', url: 'https://acme.example/c' },
        { sku: 'D', title: 'Tee', url: 'https://acme.example/d', image: false },
        null,
      ]),
    ...invalid,
    fields: {
      '/1/price': 'price_invalid',
      '/2/sku': 'not_text',
      '/3/image': 'not_text',
      '/4': 'not_an_object',
    },
  },
  {
    name: 'a shop without origins',
    send: newShop({ name: 'Acme', origins: [] }),
    ...invalid,
    fields: { '/origins': 'empty' },
  },
  {
    name: 'an origin with a path',
    send: newShop({ ...good, origins: ['https://acme.example/shop'] }),
    ...invalid,
    fields: { '/origins/0': 'origin_invalid' },
  },
  {
    name: 'an origin without https',
    send: newShop({ ...good, origins: ['http://acme.example'] }),
    ...invalid,
    fields: { '/origins/0': 'origin_invalid' },
  },
  {
    name: 'an unknown setting',
    send: newShop({ ...good, pase: 'waves' }),
    ...invalid,
    fields: { '/pase': 'unknown_field' },
  },
  {
    name: 'a channel without a destination',
    send: newShop({ ...good, channels: ['email', 'sms'] }),
    ...invalid,
    fields: { '/channels/1': 'channel_without_destination', '/smsCountries': 'missing' },
  },
  {
    name: 'a country without phone numbers',
    send: newShop({ ...good, smsCountries: ['GB', 'UK'] }),
    ...invalid,
    fields: { '/smsCountries/1': 'country_invalid' },
  },
  {
    name: 'two senders for one channel',
    send: newShop({
      ...good,
      destinations: [
        { type: 'email' },
        { type: 'klaviyo', companyId: 'x', catalog: '$custom:::$default' },
      ],
    }),
    ...invalid,
    fields: { '/destinations/1': 'told_twice' },
  },
  {
    name: 'Klaviyo without any key',
    send: newShop({ ...good, destinations: [{ type: 'klaviyo', catalog: '$custom:::$default' }] }),
    ...invalid,
    fields: { '/destinations/0': 'key_required' },
  },
  {
    name: 'an unknown destination',
    send: newShop({ ...good, destinations: [{ type: 'carrier-pigeon' }] }),
    ...invalid,
    fields: { '/destinations/0/type': 'destination_unknown' },
    secret: 'pigeon',
  },
  {
    name: 'a masked secret without a stored one',
    send: newShop({
      ...good,
      destinations: [{ type: 'klaviyo', privateKey: '••••1234', catalog: '$custom:::$default' }],
    }),
    ...invalid,
    fields: { '/destinations/0/privateKey': 'secret_masked' },
  },
  {
    name: 'an unknown unsubscribe token',
    send: () => ask('/u/abc'),
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'a post to an unknown token',
    send: () => ask('/u/abc', { method: 'POST' }),
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'a token signed with another key',
    send: async (shop) => {
      const payload = { s: shop.id, c: 'x', l: 'en', exp: 4_000_000_000 }
      return ask(`/u/${await sign(payload, 'another key', 'HS256')}`, { method: 'POST' })
    },
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'a token without a signature',
    send: async (shop) => {
      const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '')
      const payload = { s: shop.id, c: 'x', l: 'en', exp: 4_000_000_000 }
      return ask(`/u/${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`, { method: 'POST' })
    },
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'an expired token',
    send: async (shop) => {
      const payload = { s: shop.id, c: 'x', l: 'en', exp: 1_700_000_000 }
      return ask(
        `/u/${await sign(payload, await linkKey(world.env, shop, 'unsubscribe'), 'HS256')}`,
        {
          method: 'POST',
        },
      )
    },
    status: 410,
    code: 'token_expired',
  },
  {
    name: 'an unknown confirmation token',
    send: () => ask('/c/abc', { method: 'POST' }),
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'an unsubscribe token to confirm',
    send: async (shop) => {
      const payload = { s: shop.id, c: 'x', l: 'en', a: 'x', exp: 4_000_000_000 }
      const token = await sign(payload, await linkKey(world.env, shop, 'unsubscribe'), 'HS256')
      return ask(`/c/${token}`, { method: 'POST' })
    },
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'an empty confirmation token',
    send: async (shop) => {
      const payload = { s: shop.id, c: 'x', l: 'en', exp: 4_000_000_000 }
      const token = await sign(payload, await linkKey(world.env, shop, 'confirm'), 'HS256')
      return ask(`/c/${token}`, { method: 'POST' })
    },
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'an unknown manage token',
    send: () => ask('/m/abc', { method: 'POST' }),
    status: 404,
    code: 'token_unknown',
  },
  {
    name: 'a search without an address',
    send: (shop) => shop.api('POST', '/v1/contacts/lookup', {}),
    ...invalid,
    fields: { '/email': 'missing' },
  },
  {
    name: 'a search for an invalid address',
    send: (shop) => shop.api('POST', '/v1/contacts/lookup', { email: 'not <script>' }),
    ...invalid,
    fields: { '/email': 'email_invalid' },
    secret: 'script',
  },
  {
    name: 'a search for an impossible number',
    send: (shop) => shop.api('POST', '/v1/contacts/lookup', { phone: '12 34' }),
    ...invalid,
    fields: { '/phone': 'phone_invalid' },
    secret: '12 34',
  },
  {
    name: 'an unknown contact',
    send: (shop) => shop.api('GET', '/v1/contacts/nobody'),
    status: 404,
    code: 'contact_unknown',
  },
  {
    name: 'an erasure without a key',
    send: () => ask('/v1/contacts/nobody', { method: 'DELETE' }),
    status: 401,
    code: 'key_missing',
  },
  {
    name: 'the history of no subscription',
    send: (shop) => shop.api('GET', '/v1/subscriptions/none/history'),
    status: 404,
    code: 'subscription_unknown',
  },
  {
    name: 'an expiry after zero days',
    send: newShop({ ...good, expireAfterDays: 0 }),
    ...invalid,
    fields: { '/expireAfterDays': 'days_invalid' },
  },
  {
    name: 'double opt-in with invalid values',
    send: newShop({ ...good, doubleOptIn: 'yes', doubleOptInCountries: ['DEU'] }),
    ...invalid,
    fields: { '/doubleOptIn': 'not_a_boolean', '/doubleOptInCountries/0': 'too_long' },
  },
  {
    name: 'a log page that is too long',
    send: (shop) => shop.api('GET', '/v1/log?limit=201'),
    ...invalid,
    fields: { '/limit': 'limit_invalid' },
  },
  {
    name: 'an unknown path',
    send: () => ask('/v1/nothing'),
    status: 404,
    code: 'not_found',
  },
]

describe('the Worker', () => {
  it.each(CASES)('refuses $name', async ({ send, status, code, fields, secret }) => {
    const shop = await makeShop()
    // The first use of a key is noted.
    await shop.api('GET', '/v1/shop')
    const before = await everything()

    const response = await send(shop)
    const text = await response.text()
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    const body = JSON.parse(text) as Problem
    expect({ status: response.status, code: body.code }).toEqual({ status, code })
    expect(body.status).toBe(status)
    const found = body.errors?.map((fault) => [fault.pointer, fault.code])
    expect(found && Object.fromEntries(found)).toEqual(fields)
    for (const fault of body.errors ?? []) expect(fault.detail).not.toBe('')
    expect(secret === undefined || !text.includes(secret)).toBe(true)

    expect(await everything()).toEqual(before)
    expect(world.queued).toEqual([])
  })

  it('lets a page read the errors of its own request', async () => {
    const shop = await makeShop()
    const response = await shop.page('POST', CLIENT, shop.request({ email: 'x' }))
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
  })
})

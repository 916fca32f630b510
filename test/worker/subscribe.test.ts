import { textsFor } from '../../shared/languages/texts.ts'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  ACCEPTED,
  ask,
  consents,
  indexIn,
  inShort,
  makeShop,
  ORIGIN,
  roomInMinute,
  table,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'

describe('a subscription request from the widget', () => {
  it('stores one subscription, one contact and one consent', async () => {
    const shop = await makeShop()
    const response = await shop.page('POST', PATH, shop.request())
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ status: 'accepted', undo: expect.any(String) })
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(await table('subscription')).toMatchObject([
      { shop_id: shop.id, sku: 'TEE-M', locale: '', external_id: '', channels: 1 },
    ])
    expect(await table('contact')).toHaveLength(1)
    expect(await consents()).toMatchObject([
      {
        purpose: 'alert',
        channel: 'email',
        action: 'given',
        version: 'standard-2',
        method: 'form',
        page: `${ORIGIN}/p/tee`,
        text: 'I agree that Acme emails me once for each item I choose here, when it is back in stock. I can withdraw my consent at any time, with the link in the email or by contacting the shop.',
      },
    ])
  })

  it('stores one row and gets equal answers when it is sent 50 times at once', async () => {
    const shop = await makeShop()
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const response = await shop.page('POST', PATH, shop.request())
        return inShort(response)
      }),
    )
    expect(new Set(answers)).toEqual(new Set([ACCEPTED]))
    expect(await table('subscription')).toHaveLength(1)
    expect(await table('contact')).toHaveLength(1)
    expect(await table('consent')).toHaveLength(1)
  })

  it('adds no second subscription when the same address is written differently', async () => {
    const shop = await makeShop()
    await shop.subscribe({ email: 'ada@example.com' })
    await shop.subscribe({ email: '  ADA@Example.COM ' })
    expect(await table('subscription')).toHaveLength(1)
  })

  it('adds a subscription for another sku, locale or externalId', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.subscribe({ sku: 'TEE-L' })
    await shop.subscribe({ locale: 'sv-SE' })
    await shop.subscribe({ locale: 'sv-se' })
    await shop.subscribe({ externalId: '4' })
    expect(await table('subscription')).toHaveLength(4)
    expect(await table('contact')).toHaveLength(1)
  })

  it('adds a channel or corrects a number in the existing subscription', async () => {
    const klaviyo = {
      type: 'klaviyo',
      listId: 'Y6nRLr',
      companyId: 'x',
      catalog: '$custom:::$default',
      channels: ['sms'],
    }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, klaviyo],
    })
    const channels = ['email', 'sms']
    await shop.subscribe()
    await shop.subscribe({ channels, phone: '070-123 45 67' })
    const [first] = await table('subscription')
    expect(first).toMatchObject({ channels: 3 })
    await shop.subscribe({ channels, phone: '+46 70 123 45 67' })
    expect(await table('subscription')).toEqual([{ ...first, undo: 0 }])
    await shop.subscribe({ channels, phone: '070-123 45 68' })
    const [corrected] = await table('subscription')
    expect(corrected?.['id']).toBe(first?.['id'])
    expect(indexIn(corrected, 'sms')).not.toBe(indexIn(first, 'sms'))
    expect(indexIn(corrected, 'email')).toBe(indexIn(first, 'email'))
    expect(await table('consent')).toHaveLength(2)
  })

  it('gets the usual answer but is not stored when a bot fills the hidden field', async () => {
    const shop = await makeShop()
    const response = await shop.page(
      'POST',
      PATH,
      shop.request({ website: 'https://spam.example' }),
    )
    expect(await inShort(response)).toBe(ACCEPTED)
    expect(await table('subscription')).toHaveLength(0)
  })

  it('is refused while the variant is in stock', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    const response = await shop.page('POST', PATH, shop.request())
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'in_stock' })
    expect(await table('subscription')).toHaveLength(0)
    expect(await table('contact')).toHaveLength(0)
    expect(await table('consent')).toHaveLength(0)
  })

  it('is refused only if the variant is in stock in its own locale', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 5, locale: 'sv-SE' })
    await shop.subscribe()
    await shop.subscribe({ locale: 'de-DE' })
    const swedish = await shop.page('POST', PATH, shop.request({ locale: 'sv-SE' }))
    expect(swedish.status).toBe(409)
  })

  it('is refused for a variant outside the catalogue of a strict shop', async () => {
    const shop = await makeShop({ catalog: 'strict' })
    const before = await shop.page('POST', PATH, shop.request())
    expect(before.status).toBe(404)
    expect(await before.json()).toMatchObject({ code: 'variant_not_found' })
    expect(await table('subscription')).toHaveLength(0)
    await shop.api('PUT', '/v1/products', [{ sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p/tee` }])
    await shop.subscribe()
    expect(await table('subscription')).toHaveLength(1)
  })

  it('is answered 429 when one e-mail address is used too often', async () => {
    await roomInMinute()
    const shop = await makeShop()
    const statuses = new Set<number>()
    for (let n = 0; n < 70; n += 1) {
      const response = await shop.page('POST', PATH, shop.request({ sku: `SKU-${n}` }))
      statuses.add(response.status)
    }
    expect(statuses).toEqual(new Set([202, 429]))
  })

  describe('of one person', () => {
    /** Sends a request from the n-th IP address. */
    const sendFrom = async (n: number, request: object): Promise<number> => {
      const headers = {
        Origin: ORIGIN,
        'Content-Type': 'application/json',
        'CF-Connecting-IP': `203.0.113.${n}`,
      }
      return (await ask(PATH, { method: 'POST', headers, body: JSON.stringify(request) })).status
    }

    it('may be repeated any number of times, is stored once, and leaves room for others', async () => {
      await roomInMinute()
      const shop = await makeShop()
      const statuses: number[] = []
      for (let n = 0; n < 70; n += 1) statuses.push(await sendFrom(n, shop.request()))
      expect(new Set(statuses)).toEqual(new Set([202]))
      expect(await table('subscription')).toHaveLength(1)
      expect(await table('consent')).toHaveLength(1)
      // All but one of the sixty are left.
      for (let n = 0; n < 59; n += 1) {
        expect(await sendFrom(n, shop.request({ sku: `SKU-${n}` }))).toBe(202)
      }
      expect(await sendFrom(60, shop.request({ sku: 'SKU-60' }))).toBe(429)
    })

    it('is answered 429 after 60 different ones, from any IP address', async () => {
      await roomInMinute()
      const shop = await makeShop()
      const statuses: number[] = []
      for (let n = 0; n < 70; n += 1) {
        // Another language is another request, too.
        const changes = n % 2 ? { sku: `SKU-${n}` } : { sku: `SKU-${n + 1}`, locale: 'sv' }
        statuses.push(await sendFrom(n, shop.request(changes)))
      }
      expect(statuses.indexOf(429)).toBe(60)
    })

    it('is not counted if its fields are wrong', async () => {
      const shop = await makeShop()
      const bad = [{ consents: [] }, { channels: ['sms'] }, { quantity: 2 }]
      for (let n = 0; n < 70; n += 1) {
        const changes = { ...bad[n % bad.length], sku: `SKU-${n}` }
        expect(await sendFrom(n, shop.request(changes))).toBe(422)
      }
      expect(await sendFrom(1, shop.request())).toBe(202)
    })
  })

  it('is answered 429 when one IP address sends too many, while others still get 202', async () => {
    await roomInMinute()
    const shop = await makeShop()
    const asked = new Map<string, number>()
    // A limit of three requests in place of 600 a minute.
    const limit = async ({ key }: { key: string }) => {
      asked.set(key, (asked.get(key) ?? 0) + 1)
      return { success: (asked.get(key) ?? 0) <= 3 }
    }
    world.env = { ...world.env, LIMIT_IP: { limit } }
    const from = async (ip: string, email: string) => {
      const answer = await ask(PATH, {
        method: 'POST',
        headers: { Origin: ORIGIN, 'Content-Type': 'application/json', 'CF-Connecting-IP': ip },
        body: JSON.stringify(shop.request({ email })),
      })
      return answer.status
    }
    const statuses: number[] = []
    for (let n = 1; n <= 5; n += 1) statuses.push(await from('203.0.113.7', `p${n}@example.com`))
    expect(statuses).toEqual([202, 202, 202, 429, 429])
    expect(await from('203.0.113.8', 'p6@example.com')).toBe(202)
    expect(await table('subscription')).toHaveLength(4)

    // A customer of a network has a whole /64 of IPv6 addresses.
    const fromIpv6 = []
    for (let n = 1; n <= 5; n += 1) {
      fromIpv6.push(await from(`2001:db8:1:2::${n}`, `q${n}@example.com`))
    }
    expect(fromIpv6).toEqual([202, 202, 202, 429, 429])
    expect(await from('2001:db8:1:3::1', 'q6@example.com')).toBe(202)
  })

  it('stores the consent text that the page showed, even if the shop has changed it since', async () => {
    const texts = { en: { email: 'Tell me.' } }
    const shop = await makeShop({ consent: { version: '2025-01', texts } })
    await shop.api('PATCH', '/v1/shop', { consent: null })
    const old = { purpose: 'alert', channel: 'email', version: '2025-01', text: 'Tell me.' }
    await shop.subscribe({ consents: [old] })
    expect(await consents()).toMatchObject([{ version: '2025-01', text: 'Tell me.' }])
  })

  it('stores one consent for each purpose, with its own text', async () => {
    const texts = { en: { email: 'Tell me once.', marketing: 'Send me news, too.' } }
    const shop = await makeShop({ consent: { version: '7', texts } })
    const alert = { purpose: 'alert', channel: 'email', version: '7', text: 'Tell me once.' }
    const marketing = { ...alert, purpose: 'marketing', text: 'Send me news, too.' }
    await shop.subscribe({ consents: [alert, marketing] })
    const stored = await consents()
    expect(stored.map((one) => [one['purpose'], one['text']])).toEqual([
      ['alert', 'Tell me once.'],
      ['marketing', 'Send me news, too.'],
    ])
    expect(stored[0]?.['text_hash']).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a subscription request from a backend', () => {
  it('gets ids, with which the backend can list and cancel the subscription', async () => {
    const shop = await makeShop()
    const { shop: _, ...request } = shop.request({ locale: 'sv-se', externalId: '4' })
    const first = await shop.api('POST', '/v1/subscriptions', request)
    expect(first.status).toBe(202)
    const made = await first.json<{ id: string; contactId: string }>()
    const again = await shop.api('POST', '/v1/subscriptions', request)
    // The link says in seconds when it ends.
    const manageUrl = expect.stringMatching(/^https:\/\/bell\.test\/m\/[\w.-]+$/)
    expect(await again.json()).toEqual({ ...made, manageUrl })

    const listed = await shop.api('GET', `/v1/contacts/${made.contactId}/subscriptions`)
    expect(await listed.json()).toMatchObject({
      subscriptions: [
        { id: made.id, sku: 'TEE-M', locale: 'sv-SE', externalId: '4', channels: ['email'] },
      ],
    })
    const cancel = () => shop.api('DELETE', `/v1/subscriptions/${made.id}`)
    expect((await cancel()).status).toBe(204)
    expect((await cancel()).status).toBe(404)
    expect(await table('subscription')).toHaveLength(0)
    expect((await table('consent')).map((one) => [one['action'], one['method']])).toEqual([
      ['given', 'api'],
      ['withdrawn', 'api'],
    ])
  })

  it('makes a subscription that another shop can neither read nor cancel', async () => {
    const [mine, other] = [await makeShop(), await makeShop()]
    const { shop: _, ...request } = mine.request()
    const made = await (
      await mine.api('POST', '/v1/subscriptions', request)
    ).json<{
      id: string
      contactId: string
    }>()
    expect((await other.api('DELETE', `/v1/subscriptions/${made.id}`)).status).toBe(404)
    expect((await other.api('GET', `/v1/contacts/${made.contactId}/subscriptions`)).status).toBe(
      404,
    )
    expect(await table('subscription')).toHaveLength(1)
  })
})

describe('the widget API', () => {
  it('returns the settings of the form in the language of the page', async () => {
    const shop = await makeShop()
    const response = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}&locale=sv-se`)
    expect(await response.json()).toEqual({
      name: 'Acme',
      locale: 'sv-SE',
      undo: textsFor('sv').pages.undo,
      country: 'SE',
      errors: expect.objectContaining({ phone_not_mobile: expect.stringContaining('mobilnummer') }),
      channels: ['email'],
      doubleOptIn: false,
      consent: {
        version: 'standard-2',
        texts: {
          email: expect.stringContaining('Acme skickar mig ett mejl'),
          sms: expect.stringMatching(/svara STOP\b/),
        },
        locale: 'sv',
      },
    })
  })

  it('returns the words that American carriers require to shoppers in the USA', async () => {
    const shop = await makeShop()
    const shown = async (country: string, locale: string) => {
      const path = `/v1/client/config?shop=${shop.publicKey}&locale=${locale}`
      const response = await ask(path, { headers: { Origin: ORIGIN, 'CF-IPCountry': country } })
      const { consent } = await response.json<{ consent: { texts: { sms: string } } }>()
      return consent.texts.sms
    }
    expect(await shown('US', 'es')).toMatch(/tarifas.*STOP.*HELP/)
    expect(await shown('SE', 'es')).not.toContain('tarifas')
  })

  it('returns the availability of several variants in one answer', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'A', quantity: 3 }, { sku: 'B', quantity: 0 })
    const response = await shop.page(
      'GET',
      `/v1/client/availability?shop=${shop.publicKey}&sku=A&sku=B&sku=C`,
    )
    expect(await response.json()).toEqual({
      availability: { A: 'in_stock', B: 'sold_out', C: 'unknown' },
    })
  })

  it.each([
    // What the page says, the shop's choice, the stored level, the answer.
    ['oversold', undefined, 3, 'in_stock'],
    ['oversold', undefined, 0, 'sold_out'],
    ['oversold', undefined, undefined, 'sold_out'],
    ['oversold', 'by_quantity', undefined, 'sold_out'],
    ['oversold', 'in_stock', 3, 'in_stock'],
    ['oversold', 'in_stock', 0, 'in_stock'],
    ['oversold', 'in_stock', undefined, 'in_stock'],
    ['sku', 'in_stock', 0, 'sold_out'],
    ['sku', 'in_stock', undefined, 'unknown'],
  ])(
    'answers for %s=A by the choice %s and the level %s: %s, and accepts whoever saw a button',
    async (name, oversell, quantity, expected) => {
      const shop = await makeShop({ oversell })
      if (quantity !== undefined) await shop.setStock({ sku: 'A', quantity })
      const path = `/v1/client/availability?shop=${shop.publicKey}&${name}=A`
      const response = await shop.page('GET', path)
      expect(await response.json()).toEqual({ availability: { A: expected } })
      if (expected === 'sold_out') await shop.subscribe({ sku: 'A' })
    },
  )

  it('takes the page at its word about a variant that it names in both ways', async () => {
    const shop = await makeShop()
    const path = `/v1/client/availability?shop=${shop.publicKey}&sku=A&sku=B&oversold=A`
    const response = await shop.page('GET', path)
    expect(await response.json()).toEqual({ availability: { A: 'sold_out', B: 'unknown' } })
  })

  it('answers for 100 variants in all, and for one at least', async () => {
    const shop = await makeShop()
    const answer = async (...counts: [string, number][]) => {
      const skus = counts.flatMap(([name, count]) =>
        Array.from({ length: count }, (_, n) => `&${name}=${name}-${n}`),
      )
      const path = `/v1/client/availability?shop=${shop.publicKey}${skus.join('')}`
      const response = await shop.page('GET', path)
      const { errors } = await response.json<{ errors?: { pointer: string; code: string }[] }>()
      return [response.status, ...(errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)]
    }
    expect(await answer(['sku', 60], ['oversold', 40])).toEqual([200])
    expect(await answer(['oversold', 100])).toEqual([200])
    expect(await answer(['sku', 60], ['oversold', 41])).toEqual([422, '/sku too_many'])
    expect(await answer()).toEqual([422, '/sku empty'])
  })

  it('refuses a foreign origin in an answer that its page can read', async () => {
    const shop = await makeShop()
    const headers = { Origin: 'https://evil.example' }
    for (const [key, status, code] of [
      [shop.publicKey, 403, 'origin_not_allowed'],
      ['pk_nobody', 404, 'shop_unknown'],
    ] as const) {
      const foreign = await ask(`/v1/client/config?shop=${key}`, { headers })
      expect(foreign.status).toBe(status)
      expect(await foreign.json()).toMatchObject({ code })
      expect(foreign.headers.get('Access-Control-Allow-Origin')).toBe(headers.Origin)
    }
  })

  it('returns changed settings at once, although it caches them', async () => {
    const shop = await makeShop()
    const path = `/v1/client/config?shop=${shop.publicKey}`
    await shop.page('GET', path)
    expect(await env.CACHE.get(`shop:${shop.publicKey}`)).toContain('Acme')
    await shop.api('PATCH', '/v1/shop', { name: 'Acme Two' })
    expect(await env.CACHE.get(`shop:${shop.publicKey}`)).toContain('Acme Two')
    expect(await (await shop.page('GET', path)).json()).toMatchObject({ name: 'Acme Two' })
  })
})

/** The page that sends the link to the list to whoever enters an address. */
import { describe, expect, it, vi } from 'vitest'
import { DAY_MS, LIST_SLOT_MS } from '../../worker/limits.ts'
import { KEYS } from '../fakes/turnstile-token.ts'
import { TWILIO } from '../fakes/twilio.ts'
import type { Received } from '../fakes/upstream.ts'
import { ask, drain, fakeUrl, linkIn, makeShop, table, type TestShop, world } from './harness.ts'

let hosts = 0

/** Sends the form as a browser does; gives the status and the page. */
async function send(shop: TestShop, email: string, fields = {}, headers = {}, locale = 'en') {
  return post(shop, { email, ...fields }, headers, locale)
}

async function post(shop: TestShop, fields: object, headers = {}, locale = 'en') {
  hosts += 1
  const response = await ask(`/mine/${shop.publicKey}?locale=${locale}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      'CF-Connecting-IP': `10.7.${hosts >> 8}.${hosts & 255}`,
      ...headers,
    },
    body: new URLSearchParams({ website: '', ...fields }).toString(),
  })
  return `${response.status} ${await response.text()}`
}

describe('the page that sends the link to the list', () => {
  it('mails it to a person on a list, in the person’s language, and the link works', async () => {
    const shop = await makeShop()
    await shop.subscribe({ locale: 'sv' })
    expect(await send(shop, ' ADA@example.com ')).toMatch(/^200 .*Look for our message/s)
    await drain()
    expect(world.mails).toHaveLength(1)
    const [mail] = world.mails
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Dina bevakningar hos Acme' })
    // It says nothing of what is on the list: the address may be somebody else’s by now.
    expect(`${mail?.subject} ${mail?.html} ${mail?.text}`).not.toContain('Tee')
    expect(mail?.headers).toHaveProperty('List-Unsubscribe')
    const page = await ask(linkIn(mail?.text, 'm'))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Tee, M')
    expect(await table('outbox')).toEqual([])
  })

  it('answers everybody alike, and mails nobody who is on no list or suppressed', async () => {
    const shop = await makeShop()
    const other = await makeShop()
    await shop.subscribe()
    await other.subscribe({ email: 'other@example.com' })
    await shop.subscribe({ email: 'left@example.com' })
    const [left] = (await table('subscription')).slice(-1)
    await shop.api('DELETE', `/v1/subscriptions/${left?.['id']}`)
    await shop.subscribe({ email: 'gone@example.com' })
    await shop.subscribe({ email: 'bounced@example.com' })
    await world.env.DB.prepare(
      `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
       SELECT shop_id, contact_id, 'email', 'bounce', 1 FROM subscription
       WHERE id = (SELECT max(id) FROM subscription)`,
    ).run()
    await shop.api('PUT', '/v1/suppressions', { email: 'gone@example.com' })
    const answers = new Set<string>()
    for (const name of ['ada', 'nobody', 'other', 'left', 'gone', 'bounced']) {
      answers.add(await send(shop, `${name}@example.com`))
    }
    answers.add(await send(shop, 'ada@example.com', { website: 'https://spam.example' }))
    expect(answers.size).toBe(1)
    expect([...answers].join()).not.toMatch(/\S@/)
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com'])
    expect(await table('outbox')).toEqual([])
  })

  it('mails it at most three times a day, over all shops, and once for presses in quick succession', async () => {
    const shops = [await makeShop(), await makeShop()]
    for (const shop of shops) await shop.subscribe()
    vi.useFakeTimers({ now: Math.ceil(Date.now() / DAY_MS) * DAY_MS, toFake: ['Date'] })
    try {
      for (let round = 0; round < 4; round += 1) {
        for (const shop of shops) {
          await send(shop, 'ada@example.com')
          await send(shop, 'ada@example.com')
          await drain()
        }
        vi.setSystemTime(Date.now() + LIST_SLOT_MS)
      }
      expect(world.mails).toHaveLength(3)
      // Nothing waits for tomorrow.
      expect(await table('outbox')).toEqual([])
      vi.setSystemTime(Date.now() + DAY_MS)
      for (const shop of shops) await send(shop, 'ada@example.com')
      await drain()
      expect(world.mails).toHaveLength(5)
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes a post from itself and the shop’s pages only, and an address only', async () => {
    const shop = await makeShop()
    const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
    expect(await send(shop, 'ada@example.com', {}, foreign)).toMatch(/^403 /)
    const wrong = await send(shop, 'nobody "at" home')
    expect(wrong).toMatch(
      /^422 .*aria-invalid.*value="nobody &quot;at&quot; home"|^422 .*value="nobody &quot;at&quot; home".*aria-invalid/s,
    )
    const page = await ask(`/mine/${shop.publicKey}?locale=de&email=eve@example.com`)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('Link schicken')
    expect(html).not.toContain('eve@')
    expect((await ask('/mine/pk_unknown')).status).toBe(404)
    expect(await table('outbox')).toEqual([])
  })
})

describe('the page that sends the link to the list, where the shop texts numbers', () => {
  const NUMBER = '+46701234567'

  async function texting(settings = {}) {
    const { sid: accountSid, token: authToken, from } = TWILIO
    const baseUrl = fakeUrl('twilio')
    const destination = { type: 'sms', accountSid, authToken, from, baseUrl, quietHours: false }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      smsCountries: ['SE'],
      destinations: [{ type: 'email' }, destination],
      ...settings,
    })
    /** The SMS to the fake, oldest first. */
    const texts = async () => {
      const requests = await (await fetch(`${baseUrl}/requests`)).json<Received[]>()
      return requests.map(({ text }) => Object.fromEntries(new URLSearchParams(text)))
    }
    return { shop, texts }
  }

  const byPhone = { channels: ['sms'], phone: NUMBER, email: undefined }

  it('texts it to a number on a list, and the short link shows and removes what is there', async () => {
    const { shop, texts } = await texting()
    await shop.subscribe(byPhone)
    const asked = await post(shop, { phone: '070-123 45 67', country: 'SE' })
    expect(asked).toMatch(/^200 .*alerts for this number/s)
    await post(shop, { phone: NUMBER })
    await drain()
    const [sms, ...others] = await texts()
    expect(others).toEqual([])
    expect(sms?.['To']).toBe(NUMBER)
    expect(sms?.['Body']).toMatch(/^Acme: See your alerts: https:\/\/bell\.test\/m\/[\w-]{44} /)
    const path = linkIn(sms?.['Body'], 'm')
    expect(await (await ask(path)).text()).toContain('Tee, M')
    const [row] = await table('subscription')
    const body = new URLSearchParams({ remove: String(row?.['id']) })
    expect(await (await ask(path, { method: 'POST', body })).text()).toContain('Removed.')
    expect(await table('subscription')).toEqual([])
    expect((await ask(`${path.slice(0, -3)}AAA`)).status).toBe(404)
  })

  it('never leads from a number to the list of the mail address that it was entered with', async () => {
    const { shop, texts } = await texting()
    await shop.subscribe({ channels: ['email', 'sms'], phone: NUMBER })
    await post(shop, { phone: NUMBER })
    await drain()
    expect(await texts()).toEqual([])
    // The code of an alert to that number opens no list, either.
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const alert = (await texts()).map((one) => one['Body'] ?? '').join()
    const code = /\/r\/([\w-]{44})/.exec(alert)?.[1]
    expect(code).toHaveLength(44)
    expect((await ask(`/m/${code}`)).status).toBe(404)
  })

  it('answers every number alike, and texts none that is unknown, suppressed or not written to', async () => {
    const { shop, texts } = await texting()
    await shop.subscribe({ ...byPhone, phone: '+46701111111' })
    await shop.api('PUT', '/v1/suppressions', { phone: '+46701111111' })
    await shop.subscribe(byPhone)
    const answers = new Set([
      await post(shop, { phone: NUMBER }),
      await post(shop, { phone: '+46702222222' }),
      await post(shop, { phone: '+46701111111' }),
      await post(shop, { phone: NUMBER, website: 'https://spam.example' }),
    ])
    expect(answers.size).toBe(1)
    for (const phone of ['+4587654321', '+46812345678', '1']) {
      expect(await post(shop, { phone })).toMatch(/^422 .*aria-invalid/s)
    }
    await drain()
    expect((await texts()).map(({ To }) => To)).toEqual([NUMBER])
    expect(await table('outbox')).toEqual([])
  })

  it('texts it at most three times a day, within the shop’s ceiling, and nothing waits for tomorrow', async () => {
    vi.useFakeTimers({ now: Math.ceil(Date.now() / DAY_MS) * DAY_MS, toFake: ['Date'] })
    try {
      for (const [smsPerNumberPerDay, sent] of [
        [5, 3],
        [2, 2],
      ]) {
        const { shop, texts } = await texting({ limits: { smsPerNumberPerDay } })
        const phone = `+4670123456${sent}`
        await shop.subscribe({ ...byPhone, phone })
        for (let round = 0; round < 4; round += 1) {
          await post(shop, { phone })
          await drain()
          vi.setSystemTime(Date.now() + LIST_SLOT_MS)
        }
        expect(await texts()).toHaveLength(sent ?? 0)
        expect(await table('outbox')).toEqual([])
      }
    } finally {
      vi.useRealTimers()
    }
  })

  it('asks for no number where the shop texts none, or asks for a Turnstile token', async () => {
    const page = async (shop: TestShop) => (await ask(`/mine/${shop.publicKey}`)).text()
    expect(await page((await texting()).shop)).toContain('name="phone"')
    const turnstile = { siteKey: KEYS.siteKey, secret: KEYS.secret, baseUrl: fakeUrl('turnstile') }
    for (const shop of [await makeShop(), (await texting({ turnstile })).shop]) {
      expect(await page(shop)).not.toContain('name="phone"')
      expect(await post(shop, { phone: NUMBER })).toMatch(/^422 /)
    }
  })
})

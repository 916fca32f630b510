/** The page that sends the link to the list to whoever enters an address. */
import { describe, expect, it, vi } from 'vitest'
import { DAY_MS, LIST_SLOT_MS } from '../../worker/limits.ts'
import { ask, drain, makeShop, table, type TestShop, world } from './harness.ts'

let hosts = 0

/** Sends the form as a browser does; gives the status and the page. */
async function send(shop: TestShop, email: string, fields = {}, headers = {}, locale = 'en') {
  hosts += 1
  const response = await ask(`/mine/${shop.publicKey}?locale=${locale}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Sec-Fetch-Site': 'same-origin',
      'CF-Connecting-IP': `10.7.${hosts >> 8}.${hosts & 255}`,
      ...headers,
    },
    body: new URLSearchParams({ email, website: '', ...fields }).toString(),
  })
  return `${response.status} ${await response.text()}`
}

const linkIn = (text = '') => /https:\/\/bell\.test(\/m\/\S+)/.exec(text)?.[1] ?? ''

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
    const page = await ask(linkIn(mail?.text))
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
    expect([...answers].join()).not.toContain('@')
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

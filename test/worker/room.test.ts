/** The ceilings on what forms may store: open requests of a contact, new contacts in an hour. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sha256 } from '../../worker/vault.ts'
import { standsForAll } from '../../worker/subscription/room.ts'
import { ask, logged, makeShop, table, type TestShop } from './harness.ts'

const PATH = '/v1/client/subscriptions'
const HOUR = 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-26T12:10:00Z'), toFake: ['Date'] })
})
afterEach(() => void vi.useRealTimers())

async function answerTo(shop: TestShop, changes: Record<string, unknown>) {
  const answer = await shop.page('POST', PATH, shop.request(changes))
  const { code } = await answer.json<{ code?: string }>()
  return [answer.status, code, answer.headers.get('Retry-After')]
}

describe('forms', () => {
  it('make no more open requests of a contact than the shop allows, but a backend may', async () => {
    const shop = await makeShop({ limits: { openPerContact: 3 } })
    for (const sku of ['A', 'B', 'C']) await shop.subscribe({ sku })
    const refused = [429, 'too_many_alerts', '86400']
    expect(await answerTo(shop, { sku: 'D' })).toEqual(refused)
    // The answer does not tell what the person waits for.
    expect(await answerTo(shop, { sku: 'A' })).toEqual(refused)
    expect((await answerTo(shop, { sku: 'D', email: 'bob@example.com' }))[0]).toBe(202)
    expect(await table('subscription')).toHaveLength(4)
    expect(await logged(shop, 'ceiling_reached')).toEqual([{ reason: 'too_many_alerts' }])

    const { shop: _key, ...request } = shop.request({ sku: 'D' })
    expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
    expect(await table('subscription')).toHaveLength(5)
  })

  it('make no more new contacts an hour than the shop allows, then answer everybody alike', async () => {
    const shop = await makeShop({ limits: { newContactsPerHour: 3 } })
    for (let n = 0; n < 3; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    const refused = [429, 'too_many_people', '3000']
    expect(await answerTo(shop, { email: 'new@example.com' })).toEqual(refused)
    expect(await answerTo(shop, { email: 'p0@example.com' })).toEqual(refused)
    expect(await table('contact')).toHaveLength(3)
    expect(await logged(shop, 'ceiling_reached')).toEqual([{ reason: 'too_many_people' }])
    const other = await makeShop({ limits: { newContactsPerHour: 3 } })
    await other.subscribe({ email: 'new@example.com' })
    vi.setSystemTime(Date.now() + HOUR)
    await shop.subscribe({ email: 'new@example.com' })
  })

  it('tell shoppers in their language to wait an hour, not a minute', async () => {
    const shop = await makeShop({ limits: { newContactsPerHour: 1 } })
    await shop.subscribe()
    const address = `/notify/${shop.publicKey}?sku=TEE-M&locale=de`
    const page = await (await ask(address)).text()
    const fields = new URLSearchParams({ email: 'new@example.com' })
    for (const [, name = '', value = ''] of page.matchAll(
      /<input type="hidden" name="(.*?)" value="(.*?)"/g,
    )) {
      fields.set(name, value)
    }
    const headers = { 'Sec-Fetch-Site': 'same-origin' }
    const answer = await ask(address, { method: 'POST', headers, body: fields })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe('3000')
    expect(await answer.text()).toContain('in einer Stunde')
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}&locale=de`)
    const { errors } = await config.json<{ errors: Record<string, string> }>()
    expect(errors['too_many_people']).toContain('in einer Stunde')
  })

  it('count one contact in twenty by default, whoever chooses the addresses', async () => {
    const limits = {
      openPerContact: 100,
      newContactsPerHour: 1000,
      messagesPerPersonPerDay: 3,
      smsPerNumberPerDay: 5,
      smsPerRangePerHour: 200,
    }
    const ids = await Promise.all(
      Array.from({ length: 4000 }, async (_, n) =>
        Uint8Array.fromHex(await sha256(`${n}`)).toBase64({ alphabet: 'base64url' }),
      ),
    )
    const counted = ids.filter((id) => standsForAll(id, limits)).length
    expect(counted).toBeGreaterThan(4000 / 20 / 1.5)
    expect(counted).toBeLessThan((4000 / 20) * 1.5)
  })
})

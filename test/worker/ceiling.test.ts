/** The ceilings on messages: for an address, for a number and for a range of numbers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MESSAGES_A_DAY } from '../../worker/limits.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { SECRET } from '../fakes/webhook.ts'
import type { Received } from '../fakes/upstream.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  logged,
  makeShop as newShop,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

// The shop’s own limit of a person’s day is not in the way, and no new contact is one of those that are counted.
const LIMITS = { messagesPerPersonPerDay: 100, newContactsPerHour: 1e6 }
const makeShop = (settings = {}) => newShop({ limits: LIMITS, ...settings })

const HOUR = 60 * 60 * 1000
const NOON = Date.parse('2026-11-26T12:10:00Z')
const MIDNIGHT = Date.parse('2026-11-27T00:00:00Z')

beforeEach(() => void vi.useFakeTimers({ now: NOON, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** Lets time pass: the sweep queues what is due, and the queues are delivered. */
async function itIs(at: number): Promise<void> {
  vi.setSystemTime(at)
  await tick(at)
  await drain()
}

const skus = (count: number) => Array.from({ length: count }, (_, n) => `SKU-${n}`)

/** Makes a variant of a person come back for each sku, in one update. */
async function restock(shop: TestShop, some: string[]): Promise<void> {
  await shop.setStock(...some.map((sku) => ({ sku, quantity: 5 })))
  await drain()
}

/** Every reason in the log of deliveries, with its count over all entries. */
async function putOff(shop: TestShop): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const detail of await logged(shop, 'outbox_run')) {
    for (const [what, n] of Object.entries(detail)) sums[what] = (sums[what] ?? 0) + Number(n)
  }
  return sums
}

const reasons = async () =>
  (await table('outbox')).map(({ state, reason }) => `${String(state)}:${String(reason)}`)

describe('mails to one address', () => {
  it('are at most 20 a day, and the rest goes out on the next days, each once', async () => {
    const shop = await makeShop()
    for (const sku of skus(45)) await shop.subscribe({ sku })
    await restock(shop, skus(45))
    expect(world.mails).toHaveLength(MESSAGES_A_DAY)
    expect(await reasons()).toEqual(Array.from({ length: 25 }, () => 'open:address_ceiling'))
    expect(await putOff(shop)).toMatchObject({
      'notify:email:finished': 20,
      'notify:email:open:address_ceiling': 25,
    })
    // A queue message that comes again changes nothing.
    const ids = (await table<{ id: string }>('outbox')).map(({ id }) => id)
    await deliver({ queue: 'shelfbell-outbox', body: { shop: shop.id, rows: ids } })
    await itIs(MIDNIGHT - 61_000)
    expect(world.mails).toHaveLength(20)
    await itIs(MIDNIGHT + 61_000)
    expect(world.mails).toHaveLength(40)
    await itIs(MIDNIGHT + 25 * HOUR)
    expect(world.mails).toHaveLength(45)
    expect(await table('outbox')).toEqual([])
    expect(new Set(await table('notification')).size).toBe(45)
  })

  it('count as waiting, not as failing, while they are put off', async () => {
    const shop = await makeShop()
    for (const sku of skus(MESSAGES_A_DAY + 1)) await shop.subscribe({ sku })
    await restock(shop, skus(MESSAGES_A_DAY + 1))
    const [row] = await table<{ subscription_id: string }>('outbox')
    const path = `/v1/subscriptions/${row?.subscription_id}/history`
    const { history } = await (await shop.api('GET', path)).json<{ history: object[] }>()
    expect(history.at(-1)).toMatchObject({
      event: 'queued',
      text: 'The message through email waits: address_ceiling.',
    })
    const answer = await shop.api('GET', '/v1/destinations')
    expect(await answer.json()).toMatchObject({
      destinations: [{ name: 'email', waiting: 1, failing: {}, held: { address_ceiling: 1 } }],
    })
  })

  it('are counted over all shops and all spellings of a mailbox', async () => {
    const [one, other] = [await makeShop(), await makeShop()]
    for (const [n, sku] of skus(15).entries()) {
      await one.subscribe({ sku, email: `a.da+${n}@gmail.com` })
      await other.subscribe({ sku, email: `ad.a+${n}@googlemail.com` })
    }
    for (const sku of skus(3)) await other.subscribe({ sku, email: 'ada@example.com' })
    await restock(one, skus(15))
    await restock(other, skus(15))
    const sent = Map.groupBy(world.mails, ({ to }) => to.split('@')[1])
    expect(sent.get('gmail.com')).toHaveLength(15)
    expect(sent.get('googlemail.com')).toHaveLength(5)
    expect(sent.get('example.com')).toHaveLength(3)
  })

  it('are counted once, although the process ends before they are recorded', async () => {
    const shop = await makeShop()
    for (const sku of skus(MESSAGES_A_DAY)) await shop.subscribe({ sku })
    await shop.setStock(...skus(MESSAGES_A_DAY).map((sku) => ({ sku, quantity: 5 })))
    while (world.queued[0]?.queue === 'shelfbell-match') {
      await deliver(world.queued.shift() as never)
    }
    world.queued = []
    world.beforeMail = () => {
      throw Object.assign(new Error('no'), { code: 'E_INTERNAL_SERVER_ERROR' })
    }
    await itIs(NOON + 2 * 60_000)
    await itIs(NOON + 10 * 60_000)
    expect(await table('ceiling')).toMatchObject([{ n: 20 }])
    world.beforeMail = () => {}
    await itIs(NOON + 60 * 60_000)
    expect(world.mails).toHaveLength(20)
    expect(await table('ceiling')).toMatchObject([{ n: 20 }])
  })

  it('are at most 20 when consumers deliver at the same moment', async () => {
    const shop = await makeShop()
    for (const sku of skus(30)) await shop.subscribe({ sku })
    await shop.setStock(...skus(30).map((sku) => ({ sku, quantity: 5 })))
    while (world.queued[0]?.queue === 'shelfbell-match') {
      await deliver(world.queued.shift() as never)
    }
    await Promise.all(world.queued.splice(0).map((message) => deliver(message)))
    await drain()
    expect(world.mails.length).toBeLessThanOrEqual(20)
    const [row] = await table<{ n: number; ids: string }>('ceiling')
    expect(Object.keys(JSON.parse(row?.ids ?? '{}') as object)).toHaveLength(row?.n ?? 0)
    await itIs(NOON + 60_000 + 30_000)
    expect(world.mails).toHaveLength(20)
  })

  it('do not include what goes to the shop’s own system', async () => {
    const hook = { type: 'webhook', url: `${fakeUrl('webhook')}/hook`, secret: SECRET }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    await shop.subscribe()
    await drain()
    const told = await (await fetch(`${hook.url.replace('/hook', '/requests')}`)).json<object[]>()
    expect(told).toHaveLength(1)
    expect(await table('ceiling')).toEqual([])
    await restock(shop, ['TEE-M'])
    expect(world.mails).toHaveLength(1)
    expect(await table('ceiling')).toMatchObject([{ n: 1 }])
  })

  it('are forgotten after three days', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await restock(shop, ['TEE-M'])
    expect(await table('ceiling')).toMatchObject([{ n: 1, span: MIDNIGHT - 24 * HOUR }])
    await tick(MIDNIGHT + 24 * HOUR + 3 * HOUR)
    expect(await table('ceiling')).toHaveLength(1)
    await tick(MIDNIGHT + 48 * HOUR + 3 * HOUR)
    expect(await table('ceiling')).toEqual([])
  })
})

describe('a request with a number', () => {
  const { sid: accountSid, token: authToken, from } = TWILIO
  const sms = { type: 'sms', accountSid, authToken, from }
  const settings = { channels: ['email', 'sms'], destinations: [{ type: 'email' }, sms] }
  const faults = async (answer: Response) =>
    (await answer.json<{ errors?: { pointer: string; code: string }[] }>()).errors?.map(
      ({ pointer, code }) => `${pointer} ${code}`,
    )

  it.each([
    ['+449098790000', 'phone_country_not_offered', 'numbers of this country'],
    ['+881612345678', 'phone_country_not_offered', 'numbers of this country'],
    ['0900 123 45 67', 'phone_not_mobile', 'number of a mobile phone'],
    ['08-12 34 56', 'phone_not_mobile', 'number of a mobile phone'],
  ])('%s is refused at each door, with what to mend: %s', async (phone, code, words) => {
    const shop = await makeShop(settings)
    const request = shop.request({ channels: ['sms'], email: undefined, phone })
    const byWidget = await shop.page('POST', '/v1/client/subscriptions', request)
    expect(byWidget.status).toBe(422)
    expect(await faults(byWidget)).toEqual([`/phone ${code}`])
    const { shop: _key, ...backend } = request
    const byBackend = await shop.api('POST', '/v1/subscriptions', backend)
    expect(byBackend.status).toBe(422)
    expect(await faults(byBackend)).toEqual([`/phone ${code}`])

    const address = `/notify/${shop.publicKey}?sku=TEE-M`
    const page = await (await ask(address)).text()
    const fields = new URLSearchParams({ phone })
    for (const [, name = '', value = ''] of page.matchAll(
      /<input type="hidden" name="(.*?)" value="(.*?)"/g,
    )) {
      fields.set(name, value)
    }
    const byForm = await ask(address, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      body: fields,
    })
    expect(byForm.status).toBe(422)
    expect(await byForm.text()).toContain(words)

    const { errors, countries } = await (
      await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    ).json<{ errors: Record<string, string>; countries: string[] }>()
    expect(errors[code]).toContain(words)
    expect(countries).toEqual(['SE'])
    expect(await table('subscription')).toEqual([])
  })

  it('is accepted from a country that the shop names', async () => {
    const shop = await makeShop({ ...settings, smsCountries: ['GB'] })
    const british = { channels: ['sms'], email: undefined, phone: '07400 123456', country: 'GB' }
    await shop.subscribe(british)
    const swede = shop.request({ ...british, phone: '+46701234567' })
    const answer = await shop.page('POST', '/v1/client/subscriptions', swede)
    expect(await faults(answer)).toEqual(['/phone phone_country_not_offered'])
    expect(await table('subscription')).toHaveLength(1)
  })
})

describe('SMS', () => {
  /** A shop that sends SMS, and the numbers that it has sent one to. */
  async function smsShop(limits: Record<string, number> = {}, quietHours: unknown = false) {
    const baseUrl = fakeUrl('twilio')
    const { sid: accountSid, token: authToken, from } = TWILIO
    const sms = { type: 'sms', accountSid, authToken, from, baseUrl, quietHours }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, sms],
      limits: { messagesPerPersonPerDay: 100, ...limits },
    })
    const sent = async () => {
      const answer = await fetch(`${baseUrl}/requests`)
      const requests = await answer.json<Received[]>()
      return requests.map(({ text }) => new URLSearchParams(text).get('To'))
    }
    return { shop, sent }
  }

  const bySms = (phone: string, n = 0, changes = {}) => ({
    channels: ['email', 'sms'],
    email: `p${n}@example.com`,
    phone,
    ...changes,
  })
  const ADA = '+46701234567'

  it('stop for a country that the shop removes, and the log says so', async () => {
    const { shop, sent } = await smsShop()
    const settle = async (smsCountries: string[]) =>
      expect((await shop.api('PATCH', '/v1/shop', { smsCountries })).status).toBe(200)
    await settle(['SE', 'GB'])
    await shop.subscribe(bySms(ADA, 1))
    await shop.subscribe(bySms('+447400123456', 2))
    await settle(['SE'])
    await restock(shop, ['TEE-M'])
    expect(await sent()).toEqual([ADA])
    expect(world.mails).toHaveLength(2)
    expect(await reasons()).toEqual(['dead:country_not_offered'])
    expect(await putOff(shop)).toMatchObject({ 'notify:sms:dead:country_not_offered': 1 })

    await settle(['SE', 'GB'])
    const retry = { reason: 'country_not_offered' }
    await shop.api('POST', '/v1/notifications/retry', retry)
    await drain()
    expect(await sent()).toEqual([ADA, '+447400123456'])
  })

  it('go once to a number for one restock, however many contacts gave that number', async () => {
    const { shop, sent } = await smsShop()
    for (let n = 0; n < 30; n += 1) await shop.subscribe(bySms(ADA, n))
    await restock(shop, ['TEE-M'])
    expect(await sent()).toEqual([ADA])
    // The mails go out all the same.
    expect(world.mails).toHaveLength(30)
    await itIs(NOON + 10 * 60_000)
    await itIs(NOON + 24 * HOUR)
    expect(await sent()).toEqual([ADA])
    expect(new Set(await reasons())).toEqual(new Set(['dead:number_told']))
    expect(await table('outbox')).toHaveLength(29)

    // The next restock is another one.
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await shop.subscribe(bySms(ADA, 1))
    await restock(shop, ['TEE-M'])
    expect(await sent()).toEqual([ADA, ADA])
  })

  it('go to the next contact of a number if the first one cancels before its SMS', async () => {
    const { shop, sent } = await smsShop({}, { from: 9, to: 20 })
    await shop.subscribe(bySms(ADA, 1))
    await shop.subscribe(bySms(ADA, 2))
    await restock(shop, ['TEE-M'])
    expect(await sent()).toEqual([])
    const rows = await table<{ subscription_id: string; reason: string }>('outbox')
    const first = rows.find(({ reason }) => reason === 'quiet_hours')
    await shop.api('DELETE', `/v1/subscriptions/${first?.subscription_id}`)
    await itIs(NOON + 10 * HOUR)
    await itIs(NOON + 10 * HOUR + 10 * 60_000)
    expect(await sent()).toEqual([ADA])
    expect(await table('outbox')).toEqual([])
  })

  it('to one number are at most five a day, over all shops, and the rest goes out later', async () => {
    const { shop, sent } = await smsShop()
    for (const sku of skus(7)) await shop.subscribe(bySms(ADA, 0, { sku }))
    await restock(shop, skus(7))
    expect(await sent()).toHaveLength(5)
    expect(await reasons()).toEqual(['open:number_ceiling', 'open:number_ceiling'])
    expect(await putOff(shop)).toMatchObject({ 'notify:sms:open:number_ceiling': 2 })

    const other = await smsShop()
    await other.shop.subscribe(bySms(ADA))
    await restock(other.shop, ['TEE-M'])
    expect(await other.sent()).toEqual([])
    await itIs(MIDNIGHT + 61_000)
    expect([...(await sent()), ...(await other.sent())]).toHaveLength(8)
  })

  it('to one range of numbers stay within the shop’s limit for an hour', async () => {
    const { shop, sent } = await smsShop({ smsPerRangePerHour: 3 })
    const numbers = ['+46701230001', '+46701230002', '+46701230003', '+46701230004', '+46701230005']
    for (const [n, phone] of numbers.entries()) await shop.subscribe(bySms(phone, n))
    await shop.subscribe(bySms('+46731230001', 9))
    await restock(shop, ['TEE-M'])
    expect(await sent()).toHaveLength(4)
    expect(await reasons()).toEqual(['open:range_ceiling', 'open:range_ceiling'])
    await itIs(NOON + 30 * 60_000)
    expect(await sent()).toHaveLength(4)
    await itIs(NOON + 52 * 60_000)
    expect(new Set(await sent())).toEqual(new Set([...numbers, '+46731230001']))
    expect(await table('outbox')).toEqual([])
  })
})

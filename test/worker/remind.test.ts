/** Reminders: when they are sent, what keeps one from being sent, and that none exceeds a consent. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeReminders } from '../../worker/reminder/run.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { SECRET } from '../fakes/webhook.ts'
import { receivedAt } from '../contract/destinations/suite.ts'
import { consentTexts } from '../../shared/languages/consent-texts.ts'
import { exported, inner, take } from './lists.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  ORIGIN,
  table,
  tick,
  type TestShop,
  world,
} from './harness.ts'

const HOUR = 3_600_000
const MORNING = Date.UTC(2026, 10, 20, 8)
const PLAN = { afterHours: [24, 72] }
const ALERT = 'Back in stock: Tee, M'
const REMINDER = 'Still in stock: Tee, M'

beforeEach(() => void vi.useFakeTimers({ now: MORNING, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** Runs the sweep `hours` after the alert, and delivers what it queues. */
async function after(hours: number): Promise<void> {
  vi.setSystemTime(MORNING + hours * HOUR)
  await tick()
  await drain()
}

const subjects = () => world.mails.map(({ subject }) => subject)
const reminded = () => world.mails.flatMap(({ to, subject }) => (subject === REMINDER ? [to] : []))
const made = (shop: TestShop, request = {}) => shop.subscribe(request)

/** Puts the products back in stock, and delivers what that queues. */
async function back(shop: TestShop, ...skus: string[]): Promise<void> {
  await shop.setStock(...skus.map((sku) => ({ sku, quantity: 5 })))
  await drain()
}

/** Makes a shop, and sends a person its alert. */
async function told(settings = {}, request = {}): Promise<TestShop> {
  const shop = await makeShop({ reminders: PLAN, ...settings })
  await made(shop, request)
  await back(shop, 'TEE-M')
  expect(world.mails).toHaveLength(1)
  return shop
}

/** A shop that sends one message a day, and a person who waits for A and B and got the alert about A. */
async function oneADay(): Promise<TestShop> {
  const shop = await makeShop({
    reminders: { afterHours: [24] },
    limits: { messagesPerPersonPerDay: 1 },
  })
  await made(shop, { sku: 'A' })
  await made(shop, { sku: 'B' })
  await back(shop, 'A')
  return shop
}

const post = async (shop: TestShop, path: string, body: unknown, method = 'POST') => {
  const { status } = await shop.api(method, path, body)
  if (status > 299) throw new Error(`${path} answered ${status}`)
}

const press = (link: string, form: Record<string, string> = {}) =>
  ask(link, { method: 'POST', body: new URLSearchParams(form) })

/** Reads what the last runs of the outbox did. */
const outboxRuns = async (shop: TestShop) =>
  Object.assign({}, ...(await logged(shop, 'outbox_run'))) as Record<string, number>

describe('a reminder', () => {
  it('comes so many hours after the alert was accepted, and a second one later', async () => {
    const shop = await told()
    await after(23.9)
    expect(world.mails).toHaveLength(1)
    await after(24)
    await after(71.9)
    expect(subjects()).toEqual([ALERT, REMINDER])
    await after(72)
    expect(subjects()).toEqual([ALERT, REMINDER, REMINDER])
    await after(300)
    expect(world.mails).toHaveLength(3)
    expect([await table('reminder'), await table('outbox')]).toEqual([[], []])
    expect(await logged(shop, 'reminders_dropped')).toEqual([])
    const sent = await table('notification')
    expect(new Set(sent.map((row) => row['subscription_id'])).size).toBe(1)
    const days = await table<{ told: number }>('daily')
    expect(days.reduce((sum, { told: people }) => sum + people, 0)).toBe(1)
  })

  it('counts its hours from the acceptance, also if that came late, and keeps its distance to the next', async () => {
    const shop = await makeShop({ reminders: PLAN })
    await made(shop)
    world.beforeMail = () => {
      throw new Error('the service is down')
    }
    await back(shop, 'TEE-M')
    world.beforeMail = () => {}
    expect(await table('reminder')).toEqual([])
    await after(10)
    expect(await table('reminder')).toMatchObject([{ number: 1, due_at: MORNING + 34 * HOUR }])
    await after(33.9)
    expect(world.mails).toHaveLength(1)
    // The first one is late, so the second is, too.
    await after(90)
    expect(world.mails).toHaveLength(2)
    expect(await table('reminder')).toMatchObject([{ number: 2, due_at: MORNING + 138 * HOUR }])
  })

  it('is planned once when its message is delivered twice', async () => {
    const shop = await makeShop({ reminders: PLAN })
    await made(shop)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const [match] = world.queued.splice(0)
    if (match) await deliver(match)
    const [message] = world.queued.splice(0)
    if (message) await Promise.all([deliver(message), deliver(message)])
    expect(world.mails).toHaveLength(1)
    expect(await table('reminder')).toHaveLength(1)
  })

  it('is not planned in a shop without the setting, and reads nothing more for it', async () => {
    await told({ reminders: undefined })
    expect(await table('reminder')).toEqual([])
    expect(world.mails[0]?.text).not.toContain('A reminder may follow')
  })
})

/** Each cause applies to the person who got the alert about the sku of that name. */
interface Cause {
  reason: string
  happens(shop: TestShop, sku: string, email: string): Promise<unknown>
}

const stateOf = (shop: TestShop, sku: string, state: string) =>
  post(shop, '/v1/products', [{ sku, title: sku, url: `${ORIGIN}/${sku}`, state }], 'PUT')

const actOn = async (shop: TestShop, sku: string, action: string) => {
  const restock = (await table<{ id: string; sku: string }>('restock')).find(
    (row) => row.sku === sku,
  )
  await post(shop, `/v1/restocks/${restock?.id}/${action}`, {})
}

/** Checks that are asked when a reminder is due, and once more before it is sent. */
const CHECKS: Record<string, Cause> = {
  'the person bought it': {
    reason: 'bought',
    happens: (shop, sku, email) =>
      post(shop, '/v1/orders', { id: sku, email, items: [{ sku, quantity: 1 }] }),
  },
  'it is sold out': {
    reason: 'not_sellable',
    happens: (shop, sku) => shop.setStock({ sku, quantity: 0 }),
  },
  'the shop does not offer it any more': {
    reason: 'not_offered',
    happens: (shop, sku) => stateOf(shop, sku, 'hidden'),
  },
  'the shop ended the restock': {
    reason: 'ended',
    happens: (shop, sku) => actOn(shop, sku, 'end'),
  },
  'a later message told of it': {
    reason: 'superseded',
    async happens(shop, sku, email) {
      await shop.setStock({ sku, quantity: 0 })
      vi.setSystemTime(Date.now() + 1000)
      await made(shop, { sku, email })
      await shop.setStock({ sku, quantity: 5 })
      // The row of the alert is queued, or it is sent: each is a later message.
      const match = world.queued.splice(0).filter(({ queue }) => queue === 'shelfbell-match')
      const kept = world.queued
      world.queued = match
      await drain()
      world.queued.push(...kept)
    },
  },
  'the consent was withdrawn': {
    reason: 'no_consent',
    happens: (_, sku) =>
      world.env.DB.prepare(
        `INSERT INTO consent (contact_id, sku, locale, external_id, subscription_id, purpose, channel, action,
           version, shop_id, text_hash, method, at)
         SELECT contact_id, sku, locale, external_id, subscription_id, purpose, channel, 'withdrawn', version,
           shop_id, text_hash, 'link', at FROM consent WHERE sku = ?1`,
      )
        .bind(sku)
        .run(),
  },
  'the address is suppressed': {
    reason: 'suppressed',
    happens: (_, sku) =>
      world.env.DB.prepare(
        `INSERT INTO suppression (shop_id, address_index, channel, reason, at)
         SELECT shop_id, contact_id, '', 'shop', 0 FROM consent WHERE sku = ?1`,
      )
        .bind(sku)
        .run(),
  },
}

/** A shop with a person for each cause of the table, and with `FINE`, whom none of them concerns. */
async function manyTold() {
  const shop = await makeShop({ reminders: PLAN, rules: { restockOn: 'change' } })
  const cases = Object.values(CHECKS).map((one, n) => ({
    ...one,
    sku: `S${n}`,
    email: `p${n}@example.com`,
  }))
  for (const { sku, email } of [...cases, { sku: 'FINE', email: 'fine@example.com' }]) {
    await made(shop, { sku, email })
  }
  await back(shop, ...cases.map(({ sku }) => sku), 'FINE')
  expect(world.mails).toHaveLength(cases.length + 1)
  world.mails = []
  return { shop, cases }
}

const REASONS = Object.values(CHECKS).map(({ reason }) => reason)

describe('a reminder is dropped, with its reason,', () => {
  it('when it is due and something has happened since the alert', async () => {
    const { shop, cases } = await manyTold()
    for (const { happens, sku, email } of cases) await happens(shop, sku, email)
    world.queued = []
    await after(24)
    expect(reminded()).toEqual(['fine@example.com'])
    const [dropped, ...more] = await logged(shop, 'reminders_dropped')
    expect(more).toEqual([])
    expect(dropped).toEqual({ dropped: Object.fromEntries(REASONS.map((reason) => [reason, 1])) })
    expect(
      (await table('reminder')).map(({ sku, number }) => `${String(sku)} ${String(number)}`),
    ).toEqual(expect.arrayContaining(['FINE 2', 'S4 1']))
    expect(await table('reminder')).toHaveLength(2)
  })

  it('just before it is sent, if something has happened since it was due', async () => {
    const { shop, cases } = await manyTold()
    vi.setSystemTime(MORNING + 24 * HOUR)
    await tick()
    const due = world.queued.splice(0)
    expect(await table('outbox')).toHaveLength(cases.length + 1)
    for (const { happens, sku, email } of cases) await happens(shop, sku, email)
    world.queued = due
    await drain()
    expect(reminded()).toEqual(['fine@example.com'])
    expect((await table('outbox')).filter(({ call }) => call === 'remind')).toEqual([])
    const run = await outboxRuns(shop)
    const whats = REASONS.map((one) => (one === 'suppressed' ? one : `dropped:${one}`))
    expect(run).toMatchObject(Object.fromEntries(whats.map((what) => [`remind:email:${what}`, 1])))
  })

  it.each([
    ['switched reminders off', null],
    ['planned fewer', { afterHours: [24] }],
  ])('when the shop %s', async (_, reminders) => {
    const shop = await told()
    await after(24)
    expect(world.mails).toHaveLength(2)
    await post(shop, '/v1/shop', { reminders }, 'PATCH')
    await after(72)
    expect(world.mails).toHaveLength(2)
    expect(await logged(shop, 'reminders_dropped')).toEqual([{ dropped: { not_planned: 1 } }])
  })
})

/** Each ends what a person gets about a sku. `text`: the alert. */
const ENDS: Record<
  string,
  (
    shop: TestShop,
    one: { sku: string; email: string; contact: string; subscription: string; text: string },
  ) => Promise<unknown>
> = {
  'the person stops all alerts': (_, { text }) => press(linkIn(text, 'u')),
  'a mail client unsubscribes': (_, { text }) =>
    press(linkIn(text, 'u'), { 'List-Unsubscribe': 'One-Click' }),
  'the person removes it on the list page': (_, { text, sku }) =>
    press(linkIn(text, 'm'), { noLonger: sku }),
  'the shop erases the person': (shop, { contact }) =>
    shop.api('DELETE', `/v1/contacts/${contact}`),
  'the shop suppresses the address': (shop, { email }) =>
    shop.api('PUT', '/v1/suppressions', { email }),
  'the shop cancels the subscription': (shop, { subscription }) =>
    shop.api('DELETE', `/v1/subscriptions/${subscription}`),
  'the shop closes the list': (shop, { sku }) =>
    shop.api('POST', `/v1/demand/${sku}/close`, { message: false }),
}

describe('a reminder goes in the same transaction as', () => {
  it('a stop, a removal, an erasure, a suppression, a cancellation and a closed list', async () => {
    const shop = await makeShop({ reminders: PLAN })
    const cases = Object.entries(ENDS).map(([name, ends], n) => ({
      name,
      ends,
      sku: `S${n}`,
      email: `p${n}@example.com`,
    }))
    for (const one of [...cases, { sku: 'FINE', email: 'fine@example.com' }]) {
      await made(shop, { sku: one.sku, email: one.email })
    }
    await back(shop, ...cases.map(({ sku }) => sku), 'FINE')
    const left: string[] = []
    for (const { name, ends, sku, email } of cases) {
      const ofSku = async () => (await table('reminder')).filter((row) => row['sku'] === sku)
      const [row] = await ofSku()
      const text = world.mails.find(({ to }) => to === email)?.text ?? ''
      const contact = String(row?.['contact_id'])
      const subscription = String(row?.['subscription_id'])
      await ends(shop, { sku, email, contact, subscription, text })
      if (!row || (await ofSku()).length > 0) left.push(name)
    }
    expect(left).toEqual([])
    await after(24)
    expect(reminded()).toEqual(['fine@example.com'])
  })

  it('a request that the person takes back, within the hour', async () => {
    const shop = await makeShop({ reminders: { afterHours: [1] } })
    const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    const { undo } = await answer.json<{ undo: string }>()
    await back(shop, 'TEE-M')
    expect(await table('reminder')).toHaveLength(1)
    await shop.page('POST', '/v1/client/undo', { shop: shop.publicKey, undo })
    expect(await table('reminder')).toEqual([])
    expect(await table('consent')).toContainEqual(expect.objectContaining({ action: 'withdrawn' }))
  })
})

describe('a person gets no more messages about a product than the consent allows:', () => {
  const agreed = (shop: TestShop, reminders: unknown, changes = {}) => {
    const { version, texts } = consentTexts(
      { name: 'Acme', defaultLocale: 'en', reminders: reminders as typeof PLAN, ...changes },
      'en',
    )
    const consents = [{ purpose: 'alert', channel: 'email', version, text: texts.email }]
    return shop.request({ consents })
  }
  const own = (messages?: number) => ({ version: '7', texts: { en: { email: 'Yes.' } }, messages })

  it.each([
    ['the words that ask for one message', 1, undefined, {}],
    ['the words that ask for two', 2, { afterHours: [24] }, {}],
    ['the words that ask for three', 3, PLAN, {}],
    ['the shop’s own words', 1, PLAN, { consent: own() }],
    ['the shop’s own words for two', 2, PLAN, { consent: own(2) }],
    ['the shop’s own words for three', 3, PLAN, { consent: own(3) }],
  ])('%s: %i', async (_, most, shown, settings) => {
    // The shop plans two reminders, but switched them on after the person had read the words.
    const shop = await makeShop({ reminders: shown, ...settings })
    const request = agreed(shop, shown, settings)
    await post(shop, '/v1/shop', { reminders: PLAN }, 'PATCH')
    expect((await shop.page('POST', '/v1/client/subscriptions', request)).status).toBe(202)
    await back(shop, 'TEE-M')
    await after(24)
    await after(72)
    expect(world.mails).toHaveLength(most)
    const promise = world.mails[0]?.text.includes('A reminder may follow')
    expect(promise).toBe(most > 1)
  })

  it('of two consents to the same, the one to fewer counts', async () => {
    const shop = await makeShop()
    await made(shop)
    await post(shop, '/v1/shop', { reminders: PLAN }, 'PATCH')
    await shop.page('POST', '/v1/client/subscriptions', agreed(shop, PLAN))
    expect((await table('consent')).map(({ messages }) => messages)).toEqual([1, 3])
    await back(shop, 'TEE-M')
    await after(24)
    expect(world.mails).toHaveLength(1)
  })

  it('a mail about several products says that a reminder may follow, if one of them allows it', async () => {
    const shop = await makeShop({ rules: { digestMinutes: 5 } })
    await made(shop, { sku: 'A' })
    await post(shop, '/v1/shop', { reminders: PLAN }, 'PATCH')
    const request = { ...agreed(shop, PLAN), sku: 'B' }
    await shop.page('POST', '/v1/client/subscriptions', request)
    await back(shop, 'A', 'B')
    await after(0.2)
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]?.text).toContain('A reminder may follow')
    expect((await table('reminder')).map(({ sku }) => sku)).toEqual(['B'])
  })

  it('a list that was exported and imported keeps what each person agreed to', async () => {
    const from = await makeShop({ reminders: PLAN })
    await made(from)
    const list = inner(await exported(from, 'waiting.ndjson')).join('\n')
    expect(list).toContain('"messages":3')
    const shop = await makeShop({ reminders: PLAN })
    const once = list.replaceAll('"messages":3,', '').replaceAll('ada@', 'bob@')
    const wrong = list.replaceAll('"messages":3', '"messages":4').replaceAll('ada@', 'eve@')
    const body = [list, once, wrong].join('\n')
    const entry = { sku: 'TEE-M', title: 'Tee', variantTitle: 'M', url: `${ORIGIN}/p/tee` }
    await post(shop, '/v1/products', [entry], 'PUT')
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    const answer = await take(shop, { format: 'shelfbell', piece: 0 }, body)
    expect(answer).toMatchObject({ new: 2, skipped: { consents_invalid: 1 } })
    await back(shop, 'TEE-M')
    await after(24)
    expect(reminded()).toEqual(['ada@example.com'])
  })
})

describe('over SMS and a webhook', () => {
  it('each channel has its reminders, with the shop’s parameters, in one’s own order', async () => {
    const [sms, hook] = [fakeUrl('twilio'), fakeUrl('webhook')]
    const { sid: accountSid, token: authToken, from } = TWILIO
    const shop = await makeShop({
      reminders: { afterHours: [24] },
      links: { parameters: { c: '{kind}' } },
      channels: ['email', 'sms', 'whatsapp'],
      destinations: [
        { type: 'email' },
        { type: 'sms', accountSid, authToken, from, baseUrl: sms },
        { type: 'webhook', url: `${hook}/hook`, secret: SECRET, channels: ['whatsapp'] },
      ],
    })
    await made(shop, { channels: ['email', 'sms'], phone: '0701234567' })
    await back(shop, 'TEE-M')
    const planned = await table('reminder')
    expect(
      planned.map(({ addresses }) => Object.keys(JSON.parse(String(addresses)) as object)),
    ).toEqual([['email'], ['sms']])
    await after(24)
    expect(subjects()).toEqual([ALERT, REMINDER])
    const texts = (await receivedAt(sms)).map(({ text }) => new URLSearchParams(text).get('Body'))
    expect(texts).toEqual([
      expect.stringMatching(/^Back in stock at Acme: Tee, M\. /),
      expect.stringMatching(/^Still in stock at Acme: Tee, M\. /),
    ])
    const short = /https:\/\/bell\.test(\/r\/\S+)/.exec(texts[1] ?? '')?.[1] ?? ''
    const to = (await ask(short, { redirect: 'manual' })).headers.get('Location')
    expect(to).toBe(`${ORIGIN}/p/tee?c=reminder`)
    expect(await table('notification')).toHaveLength(4)
  })

  it('the shop’s own system gets the event restock.reminder, and writes to the person', async () => {
    // The receiver compares the time of a request with its own clock.
    vi.useRealTimers()
    const baseUrl = fakeUrl('webhook')
    const url = `${baseUrl}/hook`
    const shop = await makeShop({
      reminders: { afterHours: [24] },
      destinations: [
        {
          type: 'webhook',
          url,
          secret: SECRET,
          channels: ['email'],
          events: ['restock.matched', 'restock.reminder'],
        },
      ],
    })
    await made(shop)
    await back(shop, 'TEE-M')
    await world.env.DB.prepare('UPDATE reminder SET due_at = 0').run()
    await tick()
    await drain()
    const events = (await receivedAt(baseUrl)).map(({ body }) => body as Record<string, unknown>)
    expect(events.map(({ type }) => type)).toEqual(['restock.matched', 'restock.reminder'])
    expect(events[0]).toMatchObject({ data: { mayFollow: true } })
    const data = { email: 'ada@example.com', sku: 'TEE-M', reminder: 1 }
    expect(events[1]).toMatchObject({ data })
  })
})

describe('the link in a reminder for those who are no longer interested', () => {
  it('shows a button, and nothing ends until it is pressed', async () => {
    const shop = await told()
    await after(24)
    const link = linkIn(world.mails[1]?.text, 'n')
    expect(world.mails[1]?.html).toContain(link)
    const page = await ask(link, { headers: { Accept: 'text/html' } })
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('Tee, M')
    expect(html).toContain('<form method="post">')
    for (const method of ['GET', 'HEAD']) await ask(link, { method })
    expect(await table('reminder')).toHaveLength(1)

    await made(shop, { sku: 'MUG' })
    const pressed = await press(link)
    expect(pressed.status).toBe(200)
    expect(await pressed.text()).toContain('no longer on the list for this product')
    expect(await table('reminder')).toEqual([])
    expect((await press(link)).status).toBe(200)
    await after(72)
    expect(world.mails).toHaveLength(2)
    // Other products go on.
    expect(await table('subscription')).toMatchObject([{ sku: 'MUG' }])
    const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
    expect(withdrawn).toMatchObject([{ sku: 'TEE-M', method: 'link' }])
  })

  it('stops the second reminder also while the first one is on its way', async () => {
    await told()
    vi.setSystemTime(MORNING + 24 * HOUR)
    await tick()
    const queued = world.queued.splice(0)
    await press(linkIn(world.mails[0]?.text, 'm'), { noLonger: 'TEE-M' })
    world.queued = queued
    await drain()
    expect(world.mails).toHaveLength(1)
    expect([await table('reminder'), await table('outbox')]).toEqual([[], []])
  })

  it('is no link for anything else, and the list page names the product until then', async () => {
    await told()
    const manage = linkIn(world.mails[0]?.text, 'm')
    expect((await ask(manage.replace('/m/', '/n/'))).status).toBe(404)
    const list = await (await ask(manage)).text()
    expect(list).toContain('While stock lasts, <bdi>Acme</bdi> may still remind you of:')
    expect(list).toContain('Remove: Tee, M')
    const stop = await (await ask(linkIn(world.mails[0]?.text, 'u'))).text()
    expect(stop).toContain('Stop the alert for this product only')
    await press(manage, { noLonger: 'OTHER' })
    await press(manage, { noLonger: '' })
    expect(await table('reminder')).toHaveLength(1)
  })
})

describe('a reminder waits and is not lost', () => {
  it('until the next day, if the day’s messages are used up', async () => {
    const shop = await oneADay()
    await after(23)
    await back(shop, 'B')
    expect(world.mails).toHaveLength(2)
    await after(24)
    expect(world.mails).toHaveLength(2)
    expect(await logged(shop, 'reminders_dropped')).toEqual([])
    expect((await table('reminder')).map(({ due_at: at }) => at)).toEqual(
      expect.arrayContaining([MORNING + 48 * HOUR, MORNING + 47 * HOUR]),
    )
    await after(48)
    await after(72)
    expect(reminded()).toEqual(['ada@example.com', 'ada@example.com'])
  })

  it('while the shop stops the restock, before it is due and on its way', async () => {
    const shop = await told({ reminders: { afterHours: [24] } })
    await actOn(shop, 'TEE-M', 'hold')
    await after(24)
    expect(await table('reminder')).toMatchObject([{ due_at: MORNING + 25 * HOUR }])
    await actOn(shop, 'TEE-M', 'resume')
    await drain()
    vi.setSystemTime(MORNING + 25 * HOUR)
    await tick()
    const queued = world.queued.splice(0)
    await actOn(shop, 'TEE-M', 'hold')
    world.queued = queued
    await drain()
    expect(await table('outbox')).toMatchObject([{ call: 'remind', reason: 'restock_stopped' }])
    await actOn(shop, 'TEE-M', 'resume')
    await drain()
    expect(subjects()).toEqual([ALERT, REMINDER])
  })

  it('while its shop is not known, and holds up no other shop', async () => {
    const gone = await told({ reminders: { afterHours: [24] } })
    const other = await makeShop({ reminders: { afterHours: [24] } })
    await made(other, { email: 'bob@example.com' })
    await back(other, 'TEE-M')
    await world.env.DB.prepare('DELETE FROM shop WHERE id = ?1').bind(gone.id).run()
    await after(24)
    expect(reminded()).toEqual(['bob@example.com'])
    expect(await table('reminder')).toMatchObject([{ due_at: MORNING + 25 * HOUR }])
  })
})

it('a reminder counts as a message of its day, so further alerts wait', async () => {
  const shop = await oneADay()
  await after(24)
  await back(shop, 'B')
  expect(world.mails).toHaveLength(2)
  expect(await (await shop.api('GET', '/v1/held')).json()).toMatchObject({
    reasons: { enough_today: 1 },
  })
})

describe('the sweep', () => {
  it('moves each reminder once, also when two sweeps run at the same time', async () => {
    const limits = { messagesPerPersonPerDay: 20 }
    const shop = await makeShop({ reminders: PLAN, limits })
    // Four to one person: no stranger can cause them, so they are not limited as confirmations are.
    const skus = ['A', 'B', 'C', 'D']
    for (const sku of skus) await made(shop, { sku })
    await back(shop, ...skus)
    vi.setSystemTime(MORNING + 24 * HOUR)
    await Promise.all([tick(), tick()])
    await drain()
    expect(reminded()).toHaveLength(4)
    expect((await table('reminder')).map(({ number }) => number)).toEqual([2, 2, 2, 2])
  })

  it('costs so many rows more for each alert that a reminder follows', async () => {
    const costOf = async (settings: Record<string, unknown>) => {
      const shop = await makeShop(settings)
      const few = ['a', 'b', 'c', 'd']
      for (const name of few) await made(shop, { email: `${name}@example.com` })
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      const { env } = world
      world.env = { ...env, DB: meteredDatabase(env.DB) }
      takeUsed()
      await drain()
      const { read, written } = takeUsed()
      world.env = env
      return { read: read / few.length, written: written / few.length }
    }
    const without = await costOf({})
    const more = await costOf({ reminders: PLAN })
    expect(more.read - without.read).toBeLessThanOrEqual(11)
    expect(more.written - without.written).toBe(4)
  })

  it('reads and writes so many rows for each reminder, however many people wait', async () => {
    const shop = await makeShop({ reminders: { afterHours: [24] } })
    const few = ['a', 'b', 'c', 'd']
    for (const name of few) await made(shop, { email: `${name}@example.com` })
    await back(shop, 'TEE-M')
    for (const name of ['e', 'f', 'g'])
      await made(shop, { sku: 'MUG', email: `${name}@example.com` })
    vi.setSystemTime(MORNING + 24 * HOUR)
    const env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    takeUsed()
    await takeReminders(env, env.DB, Date.now())
    const used = takeUsed()
    expect(used.read / few.length).toBeLessThanOrEqual(40)
    expect(used.written / few.length).toBe(3)
    await takeReminders(env, env.DB, Date.now())
    expect(takeUsed()).toMatchObject({ read: 1, written: 0 })
  })
})

it('a reminder moves with the person to another address', async () => {
  const shop = await makeShop({ reminders: { afterHours: [24] } })
  await made(shop)
  await made(shop, { sku: 'MUG' })
  await back(shop, 'TEE-M')
  await press(linkIn(world.mails[0]?.text, 'm'), { email: 'eve@example.com' })
  await drain()
  await press(linkIn(world.mails[1]?.text, 'a'))
  world.mails = []
  await after(24)
  expect(reminded()).toEqual(['eve@example.com'])
})

it('the shop sees a person’s planned reminders in what is stored of the person', async () => {
  const shop = await told()
  const [row] = await table('reminder')
  const person = await (await shop.api('GET', `/v1/contacts/${String(row?.['contact_id'])}`)).json()
  expect(person).toMatchObject({
    reminders: [{ sku: 'TEE-M', number: 1, dueAt: new Date(MORNING + 24 * HOUR).toISOString() }],
  })
})

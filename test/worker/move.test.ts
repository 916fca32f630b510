/** A person moves to another e-mail address, and keeps every place. */
import { describe, expect, it, vi } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { TWILIO } from '../fakes/twilio.ts'
import { SECRET } from '../fakes/webhook.ts'
import { DAY_MS, LIST_SLOT_MS } from '../../worker/limits.ts'
import { openAddresses, readAddresses } from '../../worker/address/sealed.ts'
import { linkFor } from '../../worker/link/token.ts'
import { openVault } from '../../worker/vault.ts'
import { breakD1, OVERLOADED } from './faults.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  ORIGIN,
  table,
  type TestShop,
  world,
} from './harness.ts'

type Row = Record<string, unknown>

const OLD = 'ada@example.com'
const NEW = 'ada@new.example'
const texting = {
  channels: ['email', 'sms'],
  destinations: [
    { type: 'email' },
    { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' },
  ],
}

const post = (path: string, fields: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' },
    body: new URLSearchParams(fields).toString(),
  })

const idOf = async (shop: TestShop, email: string) =>
  (await openVault(world.env, shop)).index('email', email)

/** The address of a link in a mail to somebody that is written now. */
async function linkTo(shop: TestShop, purpose: 'manage' | 'unsubscribe', email = OLD) {
  const person = { contactId: await idOf(shop, email), locale: 'en' }
  return (await linkFor(world.env, shop, purpose, person, Date.now())).replace(
    'https://bell.test',
    '',
  )
}

/** Asks for the link to another address, and gives it as the mail there has it. */
async function moveLink(shop: TestShop, email = NEW, from = OLD): Promise<string> {
  const answer = await post(await linkTo(shop, 'manage', from), { email })
  expect(answer.status).toBe(200)
  await drain()
  const mail = world.mails.findLast(({ to }) => to === email)
  return linkIn(mail?.text, 'a')
}

async function move(shop: TestShop, email = NEW, from = OLD): Promise<string> {
  const link = await moveLink(shop, email, from)
  const answer = await post(link)
  expect(`${answer.status} ${await answer.text()}`).toMatch(/^200 .*to this address from now on/s)
  return link
}

const subscriptions = () =>
  table<Row & { id: string; addresses: string; contact_id: string }>('subscription')

/** Every address that a row holds, opened as that of its contact. */
async function addressesOf(shop: TestShop, row: { addresses: string; contact_id: string }) {
  const vault = await openVault(world.env, shop)
  return openAddresses(vault, row.contact_id, readAddresses(row.addresses))
}

describe('a person who gives another address', () => {
  it('moves with one press at the new address, keeps the place, and is notified there', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.subscribe({ email: 'eve@example.com' })
    const before = await subscriptions()
    const link = await moveLink(shop)
    const [mail] = world.mails
    expect(mail).toMatchObject({ to: NEW })
    expect(`${mail?.subject} ${mail?.html} ${mail?.text}`).not.toContain('Tee')
    expect(link).not.toContain('example')
    for (const _ of [1, 2]) expect((await ask(link)).status).toBe(200)
    expect(await subscriptions()).toEqual(before)

    const [answer, html] = await post(link).then(async (one) => [one, await one.text()] as const)
    expect(answer.status).toBe(200)
    expect(html).not.toMatch(/\S@/)
    const after = await subscriptions()
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    const to = await idOf(shop, NEW)
    expect(after[0]).toMatchObject({ contact_id: to, wanted: 1, status: 'waiting' })
    expect(after[1]).toEqual(before[1])
    const [moved] = after
    expect(moved && (await addressesOf(shop, moved))).toEqual({ email: NEW })
    expect(await table('moved')).toMatchObject([{ contact_id: await idOf(shop, OLD), to_id: to }])
    const contacts = await table('contact')
    expect(contacts.map(({ id }) => id)).not.toContain(await idOf(shop, OLD))
    expect((await table('consent')).filter(({ contact_id }) => contact_id === to)).toHaveLength(1)

    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.slice(1).map((one) => one.to)).toEqual([NEW, 'eve@example.com'])
  })

  it('changes nothing with a second press, even if somebody else has the old address by then', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const link = await move(shop)
    const rows = [await subscriptions(), await table('consent'), await table('moved')]
    expect((await post(link)).status).toBe(200)
    expect([await subscriptions(), await table('consent'), await table('moved')]).toEqual(rows)
    // The old mailbox is somebody else's now, who asks for something, too.
    vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ['Date'] })
    try {
      await shop.subscribe({ sku: 'MUG' })
      expect((await post(link)).status).toBe(200)
      expect((await subscriptions()).map(({ contact_id }) => contact_id)).toContain(
        await idOf(shop, OLD),
      )
    } finally {
      vi.useRealTimers()
    }
  })

  it('merges with what the new address waits for: the older place, all channels, the larger quantity', async () => {
    const shop = await makeShop({ ...texting, maxQuantity: 5 })
    const phone = { channels: ['email', 'sms'], phone: '+46701234567' }
    await shop.subscribe({ quantity: 2, ...phone })
    await shop.subscribe({ email: NEW, quantity: 3 })
    await shop.subscribe({ email: NEW, sku: 'MUG' })
    await shop.subscribe({ sku: 'MUG', ...phone })
    await shop.subscribe({ sku: 'CAP' })
    const before = await subscriptions()
    const idsBy = (sku: string) => before.filter((one) => one['sku'] === sku).map(({ id }) => id)
    await move(shop)
    const after = await subscriptions()
    const to = await idOf(shop, NEW)
    expect(after.map(({ id }) => id)).toEqual(
      ['TEE-M', 'MUG', 'CAP'].map((sku) => idsBy(sku).toSorted()[0]),
    )
    expect(after.map(({ contact_id }) => contact_id)).toEqual([to, to, to])
    expect(after.map((one) => [one['channels'], one['wanted']])).toEqual([
      [3, 3],
      [3, 1],
      [1, 1],
    ])
    for (const one of after.slice(0, 2)) {
      expect(await addressesOf(shop, one)).toEqual({ email: NEW, sms: '+46701234567' })
    }
    const consents = await table<{ subscription_id: string; channel: string }>('consent')
    for (const { id } of after.slice(0, 2)) {
      const own = consents.filter((one) => one.subscription_id === id)
      expect(own.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms'])
    }
    expect(consents).toHaveLength(7)
  })

  it('takes queued messages, purchases, attributes and the customer id along', async () => {
    const shop = await makeShop()
    const said = { customerId: 'c-1', attributes: { tier: 'gold' } }
    await shop.api('POST', '/v1/subscriptions', { ...shop.request(said), shop: undefined })
    await shop.subscribe({ sku: 'MUG' })
    await shop.api('POST', '/v1/orders', { id: 'o-1', email: OLD, items: [{ sku: 'CAP' }] })
    const link = await moveLink(shop)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    world.beforeMail = () => {
      throw new Error('not now')
    }
    await drain()
    world.beforeMail = () => {}
    expect((await table('outbox')).map(({ call }) => call)).toEqual(['notify'])
    expect((await post(link)).status).toBe(200)
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    const { id } = await (
      await shop.api('POST', '/v1/contacts/lookup', { email: OLD })
    ).json<{ id: string }>()
    expect(id).toBe(await idOf(shop, NEW))
    await shop.api('POST', '/v1/orders', { id: 'o-2', email: OLD, items: [{ sku: 'CAP' }] })
    const person = await (await shop.api('GET', `/v1/contacts/${id}`)).json<Row>()
    expect(person).toMatchObject({
      email: NEW,
      customerId: 'c-1',
      attributes: { tier: 'gold' },
      subscriptions: [{ sku: 'MUG' }],
      outbox: [{ call: 'notify', email: NEW }],
      purchases: [{ orderId: 'o-1' }, { orderId: 'o-2' }],
      moves: [{ at: expect.any(String) as string }],
    })
    // The erasure of the person includes the change itself.
    await shop.api('DELETE', `/v1/contacts/${id}`)
    for (const name of ['contact', 'moved', 'subscription', 'consent', 'purchase', 'outbox']) {
      expect([name, await table(name)]).toEqual([name, []])
    }
  })

  it('must confirm pending requests again at the new address, and gets nothing before', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.subscribe({ sku: 'MUG', country: 'DE' })
    await drain()
    const old = linkIn(world.mails[0]?.text, 'c')
    await move(shop)
    await drain()
    expect((await subscriptions()).map(({ status }) => status)).toEqual(['waiting', 'pending'])
    const mail = world.mails.at(-1)
    expect(mail?.to).toBe(NEW)
    // The confirmation that went to the old address proves nothing about the new one.
    expect((await post(old)).status).toBe(410)
    expect((await subscriptions()).map(({ status }) => status)).toEqual(['waiting', 'pending'])
    expect((await post(linkIn(mail?.text, 'c'))).status).toBe(200)
    expect((await subscriptions()).map(({ status }) => status)).toEqual(['waiting', 'waiting'])
  })

  it('confirms and stops with the links of older SMS', async () => {
    const { sid: accountSid, token: authToken, from } = TWILIO
    const baseUrl = fakeUrl('twilio')
    const sms = { type: 'sms', accountSid, authToken, from, baseUrl, quietHours: false }
    const shop = await makeShop({
      ...texting,
      smsCountries: ['SE', 'DE'],
      destinations: [{ type: 'email' }, sms],
    })
    const phone = { channels: ['email', 'sms'], phone: '+491701234567' }
    await shop.subscribe(phone)
    await shop.subscribe({ ...phone, sku: 'MUG' })
    await drain()
    await move(shop)
    await drain()
    const paths = async () =>
      (await receivedAt(baseUrl)).map(({ text }) => {
        const body = new URLSearchParams(text).get('Body') ?? ''
        return /https:\/\/bell\.test(\/\w\/\S+)/.exec(body)?.[1] ?? ''
      })
    const [asked = ''] = await paths()
    expect((await post(asked)).status).toBe(200)
    // The number is confirmed, the address waits for its own mail.
    expect((await subscriptions()).map((one) => one['unconfirmed'])).toEqual([1, 1])
    await shop.setStock({ sku: 'MUG', quantity: 5 })
    await drain()
    const [, told = ''] = await paths()
    await move(shop, 'ada@third.example', NEW)
    expect((await ask(told)).status).toBe(302)
    expect((await post(told.replace('/r/', '/u/'))).status).toBe(200)
    expect(await subscriptions()).toEqual([])
  })

  it('stops everything with the links of older mails, also after two moves', async () => {
    const shop = await makeShop()
    await shop.subscribe({ sku: 'MUG', product: { title: 'Mug', url: `${ORIGIN}/p/mug` } })
    await shop.subscribe()
    await shop.setStock({ sku: 'MUG', quantity: 5 })
    await drain()
    const [mail] = world.mails
    await move(shop)
    await move(shop, 'ada@third.example', NEW)
    const list = await (await ask(linkIn(mail?.text, 'm'))).text()
    expect(list).toContain('Tee, M')
    // An older mail shows the list, and moves it no further.
    expect(list).not.toContain('type="email"')
    expect((await ask(linkIn(mail?.text, 'r'))).status).toBe(302)
    expect(await table('notification')).toMatchObject([
      { clicked_at: expect.any(Number) as number },
    ])
    const one = { 'List-Unsubscribe': 'One-Click' }
    expect((await post(linkIn(mail?.text, 'u'), one)).status).toBe(200)
    expect(await subscriptions()).toEqual([])
    await shop.subscribe({ email: 'ada@third.example' })
    await post(linkIn(mail?.text, 'u'), { stop: 'never' })
    expect(await subscriptions()).toEqual([])
    expect((await table('suppression')).map((row) => row['address_index'])).toContain(
      await idOf(shop, 'ada@third.example'),
    )
  })

  it('shows the next owner of the old address only their own list', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const before = await linkTo(shop, 'manage')
    await move(shop)
    vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ['Date'] })
    try {
      await shop.subscribe({ sku: 'MUG', product: { title: 'Mug', url: `${ORIGIN}/p/mug` } })
      for (const link of [before, await linkTo(shop, 'manage')]) {
        const html = await (await ask(link)).text()
        expect(html).toContain('Mug')
        expect(html).not.toContain('Tee')
      }
      await post(await linkTo(shop, 'unsubscribe'))
      expect((await subscriptions()).map(({ sku }) => sku)).toEqual(['TEE-M'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('is cancelled under the old address and subscribed under the new one at other systems', async () => {
    const base = fakeUrl('webhook')
    const hook = { type: 'webhook', url: `${base}/hook`, secret: SECRET }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    await shop.subscribe()
    await drain()
    await move(shop)
    await drain()
    const told = (await receivedAt(base)).map(({ body }) => {
      const { type, data } = body as { type: string; data: Row }
      return `${type} ${String(data['email'])}`
    })
    expect(told).toEqual([
      `subscription.created ${OLD}`,
      `subscription.cancelled ${OLD}`,
      `subscription.created ${NEW}`,
    ])
    const [row] = await subscriptions()
    expect(Object.keys(JSON.parse(String(row?.['relays'])) as object)).toEqual(['webhook'])
    await shop.api('DELETE', `/v1/subscriptions/${row?.id}`)
    await drain()
    expect(await receivedAt(base)).toHaveLength(4)
  })
})

describe('the form for another address', () => {
  it('answers alike for every address, and mails nobody who is suppressed or already has the list', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.subscribe({ email: 'known@example.com' })
    await shop.api('PUT', '/v1/suppressions', { email: 'gone@example.com' })
    const path = await linkTo(shop, 'manage')
    const answers = new Set<string>()
    for (const name of ['known', 'unknown', 'gone', 'ada']) {
      const answer = await post(path, { email: `${name}@example.com` })
      answers.add(`${answer.status} ${await answer.text()}`)
    }
    expect(answers.size).toBe(1)
    expect([...answers].join()).not.toMatch(/\S@/)
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['known@example.com', 'unknown@example.com'])
    expect(await table('outbox')).toEqual([])
    expect((await post(path, { email: 'no address' })).status).toBe(422)
  })

  it('moves nothing to an address that was suppressed meanwhile', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const link = await moveLink(shop)
    await shop.api('PUT', '/v1/suppressions', { email: NEW })
    const before = [await subscriptions(), await table('contact'), await table('consent')]
    for (const send of [ask, post]) expect((await send(link)).status).toBe(410)
    expect([await subscriptions(), await table('contact'), await table('consent')]).toEqual(before)
    expect(await table('moved')).toEqual([])
  })

  it('moves nothing where the new address would wait for more than the shop allows', async () => {
    const shop = await makeShop({ limits: { openPerContact: 2 } })
    for (const sku of ['A', 'B']) await shop.subscribe({ sku })
    await shop.subscribe({ sku: 'C', email: NEW })
    const link = await moveLink(shop)
    expect((await post(link)).status).toBe(409)
    expect(await subscriptions()).toHaveLength(3)
    await shop.api('DELETE', `/v1/subscriptions/${(await subscriptions())[0]?.id}`)
    expect((await post(link)).status).toBe(200)
  })

  it('mails an address three times a day at most, over all shops', async () => {
    const shops = [await makeShop(), await makeShop()]
    for (const shop of shops) await shop.subscribe()
    vi.useFakeTimers({ now: Math.ceil(Date.now() / DAY_MS) * DAY_MS, toFake: ['Date'] })
    try {
      for (let round = 0; round < 3; round += 1) {
        for (const shop of shops) {
          const path = await linkTo(shop, 'manage')
          for (const _ of [1, 2]) await post(path, { email: NEW })
          await drain()
        }
        vi.setSystemTime(Date.now() + LIST_SLOT_MS)
      }
      expect(world.mails).toHaveLength(3)
      expect(await table('outbox')).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('is limited for each IP address', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const path = await linkTo(shop, 'manage')
    world.env = { ...world.env, LIMIT_IP: { limit: async () => ({ success: false }) } }
    expect((await post(path, { email: NEW })).status).toBe(429)
    expect(await table('outbox')).toEqual([])
  })

  it('asks to try again while D1 gives no answer, and an older unsubscribe link is kept', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const [manage, unsubscribe] = [await linkTo(shop, 'manage'), await linkTo(shop, 'unsubscribe')]
    const link = await moveLink(shop)
    const repair = breakD1(OVERLOADED)
    expect((await post(manage, { email: NEW })).status).toBe(503)
    expect((await post(link)).status).toBe(503)
    repair()
    expect((await post(link)).status).toBe(200)
    const repairAgain = breakD1(OVERLOADED)
    expect((await post(unsubscribe)).status).toBe(200)
    repairAgain()
    await drain()
    expect(await subscriptions()).toEqual([])
  })
})

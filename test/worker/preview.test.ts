/** Previews of messages, and test mails to the shop's own people. */
import { describe, expect, it } from 'vitest'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { MESSAGES_A_DAY } from '../../worker/limits.ts'
import { KINDS } from '../../worker/preview/rules.ts'
import { ask, drain, linkIn, makeShop, ORIGIN, table, type TestShop, world } from './harness.ts'

interface Shown {
  subject: string
  text: string
  html: string
  segments?: number
}

const preview = async (shop: TestShop, body: unknown) => {
  const answer = await shop.api('POST', '/v1/messages/preview', body)
  return [answer.status, await answer.json<Shown>()] as const
}
const test = async (shop: TestShop, body: unknown) => {
  const answer = await shop.api('POST', '/v1/messages/test', body)
  return [answer.status, await answer.json<Record<string, unknown>>()] as const
}

const dayIn = (day: string) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))

const tee = { sku: 'TEE-M', title: 'Tee', variantTitle: 'M', url: `${ORIGIN}/p/tee` }

/** A shop with a member of the team who has confirmed, and one who has not. */
async function shopWithTeam(settings = {}) {
  const shop = await makeShop(settings)
  for (const email of ['olga@acme.example', 'new@acme.example']) {
    await shop.api('POST', '/v1/team', { email })
  }
  await drain()
  const mail = world.mails.findLast(({ to }) => to === 'olga@acme.example')
  const body = new URLSearchParams({ do: 'confirm' })
  await ask(linkIn(mail?.text, 't'), { method: 'POST', body })
  return shop
}

describe('a preview', () => {
  it('shows every kind of mail and SMS, and changes and sends nothing', async () => {
    const shop = await makeShop()
    const tables = ['shop', 'outbox', 'notification', 'log', 'ceiling', 'contact']
    const rows = () => Promise.all(tables.map((name) => table(name)))
    const before = await rows()
    for (const kind of KINDS) {
      const [status, mail] = await preview(shop, { kind, channel: 'email', locale: 'sv' })
      expect([kind, status]).toEqual([kind, 200])
      expect(mail).toMatchObject({
        subject: expect.stringMatching(/./),
        preheader: expect.any(String),
        html: expect.stringContaining('<html lang="sv"'),
        text: expect.stringMatching(/./),
      })
      expect(JSON.stringify(mail)).not.toMatch(/undefined|\{\w+\}/)
    }
    for (const kind of ['alert', 'reminder', 'digest', 'closed', 'confirmation', 'list']) {
      const [status, sms] = await preview(shop, { kind, channel: 'sms' })
      expect([kind, status]).toEqual([kind, 200])
      expect(sms).toMatchObject({ encoding: 'GSM-7', priceClass: 'domestic' })
      expect(sms.segments).toBe(kind === 'digest' ? 2 : 1)
    }
    expect(await rows()).toEqual(before)
    expect(world.mails).toEqual([])
  })

  it('has the product of the catalogue, and texts and a look that are not saved yet', async () => {
    const shop = await makeShop()
    // Further ahead than two years it would stand for "not known".
    const restockAt = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10)
    await shop.api('PUT', '/v1/products', [
      { ...tee, restockAt },
      { ...tee, sku: 'MUG', title: 'Mug' },
    ])
    const email = { en: { subject: '{product} by {expected}', text: 'A {data.note} <b>' } }
    const sms = { en: { text: 'Ünï 字 {product}' } }
    const [, mail] = await preview(shop, {
      kind: 'alert',
      channel: 'email',
      sku: 'TEE-M',
      messages: { alert: { email, sms } },
      look: { colors: { accent: '#0a7d32' } },
    })
    expect(mail.subject).toBe(`Tee by ${dayIn(restockAt)}`)
    expect(mail.text).toContain('A note <b>')
    expect(mail.html).toContain('A <bdi>note</bdi> &lt;b&gt;')
    expect(mail.html).toContain('#0a7d32')
    const [, short] = await preview(shop, {
      kind: 'alert',
      channel: 'sms',
      sku: 'TEE-M',
      messages: { alert: { sms } },
    })
    expect(short).toMatchObject({ encoding: 'UCS-2', segments: 2 })
    expect(short.text).toMatch(/^Ünï 字 Tee https:.* Reply STOP to opt out\.$/)
    const closed = { kind: 'closed', channel: 'email', sku: 'TEE-M', alternative: 'MUG' }
    const [, last] = await preview(shop, closed)
    expect(last.text).toContain('The shop suggests instead:\nMug')
  })

  it('names what is at fault by a pointer', async () => {
    const shop = await makeShop()
    const ok = { kind: 'alert', channel: 'email' }
    for (const [body, pointer, code] of [
      [{ ...ok, kind: 'offer' }, '/kind', 'choice_unknown'],
      [{ ...ok, kind: 'move', channel: 'sms' }, '/kind', 'kind_not_by_sms'],
      [{ ...ok, channel: 'push' }, '/channel', 'choice_unknown'],
      [{ ...ok, locale: 'english' }, '/locale', 'locale_invalid'],
      [{ ...ok, sku: 'GONE' }, '/sku', 'product_unknown'],
      [{ ...ok, alternative: 'GONE' }, '/alternative', 'product_unknown'],
      [{ ...ok, sku: 7 }, '/sku', 'not_text'],
      [{ ...ok, look: { colors: { accent: 'red' } } }, '/look/colors/accent', 'color_invalid'],
      [
        { ...ok, look: { colors: { accent: '#ffffff', onAccent: '#ffffff' } } },
        '/look/colors/onAccent',
        'contrast_low',
      ],
      [
        { ...ok, messages: { alert: { email: { en: { subject: '{x}' } } } } },
        '/messages/alert/email/en/subject',
        'placeholder_unknown',
      ],
      [{ channel: 'email' }, '/kind', 'missing'],
      [null, '', 'not_an_object'],
    ] as const) {
      const [status, problem] = await preview(shop, body)
      expect([status, problem]).toMatchObject([422, { errors: [{ pointer, code }] }])
    }
    expect((await preview(shop, { ...ok, sku: 'GONE', sample: true }))[0]).toBe(200)
  })

  it('says whether its SMS go to the shop’s own country', async () => {
    for (const [smsCountries, priceClass] of [
      [['SE'], 'domestic'],
      [['SE', 'NO'], 'mixed'],
      [['NO'], 'abroad'],
    ] as const) {
      const shop = await makeShop({ smsCountries })
      expect((await preview(shop, { kind: 'alert', channel: 'sms' }))[1]).toMatchObject({
        priceClass,
      })
    }
  })
})

describe('a test mail', () => {
  const ok = { kind: 'alert', channel: 'email', locale: 'sv' }

  it('goes to a confirmed member of the team alone, marked, and its links do nothing', async () => {
    const shop = await shopWithTeam({ sender: { replyTo: 'help@acme.example' } })
    await shop.subscribe({ email: 'olga@acme.example' })
    const before = world.mails.length
    expect(await test(shop, { ...ok, to: 'Olga@Acme.example' })).toMatchObject([
      200,
      { sent: true, subject: '[Test] Åter i lager: T-shirt, M' },
    ])
    const mail = world.mails.at(-1)
    expect(world.mails).toHaveLength(before + 1)
    expect(mail).toMatchObject({ to: 'olga@acme.example', replyTo: 'help@acme.example' })
    for (const path of ['u', 'm']) {
      const answer = await ask(`/${path}/preview`, { method: 'POST' })
      expect(answer.status).toBe(404)
      expect(mail?.text).toContain(`/${path}/preview`)
    }
    expect(await table('subscription')).toHaveLength(1)
    for (const to of ['new@acme.example', 'ada@example.com', 'nobody', '01a22604', ' ']) {
      expect((await test(shop, { ...ok, to }))[0]).toBe(422)
    }
    expect(await test(shop, { ...ok, to: 'ada@example.com' })).toMatchObject([
      422,
      { errors: [{ pointer: '/to', code: 'member_unknown' }] },
    ])
    expect(world.mails).toHaveLength(before + 1)
  })

  it('counts to what the member may get in a day, over all shops', async () => {
    const shop = await shopWithTeam()
    const statuses: number[] = []
    for (let n = 0; n < MESSAGES_A_DAY; n += 1) {
      statuses.push((await test(shop, { ...ok, to: 'olga@acme.example' }))[0])
    }
    // The mail that asked to confirm the address counts, too.
    expect(statuses).toEqual([...Array(MESSAGES_A_DAY - 1).fill(200), 429])
  })

  it('says what the mail service answered', async () => {
    const shop = await shopWithTeam()
    world.beforeMail = () => {
      throw Object.assign(new Error('refused'), { code: 'E_SENDER_NOT_VERIFIED' })
    }
    const [status, answer] = await test(shop, { ...ok, to: 'olga@acme.example' })
    world.beforeMail = () => {}
    expect([status, answer]).toMatchObject([200, { sent: false, reason: 'e_sender_not_verified' }])
  })

  it('costs the rows that schema.md says', async () => {
    const shop = await shopWithTeam()
    await shop.api('PUT', '/v1/products', [tee])
    const messages = { alert: { sms: { en: { text: '{item} is back: {link}' } } } }
    const sms = { kind: 'alert', channel: 'sms', sku: 'TEE-M', messages }
    expect((await preview(shop, sms))[1]).toEqual({
      text: `Tee, M is back: ${world.env.PUBLIC_URL}/r/${'x'.repeat(44)} Reply STOP to opt out.`,
      segments: 1,
      encoding: 'GSM-7',
      priceClass: 'domestic',
    })
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    takeUsed()
    await preview(shop, { ...ok, sku: 'TEE-M' })
    expect(takeUsed()).toMatchObject({ read: 4, written: 0 })
    await test(shop, { ...ok, sku: 'TEE-M', to: 'olga@acme.example' })
    expect(takeUsed()).toMatchObject({ read: 13, written: 1 })
  })
})

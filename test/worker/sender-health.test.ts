/** The sender's domain: its DNS, its complaints, and how many mails a new one sends. */
import { describe, expect, it, vi } from 'vitest'
import { DAY_MS, RAMP_FIRST, SENDER_CHECK_MS } from '../../worker/limits.ts'
import { POSTMARK_TOKENS } from '../fakes/postmark.ts'
import {
  ask,
  drain,
  fakeUrl,
  linkIn,
  logged,
  makeShop,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const SECRET = 'a-secret-of-16-characters-or-more'

/** A shop that sends from a domain of its own, over Postmark. */
const postmarkShop = (more: object = {}) =>
  makeShop({
    destinations: [
      {
        type: 'email',
        via: 'postmark',
        from: 'alerts@acme.example',
        serverToken: POSTMARK_TOKENS.live,
        webhookSecret: SECRET,
        baseUrl: fakeUrl('postmark'),
        ...more,
      },
    ],
  })

interface Sender {
  domain: string
  checkedAt?: string
  findings?: { what: string; state: string; detail: string }[]
  last: { sent: number; bounced: number; complained: number }
  ramp?: { limitToday: number; sentToday: number }
  state: string
  days: object[]
}

async function senders(shop: TestShop): Promise<Sender[]> {
  const answer = await shop.api('GET', '/v1/sender')
  expect(answer.status).toBe(200)
  return (await answer.json<{ senders: Sender[] }>()).senders
}

async function report(shop: TestShop, RecordType: string, Email: string) {
  const more = RecordType === 'Bounce' ? { Type: 'HardBounce', TypeCode: 1 } : { Type: RecordType }
  const answer = await ask(`/hooks/email/${shop.publicKey}`, {
    method: 'POST',
    body: JSON.stringify({ RecordType, Email, ...more }),
    headers: { 'X-Webhook-Secret': SECRET, 'Content-Type': 'application/json' },
  })
  expect(answer.status).toBe(200)
}

async function joinTeam(shop: TestShop) {
  await shop.api('POST', '/v1/team', { email: 'olga@acme.example' })
  await drain()
}

/** Counts of sent mails as if a day had gone by with them. */
const asIfSent = (shop: TestShop, domain: string, count: number, daysAgo: number) =>
  world.env.DB.prepare(
    `INSERT INTO sender_day (shop_id, domain, day, sent) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT DO UPDATE SET sent = sent + excluded.sent`,
  )
    .bind(shop.id, domain, Math.floor(Date.now() / DAY_MS) - daysAgo, count)
    .run()

const withDns = (scene = 'good') => {
  world.env = { ...world.env, DNS_URL: `${fakeUrl('dns', scene)}/dns-query` }
}

describe('the DNS of a sender', () => {
  it('is checked after the settings are saved, and then each week', async () => {
    withDns()
    const shop = await makeShop()
    await tick()
    const [first] = await senders(shop)
    expect(first).toMatchObject({ domain: 'shelfbell.example', findings: expect.any(Array) })
    await world.env.DB.prepare(`UPDATE sender SET findings = '[]'`).run()
    await tick(Date.now() + SENDER_CHECK_MS - DAY_MS)
    expect((await senders(shop))[0]?.findings).toEqual([])
    await tick(Date.now() + SENDER_CHECK_MS + 60_000)
    expect((await senders(shop))[0]?.findings).toHaveLength(4)
  })

  it('is good where the records of its mail service are there', async () => {
    withDns()
    const shop = await makeShop()
    await ask(`/v1/admin/shops/${shop.id}/sender-domains`, {
      method: 'PUT',
      headers: { Authorization: 'Bearer dev', 'Content-Type': 'application/json' },
      body: JSON.stringify({ domains: ['good-sender.example'] }),
    })
    await shop.api('PATCH', '/v1/shop', {
      destinations: [{ type: 'email', from: 'alerts@good-sender.example' }],
    })
    const answer = await shop.api('POST', '/v1/sender/check')
    const { senders: found } = await answer.json<{ senders: Sender[] }>()
    expect(found).toEqual([
      {
        domain: 'good-sender.example',
        destination: 'email',
        findings: [
          { what: 'dmarc', state: 'good', detail: expect.stringContaining('reject') },
          { what: 'dkim', state: 'good', detail: expect.stringContaining('cf-bounce._domainkey') },
          { what: 'spf', state: 'good', detail: expect.any(String) },
          { what: 'alignment', state: 'good', detail: expect.any(String) },
        ],
      },
    ])
    // The domain that was in use before is forgotten.
    expect(await table('sender')).toMatchObject([{ domain: 'good-sender.example' }])
  })

  it('that lacks records is one mail to the team, and not one each week', async () => {
    withDns()
    const shop = await makeShop()
    await joinTeam(shop)
    await ask(linkIn(world.mails[0]?.text, 't'), {
      method: 'POST',
      body: new URLSearchParams({ do: 'confirm' }),
    })
    for (let times = 0; times < 2; times += 1) {
      await shop.api('POST', '/v1/sender/check')
      await drain()
    }
    const about = world.mails.filter(({ subject }) => subject.includes('needs attention'))
    expect(about).toHaveLength(1)
    expect(about[0]?.text).toContain('TXT _dmarc.shelfbell.example: v=DMARC1; p=none')
  })

  it('that does not answer is unknown, and no mail', async () => {
    withDns('server-error')
    const shop = await makeShop()
    await shop.api('POST', '/v1/sender/check')
    const [sender] = await senders(shop)
    expect(sender?.findings?.map(({ state }) => state)).toEqual(Array(4).fill('unknown'))
    expect(await table('outbox')).toEqual([])
  })
})

describe('bounces and complaints', () => {
  it('are counted once for each person and day, for the sender of the mail', async () => {
    const shop = await postmarkShop()
    await shop.subscribe({ email: 'a@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    for (const email of ['a@example.com', 'a@example.com', 'b@example.com']) {
      await report(shop, 'Bounce', email)
    }
    await report(shop, 'SpamComplaint', 'c@example.com')
    const [sender] = await senders(shop)
    expect(sender?.last).toMatchObject({ sent: 1, bounced: 2, complained: 1 })
    expect(sender?.days).toEqual([
      { day: new Date().toISOString().slice(0, 10), sent: 1, bounced: 2, complained: 1 },
    ])
  })

  it('stop the sender at 0.3 %, until the shop opens it, and lose nobody', async () => {
    const shop = await postmarkShop()
    await shop.subscribe({ email: 'first@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    await asIfSent(shop, 'acme.example', 999, 3)
    await report(shop, 'SpamComplaint', 'a@example.com')
    await report(shop, 'SpamComplaint', 'b@example.com')
    expect(await logged(shop, 'sender_held')).toEqual([])
    await report(shop, 'SpamComplaint', 'c@example.com')
    await report(shop, 'SpamComplaint', 'd@example.com')
    expect(await logged(shop, 'sender_held')).toEqual([
      { destination: 'email', sent: 1000, complained: 3 },
    ])
    expect((await senders(shop))[0]?.state).toBe('disabled')

    await shop.subscribe({ sku: 'MUG', email: 'waits@example.com' })
    await shop.setStock({ sku: 'MUG', quantity: 5 })
    await drain()
    expect(await table('outbox')).toMatchObject([{ state: 'open', sku: 'MUG' }])
    expect((await shop.api('POST', '/v1/destinations/email/open')).status).toBe(202)
    await drain()
    expect(await table('outbox')).toEqual([])
    expect(await table('notification')).toHaveLength(2)
  })

  it('that are few of few stop nothing', async () => {
    const shop = await postmarkShop()
    await report(shop, 'SpamComplaint', 'a@example.com')
    await report(shop, 'SpamComplaint', 'b@example.com')
    expect((await senders(shop))[0]?.state).toBe('open')
  })
})

describe('a domain that is new to sending', () => {
  it('sends so many mails about restocks a day, and the rest the next day', async () => {
    const shop = await postmarkShop()
    await asIfSent(shop, 'acme.example', RAMP_FIRST - 1, 0)
    for (const email of ['a@example.com', 'b@example.com']) await shop.subscribe({ email })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await table('notification')).toHaveLength(1)
    expect((await senders(shop))[0]?.ramp).toEqual({
      limitToday: RAMP_FIRST,
      sentToday: RAMP_FIRST,
    })
    // A confirmation is not about a restock.
    await shop.subscribe({ sku: 'MUG', email: 'c@example.com', country: 'DE' })
    vi.setSystemTime(Date.now() + 5_000)
    await tick(Date.now() + 2 * 60_000)
    await drain()
    expect(await table('outbox')).toMatchObject([{ call: 'notify' }])
    vi.setSystemTime(Date.now() + DAY_MS)
    await tick(Date.now() + 2 * 60_000)
    await drain()
    expect(await table('notification')).toHaveLength(2)
  })

  it.each([
    ['that has sent before, as the shop says', { ramp: false }, 0],
    ['after ten days', {}, 10],
  ])('has no limit %s', async (_, options, daysAgo) => {
    const shop = await postmarkShop(options)
    await asIfSent(shop, 'acme.example', 1, daysAgo)
    await asIfSent(shop, 'acme.example', RAMP_FIRST * 600, 0)
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(await table('notification')).toHaveLength(1)
    expect((await senders(shop))[0]?.ramp).toBeUndefined()
  })
})

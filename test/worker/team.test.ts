/** The shop's team: how an address is confirmed, which mails it gets, and how each stops. */
import { describe, expect, it } from 'vitest'
import { reportShop } from '../../worker/log/report.ts'
import { TEAM_MEMBERS } from '../../worker/limits.ts'
import { ask, drain, fakeUrl, linkIn, makeShop, table, type TestShop, world } from './harness.ts'

interface Member {
  id: string
  confirmed: boolean
  notices: Record<string, boolean>
}

const HTML = { headers: { Accept: 'text/html' } }
const press = (path: string, body: Record<string, string>) =>
  ask(path, { method: 'POST', body: new URLSearchParams(body) })

async function add(shop: TestShop, email: string, more: object = {}): Promise<Member> {
  const answer = await shop.api('POST', '/v1/team', { email, ...more })
  expect(answer.status).toBe(201)
  await drain()
  return answer.json()
}

/** A member who has pressed the button in the mail. */
async function confirmed(shop: TestShop, email: string, more: object = {}): Promise<Member> {
  const member = await add(shop, email, more)
  const mail = world.mails.findLast(({ to }) => to === email)
  expect((await press(linkIn(mail?.text, 't'), { do: 'confirm' })).status).toBe(200)
  return member
}

/** Reports that a source is silent, and gives the mails about it. */
async function silence(shop: TestShop) {
  world.mails = []
  const of = { id: shop.id, database: 'DB' }
  await reportShop(world.env, of, { kind: 'source_silent', source: 'feed', reason: 'http_503' })
  await drain()
  return world.mails
}

describe('a member of the team', () => {
  it('gets mails only after a press of the button in the first one', async () => {
    const shop = await makeShop()
    const made = await add(shop, 'Olga@Acme.example', { name: 'Olga' })
    expect(made).toMatchObject({ email: 'olga@acme.example', name: 'Olga', confirmed: false })
    const [mail] = world.mails
    expect(mail).toMatchObject({
      to: 'olga@acme.example',
      subject: 'Confirm that you are on the team of Acme',
    })
    expect(mail?.text).toContain('If you do not know this shop')
    const path = linkIn(mail?.text, 't')
    expect(await silence(shop)).toEqual([])

    // A scanner follows the link; that is no press.
    const page = await (await ask(path, HTML)).text()
    expect(page).toContain('Please confirm your address')
    expect(await silence(shop)).toEqual([])
    expect((await press(path, { do: 'confirm' })).status).toBe(200)
    expect((await press(path, { do: 'confirm' })).status).toBe(200)
    const [notice] = await silence(shop)
    expect(notice).toMatchObject({
      to: 'olga@acme.example',
      subject: 'Stock from “feed” does not arrive',
    })
    expect(notice?.text).toContain('(http_503)')
    const listed = await shop.api('GET', '/v1/team')
    expect(await listed.json()).toMatchObject({ members: [{ id: made.id, confirmed: true }] })
    expect(JSON.stringify(await table('member'))).not.toContain('olga@')
  })

  it('stops one kind of mail with one press, or with the one click of a mail client', async () => {
    const shop = await makeShop()
    await confirmed(shop, 'olga@acme.example')
    await confirmed(shop, 'per@acme.example')
    const mails = await silence(shop)
    const [first, second] = ['olga@acme.example', 'per@acme.example'].map((person) =>
      linkIn(mails.find(({ to }) => to === person)?.text, 't'),
    )
    const page = await (await ask(first ?? '', HTML)).text()
    expect(page).toMatch(/name="off" value="source_silent"[^]*name="off" value="list_long"/)
    await press(first ?? '', { off: 'source_silent' })
    expect((await silence(shop)).map(({ to }) => to)).toEqual(['per@acme.example'])
    await press(second ?? '', { 'List-Unsubscribe': 'One-Click' })
    expect(await silence(shop)).toEqual([])
    // Each other kind is still on, and the kind can be switched on again.
    const { members } = await (await shop.api('GET', '/v1/team')).json<{ members: Member[] }>()
    for (const { notices } of members) {
      expect(Object.entries(notices).filter(([, on]) => !on)).toEqual([['source_silent', false]])
    }
    await press(first ?? '', { on: 'source_silent' })
    expect(await silence(shop)).toHaveLength(1)
  })

  it('leaves the team by the one click of the mail that asked', async () => {
    const shop = await makeShop()
    await add(shop, 'olga@acme.example')
    const path = linkIn(world.mails[0]?.text, 't')
    await press(path, { 'List-Unsubscribe': 'One-Click' })
    expect(await table('member')).toEqual([])
    expect((await ask(path, HTML)).status).toBe(404)
  })

  it('is asked again after a minute, and not sooner', async () => {
    const shop = await makeShop()
    const { id } = await add(shop, 'olga@acme.example')
    const again = async () => {
      const answer = await shop.api('POST', '/v1/team', { email: 'olga@acme.example', name: 'X' })
      await drain()
      return [answer.status, (await answer.json<Member>()).id, world.mails.length]
    }
    expect(await again()).toEqual([200, id, 1])
    await world.env.DB.prepare('UPDATE member SET asked_at = asked_at - 61000').run()
    expect(await again()).toEqual([200, id, 2])
    await press(linkIn(world.mails[1]?.text, 't'), { do: 'confirm' })
    await world.env.DB.prepare('UPDATE member SET asked_at = asked_at - 61000').run()
    expect(await again()).toEqual([200, id, 2])
  })

  it('gets mails about the shop although alerts to the address are stopped, but not after a complaint', async () => {
    const shop = await makeShop()
    await confirmed(shop, 'olga@acme.example')
    await shop.api('PUT', '/v1/suppressions', { email: 'olga@acme.example' })
    expect(await silence(shop)).toHaveLength(1)
    await world.env.DB.prepare(`UPDATE suppression SET reason = 'complaint'`).run()
    expect(await silence(shop)).toEqual([])
  })

  it('can be changed and removed, and mails that wait go with them', async () => {
    const shop = await makeShop()
    const { id } = await confirmed(shop, 'olga@acme.example', { notices: { list_long: false } })
    const changed = await shop.api('PATCH', `/v1/team/${id}`, { notices: { weekly_report: false } })
    expect(await changed.json()).toMatchObject({
      notices: { list_long: false, weekly_report: false, source_silent: true },
    })
    await reportShop(
      world.env,
      { id: shop.id, database: 'DB' },
      { kind: 'source_silent', source: 'feed' },
    )
    expect(await table('outbox')).toHaveLength(1)
    expect((await shop.api('DELETE', `/v1/team/${id}`)).status).toBe(204)
    expect(await table('outbox')).toEqual([])
    expect((await shop.api('DELETE', `/v1/team/${id}`)).status).toBe(404)
    expect((await shop.api('PATCH', `/v1/team/${id}`, {})).status).toBe(404)
  })

  it('is one of so many at most', async () => {
    const shop = await makeShop()
    await world.env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
       INSERT INTO member (id, shop_id, address, address_index, created_at)
       SELECT 'm' || i, ?1, 'x', i, 0 FROM n`,
    )
      .bind(shop.id, TEAM_MEMBERS)
      .run()
    const answer = await shop.api('POST', '/v1/team', { email: 'olga@acme.example' })
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'team_full' }])
  })

  it.each([
    [null, ''],
    [[], ''],
    [{ email: 'a@b.example', notices: [] }, '/notices'],
    [{}, '/email'],
    [{ email: 7 }, '/email'],
    [{ email: 'olga' }, '/email'],
    [{ email: 'a@b.example', name: '' }, '/name'],
    [{ email: 'a@b.example', name: 'a\nb' }, '/name'],
    [{ email: 'a@b.example', notices: null }, '/notices'],
    [{ email: 'a@b.example', notices: { list_long: 'no' } }, '/notices/list_long'],
    [{ email: 'a@b.example', notices: { other: true } }, '/notices/other'],
    [{ email: 'a@b.example', role: 'owner' }, '/role'],
  ])('is not made from %j', async (body, pointer) => {
    const shop = await makeShop()
    const answer = await shop.api('POST', '/v1/team', body)
    const text = await answer.text()
    expect([answer.status, JSON.parse(text)]).toMatchObject([422, { errors: [{ pointer }] }])
    expect(text).not.toContain('b.example')
    expect(await table('member')).toEqual([])
  })
})

describe('a destination that refuses calls', () => {
  it('is one mail a day to the team, which the refusing destination does not carry', async () => {
    const baseUrl = fakeUrl('klaviyo', 'answers-401')
    const shop = await makeShop({
      destinations: [
        {
          type: 'klaviyo',
          companyId: 'AbC123',
          privateKey: 'pk_wrong',
          catalog: '$shopify:::$default',
          baseUrl,
        },
      ],
    })
    await confirmed(shop, 'olga@acme.example')
    world.mails = []
    for (const email of ['a@example.com', 'b@example.com']) {
      await shop.subscribe({ email })
      await drain()
    }
    const notices = world.mails.filter(({ to }) => to === 'olga@acme.example')
    expect(notices).toMatchObject([{ subject: '“klaviyo” refuses calls' }])
    expect(notices[0]?.text).toMatch(/tries again a few times a day/)
    expect(notices[0]?.text).not.toContain('example.com')
  })

  it('is a mail that says so if it wants no more calls', async () => {
    const shop = await makeShop({
      destinations: [
        {
          type: 'webhook',
          channels: ['email'],
          url: `${fakeUrl('webhook', 'answers-410')}/hook`,
          secret: 'whsec_' + btoa('x'.repeat(24)),
        },
      ],
    })
    await confirmed(shop, 'olga@acme.example')
    await shop.subscribe()
    await drain()
    expect(world.mails.at(-1)?.text).toContain('makes no more calls to it')
  })
})

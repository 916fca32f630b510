/** The domains that a shop may send from over the Worker's own mail binding. */
import { describe, expect, it } from 'vitest'
import { ask, drain, makeShop, table, type TestShop, world } from './harness.ts'

const OWN = 'alerts@shelfbell.example'

const allow = (shopId: string, domains: unknown, token = 'dev') =>
  ask(`/v1/admin/shops/${shopId}/sender-domains`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ domains }),
  })

async function sendFrom(shop: TestShop, from: string): Promise<[number, object[]]> {
  const answer = await shop.api('PATCH', '/v1/shop', {
    destinations: [{ type: 'email', from }],
    sender: { replyTo: 'help@acme.example' },
  })
  const { errors = [] } = await answer.json<{ errors?: object[] }>()
  return [answer.status, errors]
}

/** Who the mail of a restock says that it is from. */
async function senderOf(shop: TestShop, sku: string): Promise<unknown> {
  await shop.subscribe({ sku })
  await shop.setStock({ sku, quantity: 1 })
  await drain()
  const { from, replyTo } = world.mails.at(-1) as unknown as { from: object; replyTo?: string }
  return { from, replyTo }
}

const NOT_LISTED = [
  {
    pointer: '/destinations/0/from',
    code: 'sender_not_listed',
    detail: expect.stringContaining('sender-domains'),
  },
]

describe('the sender of a shop without a mail service of its own', () => {
  it('is of a domain that the owner of the Worker listed for this shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()]
    expect(await sendFrom(shop, 'security@acme.example')).toEqual([422, NOT_LISTED])
    const answer = await allow(shop.id, ['ACME.example', 'acme.example'])
    expect([answer.status, await answer.json()]).toEqual([200, { domains: ['acme.example'] }])
    expect(await sendFrom(shop, 'security@acme.example')).toEqual([200, []])
    // A subdomain, and one that only ends like it, are other domains.
    for (const domain of ['mail.acme.example', 'notacme.example', 'acme.example.evil.example']) {
      expect(await sendFrom(shop, `a@${domain}`)).toEqual([422, NOT_LISTED])
    }
    expect(await sendFrom(other, 'security@acme.example')).toEqual([422, NOT_LISTED])
    expect(await senderOf(shop, 'A')).toEqual({
      from: { email: 'security@acme.example', name: 'Acme' },
      replyTo: 'help@acme.example',
    })
  })

  it('is the Worker’s own, with the shop’s name and replyTo, without a from', async () => {
    const shop = await makeShop({ sender: { replyTo: 'help@acme.example' } })
    const own = { from: { email: OWN, name: 'Acme' }, replyTo: 'help@acme.example' }
    expect(await senderOf(shop, 'A')).toEqual(own)
    await shop.api('PATCH', '/v1/shop', { sender: { name: 'Acme Stock' } })
    expect(await senderOf(shop, 'B')).toEqual({ from: { email: OWN, name: 'Acme Stock' } })
  })

  it('is the Worker’s own after the owner struck the domain off', async () => {
    const shop = await makeShop({ senderDomains: ['acme.example'] })
    expect(await sendFrom(shop, 'stock@acme.example')).toEqual([200, []])
    expect((await allow(shop.id, [])).status).toBe(200)
    const own = { from: { email: OWN, name: 'Acme' }, replyTo: 'help@acme.example' }
    expect(await senderOf(shop, 'A')).toEqual(own)
  })

  it('cannot be listed with a key of the shop, neither by the route nor by settings', async () => {
    const shop = await makeShop()
    expect((await allow(shop.id, ['acme.example'], shop.secretKey)).status).toBe(401)
    const senderDomains = ['acme.example']
    expect((await shop.api('PATCH', '/v1/shop', { senderDomains })).status).toBe(422)
    expect(await table('shop')).toMatchObject([{ sender_domains: '[]' }])
  })

  it.each([[['no domain']], [['a@acme.example']], ['acme.example'], [Array(21).fill('a.example')]])(
    'is not listed as %j',
    async (domains) => {
      const shop = await makeShop()
      expect((await allow(shop.id, domains)).status).toBe(422)
      expect((await allow('nobody', ['acme.example'])).status).toBe(404)
    },
  )
})

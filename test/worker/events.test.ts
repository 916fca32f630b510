/** Events about requests and restocks, for a webhook that listens. */
import { describe, expect, it } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import { ask, drain, fakeUrl, linkIn, makeShop, table, tick, world } from './harness.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A shop with two webhooks: one gets the given events, the other one listens to something else. */
async function listening(events: string[], settings: Record<string, unknown> = {}) {
  const [url, other] = [fakeUrl('webhook'), fakeUrl('webhook')]
  const hook = { type: 'webhook', url: `${url}/hook`, secret: SECRET, events }
  const deaf = { ...hook, name: 'other', url: `${other}/hook`, events: ['source.silent'] }
  const shop = await makeShop({ destinations: [{ type: 'email' }, hook, deaf], ...settings })
  const heard = async () =>
    (await receivedAt(url)).map(({ headers, body }) => ({ id: headers['webhook-id'], body }))
  return { shop, heard, others: () => receivedAt(other) }
}

describe('a webhook that listens', () => {
  it('gets subscription.confirmed once for each request that a person confirms', async () => {
    const { shop, heard, others } = await listening(['subscription.confirmed'])
    for (const sku of ['TEE-M', 'MUG']) {
      await shop.subscribe({ email: 'ada@example.com', country: 'DE', sku })
    }
    await shop.subscribe({ email: 'bo@example.com' })
    await drain()
    expect(await heard()).toEqual([])
    const path = linkIn(world.mails.find(({ to }) => to === 'ada@example.com')?.text, 'c')
    for (let time = 1; time <= 2; time += 1) {
      expect((await ask(path, { method: 'POST' })).status).toBe(200)
      await drain()
    }
    const rows = await table<{ id: string; request_id: string; sku: string; contact_id: string }>(
      'subscription',
    )
    const expected = rows
      .filter(({ contact_id }) => contact_id === rows[0]?.contact_id)
      .map(({ id, request_id, sku, contact_id }) => ({
        id: `${request_id}:confirmed:webhook`,
        body: {
          type: 'subscription.confirmed',
          timestamp: expect.any(String),
          data: { subscriptionId: id, contactId: contact_id, sku },
        },
      }))
    expect(expected).toHaveLength(2)
    expect(new Set(await heard())).toEqual(new Set(expected))
    expect([await others(), await table('outbox')]).toEqual([[], []])
  })

  it('gets subscription.expired once when a request has waited for too long', async () => {
    const { shop, heard } = await listening(['subscription.expired'], { expireAfterDays: 30 })
    const patient = await listening(['subscription.expired'])
    await shop.subscribe()
    await patient.shop.subscribe()
    const [row] = await table<{ id: string; contact_id: string; shop_id: string }>('subscription')
    const night = new Date(Date.now() + 31 * DAY_MS).setUTCHours(3, 0, 0, 0)
    for (let minute = 0; minute < 10; minute += 1) await tick(night + minute * 60_000)
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    expect(row?.shop_id).toBe(shop.id)
    expect(await heard()).toMatchObject([
      {
        id: `${row?.id}:expired:webhook`,
        body: { data: { subscriptionId: row?.id, contactId: row?.contact_id, sku: 'TEE-M' } },
      },
    ])
    expect(await patient.heard()).toEqual([])
  })

  it('gets restock.awaiting_approval once for each restock that waits', async () => {
    const { shop, heard } = await listening(['restock.awaiting_approval'], {
      rules: { approval: 'always' },
    })
    for (const name of ['ada', 'bo']) await shop.subscribe({ email: `${name}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [row] = await table<{ id: string }>('restock')
    for (const action of ['hold', 'resume']) {
      await shop.api('POST', `/v1/restocks/${row?.id}/${action}`)
      await tick()
      await drain()
    }
    expect(await heard()).toEqual([
      {
        id: `${row?.id}:awaiting:webhook`,
        body: {
          type: 'restock.awaiting_approval',
          timestamp: expect.any(String),
          data: { restock: row?.id, sku: 'TEE-M', people: 2 },
        },
      },
    ])
  })
})

/**
 * A new channel needs only data. This file adds a channel `test` to the list of channels and a
 * destination for it to the list of destinations. It needs no migration and no other change.
 */
import { beforeEach, expect, it, vi } from 'vitest'
import { drain, indexIn, makeShop, openWorld, ORIGIN, table, world } from './harness.ts'

beforeEach(openWorld)

const sent = vi.hoisted(() => [] as { to: Record<string, string>; channels: string[] }[])

vi.mock('../../shared/channels.ts', async (load) => {
  const real = await load<{ CHANNELS: object }>()
  return { ...real, CHANNELS: { ...real.CHANNELS, test: 'phone' } }
})

vi.mock('../../worker/connectors/destinations/all.ts', async (load) => {
  const [v, { common }, { rate }] = await Promise.all([
    import('valibot'),
    import('../../worker/connectors/destinations/options.ts'),
    import('../../worker/connectors/options.ts'),
  ])
  return {
    ...(await load<object>()),
    test: {
      type: 'test',
      options: v.object({ type: v.literal('test'), ...common('test'), rate: rate({}) }),
      secrets: [],
      addresses: [],
      can: () => ['notify'],
      tells: () => ['test'],
      create: () => ({
        async notify(call: (typeof sent)[number]) {
          sent.push({ to: call.to, channels: call.channels })
          return { kind: 'accepted' }
        },
      }),
    },
  }
})

const shopWithTest = () =>
  makeShop({ channels: ['email', 'test'], destinations: [{ type: 'email' }, { type: 'test' }] })

const consent = (channel: string) => ({
  purpose: 'alert',
  channel,
  version: 'v1',
  text: 'One message',
})
const request = {
  sku: 'TEE-M',
  email: 'ada@example.com',
  phone: '+46701234567',
  channels: ['email', 'test'],
  consents: [consent('email'), consent('test')],
  product: { title: 'Tee', url: `${ORIGIN}/p/tee` },
}

it('the Worker notifies people over a channel that is just an entry in the table of channels', async () => {
  const shop = await shopWithTest()
  expect((await shop.api('POST', '/v1/subscriptions', request)).status).toBe(202)
  const [row] = await table('subscription')
  expect(row).toMatchObject({ channels: 17 })
  expect(indexIn(row, 'test')).toEqual(expect.any(String))
  await shop.setStock({ sku: 'TEE-M', quantity: 1 })
  await drain()
  expect(world.mails).toHaveLength(1)
  expect(sent).toEqual([
    { to: { email: 'ada@example.com', test: '+46701234567' }, channels: ['test'] },
  ])
  const [contact] = await table('contact')
  const exported = await shop.api('GET', `/v1/contacts/${String(contact?.['id'])}`)
  expect(await exported.json()).toMatchObject({
    notifications: expect.arrayContaining([expect.objectContaining({ channels: ['test'] })]),
  })
})

it('the Worker leaves a suppressed number out of such a channel, and still sends e-mail', async () => {
  sent.length = 0
  const shop = await shopWithTest()
  await shop.api('POST', '/v1/subscriptions', request)
  await shop.api('PUT', '/v1/suppressions', { phone: '+46701234567' })
  expect(await table('subscription')).toMatchObject([{ channels: 1 }])
  await shop.api('POST', '/v1/subscriptions', { ...request, sku: 'VASE' })
  const rows = await table('subscription')
  expect(rows.map(({ sku, channels }) => [sku, channels])).toEqual([
    ['TEE-M', 1],
    ['VASE', 1],
  ])
  await shop.setStock({ sku: 'TEE-M', quantity: 1 })
  await drain()
  expect(world.mails).toHaveLength(1)
  expect(sent).toEqual([])
})

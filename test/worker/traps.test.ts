/**
 * Five known faults of back-in-stock systems: they store repeated requests or invalid addresses,
 * serve only the first page of a list, notify fewer people than they could, and mix up markets.
 * Each test runs against the whole Worker.
 */
import { describe, expect, it } from 'vitest'
import { MATCH_CHUNK } from '../../worker/limits.ts'
import { sealAddresses } from '../../worker/address/sealed.ts'
import { openVault } from '../../worker/vault.ts'
import {
  ACCEPTED,
  ORIGIN,
  drain,
  makeShop,
  table,
  inShort,
  type TestShop,
  world,
} from './harness.ts'

/** Replaces the mail binding and keeps the addresses: the real one writes a file for each mail. */
function keepMails(): string[] {
  const to: string[] = []
  world.env.EMAIL = {
    send: async (mail: { to: string }) => {
      to.push(mail.to)
      return { messageId: String(to.length) }
    },
  } as unknown as SendEmail
  return to
}

/** Writes so many waiting subscriptions, each of another person. */
async function waiting(shop: TestShop, count: number): Promise<void> {
  const vault = await openVault(world.env, shop)
  const people = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const email = `p${n}@example.com`
      const contact = await vault.index('email', email)
      return {
        id: `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
        contact,
        addresses: JSON.stringify(await sealAddresses(vault, contact, ['email'], { email })),
      }
    }),
  )
  const json = JSON.stringify(people)
  await world.env.DB.batch([
    world.env.DB.prepare(
      `INSERT INTO subscription
         (id, shop_id, contact_id, sku, locale, external_id, channels, addresses,
          request_id)
       SELECT value ->> 'id', ?1, value ->> 'contact', 'TEE-M', '', '', 1,
         value ->> 'addresses', '' FROM json_each(?2)`,
    ).bind(shop.id, json),
    world.env.DB.prepare(
      `INSERT INTO contact (id, shop_id, addresses, created_at)
       SELECT value ->> 'contact', ?1, value ->> 'addresses', 0 FROM json_each(?2)`,
    ).bind(shop.id, json),
  ])
  const product = { sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p/tee` }
  expect((await shop.api('PUT', '/v1/products', [product])).status).toBe(202)
}

const left = async () =>
  (await Promise.all(['subscription', 'outbox'].map((name) => table(name)))).flat().length

describe('the Worker', () => {
  it('stores one row for 50 equal requests at once, and answers them alike', async () => {
    const shop = await makeShop()
    const ask = () => shop.page('POST', '/v1/client/subscriptions', shop.request())
    const answers = await Promise.all(Array.from({ length: 50 }, ask))
    const said = await Promise.all(answers.map(inShort))
    expect(new Set(said)).toEqual(new Set([ACCEPTED]))
    for (const name of ['subscription', 'contact', 'consent']) {
      expect(await table(name)).toHaveLength(1)
    }
  })

  it('refuses an invalid e-mail address, and stores nothing of it', async () => {
    const shop = await makeShop()
    const rubbish = ['', 'asdf', 'a@b', '@', 'a@@example.com', 'a b@example.com', 'a@example', 7]
    for (const email of [...rubbish, 'ada@example.com\r\nBcc: eve@example.com', '<script>', null]) {
      const answer = await shop.page('POST', '/v1/client/subscriptions', shop.request({ email }))
      expect([email, answer.status]).toEqual([email, 422])
    }
    for (const name of ['subscription', 'contact', 'consent', 'outbox']) {
      expect(await table(name)).toEqual([])
    }
  })

  it('notifies 5,000 waiting people, each once', async () => {
    const people = 5000
    expect(people).toBeGreaterThan(MATCH_CHUNK * 2)
    const shop = await makeShop()
    const told = keepMails()
    await waiting(shop, people)
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await drain()
    expect([told.length, new Set(told).size, await left()]).toEqual([people, people, 0])
  }, 60_000)

  it.each([{ mode: 'everyone' }, { mode: 'waves', perUnit: 1, everyMinutes: 30 }])(
    'notifies all of 1,000 people at once when 5,000 units arrive, with the pace $mode',
    async (pace) => {
      const shop = await makeShop({ rules: { pace } })
      const told = keepMails()
      await waiting(shop, 1000)
      await shop.setStock({ sku: 'TEE-M', quantity: 5000 })
      await drain()
      expect([told.length, new Set(told).size, await left()]).toEqual([1000, 1000, 0])
    },
  )

  it('notifies only the people of each market when two variants come back in different ones', async () => {
    const shop = await makeShop()
    for (const sku of ['TEE-M', 'TEE-L']) {
      for (const market of ['SE', 'DE']) {
        await shop.subscribe({ sku, externalId: market, email: `${sku}.${market}@example.com` })
      }
      await shop.subscribe({ sku, email: `${sku}.nowhere@example.com` })
    }
    await shop.setStock(
      { sku: 'TEE-M', externalId: 'SE', quantity: 5 },
      { sku: 'TEE-M', externalId: 'DE', quantity: 0 },
      { sku: 'TEE-L', externalId: 'SE', quantity: 0 },
      { sku: 'TEE-L', externalId: 'DE', quantity: 5 },
    )
    await drain()
    expect(world.mails.map(({ to }) => to).toSorted()).toEqual([
      'tee-l.de@example.com',
      'tee-m.se@example.com',
    ])
    expect((await table('subscription')).map((one) => [one['sku'], one['external_id']])).toEqual([
      ['TEE-M', 'DE'],
      ['TEE-M', ''],
      ['TEE-L', 'SE'],
      ['TEE-L', ''],
    ])
  })
})

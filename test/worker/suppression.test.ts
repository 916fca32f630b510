import { describe, expect, it } from 'vitest'
import {
  liftSuppression,
  suppressAddress,
  type SuppressionReason,
} from '../../worker/suppression/store.ts'
import { shopById } from '../../worker/shop/store.ts'
import { lease } from '../../worker/delivery/lease.ts'
import { openVault } from '../../worker/vault.ts'
import {
  ask,
  deliver,
  drain,
  inShort,
  fakeUrl,
  indexIn,
  linkIn,
  makeShop,
  table,
  tick,
  world,
  type TestShop,
} from './harness.ts'

const browser = { Accept: 'text/html' }
const klaviyo = {
  type: 'klaviyo',
  companyId: 'AbC123',
  listId: 'Y6nRLr',
  catalog: '$custom:::$default',
}

/** Loads the shop from the database. */
async function theShop({ id }: { id: string }) {
  const shop = await shopById(world.env, id)
  if (!shop) throw new Error('no shop')
  return shop
}

/** Suppresses an address, as a report at `at` would. */
async function suppress(
  shop: TestShop,
  kind: 'email' | 'phone',
  address: string,
  reason: SuppressionReason,
  at: number,
) {
  const { index } = await openVault(world.env, shop)
  const found = { kind, index: await index(kind, address) }
  await suppressAddress(world.env, await theShop(shop), found, reason, at)
}

/** A person who was notified about the tee, and waits for it again and for the vase. */
async function mailed() {
  const shop = await makeShop()
  await shop.subscribe()
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  await shop.setStock({ sku: 'TEE-M', quantity: 0 })
  await shop.subscribe()
  await shop.subscribe({ sku: 'VASE' })
  const text = world.mails[0]?.text ?? ''
  const path = linkIn(text, 'u')
  const manage = linkIn(text, 'm')
  return { shop, path, manage }
}

const post = (path: string, form: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { ...browser, 'Content-Type': 'application/x-www-form-urlencoded' },
  })

describe('the unsubscribe page', () => {
  it('offers to stop one product only if the person waits for it again', async () => {
    const { shop, path } = await mailed()
    expect(await (await ask(path, { headers: browser })).text()).toContain('value="product"')
    expect(await (await post(path, { stop: 'product' })).text()).toContain('for this product')
    expect(await table('subscription')).toMatchObject([{ sku: 'VASE' }])
    expect(await (await ask(path, { headers: browser })).text()).not.toContain('value="product"')
    await shop.subscribe()
    expect(await table('subscription')).toHaveLength(2)
  })

  it('suppresses the address of a person who wants no alert ever again, also for later requests', async () => {
    const { shop, path } = await mailed()
    const fresh = await shop.page('POST', '/v1/client/subscriptions', shop.request({ sku: 'MUG' }))
    for (let time = 1; time <= 2; time += 1) {
      const page = await (await post(path, { stop: 'never' })).text()
      expect(page).toContain('will never send you an alert again')
    }
    expect(await table('suppression')).toMatchObject([{ shop_id: shop.id, reason: 'person' }])
    expect(await table('subscription')).toEqual([])
    const before = [await table('consent'), await table('contact')]

    const again = await shop.page('POST', '/v1/client/subscriptions', shop.request({ sku: 'MUG' }))
    expect(await inShort(again)).toBe(await inShort(fresh))
    await shop.subscribe({ country: 'DE', sku: 'BOWL' })
    const { shop: _, ...request } = shop.request()
    const backend = await shop.api('POST', '/v1/subscriptions', request)
    expect(await backend.json()).toEqual({ status: 'suppressed', contactId: expect.any(String) })
    expect(await table('subscription')).toEqual([])
    expect([await table('consent'), await table('contact')]).toEqual(before)
    expect(await table('outbox')).toEqual([])
    expect(await table('confirmation')).toEqual([])
    await shop.subscribe({ email: 'other@example.com' })
    expect(await table('subscription')).toHaveLength(1)
  })

  it('does not hide from a suppressed person that a variant is in stock or unknown', async () => {
    const { shop, path } = await mailed()
    await post(path, { stop: 'never' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const stocked = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    expect(stocked.status).toBe(409)
    await shop.api('PATCH', '/v1/shop', { catalog: 'strict' })
    const unknown = await shop.page(
      'POST',
      '/v1/client/subscriptions',
      shop.request({ sku: 'BOWL' }),
    )
    expect(unknown.status).toBe(404)
  })
})

describe('a message to a suppressed address', () => {
  it('is dropped before it is sent, and counted in the log', async () => {
    const { shop } = await mailed()
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    const [row] = await table('contact')
    await world.env.DB.prepare(
      'INSERT INTO suppression (shop_id, address_index, reason, at) VALUES (?1, ?2, ?3, 0)',
    )
      .bind(shop.id, row?.['id'], 'person')
      .run()
    await drain()
    await tick()
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
    const log = await shop.api('GET', '/v1/log?kind=outbox_run&limit=1')
    expect(await log.json()).toMatchObject({
      entries: [{ detail: { 'notify:email:suppressed': 1 } }],
    })
  })
})

describe('the page to manage subscriptions', () => {
  it('lists the subscriptions of a person, and removes one at a time', async () => {
    const { shop, manage } = await mailed()
    await shop.api('PUT', '/v1/products', [
      { sku: 'VASE', title: 'Beacon vase', url: 'https://acme.example/vase' },
    ])
    await shop.subscribe({ email: 'other@example.com' })
    const before = await table('subscription')
    const page = await (await ask(manage, { headers: browser })).text()
    expect(page).toContain('Tee, M')
    expect(page).toContain('Beacon vase')
    expect(page).toContain(`since `)
    expect(await table('subscription')).toEqual(before)

    const [tee, vase, other] = before.map((one) => String(one['id']))
    const after = await (await post(manage, { remove: tee ?? '' })).text()
    expect(after).not.toContain('Tee, M')
    expect(after).toContain('Beacon vase')
    // The subscription of another person, and no subscription at all: nothing is removed.
    await post(manage, { remove: other ?? '' })
    await post(manage, {})
    expect((await table('subscription')).map(({ id }) => id)).toEqual([vase, other])
    expect(await (await post(manage, { remove: vase ?? '' })).text()).toContain(
      'You have no alerts at',
    )
    const withdrawn = (await table('consent')).filter((one) => one['action'] === 'withdrawn')
    expect(withdrawn).toHaveLength(2)
  })

  it('opens only with its own kind of link', async () => {
    const { path, manage } = await mailed()
    expect((await ask(path.replace('/u/', '/m/'))).status).toBe(404)
    expect((await ask(manage.replace('/m/', '/u/'))).status).toBe(404)
    expect((await post(manage.replace('/m/', '/u/'), {})).status).toBe(404)
    expect(await table('subscription')).toHaveLength(2)
  })
})

describe('a suppressed address', () => {
  const both = {
    channels: ['email', 'sms'],
    destinations: [
      { type: 'email' },
      { ...klaviyo, baseUrl: fakeUrl('klaviyo'), channels: ['sms'] },
    ],
  }
  const number = { phone: '070-123 45 67' }
  const ada = { email: 'ada@example.com' }

  it('gets no message that was on its way, has no subscriptions and cannot subscribe', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.subscribe({ sku: 'VASE' })
    await shop.subscribe({ sku: 'MUG', country: 'DE' })
    await shop.subscribe({ email: 'other@example.com' })
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect((await table('outbox')).map(({ call }) => call).toSorted()).toEqual([
      'confirm',
      'notify',
    ])
    for (let time = 0; time < 2; time += 1) {
      const answer = await shop.api('PUT', '/v1/suppressions', { email: 'ADA@example.com ' })
      expect([answer.status, await answer.text()]).toEqual([204, ''])
    }
    expect(await table('outbox')).toEqual([])
    const others = await table('subscription')
    expect(others).toMatchObject([{ sku: 'TEE-M' }])
    expect(await table('suppression')).toMatchObject([{ shop_id: shop.id, reason: 'shop' }])
    const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
    expect(withdrawn.map(({ sku, method }) => [sku, method]).toSorted()).toEqual([
      ['MUG', 'api'],
      ['TEE-M', 'api'],
      ['VASE', 'api'],
    ])
    await shop.subscribe({ sku: 'BOWL' })
    expect(await table('subscription')).toEqual(others)
    expect(JSON.stringify(await table('suppression'))).not.toContain('example.com')
  })

  it('can subscribe again after the shop lifts the suppression', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/suppressions', ada)
    // A repeated suppression does not replace the first one.
    await world.env.DB.prepare('UPDATE suppression SET at = 7').run()
    await shop.api('PUT', '/v1/suppressions', ada)
    expect(await table('suppression')).toMatchObject([{ reason: 'shop', at: 7 }])
    await shop.subscribe()
    for (let time = 0; time < 2; time += 1) {
      expect((await shop.api('DELETE', '/v1/suppressions', ada)).status).toBe(204)
    }
    expect(await table('suppression')).toEqual([])
    expect(await table('subscription')).toEqual([])
    await shop.subscribe()
    expect(await table('subscription')).toHaveLength(1)
  })

  it.each(['bounce', 'complaint', 'stop'] as const)(
    'stays suppressed because of a %s, whatever the shop requests before or after',
    async (reason) => {
      const shop = await makeShop()
      const { index } = await openVault(world.env, shop)
      const contact = await index('email', ada.email)
      await shop.subscribe()
      await shop.api('PUT', '/v1/suppressions', ada)
      await suppress(shop, 'email', ada.email, reason, 7)
      await shop.api('PUT', '/v1/suppressions', ada)
      const answer = await shop.api('DELETE', '/v1/suppressions', ada)
      expect([answer.status, await answer.json()]).toMatchObject([
        409,
        { code: 'suppression_kept' },
      ])
      expect(await table('suppression')).toMatchObject([{ reason, at: 7 }])
      expect(await liftSuppression(world.env.DB, shop.id, contact, [reason])).toBeUndefined()
      expect(await table('suppression')).toEqual([])
    },
  )

  it.each(['bounce', 'complaint'] as const)(
    'gets no mail because of a %s, while the person keeps the SMS subscriptions',
    async (reason) => {
      const twilio = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none' }
      const bySms = { ...twilio, from: 'Acme', baseUrl: fakeUrl('twilio') }
      const shop = await makeShop({ ...both, destinations: [{ type: 'email' }, bySms] })
      const { index } = await openVault(world.env, shop)
      const contact = await index('email', ada.email)
      const over = { ...number, channels: ['email', 'sms'] }
      await shop.subscribe(over)
      await shop.subscribe({ sku: 'VASE' })
      await shop.subscribe({ ...over, email: 'other@example.com' })
      await suppress(shop, 'email', ada.email, reason, 7)
      expect(await table('suppression')).toMatchObject([
        { address_index: contact, channel: 'email', reason },
      ])
      const left = await table('subscription')
      expect(left.map(({ sku, channels }) => [sku, channels])).toEqual([
        ['TEE-M', 2],
        ['TEE-M', 3],
      ])
      const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
      expect(
        withdrawn.map(({ sku, channel, method }) => [sku, channel, method]).toSorted(),
      ).toEqual([
        ['TEE-M', 'email', reason],
        ['VASE', 'email', reason],
      ])

      // The person subscribes again: the Worker leaves the address out, or ignores the request.
      for (let time = 0; time < 2; time += 1) {
        await shop.subscribe({ ...over, sku: 'BOWL' })
        await shop.subscribe({ ...over, sku: 'MUG', country: 'DE', phone: '+46701234567' })
        await shop.subscribe({ sku: 'CUP' })
      }
      const again = (await table('subscription')).slice(2)
      expect(again.map(({ sku, channels, status }) => [sku, channels, status])).toEqual([
        ['BOWL', 2, 'waiting'],
        ['MUG', 2, 'pending'],
      ])
      const asked = (await table('outbox')).filter(({ call }) => call === 'confirm')
      expect(asked).toMatchObject([{ channels: 2 }])
      await shop.setStock({ sku: 'BOWL', quantity: 5 })
      await drain()
      expect(world.mails).toEqual([])
    },
  )

  it('loses only the mails on their way because of a bounce, not other messages', async () => {
    const shop = await makeShop(both)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    const relay = (await table('outbox'))[0]
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.find(({ queue }) => queue === 'shelfbell-match')
    if (match) await deliver(match)
    expect((await table('outbox')).map(({ call }) => call).toSorted()).toEqual([
      'notify',
      'subscribe',
    ])
    await suppress(shop, 'email', ada.email, 'bounce', 7)
    expect(await table('outbox')).toMatchObject([{ id: relay?.['id'], channels: 2 }])
    // A mail that was written at the same moment is dropped before it is sent.
    await world.env.DB.prepare(
      `UPDATE outbox SET channels = 1, call = 'notify', destination = 'email',
         addresses = (SELECT addresses FROM contact)`,
    ).run()
    world.queued = []
    await tick(Date.now() + 5 * 60_000)
    await drain()
    expect(world.mails).toEqual([])
    expect(await table('outbox')).toEqual([])
  })

  it('is cancelled, because of a bounce, at destinations that had it for mail alone', async () => {
    const secret = `whsec_${btoa('0123456789abcdef01234567')}`
    const hears = { type: 'webhook', url: 'https://acme.example/hook', secret }
    const sms = {
      type: 'sms',
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'token',
      from: 'Acme',
    }
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [{ type: 'email' }, sms, { ...hears, events: ['subscription.cancelled'] }],
    })
    const over = { ...number, channels: ['email', 'sms'] }
    await shop.subscribe({ ...over, sku: 'VASE' })
    await shop.subscribe({ sku: 'MUG' })
    await shop.subscribe(over)
    await shop.subscribe({ sku: 'BOWL' })
    for (const sku of ['TEE-M', 'BOWL']) await shop.setStock({ sku, quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    const onTheWay = async () =>
      (await table('outbox')).map(({ call, sku, channels }) => `${call} ${sku} ${channels}`)
    expect((await onTheWay()).toSorted()).toEqual([
      'notify BOWL 1',
      'notify TEE-M 1',
      'notify TEE-M 2',
    ])
    await suppress(shop, 'email', ada.email, 'bounce', 7)
    expect((await onTheWay()).toSorted()).toEqual([
      'cancel BOWL 1',
      'cancel MUG 1',
      'notify TEE-M 2',
    ])
    expect(await table('subscription')).toMatchObject([{ sku: 'VASE', channels: 2 }])
  })

  it('gets nothing over any channel if it bounced and the person stopped all alerts', async () => {
    const shop = await makeShop(both)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    await suppress(shop, 'email', ada.email, 'bounce', 7)
    await suppress(shop, 'email', ada.email, 'person', 8)
    expect(await table('subscription')).toEqual([])
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    expect(await table('subscription')).toEqual([])
    // The bounce stays, so the address still gets no mail.
    expect((await shop.api('DELETE', '/v1/suppressions', ada)).status).toBe(409)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    expect(await table('subscription')).toMatchObject([{ channels: 2 }])
  })

  it('cannot subscribe with a suppressed number either', async () => {
    const shop = await makeShop(both)
    await suppress(shop, 'email', ada.email, 'bounce', 7)
    await suppress(shop, 'phone', '+46701234567', 'stop', 7)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    expect(await table('subscription')).toEqual([])
    expect(await table('contact')).toEqual([])
  })

  it('can neither be suppressed nor lifted by another shop', async () => {
    const [mine, other] = [await makeShop(), await makeShop()]
    await mine.subscribe()
    await other.api('PUT', '/v1/suppressions', ada)
    expect(await table('subscription')).toHaveLength(1)
    await mine.api('PUT', '/v1/suppressions', ada)
    await other.api('DELETE', '/v1/suppressions', ada)
    expect(await table('suppression')).toMatchObject([{ shop_id: mine.id }])
  })

  it('loses only SMS if it is the number of a person who is known by e-mail', async () => {
    const shop = await makeShop(both)
    const onlySms = { channels: ['sms'], email: undefined }
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    await shop.subscribe({ ...number, ...onlySms, sku: 'VASE' })
    expect((await table('outbox')).map(({ channels }) => channels)).toEqual([2, 2])
    expect((await shop.api('PUT', '/v1/suppressions', number)).status).toBe(204)
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toMatchObject([
      { sku: 'TEE-M', channels: 1, addresses: expect.not.stringContaining('sms') },
    ])
    const withdrawn = (await table('consent')).filter(({ action }) => action === 'withdrawn')
    expect(withdrawn.map(({ sku, channel }) => [sku, channel]).toSorted()).toEqual([
      ['TEE-M', 'sms'],
      ['VASE', 'sms'],
    ])

    // The person subscribes again with the number in another format: the Worker leaves it out.
    const again = { phone: '+46 70 123 45 67', sku: 'BOWL' }
    for (let time = 0; time < 2; time += 1) {
      await shop.subscribe({ ...again, channels: ['email', 'sms'] })
    }
    await shop.subscribe({ ...again, ...onlySms, sku: 'MUG' })
    expect(
      (await table('subscription')).map(({ sku, channels, addresses }) => [
        sku,
        channels,
        addresses,
      ]),
    ).toEqual([
      ['TEE-M', 1, expect.not.stringContaining('sms')],
      ['BOWL', 1, expect.not.stringContaining('sms')],
    ])
    expect(await table('outbox')).toEqual([])
    for (const sku of ['TEE-M', 'BOWL']) await shop.setStock({ sku, quantity: 5 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['ada@example.com', 'ada@example.com'])

    await shop.api('DELETE', '/v1/suppressions', { phone: '0701234567', country: 'SE' })
    await shop.subscribe({ ...number, ...onlySms, sku: 'CUP' })
    expect(await table('subscription')).toMatchObject([{ sku: 'CUP', channels: 2 }])
  })

  it('gets no SMS that is on its way if it is a number, while the person’s mail is sent', async () => {
    const shop = await makeShop(both)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    const [one] = await table('subscription')
    await world.env.DB.prepare('DELETE FROM outbox').run()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.find(({ queue }) => queue === 'shelfbell-match')
    if (match) await deliver(match)
    // This shop has no destination that sends SMS itself, so write such a row directly.
    await world.env.DB.prepare(
      `INSERT INTO outbox SELECT id || ':sms', shop_id, call, 'sms', state, due_at, attempts,
         subscription_id, contact_id, restock_id, 2, addresses, sku, locale,
         external_id, product, wanted, data, together, detail, reason FROM outbox`,
    ).run()
    expect((await table('outbox')).map((row) => indexIn(row, 'sms'))).toEqual([
      indexIn(one, 'sms'),
      indexIn(one, 'sms'),
    ])
    await world.env.DB.prepare(
      'INSERT INTO suppression (shop_id, address_index, reason, at) VALUES (?1, ?2, ?3, 0)',
    )
      .bind(shop.id, indexIn(one, 'sms'), 'stop')
      .run()
    world.queued = []
    await tick(Date.now() + 5 * 60_000)
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toEqual([])
    const log = await shop.api('GET', '/v1/log?kind=outbox_run&limit=1')
    expect(await log.json()).toMatchObject({
      entries: [{ detail: { 'notify:sms:suppressed': 1, 'notify:email:finished': 1 } }],
    })
  })

  it('is still found, if it is a number, after its person was put back on the list', async () => {
    const shop = await makeShop(both)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    const [one] = await table('subscription')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.find(({ queue }) => queue === 'shelfbell-match')
    if (match) await deliver(match)
    expect((await table('outbox')).filter(({ call }) => call === 'notify')).toHaveLength(1)
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    world.queued = []
    await tick(Date.now() + 5 * 60_000)
    await drain()
    const [back] = await table('subscription')
    expect(indexIn(back, 'sms')).toBe(indexIn(one, 'sms'))
    await shop.api('PUT', '/v1/suppressions', number)
    expect(await table('subscription')).toMatchObject([
      { channels: 1, addresses: expect.not.stringContaining('sms') },
    ])
  })

  it('is left out of the call to a platform if it is a number', async () => {
    const shop = await makeShop({
      channels: ['email', 'sms'],
      destinations: [
        {
          ...klaviyo,
          channels: ['email', 'sms'],
          baseUrl: fakeUrl('klaviyo'),
        },
      ],
    })
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    const [one] = await table('outbox')
    expect(one).toMatchObject({ channels: 3 })
    expect(indexIn(one, 'sms')).toEqual(expect.any(String))
    await shop.api('PUT', '/v1/suppressions', number)
    expect(await table('outbox')).toMatchObject([
      { id: one?.['id'], channels: 1, addresses: expect.not.stringContaining('sms') },
    ])
  })

  it('is left out of a call that was written at the same moment, while the rest is sent', async () => {
    const shop = await makeShop(both)
    await shop.subscribe({ ...number, channels: ['email', 'sms'] })
    await world.env.DB.prepare(`UPDATE outbox SET channels = 3`).run()
    const [row] = await table('outbox')
    const leased = async () => {
      await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
      return lease(world.env.DB, shop.id, [String(row?.['id'])], Date.now(), false)
    }
    const insert = (index: unknown, channel: string) =>
      world.env.DB.prepare(`INSERT INTO suppression VALUES (?1, ?2, ?3, 'stop', 0)`)
        .bind(shop.id, index, channel)
        .run()
    expect(await leased()).toMatchObject({ rows: [{ channels: 3, addresses: row?.['addresses'] }] })
    await insert(indexIn(row, 'sms'), '')
    const { rows } = await leased()
    expect(rows).toMatchObject([{ channels: 1 }])
    expect(Object.keys(JSON.parse(rows[0]?.addresses ?? ''))).toEqual(['email'])
    await insert(indexIn(row, 'email'), 'email')
    expect(await leased()).toEqual({
      rows: [],
      dropped: [{ call: 'subscribe', destination: 'klaviyo' }],
    })
    expect(await table('outbox')).toEqual([])
  })

  it.each([
    [{}, '/email', 'missing'],
    [{ email: 'nobody' }, '/email', 'email_invalid'],
    [{ phone: '12' }, '/phone', 'phone_invalid'],
    [{ ...number, ...ada }, '/phone', 'address_second'],
    [{ ...ada, reason: 'person' }, '/reason', 'unknown_field'],
  ])('is refused as %j, with an error at %s', async (address, pointer, code) => {
    const shop = await makeShop()
    for (const method of ['PUT', 'DELETE']) {
      const response = await shop.api(method, '/v1/suppressions', address)
      expect(response.status).toBe(422)
      expect(await response.json()).toMatchObject({ errors: [{ pointer, code }] })
    }
    expect(await table('suppression')).toEqual([])
    expect((await ask('/v1/suppressions', { method: 'PUT' })).status).toBe(401)
  })
})

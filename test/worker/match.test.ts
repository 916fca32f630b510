import { describe, expect, it } from 'vitest'
import { deliver, drain, makeShop, ORIGIN, table, tick, world } from './harness.ts'

const MINUTE = 60_000

/** The five subscriptions of Voyado's article, and two more. */
const WAITING = {
  '#1': { sku: 'SKU-1', locale: 'sv-SE' },
  '#2': { sku: 'SKU-1', locale: 'pl-PL' },
  '#3': { sku: 'SKU-1', locale: 'sv-SE', externalId: 'SE-SKU-1' },
  '#4': { sku: 'SKU-1', locale: 'pl-PL', externalId: 'PL-SKU-1' },
  '#5': { sku: 'SKU-2', locale: 'sv-SE' },
  '#6': { sku: 'SKU-1', locale: 'pl-PL', externalId: 'SE-SKU-1' },
  '#7': { sku: 'SKU-1' },
}

describe('a stock update', () => {
  it.each([
    { update: { sku: 'SKU-1', locale: 'sv-SE' }, serves: ['#1', '#3'] },
    { update: { sku: 'SKU-1', locale: 'sv-se' }, serves: ['#1', '#3'] },
    { update: { sku: 'SKU-1', locale: 'pl-PL' }, serves: ['#2', '#4', '#6'] },
    { update: { sku: 'SKU-1', locale: 'de-DE' }, serves: [] },
    { update: { sku: 'SKU-1', locale: 'sv' }, serves: ['#1', '#3'] },
    { update: { sku: 'SKU-1', locale: 'sv-FI' }, serves: [] },
    { update: { sku: 'SKU-1', externalId: 'SE-SKU-1' }, serves: ['#3', '#6'] },
    { update: { sku: 'SKU-1', externalId: 'DE-SKU-1' }, serves: [] },
    { update: { sku: 'SKU-1', locale: 'sv-SE', externalId: 'SE-SKU-1' }, serves: ['#3'] },
    { update: { sku: 'SKU-1', locale: 'pl-PL', externalId: 'SE-SKU-1' }, serves: ['#6'] },
    { update: { sku: 'SKU-1', locale: 'sv-SE', externalId: 'PL-SKU-1' }, serves: [] },
    { update: { sku: 'SKU-1' }, serves: ['#1', '#2', '#3', '#4', '#6', '#7'] },
    { update: { sku: 'SKU-2' }, serves: ['#5'] },
    { update: { sku: 'SKU-3' }, serves: [] },
  ])('notifies $serves when it contains $update', async ({ update, serves }) => {
    const shop = await makeShop()
    for (const [name, wanted] of Object.entries(WAITING)) {
      await shop.subscribe({ ...wanted, email: `${name.slice(1)}@example.com` })
    }
    await shop.setStock({ ...update, quantity: 5 })
    await drain()
    const told = world.mails.map(({ to }) => `#${to.split('@', 1)[0]}`)
    expect(told.toSorted()).toEqual(serves)
    expect(await table('subscription')).toHaveLength(Object.keys(WAITING).length - serves.length)
    // A level begins no restock if nobody waits for it.
    expect(await table('restock')).toHaveLength(serves.length > 0 ? 1 : 0)
  })
})

describe('a restock for a language', () => {
  it('serves its regions but one that has a level of its own, and each person once', async () => {
    const shop = await makeShop()
    const level = (locale: string, quantity: number) => ({ sku: 'TEE-M', locale, quantity })
    await shop.setStock(level('fr', 0), level('fr-FR', 0), level('fr-CA', 0))
    await shop.subscribe({ email: 'france@example.com', locale: 'fr-FR' })
    await shop.subscribe({ email: 'belgium@example.com', locale: 'fr-BE' })
    await shop.subscribe({ email: 'both@example.com', locale: 'fr' })
    await shop.subscribe({ email: 'both@example.com', locale: 'fr-BE' })
    const told = async () => {
      await drain()
      return world.mails.splice(0).map(({ to }) => to.split('@', 1)[0])
    }
    await shop.setStock(level('fr-CA', 5))
    expect(await told()).toEqual([])
    await shop.setStock(level('fr', 5))
    expect((await told()).toSorted()).toEqual(['belgium', 'both'])
    const button = async (locale: string) => {
      const path = `/v1/client/availability?shop=${shop.publicKey}&sku=TEE-M&locale=${locale}`
      const answer = await shop.page('GET', path)
      return (await answer.json<{ availability: { 'TEE-M': string } }>()).availability['TEE-M']
    }
    expect([await button('fr-BE'), await button('fr-FR')]).toEqual(['in_stock', 'sold_out'])
    await shop.subscribe({ email: 'france@example.com', locale: 'fr-FR', quantity: 1 })
    await shop.setStock(level('fr-FR', 5), level('fr', 6))
    expect(await told()).toEqual(['france'])
    expect(await table('subscription')).toEqual([])
  })

  it('comes from one of its regions, too, for a page that names no region', async () => {
    const shop = await makeShop()
    const entry = { sku: 'TEE-M', title: 'T-shirt bleu', url: `${ORIGIN}/fr/tee`, locale: 'fr-FR' }
    await shop.api('PUT', '/v1/products', [{ ...entry, locale: undefined, title: 'Tee' }, entry])
    await shop.subscribe({ locale: 'fr' })
    await shop.setStock({ sku: 'TEE-M', locale: 'fr-FR', quantity: 5 })
    await drain()
    expect(world.mails.map(({ subject }) => subject)).toEqual(['De retour\u00a0: T-shirt bleu'])
  })
})

describe('a restock', () => {
  it('notifies 200 people once each, and nobody again for a repeated update', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 200; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 200 })
    await drain()
    expect(world.mails).toHaveLength(200)
    expect(new Set(world.mails.map(({ to }) => to)).size).toBe(200)
    expect(await table('subscription')).toHaveLength(0)
    expect(await table('outbox')).toHaveLength(0)
    expect(await table('notification')).toHaveLength(200)

    await shop.setStock({ sku: 'TEE-M', quantity: 200 })
    await drain()
    expect(world.mails).toHaveLength(200)
  }, 60_000)

  it('serves people in the order of subscribing, also beyond one chunk', async () => {
    const shop = await makeShop()
    await shop.subscribe({ email: 'first@example.com' })
    const [first] = await table('subscription')
    const [contact] = await table('contact')
    // Write 1,200 more rows directly: this test is about the order and the chunks.
    const insert = world.env.DB.prepare(
      `INSERT INTO subscription (id, shop_id, contact_id, sku, locale, external_id, channels,
         addresses, product, request_id)
       SELECT 'z' || printf('%06d', value), ?1, 'c' || value, 'TEE-M', '', '', 1, ?3, ?2, 'z'
       FROM (WITH RECURSIVE n (value) AS (
         SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 1200) SELECT value FROM n)`,
    ).bind(first?.['shop_id'], first?.['product'], first?.['addresses'])
    const contacts = world.env.DB.prepare(
      `INSERT INTO contact (id, shop_id, addresses, created_at)
       SELECT contact_id, shop_id, ?1, 0 FROM subscription WHERE id LIKE 'z%'`,
    ).bind(contact?.['addresses'])
    await world.env.DB.batch([insert, contacts])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('subscription')).toHaveLength(0)
    const ids = world.queued.flatMap(({ body }) => (body as { rows: string[] }).rows)
    expect(ids).toHaveLength(1201)
    expect(ids[0]).toContain(String(first?.['id']))
    expect(await table('restock')).toMatchObject([{ state: 'done', matched: 1201 }])
  })

  it('sends one mail to a person who waits for a variant in two languages', async () => {
    const shop = await makeShop()
    await shop.subscribe({ locale: 'sv-SE' })
    await shop.subscribe({ locale: 'en-GB' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.map(({ subject }) => subject)).toEqual(['Åter i lager: Tee, M'])
    expect(await table('subscription')).toHaveLength(0)
  })

  it('notifies a person again who subscribed again after the variant sold out', async () => {
    const shop = await makeShop()
    for (let round = 1; round <= 2; round += 1) {
      await shop.subscribe()
      await shop.setStock({ sku: 'TEE-M', quantity: 5 })
      await drain()
      expect(world.mails).toHaveLength(round)
      await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    }
  })

  it('notifies people only when the quantity is above the threshold of the shop', async () => {
    const shop = await makeShop({ rules: { threshold: 3 } })
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(world.mails).toHaveLength(0)
    await shop.setStock({ sku: 'TEE-M', quantity: 4 })
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('leaves everybody waiting if the variant sells out before the match', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    expect(world.mails).toHaveLength(0)
    expect(await table('subscription')).toHaveLength(1)
    expect(await table('restock')).toMatchObject([{ state: 'sold_out' }])
    await shop.setStock({ sku: 'TEE-M', quantity: 2 })
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('does not begin for a level that is older than the stored one', async () => {
    const shop = await makeShop()
    const at = (hour: string) => `2026-01-01T${hour}:00:00Z`
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 0, at: at('12') })
    await shop.setStock({ sku: 'TEE-M', quantity: 0, at: at('14') })
    await shop.setStock({ sku: 'TEE-M', quantity: 9, at: at('13') })
    await drain()
    expect(world.mails).toHaveLength(0)
    expect(await table('stock_level')).toMatchObject([{ quantity: 0, at: Date.parse(at('14')) }])
  })

  it('begins for a level of now even if the stored one is dated tomorrow', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    const tomorrow = new Date(Date.now() + 24 * 60 * MINUTE).toISOString()
    await shop.setStock({ sku: 'TEE-M', quantity: 0, at: tomorrow })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('stock_level')).toMatchObject([{ quantity: 5 }])
  })

  it('holds people while their product is unknown, and notifies them once it is known', async () => {
    const shop = await makeShop()
    await shop.subscribe({ product: undefined })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toHaveLength(0)
    expect(await table('restock')).toMatchObject([
      { state: 'held', matched: 0, held: '{"product_unknown":1}' },
    ])
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Harbour tee', url: `${ORIGIN}/p/tee` },
    ])
    await drain()
    expect(world.mails.map(({ subject }) => subject)).toEqual(['Back in stock: Harbour tee'])
  })

  it('writes its mail from the catalogue, not from what a page once said', async () => {
    const shop = await makeShop()
    await shop.subscribe({ locale: 'sv-SE' })
    await shop.api('PUT', '/v1/products', [
      { sku: 'TEE-M', title: 'Any tee', url: `${ORIGIN}/any` },
      {
        sku: 'TEE-M',
        locale: 'sv-SE',
        title: 'Hamntröja',
        url: `${ORIGIN}/sv`,
        price: 299,
        currency: 'SEK',
      },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails[0]).toMatchObject({
      subject: 'Åter i lager: Hamntröja',
      text: expect.stringContaining('Hamntröja\n299,00\u00a0kr\n'),
      html: expect.stringContaining(`title="${ORIGIN}/sv"`),
    })
  })

  it('notifies people at the second tick if its queue message is lost', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    world.queued = []
    await tick()
    await drain()
    expect(world.mails).toHaveLength(0)
    await tick(Date.now() + MINUTE)
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('notifies each person once when the queue delivers its messages twice at the same time', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 20; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.splice(0)
    await Promise.all([...match, ...match].map(deliver))
    const outbox = world.queued.splice(0)
    await Promise.all([...outbox, ...outbox].map(deliver))
    await drain()
    expect(world.mails).toHaveLength(20)
  })

  it('records in the log how many people it served', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const response = await shop.api('GET', '/v1/log?sku=TEE-M')
    const { entries } = await response.json<{ entries: { kind: string; detail: unknown }[] }>()
    expect(entries.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['outbox_run', { 'notify:email:finished': 1 }],
      ['restock_matched', { matched: 1, queued: 1, unmatched: 0, held: {} }],
      ['stock_received', { source: 'api', levels: 1, written: 1, restocks: 1 }],
    ])
    const first = await (await shop.api('GET', '/v1/log?limit=1')).json<{ cursor: string }>()
    const next = await shop.api('GET', `/v1/log?limit=1&cursor=${first.cursor}`)
    expect(await next.json()).toMatchObject({ entries: [{ kind: 'restock_matched' }] })
  })
})

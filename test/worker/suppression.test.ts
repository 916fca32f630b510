import { describe, expect, it } from 'vitest'
import { ask, drain, makeShop, table, tick, world } from './harness.ts'

const browser = { Accept: 'text/html' }

/** Somebody who was told about the tee, and waits for it again and for the vase. */
async function mailed() {
  const shop = await makeShop()
  await shop.subscribe()
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  await drain()
  await shop.setStock({ sku: 'TEE-M', quantity: 0 })
  await shop.subscribe()
  await shop.subscribe({ sku: 'VASE' })
  const text = world.mails[0]?.text ?? ''
  const path = /https:\/\/bell\.test(\/u\/\S+)/.exec(text)?.[1] ?? ''
  const manage = /https:\/\/bell\.test(\/m\/\S+)/.exec(text)?.[1] ?? ''
  return { shop, path, manage }
}

const post = (path: string, form: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { ...browser, 'Content-Type': 'application/x-www-form-urlencoded' },
  })

describe('the page behind the link to stop', () => {
  it('offers this product alone only to somebody who waits for it again', async () => {
    const { shop, path } = await mailed()
    expect(await (await ask(path, { headers: browser })).text()).toContain('value="product"')
    expect(await (await post(path, { stop: 'product' })).text()).toContain('for this product')
    expect(await table('subscription')).toMatchObject([{ sku: 'VASE' }])
    expect(await (await ask(path, { headers: browser })).text()).not.toContain('value="product"')
    await shop.subscribe()
    expect(await table('subscription')).toHaveLength(2)
  })

  it('takes the wish never to be written to again, which outlives every new request', async () => {
    const { shop, path } = await mailed()
    const fresh = await shop.page('POST', '/v1/client/subscriptions', shop.request({ sku: 'MUG' }))
    for (let time = 1; time <= 2; time += 1) {
      const page = await (await post(path, { stop: 'never' })).text()
      expect(page).toContain('will never send an alert to this address again')
    }
    expect(await table('suppression')).toMatchObject([{ shop_id: shop.id, reason: 'person' }])
    expect(await table('subscription')).toEqual([])
    const before = [await table('consent'), await table('contact')]

    const again = await shop.page('POST', '/v1/client/subscriptions', shop.request({ sku: 'MUG' }))
    expect([again.status, await again.text()]).toEqual([fresh.status, await fresh.text()])
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

  it('tells a suppressed person, as anybody, what is in stock or unknown', async () => {
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
  it('is dropped on its way, and counted in the log', async () => {
    const { shop } = await mailed()
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    const [row] = await table('contact')
    await world.env.DB.prepare('INSERT INTO suppression VALUES (?1, ?2, ?3, 0)')
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

describe('the page of what a person waits for', () => {
  it('lists it with its titles, and removes one at a time', async () => {
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
    // Not one's own, and nothing at all: the rest stays.
    await post(manage, { remove: other ?? '' })
    await post(manage, {})
    expect((await table('subscription')).map(({ id }) => id)).toEqual([vase, other])
    expect(await (await post(manage, { remove: vase ?? '' })).text()).toContain('not waiting')
    const withdrawn = (await table('consent')).filter((one) => one['action'] === 'withdrawn')
    expect(withdrawn).toHaveLength(2)
  })

  it('opens with its own link only', async () => {
    const { path, manage } = await mailed()
    expect((await ask(path.replace('/u/', '/m/'))).status).toBe(404)
    expect((await ask(manage.replace('/m/', '/u/'))).status).toBe(404)
    expect((await post(manage.replace('/m/', '/u/'), {})).status).toBe(404)
    expect(await table('subscription')).toHaveLength(2)
  })
})

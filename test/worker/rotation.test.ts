import { describe, expect, it } from 'vitest'
import { rotateAll } from '../../scripts/rotation.ts'
import { newDataKey } from '../../worker/secret.ts'
import { ask, drain, linkIn, makeShop, table, type TestShop, world } from './harness.ts'

const OLD = 'the-old-secret-0123456789-0123456789'
const NEW = 'the-new-secret-0123456789-0123456789'

/** The steps of a change of the secret. */
const before = () => Object.assign(world.env, { SHELFBELL_SECRET: OLD })
const during = () =>
  Object.assign(world.env, { SHELFBELL_SECRET: NEW, SHELFBELL_SECRET_BEFORE: OLD })
const after = () => Object.assign(world.env, { SHELFBELL_SECRET_BEFORE: undefined })

const rotate = () =>
  ask('/v1/admin/rotate', { method: 'POST', headers: { Authorization: 'Bearer dev' } })

const rotated = async () => {
  const answer = await rotate()
  expect(answer.status).toBe(200)
  return answer.json()
}

const alert = async (shop: TestShop, sku: string) => {
  await shop.setStock({ sku, quantity: 5 })
  await drain()
}

/** Rows of shops that do nothing but have a data key. */
async function bareShops(count: number): Promise<void> {
  const { id: model } = await makeShop()
  const row = (await table('shop')).find(({ id }) => id === model) ?? {}
  await world.env.DB.prepare('DELETE FROM shop WHERE id = ?1').bind(model).run()
  const columns = Object.keys(row)
  const insert = world.env.DB.prepare(
    `INSERT INTO shop (${columns.join(', ')}) VALUES (${columns.map((_, n) => `?${n + 1}`).join(', ')})`,
  )
  const rows = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const id = `bare-${n}`
      const own = { ...row, id, public_key: id, data_key: await newDataKey(world.env, id) }
      return insert.bind(...Object.values(own))
    }),
  )
  await world.env.DB.batch(rows)
}

describe('a change of the Worker’s secret', () => {
  it('changes one row of each shop; links, contacts, suppressions and settings stay', async () => {
    before()
    const shop = await makeShop({ turnstile: { siteKey: 'x'.repeat(20), secret: 'y'.repeat(35) } })
    const add = (more: object) =>
      shop.api('POST', '/v1/subscriptions', {
        ...shop.request({ shop: undefined, ...more }),
      })
    expect((await add({})).status).toBe(202)
    expect((await add({ sku: 'VASE' })).status).toBe(202)
    const eve = { email: 'eve@example.com' }
    await shop.api('PUT', '/v1/suppressions', eve)
    await alert(shop, 'TEE-M')
    const [unsubscribe, manage, product] = ['u', 'm', 'r'].map((name) =>
      linkIn(world.mails.at(-1)?.text, name),
    )
    const people = await table('contact')
    const settings = await (await shop.api('GET', '/v1/shop')).json()
    const [old] = await table('shop')

    const works = async () => {
      expect((await ask(product ?? '', { redirect: 'manual' })).status).toBe(302)
      expect((await ask(manage ?? '')).status).toBe(200)
      expect((await ask(unsubscribe ?? '')).status).toBe(200)
      expect(await (await shop.api('GET', '/v1/shop')).json()).toEqual(settings)
      const known = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
      expect(known.status).toBe(200)
      expect(await (await add({ ...eve, sku: 'CUP' })).json()).toMatchObject({
        status: 'suppressed',
      })
      expect((await add({ sku: 'MUG' })).status).toBe(202)
      expect(await table('contact')).toEqual(people)
      const shown = await shop.api('GET', `/v1/contacts/${people[0]?.['id']}`)
      expect(await shown.json()).toMatchObject({ email: 'ada@example.com' })
    }
    await works()
    during()
    await works()
    expect(await rotated()).toEqual({ rotated: 1, left: 0, unreadable: 0 })
    await works()
    expect(await rotated()).toEqual({ rotated: 0, left: 0, unreadable: 0 })
    const [anew] = await table('shop')
    expect(anew?.['data_key']).not.toBe(old?.['data_key'])
    expect({ ...anew, data_key: '' }).toEqual({ ...old, data_key: '' })
    after()
    await works()

    await alert(shop, 'VASE')
    expect(world.mails.at(-1)?.to).toBe('ada@example.com')
    expect((await ask(unsubscribe ?? '', { method: 'POST' })).status).toBe(200)
    expect(await table('subscription')).toEqual([])
  })

  it('continues where it stopped, and serves shops of both secrets meanwhile', async () => {
    before()
    const shop = await makeShop()
    await bareShops(150)
    during()
    const young = await makeShop()
    expect(await rotated()).toEqual({ rotated: 100, left: 51, unreadable: 0 })
    for (const one of [shop, young]) await one.subscribe({ email: `${one.id}@example.com` })

    // It ends after the keys were sealed, and before they were written.
    const { DB } = world.env
    const dies = new Proxy(DB, {
      get: (db, name) => {
        if (name === 'batch') return () => Promise.reject(new Error('the process ends'))
        const value: unknown = Reflect.get(db, name)
        return typeof value === 'function' ? value.bind(db) : value
      },
    })
    world.env.DB = dies
    expect((await rotate()).status).toBe(500)
    world.env.DB = DB
    expect(await rotated()).toEqual({ rotated: 51, left: 0, unreadable: 0 })
    after()
    for (const one of [shop, young]) {
      await one.subscribe({ email: `${one.id}@example.com`, sku: 'VASE' })
    }
    expect(await table('contact')).toHaveLength(2)
  })

  it('may be done by two callers at once', async () => {
    before()
    await bareShops(30)
    during()
    const answers = await Promise.all([rotated(), rotated()])
    expect(answers).toContainEqual(expect.objectContaining({ left: 0, unreadable: 0 }))
    after()
    expect(await rotated()).toEqual({ rotated: 0, left: 0, unreadable: 0 })
  })

  it('serves no shop from a copy in the cache whose secret is gone', async () => {
    before()
    const shop = await makeShop()
    const config = () => shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect((await config()).status).toBe(200)
    during()
    await rotated()
    after()
    expect((await config()).status).toBe(200)
    await shop.subscribe()
    await alert(shop, 'TEE-M')
    expect(world.mails).toHaveLength(1)
  })

  it('fails with 503, and not with 500, while a secret is not usable', async () => {
    before()
    const shop = await makeShop()
    Object.assign(world.env, { SHELFBELL_SECRET: 'short' })
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(config.status).toBe(200)
    const asked = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    expect(asked.status).toBe(503)
  })

  it('says which keys neither secret opens', async () => {
    before()
    await makeShop()
    Object.assign(world.env, { SHELFBELL_SECRET: NEW })
    expect(await rotated()).toEqual({ rotated: 0, left: 0, unreadable: 1 })
    await expect(rotateAll(rotate, () => {})).rejects.toThrow('1 shops have a key that neither')
  })

  it('needs the admin’s token, and a previous secret that nobody can guess', async () => {
    before()
    const shop = await makeShop()
    for (const key of ['', shop.secretKey]) {
      const headers = { Authorization: `Bearer ${key}` }
      expect((await ask('/v1/admin/rotate', { method: 'POST', headers })).status).toBe(401)
    }
    for (const short of ['short', 'local-development-only-secret-0000000000']) {
      Object.assign(world.env, { LOCAL: 'false', ADMIN_TOKEN: 'x'.repeat(40) })
      Object.assign(world.env, { SHELFBELL_SECRET: NEW, SHELFBELL_SECRET_BEFORE: short })
      const answer = await shop.api('GET', '/v1/shop')
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { errors: [{ pointer: '/SHELFBELL_SECRET_BEFORE', code: 'variable_guessable' }] },
      ])
    }
  })
})

describe('npm run rotate', () => {
  it('calls until no key is left', async () => {
    before()
    await bareShops(250)
    during()
    const lines: string[] = []
    await rotateAll(rotate, (line) => lines.push(line))
    expect(lines).toEqual([
      '100 sealed anew, 150 left',
      '100 sealed anew, 50 left',
      '50 sealed anew, 0 left',
    ])
  })

  it('stops when the Worker refuses', async () => {
    before()
    const refused = () => ask('/v1/admin/rotate', { method: 'POST' })
    await expect(rotateAll(refused, () => {})).rejects.toThrow('the Worker answered 401')
  })
})

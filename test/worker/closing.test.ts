import { describe, expect, it } from 'vitest'
import { ERASE_AGAIN_MS } from '../../worker/limits.ts'
import { eraseClosed } from '../../worker/settings/close.ts'
import { SHOP_TABLES } from '../../worker/settings/tables.ts'
import {
  ask,
  deliver,
  drain,
  linkIn,
  makeShop,
  OWN_TABLES,
  table,
  type TestShop,
  tick,
  world,
} from './harness.ts'

const close = (shop: TestShop, name: unknown = 'Acme') =>
  ask(`/v1/admin/shops/${shop.id}`, {
    method: 'DELETE',
    body: JSON.stringify({ name }),
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer dev' },
  })

/** The tables of the database with the columns of each, as the migrations made them. */
async function schema(): Promise<{ name: string; columns: string[]; sql: string }[]> {
  const { results } = await world.env.DB.prepare(`SELECT name, sql FROM ${OWN_TABLES}`).all<{
    name: string
    sql: string
  }>()
  return results.map(({ name, sql }) => ({
    name,
    sql,
    // Without computed columns.
    columns: [...sql.matchAll(/^\s+(\w+) (?:TEXT|INTEGER|REAL)(?!.*(?:GENERATED| AS \())/gm)].map(
      ([, column = '']) => column,
    ),
  }))
}

let made = 0

/** Writes a row of a shop into a table, with values that its columns allow. */
async function fill(shopId: string, { name, columns, sql }: Awaited<ReturnType<typeof schema>>[0]) {
  const values = columns.map((column) => {
    made += 1
    if (column === 'shop_id') return shopId
    // An index reads it as JSON.
    if (column === 'data') return '{}'
    const definition = sql.split('\n').find((line) => line.trim().startsWith(`${column} `)) ?? ''
    const [, choice] = /IN \('(\w+)'/.exec(definition) ?? []
    const [, least] = /BETWEEN (\d+)/.exec(definition) ?? []
    if (least !== undefined) return Number(least)
    return choice ?? (/INTEGER|REAL/.test(definition) ? made : `value-${made}`)
  })
  const marks = columns.map((_, n) => `?${n + 1}`)
  await world.env.DB.prepare(
    `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks.join(', ')})`,
  )
    .bind(...values)
    .run()
}

/** Rows of each table that name a shop in any column. */
async function rowsNaming(id: string): Promise<Record<string, number>> {
  const counts: [string, number][] = []
  for (const { name } of await schema()) {
    const rows = await table(name)
    const naming = rows.filter((row) => JSON.stringify(row).includes(id))
    if (naming.length > 0) counts.push([name, naming.length])
  }
  return Object.fromEntries(counts)
}

describe('a shop that is closed', () => {
  it('leaves no row in any table, and takes none of another shop with it', async () => {
    const [shop, other] = [await makeShop(), await makeShop()]
    const tables = (await schema()).filter(({ columns }) => columns.includes('shop_id'))
    for (const one of tables) {
      for (const { id } of [shop, other]) await fill(id, one)
    }
    for (const { id } of [shop, other]) {
      await world.env.DB.prepare(`INSERT INTO ceiling (who, span, n, ids) VALUES (?1, 0, 1, '{}')`)
        .bind(id)
        .run()
    }
    const others = await rowsNaming(other.id)
    expect(Object.keys(others).toSorted()).toEqual(
      [...tables.map(({ name }) => name), 'shop', 'ceiling'].toSorted(),
    )
    const answer = await close(shop)
    expect(answer.status).toBe(204)
    // What is left says only that it is closed, for an hour.
    expect(await rowsNaming(shop.id)).toEqual({ closed_shop: 1 })
    expect(await rowsNaming(other.id)).toEqual(others)

    await eraseClosed(world.env, Date.now() + ERASE_AGAIN_MS)
    expect(await rowsNaming(shop.id)).toEqual({})
    expect(await rowsNaming(other.id)).toEqual(others)
    expect((await close(shop)).status).toBe(404)
  })

  it('is erased from every table that the migrations made for shops', async () => {
    const tables = (await schema()).filter(({ columns }) => columns.includes('shop_id'))
    expect(SHOP_TABLES.map(({ name }) => name).toSorted()).toEqual(
      tables.map(({ name }) => name).toSorted(),
    )
    for (const { name, key, own } of SHOP_TABLES) {
      const sql = tables.find((one) => one.name === name)?.sql ?? ''
      const [, primary = ''] =
        /PRIMARY KEY \(([^)]+)\)/.exec(sql) ?? /(\w+) TEXT PRIMARY KEY/.exec(sql) ?? []
      expect([name, own ? `shop_id, ${key}` : key]).toEqual([
        name,
        own ? primary : primary.split(',')[0],
      ])
    }
  })

  it('is unknown at once to pages, backends, links and queues', async () => {
    const shop = await makeShop()
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    const [mail] = world.mails
    const links = ['u', 'm', 'r'].map((name) => linkIn(mail?.text, name))
    await shop.subscribe({ sku: 'VASE' })
    await shop.setStock({ sku: 'VASE', quantity: 5 })
    const waiting = world.queued.splice(0)
    waiting.push(
      { queue: 'shelfbell-outbox', body: { shop: shop.id, rows: ['x'] } },
      { queue: 'shelfbell-intake', body: { shop: shop.id, sealed: 'x' } },
      { queue: 'shelfbell-source', body: { shop: shop.id, source: 'x' } },
      { queue: 'shelfbell-source', body: { shop: shop.id, source: 'x', hints: ['1'] } },
    )
    expect((await close(shop)).status).toBe(204)

    const asked = await shop.page('POST', '/v1/client/subscriptions', shop.request())
    expect([asked.status, await asked.json()]).toMatchObject([404, { code: 'shop_unknown' }])
    const config = await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    expect(config.status).toBe(404)
    expect((await shop.api('GET', '/v1/shop')).status).toBe(401)
    for (const link of links) expect((await ask(link)).status).toBe(404)
    for (const message of waiting) await deliver(message)
    expect(world.queued).toEqual([])
    expect(world.mails).toHaveLength(1)
    expect(await rowsNaming(shop.id)).toEqual({ closed_shop: 1 })
    const kept = await Promise.all(
      [`shop:${shop.publicKey}`, `shop-key:${shop.id}`].map((key) => world.env.CACHE.get(key)),
    )
    expect(kept).toEqual([null, null])
  })

  it('is erased in steps if it is large, and the next step starts where one stopped', async () => {
    const [shop, other] = [await makeShop(), await makeShop()]
    const skus = (count: number, { id }: TestShop) =>
      world.env.DB.prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO contact (id, shop_id, created_at) SELECT hex(randomblob(9)), ?1, i FROM n`,
      )
        .bind(id, count)
        .run()
    await skus(12_000, shop)
    await skus(3000, other)
    // The database fails at the third step.
    const { DB } = world.env
    let steps = 0
    world.env.DB = new Proxy(DB, {
      get: (db, name) => {
        if (name === 'prepare') {
          return (sql: string) => {
            if (sql.startsWith('DELETE FROM contact') && ++steps === 3)
              throw new Error('D1 is gone')
            return db.prepare(sql)
          }
        }
        const value: unknown = Reflect.get(db, name)
        return typeof value === 'function' ? value.bind(db) : value
      },
    })
    expect((await close(shop)).status).toBe(500)
    world.env.DB = DB
    const left = (await rowsNaming(shop.id))['contact'] ?? 0
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(12_000)
    expect(await rowsNaming(shop.id)).not.toHaveProperty('shop')
    await eraseClosed(world.env, Date.now())
    expect(await rowsNaming(shop.id)).toEqual({ closed_shop: 1 })
    expect(await rowsNaming(other.id)).toMatchObject({ contact: 3000 })
  })

  it('is erased again after an hour: a cached copy may have served a page', async () => {
    const shop = await makeShop()
    await close(shop)
    const contact = (await schema()).find(({ name }) => name === 'contact')
    if (contact) await fill(shop.id, contact)
    await eraseClosed(world.env, Date.now() + ERASE_AGAIN_MS / 2)
    expect(await rowsNaming(shop.id)).toEqual({ closed_shop: 1, contact: 1 })
    await tick(Date.now() + ERASE_AGAIN_MS)
    expect(await rowsNaming(shop.id)).toEqual({})
  })

  it('is closed only by the admin, and only with its name', async () => {
    const shop = await makeShop()
    const wrong = await close(shop, 'acme')
    expect([wrong.status, await wrong.json()]).toMatchObject([
      422,
      { errors: [{ pointer: '/name', code: 'name_different' }] },
    ])
    expect((await close(shop, null)).status).toBe(422)
    const path = `/v1/admin/shops/${shop.id}`
    expect((await shop.api('DELETE', path, { name: 'Acme' })).status).toBe(401)
    expect((await close({ ...shop, id: 'unknown' })).status).toBe(404)
    expect((await shop.api('GET', '/v1/shop')).status).toBe(200)
  })
})

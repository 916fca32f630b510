/** Who a page says is signed in: a claim about the request, or, with proof, a fact about the person. */
import { sign } from 'hono/jwt'
import { describe, expect, it } from 'vitest'
import { drain, makeShop, table, type TestShop, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'
const SECRET = 'a-secret-of-the-shop-0123456789abcdef'
const identify = { secret: SECRET }
const ADA = 'ada@example.com'

const later = () => Math.floor(Date.now() / 1000) + 600
const claims = (changes: object = {}) => ({
  sub: 'c-7',
  email: ADA,
  exp: later(),
  attributes: { tier: 'gold', vip: true },
  ...changes,
})
const send = async (shop: TestShop, identity: unknown, changes: object = {}) => {
  const answer = await shop.page('POST', PATH, shop.request({ email: ADA, identity, ...changes }))
  expect(answer.status).toBe(202)
}
const dataNow = async (): Promise<unknown[]> =>
  (await table<{ data: string | null }>('subscription')).map(({ data }) => data && JSON.parse(data))

/** What the shop knows of the only person. */
async function known(shop: TestShop): Promise<{ customerId?: string; attributes?: object }> {
  const [contact] = await table('contact')
  const answer = await shop.api('GET', `/v1/contacts/${contact?.['id']}`)
  const { customerId, attributes } = await answer.json<{
    customerId?: string
    attributes?: object
  }>()
  return { ...(customerId && { customerId }), ...(attributes && { attributes }) }
}

describe('an identity without proof', () => {
  it.each<[unknown, unknown]>([
    [
      { customerId: 'c-7', attributes: { tier: 'gold', vip: true, age: 41 } },
      { age: '41', 'customer-id': 'c-7', tier: 'gold', vip: 'true' },
    ],
    [{ customerId: 7 }, { 'customer-id': '7' }],
    [{ attributes: { Tier: 'gold', ok: '1', list: [1], none: null } }, { ok: '1' }],
    [{ customerId: ADA, attributes: { mail: ADA, ok: '1' } }, { ok: '1' }],
    [{ customerId: ['c'], attributes: ['a'], proof: {} }, null],
    [JSON.parse('{"attributes":{"__proto__":"1","constructor":"1"}}'), null],
    ...[null, [], 'c-7', 7, true, {}].map((identity): [unknown, null] => [identity, null]),
  ])('%j is data of the request, and nothing about the person', async (identity, data) => {
    const shop = await makeShop({ identify })
    await send(shop, identity)
    expect(await dataNow()).toEqual([data])
    expect(await known(shop)).toEqual({})
  })

  it('comes after the data of the page', async () => {
    const shop = await makeShop()
    const data = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`n-${i}`, '1']))
    await send(shop, { customerId: 'c-7', attributes: { 'n-0': '2', tier: 'gold' } }, { data })
    expect(await dataNow()).toEqual([{ 'customer-id': 'c-7', ...data }])
  })
})

describe('an identity with proof', () => {
  it('says what the shop’s backend says of the person, for conditions too', async () => {
    const conditions = { field: 'contact.tier', op: 'eq', value: 'gold' }
    const shop = await makeShop({ identify, rules: { conditions } })
    const proof = await sign(claims(), SECRET, 'HS256')
    await send(shop, { customerId: 'forged', attributes: { tier: 'none' }, proof })
    expect(await dataNow()).toEqual([null])
    expect(await known(shop)).toEqual({
      customerId: 'c-7',
      attributes: { tier: 'gold', vip: true },
    })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual([ADA])
  })

  const forged: [string, () => Promise<string> | string][] = [
    ['signed with another secret', () => sign(claims(), SECRET.replace('a', 'b'), 'HS256')],
    ['of another algorithm', () => sign(claims(), SECRET, 'HS512')],
    ['expired', () => sign(claims({ exp: later() - 1200 }), SECRET, 'HS256')],
    ['without an end', () => sign(claims({ exp: undefined }), SECRET, 'HS256')],
    ['about another address', () => sign(claims({ email: 'bo@example.com' }), SECRET, 'HS256')],
    ['without an address', () => sign(claims({ email: undefined }), SECRET, 'HS256')],
    ['without a customer', () => sign(claims({ sub: undefined }), SECRET, 'HS256')],
    [
      'signed by nobody',
      () => `${btoa('{"alg":"none","typ":"JWT"}')}.${btoa(JSON.stringify(claims()))}.`,
    ],
    ['no token', () => 'x.y.z'],
  ]
  it.each(forged)('that is %s counts as no proof', async (_, made) => {
    const shop = await makeShop({ identify })
    await send(shop, { customerId: 'c-9', proof: await made() })
    expect(await dataNow()).toEqual([{ 'customer-id': 'c-9' }])
    expect(await known(shop)).toEqual({})
  })

  it('counts only in a shop that has the secret', async () => {
    const shop = await makeShop()
    await send(shop, { customerId: 'c-9', proof: await sign(claims(), SECRET, 'HS256') })
    expect(await known(shop)).toEqual({})
  })
})

describe('the setting', () => {
  it('seals the secret, shows it masked, and keeps it when it comes back masked', async () => {
    const shop = await makeShop({ identify })
    const [row] = await table<{ settings: string }>('shop')
    expect(row?.settings).not.toContain(SECRET)
    const shown = { secret: '••••cdef' }
    expect(await (await shop.api('GET', '/v1/shop')).json()).toMatchObject({
      settings: { identify: shown },
    })
    expect((await shop.api('PATCH', '/v1/shop', { identify: shown })).status).toBe(200)
    await send(shop, { proof: await sign(claims(), SECRET, 'HS256') })
    expect(await known(shop)).toMatchObject({ customerId: 'c-7' })
  })

  it.each([
    [{ secret: 'too-short' }, '/identify/secret', 'key_short'],
    [{ secret: '••••abcd' }, '/identify/secret', 'secret_masked'],
    [{}, '/identify/secret', 'missing'],
    [{ secret: 7 }, '/identify/secret', 'not_text'],
    [{ secret: SECRET, more: 1 }, '/identify/more', 'unknown_field'],
    ['secret', '/identify', 'not_an_object'],
  ])('%j is refused', async (value, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { identify: value })
    const { errors } = await answer.json<{ errors: object[] }>()
    expect(errors).toContainEqual(expect.objectContaining({ pointer, code }))
  })
})

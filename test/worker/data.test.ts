/** A page's own data: who may send it, how it is stored, and where it comes back. */
import { describe, expect, it } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import { ask, deliver, drain, fakeUrl, makeShop, ORIGIN, table, tick, world } from './harness.ts'

const PATH = '/v1/client/subscriptions'
const TEN = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`name-${i}`, `${i}`]))

const stored = async (): Promise<unknown[]> =>
  (await table<{ data: string | null }>('subscription')).map(({ data }) => data && JSON.parse(data))

describe('data of a page', () => {
  it.each<[unknown, unknown]>([
    [
      { engraving: 'For Ada', 'gift-2': 'yes' },
      { engraving: 'For Ada', 'gift-2': 'yes' },
    ],
    [{ engraving: '  For Ada ' }, { engraving: 'For Ada' }],
    [
      { a: 3, b: true, c: 0.5 },
      { a: '3', b: 'true', c: '0.5' },
    ],
    [{ ok: '1', Upper: '1', 'a b': '1', ['n'.repeat(31)]: '1', '': '1' }, { ok: '1' }],
    [{ ok: '1', long: 'x'.repeat(101), empty: ' ', lines: 'a\nb', half: '\ud800' }, { ok: '1' }],
    [{ ok: '1', nested: { a: 1 }, list: ['a'], none: null, big: Infinity }, { ok: '1' }],
    [{ ok: '1', mail: 'ada@example.com', hidden: 'write to <Ada@Example.com>' }, { ok: '1' }],
    [{ at: 'me @ home' }, { at: 'me @ home' }],
    [{ ...TEN, 'name-x': 'the eleventh' }, TEN],
    [JSON.parse('{"__proto__":"1","constructor":"2","prototype":"3","ok":"4"}'), { ok: '4' }],
    ...[null, [], ['a'], 'text', 7, true, {}, { A: '1' }].map((data): [unknown, null] => [
      data,
      null,
    ]),
  ])('%j is stored as %j, and turns no shopper away', async (data, kept) => {
    const shop = await makeShop()
    const answer = await shop.page('POST', PATH, shop.request({ data }))
    expect(answer.status).toBe(202)
    expect(await stored()).toEqual([kept])
  })

  it('is replaced as a whole by the last request that has any, whoever sends it', async () => {
    const shop = await makeShop()
    const kept: unknown[] = []
    for (const data of [undefined, { b: '2', a: '1' }, { a: '1', b: '2' }, undefined, { a: '3' }]) {
      await shop.subscribe({ data })
      kept.push(...(await stored()))
    }
    const both = { a: '1', b: '2' }
    expect(kept).toEqual([null, both, both, both, { a: '3' }])
    const body = { ...shop.request({ data: { a: '4' } }), shop: undefined }
    expect((await shop.api('POST', '/v1/subscriptions', body)).status).toBe(202)
    expect(await stored()).toEqual([{ a: '4' }])
    expect((await shop.api('POST', '/v1/subscriptions', { ...body, data: {} })).status).toBe(202)
    expect(await stored()).toEqual([{}])
  })

  it.each([
    [{ Upper: '1' }, '/data/Upper', 'name_invalid'],
    [{ a: 'x'.repeat(101) }, '/data/a', 'too_long'],
    [{ a: 7 }, '/data/a', 'not_text'],
    [{ a: 'a\u0000b' }, '/data/a', 'control_character'],
    [{ a: 'by ada@example.com' }, '/data/a', 'address_in_data'],
    [{ ...TEN, more: '1' }, '/data', 'too_many'],
    [['a'], '/data', 'not_an_object'],
    [null, '/data', 'not_an_object'],
    ['a', '/data', 'not_an_object'],
    [JSON.parse('{"__proto__":"1"}'), '/data', 'name_invalid'],
    [{ constructor: '1' }, '/data', 'name_invalid'],
  ])('of a backend is refused if it is %j', async (data, pointer, code) => {
    const shop = await makeShop()
    const body = { ...shop.request({ data }), shop: undefined }
    const answer = await shop.api('POST', '/v1/subscriptions', body)
    const problem = await answer.text()
    expect(problem).not.toContain('ada@')
    const { errors } = JSON.parse(problem) as { errors: object[] }
    expect(errors).toEqual([expect.objectContaining({ pointer, code })])
    expect(await table('subscription')).toEqual([])
  })

  it('may come with the address of the form without scripts', async () => {
    const shop = await makeShop()
    const path = `/notify/${shop.publicKey}?sku=TEE-M&data-engraving=For%20Ada&data-A=1&data-=2`
    const page = await (await ask(path)).text()
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]))
    const answer = await ask(path, {
      method: 'POST',
      headers: {
        Origin: ORIGIN,
        'Content-Type': 'application/x-www-form-urlencoded',
        'CF-Connecting-IP': '10.9.9.9',
      },
      body: new URLSearchParams({ ...fields, email: 'ada@example.com' }).toString(),
    })
    expect(answer.status).toBe(200)
    expect(await stored()).toEqual([{ engraving: 'For Ada' }])
  })

  it('comes back to a webhook, in the list, in the export, and after the person was put back', async () => {
    const hook = fakeUrl('webhook')
    const shop = await makeShop({
      destinations: [{ type: 'email' }, { type: 'webhook', url: `${hook}/hook`, secret: SECRET }],
    })
    const data = { engraving: 'For Ada' }
    await shop.subscribe({ data })
    await drain()
    await shop.subscribe({ data: { engraving: 'For Bo' } })
    await drain()
    const bodies = (await receivedAt(hook)).map(({ body }) => body)
    expect(bodies).toMatchObject([
      { type: 'subscription.created', data: { data } },
      { type: 'subscription.created', data: { data: { engraving: 'For Bo' } } },
    ])
    const [contact] = await table('contact')
    const path = `/v1/contacts/${contact?.['id']}`
    const shown = { subscriptions: [{ sku: 'TEE-M', data: { engraving: 'For Bo' } }] }
    expect(await (await shop.api('GET', `${path}/subscriptions`)).json()).toMatchObject(shown)
    expect(await (await shop.api('GET', path)).json()).toMatchObject(shown)

    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.find(({ queue }) => queue === 'shelfbell-match')
    if (match) await deliver(match)
    expect(await table('outbox')).toMatchObject([
      { call: 'notify', data: '{"engraving":"For Bo"}' },
      { call: 'event', data: null },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    world.queued = []
    await tick(Date.now() + 5 * 60_000)
    await drain()
    expect(await stored()).toEqual([{ engraving: 'For Bo' }])
    await shop.api('DELETE', path)
    expect(await stored()).toEqual([])
  })

  it('can be used in the conditions of a shop', async () => {
    const conditions = { field: 'data.tier', op: 'in', value: ['gold', 'silver'] }
    const shop = await makeShop({ rules: { conditions } })
    for (const tier of ['gold', 'lead', undefined]) {
      await shop.subscribe({ email: `${tier}@example.com`, data: { tier } })
    }
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['gold@example.com'])
  })
})

/** A mail says that others were waiting only where somebody else waits or waited in the same restock. */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { TAGS, textsFor } from '../../shared/languages/texts.ts'
import { KEYS } from '../fakes/sequenzy.ts'
import { deliver, drain, fakeUrl, makeShop, table, type TestShop, tick, world } from './harness.ts'

const MINUTE = 60_000
const WAVES = { mode: 'waves', perUnit: 1, everyMinutes: 30 }

const join = (shop: TestShop, name: string, changes: Record<string, unknown> = {}) =>
  shop.subscribe({ email: `${name}@example.com`, ...changes })

async function back(shop: TestShop, quantity = 50): Promise<void> {
  await shop.setStock({ sku: 'TEE-M', quantity })
  await drain()
}

/** Lets everything be due that waits for its time, and delivers it. */
async function later(): Promise<void> {
  await env.DB.prepare('UPDATE outbox SET due_at = 0').run()
  await env.DB.prepare(
    "UPDATE restock SET due_at = 0, wave_at = wave_at - 3600000 WHERE state = 'open'",
  ).run()
  await tick(Date.now() + 2 * MINUTE)
  await drain()
}

/** The names in mails, each with whether its mail says that others were waiting. */
const said = () =>
  Object.fromEntries(
    world.mails.map(({ to, html, text }) => {
      const inBoth = [html, text].map((part) => part.includes('Others were waiting too'))
      expect(inBoth[0]).toBe(inBoth[1])
      return [to.split('@', 1)[0], inBoth[0]]
    }),
  )

describe('a mail says that others were waiting', () => {
  it('to nobody who was alone, however many units there are', async () => {
    const shop = await makeShop()
    await join(shop, 'ada')
    await back(shop)
    expect(said()).toEqual({ ada: false })
    expect(await table('restock')).toMatchObject([{ matched: 1 }])
  })

  it('to everybody among several', async () => {
    const shop = await makeShop()
    await join(shop, 'ada')
    await join(shop, 'bob')
    await back(shop)
    expect(said()).toEqual({ ada: true, bob: true })
  })

  it('in the language of the person', async () => {
    const shop = await makeShop()
    for (const tag of TAGS) await join(shop, tag, { locale: tag, sku: `ALONE-${tag}` })
    for (const tag of TAGS) await join(shop, `x-${tag}`, { locale: tag })
    const alone = TAGS.map((tag) => ({ sku: `ALONE-${tag}`, quantity: 50 }))
    await shop.setStock(...alone, { sku: 'TEE-M', quantity: 50 })
    await drain()
    expect(world.mails).toHaveLength(2 * TAGS.length)
    for (const { to, text } of world.mails) {
      const among = to.startsWith('x-')
      const { alert } = textsFor(to.split('@', 1)[0]?.replace('x-', '') ?? '').mail
      expect([to, text.includes(alert.othersWaiting)]).toEqual([to, among])
      expect([to, text.includes(alert.hurry)]).toEqual([to, !among])
    }
  })

  it('to nobody because of a second request of the same person in another locale', async () => {
    const shop = await makeShop()
    await join(shop, 'ada', { locale: 'en-GB' })
    await join(shop, 'ada', { locale: 'en-US' })
    await back(shop)
    expect(said()).toEqual({ ada: false })
  })

  it('to nobody because of people whom another level serves', async () => {
    const shop = await makeShop()
    await join(shop, 'ada', { locale: 'en-GB' })
    await join(shop, 'bob', { locale: 'sv-SE' })
    await shop.setStock({ sku: 'TEE-M', locale: 'en-GB', quantity: 5 })
    await drain()
    expect(said()).toEqual({ ada: false })
  })

  it('to a person beside whom somebody is held', async () => {
    const conditions = { field: 'wanted', op: 'lt', value: 3 }
    const shop = await makeShop({ rules: { conditions, keepUnmatched: true }, maxQuantity: 5 })
    await join(shop, 'ada', { quantity: 1 })
    await join(shop, 'bob', { quantity: 4 })
    await back(shop)
    expect(said()).toEqual({ ada: true })
  })

  it('to the people of every wave, also to the last person', async () => {
    const shop = await makeShop({ rules: { pace: WAVES } })
    for (const name of ['ada', 'bob', 'cy']) await join(shop, name)
    await back(shop, 1)
    expect(said()).toEqual({ ada: true })
    await later()
    await later()
    expect(said()).toEqual({ ada: true, bob: true, cy: true })
  })

  it('to a person with priority, although only one person has priority', async () => {
    const first = { attribute: 'vip', value: true }
    const shop = await makeShop({ rules: { pace: { ...WAVES, first } } })
    await join(shop, 'bob')
    const { shop: _, ...request } = shop.request({ email: 'ada@example.com' })
    await shop.api('POST', '/v1/subscriptions', { ...request, attributes: { vip: true } })
    await back(shop, 1)
    expect(said()).toEqual({ ada: true })
  })

  it('at every attempt or at none, although people come and go in between', async () => {
    const shop = await makeShop()
    await join(shop, 'ada')
    let fails = true
    const tried: string[] = []
    world.beforeMail = (to) => {
      tried.push(to)
      if (fails) throw Object.assign(new Error('busy'), { code: 'E_RATE_LIMIT_EXCEEDED' })
    }
    await back(shop)
    expect([said(), tried.length]).toEqual([{}, 1])
    await env.DB.prepare('UPDATE restock SET matched = 7').run()
    fails = false
    await later()
    expect(said()).toEqual({ ada: false })
  })

  it('through a fallback', async () => {
    const refusing = {
      type: 'sequenzy',
      apiKey: KEYS.apiKey,
      mode: 'deferred',
      fallback: 'email',
      baseUrl: `${fakeUrl('sequenzy', 'answers-401')}/api/v1`,
    }
    const shop = await makeShop({ destinations: [refusing, { type: 'email' }] })
    await join(shop, 'ada')
    await join(shop, 'bob')
    await back(shop)
    expect(said()).toEqual({ ada: true, bob: true })
  })

  it('to no person who is put back and is alone in the next restock', async () => {
    const shop = await makeShop()
    await join(shop, 'ada')
    await join(shop, 'bob')
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    for (const message of world.queued.splice(0)) await deliver(message)
    expect(await table('outbox')).toMatchObject([{ call: 'notify' }, { call: 'notify' }])
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    await drain()
    expect([said(), (await table('subscription')).length]).toEqual([{}, 2])
    await env.DB.prepare(
      'DELETE FROM subscription WHERE id = (SELECT max(id) FROM subscription)',
    ).run()
    await back(shop)
    expect(said()).toEqual({ ada: false })
  })
})

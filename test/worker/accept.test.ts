/** The outcome of a subscription request, without HTTP. Each door turns it into its own answer. */
import { describe, expect, it } from 'vitest'
import { clientShop } from '../../worker/shop/rules.ts'
import { shopById } from '../../worker/shop/store.ts'
import { accept } from '../../worker/subscription/accept.ts'
import type { RequestEvidence, SubscriptionRequest } from '../../worker/subscription/request.ts'
import { KEYS } from '../fakes/turnstile-token.ts'
import { fakeUrl, makeShop, table, type TestShop, world } from './harness.ts'

const visitor = { ip: '203.0.113.77', userAgent: 'Browser', country: 'SE' }
const SHOPPER: RequestEvidence = {
  asker: 'shopper',
  visitor,
  proof: { by: 'token', token: undefined },
}
const BY_MAIL: RequestEvidence = { asker: 'shopper', visitor, proof: { by: 'mail' } }
const BACKEND: RequestEvidence = { asker: 'backend' }

/** A minimal door: it takes the shop, the request and the sender. */
async function ask(shop: TestShop, evidence: RequestEvidence, changes = {}) {
  const stored = await shopById(world.env, shop.id)
  if (!stored) throw new Error('no such shop')
  const request = shop.request(changes) as unknown as SubscriptionRequest
  return accept(world.env, clientShop(stored), request, evidence)
}

const guarded = () =>
  makeShop({ turnstile: { ...KEYS, baseUrl: fakeUrl('turnstile') }, doubleOptInCountries: [] })

const botCheckFailed = { kind: 'bot_check_failed' }
const tooMany = { kind: 'too_many_requests', retryAfterSeconds: 60 }

describe('a subscription request', () => {
  it('is accepted, with the same id when it is repeated', async () => {
    const shop = await makeShop()
    const first = await ask(shop, SHOPPER)
    expect(first).toEqual({
      kind: 'accepted',
      id: expect.any(String),
      contactId: expect.any(String),
      undo: expect.any(String),
    })
    // Each request has a token of its own, which takes back no other.
    const second = await ask(shop, BACKEND)
    expect(second).toEqual({ ...first, undo: expect.any(String) })
    expect(second).not.toEqual(first)
  })

  it('is refused with a pointer to every fault', async () => {
    const shop = await makeShop()
    const faults = [
      { pointer: '/email', code: 'missing' },
      { pointer: '/quantity', code: 'quantity_too_large' },
    ]
    expect(await ask(shop, SHOPPER, { email: undefined, quantity: 2 })).toEqual({
      kind: 'refused',
      faults,
    })
    // A backend may ask for as many as it likes.
    expect(await ask(shop, BACKEND, { quantity: 2 })).toMatchObject({ kind: 'accepted' })
  })

  it('is not stored if the variant is in stock, or unknown to a strict shop', async () => {
    const shop = await makeShop()
    await shop.setStock({ sku: 'TEE-M', quantity: 1 })
    expect(await ask(shop, SHOPPER)).toEqual({ kind: 'in_stock' })
    const strict = await makeShop({ catalog: 'strict' })
    expect(await ask(strict, SHOPPER)).toEqual({ kind: 'variant_unknown' })
    expect(await table('subscription')).toEqual([])
  })

  it('is not stored if the person is suppressed', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/suppressions', { email: 'ada@example.com' })
    expect(await ask(shop, SHOPPER)).toEqual({
      kind: 'suppressed',
      contactId: expect.any(String),
      undo: expect.any(String),
    })
    expect(await table('subscription')).toEqual([])
  })

  it('is limited if a shopper sends it, but not if a backend does', async () => {
    const shop = await makeShop()
    world.env = { ...world.env, LIMIT_IP: { limit: async () => ({ success: false }) } }
    expect(await ask(shop, SHOPPER)).toEqual(tooMany)
    expect(await ask(shop, BACKEND)).toMatchObject({ kind: 'accepted' })
  })

  it.each([
    ['is checked by its token', SHOPPER, botCheckFailed, []],
    ['is confirmed from a mail', BY_MAIL, { kind: 'accepted' }, [{ status: 'pending' }]],
    ['needs no token from the backend', BACKEND, { kind: 'accepted' }, [{ status: 'waiting' }]],
  ])('%s in a shop with Turnstile', async (_how, evidence, outcome, stored) => {
    const shop = await guarded()
    expect(await ask(shop, evidence)).toMatchObject(outcome)
    expect(await table('subscription')).toMatchObject(stored)
  })

  it('is deferred while D1 is overloaded', async () => {
    const shop = await makeShop()
    const { DB } = world.env
    const batch = async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
    }
    const slow = { prepare: (sql: string) => DB.prepare(sql), batch }
    world.env = { ...world.env, DB: slow as unknown as D1Database }
    expect(await ask(shop, SHOPPER)).toEqual({
      kind: 'deferred',
      id: expect.any(String),
      contactId: expect.any(String),
      undo: expect.any(String),
    })
    expect(world.queued).toMatchObject([{ queue: 'shelfbell-intake', body: { shop: shop.id } }])
  })
})

/** Whoever asked takes it back at once: the token that every accepted request of a form gets. */
import { describe, expect, it, vi } from 'vitest'
import { UNDO_LIFE_MS } from '../../worker/limits.ts'
import { breakD1, OVERLOADED } from './faults.ts'
import {
  ask,
  deliver,
  drain,
  fakeUrl,
  linkIn,
  makeShop,
  table,
  type TestShop,
  world,
} from './harness.ts'

const PATH = '/v1/client/subscriptions'

/** Sends a request as a page, and gives the token of the answer. */
async function asked(shop: TestShop, changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await shop.page('POST', PATH, shop.request(changes))
  const { undo } = await answer.json<{ undo: string }>()
  expect(answer.status).toBe(202)
  return undo
}

/** Takes a request back as a page; gives the status. */
async function takeBack(shop: TestShop, undo: string): Promise<number> {
  const answer = await shop.page('POST', '/v1/client/undo', { shop: shop.publicKey, undo })
  return answer.status
}

const texting = {
  channels: ['email', 'sms'],
  destinations: [
    { type: 'email' },
    {
      type: 'klaviyo',
      companyId: 'AbC123',
      catalog: '$custom:::$default',
      channels: ['sms'],
      listId: 'Y6nRLr',
    },
  ],
}

describe('a request that its form takes back', () => {
  it('is removed with its messages, and the record says that it was withdrawn in the form', async () => {
    const shop = await makeShop()
    const undo = await asked(shop)
    expect(await takeBack(shop, undo)).toBe(202)
    expect(await table('subscription')).toEqual([])
    expect(await table('consent')).toMatchObject([
      { action: 'given', method: 'form' },
      { action: 'withdrawn', method: 'form' },
    ])
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    expect(world.mails).toEqual([])
    expect(await takeBack(shop, undo)).toBe(202)
  })

  it('is not removed by whoever repeats it', async () => {
    const shop = await makeShop({ maxQuantity: 5 })
    await asked(shop)
    for (const changes of [{}, { quantity: 2 }, { email: 'ADA@example.com' }]) {
      expect(await takeBack(shop, await asked(shop, changes))).toBe(202)
      expect(await table('subscription')).toHaveLength(1)
    }
    expect(await table('consent')).toHaveLength(1)

    // Nor is one that nobody can take back any more.
    await asked(shop, { sku: 'TEE-S' })
    vi.useFakeTimers({ now: Date.now() + 2 * UNDO_LIFE_MS, toFake: ['Date'] })
    try {
      expect(await takeBack(shop, await asked(shop, { sku: 'TEE-S' }))).toBe(202)
    } finally {
      vi.useRealTimers()
    }
    expect(await table('subscription')).toHaveLength(2)
  })

  it('stays if somebody repeated it, who may rely on it', async () => {
    const shop = await makeShop()
    const first = await asked(shop)
    await asked(shop)
    expect(await takeBack(shop, first)).toBe(202)
    expect(await table('subscription')).toHaveLength(1)
  })

  it('takes back only the channel that it added', async () => {
    const shop = await makeShop(texting)
    await asked(shop)
    const added = await asked(shop, { channels: ['email', 'sms'], phone: '+46701234567' })
    expect(await table('subscription')).toMatchObject([{ channels: 3 }])
    expect(await takeBack(shop, added)).toBe(202)
    expect(await table('subscription')).toMatchObject([{ channels: 1 }])
    expect(JSON.parse(String((await table('subscription'))[0]?.['addresses']))).not.toHaveProperty(
      'sms',
    )
    expect(await table('consent')).toMatchObject([
      { channel: 'email', action: 'given' },
      { channel: 'sms', action: 'given' },
      { channel: 'sms', action: 'withdrawn', method: 'form' },
    ])
  })

  it('leaves the person’s other requests', async () => {
    const shop = await makeShop()
    await asked(shop, { sku: 'TEE-S' })
    expect(await takeBack(shop, await asked(shop))).toBe(202)
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-S' }])
  })

  it('is removed before the person confirms it, and not after', async () => {
    const shop = await makeShop({ doubleOptIn: true })
    const early = await asked(shop)
    expect(await takeBack(shop, early)).toBe(202)
    expect(await table('subscription')).toEqual([])

    const late = await asked(shop, { sku: 'TEE-S' })
    await drain()
    const path = linkIn(world.mails.at(-1)?.text, 'c')
    expect((await ask(path, { method: 'POST' })).status).toBe(200)
    expect(await takeBack(shop, late)).toBe(202)
    expect(await table('subscription')).toMatchObject([{ sku: 'TEE-S', status: 'waiting' }])
  })

  it('is not sent if its message is queued already, and keeps its place until then', async () => {
    const shop = await makeShop()
    const undo = await asked(shop)
    await asked(shop, { email: 'eve@example.com' })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const [match] = world.queued.splice(0)
    if (match) await deliver(match)
    expect(await table('outbox')).toHaveLength(2)
    expect(await takeBack(shop, undo)).toBe(202)
    await drain()
    expect(world.mails.map(({ to }) => to)).toEqual(['eve@example.com'])
  })

  it('is cancelled at a platform that took it over', async () => {
    const hook = {
      type: 'webhook',
      url: `${fakeUrl('webhook')}/hook`,
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    }
    const shop = await makeShop({ destinations: [{ type: 'email' }, hook] })
    const undo = await asked(shop)
    await drain()
    expect(await takeBack(shop, undo)).toBe(202)
    expect(await table('outbox')).toMatchObject([{ call: 'cancel', destination: 'webhook' }])
  })

  it('gets the same answer whatever became of it, and a token of the same length', async () => {
    const shop = await makeShop()
    await shop.api('PUT', '/v1/suppressions', { email: 'never@example.com' })
    const answers = [
      shop.request(),
      shop.request(),
      shop.request({ email: 'never@example.com' }),
      shop.request({ website: 'https://spam.example' }),
    ].map((body) => shop.page('POST', PATH, body))
    const bodies: { status: string; undo: string }[] = []
    for (const answer of answers) bodies.push(await (await answer).json())
    expect(bodies.map((body) => Object.keys(body))).toEqual(bodies.map(() => ['status', 'undo']))
    expect(new Set(bodies.map(({ undo }) => undo.length)).size).toBe(1)
    expect(new Set(bodies.map(({ undo }) => undo)).size).toBe(4)
    // Nobody outside may know the index of an address: short links hold a part of it.
    const [contact] = await table<{ id: string }>('contact')
    expect(JSON.stringify(bodies)).not.toContain(contact?.id)
    for (const { undo } of bodies.slice(2)) expect(await takeBack(shop, undo)).toBe(202)
    expect(await table('subscription')).toHaveLength(1)
  })

  it('cannot be taken back after an hour', async () => {
    const shop = await makeShop()
    const undo = await asked(shop)
    vi.useFakeTimers({ now: Date.now() + UNDO_LIFE_MS + 1, toFake: ['Date'] })
    try {
      expect(await takeBack(shop, undo)).toBe(410)
    } finally {
      vi.useRealTimers()
    }
    expect(await table('subscription')).toHaveLength(1)
  })

  it('is not removed by a token of another shop, a changed one, or another page', async () => {
    const [shop, other] = [await makeShop(), await makeShop()]
    const undo = await asked(shop)
    expect(await takeBack(other, undo)).toBe(404)
    expect(await takeBack(shop, undo.replace(/.{9}$/, 'AAAAAAAAA'))).toBe(404)
    expect(await takeBack(shop, '')).toBe(422)
    const foreign = await ask('/v1/client/undo', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://evil.example' },
      body: JSON.stringify({ shop: shop.publicKey, undo }),
    })
    expect(foreign.status).toBe(403)
    expect((await ask(`/v1/client/undo?shop=${shop.publicKey}&undo=${undo}`)).status).toBe(404)
    expect(await table('subscription')).toHaveLength(1)
  })
})

describe('while D1 is overloaded, a request that its form takes back', () => {
  it.each(['request', 'withdrawal'])(
    'is not stored later, whichever message comes first: the %s',
    async (first) => {
      const shop = await makeShop()
      await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
      const mend = breakD1(OVERLOADED)
      const undo = await asked(shop)
      await asked(shop, { sku: 'MUG' })
      expect(await takeBack(shop, undo)).toBe(202)
      mend()
      expect(JSON.stringify(world.queued)).not.toContain('ada@')
      const messages = world.queued.splice(0)
      expect(messages).toHaveLength(3)
      for (const message of first === 'request' ? messages : messages.toReversed()) {
        await deliver(message)
      }
      expect(await table('subscription')).toMatchObject([{ sku: 'MUG' }])
    },
  )

  it('is not stored if D1 recovered before the request was taken back', async () => {
    const shop = await makeShop()
    await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
    const mend = breakD1(OVERLOADED)
    const undo = await asked(shop)
    await asked(shop, { sku: 'MUG' })
    mend()
    expect(await takeBack(shop, undo)).toBe(202)
    await drain()
    expect(await table('subscription')).toMatchObject([{ sku: 'MUG' }])
  })
})

/** The last word: the shop's own system decides about a restock before its first message. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { receivedAt } from '../contract/destinations/suite.ts'
import { SECRET } from '../fakes/webhook.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { drain, fakeUrl, logged, makeShop, table, type TestShop, tick, world } from './harness.ts'

interface Row {
  id: string
  state: string
  approval: string | null
}

const lastWord = (url: string, changes = {}) => ({
  lastWord: { url: `${url}/last-word`, secret: SECRET, ...changes },
})

const back = async (shop: TestShop, quantity = 5) => {
  await shop.setStock({ sku: 'TEE-M', quantity })
  await drain()
}

/** A shop where two people wait for a variant. */
async function waiting(settings: Record<string, unknown>): Promise<TestShop> {
  const shop = await makeShop(settings)
  for (const name of ['ada', 'bo']) await shop.subscribe({ email: `${name}@example.com` })
  return shop
}

const states = async () => (await table<Row>('restock')).map(({ state }) => state)
const told = () => world.mails.map(({ to }) => to.split('@')[0]).toSorted()
const waits = async () => (await table('subscription')).length

async function first(): Promise<Row> {
  const [row] = await table<Row>('restock')
  if (!row) throw new Error('no restock')
  return row
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the last word about a restock', () => {
  it.each([
    ['allow', 'done', ['ada', 'bo'], 0],
    ['hold', 'awaiting', [], 2],
    ['drop', 'ended', [], 2],
  ])('is asked once, and "%s" is obeyed', async (answer, state, mails, left) => {
    const url = fakeUrl('webhook', answer)
    const shop = await waiting(lastWord(url, { onSilence: answer === 'allow' ? 'drop' : 'allow' }))
    await back(shop)
    await tick()
    await drain()
    await back(shop, 7)
    expect([await states(), told(), await waits()]).toEqual([[state], mails, left])
    const { id } = await first()
    expect(
      (await receivedAt(url)).map(({ headers, body }) => [headers['webhook-id'], body]),
    ).toEqual([
      [
        `${id}:last_word`,
        {
          type: 'restock.last_word',
          timestamp: expect.any(String),
          data: { restock: id, sku: 'TEE-M', quantity: 5, people: 2 },
        },
      ],
    ])
    expect(await logged(shop, 'restock_last_word')).toEqual([{ restock: id, people: 2, answer }])
  })

  it.each([
    ['hanging', 'timeout'],
    ['server-error', 'http_500'],
    ['answers-204', 'answer_unreadable'],
    ['answers-302', 'http_302'],
    ['answers-maybe', 'answer_unreadable'],
    ['answers-list', 'answer_unreadable'],
    ['answers-null', 'answer_unreadable'],
    ['answers-text', 'answer_unreadable'],
    ['answers-page', 'answer_unreadable'],
    ['answers-huge', 'answer_unreadable'],
    ['redirect', 'http_302'],
  ])('is that of the settings after %s', async (scene, silence) => {
    const shop = await waiting(lastWord(fakeUrl('webhook', scene)))
    await back(shop)
    const { id } = await first()
    // Without `onSilence` it is `hold`.
    expect([await states(), told()]).toEqual([['awaiting'], []])
    expect(await logged(shop, 'restock_last_word')).toEqual([
      { restock: id, people: 2, answer: 'hold', silence },
    ])
    // The limit of the call, and that of the call with its look-up.
    expect(world.limitsMs.filter((ms) => ms === 3_000)).toHaveLength(scene === 'hanging' ? 2 : 0)
  })

  it.each([
    ['allow', 'done', 2],
    ['drop', 'ended', 0],
  ])('is "%s" after silence if the shop chose that', async (onSilence, state, mails) => {
    const shop = await waiting(lastWord(fakeUrl('webhook', 'server-error'), { onSilence }))
    await back(shop)
    expect([await states(), world.mails.length]).toEqual([[state], mails])
  })

  it('is not asked again when the shop approves, and a dropped restock stays closed', async () => {
    const url = fakeUrl('webhook', 'hold')
    const shop = await waiting(lastWord(url))
    await back(shop)
    const { id } = await first()
    expect(await logged(shop, 'restock_awaiting')).toEqual([{ restock: id, approval: 'last_word' }])
    expect((await shop.api('POST', `/v1/restocks/${id}/approve`)).status).toBe(200)
    await drain()
    expect([await states(), told()]).toEqual([['done'], ['ada', 'bo']])
    expect(await receivedAt(url)).toHaveLength(1)
  })

  it('is asked about the next restock again', async () => {
    const url = fakeUrl('webhook', 'drop')
    const shop = await waiting(lastWord(url))
    for (const quantity of [5, 0, 4]) await back(shop, quantity)
    expect(await states()).toEqual(['ended', 'ended'])
    expect((await receivedAt(url)).map(({ body }) => body)).toMatchObject([
      { data: { quantity: 5 } },
      { data: { quantity: 4 } },
    ])
    expect(await waits()).toBe(2)
  })

  it('is not asked about a restock whose last person has left', async () => {
    const url = fakeUrl('webhook', 'hold')
    const shop = await waiting({ ...lastWord(url), rules: { approval: 'always' } })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const people = await table<{ id: string }>('subscription')
    for (const { id } of people) await shop.api('DELETE', `/v1/subscriptions/${id}`)
    await drain()
    expect([await states(), await waits(), await receivedAt(url)]).toEqual([['done'], 0, []])
  })

  it('is signed with the secret that counts now', async () => {
    const url = fakeUrl('webhook', 'allow')
    const old = `whsec_${'B'.repeat(32)}`
    const shop = await waiting(lastWord(url, { secret: old }))
    await back(shop)
    expect(await logged(shop, 'restock_last_word')).toMatchObject([
      { answer: 'hold', silence: 'http_401' },
    ])
    await shop.api('PATCH', '/v1/shop', lastWord(url))
    await back(shop, 0)
    await back(shop)
    expect([await states(), told()]).toEqual([
      ['sold_out', 'done'],
      ['ada', 'bo'],
    ])
  })

  it('comes before the rule of approval, which still holds a restock that it allows', async () => {
    const url = fakeUrl('webhook', 'allow')
    const shop = await waiting({ ...lastWord(url), rules: { approval: { above: 1 } } })
    await back(shop)
    const { id } = await first()
    expect(await states()).toEqual(['awaiting'])
    expect(await logged(shop, 'restock_awaiting')).toEqual([
      { restock: id, approval: { above: 1 } },
    ])
    await shop.api('POST', `/v1/restocks/${id}/approve`)
    await drain()
    expect([told(), (await receivedAt(url)).length]).toEqual([['ada', 'bo'], 1])
  })

  it('does not count if the level falls while the question is on its way', async () => {
    const url = fakeUrl('webhook', 'allow')
    const shop = await waiting(lastWord(url))
    const { fetch } = globalThis
    let falls = true
    vi.stubGlobal('fetch', async (...given: Parameters<typeof globalThis.fetch>) => {
      if (falls && String(given[0]).startsWith(url)) {
        falls = false
        await shop.setStock({ sku: 'TEE-M', quantity: 0 })
      }
      return fetch(...given)
    })
    await back(shop)
    await tick()
    await drain()
    expect([falls, await states(), told(), await waits()]).toEqual([false, ['sold_out'], [], 2])
    expect(await logged(shop, 'restock_last_word')).toEqual([])
  })

  it('is asked again with the same id after a crash', async () => {
    const url = fakeUrl('webhook', 'allow')
    const shop = await waiting(lastWord(url))
    const { DB } = world.env
    // The process ends after the answer: its first transaction does not reach D1.
    const batch = vi.spyOn(DB, 'batch')
    const { fetch } = globalThis
    vi.stubGlobal('fetch', async (...given: Parameters<typeof globalThis.fetch>) => {
      const answer = await fetch(...given)
      if (String(given[0]).startsWith(`${url}/last-word`))
        batch.mockRejectedValueOnce(new Error('the process has ended'))
      return answer
    })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    await drain()
    vi.unstubAllGlobals()
    expect([(await receivedAt(url)).length, told()]).toEqual([1, []])
    await DB.prepare('UPDATE restock SET due_at = 0').run()
    await tick()
    await drain()
    const asked = await receivedAt(url)
    const { id } = await first()
    expect(asked.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(`${id}:last_word`),
    )
    expect(asked[1]?.body).toEqual(asked[0]?.body)
    expect(told()).toEqual(['ada', 'bo'])
    expect(await logged(shop, 'restock_last_word')).toHaveLength(1)
  })

  it('costs a few rows, however many people wait', async () => {
    const shop = await waiting(lastWord(fakeUrl('webhook', 'drop')))
    world.env.DB = meteredDatabase(world.env.DB)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    takeUsed()
    await drain()
    expect(takeUsed()).toEqual({ read: 10, written: 5, messages: 0 })
  })
})

describe('the setting lastWord', () => {
  it('shows its secret masked, keeps it for the same address only, and can be removed', async () => {
    const url = 'https://erp.acme.example/last-word'
    const shop = await makeShop({ lastWord: { url, secret: SECRET } })
    const read = async () =>
      (await (await shop.api('GET', '/v1/shop')).json<{ settings: Record<string, unknown> }>())
        .settings['lastWord']
    const shown = { url, secret: `••••${SECRET.slice(-4)}`, onSilence: 'hold' }
    expect(await read()).toEqual(shown)
    expect(JSON.stringify(await table('shop'))).not.toContain(SECRET)
    const save = async (value: unknown) => {
      const answer = await shop.api('PATCH', '/v1/shop', { lastWord: value })
      return [answer.status, (await answer.json<{ errors?: unknown }>()).errors]
    }
    expect((await save({ url, onSilence: 'drop' }))[0]).toBe(200)
    expect(await read()).toEqual({ ...shown, onSilence: 'drop' })
    const explained = await shop.api('GET', '/v1/rules/explain?sku=TEE-M')
    expect(await explained.json()).toMatchObject({ lastWord: { onSilence: 'drop' } })
    expect(await save({ url: 'https://thief.example/', secret: shown.secret })).toMatchObject([
      422,
      [{ pointer: '/lastWord/secret', code: 'secret_needed' }],
    ])
    expect((await save(null))[0]).toBe(200)
    expect(await read()).toBeUndefined()
  })

  it('is refused with a pointer if it cannot work', async () => {
    const shop = await makeShop()
    const url = 'https://erp.acme.example/last-word'
    const cases: [unknown, string, string][] = [
      [{ url }, '/lastWord/secret', 'missing'],
      [{ secret: SECRET }, '/lastWord/url', 'missing'],
      [{ url, secret: 'short' }, '/lastWord/secret', 'secret_invalid'],
      [{ url, secret: '••••LaSw' }, '/lastWord/secret', 'secret_masked'],
      [{ url: 7, secret: SECRET }, '/lastWord/url', 'not_text'],
      [{ url, secret: SECRET, onSilence: 'shrug' }, '/lastWord/onSilence', 'choice_unknown'],
      [{ url, secret: SECRET, more: 1 }, '/lastWord/more', 'unknown_field'],
      [[], '/lastWord', 'not_an_object'],
      ['allow', '/lastWord', 'not_an_object'],
    ]
    for (const [value, pointer, code] of cases) {
      const answer = await shop.api('PATCH', '/v1/shop', { lastWord: value })
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({ errors: [{ pointer, code }] })
    }
  })
})

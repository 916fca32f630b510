/** What the shop does with a restock: approval, and approve, hold, resume, end. */
import { describe, expect, it } from 'vitest'
import {
  type Before,
  RestockAction,
  type RestockAction as Action,
  verdictOf,
} from '../../worker/action/rules.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { deliver, drain, logged, makeShop, table, type TestShop, tick, world } from './harness.ts'

interface Row {
  id: string
  state: string
  approval: string | null
  due_at: number | null
}

const ALWAYS = { rules: { approval: 'always' } }
const PEOPLE = ['ada', 'bo', 'cy']

const ask = (shop: TestShop, name: string, changes = {}) =>
  shop.subscribe({ email: `${name}@example.com`, ...changes })

const back = async (shop: TestShop, quantity = 5) => {
  await shop.setStock({ sku: 'TEE-M', quantity })
  await drain()
}

const restock = async (): Promise<Row> => {
  const [row] = await table<Row>('restock')
  if (!row) throw new Error('no restock')
  return row
}

/** Does an action with the only restock. Gives the status, and the state or the problem's code. */
async function act(shop: TestShop, action: string, body?: unknown) {
  const { id } = await restock()
  const answer = await shop.api('POST', `/v1/restocks/${id}/${action}`, body)
  const said = await answer.json<{ state?: string; code?: string }>()
  return [answer.status, said.state ?? said.code]
}

/** The log entries about restocks. */
const entriesOf = async () =>
  (await table<{ kind: string }>('log')).filter(({ kind }) => kind.startsWith('restock_'))

// The mails of a round leave at the same time.
const told = () => world.mails.map(({ to }) => to.split('@')[0]).toSorted()

/** A shop where three people wait for a variant, which is back. */
async function waiting(settings: Record<string, unknown>): Promise<TestShop> {
  const shop = await makeShop(settings)
  for (const name of PEOPLE) await ask(shop, name)
  await back(shop)
  return shop
}

describe('a restock that needs approval', () => {
  it('notifies nobody and says so once, until the shop approves it', async () => {
    const shop = await waiting(ALWAYS)
    await tick()
    await drain()
    await back(shop, 7)
    expect(told()).toEqual([])
    const { restocks } = await (await shop.api('GET', '/v1/restocks')).json<{ restocks: Row[] }>()
    expect(restocks).toMatchObject([{ state: 'awaiting', matched: 0 }])
    const { held } = await (
      await shop.api('GET', '/v1/held')
    ).json<{ held: { reason: string }[] }>()
    expect(held.map(({ reason }) => reason)).toEqual(Array(3).fill('awaiting_approval'))
    expect(await logged(shop, 'restock_awaiting')).toEqual([
      { restock: (await restock()).id, approval: 'always' },
    ])
    expect(await act(shop, 'approve', { reason: 'Checked the shelf' })).toEqual([200, 'open'])
    await drain()
    expect(told()).toEqual(PEOPLE)
    expect(await act(shop, 'approve')).toEqual([200, 'done'])
    expect(await logged(shop, 'restock_approved')).toMatchObject([
      {
        restock: (await restock()).id,
        by: { key: expect.any(String) },
        reason: 'Checked the shelf',
      },
    ])
  })

  it.each([
    [2, 'awaiting'],
    [3, 'done'],
  ])('waits if more than %d people wait when it starts', async (above, state) => {
    const shop = await makeShop({ rules: { approval: { above } } })
    // One person counts once, whatever they ask for.
    for (const name of PEOPLE) await ask(shop, name, { locale: 'en' })
    await ask(shop, 'ada', { locale: 'sv' })
    await back(shop)
    expect((await restock()).state).toBe(state)
  })

  it('waits if a rule for the product says so', async () => {
    const products = [{ match: { skus: ['TEE-M'] }, approval: 'always' }]
    const shop = await makeShop({ rules: { products } })
    await ask(shop, 'ada')
    await ask(shop, 'bo', { sku: 'MUG' })
    await shop.setStock({ sku: 'TEE-M', quantity: 1 }, { sku: 'MUG', quantity: 1 })
    await drain()
    expect(told()).toEqual(['bo'])
    const rows = await table<{ sku: string; state: string }>('restock')
    expect(rows.map(({ sku, state }) => `${sku} ${state}`).toSorted()).toEqual([
      'MUG done',
      'TEE-M awaiting',
    ])
  })

  it('is closed by a level that falls, and the next one waits again', async () => {
    const shop = await waiting(ALWAYS)
    await back(shop, 0)
    expect((await restock()).state).toBe('sold_out')
    expect(await act(shop, 'approve')).toEqual([409, 'restock_closed'])
    await back(shop)
    expect((await table<Row>('restock')).map(({ state }) => state)).toEqual([
      'sold_out',
      'awaiting',
    ])
    expect(told()).toEqual([])
  })

  it.each([
    ['sometimes', '/rules/approval', 'choice_unknown'],
    [null, '/rules/approval', 'not_an_object'],
    [['always'], '/rules/approval', 'choice_unknown'],
    [{}, '/rules/approval/above', 'missing'],
    [{ above: -1 }, '/rules/approval/above', 'quantity_invalid'],
    [{ above: '3' }, '/rules/approval/above', 'quantity_invalid'],
    [{ above: 1, below: 2 }, '/rules/approval/below', 'unknown_field'],
  ])('is refused as a rule: %j', async (approval, pointer, code) => {
    const shop = await makeShop()
    const answer = await shop.api('PATCH', '/v1/shop', { rules: { approval } })
    const { errors } = await answer.json<{ errors: object[] }>()
    expect([answer.status, errors]).toMatchObject([422, [{ pointer, code }]])
  })
})

describe('a restock that the shop stops', () => {
  it('sends nothing more of what is queued, and sends it when it is resumed', async () => {
    const shop = await makeShop()
    for (const name of PEOPLE) await ask(shop, name)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.shift()
    if (match) await deliver(match)
    expect((await restock()).state).toBe('done')
    expect(await act(shop, 'hold', { reason: 'Wrong price' })).toEqual([200, 'stopped'])
    await drain()
    expect(told()).toEqual([])
    const id = (await table<{ subscription_id: string }>('outbox'))[0]?.subscription_id
    const history = await (await shop.api('GET', `/v1/subscriptions/${id}/history`)).text()
    expect(history).toContain('waits: restock_stopped')
    // The sweep leaves it alone, and a second press changes nothing.
    await tick()
    await drain()
    expect(await act(shop, 'hold')).toEqual([200, 'stopped'])
    expect(await act(shop, 'approve')).toEqual([409, 'restock_stopped'])
    expect(await act(shop, 'resume')).toEqual([200, 'open'])
    await drain()
    expect(told()).toEqual(PEOPLE)
    expect(await act(shop, 'resume')).toEqual([200, 'done'])
    expect(await logged(shop, 'restock_stopped')).toMatchObject([{ reason: 'Wrong price' }])
    expect(await logged(shop, 'restock_resumed')).toHaveLength(1)
  })

  it('claims nobody from that moment on, and is matched again when it is resumed', async () => {
    const shop = await makeShop({ rules: { stableForSeconds: 60 } })
    for (const name of PEOPLE) await ask(shop, name)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    expect(await act(shop, 'hold')).toEqual([200, 'stopped'])
    const { held } = await (
      await shop.api('GET', '/v1/held')
    ).json<{ held: { reason: string }[] }>()
    expect(held.map(({ reason }) => reason)).toEqual(Array(3).fill('stopped'))
    await drain()
    expect(told()).toEqual([])
    await act(shop, 'resume')
    await drain()
    expect(told()).toEqual(PEOPLE)
  })

  it('claims nobody of a page that was read before', async () => {
    const shop = await makeShop()
    for (const name of PEOPLE) await ask(shop, name)
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const { DB } = world.env
    // The shop stops it between the reading of the list and the claim.
    const batch = DB.batch.bind(DB)
    DB.batch = async (statements) => {
      await DB.prepare("UPDATE restock SET state = 'stopped', due_at = NULL").run()
      return batch(statements)
    }
    await drain()
    DB.batch = batch
    expect(await table('outbox')).toEqual([])
    expect(await table('subscription')).toHaveLength(3)
    expect((await restock()).state).toBe('stopped')
    await act(shop, 'resume')
    await drain()
    expect(told()).toEqual(PEOPLE)
  })

  it('puts its people back in their place when its level falls, and starts again for the next', async () => {
    const shop = await waiting(ALWAYS)
    await act(shop, 'hold')
    await back(shop, 0)
    await shop.api('PATCH', '/v1/shop', { rules: {} })
    await back(shop)
    expect(told()).toEqual(PEOPLE)
  })

  it('waits for approval again if it waited for it before', async () => {
    const shop = await waiting(ALWAYS)
    expect(await act(shop, 'hold')).toEqual([200, 'stopped'])
    expect(await act(shop, 'resume')).toEqual([200, 'awaiting'])
    await drain()
    expect(told()).toEqual([])
    expect(await logged(shop, 'restock_awaiting')).toHaveLength(1)
  })
})

describe('a restock that the shop ends', () => {
  it('sends no queued message: its people wait in their place, for the next restock', async () => {
    const shop = await makeShop()
    for (const name of PEOPLE) await ask(shop, name)
    const before = await table<{ id: string }>('subscription')
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    const match = world.queued.shift()
    if (match) await deliver(match)
    expect(await table('subscription')).toEqual([])
    expect(await act(shop, 'end', { reason: 'Recalled' })).toEqual([200, 'ended'])
    await drain()
    expect(told()).toEqual([])
    expect((await table<{ id: string }>('subscription')).map(({ id }) => id)).toEqual(
      before.map(({ id }) => id),
    )
    // Neither another quantity nor the nightly walk starts a second one.
    await back(shop, 9)
    await tick(Date.UTC(2027, 0, 1, 3, 0))
    await tick(Date.UTC(2027, 0, 1, 3, 1))
    await drain()
    expect([told(), (await table('restock')).length]).toEqual([[], 1])
    expect(await act(shop, 'end')).toEqual([200, 'ended'])
    expect(await logged(shop, 'restock_ended')).toHaveLength(1)
    await back(shop, 0)
    await back(shop)
    expect(told()).toEqual(PEOPLE)
  })
})

describe('an action', () => {
  const STATES = ['open', 'held', 'awaiting', 'stopped', 'done', 'sold_out', 'ended'] as const
  const cases = STATES.flatMap((state) =>
    ([null, 'asked', 'given'] as const).flatMap((approval) =>
      (state === 'done' ? [false, true] : [false]).map((hasMessages) => ({
        state,
        approval,
        hasMessages,
      })),
    ),
  )

  it('does in SQL what the rules say, in each state, and nothing when it is repeated', async () => {
    const shop = await waiting(ALWAYS)
    await shop.api('PATCH', '/v1/shop', { rules: {} })
    const { id } = await restock()
    const DB = world.env.DB
    const [message] = await table('subscription')
    for (const before of cases satisfies Before[]) {
      for (const action of RestockAction.options as Action[]) {
        await DB.batch([
          DB.prepare('DELETE FROM outbox'),
          DB.prepare("DELETE FROM log WHERE kind LIKE 'restock_%'"),
          DB.prepare(
            'UPDATE restock SET state = ?1, approval = ?2, due_at = ?3 WHERE id = ?4',
          ).bind(
            before.state,
            before.approval,
            before.state === 'open' || before.state === 'held' ? Date.now() + 3_600_000 : null,
            id,
          ),
          ...(before.hasMessages
            ? [
                DB.prepare(
                  `INSERT INTO outbox (id, shop_id, call, destination, due_at, subscription_id, contact_id,
                     restock_id, channels, sku, locale, external_id)
                   VALUES ('x', ?1, 'notify', 'email', ?2, 's', 'c', ?3, 1, 'TEE-M', '', '')`,
                ).bind(message?.['shop_id'], Date.now() + 1e6, id),
              ]
            : []),
        ])
        const old = await restock()
        const verdict = verdictOf(action, before)
        const first = await act(shop, action)
        const now = await restock()
        const entries = (await entriesOf()).length
        const name = `${action} of ${JSON.stringify(before)}`
        expect([name, first[0]]).toEqual([
          name,
          verdict === 'acts' || verdict === 'same' ? 200 : 409,
        ])
        const isChanged = JSON.stringify(old) !== JSON.stringify(now)
        expect([name, isChanged, entries]).toEqual([name, verdict === 'acts', isChanged ? 1 : 0])
        if (verdict !== 'acts') continue
        expect([name, await act(shop, action)]).toEqual([name, first])
        expect([name, (await entriesOf()).length]).toEqual([name, 1])
      }
    }
  })

  it('of an unknown restock is answered 404, and a bad body 422', async () => {
    const shop = await waiting(ALWAYS)
    const { id } = await restock()
    const post = async (path: string, body: unknown) =>
      (await shop.api('POST', `/v1/restocks/${path}`, body)).status
    expect(await post('nothing/hold', {})).toBe(404)
    for (const body of [
      null,
      [],
      3,
      { reason: 3 },
      { reason: '' },
      { reason: 'a\nb' },
      { why: 'x' },
    ])
      expect([body, await post(`${id}/hold`, body)]).toEqual([body, 422])
    expect((await restock()).state).toBe('awaiting')
  })

  it('reads and writes a few rows, whatever waits', async () => {
    const shop = await waiting(ALWAYS)
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    await act(shop, 'resume')
    const costs: Record<string, unknown> = {}
    for (const action of ['hold', 'resume', 'approve', 'end', 'end again']) {
      const { id } = await restock()
      takeUsed()
      await shop.api('POST', `/v1/restocks/${id}/${action.split(' ')[0]}`)
      costs[action] = takeUsed()
    }
    expect(costs).toEqual({
      hold: { read: 9, written: 3, messages: 0 },
      resume: { read: 12, written: 3, messages: 0 },
      approve: { read: 9, written: 4, messages: 0 },
      end: { read: 12, written: 3, messages: 0 },
      'end again': { read: 11, written: 0, messages: 0 },
    })
  })
})

/**
 * Runs random sequences of requests that need a confirmation, and of some that do not: people ask,
 * and ask again from other countries, open the newest mail's page and press its button, soon or
 * late; stock comes and goes, and requests expire. A model predicts whether each person is pending,
 * waiting or told. Nobody is told who has not pressed for that request, whoever pressed for what the
 * page showed is told once, and nobody is lost.
 */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PENDING_LIFE_MS } from '../../worker/limits.ts'
import { openVault } from '../../worker/vault.ts'
import { STORY_SEED, storyRuns } from './story.ts'
import { ask, drain, makeShop, startOver, type TestShop, tick, world } from './harness.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const START = Date.UTC(2026, 10, 21, 12)
const PEOPLE = ['a', 'b', 'c']
const SKUS = ['TEE', 'MUG']

type Action =
  | { do: 'ask'; who: string; sku: string; country: string }
  | { do: 'open'; who: string }
  | { do: 'press'; who: string }
  | { do: 'stock'; sku: string; quantity: number }
  | { do: 'deliver' }
  | { do: 'pass'; ms: number }

const who = fc.constantFrom(...PEOPLE)
const sku = fc.constantFrom(...SKUS)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      who,
      sku,
      country: fc.constantFrom('DE', 'DE', 'SE'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('open' as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('press' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('stock' as const),
      sku,
      quantity: fc.constantFrom(0, 0, 1),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(2 * MINUTE, 61 * MINUTE, DAY, PENDING_LIFE_MS + MINUTE),
    }),
  },
)

beforeEach(() => void vi.useFakeTimers({ now: START, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** A request as the database has it. */
interface Row {
  id: string
  contact_id: string
  sku: string
  status: 'pending' | 'waiting'
}

/** What the model knows of a person and a SKU that they ask for. */
interface Expected {
  status: 'pending' | 'waiting'
  /** When it was last asked for: from then on it lives for PENDING_LIFE_MS. */
  askedAt: number
}

const isConfirmation = (text: string) => text.includes('https://bell.test/c/')

/** The path of the link in the newest confirmation mail to somebody; undefined if there is none. */
const newestLink = (name: string): string | undefined => {
  const mail = world.mails.findLast(
    ({ to, text }) => to === `${name}@example.com` && isConfirmation(text),
  )
  return /https:\/\/bell\.test(\/c\/\S+)/.exec(mail?.text ?? '')?.[1]
}

/** Opens a page. Gives the ids of the requests that its button would confirm. */
async function open(path: string): Promise<string[]> {
  const page = await (await ask(path, { headers: { Accept: 'text/html' } })).text()
  return /name="shown" value="([^"]*)"/.exec(page)?.[1]?.split(' ') ?? []
}

const press = (path: string, shown: string[]) =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ shown: shown.join(' ') }).toString(),
  })

/** A shop, and the model of it. */
async function modelOf(shop: TestShop, always: boolean) {
  const { index } = await openVault(world.env, shop)
  const names = new Map(
    await Promise.all(
      PEOPLE.map(async (name) => [await index('email', `${name}@example.com`), name] as const),
    ),
  )
  const expected = new Map<string, Expected>()
  const stock = new Map(SKUS.map((one) => [one, 0]))
  const opened = new Map<string, { path: string; shown: string[] }>()
  const faults: string[] = []
  /** How often each person has to be told of each SKU, and was. */
  const due = new Map<string, number>()
  const told = new Map<string, number>()
  let mails = 0

  const keyOf = (row: Row) => `${names.get(row.contact_id)} ${row.sku}`
  const rows = async () => {
    const { results } = await env.DB.prepare(
      'SELECT id, contact_id, sku, status FROM subscription',
    ).all<Row>()
    return results
  }
  const add = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1)

  /** Whoever waits for something that is there is told. */
  const serve = () => {
    for (const [key, { status }] of expected) {
      const [, wanted = ''] = key.split(' ')
      if (status !== 'waiting' || stock.get(wanted) === 0) continue
      expected.delete(key)
      add(due, key)
    }
  }

  const check = async (step: string) => {
    for (const { to, text } of world.mails.slice(mails)) {
      if (isConfirmation(text)) continue
      add(told, `${to.split('@', 1)[0]} ${SKUS.find((one) => text.includes(`\n${one}\n`)) ?? text}`)
    }
    mails = world.mails.length
    for (const [key, times] of told) {
      if (times > (due.get(key) ?? 0)) faults.push(`${key} was told without a press after ${step}`)
    }
    const found = new Map((await rows()).map((row) => [keyOf(row), row.status]))
    for (const [key, { status, askedAt }] of expected) {
      const isOver = status === 'pending' && Date.now() - askedAt >= PENDING_LIFE_MS
      if (isOver && !found.has(key)) expected.delete(key)
      else if (found.get(key) !== status)
        faults.push(`${key} is ${found.get(key) ?? 'lost'}, not ${status}, after ${step}`)
    }
    for (const key of found.keys()) {
      if (!expected.has(key)) faults.push(`${key} is on the list after ${step}`)
    }
  }

  const pressFor = async (path: string, shown: string[]) => {
    const confirms = (await rows()).filter(
      (row) => shown.includes(row.id) && row.status === 'pending' && stock.get(row.sku) === 0,
    )
    const answer = await press(path, shown)
    // The link is as old as its mail, which may be older than the request.
    if (answer.status === 410) return
    for (const row of confirms) {
      const known = expected.get(keyOf(row))
      if (known) known.status = 'waiting'
    }
  }

  const act = async (one: Action) => {
    switch (one.do) {
      case 'ask': {
        const { who: name, sku: wanted, country } = one
        const request = shop.request({
          sku: wanted,
          email: `${name}@example.com`,
          country,
          product: { title: wanted, url: 'https://acme.example/p' },
        })
        const answer = await shop.page('POST', '/v1/client/subscriptions', request)
        const isBack = (stock.get(wanted) ?? 0) > 0
        if (answer.status !== (isBack ? 409 : 202)) faults.push(`answered ${answer.status}`)
        if (isBack) return
        const known = expected.get(`${name} ${wanted}`)
        // A later request neither confirms what is pending, nor undoes what is confirmed.
        const status = known?.status ?? (always || country === 'DE' ? 'pending' : 'waiting')
        expected.set(`${name} ${wanted}`, { status, askedAt: Date.now() })
        return
      }
      case 'open': {
        const path = newestLink(one.who)
        if (path) opened.set(one.who, { path, shown: await open(path) })
        return
      }
      case 'press': {
        const page = opened.get(one.who)
        if (page) await pressFor(page.path, page.shown)
        return
      }
      case 'stock':
        stock.set(one.sku, one.quantity)
        await shop.setStock({ sku: one.sku, quantity: one.quantity })
        serve()
        return drain()
      case 'deliver':
        return drain()
      case 'pass':
        vi.setSystemTime(Date.now() + one.ms)
        await tick()
        return drain()
    }
  }

  /** Whoever is still asked can press, and whoever pressed is told. */
  const end = async () => {
    for (const wanted of SKUS) await act({ do: 'stock', sku: wanted, quantity: 0 })
    // The ceiling for confirmations is one of each day.
    for (let day = 0; day < 2; day += 1) await act({ do: 'pass', ms: DAY })
    await check('the last days')
    for (const row of await rows()) {
      if (row.status === 'waiting') continue
      const path = newestLink(names.get(row.contact_id) ?? '')
      const shown = path ? await open(path) : []
      if (path && shown.includes(row.id)) await pressFor(path, shown)
      else if (expected.get(keyOf(row))?.status === 'pending')
        faults.push(`${keyOf(row)} cannot press`)
    }
    await check('the last presses')
    for (const wanted of SKUS) await act({ do: 'stock', sku: wanted, quantity: 9 })
    for (let day = 0; day < 2; day += 1) await act({ do: 'pass', ms: DAY })
    await check('the end')
    if (expected.size > 0) faults.push(`not told: ${[...expected.keys()].join(', ')}`)
    expect([told, faults]).toEqual([due, []])
  }
  return { act, check, end, faults }
}

it.each([{ always: true }, { always: false }])(
  'the Worker notifies everybody who pressed once, and nobody else (always: $always)',
  async ({ always }) => {
    const property = fc.asyncProperty(
      fc.array(action, { minLength: 25, maxLength: 40, size: 'max' }),
      async (actions) => {
        await startOver()
        vi.setSystemTime(START)
        const model = await modelOf(await makeShop(always ? { doubleOptIn: true } : {}), always)
        for (const one of actions) {
          await model.act(one)
          await model.check(JSON.stringify(one))
          expect(model.faults).toEqual([])
        }
        await model.end()
      },
    )
    await fc.assert(property, { numRuns: storyRuns(5), seed: STORY_SEED, endOnFailure: true })
  },
  120_000,
)

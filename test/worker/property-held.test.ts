/**
 * Runs random stories in which everything changes that decides who is served: levels, the rules and
 * conditions of the shop, the catalogue, facts about people, orders and time. Some changes come while
 * a restock is being matched. The law: everyone who can be served is served, and `GET /v1/held` gives the
 * reason for the others. Nobody is notified twice, against the rules or out of order, no wave is too large,
 * and nobody is lost.
 *
 * `STORIES=10000 STORY_SEED=1 npm run test:stories` runs more stories.
 */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  holdsOf,
  HOUR,
  LEVELS,
  MINUTE,
  paceOf,
  serves,
  shelvesFor,
  type Waiting,
  type World,
} from './held-model.ts'
import {
  type Change,
  FOUND,
  make,
  openShop,
  type Opened,
  SKU,
  startStory,
  type Story,
  story,
} from './held-story.ts'
import { STORY_SEED, storyRuns } from './story.ts'
import { deliver, type TestShop, tick, world } from './harness.ts'

/** After this time the effects of a change are complete, except those that need time to pass. */
const SOON = 5 * MINUTE
/** How late a look may be that time alone causes: LOOK_PAUSE_MS and one tick, in milliseconds. */
const LATE = 18 * MINUTE

let clock = Date.UTC(2026, 10, 21, 12)
const forward = (ms: number) => {
  clock += ms
  vi.setSystemTime(clock)
}

/** A callback that runs once, before a write of the Worker. */
let amid: { writes: number; act: () => Promise<void> } | undefined

/** The database, with `amid` before its writes. */
const interrupted = (db: D1Database): D1Database =>
  new Proxy(db, {
    get(target, name) {
      if (name === 'batch')
        return async (list: D1PreparedStatement[]) => {
          if (amid && amid.writes === 0) {
            const { act } = amid
            amid = undefined
            await act()
          } else if (amid) amid.writes -= 1
          return target.batch(list)
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** When the next row is due that the tick looks for; never, if there is none. */
async function nextDue(): Promise<number> {
  const row = await env.DB.prepare(
    `SELECT min(due_at) AS due FROM (SELECT due_at FROM restock WHERE due_at IS NOT NULL
       UNION ALL SELECT due_at FROM second_look
       UNION ALL SELECT due_at FROM outbox WHERE state = 'open')`,
  ).first<{ due: number | null }>()
  return row?.due ?? Infinity
}

/** Everybody who waits, by the id of the subscription. */
async function waiting({ names }: Opened): Promise<Map<string, Waiting>> {
  const { results } = await env.DB.prepare(
    `SELECT id, contact_id AS contact, locale, external_id AS externalId, wanted,
       product IS NOT NULL AS described FROM subscription WHERE sku = ?`,
  )
    .bind(SKU)
    .all<Omit<Waiting, 'described' | 'who'> & { described: number; contact: string }>()
  return new Map(
    results.map(({ contact, described, ...row }) => [
      row.id,
      {
        ...row,
        who: names.get(contact) ?? '',
        described: described === 1,
        since: Number.parseInt(row.id.replace('-', '').slice(0, 12), 16),
      },
    ]),
  )
}

/** The subscriptions whose message is on its way, each with the level that serves it. */
async function onTheWay(): Promise<{ id: string; level: number }[]> {
  const { results } = await env.DB.prepare(
    `SELECT o.subscription_id AS id, r.locale, r.external_id AS externalId
     FROM outbox o JOIN restock r ON r.id = o.restock_id
     WHERE o.call = 'notify' AND o.state = 'open' ORDER BY 1`,
  ).all<{ id: string; locale: string; externalId: string }>()
  return results.map(({ id, ...place }) => ({
    id,
    level: LEVELS.findIndex(
      ({ locale, externalId }) => locale === place.locale && externalId === place.externalId,
    ),
  }))
}

interface Listed {
  subscription: string
  reason: string
  until?: string
}

/** Everybody whom `GET /v1/held` lists. */
async function heldNow(shop: TestShop): Promise<Listed[]> {
  const answer = await shop.api('GET', '/v1/held?limit=200')
  return (await answer.json<{ held: Listed[] }>()).held
}

/** Runs a story, and returns the faults. */
async function run(
  opened: Opened,
  { settings, asking, quantity, steps }: Story,
): Promise<string[]> {
  amid = undefined
  forward(HOUR)
  const now = await startStory(settings)
  const faults: string[] = []
  /** The states since the last check, each with its time. */
  let past: { at: number; state: World }[] = []
  const remember = () => past.push({ at: clock, state: structuredClone(now) })
  /** Whether a test holds in any state since the last check, at the time of that state or now. */
  const ever = (test: (state: World, at: number) => boolean) =>
    past.some(({ at, state }) => test(state, at) || test(state, clock))
  /** The people who must be accounted for at the next check, and those notified since the last. */
  let expected = new Map<string, Waiting>()
  let mailed = new Set<string>()
  /** Messages that each person has to get. */
  const owed = new Map<string, number>()
  let claims: { at: number; units: number }[] = []
  /** Since which check each person could be served. */
  let since = new Map<string, number>()
  let changedAt = clock

  world.beforeMail = (to) => {
    const name = to.split('@', 1)[0] ?? ''
    const count = owed.get(name) ?? 0
    if (count === 0) faults.push(`${name} is notified without a claim`)
    owed.set(name, count - 1)
    mailed.add(name)
    now.told.set(name, clock)
    remember()
  }

  const apply = async (what: Change) => {
    forward(1000)
    const fault = await make(what, opened, now, forward)
    if (fault) faults.push(fault)
    if (what.do === 'rules') changedAt = clock
    remember()
    if (what.do !== 'subscribe') return
    for (const [id, each] of await waiting(opened)) expected.set(id, each)
  }

  /** Checks those whom a match has claimed: whether they may be served now, and not too many units. */
  const checkClaim = (claimed: Waiting[], rest: Waiting[], level: number) => {
    const mayServe = (each: Waiting, state: World, at: number) => {
      const units = state.levels.get(level) ?? 0
      return (
        units > state.settings.threshold &&
        serves(LEVELS[level], each, state) &&
        holdsOf(each, units, state, at).length === 0
      )
    }
    for (const each of claimed) {
      owed.set(each.who, (owed.get(each.who) ?? 0) + 1)
      if (!ever((state, at) => mayServe(each, state, at)))
        faults.push(`${each.who} is served against the rules`)
    }
    const units = claimed.reduce((sum, { wanted }) => sum + wanted, 0)
    const allowed = past.map(({ state }) => {
      const { perUnit, everyMs } = paceOf(state)
      const lately = claims.filter(({ at }) => clock - at < everyMs)
      const used = lately.reduce((sum, each) => sum + each.units, 0)
      return perUnit * (state.levels.get(level) ?? 0) - used
    })
    claims.push({ at: clock, units })
    const hasTiers = past.some(({ state }) => paceOf(state).first)
    const last = claimed.at(-1)
    const over = hasTiers ? Math.max(...claimed.map(({ wanted }) => wanted)) : (last?.wanted ?? 0)
    if (units - over >= Math.max(...allowed)) faults.push(`a wave has ${units} of ${allowed} units`)
    if (hasTiers) return
    for (const each of rest) {
      const always = !ever((state, at) => !mayServe(each, state, at))
      if (always && last && each.id < last.id) faults.push(`${each.who} is passed over`)
    }
  }

  const hand = async (message: (typeof world.queued)[number]) => {
    if (message.queue !== 'shelfbell-match') return deliver(message)
    const waited = await waiting(opened)
    await deliver(message)
    const rest = await waiting(opened)
    const taken = (await onTheWay()).filter(({ id }) => waited.has(id) && !rest.has(id))
    const claimed = taken.flatMap(({ id }) => waited.get(id) ?? [])
    const left = [...rest.values()].filter(({ id }) => waited.has(id))
    if (taken[0]) checkClaim(claimed, left, taken[0].level)
  }

  const drain = async () => {
    for (let message = world.queued.shift(); message; message = world.queued.shift()) {
      await hand(message)
    }
  }

  /** Checks everybody who waits while a level is sellable: the reason that holds them, and the report. */
  const checkHeld = (rest: Map<string, Waiting>, list: Listed[]) => {
    const listed = Map.groupBy(list, ({ subscription }) => subscription)
    const couldBe = new Map<string, number>()
    for (const id of listed.keys()) if (!rest.has(id)) faults.push('somebody is listed who is gone')
    for (const each of rest.values()) {
      const fault = (what: string) =>
        faults.push(`${each.who} in ${each.locale}/${each.externalId} ${what}`)
      const shelves = shelvesFor(each, now)
      const entries = listed.get(each.id) ?? []
      if (entries.length !== shelves.length)
        fault(`is listed ${entries.length} times beside ${shelves.length} shelves`)
      const holds = shelves.map((units) => holdsOf(each, units, now, clock))
      const { everyMs } = paceOf(now)
      for (const { reason, until = '' } of entries) {
        const isFree = holds.some((some) => some.length === 0)
        const isTrue = reason === 'in_turn' ? isFree : holds.flat().includes(reason)
        if (!isTrue) fault(`is listed as ${reason} and not ${holds.join(' | ')}`)
        const wait = Date.parse(until) - clock
        if (reason === 'in_turn' && !(wait <= Math.max(everyMs, LATE)))
          fault(`waits until ${until}`)
        if (reason === 'cooling_down' && !(wait > 0)) fault(`cools down until ${until}`)
      }
      // A look that time causes may be late.
      const before = shelves.map((units) => holdsOf(each, units, now, clock - LATE))
      if (!holds.some((some, at) => some.length === 0 && before[at]?.length === 0)) continue
      const could = since.get(each.id) ?? clock
      couldBe.set(each.id, could)
      const from = Math.max(could, claims.at(-1)?.at ?? 0, changedAt)
      if (everyMs === 0 || clock - from > everyMs + LATE) fault('waits beside a full shelf')
    }
    since = couldBe
  }

  /** Checks that everybody still waits, was notified or may have been removed. */
  const checkLost = (rest: Map<string, Waiting>) => {
    // One message is for all requests of a person, and is put back as one request.
    const somewhere = new Set([...mailed, ...[...rest.values()].map((each) => each.who)])
    for (const each of expected.values()) {
      if (rest.has(each.id) || now.left.has(each.id) || somewhere.has(each.who)) continue
      const mayBeRemoved = ever(
        (state, at) =>
          !state.settings.keepUnmatched &&
          shelvesFor(each, state).some((units) =>
            holdsOf(each, units, state, at).includes('conditions'),
          ),
      )
      if (!mayBeRemoved) faults.push(`${each.who} is lost`)
    }
  }

  const settle = async () => {
    await drain()
    const end = clock + SOON
    for (let due = await nextDue(); due < end; due = await nextDue()) {
      // The tick takes what has been due for a minute.
      forward(Math.max(due - clock, 0) + MINUTE)
      await tick(clock)
      await drain()
    }
    const rest = await waiting(opened)
    checkHeld(rest, await heldNow(opened.shop))
    checkLost(rest)
    expected = rest
    mailed = new Set()
    claims = claims.filter(({ at }) => clock - at < 24 * HOUR)
    past = []
    remember()
  }

  remember()
  for (const what of asking) await apply(what)
  await apply({ do: 'level', level: 0, quantity })
  for (const { change, after, amid: writes } of steps) {
    if (writes !== null) {
      amid = { writes, act: () => apply(change) }
      await drain()
    }
    if (writes === null || amid) {
      amid = undefined
      await apply(change)
    }
    const message = after === 'deliver' ? world.queued.shift() : undefined
    if (message) await hand(message)
    if (after === 'settle') await settle()
    if (faults.length > 0) return faults.map((each) => `${each} after ${JSON.stringify(change)}`)
  }
  await settle()
  return faults
}

beforeEach(() => {
  // A line for each request would fill the memory.
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.useFakeTimers({ now: clock, toFake: ['Date'] })
  world.env = { ...world.env, DB: interrupted(world.env.DB) }
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('the Worker serves everyone who can be served, and the report gives the reason for the others', async () => {
  const opened = await openShop()
  const property = fc.asyncProperty(story, async (told) => {
    expect(await run(opened, told)).toEqual([])
  })
  await fc.assert(property, { numRuns: storyRuns(12), seed: STORY_SEED, examples: FOUND })
}, 36_000_000)

/**
 * Shared by the property tests with random stories: a clock that they move, one shop for all stories, and
 * functions that let time pass.
 */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, vi } from 'vitest'
import { openVault } from '../../worker/vault.ts'
import { deliver, makeShop, TABLES, type TestShop, tick, world } from './harness.ts'

/** How many stories a test runs: `few`, or the number that `npm run test:stories` sets. */
export const storyRuns = (few: number): number => env.TEST_STORIES || few

/** The seed of the stories. A failure names it. */
export const STORY_SEED = env.TEST_STORY_SEED

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Later than the database's own clock, and far from the night's work. */
let clock = (Math.floor(Date.now() / DAY) + 1) * DAY + 6 * HOUR

/** For each test of a file: the clock stands at the time of the stories, and nothing is logged. */
export function stopClockInTests(): void {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    vi.useFakeTimers({ now: clock, toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
}

/** Does the steps of a story, a second apart. Gives the faults after the first step that has any. */
export async function tell<Step>(
  steps: readonly Step[],
  apply: (step: Step) => Promise<unknown>,
  check: () => Promise<unknown>,
  faults: readonly string[],
): Promise<string[]> {
  for (const [at, step] of steps.entries()) {
    forward(1000)
    await apply(step)
    await check()
    if (faults.length > 0)
      return faults.map((fault) => `${fault} after step ${at}: ${JSON.stringify(step)}`)
  }
  return []
}

/** Moves the clock forward by `ms` milliseconds. */
export function forward(ms: number): void {
  clock += ms
  vi.setSystemTime(clock)
}

/** Moves the clock to six o’clock two days later, so that a story does not share a day with the one before. */
export const nextMorning = () => forward((Math.floor(clock / DAY) + 2) * DAY + 6 * HOUR - clock)

const OF_THE_SHOP = new Set(['shop', 'secret_key', 'published_text'])
const EMPTIED = TABLES.filter((table) => !OF_THE_SHOP.has(table))

/**
 * Forgets the story before, and changes settings of all shops: by their JSON paths. To make a shop for each
 * story takes as long as a story.
 */
export async function startAgain(settings: Record<string, unknown>): Promise<void> {
  await env.DB.batch([
    ...EMPTIED.map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    ...Object.entries(settings).map(([path, value]) =>
      env.DB.prepare('UPDATE shop SET settings = json_set(settings, ?1, json(?2))').bind(
        path,
        JSON.stringify(value),
      ),
    ),
  ])
  world.queued = []
  world.mails = []
}

/** The shop of all stories of a test, and the names of its people by the ids of their contacts. */
export interface Opened {
  shop: TestShop
  names: Map<string, string>
}

/** Makes a shop that takes many requests, with products named by their skus. */
export async function openStoryShop(
  skus: readonly string[],
  people: readonly string[],
): Promise<Opened> {
  const destinations = [{ type: 'email', rate: { perSecond: 1000 } }]
  const shop = await makeShop({ destinations, limits: { newContactsPerHour: 1e6 } })
  await describeAll(shop, skus)
  const { index } = await openVault(world.env, shop)
  const ids = await Promise.all(people.map((name) => index('email', `${name}@example.com`)))
  return { shop, names: new Map(ids.map((id, at) => [id, people[at] ?? ''])) }
}

/** Puts the products into the catalogue. */
export async function describeAll(shop: TestShop, skus: readonly string[]): Promise<void> {
  const entries = skus.map((sku) => ({
    sku,
    title: `Item-${sku}`,
    url: `https://acme.example/${sku}`,
  }))
  await shop.api('PUT', '/v1/products', entries)
}

/** When the next row is due that the tick looks for; never, if there is none. */
async function nextDue(): Promise<number> {
  const row = await env.DB.prepare(
    `SELECT min(due_at) AS due FROM (SELECT due_at FROM restock WHERE due_at IS NOT NULL
       UNION ALL SELECT due_at FROM second_look UNION ALL SELECT due_at FROM list_job
       UNION ALL SELECT due_at FROM outbox WHERE state = 'open')`,
  ).first<{ due: number | null }>()
  return row?.due ?? Infinity
}

/** Delivers what is queued, and what falls due within `ms` milliseconds. `hand` delivers one message. */
export async function settle(ms: number, hand: typeof deliver = deliver): Promise<void> {
  const drain = async () => {
    for (let message = world.queued.shift(); message; message = world.queued.shift())
      await hand(message)
  }
  const end = clock + ms
  await drain()
  for (let due = await nextDue(); due < end; due = await nextDue()) {
    // The tick takes what has been due for a minute.
    forward(Math.max(due - clock, 0) + MINUTE)
    await tick(clock)
    await drain()
  }
  if (clock < end) forward(end - clock)
}

/** The rows of a query. */
export const all = async <T = Record<string, unknown>>(sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<T>()
  ).results

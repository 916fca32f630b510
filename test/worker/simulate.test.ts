/** `POST /v1/rules/simulate`: what other rules would have done. */
import * as fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, SWEEP_GRACE_MS } from '../../worker/limits.ts'
import { shopById } from '../../worker/shop/store.ts'
import type { Simulation } from '../../worker/simulate/run.ts'
import { simulateSku } from '../../worker/simulate/run.ts'
import { readHistory } from '../../worker/simulate/store.ts'
import { STORY_SEED, storyRuns } from './story.ts'
import {
  drain,
  makeShop,
  ORIGIN,
  OWN_TABLES,
  startOver,
  table,
  tick,
  type TestShop,
  world,
} from './harness.ts'

afterEach(() => void vi.useRealTimers())

const STEP_MS = 10 * MINUTE_MS
// Tomorrow at six: later than the database's own clock.
const MORNING = Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 6 * HOUR_MS

type Step =
  | { kind: 'asks'; locale: string; externalId: string; quantity: number }
  | { kind: 'level'; locale: string; externalId: string; quantity: number }
  | { kind: 'nothing' }

const place = {
  locale: fc.constantFrom('', 'sv', 'sv-SE'),
  externalId: fc.constantFrom('', '1'),
}
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('asks' as const),
      ...place,
      quantity: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('level' as const),
      ...place,
      quantity: fc.constantFrom(0, 1, 2, 3, 9),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'nothing' as const }) },
)

const RULES = fc.constantFrom<object>(
  {},
  { threshold: 1, stableForSeconds: 600 },
  { soldOutForSeconds: 1800, products: [{ match: { tags: ['scarce'] }, threshold: 2 }] },
  { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
  {
    keepUnmatched: true,
    conditions: {
      any: [
        { field: 'quantity', op: 'gte', value: 3 },
        { field: 'waitingHours', op: 'gte', value: 1 },
      ],
    },
    products: [
      { match: { brands: ['Acme'] }, pace: { mode: 'waves', perUnit: 2, everyMinutes: 20 } },
    ],
  },
  { conditions: { field: 'wanted', op: 'lte', value: 2 } },
)

const WAVES = { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } }
const inPlace = (
  kind: 'asks' | 'level',
  locale: string,
  externalId: string,
  quantity: number,
): Step => ({
  kind,
  locale,
  externalId,
  quantity,
})
const nothing: Step = { kind: 'nothing' }

/** Stories in which the two differed once. */
const FOUND: [object, Step[]][] = [
  // A restock starts at the moment at which the next wave of another one is due.
  [
    WAVES,
    [
      inPlace('asks', 'sv', '', 2),
      inPlace('asks', '', '', 2),
      inPlace('asks', 'sv', '1', 3),
      inPlace('level', '', '', 1),
      nothing,
      nothing,
      inPlace('level', 'sv', '', 9),
    ],
  ],
]

/** Runs steps in the engine, ten minutes apart. */
async function live(shop: TestShop, steps: Step[]): Promise<void> {
  let who = 0
  for (const one of steps) {
    vi.setSystemTime(Date.now() + STEP_MS)
    const { kind, ...said } = one
    const at = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
    if (kind === 'asks') {
      who += 1
      const request = shop.request({ email: `p${who}@example.com`, ...at })
      await shop.page('POST', '/v1/client/subscriptions', request)
    }
    if (kind === 'level') await shop.setStock({ sku: 'TEE-M', ...at })
    await drain()
    // A look that is due now: the sweep finds it, because the tests' queues know no delay.
    await tick(Date.now() + SWEEP_GRACE_MS + 1)
    await drain()
  }
}

const entry = { sku: 'TEE-M', title: 'Tee', url: `${ORIGIN}/p`, tags: ['scarce'], brand: 'Acme' }

/** Every row of every table but the caches of keys. */
async function allRows(): Promise<string[]> {
  const { results } = await world.env.DB.prepare(`SELECT name FROM ${OWN_TABLES}`).all<{
    name: string
  }>()
  const read = await Promise.all(
    results.map(async ({ name }) =>
      (await table(name)).map((row) => `${name} ${JSON.stringify(row)}`),
    ),
  )
  return read.flat().toSorted()
}

const simulated = async (shop: TestShop, body: unknown) => {
  const answer = await shop.api('POST', '/v1/rules/simulate', body)
  return { status: answer.status, body: await answer.json<Simulation & { errors: unknown }>() }
}

describe('a simulation', () => {
  it('tells the same people at the same time as the engine did under the same rules', async () => {
    vi.useFakeTimers({ now: Math.ceil(Date.now() / STEP_MS) * STEP_MS, toFake: ['Date'] })
    await fc.assert(
      fc.asyncProperty(
        RULES,
        fc.array(step, { minLength: 8, maxLength: 16 }),
        async (rules, steps) => {
          await startOver()
          // The same hours in each run, so that none falls into the night's work.
          vi.setSystemTime(MORNING)
          const shop = await makeShop({
            rules,
            maxQuantity: 5,
            limits: { newContactsPerHour: 1e6 },
          })
          await shop.api('PUT', '/v1/products', [entry])
          await live(shop, steps)
          const own = await shopById(world.env, shop.id)
          if (!own) throw new Error('the shop is gone')
          const { stories } = await readHistory(world.env.DB, own, undefined, 0)
          const results = stories.map((story) => simulateSku(story, own.settings, Date.now()))
          const told = results.flatMap((one) => one.told.map(({ id, at }) => [id, at]))
          const sent = await table<{ subscription_id: string; sent_at: number }>('notification')
          expect(told.toSorted()).toEqual(
            sent.map((row) => [row.subscription_id, row.sent_at]).toSorted(),
          )
          expect(results.reduce((sum, one) => sum + one.inStock, 0)).toBe(0)
          expect(results.reduce((sum, one) => sum + one.restocks, 0)).toBe(
            (await table('restock')).length,
          )
        },
      ),
      { numRuns: storyRuns(6), seed: STORY_SEED, examples: FOUND, endOnFailure: true },
    )
  })

  it('compares other rules with the shop’s own, and changes no row', async () => {
    vi.useFakeTimers({ now: Math.ceil(Date.now() / STEP_MS) * STEP_MS, toFake: ['Date'] })
    const shop = await makeShop({ limits: { newContactsPerHour: 1e6 } })
    const ask: Step = { kind: 'asks', locale: '', externalId: '', quantity: 1 }
    const level = (quantity: number): Step => ({
      kind: 'level',
      locale: '',
      externalId: '',
      quantity,
    })
    const still = Array.from({ length: 6 }, (): Step => ({ kind: 'nothing' }))
    await shop.setStock({ sku: 'TEE-M', quantity: 0 })
    const asks = [ask, ask, ask, ask].map(
      ({ ...one }) => ({ ...one, quantity: undefined }) as never,
    )
    await live(shop, [...asks, level(1), level(0), ...still, level(3), ...still])
    expect(world.mails).toHaveLength(4)
    // Notes the use of the key.
    await shop.api('GET', '/v1/shop')
    const before = await allRows()
    const waves = { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } }
    const { status, body } = await simulated(shop, { rules: waves, days: 1 })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      today: {
        told: 4,
        untold: 0,
        waitedHours: { median: 0.33, p95: 0.67 },
        restocks: 1,
        units: { inStock: 1, wanted: 4 },
        soldOutAgain: 4,
      },
      given: {
        told: 4,
        untold: 0,
        waitedHours: { median: 1.5, p95: 1.83 },
        restocks: 2,
        units: { inStock: 4, wanted: 4 },
        soldOutAgain: 1,
      },
      skus: [{ sku: 'TEE-M', given: { told: 4 }, today: { told: 4 } }],
      truncated: false,
    })
    expect(body.notSimulated).toEqual(expect.arrayContaining(['contact', 'lastWord']))
    expect(
      (await simulated(shop, { rules: { threshold: 9 }, skus: ['TEE-M'] })).body,
    ).toMatchObject({
      given: { told: 0, untold: 4, waitedHours: null, restocks: 0 },
    })
    expect((await simulated(shop, { rules: {}, skus: ['CAP'] })).body.skus).toEqual([])
    expect(await allRows()).toEqual(before)
  })

  it('counts people who would have bought at once, and those who left', async () => {
    const shop = await makeShop({ rules: { threshold: 5 }, limits: { newContactsPerHour: 1e6 } })
    await shop.setStock({ sku: 'TEE-M', quantity: 3 })
    await shop.subscribe()
    await shop.subscribe({ sku: 'CAP', email: 'bo@example.com' })
    const all = await table<{ id: string; sku: string }>('subscription')
    const cap = all.find(({ sku }) => sku === 'CAP')
    await shop.api('DELETE', `/v1/subscriptions/${cap?.id}`)
    expect((await simulated(shop, { rules: {} })).body).toMatchObject({
      given: { told: 0, inStock: 1, untold: 1 },
      today: { told: 0, inStock: 0, untold: 2 },
    })
    expect(await table('waited')).toMatchObject([{ sku: 'CAP', served: 0 }])
    expect(await table('level_change')).toMatchObject([{ sku: 'TEE-M', quantity: 3 }])
  })

  it.each([
    [{}, '/rules', 'missing'],
    [{ rules: null }, '/rules', 'not_an_object'],
    [{ rules: {}, days: 91 }, '/days', 'quantity_invalid'],
    [{ rules: {}, skus: [] }, '/skus', 'empty'],
    [{ rules: {}, skus: ['a\u0001'] }, '/skus/0', 'control_character'],
    [{ rules: { pace: 'fast' } }, '/rules/pace', 'choice_unknown'],
    [
      { rules: { threshold: 3, conditions: { field: 'quantity', op: 'lt', value: 3 } } },
      '/rules/conditions',
      'never_true',
    ],
    [{ rules: {}, write: true }, '/write', 'unknown_field'],
  ])('refuses %j', async (body, pointer, code) => {
    const shop = await makeShop()
    const { status, body: answer } = await simulated(shop, body)
    expect([status, answer.errors]).toMatchObject([422, [{ pointer, code }]])
  })
})

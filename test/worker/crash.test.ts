/**
 * The whole way, subscribe, restock, waves and delivery, gone wrong at every step in turn and in
 * every way. At the end nobody is lost, and nobody is told twice but for the one window that a
 * mail binding without idempotency keys leaves open: sent, and the process ended before it was
 * recorded. That window is at most the six mails that are sent at once.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLS_AT_ONCE } from '../../worker/limits.ts'
import { type Fault, withFault } from './faults.ts'
import { deliver, makeShop, tick, world } from './harness.ts'

const PEOPLE = 7
const MINUTE = 60_000

/** Whether anything is left to do. */
async function unfinished(): Promise<boolean> {
  const left = await env.DB.prepare(
    `SELECT EXISTS (SELECT 1 FROM subscription) OR EXISTS (SELECT 1 FROM outbox)
       OR EXISTS (SELECT 1 FROM restock WHERE state = 'open') AS some`,
  ).first<{ some: number }>()
  return left?.some === 1 || world.queued.length > 0
}

/** Lets minutes pass: whatever is due or leased by the clock comes that much nearer. */
async function pass(minutes: number) {
  const ms = minutes * MINUTE
  await env.DB.batch([
    env.DB.prepare(
      'UPDATE restock SET due_at = due_at - ?1, wave_at = wave_at - ?1, since = since - ?1',
    ).bind(ms),
    env.DB.prepare('UPDATE stock_level SET since = since - ?1').bind(ms),
    env.DB.prepare('UPDATE outbox SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE gate SET free_at = free_at - ?1, closed_until = closed_until - ?1').bind(
      ms,
    ),
  ])
}

async function run(at: number, fault: Fault | undefined) {
  const waves = { mode: 'waves', perUnit: 2, everyMinutes: 30 }
  const shop = await makeShop({ rules: { pace: waves } })
  await shop.page('GET', `/v1/client/config?shop=${shop.publicKey}`)
  const process = withFault(at, fault)

  /** What somebody outside does when there is no good answer: once more. */
  const insist = async (work: () => Promise<unknown>) => {
    for (let tries = 0; tries < 3; tries += 1) {
      const done = await work().then(
        () => true,
        () => false,
      )
      process.revive()
      if (done) return
    }
    throw new Error('three times no answer')
  }
  for (let n = 0; n < PEOPLE; n += 1) {
    await insist(() => shop.subscribe({ email: `p${n}@example.com` }))
  }
  await insist(() => shop.setStock({ sku: 'TEE-M', quantity: 3 }))
  // An hour and a half at most, ten minutes at a time; a message whose process ended comes again.
  for (let minutes = 0; minutes < 90 && (await unfinished()); minutes += 10) {
    for (const message of world.queued.splice(0)) {
      await deliver(message).catch(() => {})
      if (process.isDead()) {
        process.revive()
        world.queued.push(message)
      }
    }
    await pass(10)
    await tick(Date.now() + MINUTE).catch(() => {})
    process.revive()
  }
  const told = world.mails.map(({ to }) => to)
  const lost = PEOPLE - new Set(told).size
  return { steps: process.steps, lost, twice: told.length - new Set(told).size, told }
}

/** The steps of a run in which nothing goes wrong, from the first subscription to the last tick. */
const STEPS = 89
/** Every run is about a second; `npm run test:crash` takes every step, the ordinary run each sixteenth. */
const STRIDE = env.TEST_CRASH === 'all' ? 1 : 16
const FAULTS: Fault[] = ['killed before', 'killed after', 'fails once', 'done but fails']

describe('the Worker, from subscribing to delivery,', () => {
  it('notifies everybody once when no step fails', async () => {
    const { lost, twice, steps } = await run(-1, undefined)
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 })
    expect(Math.abs(steps.length - STEPS)).toBeLessThan(5)
  })

  const cases = FAULTS.flatMap((fault, offset) =>
    Array.from({ length: STEPS }, (_, at) => ({ at, fault })).filter(
      ({ at }) => (at + offset) % STRIDE === 0,
    ),
  )

  it.each(cases)('loses nobody when step $at has the fault $fault', async ({ at, fault }) => {
    const { lost, twice, steps } = await run(at, fault)
    expect(lost).toBe(0)
    // Mails that were sent, and a record that nobody made: the mails themselves, or just after.
    const around = steps.slice(Math.max(0, at - CALLS_AT_ONCE), at + 1)
    const window = around.some(({ what }) => what === 'mail')
    expect(twice).toBeLessThanOrEqual(window ? CALLS_AT_ONCE : 0)
  })
})

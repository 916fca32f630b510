/**
 * Runs everything from subscribing to delivery with one fault at one step, for each fault and step.
 * In the end every person has a message. A person has two only if the process ended after it sent a
 * mail and before it recorded that: the mail binding takes no idempotency key. At most six mails,
 * those that are sent at once, can be repeated.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CALLS_AT_ONCE } from '../../worker/limits.ts'
import { type Fault, withFault } from './faults.ts'
import { deliver, makeShop, tick, world } from './harness.ts'

const PEOPLE = 7
const MINUTE = 60_000

/** Whether any work is left. */
async function unfinished(): Promise<boolean> {
  const left = await env.DB.prepare(
    `SELECT EXISTS (SELECT 1 FROM subscription) OR EXISTS (SELECT 1 FROM outbox)
       OR EXISTS (SELECT 1 FROM restock WHERE state = 'open') AS some`,
  ).first<{ some: number }>()
  return left?.some === 1 || world.queued.length > 0
}

/** Lets minutes pass, by moving all due times and leases back. */
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

  /** Repeats a request until it succeeds, as a client does. */
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
  // Up to 90 minutes in steps of ten. The queue repeats a message if the process ended.
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

/** The steps of a run without a fault, from the first subscription to the last tick. */
const STEPS = 94
/** A run takes a second. `npm run test:crash` takes every step, `npm test` every sixteenth. */
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
    // Only a fault at a mail, or just after it, can leave a sent mail without a record.
    const around = steps.slice(Math.max(0, at - CALLS_AT_ONCE), at + 1)
    const window = around.some(({ what }) => what === 'mail')
    expect(twice).toBeLessThanOrEqual(window ? CALLS_AT_ONCE : 0)
  })
})

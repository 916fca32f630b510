/**
 * Runs a source with one fault at one step, for each step and fault. After the next poll its levels
 * are right, and the waiting person was notified once.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { type Fault, withFault } from './faults.ts'
import { deliver, drain, fakeUrl, makeShop, table, tick, world } from './harness.ts'

const FAULTS: Fault[] = ['killed before', 'killed after', 'fails once', 'done but fails']
/** The steps of a run without a fault: lease, entries, levels, match, log, record. */
const STEPS = 9

async function run(at: number, fault: Fault | undefined) {
  const url = `${fakeUrl('feed')}/f`
  const items = ['TEE-M', 'TEE-S'].map((id) => ({
    id,
    title: 'Tee',
    link: 'https://acme.example/p/tee',
    inventory_quantity: 4,
  }))
  await fetch(url, { method: 'PUT', body: JSON.stringify(items) })
  const options = { type: 'feed', url, format: 'klaviyo', missingMeans: 'sold_out' }
  const shop = await makeShop({ sources: [options] })
  await shop.setStock({ sku: 'TEE-M', quantity: 0 })
  await shop.subscribe()
  const whole = world.env
  const process = withFault(at, fault)
  const body = { shop: shop.id, source: 'feed' }
  await deliver({ queue: 'shelfbell-source', body }).catch(() => {})
  const { length: steps } = process.steps
  world.env = whole
  // The source is polled again after its lease, and the sweep continues the restocks.
  await env.DB.prepare('UPDATE source SET lease_until = 0, due_at = 0').run()
  await env.DB.prepare('UPDATE restock SET due_at = 0').run()
  await tick()
  await drain()
  return steps
}

async function outcome() {
  const levels = await table<{ sku: string; quantity: number }>('stock_level')
  return {
    levels: levels.map(({ sku, quantity }) => [sku, quantity]),
    told: world.mails.map(({ to }) => to),
    sources: await table('source'),
    noted: (await table('feed_sku')).length,
  }
}

const RIGHT = {
  levels: [
    ['TEE-M', 4],
    ['TEE-S', 4],
  ],
  told: ['ada@example.com'],
  sources: [{ last_error: null, lease_until: 0, items: 2 }],
  noted: 2,
}

describe('a source', () => {
  it('stores its levels and has the person notified once when no step fails', async () => {
    expect(await run(-1, undefined)).toBe(STEPS)
    expect(await outcome()).toMatchObject(RIGHT)
  })

  const cases = FAULTS.flatMap((fault) => Array.from({ length: STEPS }, (_, at) => ({ at, fault })))
  it.each(cases)('recovers from the fault $fault at step $at', async ({ at, fault }) => {
    await run(at, fault)
    expect(await outcome()).toMatchObject(RIGHT)
  })
})

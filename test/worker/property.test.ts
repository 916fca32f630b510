/**
 * Any sequence of subscriptions, cancellations, levels, messages that come, come twice or are lost,
 * and time that passes: what must hold, holds. A model beside the Worker knows what should be.
 */
import { env } from 'cloudflare:workers'
import { applyD1Migrations, reset } from 'cloudflare:test'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { deliver, drain, makeShop, tick, world } from './harness.ts'

const MINUTE = 60_000
const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f']

type Action =
  | { do: 'subscribe'; who: string }
  | { do: 'leave'; who: string }
  | { do: 'stock'; quantity: number }
  | { do: 'deliver'; how: 'once' | 'twice' | 'lost' }
  | { do: 'pass'; minutes: number }

const who = fc.constantFrom(...PEOPLE)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('stock' as const),
      quantity: fc.constantFrom(0, 0, 1, 2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      how: fc.constantFrom('once' as const, 'once' as const, 'twice' as const, 'lost' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 5, 31) }),
  },
)

async function pass(minutes: number) {
  const ms = minutes * MINUTE
  await env.DB.batch([
    env.DB.prepare(
      'UPDATE restock SET due_at = due_at - ?1, wave_at = wave_at - ?1, since = since - ?1',
    ).bind(ms),
    env.DB.prepare('UPDATE stock_level SET since = since - ?1').bind(ms),
    env.DB.prepare('UPDATE outbox SET due_at = due_at - ?1').bind(ms),
    env.DB.prepare('UPDATE gate SET free_at = free_at - ?1').bind(ms),
  ])
  await tick(Date.now() + MINUTE)
}

it.each([
  { pace: { mode: 'everyone' } },
  { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
])(
  'whatever happens, with $pace.mode',
  async ({ pace }) => {
    const property = fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
      await reset()
      await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
      world.mails = []
      world.queued = []
      const shop = await makeShop({ rules: { pace } })
      const waiting = new Set<string>()
      let quantity = 0
      let told = 0
      // What may be told since the last half hour began to pass: one for each unit ever seen in it.
      let room = 0
      const faults: string[] = []
      world.beforeMail = (to) => {
        const name = to.split('@', 1)[0] ?? ''
        if (quantity === 0) faults.push(`${name} was told while sold out`)
        if (!waiting.delete(name)) faults.push(`${name} was told without waiting`)
        told += 1
        if (pace.mode === 'waves' && told > room)
          faults.push(`${told} were told, with room for ${room}`)
      }

      for (const one of actions) {
        switch (one.do) {
          case 'subscribe': {
            const request = shop.request({ email: `${one.who}@example.com` })
            const answer = await shop.page('POST', '/v1/client/subscriptions', request)
            if (answer.status !== (quantity > 0 ? 409 : 202))
              faults.push(`answered ${answer.status}`)
            if (quantity === 0) waiting.add(one.who)
            break
          }
          case 'leave': {
            const { shop: _, ...request } = shop.request({ email: `${one.who}@example.com` })
            if (quantity > 0) break
            const made = await shop.api('POST', '/v1/subscriptions', request)
            const { id } = await made.json<{ id: string }>()
            await shop.api('DELETE', `/v1/subscriptions/${id}`)
            waiting.delete(one.who)
            break
          }
          case 'stock':
            quantity = one.quantity
            room = Math.max(room, told + quantity)
            await shop.setStock({ sku: 'TEE-M', quantity })
            break
          case 'deliver': {
            const message = world.queued.shift()
            if (!message || one.how === 'lost') break
            await deliver(message)
            if (one.how === 'twice') await deliver(message)
            break
          }
          case 'pass':
            // A wave may begin at any moment of what passes, and finds the units that are there.
            room = told + quantity * 2
            await pass(one.minutes)
            break
        }
      }
      expect(faults).toEqual([])

      // In the end there is enough for everybody, and time.
      quantity = 50
      room = Infinity
      await shop.setStock({ sku: 'TEE-M', quantity })
      for (let round = 0; round < 4; round += 1) {
        await drain()
        await pass(31)
      }
      await drain()
      expect(faults).toEqual([])
      expect([...waiting]).toEqual([])
    })
    await fc.assert(property, { numRuns: 15, seed: 20261121, endOnFailure: true })
  },
  240_000,
)

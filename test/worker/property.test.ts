/**
 * Runs random sequences: people subscribe and cancel, stock changes, time passes, and the queue
 * delivers messages, repeats, loses or refuses them. A model predicts the state of each person.
 * After every step each accepted person is in exactly one state, with the last quantity they asked
 * for. Every wave takes the people who waited longest, and no more units than it may.
 */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { openVault } from '../../worker/vault.ts'
import { linkFor } from '../../worker/link/token.ts'
import { STORY_SEED, storyRuns } from './story.ts'
import { ask, deliver, drain, makeShop, startOver, tick, world } from './harness.ts'

const MINUTE = 60_000
/** `npm run test:stories` runs more of them. */
const RUNS = storyRuns(8)
const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f']

type Action =
  | { do: 'subscribe'; who: string; wants: number }
  | { do: 'leave'; who: string }
  | { do: 'stop'; who: string }
  | { do: 'stock'; quantity: number }
  | { do: 'deliver'; how: 'once' | 'twice' | 'lost' | 'refused' }
  | { do: 'pass'; minutes: number }

const who = fc.constantFrom(...PEOPLE)
const wants = fc.integer({ min: 1, max: 5 })
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('subscribe' as const), who, wants }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const), who }) },
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
      how: fc.constantFrom<('once' | 'twice' | 'lost' | 'refused')[]>(
        'once',
        'once',
        'once',
        'twice',
        'lost',
        'refused',
      ),
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

interface State {
  contact: string
  waiting: number
  onTheWay: number
  told: number
  cancelled: number
  /** The wanted quantity; null if the person does not wait. */
  wanted: number | null
  /** Older requests of the person that still wait or are on their way. */
  older: number
}

/**
 * The state of each person, by their latest request. A person has two requests if they subscribed
 * again while a message was on its way. The two become one if the message is put back.
 */
async function states(): Promise<State[]> {
  const { results } = await env.DB.prepare(
    `WITH place (contact, id, state, wanted) AS (
       SELECT contact_id, id, 'waiting', wanted FROM subscription
       UNION SELECT contact_id, subscription_id, 'onTheWay', NULL FROM outbox
       UNION SELECT contact_id, subscription_id, 'told', NULL FROM notification
       UNION SELECT contact_id, subscription_id, 'cancelled', NULL FROM consent
         WHERE action = 'withdrawn')
     SELECT contact, sum(id = latest AND state = 'waiting') AS waiting,
       sum(id = latest AND state = 'onTheWay') AS onTheWay,
       sum(id = latest AND state = 'told') AS told,
       sum(id = latest AND state = 'cancelled') AS cancelled,
       max(CASE WHEN id = latest THEN wanted END) AS wanted,
       sum(id <> latest AND state IN ('waiting', 'onTheWay')) AS older
     FROM (SELECT *, max(id) OVER (PARTITION BY contact) AS latest FROM place)
     GROUP BY contact`,
  ).all<State>()
  return results
}

/** The subscriptions whose message is on its way, in the order of subscribing. */
async function claimed(): Promise<{ id: string; wanted: number }[]> {
  const { results } = await env.DB.prepare(
    `SELECT subscription_id AS id, wanted FROM outbox WHERE call = 'notify' ORDER BY 1`,
  ).all<{ id: string; wanted: number }>()
  return results
}

it.each([
  { pace: { mode: 'everyone' } },
  { pace: { mode: 'waves', perUnit: 1, everyMinutes: 30 } },
])(
  'the Worker keeps every person in exactly one state, with the pace $pace.mode',
  async ({ pace }) => {
    const property = fc.asyncProperty(
      fc.array(action, { minLength: 25, maxLength: 40, size: 'max' }),
      async (actions) => {
        await startOver()
        const shop = await makeShop({
          rules: { pace },
          maxQuantity: 5,
          limits: { messagesPerPersonPerDay: 20 },
        })
        const waiting = new Set<string>()
        // People who subscribed again with a message on its way: each request may cause a mail.
        const twice = new Set<string>()
        const wish = new Map<string, number>()
        let quantity = 0
        // Past waves: their age in minutes, and the units that they announced.
        let waves: { age: number; units: number }[] = []
        const faults: string[] = []
        const { index } = await openVault(world.env, shop)
        const people = await Promise.all(
          PEOPLE.map(async (name) => ({
            name,
            contact: await index('email', `${name}@example.com`),
          })),
        )
        const accepted = new Set<string>()
        const left = new Set<string>()
        let refusing = false
        /** Checks that each accepted person is in exactly one state, and that the model agrees. */
        const check = async (step: string) => {
          const found = await states()
          if (found.length !== accepted.size) faults.push(`${found.length} are known after ${step}`)
          for (const { contact, waiting: waits, onTheWay, told: was, ...rest } of found) {
            const { cancelled, wanted, older } = rest
            const name = people.find((one) => one.contact === contact)?.name ?? ''
            const state = JSON.stringify({ waits, onTheWay, was, cancelled, older })
            const fault = (what: string) => faults.push(`${name} ${what} after ${step}: ${state}`)
            if (waits + onTheWay + was + cancelled !== 1) fault('is not in exactly one state')
            if ((cancelled === 1) !== left.has(name)) fault('is not where leaving leads')
            if (cancelled === 1 && older === 1) fault('left and is not off the list')
            if (waiting.has(name) && waits + onTheWay + older === 0) fault('is lost')
            if (was === 1 && older === 0 && waiting.has(name)) fault('was told unseen')
            if (waits === 1 && wanted !== wish.get(name)) fault(`wants ${wanted}`)
          }
        }
        world.beforeMail = (to) => {
          if (refusing) throw Object.assign(new Error('no'), { code: 'E_RECIPIENT_NOT_ALLOWED' })
          const name = to.split('@', 1)[0] ?? ''
          if (quantity === 0) faults.push(`${name} was told while sold out`)
          if (!waiting.delete(name) && !twice.delete(name))
            faults.push(`${name} was told without waiting`)
        }
        /** Delivers a message. If that makes a wave, checks its people and its units. */
        const hand = async (message: (typeof world.queued)[number]) => {
          const before = new Set((await claimed()).map(({ id }) => id))
          await deliver(message)
          const wave = (await claimed()).filter(({ id }) => !before.has(id))
          const last = wave.at(-1)
          if (!last) return
          const units = wave.reduce((sum, { wanted }) => sum + wanted, 0)
          const lately = waves.reduce((sum, one) => sum + (one.age < 30 ? one.units : 0), 0)
          const allowed = pace.mode === 'waves' ? quantity - lately : Infinity
          waves.push({ age: 0, units })
          const fault = (what: string) => faults.push(`${what}: ${units} units of ${allowed}`)
          if (units - last.wanted >= allowed) fault('the last of a wave was one too many')
          const { results: rest } = await env.DB.prepare('SELECT id FROM subscription').all()
          if (rest.length > 0 && units < allowed) fault('a wave ended too early')
          if (rest.some((one) => String(one['id']) < last.id)) fault('a wave passed somebody over')
        }

        for (const one of actions) {
          switch (one.do) {
            case 'subscribe': {
              const { who: name, wants: many } = one
              const request = shop.request({ email: `${name}@example.com`, quantity: many })
              const answer = await shop.page('POST', '/v1/client/subscriptions', request)
              if (answer.status !== (quantity > 0 ? 409 : 202))
                faults.push(`answered ${answer.status}`)
              if (quantity > 0) break
              const { contact: mine } = people.find((each) => each.name === name) ?? {}
              const state = (await states()).find(({ contact }) => contact === mine)
              if (state?.older) twice.add(name)
              waiting.add(name)
              wish.set(name, many)
              accepted.add(name)
              left.delete(name)
              break
            }
            case 'leave': {
              const { shop: _, ...request } = shop.request({ email: `${one.who}@example.com` })
              if (quantity > 0) break
              const made = await shop.api('POST', '/v1/subscriptions', request)
              const { id } = await made.json<{ id: string }>()
              await shop.api('DELETE', `/v1/subscriptions/${id}`)
              waiting.delete(one.who)
              accepted.add(one.who)
              left.add(one.who)
              break
            }
            case 'stop': {
              // The unsubscribe link cancels what the person waits for and what is on its way.
              const contactId = people.find(({ name }) => name === one.who)?.contact ?? ''
              const before = (await states()).find(({ contact }) => contact === contactId)
              const person = { contactId, locale: 'en' }
              const link = await linkFor(world.env, shop, 'unsubscribe', person, Date.now())
              await ask(new URL(link).pathname, { method: 'POST' })
              waiting.delete(one.who)
              if (before && before.waiting + before.onTheWay > 0) left.add(one.who)
              break
            }
            case 'stock':
              quantity = one.quantity
              await shop.setStock({ sku: 'TEE-M', quantity })
              break
            case 'deliver': {
              const message = world.queued.shift()
              if (!message || one.how === 'lost') break
              refusing = one.how === 'refused'
              await hand(message)
              refusing = false
              if (one.how === 'twice') await hand(message)
              break
            }
            case 'pass':
              waves = waves.map(({ age, units }) => ({ age: age + one.minutes, units }))
              await pass(one.minutes)
              break
          }
          await check(JSON.stringify(one))
        }
        expect(faults).toEqual([])

        // In the end there is stock for everybody, and enough time.
        quantity = 50
        await shop.setStock({ sku: 'TEE-M', quantity })
        for (let round = 0; round < 4; round += 1) {
          await drain()
          await pass(31)
        }
        await drain()
        await check('the end')
        expect(faults).toEqual([])
        // A dead message is not lost: the shop can retry it.
        const given = await states()
        const dead = new Set(given.flatMap((one) => (one.onTheWay + one.older ? one.contact : [])))
        const stuck = people.filter(({ name, contact }) => waiting.has(name) && !dead.has(contact))
        expect(stuck).toEqual([])
      },
    )
    await fc.assert(property, { numRuns: RUNS, seed: STORY_SEED, endOnFailure: true })
  },
  240_000,
)

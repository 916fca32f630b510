/**
 * Runs random sequences: people subscribe with the words that the shop shows at that moment, the shop plans
 * other reminders, stock changes, people buy and lose interest, and time passes. A model knows how many messages
 * each person agreed to. No message exceeds that, and no reminder is sent that must not be.
 */
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { consentTexts } from '../../shared/languages/consent-texts.ts'
import { linkFor } from '../../worker/link/token.ts'
import { openVault } from '../../worker/vault.ts'
import { ask, drain, makeShop, startOver, table, tick, world } from './harness.ts'

const HOUR = 3_600_000
const PEOPLE = ['a', 'b', 'c']
const PLANS = [[], [1], [1, 3]]

type Action =
  | { do: 'subscribe' | 'buy' | 'loseInterest'; who: string }
  | { do: 'plan'; hours: number[] }
  | { do: 'stock'; quantity: number }
  | { do: 'pass'; hours: number }

const who = fc.constantFrom(...PEOPLE)
const of = <T extends Action['do']>(what: T) => fc.constant(what)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: of('subscribe'), who }) },
  { weight: 1, arbitrary: fc.record({ do: of('buy'), who }) },
  { weight: 1, arbitrary: fc.record({ do: of('loseInterest'), who }) },
  { weight: 1, arbitrary: fc.record({ do: of('plan'), hours: fc.constantFrom(...PLANS) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: of('stock'), quantity: fc.constantFrom(0, 5) }),
  },
  { weight: 6, arbitrary: fc.record({ do: of('pass'), hours: fc.constantFrom(1, 2) }) },
)

/** The messages that a request caused. */
interface Told {
  messages: number
  most: number
  /** Whether the person has bought it or lost interest since the alert. */
  ended: boolean
}

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 20, 8), toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

it('no person gets more messages than the consent allows, nor a reminder that must not be sent', async () => {
  let reminders = 0
  const property = fc.asyncProperty(
    fc.array(action, { minLength: 10, maxLength: 14, size: 'max' }),
    async (actions) => {
      await startOver()
      const shop = await makeShop({
        reminders: { afterHours: [1, 3] },
        limits: { messagesPerPersonPerDay: 50 },
      })
      const { index } = await openVault(world.env, shop)
      let plan = [1, 3]
      let quantity = 0
      let seen = 0
      /** How many messages each waiting person has agreed to. */
      const waiting = new Map<string, number>()
      const told = new Map<string, Told>()
      const faults: string[] = []

      /** Checks the new mails. */
      const check = (step: string) => {
        for (const { to, subject } of world.mails.slice(seen)) {
          const name = to.split('@', 1)[0] ?? ''
          const fault = (what: string) => faults.push(`${name} ${what} after ${step}`)
          if (quantity === 0) fault('got a mail while it was sold out')
          if (subject.startsWith('Back in stock')) {
            const most = waiting.get(name)
            if (most === undefined) fault('got an alert without waiting')
            told.set(name, { messages: 1, most: most ?? 0, ended: false })
            waiting.delete(name)
            continue
          }
          reminders += 1
          const before = told.get(name)
          if (!before) fault('got a reminder without an alert')
          else {
            before.messages += 1
            if (before.messages > before.most) fault(`got more than ${before.most}`)
            if (before.ended) fault('got a reminder after the end')
            if (plan.length < before.messages - 1) fault('got a reminder that is not planned')
          }
        }
        seen = world.mails.length
      }

      const all: Action[] = [
        ...PEOPLE.map((name) => ({ do: 'subscribe' as const, who: name })),
        { do: 'stock', quantity: 5 },
        ...actions,
      ]
      for (const one of all) {
        switch (one.do) {
          case 'subscribe': {
            const planned = plan.length > 0 ? { afterHours: plan } : undefined
            const shown = consentTexts(
              { name: 'Acme', defaultLocale: 'en', reminders: planned },
              'en',
            )
            const { version, texts } = shown
            const consents = [{ purpose: 'alert', channel: 'email', version, text: texts.email }]
            const request = shop.request({ email: `${one.who}@example.com`, consents })
            const { status } = await shop.page('POST', '/v1/client/subscriptions', request)
            if (status !== (quantity > 0 ? 409 : 202)) faults.push(`answered ${status}`)
            const agreed = Math.min(plan.length + 1, waiting.get(one.who) ?? 3)
            if (status === 202) waiting.set(one.who, agreed)
            break
          }
          case 'buy': {
            const items = [{ sku: 'TEE-M', quantity: 1 }]
            const id = crypto.randomUUID()
            await shop.api('POST', '/v1/orders', { id, email: `${one.who}@example.com`, items })
            const before = told.get(one.who)
            if (before) before.ended = true
            break
          }
          case 'loseInterest': {
            const contactId = await index('email', `${one.who}@example.com`)
            const person = { contactId, locale: 'en', about: 'TEE-M' }
            const link = await linkFor(world.env, shop, 'noLonger', person, Date.now())
            await ask(new URL(link).pathname, { method: 'POST' })
            waiting.delete(one.who)
            const before = told.get(one.who)
            if (before) before.ended = true
            break
          }
          case 'plan':
            plan = one.hours
            await shop.api('PATCH', '/v1/shop', {
              reminders: plan.length > 0 ? { afterHours: plan } : null,
            })
            break
          case 'stock':
            quantity = one.quantity
            await shop.setStock({ sku: 'TEE-M', quantity })
            break
          case 'pass':
            vi.setSystemTime(Date.now() + one.hours * HOUR)
            await tick()
            break
        }
        await drain()
        check(JSON.stringify(one))
      }
      if ((await table('notification')).length !== seen) faults.push('a mail is not recorded once')
      expect(faults).toEqual([])
    },
  )
  await fc.assert(property, { numRuns: 3, seed: 16 })
  // The sequences do send reminders.
  expect(reminders).toBeGreaterThan(5)
})
